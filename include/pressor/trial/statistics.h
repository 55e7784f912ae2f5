#pragma once

#include <span>

/// Tests that compare a treated group with a control group. Numbers as R gives them.
namespace pressor {

/// What a test says: estimate with its 95% confidence interval and two-sided p value. NaN where the
/// data do not allow it (fewer than two values, no spread, an empty margin).
struct TestResult {
  double estimate = 0.0;
  double ci_low = 0.0;
  double ci_high = 0.0;
  double p = 0.0;
};

/// Difference of means, treated minus control, with unequal variances: Welch's t test (degrees of
/// freedom by Satterthwaite).
TestResult welch(std::span<const double> treated, std::span<const double> control);

/// Difference of means with a common variance: Student's t test.
TestResult student(std::span<const double> treated, std::span<const double> control);

/// How many of a group had an event.
struct Events {
  unsigned yes = 0;
  unsigned no = 0;
};

/// Risk difference, treated minus control, with Newcombe's interval (1998, method 10: from the
/// Wilson limits of each risk); p of the chi-square test without continuity correction.
TestResult chi_square(const Events& treated, const Events& control);

/// Odds ratio: the conditional maximum likelihood estimate with the exact interval of the
/// noncentral hypergeometric distribution; p of Fisher's exact test (tables as likely as the one
/// seen or less). The estimate is 0 or infinity at the edge of the possible tables.
TestResult fisher_exact(const Events& treated, const Events& control);

}  // namespace pressor
