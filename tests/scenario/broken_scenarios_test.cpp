#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "pressor/scenario/load_drug.h"
#include "study_sample.h"

/// Slips of the pen: each is told with its place, what is wrong and what would be right.
namespace pressor {
namespace {

using ::testing::HasSubstr;

struct Slip {
  std::string set;   ///< assignment that spoils the sample
  std::string path;  ///< where a problem must be told
  std::string word;  ///< what its text must say
};

std::string text_of(const Problem& problem) {
  return problem.what + " | " + problem.expected + " | " + problem.suggestion;
}

/// Expects a problem at the path of `slip` that says its word.
void expect_told(const Document& document, const Slip& slip) {
  try {
    load_changed(document, {slip.set});
    FAIL() << slip.set << " was accepted";
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) {
      EXPECT_FALSE(problem.what.empty());
      EXPECT_FALSE(problem.place.file.empty()) << problem.what;
      if (problem.path == slip.path && text_of(problem).find(slip.word) != std::string::npos)
        return;
    }
    FAIL() << "not told as expected (" << slip.path << ", " << slip.word << "):\n" << error.what();
  }
}

class BrokenTrial : public ::testing::TestWithParam<Slip> {};
TEST_P(BrokenTrial, IsRefusedWhereTheSlipStands) { expect_told(sample_trial(), GetParam()); }

const Slip trial_slips[] = {
    // the head
    {"schema=pressor/2", "schema", "pressor/1"},
    {"schema=", "", "`schema` is missing"},
    {"name=", "", "`name` is missing"},
    {"titel=x", "titel", "title"},
    {"horizon=24", "horizon", "no unit"},
    {"horizon=24 hours per day", "horizon", ""},
    {"horizon=24 mmHg", "horizon", ""},
    {"horizon=.nan h", "horizon", ""},
    {"horizon=.inf", "horizon", ""},
    {"horizon=-1 h", "horizon", "plausible"},
    {"horizon=0 h", "horizon", "plausible"},
    {"horizon=3 y", "horizon", ""},
    {"horizon=[24 h]", "horizon", "a list"},
    {"horizon=", "", "`horizon` is missing"},
    {"follow_up=1 h", "follow_up", "before the horizon"},
    {"seed=-1", "seed", "whole number"},
    {"seed=1.5", "seed", "whole number"},
    {"seed=0x10", "seed", "whole number"},
    {"seed=99999999999999999999", "seed", "whole number"},
    {"tolerance=1", "tolerance", "plausible"},
    {"engine=ensemble", "engine", "not available"},
    {"engine=fast", "engine", "reference"},
    {"mortality=maybe", "mortality", "true"},
    {"allow_implausible=\"\"", "allow_implausible", "no reason"},
    {"sweep={seed: [1, 2]}", "sweep", "not available"},
    // who takes part
    {"population=", "", "nobody takes part"},
    {"population=septic_shok", "population", "septic_shock"},
    {"population.base=septic_shok", "population.base", "septic_shock"},
    {"population.base=../septic_shock", "population.base", "no population"},
    {"population.wher={}", "population.wher", "where"},
    {"population.where.NE_DOS=> 1 ug/kg/min", "population.where.NE_DOS", "NE_DOSE"},
    {"population.where.NE_DOSE=> 1 ug/min", "population.where.NE_DOSE", ""},
    {"population.where.NE_DOSE=0.25 ug/kg/min", "population.where.NE_DOSE", ""},
    {"population.where.NE_DOSE=>= 0.25 ug/kg/min tartrat", "population.where.NE_DOSE", "tartrate"},
    {"population.where.HR=>= 55", "population.where.HR", ""},
    {"population.where.HR==> 55 /min", "population.where.HR", ""},
    {"population.draws.wieght={distribution: normal, centre: 1, spread: 1}",
     "population.draws.wieght", "weight"},
    {"population.draws.weight.distribution=gaussian", "population.draws.weight.distribution",
     "normal"},
    {"population.draws.weight.centre=90 mmHg", "population.draws.weight.centre", ""},
    {"population.draws.weight.spread=-1 kg", "population.draws.weight.spread", "plausible"},
    {"population.draws.weight.severity=2", "population.draws.weight.severity", "plausible"},
    {"population.draws.weight.within=[100 kg, 50 kg]", "population.draws.weight.within", "low end"},
    {"population.correlations=[{of: [weight, length], value: 0.5}]",
     "population.correlations[0].of[1]", "height"},
    {"population.correlations=[{of: [weight, weight], value: 0.5}]", "population.correlations[0]",
     "with itself"},
    {"population.correlations=[{of: [weight, height], value: 1.5}]",
     "population.correlations[0].value", "plausible"},
    {"patient={body: septic}", "population", "a patient and a population"},
    {"hypothesis=homologus", "hypothesis", "homologous"},
    {"hypothesis[1].base=heterologus", "hypothesis[1].base", "heterologous"},
    {"hypothesis[1].parameters.tone_efect=0.5", "hypothesis[1].parameters.tone_efect",
     "tone_effect"},
    {"hypothesis[1].parameters.tone_effect=50", "hypothesis[1].parameters.tone_effect",
     "plausible"},
    {"hypothesis[1].factors.gain=1000", "hypothesis[1].factors.gain", "plausible"},
    {"hypothesis[1].factors.tone_effect=2", "hypothesis[1].factors.tone_effect", "multiplied"},
    {"hypothesis[1].weight=-1", "hypothesis[1].weight", "plausible"},
    {"hypothesis=[none, none]", "hypothesis[1]", "a second hypothesis"},
    {"hypothesis=[{base: none, weight: 0}]", "hypothesis", "no hypothesis has a weight"},
    {"parameters.plasma_fractoin=0.5", "parameters.plasma_fractoin", "plasma_fraction"},
    {"parameters.vasoplegia=0.5", "parameters.vasoplegia", "differs between"},
    {"parameters.set_point=70 mmHg", "parameters.set_point", "follows from the baseline"},
    {"parameters.plasma_fraction=65", "parameters.plasma_fraction", "plausible"},
    {"kinetics.dexmedetomidine=hannivort", "kinetics.dexmedetomidine", "hannivoort"},
    {"kinetics.clonidine=hannivoort", "kinetics.clonidine", "no drug of this study"},
    // what is done
    {"protocol=nurse_66", "protocol", "nurse_65"},
    {"protocol.sedatoin={}", "protocol.sedatoin", "sedation"},
    {"protocol.sedation.drug=propofoll", "protocol.sedation.drug", "propofol"},
    {"protocol.sedation.bolus=1 mg/kg", "protocol.sedation.bolus", "unknown key"},
    {"protocol.sedation.infusion=", "protocol.sedation", "no dose"},
    {"protocol.sedation.infusion=2 mg/kg", "protocol.sedation.infusion", ""},
    {"protocol.titration=nurse_64", "protocol.titration", "nurse_65"},
    {"protocol.titration=ladder_challenge", "", "`titration` is missing"},
    {"protocol.titration.target=[70 mmHg, 65 mmHg]", "protocol.titration.target", "low end"},
    {"protocol.titration.target=[65, 70]", "protocol.titration.target[0]", "no unit"},
    {"protocol.titration.every=0 min", "protocol.titration.every", "plausible"},
    {"protocol.titration.missed=20", "protocol.titration.missed", "plausible"},
    {"protocol.titration.largest=3 mg/kg/min", "protocol.titration.largest", "largest usual"},
    {"protocol.titration.steps=[{when: 60 mmHg}]", "protocol.titration.steps[0].when", ""},
    {"protocol.challenge.at=[0 h, 20 min]", "protocol", "begins in the one before"},
    {"protocol.challenge.at=[23.9 h]", "protocol", "after the horizon"},
    {"protocol.challenge.at=[25 h]", "protocol.challenge.at[0]", "after the horizon"},
    {"protocol.challenge.at=", "protocol", "without `at`"},
    {"protocol.challenge.ladder=8, 4, 2 ug/kg/min", "protocol.challenge.ladder", "does not rise"},
    {"protocol.challenge.ladder=0.5, 1, 2", "protocol.challenge.ladder", ""},
    {"protocol.challenge.ladder=1, 2, 4 ug/kg/h", "protocol.challenge.ladder",
     "below the smallest"},
    {"protocol.challenge.reading=10 min", "protocol.challenge.reading", "longer than its step"},
    {"protocol.challenge.stop.SBP=> 160 mmHg", "protocol.challenge.stop.SBP", "unknown key"},
    {"protocol.fluids[0].fluid=saline", "protocol.fluids[0].fluid", "crystalloid"},
    {"protocol.fluids[0].volume=10 mL/min", "protocol.fluids[0].volume", ""},
    {"protocol.fluids[0].volume=500 L", "protocol.fluids[0].volume", "plausible"},
    {"protocol.bleed[0].fluid=colloid", "protocol.bleed[0].fluid", "unknown key"},
    {"protocol.rescue=[bradicardia]", "protocol.rescue[0]", "bradycardia"},
    {"protocol.rescue=[{name: x, when: {HR: \"< 40 /min\", MAP: \"< 50 mmHg\"}}]",
     "protocol.rescue[0].when", "either `MAP` or `HR`"},
    {"protocol.rescue=[{name: x, when: {HR: \"< 40 /min\"}, give: {drug: epinephrine, infusion: "
     "0.1 ug/kg/min}}]",
     "protocol.rescue[0].give", "one bolus"},
    {"design.arms[treated].give[0].drug=dexmedetomidin", "design.arms[1].give[0].drug",
     "dexmedetomidine"},
    {"design.arms[treated].give[0].until=30 min", "design.arms[1].give[0].until",
     "not after the start"},
    {"design.arms[treated].give[0].from=25 h", "design.arms[1].give[0].from", "after the horizon"},
    {"design.arms[treated].give[0].bolus=1 ug/kg", "design.arms[1].give[0]", "more than one kind"},
    {"design.arms[treated].give[1].over=3 h", "design.arms[1].give[1].over", "plausible"},
    {"design.arms[treated].give[2].target=20 ng/kg", "design.arms[1].give[2].target", ""},
    {"design.arms[treated].give[2].pump=mine", "design.arms[1].give[2].pump", "own"},
    {"design.arms[treated].sedation={drug: propofol, infusion: 3 mg/kg/h}", "design.arms[1]",
     "begins with other infusions"},
    // the design
    {"design.arms[1].name=control", "design.arms[1].name", "a second arm"},
    {"design.arms[1].name=", "design.arms[1]", "`name` is missing"},
    {"design.arms[1].gvie=[]", "design.arms[1].gvie", "give"},
    {"design.allocation.ratio=[1, 1, 1]", "design.allocation.ratio", "3 shares for 2 arms"},
    {"design.allocation.method=coin", "design.allocation.method", "simple"},
    {"design.allocation.strata=[center]", "design.allocation.strata[0]", "centre"},
    {"design.allocation.strata[1].cuts=[1 ug/kg/min, 0.5 ug/kg/min]",
     "design.allocation.strata[1].cuts", "do not rise"},
    {"design.enrol=0", "design.enrol", "whole number"},
    {"design.enrol=", "design", "`enrol` is missing"},
    {"design.replicates=2e3", "design.replicates", "whole number"},
    {"design.loss.withdrawal=20", "design.loss.withdrawal", "plausible"},
    {"design.loss.lost=0.1", "design.loss.lost", "unknown key"},
    {"design.stop={rule: harm, look_every: 8}", "design.stop", "not available"},
    // what is measured
    {"endpoints[0].measure=peak(MAP)", "endpoints[0].measure", "no measure `peak`"},
    {"endpoints[0].measure=challenge_ratio(MAP)", "endpoints[0].measure", "not how this"},
    {"endpoints[0].compare=[chi2]", "endpoints[0].compare[0]", "does not suit"},
    {"endpoints[0].compare=[ancova(baseline)]", "endpoints[0].compare[0]", "not available"},
    {"endpoints[0].compare=[welsh]", "endpoints[0].compare[0]", "welch"},
    {"endpoints[0].at=[5 h]", "endpoints[0].at[0]", "no challenge starts"},
    {"endpoints[0].name=pe ratio", "endpoints[0].name", "letters, digits"},
    {"endpoints[1].name=pe_ratio", "endpoints[1]", "a second endpoint"},
    {"endpoints[1].measure=time_below(MPA, 65 mmHg)", "endpoints[1].measure", "MAP"},
    {"endpoints[1].measure=time_below(MAP, 65)", "endpoints[1].measure", ""},
    {"endpoints[1].measure=time_below(MAP)", "endpoints[1].measure", "time_below(MAP, 65 mmHg)"},
    {"endpoints[1].measure=time_below(MAP, 65 mmHg", "endpoints[1].measure", "never closed"},
    {"endpoints[1].window=[1 h, 30 h]", "endpoints[1].window[1]", "after the horizon"},
    {"endpoints[1].window=[6 h, 1 h]", "endpoints[1].window", "before it begins"},
    {"endpoints[1].at=6 h", "endpoints[1].at", "over a window"},
    {"endpoints[5].measure=any(HR 40 /min)", "endpoints[5].measure", "any(HR < 40 /min)"},
    {"endpoints[7].measure=dose(clonidine)", "endpoints[7].measure", "no drug of this study"},
    {"endpoints[8].at=[40 d]", "endpoints[8].at[0]", "after the follow-up"},
    {"endpoints[9].at=", "endpoints[9].measure", "needs a time"},
    {"endpoints[9].at=2 d", "endpoints[9].at", "after the horizon"},
    {"endpoints[9].measure=rank(life, MAP)", "endpoints[9].measure", "rank(death, MAP)"},
    {"endpoints[10].measure=mean(HR)", "endpoints[10].charted", "nobody charts this"},
    {"observed.pe_ratio@7h={treated: 1}", "observed.pe_ratio@7h", "pe_ratio@6h"},
    {"observed.pe_ratio@6h.placebo=1.2", "observed.pe_ratio@6h.placebo", "control"},
    {"observed.pe_ratio@6h.p=1.5", "observed.pe_ratio@6h.p", "plausible"},
    {"observed.pe_ratio@6h.treated=1.26 mmHg", "observed.pe_ratio@6h.treated", ""},
    {"output.every=0 min", "output.every", "plausible"},
    {"output.trajectories=some", "output.trajectories", "first 100"},
    {"output.trajectories=first many", "output.trajectories", "whole number"},
    {"output.variables=[MAP, MPA]", "output.variables[1]", "MAP"},
};
INSTANTIATE_TEST_SUITE_P(Slips, BrokenTrial, ::testing::ValuesIn(trial_slips));

class BrokenPatient : public ::testing::TestWithParam<Slip> {};
TEST_P(BrokenPatient, IsRefusedWhereTheSlipStands) { expect_told(sample_patient(), GetParam()); }

const Slip patient_slips[] = {
    {"patient.body=septik", "patient.body", "septic"},
    {"patient.body=", "patient", "`body` is missing"},
    {"patient.wieght=80 kg", "patient.wieght", "weight"},
    {"patient.weight=80 g", "patient.weight", ""},
    {"patient.weight=8 kg", "patient.weight", "plausible"},
    {"patient.sex=female", "patient.sex", "woman"},
    {"patient.MAP=60 kPa", "patient.MAP", "plausible"},
    {"patient.CI=3 L/min/m2", "patient", "say the same thing"},
    {"patient.return_gradient=8 mmHg", "patient", "say the same thing"},
    {"patient.NE_DOSE=0.2 mg/kg/min", "patient.NE_DOSE", "0.2 ug/kg/min"},
    {"patient.XY_DOSE=0.2 ug/kg/min", "patient.XY_DOSE", "no drug with the code"},
    {"patient.vasoplegia=1.5", "patient.vasoplegia", "plausible"},
    {"patient.set_point=70 mmHg", "patient.set_point", "follows from the baseline"},
    {"endpoints=[{name: x, measure: at(MAP), at: 1 h, compare: [welch]}]", "endpoints[0].compare",
     "one arm"},
    {"endpoints=[{name: x, measure: challenge_ratio}]", "endpoints[0].measure",
     "no arm has a challenge"},
    {"protocol={give: [{drug: norepinephrine, infusion: 0.2 ug/kg/min, steady: true, from: 1 h}]}",
     "protocol.give[0].from", "no start"},
};
INSTANTIATE_TEST_SUITE_P(Slips, BrokenPatient, ::testing::ValuesIn(patient_slips));

/// A usual dose of every drug that ships, in the middle of its range.
struct DrugSlip {
  std::string drug;
  bool bolus = false;
};

std::vector<DrugSlip> all_drugs() {
  std::vector<DrugSlip> all;
  for (const std::string& name : shipped_library().names(ModelKind::drug)) {
    const Drug drug = load_drug(*shipped_library().find(ModelKind::drug, name), {});
    if (drug.infusion) all.push_back({name, false});
    if (drug.bolus) all.push_back({name, true});
  }
  return all;
}

class DoseSlip : public ::testing::TestWithParam<DrugSlip> {
 protected:
  [[nodiscard]] Document with_dose(double factor) const {
    const Drug drug = load_drug(*shipped_library().find(ModelKind::drug, GetParam().drug), {});
    const DoseRange range = GetParam().bolus ? *drug.bolus : *drug.infusion;
    const double usual = std::sqrt(range.low * range.high) * factor;
    const std::string unit =
        std::string(range.per_kg ? "ug/kg" : "ug") + (GetParam().bolus ? "" : "/min");
    Document document = sample_patient();
    apply_overrides(document, {"protocol={give: [{drug: " + GetParam().drug + ", " +
                               (GetParam().bolus ? "bolus: " : "infusion: ") +
                               format_number(usual) + ' ' + unit + "}]}"});
    return document;
  }
  void expect_refused(double factor) const {
    try {
      load_changed(with_dose(factor), {});
      FAIL() << "accepted " << factor << " times a usual dose";
    } catch (const InputError& error) {
      ASSERT_EQ(error.problems().size(), 1u) << error.what();
      EXPECT_THAT(error.problems()[0].path, HasSubstr("protocol.give[0]"));
      EXPECT_THAT(error.problems()[0].what, HasSubstr("usual " + GetParam().drug));
      EXPECT_THAT(error.problems()[0].expected, HasSubstr("usual range"));
    }
  }
};

TEST_P(DoseSlip, LetsTheUsualDosePass) { EXPECT_NO_THROW(load_changed(with_dose(1.0), {})); }
TEST_P(DoseSlip, RefusesMinutesForHours) { expect_refused(60.0); }
TEST_P(DoseSlip, RefusesHoursForMinutes) { expect_refused(1.0 / 60.0); }
TEST_P(DoseSlip, RefusesMilligramsForMicrograms) { expect_refused(1000.0); }
TEST_P(DoseSlip, RefusesMicrogramsForMilligrams) { expect_refused(1.0e-3); }

INSTANTIATE_TEST_SUITE_P(Drugs, DoseSlip, ::testing::ValuesIn(all_drugs()),
                         [](const ::testing::TestParamInfo<DrugSlip>& slip) {
                           return slip.param.drug + (slip.param.bolus ? "_bolus" : "_infusion");
                         });

TEST(BrokenScenario, WithADuplicateKeyIsRefusedAtTheSecondOne) {
  try {
    load_study(parse_document("schema: pressor/1\nhorizon: 1 h\nhorizon: 2 h\n", "x.yaml"),
               shipped_library(), {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems()[0].place.line, 3);
    EXPECT_THAT(error.problems()[0].what, HasSubstr("second time"));
  }
}

TEST(BrokenScenario, NestedTooDeeplyIsRefused) {
  std::string deep = "schema: pressor/1\npopulation: ";
  deep.append(100, '[').append(100, ']');
  EXPECT_THROW(parse_document(deep, "x.yaml"), InputError);
}

TEST(BrokenScenario, ThatIsNotThereIsToldAsMissing) {
  EXPECT_THROW(read_document("/nowhere/x.yaml"), FileNotFound);
}

TEST(BrokenScenario, OfAnotherKindIsRefused) {
  for (const char* text : {"", "[]", "just text", "schema: pressor/1", "{}", "42"}) {
    EXPECT_THROW(load_study(parse_document(text, "x.yaml"), shipped_library(), {}), InputError)
        << text;
  }
}

TEST(BrokenScenario, WithABrokenModelInsideTellsTheProblemOfTheModel) {
  Document resolved = load_changed(sample_trial(), {}).resolved;
  apply_overrides(resolved,
                  {"models.drugs.norepinephrine.sets.severity.parameters.CL.value=3 mmHg"});
  try {
    load_study(resolved, shipped_library(), {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.problems()[0].path, HasSubstr("sets.severity.parameters.CL.value"));
  }
}

TEST(BrokenScenario, WithALibraryWithoutModelsNamesWhatIsMissing) {
  const Library nothing(std::vector<std::filesystem::path>{});
  EXPECT_THROW(load_study(sample_trial(), nothing, {}), InputError);
}

/// Every single value of the sample, replaced by nonsense, is refused or read; nothing crashes.
void spoil_each(const Node& node, Node& place, const Document& document, int& refused) {
  for (const char* nonsense : {".nan", "-1e999 mmHg", "~", "<<<", "9999999999999 ug/kg/min"}) {
    const Node before = place;
    place.kind = Node::Kind::scalar;
    place.text = nonsense;
    place.items.clear();
    place.entries.clear();
    try {
      load_study(document, shipped_library(), {});
    } catch (const InputError& error) {
      ++refused;
    }
    place = before;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    spoil_each(node.items[i], place.items[i], document, refused);
  }
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    spoil_each(node.entries[i].value, place.entries[i].value, document, refused);
  }
}

TEST(BrokenScenario, WithNonsenseAnywhereIsRefusedOrReadButNeverCrashes) {
  Document document = sample_patient();
  apply_overrides(
      document, {"protocol={titration: {base: nurse_65, every: 10 min}, challenge: {base: "
                 "ladder_challenge, at: 10 min}, give: [{drug: dexmedetomidine, bolus: 1 ug/kg}]}",
                 "endpoints=[{name: x, measure: min(MAP), window: [0 h, 1 h]}]"});
  const Node original = document.root;
  int refused = 0;
  spoil_each(original, document.root, document, refused);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace pressor
