#include <fmt/format.h>

#include <array>
#include <cmath>

#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// Where a stopping rule would have ended the trials, and what that does to their estimates.
namespace pressor::report {
namespace {

std::string bound(double z) { return std::isfinite(z) ? fixed(z, 2) : std::string("–"); }

std::string stopped(const Share& share) {
  return share.count == 0 ? "–" : percent(share.value) + " (" + counted(share.count) + ")";
}

Html look_table(const Stopping& stopping) {
  Table table("Looks: boundaries on z (positive: the treatment does better) and how trials ended",
              {"Patients followed", "Benefit from", "Futility below", "Harm below",
               "Ended: benefit", "Futility", "Harm", "At full size"});
  for (std::size_t i = 0; i < stopping.looks.size(); ++i) {
    const Look& look = stopping.looks[i];
    const auto& ended = stopping.stopped.at(i);
    const auto share = [&](StopReason reason) {
      return stopped(ended.at(static_cast<std::size_t>(reason)));
    };
    table.row({counted(look.patients), bound(look.efficacy), bound(look.futility), bound(look.harm),
               share(StopReason::efficacy), share(StopReason::futility), share(StopReason::harm),
               share(StopReason::completed)});
  }
  return table.markup("numbers");
}

std::string saving_words(const Evidence& evidence, const Stopping& stopping) {
  std::string words = fmt::format(
      "With this rule a trial analyses {} patients on average and enrols {}, instead of {}",
      fixed(stopping.expected_analysed, 1), fixed(stopping.expected_enrolled, 1),
      evidence.study().patients);
  if (evidence.study().enrolment_rate > 0.0) {
    words += ", and lasts " + fixed(stopping.expected_time / 43830.0, 1) + " months";
  }
  return words + ".";
}

std::string bias_words(const Evidence& evidence, const Stopping& stopping) {
  const Comparisons& found = evidence.trial.comparisons.at(stopping.comparison);
  const Outcome outcome = outcome_of(evidence, found.column);
  if (std::isnan(stopping.estimate_early)) return "No trial ended early.";
  const auto words = [&](double estimate) { return estimate_text(outcome, found.test, estimate); };
  return fmt::format(
      "{}, {}: trials that ended early estimated {} on average ({} when corrected for the looks, "
      "median unbiased); all trials together {} ({}). An estimate at an early stop is too far out.",
      outcome.title, test_words(found.test), words(stopping.estimate_early),
      words(stopping.unbiased_early), words(stopping.estimate_mean), words(stopping.unbiased_mean));
}

}  // namespace

Section stopping_section(const Evidence& evidence) {
  Section section{"stopping", "Interim looks", {}, "the study has no stopping rule"};
  if (evidence.blinded) section.absent = "blinded, or the study has no stopping rule";
  if (!evidence.trial.stopping) return section;
  const Stopping& stopping = *evidence.trial.stopping;
  section.body = look_table(stopping) + paragraph(saving_words(evidence, stopping)) +
                 paragraph(bias_words(evidence, stopping));
  return section;
}

}  // namespace pressor::report
