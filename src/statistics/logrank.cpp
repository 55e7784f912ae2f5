#include <algorithm>
#include <cmath>

#include "distributions.h"
#include "pressor/statistics/survival.h"

namespace pressor {
namespace {

/// Events of the treated beyond those expected, and the variance of that.
struct Excess {
  double events = 0.0;
  double variance = 0.0;
};

struct Member {
  Followed followed;
  bool treated = false;
};

std::vector<Member> pooled(std::span<const Followed> treated, std::span<const Followed> control) {
  std::vector<Member> all;
  all.reserve(treated.size() + control.size());
  for (const Followed& f : treated) all.push_back({f, true});
  for (const Followed& f : control) all.push_back({f, false});
  std::sort(all.begin(), all.end(),
            [](const Member& a, const Member& b) { return a.followed.time < b.followed.time; });
  return all;
}

// At each time with d events among n at risk, n1 of them treated, the events of the treated are
// hypergeometric:  E = d n1/n,  V = d (n1/n) (1 - n1/n) (n - d)/(n - 1).
Excess excess(std::span<const Followed> treated, std::span<const Followed> control) {
  const std::vector<Member> all = pooled(treated, control);
  Excess sum;
  auto n = static_cast<double>(all.size());
  auto n1 = static_cast<double>(treated.size());
  for (auto i = all.begin(); i != all.end();) {
    const double time = i->followed.time;
    double events = 0.0;
    double events1 = 0.0;
    double gone = 0.0;
    double gone1 = 0.0;
    for (; i != all.end() && i->followed.time == time; ++i) {
      const double own = i->treated ? 1.0 : 0.0;
      gone += 1.0;
      gone1 += own;
      events += i->followed.event ? 1.0 : 0.0;
      events1 += i->followed.event ? own : 0.0;
    }
    const double share = n1 / n;
    sum.events += events1 - events * share;
    if (n > 1.0) sum.variance += events * share * (1.0 - share) * (n - events) / (n - 1.0);
    n -= gone;
    n1 -= gone1;
  }
  return sum;
}

TestResult result_of(const Excess& sum) {
  if (!(sum.variance > 0.0)) return {};
  return as_ratio(statistics::by_z(sum.events / sum.variance, 1.0 / std::sqrt(sum.variance)));
}

}  // namespace

TestResult logrank(std::span<const Followed> treated, std::span<const Followed> control) {
  return result_of(excess(treated, control));
}

TestResult logrank(std::span<const SurvivalArms> strata) {
  Excess sum;
  for (const SurvivalArms& stratum : strata) {
    const Excess own = excess(stratum.treated, stratum.control);
    sum.events += own.events;
    sum.variance += own.variance;
  }
  return result_of(sum);
}

}  // namespace pressor
