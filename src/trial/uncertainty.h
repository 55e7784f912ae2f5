#pragma once

#include "pressor/trial/uncertainty.h"

namespace pressor::trial {

/// Adds what one draw found to the table.
void add_draw(UncertaintyTable& table, const TrialTables& found, std::uint32_t rejected);

}  // namespace pressor::trial
