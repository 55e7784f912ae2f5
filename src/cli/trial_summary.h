#pragma once

#include <string>

#include "pressor/trial/study.h"
#include "pressor/trial/trial_tables.h"

namespace pressor::cli {

/// What the trial says, for people without a browser: the primary comparison (trial/primary.h), the
/// others, where published figures fall, power at nested sizes, stops, individual effects. Empty
/// when nothing was compared.
std::string trial_summary(const TrialTables& trial, const Study& study);

}  // namespace pressor::cli
