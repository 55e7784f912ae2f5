#pragma once

#include <string>
#include <vector>

#include "pressor/cohort/cast.h"
#include "read_models.h"
#include "roster.h"

/// What is asked of drawn people: who is eligible, and which published figures all have together.
namespace pressor {

/// Conditions of eligibility, once the drugs of the cast are known.
std::vector<Condition> read_where(const std::vector<NamedValue>& where, const Cast& cast,
                                  const Roster& roster);

/// The figures of a published table.
struct PublishedFigures {
  std::vector<MatchFigure> figures;
  std::vector<Value> places;          ///< where each figure stands
  std::vector<Condition> conditions;  ///< the ends of `within`
};
PublishedFigures read_match(const std::vector<NamedValue>& match, const Cast& cast,
                            const Roster& roster);

/// Finds the weights and notes at its place a figure that cannot be met.
void solve_match(const PublishedFigures& published, Cast& cast, const Value& population);

}  // namespace pressor
