#include "pressor/scenario/load_analysis.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "pressor/core/quantity.h"
#include "pressor/scenario/binder.h"

namespace pressor {
namespace {

constexpr Word<TableType> type_words[] = {{"continuous", TableType::continuous},
                                          {"binary", TableType::binary},
                                          {"time_to_event", TableType::time_to_event},
                                          {"repeated", TableType::repeated}};

/// What a column may hold.
enum class Kind { number, flag, time };

/// `name(a, b)`.
struct Call {
  std::string name;
  std::vector<std::string> arguments;
};

std::optional<Call> call_of(const std::string& text) {
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return Call{text, {}};
  if (text.back() != ')') return std::nullopt;
  Call call{text.substr(0, open), {}};
  std::string rest = text.substr(open + 1, text.size() - open - 2) + ',';
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t end = rest.find(',', at);
    const std::size_t from = rest.find_first_not_of(' ', at);
    const std::size_t last = rest.find_last_not_of(' ', end - 1);
    if (from >= end) return std::nullopt;
    call.arguments.push_back(rest.substr(from, last - from + 1));
    at = end + 1;
  }
  return call;
}

class AnalysisReader {
 public:
  AnalysisReader(const Csv& data, ProblemList& problems) : data_(data), problems_(problems) {}

  TrialTable read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-plan/1"});
    table_.title = in.optional("title").text();
    in.required("arm").fields([this](Fields& arm) { read_arms(arm); });
    const Value endpoints = in.required("endpoints");
    if (endpoints.present() && endpoints.items().empty()) {
      endpoints.problem("there is nothing to analyse", "one endpoint or more");
    }
    for (const Value& item : endpoints.items()) {
      item.fields([this](Fields& endpoint) { read_endpoint(endpoint); });
    }
    return std::move(table_);
  }

 private:
  /// Index of the column that a value names.
  std::optional<std::size_t> column(const Value& value) {
    if (!value.present()) return std::nullopt;
    return column(value, value.text());
  }
  std::optional<std::size_t> column(const Value& value, const std::string& name) {
    const std::size_t at = data_.find(name);
    if (at < data_.names.size()) return at;
    value.problem("no column `" + name + "` in " + data_.source->name,
                  "one of " + list_words(data_.names), nearest(name, data_.names).value_or(""));
    return std::nullopt;
  }

  void read_arms(Fields& in) {
    const Value name = in.required("column");
    const Value control = in.required("control");
    const auto at = column(name);
    if (!at || !control.present()) return;
    table_.arms = {control.text()};
    for (const auto& row : data_.rows) {
      const Cell& cell = row[*at];
      if (cell.missing()) {
        problems_.add(data_.problem_at(cell, data_.names[*at], "no arm", "the arm of the patient"));
        continue;
      }
      auto place = std::find(table_.arms.begin(), table_.arms.end(), cell.text);
      if (place == table_.arms.end()) place = table_.arms.insert(place, cell.text);
      table_.arm.push_back(static_cast<std::uint32_t>(place - table_.arms.begin()));
    }
    check_arms(control);
  }

  void check_arms(const Value& control) {
    if (std::count(table_.arm.begin(), table_.arm.end(), 0U) == 0) {
      const std::vector<std::string> others(table_.arms.begin() + 1, table_.arms.end());
      control.problem("no patient is in the arm `" + control.text() + "`",
                      "one of " + list_words(others), nearest(control.text(), others).value_or(""));
    } else if (table_.arms.size() < 2) {
      control.problem("every patient is in the arm `" + control.text() + "`", "two arms or more");
    }
  }

  std::vector<double> numbers(std::size_t at, Kind kind) {
    std::vector<double> out;
    for (const auto& row : data_.rows) {
      const Cell& cell = row[at];
      out.push_back(std::nan(""));
      if (cell.missing()) continue;
      const auto value = parse_number(cell.text);
      const bool right = value && (kind != Kind::flag || *value == 0.0 || *value == 1.0) &&
                         (kind != Kind::time || *value >= 0.0);
      if (right) {
        out.back() = *value;
      } else if (refused_.insert({cell.line, cell.column}).second) {
        problems_.add(data_.problem_at(cell, data_.names[at], "`" + cell.text + "`",
                                       kind == Kind::flag ? "0, 1, or . where it is missing"
                                       : kind == Kind::time
                                           ? "a time from 0 on, or ."
                                           : "a number, or . where it is missing"));
      }
    }
    return out;
  }

  void read_endpoint(Fields& in) {
    TableEndpoint e;
    e.name = in.required("name").text();
    const std::size_t before = problems_.problems().size();
    e.type = in.required("type").choice(type_words, TableType::continuous);
    if (problems_.problems().size() > before) {
      // The rest can only be judged by the type.
      for (const char* key :
           {"column", "columns", "event", "baseline", "strata", "pair", "better", "compare"}) {
        (void)in.optional(key);
      }
      return;
    }
    read_columns(in, e);
    const Value baseline = in.optional("baseline");
    if (const auto at = column(baseline)) e.baseline = numbers(*at, Kind::number);
    read_strata(in.optional("strata"), e);
    read_pairs(in.optional("pair"), e);
    e.larger_is_better = in.optional("better").one_of({"higher", "lower"}, "higher") == "higher";
    for (const Value& test : in.required("compare").one_or_more()) read_test(test, e);
    if (std::any_of(table_.endpoints.begin(), table_.endpoints.end(),
                    [&](const TableEndpoint& other) { return other.name == e.name; })) {
      in.whole().problem("`" + e.name + "` stands there already", "names that differ");
    }
    table_.endpoints.push_back(std::move(e));
  }

  void read_columns(Fields& in, TableEndpoint& e) {
    const bool repeated = e.type == TableType::repeated;
    const Kind kind = e.type == TableType::binary          ? Kind::flag
                      : e.type == TableType::time_to_event ? Kind::time
                                                           : Kind::number;
    const Value named = in.required(repeated ? "columns" : "column");
    for (const Value& item : repeated ? named.items() : std::vector<Value>{named}) {
      const auto at = column(item);
      if (!at) continue;
      e.columns.push_back(data_.names[*at]);
      e.values.push_back(numbers(*at, kind));
    }
    if (repeated && named.present() && named.items().size() < 2) {
      named.problem("one visit", "two visits or more");
    }
    if (e.type != TableType::time_to_event) return;
    if (const auto at = column(in.required("event"))) e.event = numbers(*at, Kind::flag);
  }

  /// Rows with the same cells in all columns share a number; a missing cell is a level.
  [[nodiscard]] std::vector<std::uint32_t> levels(const std::vector<std::size_t>& columns) const {
    std::map<std::vector<std::string>, std::uint32_t> known;
    std::vector<std::uint32_t> out;
    for (const auto& row : data_.rows) {
      std::vector<std::string> key;
      for (const std::size_t at : columns) key.push_back(row[at].text);
      const auto next = static_cast<std::uint32_t>(known.size());
      out.push_back(known.emplace(std::move(key), next).first->second);
    }
    return out;
  }

  /// An arm has one row of a pair.
  void read_pairs(const Value& pair, TableEndpoint& e) {
    const auto at = column(pair);
    if (!at) return;
    e.pair = levels({*at});
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
    for (std::size_t i = 0; i < e.pair.size() && i < table_.arm.size(); ++i) {
      const Cell& cell = data_.rows[i][*at];
      const bool first = seen.insert({e.pair[i], table_.arm[i]}).second;
      if (cell.missing()) {
        problems_.add(data_.problem_at(cell, data_.names[*at], "no pair", "the row's pair"));
      } else if (!first) {
        problems_.add(data_.problem_at(cell, data_.names[*at],
                                       "a second row of `" + cell.text + "` in its arm",
                                       "one row of a pair in each arm"));
      }
    }
  }

  void read_strata(const Value& strata, TableEndpoint& e) {
    if (!strata.present()) return;
    std::vector<std::size_t> columns;
    for (const Value& item : strata.one_or_more()) {
      if (const auto at = column(item)) columns.push_back(*at);
    }
    e.stratum = levels(columns);
    for (const std::size_t at : columns) strata_names_[e.name].push_back(data_.names[at]);
  }

  void read_test(const Value& value, TableEndpoint& e) {
    const auto call = call_of(value.text());
    std::vector<std::string> words;
    for (std::size_t t = 0; t < test_count; ++t) {
      const auto test = static_cast<Test>(t);
      if (table_type(test) == e.type) words.emplace_back(test_name(test));
    }
    if (!call || std::find(words.begin(), words.end(), call->name) == words.end()) {
      value.problem("`" + value.text() + "` is no test of this type of endpoint",
                    "one of " + list_words(words),
                    nearest(call ? call->name : value.text(), words).value_or(""));
      return;
    }
    TableComparison c;
    c.test = test_of(call->name);
    if (c.test == Test::paired && e.pair.empty()) {
      value.problem("nothing says which rows are pairs", "a key `pair: COLUMN`");
    }
    if (c.test == Test::rmst) {
      read_horizon(value, *call, c);
    } else {
      read_adjustment(value, *call, e, c);
    }
    e.comparisons.push_back(std::move(c));
  }

  static void read_horizon(const Value& value, const Call& call, TableComparison& c) {
    const auto horizon =
        call.arguments.size() == 1 ? parse_number(call.arguments[0]) : std::nullopt;
    if (horizon && *horizon > 0.0) {
      c.horizon = *horizon;
    } else {
      value.problem("`" + value.text() + "` needs one horizon", "for instance rmst(28)");
    }
  }

  void read_adjustment(const Value& value, const Call& call, const TableEndpoint& e,
                       TableComparison& c) {
    const bool adjusts = c.test == Test::ancova || c.test == Test::cox || c.test == Test::mmrm;
    if (!adjusts && !call.arguments.empty()) {
      value.problem("`" + call.name + "` is not adjusted for anything", "`" + call.name + "`");
      return;
    }
    for (const std::string& name : call.arguments) {
      c.adjusted_for.push_back(name);
      if (name == "baseline") {
        c.baseline = c.test != Test::cox && !e.baseline.empty();
        if (!c.baseline) value.problem("the endpoint has no baseline", "a key `baseline: COLUMN`");
      } else if (const auto at = column(value, name)) {
        c.covariates.push_back(numbers(*at, Kind::number));
      }
    }
    if (c.test == Test::ancova || c.test == Test::cox || c.test == Test::logrank) {
      for (const std::string& name : strata_names_[e.name]) c.adjusted_for.push_back(name);
    }
    if (c.test == Test::ancova && c.adjusted_for.empty()) {
      value.problem("`ancova` is adjusted for nothing", "for instance ancova(baseline)");
    }
  }

  const Csv& data_;
  ProblemList& problems_;
  TrialTable table_;
  std::map<std::string, std::vector<std::string>> strata_names_;
  std::set<std::pair<int, int>> refused_;  ///< cells that were told already
};

}  // namespace

TrialTable load_analysis(const Document& plan, const Csv& data) {
  ProblemList problems;
  AnalysisReader reader(data, problems);
  TrialTable table;
  read_fields(plan, problems, [&](Fields& in) { table = reader.read(in); });
  return table;
}

}  // namespace pressor
