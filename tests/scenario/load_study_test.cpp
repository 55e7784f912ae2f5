#include "pressor/scenario/load_study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const LoadedStudy& sample() {
  static const LoadedStudy loaded = load_changed(sample_trial(), {});
  return loaded;
}

std::size_t drug(const Study& study, const std::string& name) {
  return study.cast.model.drug(name);
}

TEST(LoadStudy, ReadsWhatTheStudyIs) {
  const Study& study = sample().study;
  EXPECT_EQ(study.name, "sample");
  EXPECT_EQ(study.seed, 42u);
  EXPECT_DOUBLE_EQ(study.horizon, 1440.0);
  EXPECT_DOUBLE_EQ(study.follow_up, 28.0 * 1440.0);
  EXPECT_DOUBLE_EQ(study.tolerance, 1e-7);
  EXPECT_TRUE(study.mortality);
  EXPECT_TRUE(study.warnings.empty());
}

TEST(LoadStudy, ReadsWhoTakesPart) {
  const Cast& cast = sample().study.cast;
  ASSERT_TRUE(cast.population.has_value());
  EXPECT_EQ(cast.body.name, "septic");
  EXPECT_DOUBLE_EQ(cast.body.parameters.at("plasma_fraction").value, 0.6);
  const auto& draws = cast.population->draws;
  const auto weight = std::find_if(draws.begin(), draws.end(),
                                   [](const Draw& draw) { return draw.name == "weight"; });
  EXPECT_EQ(weight->distribution, Distribution::normal);
  EXPECT_DOUBLE_EQ(weight->centre, 90.0);
  EXPECT_EQ(
      std::count_if(draws.begin(), draws.end(), [](const Draw& d) { return d.name == "weight"; }),
      1);
}

TEST(LoadStudy, CountsEligibilityInTheUnitsOfThePatients) {
  const auto& where = sample().study.cast.where;
  ASSERT_EQ(where.size(), 3u);
  EXPECT_EQ(where[0].name, "NE_DOSE");
  EXPECT_DOUBLE_EQ(where[0].comparison.limit, 0.25);  // of base
  EXPECT_EQ(where[1].name, "CI");
  EXPECT_DOUBLE_EQ(where[1].comparison.limit, 2200.0);
  EXPECT_EQ(where[2].comparison.relation, Relation::less);
}

TEST(LoadStudy, MixesHypothesesAndChangesThem) {
  const auto& hypotheses = sample().study.cast.hypotheses;
  ASSERT_EQ(hypotheses.size(), 2u);
  EXPECT_EQ(hypotheses[0].name, "none");
  EXPECT_TRUE(hypotheses[0].changes.empty());
  EXPECT_EQ(hypotheses[1].name, "heterologous");
  EXPECT_DOUBLE_EQ(hypotheses[1].weight, 3.0);
  ASSERT_EQ(hypotheses[1].changes.size(), 3u);
  EXPECT_NEAR(hypotheses[1].changes[0].value, 0.06 / 60.0, 1e-15);
  EXPECT_EQ(hypotheses[1].changes[1].name, "tone_effect");
  EXPECT_DOUBLE_EQ(hypotheses[1].changes[1].value, 0.65);
  EXPECT_TRUE(hypotheses[1].changes[2].factor);
}

TEST(LoadStudy, ChoosesKineticsByBodyUnlessToldOtherwise) {
  const auto& drugs = sample().study.cast.drugs;
  const auto set_of = [&](const std::string& name) {
    return drugs[drug(sample().study, name)].set;
  };
  EXPECT_EQ(set_of("dexmedetomidine"), "hannivoort");
  EXPECT_EQ(set_of("norepinephrine"), "severity");
  EXPECT_EQ(load_changed(sample_trial(), {"kinetics="})
                .study.cast.drugs[drug(sample().study, "dexmedetomidine")]
                .set,
            "icu");
}

TEST(LoadStudy, GivesADrugAShareOfItsEffect) {
  const auto with = [](const std::string& share) {
    const Study study = load_changed(sample_trial(), {"effects.dexmedetomidine=" + share}).study;
    return study.cast.drugs[drug(study, "dexmedetomidine")];
  };
  const CastDrug& whole = sample().study.cast.drugs[drug(sample().study, "dexmedetomidine")];
  const CastDrug half = with("0.5");
  EXPECT_EQ(whole.effect, 1.0);
  EXPECT_EQ(half.effect, 0.5);
  ASSERT_EQ(half.drug.actions.size(), whole.drug.actions.size());
  EXPECT_EQ(half.drug.actions[0].potency.value, 2.0 * whole.drug.actions[0].potency.value);
  EXPECT_EQ(half.drug.actions[0].potency.provenance.grade, 'C');
  EXPECT_THAT(half.drug.actions[0].potency.provenance.source,
              HasSubstr("effect x 0.5 in the scenario"));
  const CastDrug none = with("0");
  EXPECT_TRUE(none.drug.actions.empty());
  EXPECT_EQ(none.drug.sites.size(), whole.drug.sites.size());
}

TEST(LoadStudy, LetsSedationShapeTheBaseline) {
  const Study& study = sample().study;
  const Dose dose = study.cast.steady.at("propofol");
  EXPECT_NEAR(dose.value, 2000.0 / 60.0, 1e-12);
  EXPECT_TRUE(dose.per_kg);
  const DrugOrder& order = study.arms[0].orders.drugs.at(0);
  EXPECT_TRUE(order.steady);
  EXPECT_DOUBLE_EQ(order.until, 720.0);
}

TEST(LoadStudy, ReadsEveryFormOfADose) {
  const Study& study = sample().study;
  const auto& drugs = study.arms[1].orders.drugs;
  ASSERT_EQ(drugs.size(), 5u);
  EXPECT_EQ(drugs[1].kind, DrugOrder::Kind::infusion);
  EXPECT_EQ(drugs[1].drug, drug(study, "dexmedetomidine"));
  EXPECT_NEAR(drugs[1].dose.value, 1.0 / 60.0, 1e-15);
  EXPECT_DOUBLE_EQ(drugs[1].from, 65.0);
  EXPECT_EQ(drugs[2].kind, DrugOrder::Kind::bolus);
  EXPECT_DOUBLE_EQ(drugs[2].from, 70.0);
  EXPECT_DOUBLE_EQ(drugs[3].from, 540.0);
  EXPECT_DOUBLE_EQ(drugs[3].duration, 10.0);
  EXPECT_EQ(drugs[4].kind, DrugOrder::Kind::target);
  EXPECT_DOUBLE_EQ(drugs[4].target, 20.0);
  EXPECT_DOUBLE_EQ(drugs[4].step, 2.0);
  EXPECT_FALSE(drugs[4].typical_pump);
}

TEST(LoadStudy, ReadsFluidsBleedingAndSteroid) {
  const Orders& orders = sample().study.arms[0].orders;
  ASSERT_EQ(orders.fluids.size(), 2u);
  EXPECT_DOUBLE_EQ(orders.fluids[0].volume, 10.0);
  EXPECT_TRUE(orders.fluids[0].per_kg);
  EXPECT_EQ(orders.fluids[1].kind, FluidOrder::Kind::bleeding);
  EXPECT_DOUBLE_EQ(orders.fluids[1].volume, 500.0);
  EXPECT_DOUBLE_EQ(orders.steroids.at(0).from, 180.0);
  EXPECT_DOUBLE_EQ(orders.steroids.at(0).until, 720.0);
}

TEST(LoadStudy, ReadsATitrationThatStandsOnAProtocol) {
  const Study& study = sample().study;
  const Titration& titration = study.arms[0].orders.titrations.at(0);
  EXPECT_EQ(titration.drug, drug(study, "norepinephrine"));
  EXPECT_DOUBLE_EQ(titration.every, 10.0);
  EXPECT_DOUBLE_EQ(titration.low, 65.0);
  ASSERT_EQ(titration.steps.size(), 6u);
  EXPECT_EQ(titration.steps[0].when.relation, Relation::less);
  EXPECT_DOUBLE_EQ(titration.steps[0].factor, 1.25);
  EXPECT_DOUBLE_EQ(titration.steps[0].at_least->value, 0.05);
  EXPECT_DOUBLE_EQ(titration.steps[3].sustained, 15.0);
  EXPECT_DOUBLE_EQ(titration.largest.value, 3.0);
  EXPECT_DOUBLE_EQ(titration.rounding, 0.01);
  EXPECT_TRUE(titration.rounding_per_kg);
  EXPECT_DOUBLE_EQ(titration.cuff_noise, 2.0);
  EXPECT_DOUBLE_EQ(titration.missed, 0.05);
  EXPECT_DOUBLE_EQ(titration.line_delay, 1.0);
}

TEST(LoadStudy, ReadsASecondAgent) {
  const auto loaded = load_changed(sample_trial(), {"protocol.titration=nurse_65_vasopressin"});
  const auto& second = loaded.study.arms[0].orders.titrations.at(0).second;
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->drug, drug(loaded.study, "vasopressin"));
  EXPECT_DOUBLE_EQ(second->start_above.value, 0.4);
  EXPECT_DOUBLE_EQ(second->stop_after, 60.0);
}

TEST(LoadStudy, LetsAnArmReplaceAChallengeAndARescue) {
  const Study& study = sample().study;
  const Challenge& common = study.arms[0].orders.challenges.at(0);
  EXPECT_THAT(common.at, ElementsAre(0.0, 360.0));
  ASSERT_EQ(common.ladder.size(), 6u);
  EXPECT_DOUBLE_EQ(common.ladder[0].value, 0.5);
  EXPECT_TRUE(common.ladder[5].per_kg);
  EXPECT_DOUBLE_EQ(common.stop_rate->limit, 50.0);
  const Challenge& own = study.arms[1].orders.challenges.at(0);
  EXPECT_THAT(own.at, ElementsAre(360.0));
  EXPECT_EQ(own.ladder.size(), 2u);
  EXPECT_DOUBLE_EQ(own.stop_map->limit, 120.0);
  EXPECT_DOUBLE_EQ(own.stop_rate->limit, 50.0);  // from the base
  EXPECT_EQ(study.arms[0].orders.rescues.size(), 2u);
  EXPECT_TRUE(study.arms[1].orders.rescues.empty());
}

TEST(LoadStudy, ReadsRescues) {
  const auto& rescues = sample().study.arms[0].orders.rescues;
  EXPECT_EQ(rescues[0].name, "bradycardia");
  EXPECT_EQ(rescues[0].sign, Rescue::Sign::heart_rate);
  EXPECT_THAT(rescues[0].stop, ElementsAre(drug(sample().study, "dexmedetomidine")));
  EXPECT_EQ(rescues[1].sign, Rescue::Sign::map);
  EXPECT_DOUBLE_EQ(rescues[1].fluid->volume, 250.0);
}

TEST(LoadStudy, SolvesTheBaseHazardForAStatedMortality) {
  const auto loaded = [](const std::string& share) {
    return load_changed(sample_trial(), {"population.mortality={share: " + share + ", at: 28 d}"})
        .study.cast.body.parameters.at("base_risk");
  };
  const TypicalValue low = loaded("38 %");
  EXPECT_EQ(low.provenance.source, "solved: 38 % dead at 28 d");
  EXPECT_EQ(low.provenance.grade, 'B');
  EXPECT_GT(low.value, 0.0);
  EXPECT_LT(low.value, loaded("0.5").value);
  EXPECT_EQ(low.value, loaded("0.38").value);
}

TEST(LoadStudy, ReadsBothEndsOfAnEligibility) {
  const auto where =
      load_changed(sample_trial(),
                   {"population.where={NE_DOSE: [\">= 0.1 ug/kg/min\", \"< 0.25 ug/kg/min\"]}"})
          .study.cast.where;
  ASSERT_EQ(where.size(), 2u);
  EXPECT_EQ(where[1].name, "NE_DOSE");
  EXPECT_DOUBLE_EQ(where[0].comparison.limit, 0.1);
  EXPECT_DOUBLE_EQ(where[1].comparison.limit, 0.25);
}

TEST(LoadStudy, ReadsAnImposedImbalance) {
  const Study study =
      load_changed(
          sample_trial(),
          {"design.arms[1].challenge=", "design.arms[1].rescue=", "design.arms[1].give[1].at=[9 h]",
           "design.imbalance={endpoint: pe_ratio@0h, gap: -0.17, within: 0.02}"})
          .study;
  ASSERT_TRUE(study.imbalance.has_value());
  EXPECT_EQ(study.imbalance->column, "pe_ratio@0h");
  EXPECT_DOUBLE_EQ(study.imbalance->gap, -0.17);
  EXPECT_DOUBLE_EQ(study.imbalance->within, 0.02);
}

TEST(LoadStudy, ReadsACrossoverWhoseArmsAreWhatTheyAdd) {
  const std::vector<std::string> changes{
      "design.arms=[{name: control}, {name: treated, give: [{drug: dexmedetomidine, infusion: 1 "
      "ug/kg/h}]}]",
      "design.crossover={periods: [0 h, 12 h], wash_out: 4 h}",
      "design.allocation={method: permuted_block}",
      "design.twins=false",
      "protocol.challenge.at=[6 h, 18 h]",
      "observed=",
      "endpoints=[{name: pe_ratio, measure: challenge_ratio}, {name: top, measure: max(MAP)}]"};
  const Study study = load_changed(sample_trial(), changes).study;
  ASSERT_TRUE(study.crossover.has_value());
  EXPECT_THAT(study.crossover->periods, ElementsAre(0.0, 720.0));
  EXPECT_DOUBLE_EQ(study.crossover->wash_out, 240.0);
  EXPECT_TRUE(study.arms[0].orders.drugs.empty());
  EXPECT_EQ(study.arms[1].orders.drugs.size(), 1u);
  EXPECT_TRUE(study.arms[1].orders.titrations.empty());
  EXPECT_EQ(study.common.titrations.size(), 1u);
  EXPECT_THAT(study.endpoints.at(0).at, ElementsAre(360.0));
  EXPECT_DOUBLE_EQ((*study.endpoints.at(1).window)[1], 720.0);
  EXPECT_EQ(study.rows_per_replicate(), 60u);
  for (const std::string wrong :
       {"{name: x, measure: at(MAP), at: 13 h}", "{name: x, measure: death}"}) {
    std::vector<std::string> spoilt = changes;
    spoilt.back() = "endpoints=[" + wrong + "]";
    EXPECT_THROW(load_changed(sample_trial(), spoilt), InputError) << wrong;
  }
}

TEST(LoadStudy, ReadsHowPatientsComeAndWhatIsLost) {
  const Study study =
      load_changed(sample_trial(),
                   {"design.enrol={patients: 30, over: 60 week}",
                    "design.loss={withdrawal: 0.1, non_adherence: 5 %, missed_measurement: "
                    "{probability: 0.05, causes: [{variable: NE_DOSE, odds_ratio: 2, per: 500 "
                    "ng/kg/min, reference: 0.5 ug/kg/min}]}}"})
          .study;
  EXPECT_EQ(study.patients, 30u);
  EXPECT_DOUBLE_EQ(study.enrolment_rate, 0.5 / (7.0 * 1440.0));
  EXPECT_DOUBLE_EQ(study.loss.non_adherence, 0.05);
  EXPECT_DOUBLE_EQ(study.loss.missed_measurement, 0.05);
  ASSERT_EQ(study.loss.causes.size(), 1u);
  EXPECT_EQ(study.loss.causes[0].variable, "NE_DOSE");
  EXPECT_DOUBLE_EQ(study.loss.causes[0].per, 0.5);
  const Study by_rate =
      load_changed(sample_trial(), {"design.enrol={patients: 30, rate: 0.5 /week}"}).study;
  EXPECT_DOUBLE_EQ(by_rate.enrolment_rate, study.enrolment_rate);
}

TEST(LoadStudy, ReadsTheDesign) {
  const Study& study = sample().study;
  EXPECT_DOUBLE_EQ(study.arms[1].ratio, 2.0);
  EXPECT_EQ(study.allocation.method, AllocationPlan::Method::minimization);
  EXPECT_THAT(study.allocation.blocks, ElementsAre(3u, 6u));
  ASSERT_EQ(study.allocation.strata.size(), 2u);
  EXPECT_EQ(study.allocation.strata[0].name, "centre");
  EXPECT_THAT(study.allocation.strata[1].cuts, ElementsAre(0.5));
  EXPECT_EQ(study.centres, 3u);
  EXPECT_EQ(study.patients, 30u);
  EXPECT_EQ(study.replicates, 5u);
  EXPECT_TRUE(study.twins);
  EXPECT_DOUBLE_EQ(study.loss.withdrawal, 0.02);
  EXPECT_DOUBLE_EQ(study.loss.missed_measurement, 0.05);
  EXPECT_EQ(study.enrolment_rate, 0.0);
  EXPECT_EQ(study.common.challenges.at(0).at.size(), 2u);
}

TEST(LoadStudy, ReadsEndpointsAndSharesIntegralStates) {
  const Study& study = sample().study;
  const auto& e = study.endpoints;
  ASSERT_EQ(e.size(), 11u);
  EXPECT_EQ(e[0].measure.kind, MeasureKind::challenge_ratio);
  EXPECT_THAT(e[0].at, ElementsAre(0.0, 360.0));
  EXPECT_THAT(e[0].compare, ElementsAre(pressor::Test::welch, pressor::Test::student));
  EXPECT_DOUBLE_EQ((*e[1].window)[0], 60.0);
  EXPECT_EQ(e[1].measure.limit_index, e[2].measure.limit_index);
  EXPECT_DOUBLE_EQ((*e[2].window)[1], 1440.0);
  const auto& limits = study.cast.model.limits();
  ASSERT_EQ(limits.size(), 2u);
  EXPECT_TRUE(limits[0].below);
  EXPECT_EQ(limits[1].signal, Watched::output);
  EXPECT_DOUBLE_EQ(limits[1].limit, 5000.0);
  EXPECT_EQ(e[4].measure.limit_index, Measure::from_rows);
  EXPECT_DOUBLE_EQ(e[4].measure.limit->limit, 0.5);
  EXPECT_DOUBLE_EQ(e[5].measure.limit->limit, 40.0);
  EXPECT_EQ(e[7].measure.variable, "norepinephrine");
  EXPECT_THAT(e[8].at, ElementsAre(4320.0, 40320.0));
  EXPECT_EQ(e[9].measure.kind, MeasureKind::rank);
  EXPECT_EQ(e[9].measure.variable, "MAP");
  EXPECT_TRUE(e[10].charted);
}

TEST(LoadStudy, ReadsTestsWithWhatTheyAreAdjustedFor) {
  const Study study =
      load_changed(sample_trial(),
                   {"endpoints[0].compare=[\"ancova(baseline, saps2, centre)\", mmrm(NE_DOSE)]",
                    "endpoints[0].responder=<= -0.1", "endpoints[0].better=lower",
                    "endpoints[8].compare=[rmst(3 d), cox(centre)]"})
          .study;
  const Endpoint& ratio = study.endpoints[0];
  ASSERT_EQ(ratio.compare.size(), 2u);
  EXPECT_TRUE(ratio.compare[0].baseline);
  EXPECT_THAT(ratio.compare[0].covariates, ElementsAre("saps2", "centre"));
  EXPECT_EQ(test_text(ratio.compare[0]), "ancova(baseline, saps2, centre)");
  EXPECT_FALSE(ratio.compare[1].baseline);
  EXPECT_EQ(ratio.better, Better::lower);
  EXPECT_DOUBLE_EQ(ratio.responder->limit, -0.1);
  const Endpoint& death = study.endpoints[8];
  EXPECT_DOUBLE_EQ(death.compare[0].time, 4320.0);
  EXPECT_EQ(test_text(death.compare[0]), "rmst(72 h)");
  EXPECT_EQ(death.better, Better::lower);
}

TEST(LoadStudy, ReadsACompositeAndItsParts) {
  const Study study =
      load_changed(sample_trial(), {"endpoints[8].measure=\"any_of(death, any(MAP < 50 mmHg))\"",
                                    "endpoints[8].at=[6 h, 24 h]"})
          .study;
  const Measure& measure = study.endpoints[8].measure;
  EXPECT_EQ(measure.kind, MeasureKind::any_of);
  ASSERT_EQ(measure.parts.size(), 2u);
  EXPECT_EQ(measure.parts[0].kind, MeasureKind::death);
  EXPECT_EQ(measure.parts[1].variable, "MAP");
  EXPECT_DOUBLE_EQ(measure.parts[1].limit->limit, 50.0);
}

TEST(LoadStudy, ReadsNestedSizesAndAStoppingRule) {
  const Study study =
      load_changed(sample_trial(),
                   {"design.sizes=[8, 16]",
                    "design.stop={rule: [harm, efficacy], look_every: 8, endpoint: death@3d, test: "
                    "fisher, spending: hsd(-4), harm_alpha: 0.1}"})
          .study;
  EXPECT_THAT(study.sizes, ElementsAre(8u, 16u, 30u));
  ASSERT_TRUE(study.stop.has_value());
  EXPECT_THAT(study.stop->looks, ElementsAre(8u, 16u, 24u));
  EXPECT_EQ(study.stop->column, "death@3d");
  EXPECT_EQ(study.stop->test.test, pressor::Test::fisher);
  EXPECT_TRUE(study.stop->harm && study.stop->efficacy && !study.stop->futility);
  EXPECT_EQ(study.stop->spending.kind, SpendingKind::hwang_shih_decani);
  EXPECT_DOUBLE_EQ(study.stop->spending.parameter, -4.0);
  EXPECT_DOUBLE_EQ(study.stop->harm_alpha, 0.1);
  EXPECT_EQ(study.stop->harm_spending.kind, SpendingKind::pocock);
}

TEST(LoadStudy, ReadsFutilityByConditionalPower) {
  const auto futility = [](const std::string& how) {
    return *load_changed(
                sample_trial(),
                {"design.stop={rule: futility, look_every: 8, endpoint: death@3d" + how + "}"})
                .study.stop;
  };
  EXPECT_EQ(futility(", futility: {conditional_power: 0.15}").conditional_power, 0.15);
  EXPECT_EQ(futility(", futility: 0.1").futility_error, 0.1);
  EXPECT_FALSE(futility("").conditional_power.has_value());
}

TEST(LoadStudy, ReadsThePrimaryEndpointAndItsTime) {
  EXPECT_FALSE(sample().study.endpoints[0].primary);
  const Study whole = load_changed(sample_trial(), {"endpoints[death].primary=true"}).study;
  EXPECT_TRUE(whole.endpoints[8].primary);
  EXPECT_FALSE(whole.endpoints[8].primary_at.has_value());
  const Study time = load_changed(sample_trial(), {"endpoints[death].primary=28 d"}).study;
  EXPECT_TRUE(time.endpoints[8].primary);
  EXPECT_EQ(time.endpoints[8].primary_at, 28.0 * 1440.0);
  try {
    (void)load_changed(sample_trial(),
                       {"endpoints[death].primary=true", "endpoints[pe_ratio].primary=6 h"});
    ADD_FAILURE() << "two primary endpoints were read";
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 1U);
    EXPECT_THAT(error.problems()[0].what, HasSubstr("a second primary endpoint"));
  }
}

TEST(LoadStudy, RefusesPValuesOfMoreThanTenThousandPatientsUnlessAsked) {
  const std::string many = "design.enrol=10001";
  EXPECT_THROW(load_changed(sample_trial(), {many}), InputError);
  EXPECT_TRUE(
      load_changed(sample_trial(), {many, "design.allow_large_n=true"}).study.allow_large_n);
  EXPECT_NO_THROW(load_changed(sample_trial(), {"design.enrol=10000"}));
}

TEST(LoadStudy, ReadsPublishedFiguresAndOutput) {
  const Study& study = sample().study;
  ASSERT_EQ(study.observed.size(), 1u);
  EXPECT_EQ(study.observed[0].endpoint, "pe_ratio@6h");
  EXPECT_EQ(study.observed[0].arms[0].arm, "control");
  EXPECT_DOUBLE_EQ(study.observed[0].arms[1].centre, 1.26);
  EXPECT_DOUBLE_EQ(*study.observed[0].arms[1].spread, 0.23);
  EXPECT_DOUBLE_EQ(*study.observed[0].p, 0.048);
  EXPECT_DOUBLE_EQ(study.output.every, 2.0);
  EXPECT_EQ(study.output.first, 10u);
  EXPECT_THAT(study.output.variables, ElementsAre("MAP", "NE_DOSE"));
}

TEST(LoadStudy, ReadsADescribedPerson) {
  const Study study = load_changed(sample_patient(), {}).study;
  EXPECT_FALSE(study.cast.population.has_value());
  EXPECT_DOUBLE_EQ(study.cast.person.at("woman"), 1.0);
  EXPECT_DOUBLE_EQ(study.cast.person.at("weight"), 60.0);
  EXPECT_DOUBLE_EQ(study.cast.person.at("CO"), 5000.0);
  EXPECT_DOUBLE_EQ(study.cast.person.at("PMSF"), 20.0);
  EXPECT_DOUBLE_EQ(study.cast.steady.at("norepinephrine").value, 0.2);
  EXPECT_EQ(study.cast.steady.count("vasopressin"), 1u);
  EXPECT_DOUBLE_EQ(study.cast.body.parameters.at("vasoplegia").value, 0.5);
  EXPECT_EQ(study.patients, 1u);
  EXPECT_FALSE(study.mortality);
  EXPECT_FALSE(study.twins);
  EXPECT_EQ(study.arms.at(0).name, "all");
}

TEST(LoadStudy, RunsADescribedPersonInEveryArm) {
  const Study study =
      load_changed(sample_patient(), {"design={arms: [{name: a}, {name: b}]}"}).study;
  EXPECT_TRUE(study.twins);
  EXPECT_EQ(study.rows_per_replicate(), 2u);
}

TEST(LoadStudy, TakesBlocksThatHoldTheArms) {
  const auto blocks = [](const std::string& design) {
    return load_changed(sample_patient(), {"design=" + design}).study.allocation.blocks;
  };
  EXPECT_THAT(blocks("{arms: [{name: a}, {name: b}]}"), ElementsAre(4u, 6u));
  EXPECT_THAT(blocks("{arms: [{name: a}, {name: b}, {name: c}]}"), ElementsAre(6u, 9u));
  EXPECT_THAT(blocks("{arms: [{name: a}, {name: b}], allocation: {ratio: [2, 1]}}"),
              ElementsAre(6u, 9u));
}

TEST(LoadStudy, JudgesTheAllocationWhereItIsWritten) {
  try {
    load_changed(sample_patient(),
                 {"design={arms: [{name: a}, {name: b}, {name: c}], allocation: {block: 4}}"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().front().path, "design");
    EXPECT_THAT(error.problems().front().what, HasSubstr("a block of 4"));
    EXPECT_THAT(error.problems().front().expected, HasSubstr("a multiple of 3"));
  }
}

TEST(LoadStudy, LetsAnImplausibleDosePassWithAReason) {
  const std::string dose = "design.arms[treated].give[0].infusion=0.7 ug/kg/min";
  EXPECT_THROW(load_changed(sample_trial(), {dose}), InputError);
  const auto loaded = load_changed(sample_trial(), {dose, "allow_implausible=what a slip does"});
  ASSERT_EQ(loaded.study.warnings.size(), 1u);
  EXPECT_THAT(loaded.study.warnings[0], HasSubstr("what a slip does"));
  EXPECT_THAT(loaded.study.warnings[0], HasSubstr("design.arms[1].give[0].infusion"));
  const auto flagged = load_study(sample_trial(), shipped_library(), {{dose}, true});
  EXPECT_EQ(flagged.study.warnings.size(), 1u);
}

TEST(LoadStudy, SaysWhatASlipProbablyMeant) {
  try {
    load_changed(sample_trial(), {"design.arms[treated].give[0].infusion=0.7 ug/kg/min"});
    FAIL();
  } catch (const InputError& error) {
    const Problem& problem = error.problems().front();
    EXPECT_THAT(problem.what, HasSubstr("`0.7 ug/kg/min` (= 42 ug/kg/h) is 16.8x the largest usual "
                                        "dexmedetomidine rate, 2.5 ug/kg/h"));
    EXPECT_EQ(problem.suggestion, "0.7 ug/kg/h");
    EXPECT_THAT(problem.expected, HasSubstr("allow_implausible"));
  }
}

TEST(LoadStudy, JudgesAShortInfusionByItsAmount) {
  // 6 ug/kg/h for 10 min is a usual loading dose and no usual infusion.
  const std::string rate =
      "design.arms[treated].give[0]={drug: dexmedetomidine, infusion: 6 ug/kg/h, from: 1 h, "
      "until: ";
  EXPECT_NO_THROW(load_changed(sample_trial(), {rate + "70 min}"}));
  EXPECT_THROW(load_changed(sample_trial(), {rate + "9 h}"}), InputError);
}

TEST(LoadStudy, TakesAShortInfusionAtAUsualRate) {
  // A usual rate for 20 min is far less than a usual bolus.
  const std::string rate =
      "design.arms[treated].give[0]={drug: norepinephrine, from: 1 h, until: 80 min, infusion: ";
  EXPECT_NO_THROW(load_changed(sample_trial(), {rate + "0.05 ug/kg/min}"}));
  EXPECT_NO_THROW(load_changed(sample_trial(), {rate + "1 ug/kg/min}"}));
  EXPECT_THROW(load_changed(sample_trial(), {rate + "60 ug/kg/min}"}), InputError);
}

TEST(LoadStudy, TellsAllProblemsAtOnce) {
  try {
    load_changed(sample_trial(),
                 {"horizon=24", "population.where.CI=>= 2.2 mmHg", "design.enrol=0",
                  "protocol.sedation.drug=propofoll", "endpoints[0].measure=peak(MAP)"});
    FAIL();
  } catch (const InputError& error) {
    std::vector<std::string> paths;
    for (const Problem& problem : error.problems()) paths.push_back(problem.path);
    EXPECT_THAT(paths, ::testing::IsSupersetOf({"horizon", "population.where.CI", "design.enrol",
                                                "protocol.sedation.drug", "endpoints[0].measure"}));
  }
}

TEST(LoadStudy, TellsAProblemOfAProtocolOnceForAllArms) {
  try {
    load_changed(sample_trial(), {"protocol.titration.every=10 mmHg"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), 1u) << error.what();
  }
}

void expect_same_study(const LoadedStudy& a, const LoadedStudy& b) {
  EXPECT_TRUE(same_content(a.resolved.root, b.resolved.root));
  EXPECT_EQ(a.study.arms.size(), b.study.arms.size());
  EXPECT_EQ(a.study.endpoints.size(), b.study.endpoints.size());
  EXPECT_EQ(a.study.warnings, b.study.warnings);
  EXPECT_EQ(a.study.cast.person, b.study.cast.person);
  ASSERT_EQ(a.study.cast.drugs.size(), b.study.cast.drugs.size());
  for (std::size_t d = 0; d < a.study.cast.drugs.size(); ++d) {
    EXPECT_EQ(a.study.cast.drugs[d].drug.name, b.study.cast.drugs[d].drug.name);
    EXPECT_EQ(a.study.cast.drugs[d].set, b.study.cast.drugs[d].set);
  }
  for (const auto& [name, value] : a.study.cast.body.parameters) {
    EXPECT_EQ(value.value, b.study.cast.body.parameters.at(name).value) << name;
  }
}

TEST(LoadStudy, GivesTheSameStudyFromItsResolvedDocumentWithoutAnyFile) {
  const Library nothing(std::vector<std::filesystem::path>{});
  std::vector<Document> documents{sample_trial(), sample_patient()};
  for (const std::string& name : shipped_library().names(ModelKind::scenario)) {
    documents.push_back(*shipped_library().find(ModelKind::scenario, name));
  }
  for (const Document& document : documents) {
    SCOPED_TRACE(document.name);
    const auto first = load_study(document, shipped_library(), {});
    const Document text = parse_document(to_yaml(first.resolved.root), "resolved.yaml");
    expect_same_study(first, load_study(text, nothing, {}));
  }
}

TEST(LoadStudy, PrefersTheModelsInsideAResolvedDocumentToFiles) {
  Document resolved = sample().resolved;
  apply_overrides(resolved, {"models.protocols.nurse_65.titration.missed=20 %"});
  const auto loaded = load_study(resolved, shipped_library(), {});
  EXPECT_DOUBLE_EQ(loaded.study.arms[0].orders.titrations.at(0).missed, 0.2);
}

TEST(LoadStudy, KeepsOnlyTheSourcesThatAreNamed) {
  const Node* models = sample().resolved.root.find("models");
  const Node* sources = models->find("references")->find("references");
  EXPECT_NE(sources->find("beloeil2005"), nullptr);
  EXPECT_LT(sources->entries.size(), sample().references.size());
}

}  // namespace
}  // namespace pressor
