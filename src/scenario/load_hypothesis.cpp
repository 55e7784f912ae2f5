#include "pressor/scenario/load_hypothesis.h"

#include <algorithm>

#include "people.h"
#include "read_models.h"

namespace pressor {
namespace {

/// A parameter is rarely wrong by more than this factor.
constexpr Range factor_range{"1", 0.01, 100.0};

class HypothesisReader {
 public:
  HypothesisReader(Shelf& shelf, Origin origin) : shelf_(shelf), origin_(origin) {}

  Hypothesis read(const Value& value) {
    value.fields([&](Fields& in) { read_keys(in, origin_); });
    return std::move(hypothesis_);
  }

 private:
  void read_keys(Fields& in, Origin origin) {
    bases_.follow(in.optional("base"), ModelKind::hypothesis, shelf_,
                  [&](Fields& base) { read_keys(base, Origin::file); });
    const bool file = origin == Origin::file;
    if (file) (void)in.required("schema").one_of({"pressor-hypothesis/1"});
    const Value name = file ? in.required("name") : in.optional("name");
    hypothesis_.name = name.text(hypothesis_.name.empty() ? "own" : hypothesis_.name);
    if (file) hypothesis_.title = in.required("title").text();
    (void)in.optional("note").text();
    if (!file) hypothesis_.weight = in.optional("weight").number(0.0, 1.0e6, 1.0);
    read_changes(in.optional("parameters"), false, origin);
    read_changes(in.optional("factors"), true, origin);
    hypothesis_.steroid = in.optional("steroid").flag(hypothesis_.steroid);
  }

  void read_changes(const Value& changes, bool factor, Origin origin) {
    for (const auto& [name, value] : changes.pairs()) {
      const ParameterInfo* parameter = find_given_parameter(name, value);
      if (parameter == nullptr) continue;
      const Range range = factor ? factor_range : range_of(*parameter);
      ParameterChange change{.name = name, .factor = factor};
      read_number(value, range, origin, change);
      add(change, value);
    }
  }

  void read_number(const Value& value, const Range& range, Origin origin,
                   ParameterChange& change) const {
    change.value = range.low;
    if (value.is_text() && origin == Origin::scenario) {
      change.value = value.quantity(range, range.low);
      change.provenance = {unit_text(value.text()), "set in the scenario", 'C'};
      return;
    }
    value.fields([&](Fields& in) {
      const Value written = in.required("value");
      change.value = written.quantity(range, range.low);
      change.provenance = read_origin(in, written, origin, shelf_);
    });
  }

  /// A change replaces one of the same parameter that a base made.
  void add(const ParameterChange& change, const Value& where) {
    const auto same = [&](const ParameterChange& c) { return c.name == change.name; };
    auto& changes = hypothesis_.changes;
    const auto found = std::find_if(changes.begin(), changes.end(), same);
    if (found == changes.end()) {
      changes.push_back(change);
      return;
    }
    const bool twice = found->factor != change.factor;
    if (twice) where.problem("`" + change.name + "` is replaced and multiplied", "one of the two");
    *found = change;
  }

  Shelf& shelf_;
  Origin origin_;
  Hypothesis hypothesis_;
  Bases bases_;
};

}  // namespace

Hypothesis read_hypothesis(const Value& value, Shelf& shelf, Origin origin) {
  if (!value.is_text()) return HypothesisReader(shelf, origin).read(value);
  const Document* document = shelf.find(ModelKind::hypothesis, value);
  if (document == nullptr) return {};
  const Value whole(&document->root, {}, value.problems());
  return HypothesisReader(shelf, Origin::file).read(whole);
}

Hypothesis load_hypothesis(const Document& document, const Library& library,
                           const References& references) {
  Shelf shelf(library, references);
  ProblemList problems;
  Hypothesis hypothesis = read_hypothesis(Value(&document.root, {}, problems), shelf, Origin::file);
  problems.throw_if_any();
  return hypothesis;
}

}  // namespace pressor
