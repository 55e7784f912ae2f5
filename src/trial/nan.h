#pragma once

#include <limits>

namespace pressor::trial {

/// What cannot be said: no measurement, no interval, no test.
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace pressor::trial
