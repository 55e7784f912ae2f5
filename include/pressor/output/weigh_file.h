#pragma once

#include <filesystem>

#include "pressor/inference/weigh_words.h"
#include "pressor/output/result_file.h"
#include "pressor/output/result_rows.h"

/// The result of weighing.
///
/// | group        | dimensions             | holds                                                |
/// |--------------|------------------------|------------------------------------------------------|
/// | /bank        | trial, statistic       | every simulated trial: its statistics, explanation,  |
/// |              |                        | point, reading and true effect; what was published   |
/// | /weigh       | explanation, reading   | probabilities before and after                       |
/// | /effect      | sample                 | the posterior of the effect: values with weights     |
/// | /predictive  | explanation, statistic | published figures among trials of each explanation   |
/// | /accepted    | statistic              | the same among the accepted trials                   |
/// | /calibration | truth, named, known    | how often weighing of simulated trials was right     |
namespace pressor {

/// Name of the schema that such a file states.
inline constexpr const char* weigh_schema = "pressor-weighed/1";

/// Writes the file whole, or nothing. Throws OutputError; an existing file is replaced only with
/// `replace`.
void write_weighed(const std::filesystem::path& path, bool replace, const StudyTitle& title,
                   const TrialBank& bank, const WeighFindings& findings,
                   const ResultProvenance& provenance);

/// What was found, as it was written; throws OutputError when the file holds something else.
WeighFindings read_weighed(const ResultRows& rows);

}  // namespace pressor
