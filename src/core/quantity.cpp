#include "pressor/core/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "digit.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

constexpr auto quantity_form = "a number with its unit, such as `0.5 ug/kg/min`";
constexpr auto syringe_form = "a concentration at a pump rate, such as `16 ug/mL @ 12 mL/h`";

std::string ticked(std::string_view text) { return '`' + std::string(text) + '`'; }

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

/// Length of what looks like a number at the front: the longest start that reads as one.
std::size_t number_length(std::string_view text) {
  std::size_t end = std::min(text.find_first_not_of("+-.0123456789eE"), text.size());
  while (end > 0 && !parse_number(text.substr(0, end))) --end;
  return end;
}

/// `1,5` as `1.5`; but `1,000` may mean either, so it stays.
std::string without_comma(std::string text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos) return text;
  const auto start = text.begin() + static_cast<std::ptrdiff_t>(comma) + 1;
  const bool thousands = std::find_if_not(start, text.end(), is_digit) - start == 3;
  if (!thousands) text[comma] = '.';
  return text;
}

std::string without_leading_zeros(std::string text) {
  while (text.size() > 1 && text[0] == '0' && is_digit(text[1])) text.erase(0, 1);
  return text;
}

/// The text with what is usually wrong with a number mended; empty when that does not help.
std::string mended(std::string_view text) {
  std::string plain = without_leading_zeros(without_comma(std::string(text)));
  if (plain == text) return {};
  try {
    (void)parse_quantity(plain);
  } catch (const QuantityError&) {
    return {};
  }
  return plain;
}

QuantityError no_number(std::string_view text) {
  return {ticked(text) + " does not start with a plain decimal number", quantity_form};
}

/// A digit, point or comma after a number belongs to a number that was not read to its end.
bool broken_off(std::string_view rest) {
  return !rest.empty() &&
         std::string_view("0123456789.,").find(rest.front()) != std::string_view::npos;
}

Quantity parse_plain(std::string_view text) {
  if (text.empty()) throw QuantityError("an empty text", quantity_form);
  const std::size_t length = number_length(text);
  const std::string_view rest = text.substr(length);
  if (length == 0) throw no_number(text);
  if (broken_off(rest)) {
    throw QuantityError(ticked(text) + " is no plain decimal number", quantity_form, mended(text));
  }
  const double value = parse_number(text.substr(0, length)).value_or(0.0);
  const std::string_view unit = trim(rest);
  if (unit.empty()) return {value, {}, std::string(text)};
  if (unit == "1") throw QuantityError(ticked(text) + " is two numbers", quantity_form);
  try {
    return {value, parse_unit(unit), std::string(text)};
  } catch (const QuantityError& error) {
    const std::string number(text.substr(0, length));
    const std::string& better = error.suggestion();
    throw QuantityError(error.what(), error.expected(),
                        better.empty() ? better : number + ' ' + better);
  }
}

Dimension times(const Dimension& a, const Dimension& b) {
  const auto sum = [&](std::int8_t Dimension::*base) {
    return static_cast<std::int8_t>(a.*base + b.*base);
  };
  return {sum(&Dimension::drug_mass),   sum(&Dimension::amount), sum(&Dimension::activity),
          sum(&Dimension::body_weight), sum(&Dimension::time),   sum(&Dimension::length),
          sum(&Dimension::pressure)};
}

bool is_concentration(const Dimension& d) {
  constexpr std::array kinds{Dimension{.drug_mass = 1, .length = -3},
                             Dimension{.amount = 1, .length = -3},
                             Dimension{.activity = 1, .length = -3}};
  return std::find(kinds.begin(), kinds.end(), d) != kinds.end();
}

bool is_pump_rate(const Dimension& d) {
  return d == Dimension{.time = -1, .length = 3} ||
         d == Dimension{.body_weight = -1, .time = -1, .length = 3};
}

/// A part of a longer text; what is suggested for it is put back between `before` and `after`.
Quantity parse_part(std::string_view part, const std::string& before, const std::string& after) {
  try {
    return parse_plain(trim(part));
  } catch (const QuantityError& error) {
    const std::string& better = error.suggestion();
    throw QuantityError(error.what(), error.expected(),
                        better.empty() ? better : before + better + after);
  }
}

Quantity parse_syringe(std::string_view text, std::size_t at) {
  const std::string_view first = trim(text.substr(0, at));
  const std::string_view second = trim(text.substr(at + 1));
  const Quantity drug = parse_part(first, {}, " @ " + std::string(second));
  const Quantity pump = parse_part(second, std::string(first) + " @ ", {});
  if (!is_concentration(drug.unit.dimension)) {
    throw QuantityError(ticked(drug.text) + " is no drug concentration", syringe_form);
  }
  if (!is_pump_rate(pump.unit.dimension)) {
    throw QuantityError(ticked(pump.text) + " is no pump rate", syringe_form);
  }
  return {drug.value * pump.value,
          {drug.unit.factor * pump.unit.factor, times(drug.unit.dimension, pump.unit.dimension)},
          std::string(text)};
}

/// Moves substance into drug mass, or out of it, until `base` stands as `target` has it.
void exchange(Unit& unit, std::int8_t Dimension::*base, const Dimension& target,
              std::optional<double> ug_each) {
  const int count = unit.dimension.*base - target.*base;
  if (!ug_each || count == 0) return;
  unit.factor = count > 0 ? unit.factor * std::pow(*ug_each, count)
                          : unit.factor / std::pow(*ug_each, -count);
  unit.dimension.*base = target.*base;
  unit.dimension.drug_mass = static_cast<std::int8_t>(unit.dimension.drug_mass + count);
}

/// The value in `target`, or nothing when the dimension is another.
std::optional<double> converted(const Quantity& quantity, const Unit& target,
                                const DrugUnits& drug) {
  constexpr double ug_per_nmol = 1e-3;  // at 1 g/mol
  Unit unit = quantity.unit;
  const auto molar = drug.molar_mass ? std::optional(*drug.molar_mass * ug_per_nmol) : std::nullopt;
  exchange(unit, &Dimension::amount, target.dimension, molar);
  exchange(unit, &Dimension::activity, target.dimension, drug.ug_per_unit);
  if (unit.dimension != target.dimension) return std::nullopt;
  // By the ratio above 1, which is exact for the usual units: 57 % is 57 / 100.
  const double value = unit.factor >= target.factor
                           ? quantity.value * (unit.factor / target.factor)
                           : quantity.value / (target.factor / unit.factor);
  if (!std::isfinite(value)) throw QuantityError(ticked(quantity.text) + " is too large", {});
  return value;
}

bool lacks_unit(const Quantity& quantity) {
  return quantity.unit.dimension == Dimension{} && quantity.unit.factor == 1.0;
}

/// Why a quantity of another dimension cannot be used.
std::string mismatch(const Quantity& quantity, std::string_view wanted, const DrugUnits& drug) {
  const Dimension& d = quantity.unit.dimension;
  if (lacks_unit(quantity)) return ticked(quantity.text) + " has no unit";
  if (d.amount != 0 && d.drug_mass == 0 && !drug.molar_mass) {
    return ticked(quantity.text) + " is no " + std::string(wanted) + " without a drug's molar mass";
  }
  if (d.activity != 0 && d.drug_mass == 0 && !drug.ug_per_unit) {
    return ticked(quantity.text) + " is no " + std::string(wanted) +
           " without a drug's mass of a unit";
  }
  return ticked(quantity.text) + " is no " + std::string(wanted);
}

/// A dose in ug and `time` exponent of minutes, per kg where it says so.
Dose parse_dose(std::string_view text, const DrugUnits& drug, int time_exponent,
                std::string_view wanted, const char* expected) {
  const Quantity quantity = parse_quantity(text);
  const auto time = static_cast<std::int8_t>(time_exponent);
  const bool per_kg = quantity.unit.dimension.body_weight == -1;
  const auto weight = static_cast<std::int8_t>(per_kg ? -1 : 0);
  const Unit target{1.0, {.drug_mass = 1, .body_weight = weight, .time = time}};
  const std::optional<double> value = converted(quantity, target, drug);
  if (!value) throw QuantityError(mismatch(quantity, wanted, drug), expected);
  if (*value < 0.0) throw QuantityError(ticked(quantity.text) + " is negative", expected);
  return {*value, per_kg};
}

/// Two-character signs first, so that `<=` is not read as `<`.
constexpr std::array<std::pair<std::string_view, Relation>, 6> relation_signs{
    {{"<=", Relation::less_equal},
     {">=", Relation::greater_equal},
     {"\u2264", Relation::less_equal},
     {"\u2265", Relation::greater_equal},
     {"<", Relation::less},
     {">", Relation::greater}}};

/// Place and length of the sign between centre and spread.
std::optional<std::pair<std::size_t, std::size_t>> find_plus_minus(std::string_view text) {
  for (const std::string_view sign : {"\u00B1", "+/-", "+-"}) {
    const std::size_t at = text.find(sign);
    if (at != std::string_view::npos) return std::pair{at, sign.size()};
  }
  return std::nullopt;
}

}  // namespace

Quantity parse_quantity(std::string_view text) {
  const std::string_view trimmed = trim(text);
  constexpr std::size_t longest = 120;
  if (trimmed.size() > longest)
    throw QuantityError("a text of more than 120 characters", quantity_form);
  const std::size_t at = trimmed.find('@');
  return at == std::string_view::npos ? parse_plain(trimmed) : parse_syringe(trimmed, at);
}

double in_unit(const Quantity& quantity, std::string_view unit, const DrugUnits& drug) {
  if (const auto value = converted(quantity, parse_unit(unit), drug)) return *value;
  const std::string named(unit);
  if (parse_unit(unit).dimension == Dimension{}) {
    throw QuantityError(ticked(quantity.text) + " is no plain number", "a number without a unit");
  }
  throw QuantityError(mismatch(quantity, "quantity in " + named, drug), "a quantity in " + named,
                      lacks_unit(quantity) ? quantity.text + ' ' + named : std::string{});
}

Dose parse_dose_rate(std::string_view text, const DrugUnits& drug) {
  return parse_dose(text, drug, -1, "dose rate",
                    "a rate such as `0.5 ug/kg/min`, `0.03 U/min` or `16 ug/mL @ 12 mL/h`");
}

Dose parse_dose_amount(std::string_view text, const DrugUnits& drug) {
  return parse_dose(text, drug, 0, "dose", "an amount such as `1 ug/kg` or `100 ug`");
}

bool Comparison::holds(double value) const {
  switch (relation) {
    case Relation::less:
      return value < limit;
    case Relation::less_equal:
      return value <= limit;
    case Relation::greater:
      return value > limit;
    case Relation::greater_equal:
      return value >= limit;
  }
  return false;
}

Comparison parse_comparison(std::string_view text, std::string_view unit, const DrugUnits& drug) {
  const std::string_view trimmed = trim(text);
  for (const auto& [sign, relation] : relation_signs) {
    if (trimmed.substr(0, sign.size()) != sign) continue;
    try {
      return {relation, in_unit(parse_quantity(trimmed.substr(sign.size())), unit, drug)};
    } catch (const QuantityError& error) {
      const std::string& better = error.suggestion();
      throw QuantityError(error.what(), error.expected(),
                          better.empty() ? better : std::string(sign) + ' ' + better);
    }
  }
  throw QuantityError(ticked(trimmed) + " does not start with `<`, `<=`, `>` or `>=`",
                      "a comparison such as `< 65 mmHg`");
}

Spread parse_spread(std::string_view text, std::string_view unit) {
  const auto sign = find_plus_minus(text);
  if (!sign) return {in_unit(parse_quantity(text), unit), std::nullopt};
  Quantity centre = parse_quantity(text.substr(0, sign->first));
  Quantity spread = parse_quantity(text.substr(sign->first + sign->second));
  if (lacks_unit(centre)) centre.unit = spread.unit;
  if (lacks_unit(spread)) spread.unit = centre.unit;
  centre.text = spread.text = std::string(trim(text));
  if (spread.value < 0.0) {
    throw QuantityError(ticked(centre.text) + " has a negative spread", "such as `1.26 +- 0.23`");
  }
  return {in_unit(centre, unit), in_unit(spread, unit)};
}

}  // namespace pressor
