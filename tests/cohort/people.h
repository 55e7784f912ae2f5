#pragma once

#include <string>
#include <vector>

#include "pressor/cohort/cast.h"
#include "pressor/cohort/simulate.h"

/// Casts for tests, made of the shipped models.
namespace pressor {

/// Drugs of models/drugs with the sets that the septic body takes.
std::vector<CastDrug> shipped_drugs(const std::vector<std::string>& names);

/// The septic shock population (models/populations).
Population septic_population();

/// The septic population on the septic body, with norepinephrine, phenylephrine and
/// dexmedetomidine.
Cast septic_cast(std::vector<Limit> limits = {});

/// The one patient that a body file describes.
Cast described_cast(const std::string& body, const std::vector<std::string>& drugs,
                    std::vector<Limit> limits = {});

/// Index of a variable by name.
std::size_t index_of(const std::vector<Variable>& variables, const std::string& name);

/// One row of one variable of a run.
double row(const PatientRun& run, const std::vector<Variable>& variables, const std::string& name,
           std::size_t at);

/// True when all that two runs hold is equal to the last bit (NaN equals NaN).
bool same_bits(const PatientRun& a, const PatientRun& b);

}  // namespace pressor
