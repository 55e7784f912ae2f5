#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as a clinician reads them. The sign is a true minus, what is missing a dash.
namespace pressor::report {

/// With so many decimals: `−0.13`.
std::string fixed(double value, int decimals);
/// With so many significant digits and no exponent: `0.0123`, `1230`.
std::string significant(double value, int digits);
/// As `fixed`, with a plus where it is positive: a difference.
std::string signed_fixed(double value, int decimals);
/// Thousands apart: `12 345`.
std::string counted(std::uint64_t value);

/// A share of 1 as `12 %`; one decimal below 10 and above 90.
std::string percent(double share);
/// `0.048`, `<0.001`, `0.32`, `>0.99`.
std::string p_value(double p);

/// Decimals in which values of this unit and size are told at the bedside.
int decimals_for(std::string_view unit, double size);
/// A unit as it is printed: `µg/kg/min`, `/min`, `m²`; nothing for 1.
std::string shown_unit(std::string_view unit);
/// A text of the program's own in print: `>=` as ≥, `ug` as µg, `->` as →.
std::string printed(std::string_view text);
/// `66 mmHg`.
std::string with_unit(double value, std::string_view unit);
/// `66 ± 3`, without unit.
std::string mean_sd(double mean, double sd, std::string_view unit);
/// `6 h`, `90 d`, `65 min`: the largest unit in which it is a short number.
std::string duration(double minutes);

}  // namespace pressor::report
