#pragma once

#include <vector>

#include "pressor/trial/study.h"
#include "roster.h"

/// Endpoints, published figures and what is kept, over the variables of a study.
namespace pressor {

/// What endpoints may speak of.
struct EndpointContext {
  const Study& study;  ///< people, arms, horizon and follow-up are known
  const std::vector<Variable>& variables;
  const Roster& roster;
};

/// Reads a measure: `max(NE_DOSE)`, `time_below(MAP, 65 mmHg)`, `any(HR < 40 /min)`, `death` ...
Measure read_measure(const Value& value, const EndpointContext& context);

/// `at(MAP)`, `time_below(MAP, 65 mmHg)` ...: an example of every measure.
std::vector<std::string> measure_names();

std::vector<Endpoint> read_endpoints(const Value& value, const EndpointContext& context);

/// Integral states for the time and area measures; fills in their limit_index.
std::vector<Limit> limits_of(std::vector<Endpoint>& endpoints);

/// Published figures, by the columns of the study's endpoints.
std::vector<ObservedResult> read_observed(const Value& value, const EndpointContext& context);

OutputPlan read_output(const Value& value, const EndpointContext& context);

/// `{draws: 40, A: 0.1, B: 0.2, C: 0.3}`: how often all numbers are drawn anew, and how far each grade
/// goes.
UncertaintyPlan read_uncertainty(const Value& value);

}  // namespace pressor
