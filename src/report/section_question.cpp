#include <fmt/format.h>

#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/trial/primary.h"
#include "sections.h"
#include "treatments.h"

/// What was asked: who, what is done to them, what is compared.
namespace pressor::report {
namespace {

std::string eligibility(const Study& study) {
  std::string words;
  for (const Condition& condition : study.cast.where) {
    words += (words.empty() ? "" : ", ") + variable_words(study, condition.name) + ' ' +
             printed(condition.text);
  }
  return words;
}

/// What the scenario says of a described person: what is seen, what runs, which parameters it sets.
std::string person_words(const Study& study) {
  std::string words;
  const auto add = [&](const std::string& name, double value, const std::string& unit) {
    const std::string shown = shown_unit(unit);
    words += (words.empty() ? ": " : ", ") + name + ' ' + significant(value, 3) +
             (shown.empty() || shown.front() == '/' ? "" : " ") + shown;
  };
  for (const ValueInfo& info : value_infos(study.cast)) {
    const auto known = study.cast.person.find(info.name);
    if (known == study.cast.person.end()) continue;
    const std::string name = info.name == "saps2" ? "SAPS II" : variable_words(study, info.name);
    add(name, known->second * info.scale, info.shown);
  }
  for (const auto& [drug, dose] : study.cast.steady) {
    add(drug, dose.value, dose.per_kg ? "ug/kg/min" : "ug/min");
  }
  for (const auto& [name, parameter] : study.cast.body.parameters) {
    if (parameter.provenance.source == "set in the scenario") add(name, parameter.value, "1");
  }
  return words;
}

std::string followed_words(const Study& study) {
  const std::string horizon = duration(study.horizon);
  if (!study.mortality) return "circulation followed for " + horizon;
  if (study.follow_up == study.horizon) return "circulation and survival followed for " + horizon;
  return "circulation followed for " + horizon + ", survival for " + duration(study.follow_up);
}

std::string fork_words(const Evidence& evidence) {
  const Study& study = evidence.study();
  const Fork& fork = *study.fork;
  const std::string who =
      study.cast.population
          ? fmt::format("Patient {} of trial {} from the population “{}”", fork.patient,
                        fork.replicate, study.cast.population->title)
          : "One described person (" + study.cast.body.title + person_words(study) + ")";
  return fmt::format("{}, treated as in arm {} until {}; from then on also in {} other ways, {}.",
                     who, fork.arm, duration(fork.at), evidence.arms.size() - 1,
                     followed_words(study)) +
         " Until then all branches are the same to the last bit.";
}

std::string people_words(const Evidence& evidence) {
  const Study& study = evidence.study();
  if (study.fork) return fork_words(evidence);
  if (!study.cast.population) {
    return "One described person (" + study.cast.body.title + person_words(study) + ")" +
           (study.arms.size() > 1 ? fmt::format(", treated in {} ways", study.arms.size()) : "") +
           ", followed for " + duration(study.horizon) + ".";
  }
  const std::string who = study.cast.population->title;
  const std::string entry = eligibility(study);
  return fmt::format("Virtual patients from the population “{}”{}, {} in each of {}; {}.", who,
                     entry.empty() ? "" : ", eligible with " + entry, study.patients,
                     evidence.replicates() == 1
                         ? "one trial"
                         : counted(evidence.replicates()) + " independent trials",
                     followed_words(study));
}

std::string hypothesis_words(const Study& study) {
  std::string words;
  for (const Hypothesis& hypothesis : study.cast.hypotheses) {
    if (hypothesis.name == "none") continue;
    words += (words.empty() ? "" : ", ") + hypothesis.name;
    if (study.cast.hypotheses.size() > 1) words += " (" + percent(hypothesis.weight) + ")";
  }
  return words.empty() ? "Receptors keep their responsiveness over time (hypothesis “none”)."
                       : "How receptors adapt over time: hypothesis " + words + ".";
}

std::string primary_words(const Evidence& evidence, std::size_t column) {
  const std::string test = test_words(comparisons_of(evidence, column).front()->test);
  const bool named = names_primary(evidence.study());
  return fmt::format("{}: {}; {}.", named ? "Primary endpoint" : "Main comparison",
                     outcome_of(evidence, column).title, test) +
         (named ? "" : " The study calls no endpoint primary.");
}

/// Drugs whose effect is not what their files say.
std::string effect_words(const Study& study) {
  std::string words;
  for (const CastDrug& drug : study.cast.drugs) {
    if (drug.effect == 1.0) continue;
    words += fmt::format(" The scenario gives {} {}.", drug.drug.name,
                         drug.effect == 0.0 ? std::string("no effect at all")
                                            : significant(drug.effect, 3) + " times its effect");
  }
  return words;
}

/// Arms in a line each; the orders in full stand in the design.
Html arms_list(const Evidence& evidence) {
  if (evidence.arms.size() < 2) return {};
  const std::vector<std::string> words = treatment_words(evidence);
  std::vector<std::string> lines;
  for (std::size_t a = 0; a < words.size(); ++a) {
    lines.push_back(evidence.arms[a] + (words[a].empty() ? "" : ": " + words[a]));
  }
  return bullets(lines);
}

}  // namespace

Section question_section(const Evidence& evidence) {
  Section section{"question", "What was asked", {}, {}};
  section.body = paragraph(people_words(evidence));
  if (!evidence.blinded) section.body += arms_list(evidence);
  if (const auto primary = primary_column(evidence)) {
    section.body += paragraph(primary_words(evidence, *primary));
  }
  section.body += paragraph(hypothesis_words(evidence.study()) +
                            (evidence.blinded ? "" : effect_words(evidence.study())));
  if (evidence.blinded) {
    section.body += paragraph(
        "This report is blinded: arms carry letters, and what would tell them "
        "apart is left out.");
  }
  return section;
}

}  // namespace pressor::report
