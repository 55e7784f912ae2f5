#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "pressor/scenario/load_drug.h"
#include "slips.h"
#include "study_sample.h"

/// Slips of the pen: each is told with its place, what is wrong and what would be right.
namespace pressor {
namespace {

using ::testing::HasSubstr;

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
INSTANTIATE_TEST_SUITE_P(Slips, BrokenTrial, ::testing::ValuesIn(trial_slips));

class BrokenPatient : public ::testing::TestWithParam<Slip> {};
TEST_P(BrokenPatient, IsRefusedWhereTheSlipStands) { expect_told(sample_patient(), GetParam()); }
INSTANTIATE_TEST_SUITE_P(Slips, BrokenPatient, ::testing::ValuesIn(patient_slips));

/// A usual dose of every drug that ships, in the middle of its range.
struct DrugSlip {
  std::string drug;
  std::string kind = "infusion";
  std::string unit = "/min";
};

DoseRange range_of(const Drug& drug, const std::string& kind) {
  if (kind == "target") return usual_targets(drug).value();
  return kind == "bolus" ? drug.bolus.value() : drug.infusion.value();
}

std::vector<DrugSlip> all_drugs() {
  std::vector<DrugSlip> all;
  for (const std::string& name : shipped_library().names(ModelKind::drug)) {
    const Drug drug = load_drug(*shipped_library().find(ModelKind::drug, name), {});
    all.push_back({name, "infusion", "/min"});
    if (drug.bolus) all.push_back({name, "bolus", ""});
    all.push_back({name, "target", "/mL"});
  }
  return all;
}

class DoseSlip : public ::testing::TestWithParam<DrugSlip> {
 protected:
  [[nodiscard]] Document with_dose(double factor) const {
    const Drug drug = load_drug(*shipped_library().find(ModelKind::drug, GetParam().drug), {});
    const std::string& kind = GetParam().kind;
    const DoseRange range = range_of(drug, kind);
    const double usual = std::sqrt(range.low * range.high) * factor;
    const std::string mass = kind == "target" ? "ng" : range.per_kg ? "ug/kg" : "ug";
    Document document = sample_patient();
    apply_overrides(document, {"protocol={give: [{drug: " + GetParam().drug + ", " + kind + ": " +
                               format_number(usual) + ' ' + mass + GetParam().unit + "}]}"});
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
                           return slip.param.drug + '_' + slip.param.kind;
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
