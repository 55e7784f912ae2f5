#pragma once

#include <optional>

#include "read_endpoints.h"

/// Tests as a scenario writes them.
namespace pressor {

/// Reads `welch`, `ancova(baseline, saps2)`, `cox(centre)`, `rmst(28 d)`. Notes what is wrong: a
/// test that does not suit the measure, a covariate that nobody has.
std::optional<PlannedTest> read_test(const Value& item, const Endpoint& endpoint,
                                     const EndpointContext& context);

/// Parts between commas that stand outside of parentheses, without the blanks around them.
std::vector<std::string> split_arguments(const std::string& text);

}  // namespace pressor
