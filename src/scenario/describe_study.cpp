#include <algorithm>

#include "pressor/scenario/describe.h"
#include "words.h"

namespace pressor {
namespace {

constexpr double minutes_a_week = 10'080.0;

/// A heading, and what stands under it.
std::string part(const std::string& heading, const std::string& lines) {
  return lines.empty() ? std::string{} : heading + '\n' + lines;
}

std::string line(const std::string& text) { return "  " + text + '\n'; }

std::string_view unit_of(const std::vector<ValueInfo>& infos, const std::string& name) {
  const auto info =
      std::find_if(infos.begin(), infos.end(), [&](const ValueInfo& i) { return i.name == name; });
  return info == infos.end() ? std::string_view("1") : std::string_view(info->unit);
}

std::string describe_people(const Cast& cast) {
  const auto infos = value_infos(cast);
  std::string out;
  if (cast.population) {
    out += line("population " + cast.population->name + " (" +
                counted(cast.population->draws.size(), "draw") + ") on body " + cast.body.name);
  } else {
    out += line("one described person, body " + cast.body.name);
  }
  for (const auto& [name, value] : cast.person) {
    out += line(name + ' ' + with_unit(value, unit_of(infos, name)));
  }
  for (const Condition& condition : cast.where) {
    out += line("only " + condition.name + ' ' +
                comparison_text(condition.comparison, unit_of(infos, condition.name)));
  }
  out += describe_matching(cast);
  if (cast.population) {
    const bool entry = cast.population->lactate_risk == LactateRisk::baseline;
    out += line(entry ? "lactate at entry counts in the hazard, not what becomes of it"
                      : "lactate counts in the hazard as it is: prognostic, not causal");
  }
  if (cast.population && cast.population->mortality) {
    const TypicalValue& risk = cast.body.parameters.at("base_risk");
    out += line("base_risk " + rounded(risk.value) + ", " + risk.provenance.source);
  }
  for (const auto& [name, parameter] : cast.body.parameters) {
    if (parameter.provenance.source != "set in the scenario") continue;
    out += line("parameter " + name + ' ' +
                with_unit(parameter.value, find_body_parameter(name)->unit) +
                (parameter.per_kg ? "/kg" : "") + ", set in the scenario");
  }
  return out;
}

std::string describe_hypotheses(const Cast& cast) {
  std::string out;
  for (const Hypothesis& hypothesis : cast.hypotheses) {
    out += line("weight " + rounded(hypothesis.weight) + ": " + hypothesis_line(hypothesis));
  }
  return out;
}

std::string effect_text(const CastDrug& drug) {
  if (drug.effect == 1.0) return "";
  if (drug.effect == 0.0) return "; without any effect";
  return "; effect x " + format_number(drug.effect);
}

std::string describe_drugs(const Cast& cast) {
  std::string out;
  for (const CastDrug& drug : cast.drugs) {
    const KineticSet& set = drug.drug.set(drug.set, cast.body.name);
    std::string running;
    const auto steady = cast.steady.find(drug.drug.name);
    const auto own = cast.body.infusions.find(drug.drug.name);
    if (steady != cast.steady.end()) {
      running = "; before t = 0: " + rate_text(steady->second, drug.drug);
    } else if (own != cast.body.infusions.end()) {
      running = "; before t = 0: " + rate_text(own->second.dose, drug.drug) +
                (cast.population ? " in the typical body" : "");
    }
    out += line(drug.drug.name + " (" + drug.drug.code + "), kinetic set " + set.name + ": " +
                set.title + running + effect_text(drug));
  }
  return out;
}

/// Orders with the margin that they have under their heading.
std::string orders_text(const Study& study, const Orders& orders, const std::string& margin) {
  std::vector<Drug> drugs;
  for (const CastDrug& drug : study.cast.drugs) drugs.push_back(drug.drug);
  return describe_orders(orders, drugs, margin);
}

std::string describe_arms(const Study& study) {
  std::string out;
  if (study.crossover) {
    out += line("common to all");
    out += orders_text(study, study.common, "    ");
  }
  for (const Arm& arm : study.arms) {
    out += line(arm.name +
                (study.randomized() && !study.crossover ? ", share " + rounded(arm.ratio) : ""));
    out += orders_text(study, arm.orders, "    ");
  }
  return out;
}

std::string percent(double share) { return rounded(100.0 * share) + " %"; }

std::string describe_loss(const Loss& loss) {
  std::string out =
      line("lost: " + percent(loss.withdrawal) + " of patients, " +
           percent(loss.missed_measurement) + " of measurements" +
           (loss.non_adherence > 0.0
                ? ", the arm's treatment of " + percent(loss.non_adherence) + " of patients"
                : ""));
  for (const MissingCause& cause : loss.causes) {
    out +=
        line("odds of a missed measurement x " + rounded(cause.odds_ratio) + " for every " +
             rounded(cause.per) + " of " + cause.variable + " above " + rounded(cause.reference));
  }
  return out;
}

std::string describe_looks(const Study& study) {
  std::string out;
  const auto numbers = [](const std::vector<std::uint32_t>& counts) {
    std::vector<std::string> texts;
    for (const std::uint32_t count : counts) texts.push_back(std::to_string(count));
    return joined(texts);
  };
  if (!study.sizes.empty()) {
    out += line("also analysed: the first " + numbers(study.sizes) + " patients");
  }
  if (!study.stop) return out;
  const StopPlan& plan = *study.stop;
  std::vector<std::string> rules;
  if (plan.efficacy) rules.push_back("efficacy (" + rounded(plan.alpha) + " two-sided)");
  if (plan.futility && plan.conditional_power) {
    rules.push_back("futility (conditional power up to " + rounded(*plan.conditional_power) + ")");
  } else if (plan.futility) {
    rules.push_back("futility (" + rounded(plan.futility_error) + ")");
  }
  if (plan.harm) rules.push_back("harm (" + rounded(plan.harm_alpha) + " one-sided)");
  return out + line("may stop for " + joined(rules) + " by " + test_text(plan.test) + " of " +
                    plan.column + " after " + numbers(plan.looks) + " patients");
}

std::string describe_design(const Study& study) {
  constexpr const char* methods[] = {"simple", "permuted blocks", "stratified", "minimization"};
  std::string out = line(
      counted(study.patients, "patient") + " x " + counted(study.replicates, "replicate") + ", " +
      counted(study.centres, "centre") + (study.twins ? ", every patient in every arm" : ""));
  if (study.imbalance) {
    out += line("imposed: " + study.imbalance->column + " of " + study.arms[1].name + " minus " +
                study.arms[0].name + " is " + rounded(study.imbalance->gap) + " +- " +
                rounded(study.imbalance->within) + " in every replicate");
  }
  if (study.crossover) {
    std::vector<std::string> starts;
    for (const double start : study.crossover->periods) starts.push_back(time_text(start));
    out += line("crossover: every patient in every arm in turn, periods of " +
                time_text(period_span(study)) + " from " + joined(starts) + ", wash-out " +
                time_text(study.crossover->wash_out));
  }
  if (study.enrolment_rate > 0.0) {
    out += line("enrolment: " + rounded(study.enrolment_rate * minutes_a_week) +
                " patients a week, all centres together");
  }
  if (study.randomized()) {
    std::vector<std::string> strata;
    for (const Stratum& stratum : study.allocation.strata) strata.push_back(stratum.name);
    out += line(std::string("allocation: ") +
                methods[static_cast<std::size_t>(study.allocation.method)] +
                (strata.empty() ? "" : ", balanced by " + joined(strata)));
  }
  return out + describe_loss(study.loss) + describe_looks(study);
}

std::string describe_endpoints(const Study& study) {
  std::string out;
  for (const Endpoint& endpoint : study.endpoints) {
    std::vector<std::string> times;
    for (const double at : endpoint.at) times.push_back(time_text(at));
    std::vector<std::string> tests;
    for (const PlannedTest& test : endpoint.compare) tests.push_back(test_text(test));
    const std::string when = endpoint.window ? " over " + time_text((*endpoint.window)[0]) +
                                                   " to " + time_text((*endpoint.window)[1])
                                             : " at " + joined(times);
    out += line(endpoint.name + ": " + endpoint.measure.text + when +
                (tests.empty() ? "" : "; " + joined(tests)));
  }
  return out;
}

std::string describe_output(const Study& study) {
  const OutputPlan& plan = study.output;
  const std::string rows = !plan.first_given                    ? "all rows up to 1000, else 100"
                           : plan.first == OutputPlan::everyone ? "all rows"
                                                                : counted(plan.first, "row");
  return line("trajectories of " + rows + ", every " + time_text(plan.every) + ", " +
              (plan.variables.empty() ? "all variables" : joined(plan.variables)));
}

std::string describe_uncertainty(const UncertaintyPlan& plan) {
  if (plan.draws == 0) return {};
  return line(counted(plan.draws, "draw") + " of every number of the model, SD of the log " +
              rounded(plan.spreads.a) + " (A), " + rounded(plan.spreads.b) + " (B), " +
              rounded(plan.spreads.c) + " (C)");
}

std::string describe_pulsatile(const Study& study) {
  if (study.pulsatile_at.empty()) return {};
  std::vector<std::string> times;
  for (const double at : study.pulsatile_at) times.push_back(time_text(at));
  return line("pulsatile body of the kept rows at " + joined(times));
}

std::string describe_warnings(const Study& study) {
  std::string out;
  for (const std::string& warning : study.warnings) out += line(warning);
  return out;
}

}  // namespace

std::string counted(std::uint64_t count, const std::string& one, const std::string& several) {
  const std::string many = several.empty() ? one + 's' : several;
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::string describe_study(const LoadedStudy& loaded) {
  const Study& study = loaded.study;
  return study.name + ": " + study.title + '\n' +
         line("seed " + std::to_string(study.seed) + ", horizon " + time_text(study.horizon) +
              ", " +
              (study.mortality ? "survival followed to " + time_text(study.follow_up)
                               : std::string("nobody dies of hazard"))) +
         line(std::string(study.engine == EngineKind::reference ? "reference" : "ensemble") +
              " engine, tolerance " + rounded(study.tolerance)) +
         part("people", describe_people(study.cast)) +
         part("hypotheses", describe_hypotheses(study.cast)) +
         part("drugs", describe_drugs(study.cast)) + part("arms", describe_arms(study)) +
         part("design", describe_design(study)) + part("endpoints", describe_endpoints(study)) +
         part("output", describe_output(study) + describe_pulsatile(study)) +
         part("uncertainty", describe_uncertainty(study.uncertainty)) +
         part("allowed", describe_warnings(study));
}

std::string describe_sweep(const SweepPlan& plan) {
  constexpr const char* methods[] = {"grid", "list", "latin hypercube", "Sobol sequence",
                                     "given points"};
  std::string out = "sweep\n" + line(std::string(methods[static_cast<std::size_t>(plan.method)]) +
                                     ", " + counted(plan.points(), "point"));
  constexpr std::size_t most_told = 8;
  for (const SweepAxis& axis : plan.axes) {
    const std::size_t n = std::min(axis.levels.size(), most_told);
    const std::vector<std::string> told(axis.levels.begin(),
                                        axis.levels.begin() + static_cast<std::ptrdiff_t>(n));
    const bool more = axis.levels.size() > n;
    out += line(axis.name + " (" + axis.path + "): " + joined(told) + (more ? " ..." : ""));
  }
  return out;
}

std::string describe_orders(const Study& study, const Orders& orders) {
  return orders_text(study, orders, "");
}

}  // namespace pressor
