#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/bedside/orders.h"

/// Trials in which every patient gets every arm, one after another.
///
///     | start 1 ... treated ... | wash-out | start 2 ... treated ... | wash-out | ...
///     |<------------- span --------------->|
///
/// All periods are treated and watched for the same time: the span is the shortest distance between
/// two starts (the last one and the horizon too), treatment lasts for the span less the wash-out.
/// Times of an arm's orders and of endpoints count from the start of the period, those of the
/// common orders from the start of the study. What the body has learnt or lost by then is carried
/// over as it is: nothing is reset.
namespace pressor {

struct Study;

struct Crossover {
  std::vector<double> periods;  ///< min, starts, rising; one an arm
  double wash_out = 0.0;        ///< min at the end of each span without the arm's orders
};

/// Sequences of arms to which patients are allocated: each arm stands once in every place, and each
/// follows each other equally often (Williams 1949). Two for two arms, six for three, four for
/// four.
std::vector<std::vector<std::uint32_t>> williams_sequences(std::uint32_t arms);

/// Length of every period, min.
double period_span(const Study& study);

/// What a patient gets who goes through the arms in this order: what is common, and each arm's
/// drugs and fluids moved to its period; infusions end with the treatment of the period.
Orders sequence_orders(const Study& study, const std::vector<std::uint32_t>& sequence);

/// Starts of challenges as endpoints name them: those of any arm, or in a crossover those, from the
/// start of a period, that every period has. Rising.
std::vector<double> challenge_times(const Study& study);

/// What is wrong with the crossover of a study, or nothing: periods that are not as many as arms, a
/// wash-out that leaves no treatment, arms that do more than give drugs and fluids, endpoints that
/// no period owns.
std::optional<std::string> crossover_problem(const Study& study);

}  // namespace pressor
