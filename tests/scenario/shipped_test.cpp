#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pressor/scenario/load_body.h"
#include "pressor/scenario/load_drug.h"
#include "pressor/scenario/load_evidence.h"
#include "pressor/scenario/load_hypothesis.h"
#include "pressor/scenario/load_population.h"
#include "pressor/scenario/load_protocol.h"
#include "pressor/scenario/load_study.h"

/// Everything that ships can be read, and says where its numbers come from.
namespace pressor {
namespace {

const Library& shipped() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

const References& references() {
  static const References all = shipped().references();
  return all;
}

struct ShippedModel {
  ModelKind kind;
  std::string name;
};

std::vector<ShippedModel> all_models() {
  std::vector<ShippedModel> all;
  for (const ModelKind kind :
       {ModelKind::drug, ModelKind::body, ModelKind::population, ModelKind::protocol,
        ModelKind::hypothesis, ModelKind::scenario, ModelKind::evidence}) {
    for (const std::string& name : shipped().names(kind)) all.push_back({kind, name});
  }
  return all;
}

void load(const ShippedModel& model, const Document& document) {
  switch (model.kind) {
    case ModelKind::drug:
      EXPECT_EQ(load_drug(document, references()).name, model.name);
      break;
    case ModelKind::body:
      EXPECT_EQ(load_body(document, shipped(), references()).name, model.name);
      break;
    case ModelKind::population:
      EXPECT_EQ(load_population(document, shipped(), references()).name, model.name);
      break;
    case ModelKind::protocol:
      EXPECT_EQ(load_protocol(document, shipped(), references()).name, model.name);
      break;
    case ModelKind::hypothesis:
      EXPECT_EQ(load_hypothesis(document, shipped(), references()).name, model.name);
      break;
    case ModelKind::scenario:
      EXPECT_EQ(load_study(document, shipped(), {}).study.name, model.name);
      break;
    case ModelKind::evidence:
      EXPECT_EQ(load_evidence(document, shipped()).at(0).file, model.name);
      break;
  }
}

class Shipped : public ::testing::TestWithParam<ShippedModel> {};

TEST_P(Shipped, CanBeReadAndHasTheNameOfItsFile) {
  try {
    load(GetParam(), *shipped().find(GetParam().kind, GetParam().name));
  } catch (const Error& error) {
    FAIL() << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Shipped, ::testing::ValuesIn(all_models()),
                         [](const ::testing::TestParamInfo<ShippedModel>& model) {
                           return kind_name(model.param.kind) + "_" + model.param.name;
                         });

}  // namespace
}  // namespace pressor
