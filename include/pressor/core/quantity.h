#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pressor {

/// Exponents of the base dimensions. `kg` is always body weight; g, mg, ug, ng, pg are drug mass.
/// Volume is length cubed, so that m2 (body surface) and dyn.s/cm5 (resistance) fit in.
struct Dimension {
  std::int8_t drug_mass = 0;    ///< base unit ug
  std::int8_t amount = 0;       ///< base unit nmol
  std::int8_t activity = 0;     ///< base unit U
  std::int8_t body_weight = 0;  ///< base unit kg
  std::int8_t time = 0;         ///< base unit min
  std::int8_t length = 0;       ///< base unit cm, so that volume is mL
  std::int8_t pressure = 0;     ///< base unit mmHg
  friend bool operator==(const Dimension&, const Dimension&) = default;
};

/// A unit: factor to base units (ug, nmol, U, kg, min, cm, mmHg) and dimension.
struct Unit {
  double factor = 1.0;
  Dimension dimension;
};

/// A number with the unit in which it was written.
struct Quantity {
  double value = 0.0;
  Unit unit;
  std::string text;  ///< as written, for messages
};

/// Reads a unit such as `ug/kg/min`, `L/min/m2`, `dyn.s/cm5`, `1/h`, `/min`, `%`, `1`.
/// µ, u and mc are the same prefix. Throws QuantityError with the nearest known unit.
Unit parse_unit(std::string_view text);

/// A plain decimal number, locale-free; the whole text must be one. Rejects nan, inf, hex, 010.
std::optional<double> parse_number(std::string_view text);

/// `0.5 ug/kg/min`, `70 kg`, `3 %`, `16 ug/mL @ 12 mL/h` (concentration at a pump rate), `0.4`.
/// Throws QuantityError.
Quantity parse_quantity(std::string_view text);

/// What must be known of a drug to change between its units.
struct DrugUnits {
  std::optional<double> molar_mass = {};   ///< g/mol: nmol <-> ug
  std::optional<double> ug_per_unit = {};  ///< ug/U: activity <-> mass
};

/// The value in `unit` (for instance in "mmHg"). With `drug`, amounts of substance and activities
/// are changed to mass where `unit` asks for it. Throws QuantityError when the dimension is
/// another.
double in_unit(const Quantity& quantity, std::string_view unit, const DrugUnits& drug = {});

/// A dose rate or dose amount: per kg body weight where it was written so.
struct Dose {
  double value = 0.0;   ///< ug/min or ug; per kg when `per_kg`
  bool per_kg = false;  ///< multiply by body weight (kg)
  [[nodiscard]] double absolute(double weight) const { return per_kg ? value * weight : value; }
};

/// Reads an infusion rate in ug/min or ug/kg/min, from mass, molar or activity units, or from a
/// syringe and pump rate. Throws QuantityError.
Dose parse_dose_rate(std::string_view text, const DrugUnits& drug);

/// Reads a bolus in ug or ug/kg. Throws QuantityError.
Dose parse_dose_amount(std::string_view text, const DrugUnits& drug);

enum class Relation : std::uint8_t { less, less_equal, greater, greater_equal };

/// `< 65 mmHg`, `>= 0.25 ug/kg/min`.
struct Comparison {
  Relation relation = Relation::less;
  double limit = 0.0;
  [[nodiscard]] bool holds(double value) const;
};

/// Reads a comparison, its limit in `unit`. Throws QuantityError.
Comparison parse_comparison(std::string_view text, std::string_view unit,
                            const DrugUnits& drug = {});

/// `1.26 ± 0.23` or `1.26 +- 0.23`, optionally with a unit: centre and spread.
struct Spread {
  double centre = 0.0;
  std::optional<double> spread;
};
Spread parse_spread(std::string_view text, std::string_view unit);

/// Shortest decimal text that reads back as the same double; locale-free.
std::string format_number(double value);

/// Closest candidate by edit distance within 1/3 of the length, else the only one it abbreviates.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

}  // namespace pressor
