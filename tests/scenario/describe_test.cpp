#include "pressor/scenario/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pressor/scenario/schema.h"
#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(Describe, TellsTheEffectiveConfigurationOfAStudyWithUnits) {
  const std::string text = describe_study(load_changed(sample_trial(), {"seed=7"}));
  for (const char* piece : {
           "sample: A sample",
           "seed 7, horizon 24 h, survival followed to 28 d",
           "population septic_shock",
           "only NE_DOSE >= 0.25 ug/kg/min",
           "only CI >= 2200 mL/min/m2",
           "parameter plasma_fraction 0.6",
           "weight 3: heterologous: vasoplegia_rate = 0.001 /min, tone_effect = 0.65, gain x 0.5",
           "dexmedetomidine (DEX), kinetic set hannivoort",
           "propofol 2 mg/kg/h since long before until 12 h",
           "norepinephrine titrated to MAP 65-70 mmHg, checks every 10 min (5 % missed)",
           "MAP < 60 mmHg: x1.25, at least 0.05 ug/kg/min",
           "challenge with phenylephrine 0.5 ug/kg/min, 1 ug/kg/min",
           "stops at MAP >= 130 mmHg",
           "crystalloid 10 mL/kg from 1 h over 20 min",
           "bleeding 500 mL",
           "rescue `bradycardia`: at HR < 40 /min, stop dexmedetomidine",
           "dexmedetomidine 1 ug/kg/h from 65 min until 20 h",
           "dexmedetomidine 0.5 ug/kg at 70 min over 10 min",
           "phenylephrine target 20 ng/mL",
           "30 patients x 5 replicates, 3 centres, every patient in every arm",
           "balanced by centre, NE_DOSE",
           "pe_ratio: challenge_ratio at 0 min, 6 h; welch, student",
           "trajectories of 10 rows, every 2 min, MAP, NE_DOSE",
       }) {
    EXPECT_THAT(text, HasSubstr(piece));
  }
}

TEST(Describe, TellsTheDesignOfATrialThatIsNoSimpleOne) {
  const auto described = [](const char* scenario, const std::vector<std::string>& changes) {
    return describe_study(load_changed(
        read_document(std::string(PRESSOR_SOURCE_DIR "/scenarios/") + scenario + ".yaml"),
        changes));
  };
  EXPECT_THAT(described("adress_imbalanced", {}),
              HasSubstr("imposed: pe_ratio@0h of dexmedetomidine minus placebo is -0.17 +- 0.02"));
  EXPECT_THAT(described("crossover", {}),
              HasSubstr("periods of 21 h from 0 min, 21 h, wash-out 9 h"));
  const std::string large = described("stratified_rct", {"population.lactate_risk=baseline"});
  EXPECT_THAT(large, HasSubstr("enrolment: 2 patients a week"));
  EXPECT_THAT(large, HasSubstr("the arm's treatment of 3 % of patients"));
  EXPECT_THAT(large, HasSubstr("x 2 for every 0.5 of NE_DOSE above 0.5"));
  EXPECT_THAT(large, HasSubstr("lactate at entry counts in the hazard"));
  EXPECT_THAT(described("sepsispam", {}), HasSubstr("solved: 34 % dead at 28 d"));
}

TEST(Describe, TellsWhatWasAllowedAndWhy) {
  const std::string text = describe_study(load_changed(
      sample_trial(),
      {"design.arms[treated].give[0].infusion=0.7 ug/kg/min", "allow_implausible=a slip"}));
  EXPECT_THAT(text, HasSubstr("allowed\n"));
  EXPECT_THAT(text, HasSubstr("(allowed: a slip)"));
}

TEST(Describe, TellsWhereTheNumbersOfADrugComeFrom) {
  const std::string text = describe_model(ModelKind::drug, "norepinephrine", shipped_library());
  EXPECT_THAT(text, HasSubstr("norepinephrine (NE)"));
  EXPECT_THAT(text, HasSubstr("1 mg tartrate = 0.5 mg base"));
  EXPECT_THAT(text, HasSubstr("beloeil2005, doi 10."));
  EXPECT_THAT(text, HasSubstr("potency.alpha1"));
}

TEST(Describe, TellsWhereTheNumbersOfAHypothesisComeFrom) {
  const std::string steroid = describe_model(ModelKind::hypothesis, "steroid", shipped_library());
  EXPECT_THAT(steroid, HasSubstr("steroid: A steroid restores efficacy"));
  EXPECT_THAT(steroid, ContainsRegex("steroid_relief +[^\n]*= 0.18 +C  bellissant2000, doi 10"));
  EXPECT_THAT(steroid, HasSubstr("a steroid acts from the start"));
  const std::string harm = describe_model(ModelKind::hypothesis, "harm", shipped_library());
  EXPECT_THAT(harm, ContainsRegex("arteriolar_nerve +x 1.6 +C  assumed"));
}

TEST(Describe, TellsWhichTargetsOfADrugAreUsual) {
  const auto targets = [](const std::string& drug) {
    return describe_model(ModelKind::drug, drug, shipped_library());
  };
  EXPECT_THAT(targets("dexmedetomidine"), HasSubstr("usual target 0.05 ng/mL to 15 ng/mL"));
  // 0.2 and 12 ug/kg/min in 70 kg over 2.53 L/min, the clearance of all its sets
  EXPECT_THAT(targets("phenylephrine"), HasSubstr("usual target 5.5 ng/mL to 330 ng/mL"));
}

TEST(Describe, CountsOneAndSeveral) {
  EXPECT_EQ(counted(1, "patient"), "1 patient");
  EXPECT_EQ(counted(0, "patient"), "0 patients");
  EXPECT_EQ(counted(2, "trajectory", "trajectories"), "2 trajectories");
}

TEST(Describe, KnowsEveryModelThatShips) {
  for (const ModelKind kind : {ModelKind::drug, ModelKind::body, ModelKind::population,
                               ModelKind::protocol, ModelKind::hypothesis, ModelKind::scenario}) {
    for (const std::string& name : shipped_library().names(kind)) {
      EXPECT_THAT(describe_model(kind, name, shipped_library()), HasSubstr(name));
    }
  }
}

std::string suggested(const std::string& drug) {
  try {
    (void)describe_model(ModelKind::drug, drug, shipped_library());
    return "nothing, for it is there";
  } catch (const InputError& error) {
    return error.problems().at(0).suggestion;
  }
}

TEST(Describe, SuggestsANameForOneThatIsNotThere) {
  EXPECT_EQ(suggested("norepinephrin"), "norepinephrine");
}

TEST(Describe, SuggestsTheNameHereForWhatADrugIsCalledElsewhere) {
  EXPECT_EQ(suggested("noradrenaline"), "norepinephrine");
  EXPECT_EQ(suggested("Levophed"), "norepinephrine");
  EXPECT_EQ(suggested("adrenalin"), "epinephrine");
  EXPECT_EQ(suggested("argipressin"), "vasopressin");
  EXPECT_EQ(suggested("DEX"), "dexmedetomidine");
  EXPECT_EQ(suggested("aspirin"), "");
}

/// Whether a document has only keys that the schema allows at their places.
bool allows(const Node& schema, const Node& value);

bool allows_any(const Node& schemas, const Node& value) {
  for (const Node& one : schemas.items) {
    if (allows(one, value)) return true;
  }
  return false;
}

bool is_kind(const Node& type, const Node& value) {
  if (type.kind == Node::Kind::sequence) {
    return value.kind == Node::Kind::scalar;
  }
  if (type.text == "object") return value.kind == Node::Kind::mapping;
  if (type.text == "array") return value.kind == Node::Kind::sequence;
  return value.kind == Node::Kind::scalar;
}

bool allows_members(const Node& schema, const Node& value) {
  const Node* properties = schema.find("properties");
  const Node* others = schema.find("additionalProperties");
  for (const Entry& entry : value.entries) {
    const Node* own = properties != nullptr ? properties->find(entry.key) : nullptr;
    const bool dose =
        schema.find("patternProperties") != nullptr && entry.key.find("_DOSE") != std::string::npos;
    if (dose) continue;
    if (own == nullptr && others != nullptr && others->kind == Node::Kind::mapping) own = others;
    if (own == nullptr) {
      if (others == nullptr) continue;
      return false;
    }
    if (!allows(*own, entry.value)) return false;
  }
  return true;
}

bool allows(const Node& schema, const Node& value) {
  if (const Node* any = schema.find("anyOf")) return allows_any(*any, value);
  if (const Node* words = schema.find("enum")) {
    for (const Node& word : words->items) {
      if (word.text == value.text) return true;
    }
    return false;
  }
  if (!is_kind(*schema.find("type"), value)) return false;
  if (value.kind == Node::Kind::mapping) return allows_members(schema, value);
  for (const Node& item : value.items) {
    if (!allows(*schema.find("items"), item)) return false;
  }
  return true;
}

TEST(Schema, AllowsEveryScenarioThatShipsAndItsResolvedForm) {
  const Document schema = parse_document(scenario_schema(), "schema.json");
  EXPECT_TRUE(allows(schema.root, sample_trial().root));
  EXPECT_TRUE(allows(schema.root, sample_patient().root));
  for (const std::string& name : shipped_library().names(ModelKind::scenario)) {
    const Document document = *shipped_library().find(ModelKind::scenario, name);
    EXPECT_TRUE(allows(schema.root, document.root)) << name;
    EXPECT_TRUE(allows(schema.root, load_changed(document, {}).resolved.root)) << name;
  }
}

TEST(Schema, RefusesAnUnknownKeyAtAnyDepth) {
  const Document schema = parse_document(scenario_schema(), "schema.json");
  for (const char* slip :
       {"titel=x", "protocol.sedatoin={}", "design.arms[0].gvie=[]", "patient.wieght=80 kg",
        "endpoints[0].mesure=x", "design.allocation.method=coin", "parameters.gian=1"}) {
    Document document = sample_trial();
    apply_overrides(document, {slip});
    EXPECT_FALSE(allows(schema.root, document.root)) << slip;
  }
}

}  // namespace
}  // namespace pressor
