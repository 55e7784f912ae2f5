#include "pressor/live/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "shipped.h"

namespace pressor {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::shipped_models;
using testing::shipped_text;

const std::string small_trial = R"(schema: pressor/1
name: small
title: A small trial
seed: 5
horizon: 30 min
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: control}, {name: more, give: [{drug: phenylephrine, infusion: 1 ug/kg/min, from: 5 min}]}]
  enrol: 8
endpoints:
  - {name: map, measure: at(MAP), at: [0 min, 30 min], compare: [welch]}
)";

TEST(LivePage, AnswersWithTheCourse) {
  LivePage page(shipped_models());
  const json said = json::parse(page.run(shipped_text("scenarios/norepinephrine_start.yaml"), 0));
  ASSERT_TRUE(said["ok"]) << said;
  EXPECT_EQ(said["variables"][0]["name"], "MAP");
  EXPECT_EQ(page.values().size(), said["variables"].size() * said["rows"].get<std::size_t>());
  EXPECT_NEAR(double{page.values()[0]}, 54.0, 1e-3);
  EXPECT_GT(said["events"].size(), 5U);
  EXPECT_THAT(said["events"].dump(), HasSubstr("ug/kg/min"));
  EXPECT_EQ(said["endpoints"][0]["name"], "time_to_target@3h");
  const json moment = json::parse(page.moment(30.0));
  EXPECT_GT(moment["signals"]["MAP"], 54.0);
  EXPECT_EQ(moment["receptors"][0]["drug"], "norepinephrine");
  const json why = json::parse(page.explain(10.0, 60.0));
  EXPECT_THAT(why["shares"][0]["cause"].get<std::string>(), HasSubstr("norepinephrine"));
}

TEST(LivePage, NamesFluidsInTheLog) {
  LivePage page(shipped_models());
  const json said = json::parse(page.run(shipped_text("scenarios/haemorrhage_and_fluids.yaml"), 2));
  EXPECT_THAT(said["events"].dump(),
              AllOf(HasSubstr("bleeding"), HasSubstr("colloid"), Not(HasSubstr("crystalloid"))));
}

TEST(LivePage, TellsWhatIsWrongAndWhere) {
  LivePage page(shipped_models());
  const json said = json::parse(
      page.run("schema: pressor/1\nname: a\ntitle: b\nhorizon: 1 h\npatient: {body: septik}\n", 0));
  EXPECT_FALSE(said["ok"]);
  EXPECT_EQ(said["problems"][0]["line"], 5);
  EXPECT_EQ(said["problems"][0]["suggestion"], "septic");
  EXPECT_FALSE(json::parse(page.moment(0.0))["ok"]);
}

TEST(LivePage, DrawsOneTrialAfterAnother) {
  LivePage page(shipped_models());
  EXPECT_FALSE(json::parse(page.draw(0))["ok"]);
  const json trial = json::parse(page.trial(small_trial));
  ASSERT_TRUE(trial["ok"]) << trial;
  EXPECT_EQ(trial["columns"][1]["name"], "map@30min");
  const json first = json::parse(page.draw(0));
  EXPECT_EQ(first["rows"].size(), 8U);
  EXPECT_EQ(first["tests"].size(), 2U);
  EXPECT_EQ(page.draw(0), page.draw(0));
  EXPECT_NE(page.draw(1), page.draw(0));
}

TEST(LivePage, DrawsTwinsInBothArms) {
  LivePage page(shipped_models());
  const std::string twins = small_trial.substr(0, small_trial.find("endpoints")) +
                            "  twins: true\n" + small_trial.substr(small_trial.find("endpoints"));
  const json trial = json::parse(page.trial(twins));
  ASSERT_TRUE(trial["ok"]) << trial;
  const json rows = json::parse(page.draw(3))["rows"];
  ASSERT_EQ(rows.size(), 16U);
  EXPECT_EQ(rows[0]["patient"], rows[1]["patient"]);
  EXPECT_NE(rows[0]["arm"], rows[1]["arm"]);
  EXPECT_EQ(rows[0]["values"][0], rows[1]["values"][0]);
}

}  // namespace
}  // namespace pressor
