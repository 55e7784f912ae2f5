#include "pressor/inference/evidence.h"

#include <cmath>

#include "pressor/core/quantity.h"

namespace pressor {

const char* set_name(EvidenceSet set) {
  switch (set) {
    case EvidenceSet::fit:
      return "fit";
    case EvidenceSet::predict:
      return "predict";
    case EvidenceSet::never_fitted:
      return "never fitted";
  }
  return "";
}

std::string figure_text(double value) {
  if (!std::isfinite(value)) return "-";
  if (value == 0.0) return "0";
  constexpr int digits = 3;
  const int exponent = digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  const double scale = std::pow(10.0, std::abs(exponent));
  return format_number(exponent >= 0 ? std::round(value * scale) / scale
                                     : std::round(value / scale) * scale);
}

std::string published_text(const EvidenceRow& row) {
  if (!row.published) return row.direction;
  std::string text = figure_text(row.published->value);
  if (row.published->sd) text += " ± " + figure_text(*row.published->sd);
  if (row.published->interval) {
    const auto& [low, high] = *row.published->interval;
    text += (row.published->quartiles ? " [" : " (") + figure_text(low) + " to " +
            figure_text(high) + (row.published->quartiles ? "]" : ")");
  }
  return text;
}

}  // namespace pressor
