#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "pressor/core/random.h"
#include "replicate.h"

/// Type I error of every test: made-up patients of two arms between whom nothing differs, through
/// the analysis of a trial (src/trial/replicate.h) as a study runs it.
///
///     type_one [REPLICATES] [PATIENTS]     10,000 of 32 when it is not said
///
/// Continuous tests must reject in the 99.9 % binomial band around 5 %, exact tests of counts and
/// ranks must not lie above it; of the uncorrected chi-square, log-rank and the other large-sample
/// tests in small arms the size is reported. Exit code 1 when a test that must does not.
namespace pressor {
namespace {

using trial::carry_out;
using trial::PlannedComparison;
using trial::Replicate;
using trial::Subject;

constexpr double nominal = 0.05;
constexpr double deaths = 0.4;
constexpr double follow_up = 100.0;

/// What is asked of the rejections.
enum class Rule { in_band, not_above, reported };

struct Line {
  PlannedTest test;
  std::size_t column;
  Rule rule;
};

enum Column : std::size_t { baseline, middle, last, death, column_count };

PlannedTest adjusted(Test test, bool first, std::vector<std::string> covariates) {
  PlannedTest made(test);
  made.baseline = first;
  made.covariates = std::move(covariates);
  return made;
}

std::vector<Line> lines() {
  return {{Test::welch, last, Rule::in_band},
          {Test::student, last, Rule::in_band},
          {Test::paired, last, Rule::in_band},
          {adjusted(Test::ancova, true, {}), last, Rule::in_band},
          {adjusted(Test::ancova, true, {"saps2", "centre"}), last, Rule::in_band},
          {Test::mmrm, last, Rule::in_band},
          {Test::wilcoxon, last, Rule::not_above},
          {Test::win_ratio, last, Rule::reported},
          {Test::chi2, death, Rule::reported},
          {Test::fisher, death, Rule::not_above},
          {Test::boschloo, death, Rule::not_above},
          {Test::logrank, death, Rule::reported},
          {Test::cox, death, Rule::reported},
          {Test::rmst, death, Rule::reported}};
}

EndpointValue present(double value) { return {value, Missing::present, false, 0.0}; }

/// A baseline, two later values that remember it and each other, and a death.
Subject subject(std::uint32_t replicate, std::uint32_t slot, std::uint32_t arm) {
  RandomStream random({20'250'228, replicate, slot, Stream::outcome, arm});
  Subject s;
  s.slot = slot;
  s.arm = arm;
  const double saps2 = random.normal();
  const double first = 0.3 * saps2 + random.normal();
  const double second = 0.6 * first + 0.8 * random.normal();
  const double third = 0.3 * first + 0.5 * second + 0.7 * random.normal();
  const double time = -std::log(random.uniform()) * follow_up / -std::log(1.0 - deaths);
  const bool dead = time < follow_up;
  s.values = {present(first),
              present(second),
              present(third),
              {dead ? 1.0 : 0.0, Missing::present, dead, std::min(time, follow_up)}};
  s.covariates = {saps2, std::floor(3.0 * random.uniform())};
  return s;
}

Replicate replicate(std::uint32_t number, std::uint32_t patients, bool in_both) {
  Replicate made;
  for (std::uint32_t slot = 0; slot < patients; ++slot) {
    for (const std::uint32_t arm : {0U, 1U}) {
      if (in_both || arm == slot % 2) made.subjects.push_back(subject(number, slot, arm));
    }
  }
  return made;
}

PlannedComparison planned(const Line& line) {
  PlannedComparison made;
  made.test = line.test;
  made.column = line.column;
  made.first_column = baseline;
  made.time = follow_up;
  for (const std::string& name : line.test.covariates) {
    made.covariates.push_back(name == "saps2" ? 0 : 1);
  }
  return made;
}

/// Half the width of the 99.9 % band, normal approximation to the binomial.
double band(double replicates) {
  return normal_quantile(0.9995) * std::sqrt(nominal * (1.0 - nominal) / replicates);
}

bool rejects_as_asked(const Line& line, std::uint32_t replicates, std::uint32_t patients) {
  const std::vector<std::string> names{"saps2", "centre"};
  const PlannedComparison comparison = planned(line);
  std::uint32_t rejected = 0;
  double spent = 0.0;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const Replicate data = replicate(r, patients, line.test.test == Test::paired);
    const auto start = std::chrono::steady_clock::now();
    const trial::Found found = carry_out(comparison, names, data, {});
    spent += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    rejected += found.result.p < nominal ? 1U : 0U;
  }
  const double share = static_cast<double>(rejected) / replicates;
  const bool low = share < nominal - band(replicates);
  const bool high = share > nominal + band(replicates);
  const bool fails =
      (line.rule == Rule::in_band && (low || high)) || (line.rule == Rule::not_above && high);
  const char* rules[] = {"in the band", "not above it", "reported"};
  std::printf("%-32s %6.2f %%   %-12s %-6s %8.1f us\n", test_text(line.test).c_str(), 100.0 * share,
              rules[static_cast<std::size_t>(line.rule)],
              fails                         ? "MISS"
              : line.rule == Rule::reported ? ""
                                            : "holds",
              1.0e6 * spent / replicates);
  return !fails;
}

}  // namespace
}  // namespace pressor

int main(int argc, char** argv) {
  const auto argument = [&](int at, unsigned long absent) {
    return static_cast<std::uint32_t>(argc > at ? std::strtoul(argv[at], nullptr, 10) : absent);
  };
  const std::uint32_t replicates = argument(1, 10'000);
  const std::uint32_t patients = argument(2, 32);
  std::printf("%u replicates of %u patients, p < 0.05; 99.9 %% band %.2f to %.2f %%\n", replicates,
              patients, 100.0 * (pressor::nominal - pressor::band(replicates)),
              100.0 * (pressor::nominal + pressor::band(replicates)));
  bool holds = true;
  for (const pressor::Line& line : pressor::lines()) {
    holds = pressor::rejects_as_asked(line, replicates, patients) && holds;
  }
  return holds ? 0 : 1;
}
