#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "people.h"

/// Which drugs stand by without being noticed.
namespace pressor {
namespace {

DrugStructure named(const char* name) {
  DrugStructure drug;
  drug.name = drug.code = name;
  return drug;
}

bool stands_by(const DrugStructure& drug, const DrugStructure& other = named("other")) {
  return Model({drug, other}, {}).bystander(0);
}

TEST(Bystander, ActsNowhereHearsNothingAndIsNotHeard) {
  EXPECT_TRUE(stands_by(named("inert")));
  DrugStructure acting = named("acting");
  acting.actions = {Action{}};
  EXPECT_FALSE(stands_by(acting));
  DrugStructure by_flow = named("by_flow");
  by_flow.flow_exponent = 0.6;
  EXPECT_FALSE(stands_by(by_flow));
  DrugStructure own = named("own");
  own.endogenous = true;
  EXPECT_FALSE(stands_by(own));
  DrugStructure hearing = named("hearing");
  hearing.interactions = {{1, -0.1}};
  EXPECT_FALSE(stands_by(hearing));
  DrugStructure listener = named("listener");
  listener.interactions = {{0, -0.1}};
  EXPECT_FALSE(stands_by(named("inert"), listener));
}

TEST(Bystander, NeitherMovesNorMovesTheBody) {
  const Person septic = person("septic");
  const std::size_t d = septic.model.drug("dexmedetomidine");
  std::vector<DrugStructure> drugs = septic.model.drugs();
  drugs[d].actions.clear();
  const Model model(drugs, {});
  const Baseline at = calibrate(model, septic.given, septic.seen, septic.infusions, septic.steroid);
  std::vector<double> rates(model.states());
  std::vector<double> with(model.states());
  std::vector<double> state = at.state;
  Inputs<double> in;
  derivatives(model, at.parameters, in, state.data(), rates.data());
  std::fill_n(state.data() + model.drug_at(d), drugs[d].states(), 1.0e3);
  in.infusion[d] = 70.0;
  derivatives(model, at.parameters, in, state.data(), with.data());
  EXPECT_EQ(rates, with);
  for (std::size_t k = 0; k < drugs[d].states(); ++k) EXPECT_EQ(with[model.drug_at(d) + k], 0.0);
}

}  // namespace
}  // namespace pressor
