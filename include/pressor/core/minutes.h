#pragma once

/// Times are minutes everywhere in the model; these turn them into what people count in.
namespace pressor {

inline constexpr double minutes_an_hour = 60.0;
inline constexpr double minutes_a_day = 1440.0;

}  // namespace pressor
