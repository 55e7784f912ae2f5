#include "pressor/report/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "pressor/core/minutes.h"

namespace pressor::report {
namespace {

constexpr const char* missing = "–";
constexpr const char* minus = "−";
constexpr const char* thin_space = "\u202f";

/// A value that rounds to nothing has no sign.
std::string unsigned_text(double value, int decimals) {
  return fmt::format("{:.{}f}", std::fabs(value), decimals);
}

bool rounds_to_nothing(const std::string& digits) {
  return digits.find_first_not_of("0.") == std::string::npos;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

}  // namespace

std::string fixed(double value, int decimals) {
  if (std::isnan(value)) return missing;
  if (std::isinf(value)) return value > 0.0 ? "∞" : "−∞";
  const std::string digits = unsigned_text(value, decimals);
  return value < 0.0 && !rounds_to_nothing(digits) ? minus + digits : digits;
}

std::string signed_fixed(double value, int decimals) {
  const std::string text = fixed(value, decimals);
  const bool positive = value > 0.0 && std::isfinite(value) && !rounds_to_nothing(text);
  return positive ? "+" + text : text;
}

std::string significant(double value, int digits) {
  if (value == 0.0 || !std::isfinite(value)) return fixed(value, 0);
  const int before = static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1;
  std::string text = fixed(value, std::clamp(digits - before, 0, 12));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string counted(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, thin_space);
  }
  return text;
}

std::string percent(double share) {
  if (std::isnan(share)) return missing;
  const double value = std::fabs(share) < 0.0005 ? 0.0 : 100.0 * share;
  const bool fine = (value > 0.0 && value < 10.0) || (value > 90.0 && value < 100.0);
  return fixed(value, fine ? 1 : 0) + " %";
}

std::string p_value(double p) {
  if (std::isnan(p)) return missing;
  if (p < 0.001) return "<0.001";
  if (p > 0.99) return ">0.99";
  if (p < 0.01) return fixed(p, 3);
  // Near the usual limit a second decimal hides on which side it lies.
  return fixed(p, p >= 0.1 ? 2 : 3);
}

int decimals_for(std::string_view unit, double size) {
  constexpr std::array<std::pair<std::string_view, int>, 15> usual{{
      {"mmHg", 0},
      {"1/min", 0},
      {"/min", 0},
      {"min", 0},
      {"d", 1},
      {"year", 0},
      {"kg", 0},
      {"cm", 0},
      {"mL", 0},
      {"g/L", 0},
      {"mmol/L", 1},
      {"L/min/m2", 1},
      {"L/min", 1},
      {"ug/kg/min", 2},
      {"ug/kg/h", 2},
  }};
  const auto* const known = std::find_if(usual.begin(), usual.end(),
                                         [&](const auto& entry) { return entry.first == unit; });
  if (known != usual.end()) {
    const bool tiny = size != 0.0 && std::fabs(size) < std::pow(10.0, -known->second);
    return known->second + (tiny ? 1 : 0);
  }
  const double large = std::fabs(size);
  if (large >= 100.0) return 0;
  return large >= 10.0 ? 1 : 2;
}

std::string shown_unit(std::string_view unit) {
  if (unit == "1" || unit.empty()) return {};
  if (unit == "year") return "years";
  std::string text(unit);
  if (text.rfind("1/", 0) == 0) text.erase(0, 1);
  text = replaced(std::move(text), "ug", "µg");
  text = replaced(std::move(text), "m2", "m²");
  text = replaced(std::move(text), "dyn.s", "dyn·s");
  text = replaced(std::move(text), "mmHg.min", "mmHg·min");
  return replaced(std::move(text), "cm5", "cm⁵");
}

std::string printed(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> signs{{
      {">=", "≥"},
      {"<=", "≤"},
      {"->", "→"},
      {" 1/min", " /min"},
      {" ug", " µg"},
      {"+-", "±"},
      {"/m2", "/m²"},
      {": x", ": ×"},
      {" -", " −"},
  }};
  std::string out(text);
  for (const auto& [from, to] : signs) out = replaced(std::move(out), from, to);
  return out;
}

std::string with_unit(double value, std::string_view unit) {
  std::string text = fixed(value, decimals_for(unit, value));
  const std::string shown = shown_unit(unit);
  if (shown.empty()) return text;
  return text + (shown.front() == '/' ? "" : " ") + shown;
}

std::string mean_sd(double mean, double sd, std::string_view unit) {
  const int decimals = decimals_for(unit, mean);
  if (std::isnan(sd)) return fixed(mean, decimals);
  return fixed(mean, decimals) + " ± " + fixed(sd, decimals);
}

std::string duration(double minutes) {
  const auto whole = [](double v, double parts) {
    return std::fabs(v * parts - std::round(v * parts)) < 1.0e-9;
  };
  if (minutes == 0.0) return "0 h";
  const double days = minutes / minutes_a_day;
  const double hours = minutes / 60.0;
  if (days >= 3.0 && whole(days, 4.0)) return significant(days, 6) + " d";
  if (hours >= 1.0 && whole(hours, hours >= 6.0 ? 4.0 : 1.0)) return significant(hours, 6) + " h";
  return significant(minutes, 6) + " min";
}

}  // namespace pressor::report
