#include "pressor/scenario/binder.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "words.h"

namespace pressor {
namespace {

std::string ticked(std::string_view text) { return '`' + std::string(text) + '`'; }

std::string kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::empty:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping (`key: value`)";
  }
  return {};
}

std::string describe_range(const Range& range) {
  if (std::isinf(range.high)) return "at least " + exact_with_unit(range.low, range.unit);
  if (std::isinf(range.low)) return "at most " + exact_with_unit(range.high, range.unit);
  return format_number(range.low) + " to " + exact_with_unit(range.high, range.unit);
}

/// Units that are as usual as the native one: to propose either would be a guess.
constexpr std::array<std::array<std::string_view, 2>, 3> as_usual{
    {{"min", "h"}, {"mL/min", "L/min"}, {"mL/min/m2", "L/min/m2"}}};

/// Why a quantity was not read, when it was a number that lacks its unit.
QuantityError missing_unit(const std::string& text, std::string_view unit) {
  const std::string named(unit);
  for (const auto& [native, other] : as_usual) {
    if (unit != native) continue;
    return {
        ticked(text) + " has no unit", "a quantity in " + named + " or " + std::string(other), {}};
  }
  return {ticked(text) + " has no unit", "a quantity in " + named, text + ' ' + named};
}

double value_in(const Quantity& quantity, std::string_view unit, const DrugUnits& drug) {
  const bool bare = parse_number(quantity.text).has_value();
  if (bare && parse_unit(unit).dimension != Dimension{}) throw missing_unit(quantity.text, unit);
  return in_unit(quantity, unit, drug);
}

std::string child_path(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + '.' + std::string(key);
}

}  // namespace

std::string list_words(const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += ticked(words[i]);
  }
  return list;
}

void ProblemList::add_implausible(Problem problem) {
  (implausible_allowed_ ? warnings_ : problems_).push_back(std::move(problem));
}

void ProblemList::throw_if_any() const {
  if (!problems_.empty()) throw InputError(problems_);
}

Problem Value::describe(std::string what, std::string expected, std::string suggestion) const {
  return problem_at(node_ != nullptr ? *node_ : Node{}, path_, std::move(what), std::move(expected),
                    std::move(suggestion));
}

void Value::problem(std::string what, std::string expected, std::string suggestion) const {
  problems_->add(describe(std::move(what), std::move(expected), std::move(suggestion)));
}

void Value::implausible(std::string what, std::string expected, std::string suggestion) const {
  problems_->add_implausible(describe(std::move(what), std::move(expected), std::move(suggestion)));
}

const Node* Value::expect(Node::Kind kind) const {
  if (node_ == nullptr || node_->kind == kind) return node_;
  problem(kind_name(node_->kind) + " stands here", kind_name(kind));
  return nullptr;
}

std::string Value::text(std::string absent) const {
  const Node* node = expect(Node::Kind::scalar);
  if (node != nullptr) return node->text;
  return absent;
}

bool Value::flag(bool absent) const {
  const std::string word = one_of({"true", "false", "yes", "no"});
  return word.empty() ? absent : word == "true" || word == "yes";
}

std::string Value::one_of(const std::vector<std::string>& words, std::string absent) const {
  const Node* node = expect(Node::Kind::scalar);
  if (node == nullptr) return absent;
  if (std::find(words.begin(), words.end(), node->text) != words.end()) return node->text;
  problem(ticked(node->text) + " is not known here", list_words(words),
          nearest(node->text, words).value_or(std::string{}));
  return absent;
}

template <class Result, class Parse>
Result Value::parsed(Result absent, Parse parse) const {
  const Node* node = expect(Node::Kind::scalar);
  if (node == nullptr) return absent;
  try {
    return parse(node->text);
  } catch (const QuantityError& error) {
    problem(error.what(), error.expected(), error.suggestion());
  }
  return absent;
}

void Value::check_range(double value, const Range& range) const {
  if (value >= range.low && value <= range.high) return;
  implausible(ticked(node_->text) + " is outside the plausible range", describe_range(range));
}

double Value::quantity(const Range& range, double absent, const DrugUnits& drug) const {
  return parsed(absent, [&](const std::string& text) {
    const double value = value_in(parse_quantity(text), range.unit, drug);
    check_range(value, range);
    return value;
  });
}

std::pair<double, bool> Value::scaled_quantity(const Range& range, double absent) const {
  constexpr double usual_weight = 70.0;  // kg
  const std::string per_kg = std::string(range.unit) + "/kg";
  return parsed(std::pair{absent, false}, [&](const std::string& text) {
    const Quantity quantity = parse_quantity(text);
    const bool scaled = quantity.unit.dimension == parse_unit(per_kg).dimension;
    const double value = value_in(quantity, scaled ? per_kg : range.unit, {});
    check_range(scaled ? value * usual_weight : value, range);
    return std::pair{value, scaled};
  });
}

double Value::number(double low, double high, double absent) const {
  return quantity({"1", low, high}, absent);
}

std::uint64_t Value::integer(std::uint64_t low, std::uint64_t high, std::uint64_t absent) const {
  const Node* node = expect(Node::Kind::scalar);
  if (node == nullptr) return absent;
  const std::string& text = node->text;
  const bool digits =
      !text.empty() && text.size() <= 19 &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
      (text.size() == 1 || text.front() != '0');
  const std::uint64_t value = digits ? std::stoull(text) : 0;
  if (digits && value >= low && value <= high) return value;
  problem(ticked(text) + " is not a whole number in range",
          std::to_string(low) + " to " + std::to_string(high));
  return absent;
}

Dose Value::dose_rate(const DrugUnits& drug, Dose absent) const {
  return parsed(absent, [&](const std::string& text) { return parse_dose_rate(text, drug); });
}

Dose Value::dose_amount(const DrugUnits& drug, Dose absent) const {
  return parsed(absent, [&](const std::string& text) { return parse_dose_amount(text, drug); });
}

Dose Value::concentration(const DrugUnits& drug, Dose absent) const {
  return {quantity({"ng/mL", 0.0, 1.0e7}, absent.value, drug), false};
}

Comparison Value::comparison(std::string_view unit, const DrugUnits& drug) const {
  return parsed(Comparison{},
                [&](const std::string& text) { return parse_comparison(text, unit, drug); });
}

Spread Value::spread(std::string_view unit) const {
  return parsed(Spread{}, [&](const std::string& text) { return parse_spread(text, unit); });
}

std::vector<Value> Value::items() const {
  const Node* node = expect(Node::Kind::sequence);
  std::vector<Value> values;
  if (node == nullptr) return values;
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    values.emplace_back(&node->items[i], path_ + '[' + std::to_string(i) + ']', *problems_);
  }
  return values;
}

std::vector<Value> Value::one_or_more() const {
  if (!present() || is_list()) return items();
  return {*this};
}

std::optional<std::pair<Value, Value>> Value::pair() const {
  const auto values = items();
  if (values.size() == 2) return std::pair{values[0], values[1]};
  if (is_list()) problem("a list of " + std::to_string(values.size()), "two values: low and high");
  return std::nullopt;
}

std::vector<std::pair<std::string, Value>> Value::pairs() const {
  const Node* node = expect(Node::Kind::mapping);
  std::vector<std::pair<std::string, Value>> values;
  if (node == nullptr) return values;
  for (const Entry& entry : node->entries) {
    values.emplace_back(entry.key, Value(&entry.value, child_path(path_, entry.key), *problems_));
  }
  return values;
}

void Value::fields(const std::function<void(Fields&)>& read) const {
  if (expect(Node::Kind::mapping) == nullptr) return;
  Fields fields(*this);
  read(fields);
  fields.refuse_others();
}

Value Fields::optional(std::string_view key) {
  known_.emplace_back(key);
  return {mapping_.node()->find(key), child_path(mapping_.path(), key), mapping_.problems()};
}

Value Fields::required(std::string_view key) {
  Value value = optional(key);
  if (!value.present()) mapping_.problem("the key " + ticked(key) + " is missing");
  return value;
}

void Fields::refuse_others() const {
  if (all_known_) return;
  for (const Entry& entry : mapping_.node()->entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    Node key = entry.value;
    key.line = entry.line;
    key.column = entry.column;
    mapping_.problems().add(problem_at(key, child_path(mapping_.path(), entry.key),
                                       "unknown key " + ticked(entry.key), list_words(known_),
                                       nearest(entry.key, known_).value_or(std::string{})));
  }
}

void read_fields(const Document& document, ProblemList& problems,
                 const std::function<void(Fields&)>& read) {
  Value(&document.root, {}, problems).fields(read);
  problems.throw_if_any();
}

}  // namespace pressor
