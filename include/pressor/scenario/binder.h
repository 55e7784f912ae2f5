#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/core/quantity.h"
#include "pressor/scenario/document.h"

/// Typed reading of a document that goes on after an error, so that all problems of an input are
/// told at once. Readings that fail note a problem and return the value for an absent field.
namespace pressor {

inline constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

/// A unit and the values in it that make sense, both ends included.
struct Range {
  std::string_view unit = "1";
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// What was found wrong while reading.
class ProblemList {
 public:
  void add(Problem problem) { problems_.push_back(std::move(problem)); }
  /// A readable value that looks like a slip of the pen: a problem, or a warning when the input
  /// gives a reason for it.
  void add_implausible(Problem problem);
  /// From now on implausible values are warnings.
  void allow_implausible() { implausible_allowed_ = true; }

  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] const std::vector<Problem>& warnings() const { return warnings_; }
  /// Throws InputError with all problems, when there are any.
  void throw_if_any() const;

 private:
  std::vector<Problem> problems_;
  std::vector<Problem> warnings_;
  bool implausible_allowed_ = false;
};

class Fields;

/// A word that stands for a value of an enumeration.
template <class Enum>
struct Word {
  std::string_view name;
  Enum value;
};

/// One value of an input, present or absent.
class Value {
 public:
  /// `node` may be null: an absent value. `problems` must outlive the value.
  Value(const Node* node, std::string path, ProblemList& problems)
      : node_(node), path_(std::move(path)), problems_(&problems) {}

  [[nodiscard]] bool present() const { return node_ != nullptr; }
  [[nodiscard]] bool is_text() const { return is(Node::Kind::scalar); }
  [[nodiscard]] bool is_list() const { return is(Node::Kind::sequence); }
  [[nodiscard]] bool is_map() const { return is(Node::Kind::mapping); }
  [[nodiscard]] const Node* node() const { return node_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] ProblemList& problems() const { return *problems_; }

  [[nodiscard]] std::string text(std::string absent = {}) const;
  /// `true`, `false`, `yes` or `no`.
  [[nodiscard]] bool flag(bool absent = false) const;
  /// A bare number or a percentage, in the range's unit 1.
  [[nodiscard]] double number(double low, double high, double absent = not_given) const;
  [[nodiscard]] std::uint64_t integer(std::uint64_t low, std::uint64_t high,
                                      std::uint64_t absent = 0) const;
  /// The value in the range's unit; a number without unit only where the unit is 1.
  [[nodiscard]] double quantity(const Range& range, double absent = not_given,
                                const DrugUnits& drug = {}) const;
  /// A quantity in `range.unit`, or in that unit per kg body weight, for which the second is true;
  /// the range is then that of a person of 70 kg.
  [[nodiscard]] std::pair<double, bool> scaled_quantity(const Range& range,
                                                        double absent = not_given) const;
  [[nodiscard]] Dose dose_rate(const DrugUnits& drug, Dose absent = {}) const;
  [[nodiscard]] Dose dose_amount(const DrugUnits& drug, Dose absent = {}) const;
  /// A concentration, ng/mL, as a dose that is not by weight.
  [[nodiscard]] Dose concentration(const DrugUnits& drug, Dose absent = {}) const;
  [[nodiscard]] Comparison comparison(std::string_view unit, const DrugUnits& drug = {}) const;
  [[nodiscard]] Spread spread(std::string_view unit) const;

  /// One of `words`; the problem suggests the nearest.
  [[nodiscard]] std::string one_of(const std::vector<std::string>& words,
                                   std::string absent = {}) const;
  template <class Enum, std::size_t n>
  [[nodiscard]] Enum choice(const Word<Enum> (&words)[n], Enum absent) const;

  /// Items of a list; none when absent.
  [[nodiscard]] std::vector<Value> items() const;
  /// A list, or a single value taken as a list of one.
  [[nodiscard]] std::vector<Value> one_or_more() const;
  /// Two values: the ends of an interval.
  [[nodiscard]] std::optional<std::pair<Value, Value>> pair() const;
  /// Keys and values of a mapping whose keys are free.
  [[nodiscard]] std::vector<std::pair<std::string, Value>> pairs() const;
  /// Reads a mapping whose keys are those that `read` asks for; any other key is a problem. Absent:
  /// `read` is not called.
  void fields(const std::function<void(Fields&)>& read) const;

  void problem(std::string what, std::string expected = {}, std::string suggestion = {}) const;
  void implausible(std::string what, std::string expected = {}, std::string suggestion = {}) const;

 private:
  [[nodiscard]] bool is(Node::Kind kind) const { return node_ != nullptr && node_->kind == kind; }
  /// The node when it has this kind; notes a problem when it is present with another.
  [[nodiscard]] const Node* expect(Node::Kind kind) const;
  [[nodiscard]] Problem describe(std::string what, std::string expected,
                                 std::string suggestion) const;
  void check_range(double value, const Range& range) const;
  /// Reads a text with `parse`; notes its QuantityError.
  template <class Result, class Parse>
  Result parsed(Result absent, Parse parse) const;

  const Node* node_;
  std::string path_;
  ProblemList* problems_;
};

/// The keys of one mapping.
class Fields {
 public:
  explicit Fields(Value mapping) : mapping_(std::move(mapping)) {}

  /// The value of `key`; its absence is a problem.
  Value required(std::string_view key);
  /// The value of `key`, perhaps absent.
  Value optional(std::string_view key);
  /// Lets keys that were not asked for pass: a problem that was noted keeps them from being read.
  void accept_others() { all_known_ = true; }
  /// Notes every key that was never asked for.
  void refuse_others() const;

  [[nodiscard]] const Value& whole() const { return mapping_; }

 private:
  Value mapping_;
  std::vector<std::string> known_;
  bool all_known_ = false;
};

/// Reads a document whose top is a mapping. Throws InputError with all problems that `read` noted.
void read_fields(const Document& document, ProblemList& problems,
                 const std::function<void(Fields&)>& read);

/// `a`, `b` or `c`, each in backquotes.
std::string list_words(const std::vector<std::string>& words);

template <class Enum, std::size_t n>
Enum Value::choice(const Word<Enum> (&words)[n], Enum absent) const {
  std::vector<std::string> names;
  for (const Word<Enum>& word : words) names.emplace_back(word.name);
  const std::string chosen = one_of(names);
  for (const Word<Enum>& word : words) {
    if (word.name == chosen) return word.value;
  }
  return absent;
}

}  // namespace pressor
