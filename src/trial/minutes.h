#pragma once

namespace pressor::trial {

inline constexpr double minutes_an_hour = 60.0;
inline constexpr double minutes_a_day = 1440.0;

}  // namespace pressor::trial
