#pragma once

#include "evidence.h"
#include "pressor/report/page.h"

/// The sections of the report; each says itself why it is left out.
namespace pressor::report {

Section question_section(const Evidence& evidence);
Section answer_section(const Evidence& evidence);
Section design_section(const Evidence& evidence);
Section flow_section(const Evidence& evidence);
Section baseline_section(const Evidence& evidence);
Section results_section(const Evidence& evidence);
Section replicates_section(const Evidence& evidence);
Section survival_section(const Evidence& evidence);
Section course_section(const Evidence& evidence);
Section challenge_section(const Evidence& evidence);
Section mechanism_section(const Evidence& evidence);
/// Only of a result that has a group /pulsatile.
Section pulsatile_section(const Evidence& evidence);
Section twins_section(const Evidence& evidence);
Section patient_section(const Evidence& evidence);
Section sizes_section(const Evidence& evidence);
Section stopping_section(const Evidence& evidence);
Section error_section(const Evidence& evidence);
Section uncertainty_section(const Evidence& evidence);
Section grades_section(const Evidence& evidence);
Section methods_section(const Evidence& evidence);
Section parameters_section(const Evidence& evidence);
Section provenance_section(const Evidence& evidence);

}  // namespace pressor::report
