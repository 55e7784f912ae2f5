#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "pressor/trial/study.h"
#include "pressor/trial/trial_tables.h"

/// Which of all comparisons a study is about.
namespace pressor {

/// Index of the primary comparison: the first test of the first arm on the primary column, which is
///
/// - of the endpoint that the study calls primary, at the time that it names;
/// - where it names none: the first of its columns with a published figure, else the last;
/// - where no endpoint is called primary: the same among all, else the last of the first endpoint.
///
/// Nothing when nothing is compared.
std::optional<std::size_t> primary_comparison(const Study& study,
                                              const std::vector<EndpointColumn>& columns,
                                              const std::vector<Comparisons>& comparisons);

/// Whether the study says itself which endpoint is primary.
bool names_primary(const Study& study);

}  // namespace pressor
