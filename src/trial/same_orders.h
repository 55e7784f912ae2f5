#pragma once

#include "pressor/bedside/orders.h"

namespace pressor::trial {

/// Whether two patients with these orders get the same until `time` (min): every order that begins
/// before it stands in both, in the same place, and an end counts only when it comes before.
bool same_until(const Orders& a, const Orders& b, double time);

}  // namespace pressor::trial
