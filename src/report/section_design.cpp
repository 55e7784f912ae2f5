#include <fmt/format.h>

#include "outcome.h"
#include "pressor/core/minutes.h"
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
    strata += (strata.empty() ? "" : ", ") + variable_words(study, stratum.name);
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

std::string numbers_words(const std::vector<std::uint32_t>& numbers) {
  std::string words;
  for (const std::uint32_t n : numbers) words += (words.empty() ? "" : ", ") + counted(n);
  return words;
}

std::string spending_words(const Spending& spending) {
  switch (spending.kind) {
    case SpendingKind::obrien_fleming:
      return "spent like O'Brien and Fleming";
    case SpendingKind::pocock:
      return "spent like Pocock";
    case SpendingKind::hwang_shih_decani:
      return "spent by Hwang, Shih and DeCani, γ " + fixed(spending.parameter, 1);
    case SpendingKind::power:
      return "spent by the power " + fixed(spending.parameter, 1);
  }
  return {};
}

/// Why a trial may end early: each rule with its error.
std::string rule_words(const StopPlan& plan) {
  std::vector<std::string> rules;
  if (plan.efficacy) {
    rules.push_back(fmt::format("benefit (error {} two-sided, {})", significant(plan.alpha, 3),
                                spending_words(plan.spending)));
  }
  if (plan.futility && plan.conditional_power) {
    rules.push_back(fmt::format("futility (conditional power of {} or less under the trend so far)",
                                percent(*plan.conditional_power)));
  } else if (plan.futility) {
    rules.push_back(fmt::format("futility (error {}, {})", significant(plan.futility_error, 3),
                                spending_words(plan.spending)));
  }
  if (plan.harm) {
    rules.push_back(fmt::format("harm (error {} one-sided, {})", significant(plan.harm_alpha, 3),
                                spending_words(plan.harm_spending)));
  }
  return fmt::format("{}", fmt::join(rules, "; "));
}

std::string stop_words(const Evidence& evidence, const StopPlan& plan) {
  const Comparisons& found = evidence.trial.comparisons.at(evidence.trial.stopping->comparison);
  return fmt::format("after {} patients, by {} of {}, for {}", numbers_words(plan.looks),
                     test_words(found.test), outcome_of(evidence, found.column).title,
                     rule_words(plan));
}

std::string loss_words(const Study& study) {
  const Loss& loss = study.loss;
  std::string words = percent(loss.withdrawal) + " withdraw, " + percent(loss.non_adherence) +
                      " do not get what their arm gives, " + percent(loss.missed_measurement) +
                      " of measurements are missed";
  for (const MissingCause& cause : loss.causes) {
    words += "; odds of that × " + significant(cause.odds_ratio, 3) + " for " +
             significant(cause.per, 3) + " more " + variable_words(study, cause.variable);
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
        facts.add("Enrolment", significant(study.enrolment_rate * 30.4375 * minutes_a_day, 3) +
                                   " patients a month, all centres together");
      }
      facts.add("Losses", loss_words(study));
    }
    if (!study.sizes.empty()) {
      facts.add("Also analysed", "the first " + numbers_words(study.sizes) + " patients");
    }
    if (study.stop && evidence.trial.stopping) {
      facts.add("Interim looks", stop_words(evidence, *study.stop));
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
