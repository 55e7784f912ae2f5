#include "pressor/trial/primary.h"

#include <algorithm>

namespace pressor {
namespace {

bool is_candidate(const Study& study, const EndpointColumn& column) {
  if (!names_primary(study)) return true;
  const Endpoint& endpoint = study.endpoints[column.endpoint];
  return endpoint.primary && endpoint.primary_at.value_or(column.at) == column.at;
}

bool is_published(const Study& study, const EndpointColumn& column) {
  return std::any_of(study.observed.begin(), study.observed.end(),
                     [&](const ObservedResult& o) { return o.endpoint == column.name; });
}

}  // namespace

bool names_primary(const Study& study) {
  return std::any_of(study.endpoints.begin(), study.endpoints.end(),
                     [](const Endpoint& endpoint) { return endpoint.primary; });
}

std::optional<std::size_t> primary_comparison(const Study& study,
                                              const std::vector<EndpointColumn>& columns,
                                              const std::vector<Comparisons>& comparisons) {
  std::optional<std::size_t> last;
  for (std::size_t k = 0; k < comparisons.size(); ++k) {
    const EndpointColumn& column = columns[comparisons[k].column];
    if (!is_candidate(study, column)) continue;
    if (is_published(study, column)) return k;
    const EndpointColumn& before = columns[comparisons[last.value_or(k)].column];
    const bool later = before.endpoint == column.endpoint && before.name != column.name;
    if (!last || later) last = k;
  }
  return last;
}

}  // namespace pressor
