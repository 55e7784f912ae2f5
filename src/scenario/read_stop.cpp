#include "read_stop.h"

#include <algorithm>

#include "people.h"

namespace pressor {
namespace {

constexpr const char* rule_words[] = {"efficacy", "futility", "harm"};

/// `obrien_fleming`, `pocock`, `hsd(-4)`, `power(2)`.
Spending read_spending(const Value& value, const Spending& absent) {
  if (!value.present()) return absent;
  const std::string text = value.text();
  const std::size_t open = text.find('(');
  const std::string word = text.substr(0, open);
  if (text == "obrien_fleming") return {SpendingKind::obrien_fleming, 0.0};
  if (text == "pocock") return {SpendingKind::pocock, 0.0};
  const bool closed = open != std::string::npos && text.back() == ')';
  if (closed && (word == "hsd" || word == "power")) {
    Node node = *value.node();
    node.text = text.substr(open + 1, text.size() - open - 2);
    const Value number(&node, value.path(), value.problems());
    if (word == "hsd") return {SpendingKind::hwang_shih_decani, number.number(-20.0, 20.0, 0.0)};
    return {SpendingKind::power, number.number(0.1, 20.0, 1.0)};
  }
  const std::vector<std::string> words{"obrien_fleming", "pocock", "hsd(-4)", "power(2)"};
  value.problem("`" + text + "` is no way to spend an error", list_words(words),
                nearest(text, words).value_or(std::string{}));
  return absent;
}

class StopReader {
 public:
  StopReader(const Value& stop, const Study& study) : stop_(stop), study_(study) {}

  StopPlan read() {
    stop_.fields([&](Fields& in) {
      read_rules(in.required("rule"));
      read_looks(in.optional("look_every"), in.optional("looks"));
      read_endpoint(in.required("endpoint"), in.optional("test"));
      plan_.alpha = in.optional("alpha").number(1.0e-6, 0.5, plan_.alpha);
      plan_.spending = read_spending(in.optional("spending"), plan_.spending);
      read_harm(in);
      read_futility(in.optional("futility"));
    });
    if (study_.arms.size() != 2) {
      stop_.problem(
          "a stopping rule compares two arms, and there are " + std::to_string(study_.arms.size()),
          "`none`");
    }
    return plan_;
  }

 private:
  void read_rules(const Value& rule) {
    const std::vector<std::string> words(std::begin(rule_words), std::end(rule_words));
    for (const Value& item : rule.one_or_more()) {
      const std::string word = item.one_of(words);
      plan_.efficacy = plan_.efficacy || word == "efficacy";
      plan_.futility = plan_.futility || word == "futility";
      plan_.harm = plan_.harm || word == "harm";
    }
  }

  /// Harm mirrors benefit only when it is said to.
  void read_harm(Fields& in) {
    const Value symmetric = in.optional("symmetric");
    const Value alpha = in.optional("harm_alpha");
    const Value spending = in.optional("harm_spending");
    for (const Value& value : {symmetric, alpha, spending}) {
      if (value.present() && !plan_.harm) refuse(value, "harm");
    }
    if (symmetric.flag()) {
      plan_.harm_alpha = plan_.alpha / 2.0;
      plan_.harm_spending = plan_.spending;
      if (alpha.present()) alpha.problem("`symmetric` says this already", "one of the two");
    }
    plan_.harm_alpha = alpha.number(1.0e-6, 0.49, plan_.harm_alpha);
    plan_.harm_spending = read_spending(spending, plan_.harm_spending);
  }

  /// A type II error that is spent, or `{conditional_power: 0.2}`.
  void read_futility(const Value& futility) {
    if (futility.present() && !plan_.futility) refuse(futility, "futility");
    if (!futility.is_map()) {
      plan_.futility_error = futility.number(1.0e-4, 0.49, plan_.futility_error);
      return;
    }
    futility.fields([&](Fields& in) {
      plan_.conditional_power = in.required("conditional_power").number(1.0e-4, 0.9, 0.2);
    });
  }

  static void refuse(const Value& value, const std::string& rule) {
    value.problem("nothing is stopped for " + rule, "`rule` with `" + rule + "` in it");
  }

  void read_looks(const Value& every, const Value& looks) {
    if (every.present() == looks.present()) {
      stop_.problem("nothing says when the data are looked at", "either `look_every` or `looks`");
      return;
    }
    const std::uint32_t all = study_.patients;
    if (every.present()) {
      const auto step = static_cast<std::uint32_t>(every.integer(2, 10'000'000, all));
      for (std::uint32_t n = step; n < all; n += step) plan_.looks.push_back(n);
      if (plan_.looks.empty()) every.problem("no look falls before the end", "fewer than `enrol`");
      return;
    }
    for (const Value& item : looks.one_or_more()) {
      const auto n = static_cast<std::uint32_t>(item.integer(2, 10'000'000, all));
      const bool rises = plan_.looks.empty() || plan_.looks.back() < n;
      if (!rises || n >= all) item.problem("looks that do not rise to the end", "below `enrol`");
      plan_.looks.push_back(n);
    }
  }

  void read_endpoint(const Value& endpoint, const Value& test) {
    plan_.column = endpoint.text();
    if (!endpoint.is_text()) return;
    const auto columns = endpoint_columns(study_.endpoints, study_variables(study_.cast));
    std::vector<std::string> names;
    for (const EndpointColumn& column : columns) names.push_back(column.name);
    const auto found = std::find(names.begin(), names.end(), plan_.column);
    if (found == names.end()) return refuse_name(endpoint, "endpoint", plan_.column, names);
    const auto column = static_cast<std::size_t>(found - names.begin());
    const Endpoint& of = study_.endpoints[columns[column].endpoint];
    read_test(endpoint, test, of);
    const bool first = column == 0 || columns[column - 1].endpoint != columns[column].endpoint;
    const bool last =
        column + 1 == columns.size() || columns[column + 1].endpoint != columns[column].endpoint;
    const bool absent = (plan_.test.baseline && first) || (plan_.test.test == Test::mmrm && !last);
    if (absent) endpoint.problem("`" + test_text(plan_.test) + "` says nothing at that time");
  }

  void read_test(const Value& endpoint, const Value& test, const Endpoint& of) {
    std::vector<std::string> tests;
    for (const PlannedTest& one : of.compare) tests.push_back(test_text(one));
    if (tests.empty()) {
      endpoint.problem("`" + of.name + "` is compared by no test", "its `compare`");
      return;
    }
    const std::string chosen = test.one_of(tests, tests.front());
    const auto found = std::find(tests.begin(), tests.end(), chosen);
    if (found != tests.end()) {
      plan_.test = of.compare[static_cast<std::size_t>(found - tests.begin())];
    }
  }

  const Value& stop_;
  const Study& study_;
  StopPlan plan_;
};

}  // namespace

std::vector<std::uint32_t> read_sizes(const Value& sizes, std::uint32_t patients) {
  std::vector<std::uint32_t> made;
  for (const Value& item : sizes.one_or_more()) {
    const auto n = static_cast<std::uint32_t>(item.integer(4, 10'000'000, patients));
    if (n > patients) {
      item.problem("`" + item.text() + "` patients are more than take part", "at most `enrol`");
    }
    if (!made.empty() && n <= made.back()) item.problem("sizes that do not rise");
    made.push_back(n);
  }
  if (!made.empty() && made.back() != patients) made.push_back(patients);
  return made;
}

std::optional<StopPlan> read_stop(const Value& stop, const Study& study) {
  if (!stop.present() || (stop.is_text() && stop.text() == "none")) return std::nullopt;
  if (stop.is_text()) {
    stop.problem("`" + stop.text() + "` is no rule",
                 "`none`, or `{rule: harm, look_every: 8, endpoint: death@3d}`");
    return std::nullopt;
  }
  return StopReader(stop, study).read();
}

}  // namespace pressor
