#pragma once

#include "pressor/statistics/result.h"

/// Shares of patients with an event, treated against control.
namespace pressor {

/// How many of a group had an event.
struct Events {
  unsigned yes = 0;
  unsigned no = 0;
};

/// Wilson's interval of a share (Wilson 1927); NaN of an empty group.
Interval wilson(const Events& events, double confidence = usual_confidence);

/// The exact interval of a share from the binomial's tails (Clopper & Pearson 1934).
Interval clopper_pearson(const Events& events, double confidence = usual_confidence);

/// Risk difference, treated minus control, with Newcombe's interval (1998, method 10: from the
/// Wilson limits of each risk); p of the chi-square test without continuity correction, df 1.
TestResult chi_square(const Events& treated, const Events& control);

/// Odds ratio: the conditional maximum likelihood estimate with the exact interval of the
/// noncentral hypergeometric distribution; p of Fisher's exact test (tables as likely as the one
/// seen or less). The estimate is 0 or infinity at the edge of the possible tables.
TestResult fisher_exact(const Events& treated, const Events& control);

/// p of fisher_exact() alone, at a tenth of its cost.
double fisher_exact_p(const Events& treated, const Events& control);

/// Risk difference with Newcombe's interval; p of Boschloo's test (1970), which is exact without
/// holding the number of events fixed and uniformly more powerful than Fisher's:
///
///     p = max over pi of P(two-sided Fisher p of a random table <= that of the table seen | pi)
///
/// where both groups have the risk pi. `statistic` is Fisher's p. The maximum is found on a grid of
/// 0.001 and refined. 0.1 ms for groups of 16, 2 ms for groups of 200.
TestResult boschloo(const Events& treated, const Events& control);

}  // namespace pressor
