#include <algorithm>
#include <optional>
#include <utility>

#include "doses.h"
#include "people.h"
#include "read_endpoints.h"
#include "read_tests.h"
#include "words.h"

namespace pressor {
namespace {

/// What stands between the parentheses of a measure.
enum class Form {
  nothing,
  variable,
  variable_and_limit,
  comparison,
  drug,
  death_and_variable,
  parts,
};

struct MeasureWord {
  std::string_view name;
  MeasureKind kind;
  Form form;
  std::string_view example;
};

constexpr MeasureWord measure_words[] = {
    {"at", MeasureKind::value_at, Form::variable, "at(MAP)"},
    {"change", MeasureKind::change, Form::variable, "change(CO)"},
    {"ratio", MeasureKind::ratio, Form::variable, "ratio(NE_DOSE)"},
    {"max", MeasureKind::maximum, Form::variable, "max(NE_DOSE)"},
    {"min", MeasureKind::minimum, Form::variable, "min(MAP)"},
    {"mean", MeasureKind::mean, Form::variable, "mean(HR)"},
    {"time_below", MeasureKind::time_below, Form::variable_and_limit, "time_below(MAP, 65 mmHg)"},
    {"time_above", MeasureKind::time_above, Form::variable_and_limit, "time_above(HR, 110 /min)"},
    {"area_below", MeasureKind::area_below, Form::variable_and_limit, "area_below(MAP, 65 mmHg)"},
    {"area_above", MeasureKind::area_above, Form::variable_and_limit, "area_above(HR, 110 /min)"},
    {"time_to", MeasureKind::time_to, Form::comparison, "time_to(lactate < 2 mmol/L)"},
    {"any", MeasureKind::any, Form::comparison, "any(HR < 40 /min)"},
    {"dose", MeasureKind::dose, Form::drug, "dose(norepinephrine)"},
    {"challenge_ratio", MeasureKind::challenge_ratio, Form::nothing, "challenge_ratio"},
    {"challenge_rise", MeasureKind::challenge_rise, Form::nothing, "challenge_rise"},
    {"challenge_slope", MeasureKind::challenge_slope, Form::nothing, "challenge_slope"},
    {"challenge_emax", MeasureKind::challenge_emax, Form::nothing, "challenge_emax"},
    {"challenge_ed50", MeasureKind::challenge_ed50, Form::nothing, "challenge_ed50"},
    {"death", MeasureKind::death, Form::nothing, "death"},
    {"vasopressor_free", MeasureKind::vasopressor_free, Form::nothing, "vasopressor_free"},
    {"rank", MeasureKind::rank, Form::death_and_variable, "rank(death, MAP)"},
    {"any_of", MeasureKind::any_of, Form::parts, "any_of(death, any(MAP < 50 mmHg))"},
};

/// A measure text taken apart: `name(arguments)`.
struct Parts {
  std::string name;
  std::optional<std::string> arguments;
};

std::optional<Parts> take_apart(const std::string& text) {
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return Parts{trimmed(text), std::nullopt};
  if (text.back() != ')') return std::nullopt;
  return Parts{trimmed(text.substr(0, open)), text.substr(open + 1, text.size() - open - 2)};
}

class MeasureReader {
 public:
  MeasureReader(const Value& value, const EndpointContext& context)
      : value_(value), context_(context) {}

  Measure read() {
    measure_.text = value_.text();
    if (!value_.is_text()) return measure_;
    const auto parts = take_apart(measure_.text);
    if (!parts) {
      value_.problem("`" + measure_.text + "` has a `(` that is never closed",
                     "a `)`; between { and } a text with a comma stands in quotes");
      return measure_;
    }
    const MeasureWord* word = find_word(parts->name);
    if (word == nullptr) return measure_;
    measure_.kind = word->kind;
    if (parts->arguments.has_value() == (word->form == Form::nothing)) {
      value_.problem("`" + measure_.text + "` is not how this is measured",
                     std::string(word->example));
      return measure_;
    }
    if (parts->arguments) read_arguments(*word, *parts->arguments);
    return measure_;
  }

 private:
  [[nodiscard]] const MeasureWord* find_word(const std::string& name) const {
    const auto* found = std::find_if(std::begin(measure_words), std::end(measure_words),
                                     [&](const MeasureWord& word) { return word.name == name; });
    if (found != std::end(measure_words)) return found;
    const auto& all = context_.variables;
    if (std::any_of(all.begin(), all.end(), [&](const Variable& v) { return v.name == name; })) {
      value_.problem(
          "`" + name + "` is a variable and no measure of it",
          "`at(" + name + ")`, `mean(" + name + ")`, `time_below(" + name + ", ...)` ...",
          "at(" + name + ")");
      return nullptr;
    }
    std::vector<std::string> names;
    for (const MeasureWord& word : measure_words) names.emplace_back(word.name);
    value_.problem("no measure `" + name + "`", list_words(names),
                   nearest(name, names).value_or(std::string{}));
    return nullptr;
  }

  void read_arguments(const MeasureWord& word, const std::string& arguments) {
    switch (word.form) {
      case Form::variable:
        return take_variable(trimmed(arguments));
      case Form::variable_and_limit:
        return take_limit(word, arguments);
      case Form::comparison:
        return take_comparison(word, arguments);
      case Form::drug:
        return take_drug(trimmed(arguments));
      case Form::death_and_variable:
        return take_rank(word, arguments);
      case Form::parts:
        return take_parts(word, arguments);
      case Form::nothing:
        return;
    }
  }

  [[nodiscard]] const Variable* find_variable(const std::string& name) const {
    const auto& all = context_.variables;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Variable& v) { return v.name == name; });
    if (found != all.end()) return &*found;
    std::vector<std::string> names;
    for (const Variable& variable : all) names.push_back(variable.name);
    refuse_name(value_, "variable", name, names);
    return nullptr;
  }

  void take_variable(const std::string& name) {
    measure_.variable = name;
    (void)find_variable(name);
  }

  /// `limit` read like a comparison, in the unit of the variable.
  void set_limit(const std::string& name, const std::string& comparison) {
    measure_.variable = name;
    const Variable* variable = find_variable(name);
    if (variable == nullptr) return;
    Node node = *value_.node();
    node.text = comparison;
    const Value limit(&node, value_.path(), value_.problems());
    measure_.limit =
        variable->kind == Variable::Kind::dose
            ? read_rate_comparison(limit, context_.roster[variable->index], variable->unit)
            : limit.comparison(variable->unit);
  }

  void take_limit(const MeasureWord& word, const std::string& arguments) {
    const std::size_t comma = arguments.find(',');
    if (comma == std::string::npos) return refuse(word);
    const bool below = word.kind == MeasureKind::time_below || word.kind == MeasureKind::area_below;
    set_limit(trimmed(arguments.substr(0, comma)),
              (below ? "< " : "> ") + trimmed(arguments.substr(comma + 1)));
  }

  void take_comparison(const MeasureWord& word, const std::string& arguments) {
    const std::size_t sign = arguments.find_first_of("<>");
    if (sign == std::string::npos) return refuse(word);
    set_limit(trimmed(arguments.substr(0, sign)), trimmed(arguments.substr(sign)));
  }

  void take_drug(const std::string& name) {
    measure_.variable = name;
    const auto names = context_.roster.names();
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    refuse_name(value_, "drug of this study", name, names);
  }

  void take_rank(const MeasureWord& word, const std::string& arguments) {
    const std::size_t comma = arguments.find(',');
    const bool death = trimmed(arguments.substr(0, comma)) == "death";
    if (comma == std::string::npos || !death) return refuse(word);
    take_variable(trimmed(arguments.substr(comma + 1)));
  }

  void take_parts(const MeasureWord& word, const std::string& arguments) {
    for (const std::string& text : split_arguments(arguments)) {
      Node node = *value_.node();
      node.text = text;
      const Value part(&node, value_.path(), value_.problems());
      measure_.parts.push_back(MeasureReader(part, context_).read());
      const MeasureKind kind = measure_.parts.back().kind;
      if (kind != MeasureKind::death && kind != MeasureKind::any) return refuse(word);
    }
    if (measure_.parts.size() < 2) refuse(word);
  }

  void refuse(const MeasureWord& word) const {
    value_.problem("`" + measure_.text + "` is not how this is measured",
                   std::string(word.example));
  }

  const Value& value_;
  const EndpointContext& context_;
  Measure measure_;
};

/// Integral states watch these variables; the indicator rises over `edge` (in the variable's unit):
/// fine enough for a monitor, coarse enough for the integrator.
struct WatchedVariable {
  std::string_view name;
  Watched signal;
  double edge;
  double native;  ///< of one unit of the variable
};
constexpr WatchedVariable watched[] = {
    {"MAP", Watched::map, 0.5, 1.0},
    {"HR", Watched::heart_rate, 0.5, 1.0},
    {"CO", Watched::output, 0.05, 1000.0},  // L/min, mL/min
    {"CVP", Watched::right_atrial, 0.2, 1.0},
};

bool is_integral(MeasureKind kind) {
  return kind == MeasureKind::time_below || kind == MeasureKind::time_above ||
         kind == MeasureKind::area_below || kind == MeasureKind::area_above;
}

bool is_below(MeasureKind kind) {
  return kind == MeasureKind::time_below || kind == MeasureKind::area_below;
}

}  // namespace

Measure read_measure(const Value& value, const EndpointContext& context) {
  return MeasureReader(value, context).read();
}

std::vector<std::string> measure_names() {
  std::vector<std::string> names;
  for (const MeasureWord& word : measure_words) names.emplace_back(word.example);
  return names;
}

std::vector<Limit> limits_of(std::vector<Endpoint>& endpoints) {
  std::vector<Limit> limits;
  for (Endpoint& endpoint : endpoints) {
    Measure& measure = endpoint.measure;
    const auto* seen = std::find_if(std::begin(watched), std::end(watched),
                                    [&](const auto& w) { return w.name == measure.variable; });
    if (!is_integral(measure.kind) || !measure.limit || seen == std::end(watched)) continue;
    const Limit limit{seen->signal, measure.limit->limit * seen->native, is_below(measure.kind),
                      seen->edge * seen->native};
    const auto same = [&](const Limit& l) {
      return l.signal == limit.signal && l.limit == limit.limit && l.below == limit.below;
    };
    const auto found = std::find_if(limits.begin(), limits.end(), same);
    measure.limit_index = static_cast<std::size_t>(found - limits.begin());
    if (found == limits.end()) limits.push_back(limit);
  }
  return limits;
}

}  // namespace pressor
