#include "doses.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "pressor/scenario/load_drug.h"
#include "pressor/scenario/references.h"
#include "words.h"

namespace pressor {
namespace {

/// Weight at which a dose per kg is compared with a range that is not, and the other way round.
constexpr double usual_weight = 70.0;  // kg

/// The adult whose clearances say which concentrations are usual. Decides what is taken for a slip
/// of the pen and enters no simulation.
Covariates usual_adult() {
  Covariates adult;
  adult.weight = usual_weight;
  adult.height = 170.0;
  adult.age = 40.0;
  adult.saps2 = 20.0;
  adult.albumin = 40.0;
  adult.haematocrit = 0.42;
  return adult;
}

enum class Form { rate, amount, concentration };

Dose parse_dose(const std::string& text, Form form, const DrugUnits& units) {
  if (form == Form::concentration) return {in_unit(parse_quantity(text), "ng/mL", units), false};
  return form == Form::rate ? parse_dose_rate(text, units) : parse_dose_amount(text, units);
}

const char* form_name(Form form) {
  if (form == Form::concentration) return "target";
  return form == Form::rate ? "rate" : "bolus";
}

/// A dose text without the names behind it.
struct NamedDose {
  std::string quantity;
  double base_share = 1.0;  ///< ug base per ug as written
  std::string unknown;      ///< a word that names no salt of the drug
};

bool is_unit(const std::string& word) {
  try {
    (void)parse_unit(word);
    return true;
  } catch (const QuantityError&) {
    return false;
  }
}

bool is_word(const std::string& text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  return !text.empty() && text.find_first_not_of(letters) == std::string::npos;
}

NamedDose split_names(std::string text, const Drug& drug) {
  NamedDose dose;
  while (true) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    const std::size_t space = text.find_last_of(' ');
    const std::string word = space == std::string::npos ? std::string{} : text.substr(space + 1);
    if (!is_word(word) || is_unit(word)) break;
    const auto salt = drug.salts.find(word);
    if (salt != drug.salts.end()) {
      dose.base_share *= salt->second;
    } else if (word != drug.name && word != "base") {
      dose.unknown = word;
      break;
    }
    text.resize(space);
  }
  dose.quantity = std::move(text);
  return dose;
}

std::vector<std::string> known_names(const Drug& drug) {
  std::vector<std::string> names{drug.name, "base"};
  for (const auto& [salt, share] : drug.salts) names.push_back(salt);
  return names;
}

/// Calls `read` with the quantity alone, then scales by the share of base. Notes unknown words.
template <class Read>
auto read_named(const Value& value, const Drug& drug, Read read) {
  if (!value.is_text()) return read(value, 1.0);
  const NamedDose named = split_names(value.text(), drug);
  if (!named.unknown.empty()) {
    const auto names = known_names(drug);
    value.problem("`" + named.unknown + "` is no form of " + drug.name, list_words(names),
                  nearest(named.unknown, names).value_or(std::string{}));
    return read(Value(nullptr, value.path(), value.problems()), 1.0);
  }
  Node bare = *value.node();
  bare.text = named.quantity;
  return read(Value(&bare, value.path(), value.problems()), named.base_share);
}

double per_kg(const Dose& dose) { return dose.per_kg ? dose.value : dose.value / usual_weight; }

bool is_within(const Dose& dose, const DoseRange& range) {
  // A dose written at the very end of the range must not fall out by rounding.
  constexpr double slack = 1.0 + 1.0e-9;
  const double value = per_kg(dose);
  const double low = per_kg({range.low, range.per_kg});
  const double high = per_kg({range.high, range.per_kg});
  return dose.value == 0.0 || (value * slack >= low && value <= high * slack);
}

/// `unit` with `from` replaced once by `to`, or nothing.
std::optional<std::string> replaced(const std::string& unit, std::string_view from,
                                    std::string_view to) {
  const std::size_t at = unit.find(from);
  if (at == std::string::npos) return std::nullopt;
  std::string changed = unit;
  return changed.replace(at, from.size(), to);
}

/// Units that are easily written instead of `unit`.
std::vector<std::string> similar_units(const std::string& unit) {
  constexpr std::pair<std::string_view, std::string_view> slips[] = {
      {"/min", "/h"}, {"/h", "/min"}, {"mg", "ug"},   {"ug", "mg"},   {"ug", "ng"},
      {"ng", "ug"},   {"mg", "ng"},   {"/kg", ""},    {"mg", "g"},    {"g/", "g/kg/"},
      {"mU", "U"},    {"U", "mU"},    {"/min", "/s"}, {"/s", "/min"},
  };
  std::vector<std::string> units;
  for (const auto& [from, to] : slips) {
    const auto changed = replaced(unit, from, to);
    if (changed) units.push_back(*changed);
  }
  return units;
}

/// How far a dose is from the middle of the range, as a logarithm; infinite outside.
double distance(const Dose& dose, const DoseRange& range) {
  if (dose.value <= 0.0 || !is_within(dose, range)) return HUGE_VAL;
  const double middle =
      std::sqrt(per_kg({range.low, range.per_kg}) * per_kg({range.high, range.per_kg}));
  return std::fabs(std::log(per_kg(dose) / middle));
}

/// What was probably meant: the same number in the unit that makes the most usual dose of it.
std::string likely_meant(const std::string& quantity, Form form, const Drug& drug,
                         const DoseRange& range, double factor) {
  const std::string unit = unit_text(quantity);
  const std::string number = quantity.substr(0, quantity.find(unit));
  std::string best;
  double nearest_so_far = HUGE_VAL;
  for (const std::string& other : similar_units(unit)) {
    try {
      Dose dose = parse_dose(number + other, form, drug.units);
      dose.value *= factor;
      // Body weight is forgotten less often than a time or a prefix is mistaken.
      const bool weight =
          (other.find("/kg") == std::string::npos) != (unit.find("/kg") == std::string::npos);
      const double away = distance(dose, range) + (weight ? 1.0 : 0.0);
      if (away >= nearest_so_far) continue;
      nearest_so_far = away;
      best = number + other;
    } catch (const QuantityError&) {
      continue;  // not a dose in that unit
    }
  }
  return best;
}

struct Ends {
  std::string low;
  std::string high;
};

Ends ends_of(const DoseRange& range) {
  const std::size_t at = range.text.find(" to ");
  return {range.text.substr(0, at), range.text.substr(at + 4)};
}

/// `28x the largest usual dexmedetomidine rate, 1.5 ug/kg/h`.
std::string comparison_text(const Dose& dose, Form form, const Drug& drug, const DoseRange& range) {
  const bool above = per_kg(dose) > per_kg({range.high, range.per_kg});
  const double limit = per_kg({above ? range.high : range.low, range.per_kg});
  const double ratio = above ? per_kg(dose) / limit : limit / per_kg(dose);
  const Ends ends = ends_of(range);
  return rounded(ratio, 3) + (above ? "x the largest" : "x below the smallest") + " usual " +
         drug.name + ' ' + form_name(form) + ", " + (above ? ends.high : ends.low);
}

/// The dose in the unit of the range.
std::string in_range_unit(const Dose& dose, Form form, const Drug& drug, const DoseRange& range) {
  const std::string unit = unit_text(ends_of(range).high);
  const double one = per_kg(parse_dose("1 " + unit, form, drug.units));
  return rounded(per_kg(dose) / one, 3) + ' ' + unit;
}

std::optional<DoseRange> range_of(const Drug& drug, Form form) {
  if (form == Form::concentration) return usual_targets(drug);
  return form == Form::rate ? drug.infusion : drug.bolus;
}

/// What is judged: the dose as written, and the form in which its range is given.
struct Judged {
  Dose dose;
  Form written = Form::rate;
  Form form = Form::rate;
  double share = 1.0;
  double duration = 1.0;  ///< min by which the written rate was multiplied; 1 when it was not
};

void judge(const Value& value, const Judged& judged, const Drug& drug) {
  const auto range = range_of(drug, judged.form);
  if (!range || !value.is_text() || is_within(judged.dose, *range)) return;
  const std::string total = judged.form == judged.written
                                ? std::string{}
                                : " over " + rounded(judged.duration, 3) + " min";
  value.implausible(
      '`' + value.text() + '`' + total +
          " (= " + in_range_unit(judged.dose, judged.form, drug, *range) + ") is " +
          comparison_text(judged.dose, judged.form, drug, *range),
      "usual range " + range->text + "; to run it anyway: `allow_implausible: \"reason\"`",
      likely_meant(value.text(), judged.written, drug, *range, judged.share * judged.duration));
}

}  // namespace

Dose read_rate(const Value& value, const Drug& drug, double duration) {
  return read_named(value, drug, [&](const Value& bare, double share) {
    Dose dose = bare.dose_rate(drug.units);
    dose.value *= share;
    const bool usual = drug.infusion && is_within(dose, *drug.infusion);
    const bool brief = duration <= longest_bolus && drug.bolus && !usual;
    Judged judged{dose, Form::rate, brief ? Form::amount : Form::rate, share, 1.0};
    if (brief) {
      judged.duration = duration;
      judged.dose.value *= duration;
    }
    judge(bare, judged, drug);
    return dose;
  });
}

Dose read_amount(const Value& value, const Drug& drug) {
  return read_named(value, drug, [&](const Value& bare, double share) {
    Dose dose = bare.dose_amount(drug.units);
    dose.value *= share;
    judge(bare, {dose, Form::amount, Form::amount, share, 1.0}, drug);
    return dose;
  });
}

std::optional<DoseRange> usual_targets(const Drug& drug) {
  if (drug.target || !drug.infusion) return drug.target;
  const double weight = drug.infusion->per_kg ? usual_weight : 1.0;
  DoseRange range{HUGE_VAL, 0.0, false, {}};
  for (const KineticSet& set : drug.sets) {
    const double clearance = individual(drug, set, usual_adult(), {}).clearance;
    range.low = std::min(range.low, drug.infusion->low * weight / clearance);
    range.high = std::max(range.high, drug.infusion->high * weight / clearance);
  }
  const double unit = in_unit(parse_quantity("1 " + drug.concentration_unit), "ng/mL", drug.units);
  const auto text = [&](double value) {
    return rounded(value / unit, 2) + ' ' + drug.concentration_unit;
  };
  range.text = text(range.low) + " to " + text(range.high);
  return range;
}

double read_concentration(const Value& value, const Drug& drug) {
  const Dose dose = value.concentration(drug.units);
  judge(value, {dose, Form::concentration, Form::concentration, 1.0, 1.0}, drug);
  return dose.value;
}

Dose read_rate_limit(const Value& value, const Drug& drug) {
  return read_named(value, drug, [&](const Value& bare, double share) {
    Dose dose = bare.dose_rate(drug.units);
    dose.value *= share;
    return dose;
  });
}

Comparison read_rate_comparison(const Value& value, const Drug& drug, const std::string& unit) {
  return read_named(value, drug, [&](const Value& bare, double share) {
    Comparison comparison = bare.comparison(unit, drug.units);
    comparison.limit *= share;
    return comparison;
  });
}

}  // namespace pressor
