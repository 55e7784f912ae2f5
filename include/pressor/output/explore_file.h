#pragma once

#include <filesystem>

#include "pressor/inference/explore.h"
#include "pressor/output/result_file.h"
#include "pressor/output/result_rows.h"

/// The result of an exploration of designs.
///
/// | group    | dimensions                            | holds                                    |
/// |----------|---------------------------------------|------------------------------------------|
/// | /power   | design, entry, test, size, hypothesis | share of trials that tell, with looks    |
/// |          |                                       | too, and patients until such a one stops |
/// | /people  | design, entry, hypothesis             | mean effect, share of the people taken   |
/// | /benefit | column, hypothesis, third             | effects of single people by what is      |
/// |          |                                       | known of them before treatment           |
namespace pressor {

/// Name of the schema that such a file states.
inline constexpr const char* explore_schema = "pressor-explored/1";

/// Writes the file whole, or nothing. Throws OutputError; an existing file is replaced only with
/// `replace`.
void write_explored(const std::filesystem::path& path, bool replace, const StudyTitle& title,
                    const ExploreFindings& findings, const ResultProvenance& provenance);

/// What was found, as it was written; throws OutputError when the file holds something else.
ExploreFindings read_explored(const ResultRows& rows);

}  // namespace pressor
