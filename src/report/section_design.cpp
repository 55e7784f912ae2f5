#include <fmt/format.h>

#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"
#include "treatments.h"

/// How the trial was built.
namespace pressor::report {
namespace {

std::string ratio_words(const Evidence& evidence) {
  std::string words;
  for (const Arm& arm : evidence.study().arms) {
    words += (words.empty() ? "" : " : ") + significant(arm.ratio, 3);
  }
  return words;
}

std::string allocation_words(const Study& study) {
  constexpr const char* methods[] = {"simple (independent lots)", "permuted blocks",
                                     "permuted blocks within strata",
                                     "minimization (Pocock and Simon 1975)"};
  std::string words = methods[static_cast<std::size_t>(study.allocation.method)];
  std::string sizes;
  for (const std::uint32_t block : study.allocation.blocks) {
    sizes += (sizes.empty() ? "" : " or ") + std::to_string(block);
  }
  const bool blocks = study.allocation.method == AllocationPlan::Method::permuted_block ||
                      study.allocation.method == AllocationPlan::Method::stratified;
  if (blocks) words += " of " + sizes + " in random order";
  std::string strata;
  for (const Stratum& stratum : study.allocation.strata) {
    strata += (strata.empty() ? "" : ", ") + stratum.name;
  }
  return strata.empty() ? words : words + ", balanced by " + strata;
}

std::string arms_words(const Evidence& evidence) {
  std::string words;
  for (const std::string& arm : evidence.arms) words += (words.empty() ? "" : ", ") + arm;
  return words;
}

std::string crossover_words(const Crossover& crossover) {
  std::string starts;
  for (const double start : crossover.periods) {
    starts += (starts.empty() ? "" : ", ") + duration(start);
  }
  return "every patient gets every arm in turn (Williams' sequences); periods begin at " + starts +
         ", the last " + duration(crossover.wash_out) + " of each without the arm's treatment";
}

std::string loss_words(const Loss& loss) {
  std::string words = percent(loss.withdrawal) + " withdraw, " + percent(loss.non_adherence) +
                      " do not get what their arm gives, " + percent(loss.missed_measurement) +
                      " of measurements are missed";
  for (const MissingCause& cause : loss.causes) {
    words += "; odds of that × " + significant(cause.odds_ratio, 3) + " for " +
             significant(cause.per, 3) + " more " + cause.variable;
  }
  return words;
}

Html endpoint_table(const Evidence& evidence) {
  Table table("Endpoints and how arms are compared", {"Endpoint", "Test"});
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    std::string tests;
    const Comparisons* last = nullptr;
    for (const Comparisons* found : comparisons_of(evidence, c)) {
      if (last != nullptr && last->test == found->test) continue;
      tests += (tests.empty() ? "" : "; ") + test_words(found->test);
      last = found;
    }
    table.row({outcome_of(evidence, c).title, tests.empty() ? "described only" : tests});
  }
  return table.markup();
}

}  // namespace

Section design_section(const Evidence& evidence) {
  const Study& study = evidence.study();
  Section section{"design", "Design", {}, {}};
  Facts facts;
  if (study.randomized()) {
    facts.add("Arms", arms_words(evidence));
    if (evidence.is_trial()) {
      facts.add("Allocation", allocation_words(study) + ", " + ratio_words(evidence));
      facts.add("Centres", std::to_string(study.centres));
      facts.add("Patients a trial", std::to_string(study.patients));
      facts.add("Independent trials", counted(evidence.replicates()));
      if (study.enrolment_rate > 0.0) {
        facts.add("Enrolment", significant(study.enrolment_rate * 30.4375 * 1440.0, 3) +
                                   " patients a month, all centres together");
      }
      facts.add("Losses", loss_words(study.loss));
    }
    if (study.crossover) facts.add("Crossover", crossover_words(*study.crossover));
    facts.add("Twins", study.twins ? "each patient in every arm, with the same random numbers"
                                   : "no: each patient in one arm");
  } else {
    facts.add("Patients", counted(evidence.info.patients));
  }
  facts.add("Circulation", "simulated for " + duration(study.horizon) + ", kept every " +
                               duration(study.output.every));
  facts.add("Survival", study.mortality ? "followed for " + duration(study.follow_up)
                                        : std::string("nobody dies in this study"));
  section.body = facts.markup();
  if (!evidence.blinded) section.body += treatment_lists(evidence);
  if (!evidence.trial.comparisons.empty()) section.body += endpoint_table(evidence);
  return section;
}

}  // namespace pressor::report
