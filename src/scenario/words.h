#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pressor/bedside/orders.h"
#include "pressor/pharmacology/drug.h"

/// Numbers as people read them.
namespace pressor {

/// Rounded to so many significant digits.
std::string rounded(double value, int digits = 6);
/// A number that reads back as the same double, and its unit; none for 1 or nothing.
std::string exact_with_unit(double value, std::string_view unit);
/// A number and its unit as an input file has them: `0.38 /min`, not `0.38 1/min`; no unit for 1.
std::string with_unit(double value, std::string_view unit);
/// `65 min`, `6 h`, `90 d`: the largest unit in which it is a short number.
std::string time_text(double minutes);
/// A dose rate in the unit of the drug's dose variable where that fits, else in ug.
std::string rate_text(const Dose& dose, const Drug& drug);
std::string amount_text(const Dose& dose);
std::string comparison_text(const Comparison& comparison, std::string_view unit = "1");
/// Without blanks and tabs at either end.
std::string trimmed(const std::string& text);
std::string joined(const std::vector<std::string>& parts, std::string_view by = ", ");

/// What the orders of one arm say, one line each, indented by `margin`.
std::string describe_orders(const Orders& orders, const std::vector<Drug>& drugs,
                            const std::string& margin);

}  // namespace pressor
