#include "pressor/scenario/load_protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pressor/scenario/load_hypothesis.h"
#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Protocol protocol(const std::string& text) {
  return load_protocol(
      parse_document("schema: pressor-protocol/1\nname: own\ntitle: Own\n" + text, "own.yaml"),
      shipped_library(), {});
}

TEST(LoadProtocol, NamesItsDrugsInTheOrderOfItsIndices) {
  const Protocol p =
      protocol("give: [{drug: clonidine, infusion: 50 ug/h}]\nchallenge: ladder_challenge\n");
  EXPECT_THAT(p.drugs, ElementsAre("phenylephrine", "clonidine"));
  EXPECT_EQ(p.orders.drugs.at(0).drug, 1u);
  EXPECT_TRUE(p.orders.challenges.at(0).at.empty());
}

TEST(LoadProtocol, LetsAFileStandOnAFileThatStandsOnAFile) {
  const Protocol p = protocol("titration: {base: nurse_65_vasopressin, every: 7 min}\n");
  const Titration& titration = p.orders.titrations.at(0);
  EXPECT_DOUBLE_EQ(titration.every, 7.0);
  EXPECT_DOUBLE_EQ(titration.cuff_noise, 2.0);  // of nurse_65
  EXPECT_TRUE(titration.second.has_value());
}

TEST(LoadProtocol, RefusesABaseWithoutThatSection) {
  try {
    protocol("titration: bradycardia\n");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("`titration` is missing"));
  }
}

TEST(LoadProtocol, NeedsTheMarrowOfATitrationWithoutBase) {
  try {
    protocol("titration: {drug: norepinephrine}\n");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("`target` is missing"));
    EXPECT_THAT(error.what(), HasSubstr("`steps` is missing"));
    EXPECT_THAT(error.what(), HasSubstr("`largest` is missing"));
  }
}

TEST(LoadProtocol, ReadsALadderWithOneUnitForAllSteps) {
  const Protocol p = protocol(
      "challenge: {drug: phenylephrine, ladder: \"30, 60,120 ug/kg/h\", step: 3 min, baseline: 4 "
      "min, "
      "reading: 2 min, wash_out: 1 h}\n");
  const Challenge& challenge = p.orders.challenges.at(0);
  ASSERT_EQ(challenge.ladder.size(), 3u);
  EXPECT_DOUBLE_EQ(challenge.ladder[0].value, 0.5);
  EXPECT_DOUBLE_EQ(challenge.ladder[2].value, 2.0);
  EXPECT_DOUBLE_EQ(challenge.baseline, 4.0);
  EXPECT_DOUBLE_EQ(challenge.reading, 2.0);
  EXPECT_DOUBLE_EQ(challenge.wash_out, 60.0);
  EXPECT_FALSE(challenge.stop_map.has_value());
}

TEST(LoadProtocol, ReadsEveryKeyOfARescue) {
  const Protocol p = protocol(
      "rescue: {name: slow, when: {HR: \"< 35 /min\"}, every: 30 s, sustained: 1 min, stop: "
      "clonidine, "
      "hold: 2 h, give: {drug: epinephrine, bolus: 10 ug, over: 1 min}, lockout: 30 min}\n");
  const Rescue& rescue = p.orders.rescues.at(0);
  EXPECT_EQ(rescue.name, "slow");
  EXPECT_DOUBLE_EQ(rescue.when.limit, 35.0);
  EXPECT_DOUBLE_EQ(rescue.every, 0.5);
  EXPECT_DOUBLE_EQ(rescue.sustained, 1.0);
  EXPECT_THAT(rescue.stop, ElementsAre(0u));
  EXPECT_DOUBLE_EQ(rescue.hold, 120.0);
  EXPECT_DOUBLE_EQ(rescue.give->dose.value, 10.0);
  EXPECT_DOUBLE_EQ(rescue.lockout, 30.0);
}

TEST(LoadProtocol, ReadsSyringeAndPumpAndTheSalt) {
  const Protocol p = protocol(
      "give: [{drug: norepinephrine, infusion: 16 ug/mL @ 60 mL/h, until: 2 h}, "
      "{drug: norepinephrine, infusion: 0.5 ug/kg/min norepinephrine tartrate, from: 2 h}]\n");
  EXPECT_DOUBLE_EQ(p.orders.drugs.at(0).dose.value, 16.0);
  EXPECT_FALSE(p.orders.drugs.at(0).dose.per_kg);
  EXPECT_DOUBLE_EQ(p.orders.drugs.at(1).dose.value, 0.25);
}

TEST(LoadHypothesis, ReadsChangesAndFactors) {
  const Hypothesis harm = load_hypothesis(*shipped_library().find(ModelKind::hypothesis, "harm"),
                                          shipped_library(), {});
  EXPECT_EQ(harm.name, "harm");
  ASSERT_EQ(harm.changes.size(), 3u);
  EXPECT_EQ(harm.changes[0].name, "blunting_vasoplegia");
  EXPECT_FALSE(harm.changes[0].factor);
  EXPECT_TRUE(harm.changes[2].factor);
  EXPECT_DOUBLE_EQ(harm.changes[2].value, 1.6);
  EXPECT_FALSE(harm.steroid);
  EXPECT_TRUE(load_hypothesis(*shipped_library().find(ModelKind::hypothesis, "steroid"),
                              shipped_library(), {})
                  .steroid);
}

TEST(LoadHypothesis, NeedsASourceForEveryNumberOfAFile) {
  Document document = *shipped_library().find(ModelKind::hypothesis, "heterologous");
  apply_overrides(document, {"parameters.tone_effect=0.5"});
  EXPECT_THROW(load_hypothesis(document, shipped_library(), {}), InputError);
  document = *shipped_library().find(ModelKind::hypothesis, "heterologous");
  apply_overrides(document, {"parameters.tone_effect.grade="});
  EXPECT_THROW(load_hypothesis(document, shipped_library(), {}), InputError);
}

}  // namespace
}  // namespace pressor
