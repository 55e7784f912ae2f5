#include "pressor/numerics/lanes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "people.h"
#include "pressor/numerics/dependence.h"
#include "pressor/numerics/duals.h"
#include "pressor/physiology/body.h"

namespace pressor {
namespace {

using numerics::Dependence;
using numerics::lane;
using numerics::set_lane;

/// Different people under different drugs, away from rest.
struct Bed {
  Baseline baseline;
  Inputs<double> in;
};

std::vector<Bed> some_beds(const Person& typical, std::size_t count) {
  std::vector<Bed> beds;
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = static_cast<double>(i);
    Bed bed;
    bed.baseline = relative(typical, static_cast<std::uint32_t>(i)).baseline();
    for (double& value : bed.baseline.state) value *= 1.0 + 0.03 * x;
    for (std::size_t k = typical.model.drug_at(1); k < typical.model.states(); ++k) {
      bed.baseline.state[k] += x;  // some of each drug, also at its effect sites
    }
    bed.in.time = 17.0 * x;
    bed.in.infusion = {10.0 + x, 50.0 * x, x};
    bed.in.fluids.crystalloid = x;
    beds.push_back(bed);
  }
  return beds;
}

std::vector<double> rates_of(const Model& model, const Bed& bed) {
  std::vector<double> rates(model.states());
  derivatives(model, bed.baseline.parameters, bed.in, bed.baseline.state.data(), rates.data());
  return rates;
}

template <class Pack>
class BodyLanesTest : public ::testing::Test {};
using Widths = ::testing::Types<numerics::Lanes<2>, numerics::Lanes<4>, numerics::Lanes<8>>;
TYPED_TEST_SUITE(BodyLanesTest, Widths);

TYPED_TEST(BodyLanesTest, TheRightHandSideGivesEachLaneTheBitsOfOnePatientAlone) {
  const Person typical = person("septic", usual_drugs(), {{Watched::map, 65.0, true, 1.0}});
  const Model& model = typical.model;
  constexpr std::size_t width = numerics::lane_count<TypeParam>;
  const std::vector<Bed> beds = some_beds(typical, width);
  const auto parameters = std::make_unique<Parameters<TypeParam>>();
  Inputs<TypeParam> in;
  std::vector<TypeParam> state(model.states());
  std::vector<TypeParam> rates(model.states());
  for (std::size_t l = 0; l < width; ++l) {
    set_lane(*parameters, l, beds[l].baseline.parameters);
    set_lane(in, l, beds[l].in);
    for (std::size_t i = 0; i < state.size(); ++i) set_lane(state[i], l, beds[l].baseline.state[i]);
  }
  derivatives(model, *parameters, in, state.data(), rates.data());
  for (std::size_t l = 0; l < width; ++l) {
    const std::vector<double> alone = rates_of(model, beds[l]);
    for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(lane(rates[i], l), alone[i]) << i;
  }
}

TEST(BodyDuals, TheJacobianIsThatOfSmallDifferencesAndLiesInThePattern) {
  constexpr std::size_t most = 64;
  using Number = numerics::Dual<double, most>;
  const Person typical = person("septic");
  const Model& model = typical.model;
  const std::size_t n = model.states();
  ASSERT_LE(n, most);
  const Bed bed = some_beds(typical, 2)[1];
  const std::vector<double> scale = state_scales(model, bed.baseline.parameters);

  const auto dual = std::make_unique<Parameters<Number>>();
  set_lane(*dual, 0, bed.baseline.parameters);
  Inputs<Number> in;
  set_lane(in, 0, bed.in);
  std::vector<Number> state(n);
  std::vector<Number> rates(n);
  for (std::size_t i = 0; i < n; ++i) state[i] = Number::variable(bed.baseline.state[i], i);
  derivatives(model, *dual, in, state.data(), rates.data());

  const auto blank = std::make_unique<Parameters<Dependence>>();
  std::vector<Dependence> marked(n);
  std::vector<Dependence> depends(n);
  for (std::size_t i = 0; i < n; ++i) marked[i] = Dependence::variable(i);
  derivatives(model, *blank, Inputs<Dependence>{}, marked.data(), depends.data());

  for (std::size_t j = 0; j < n; ++j) {
    Bed above = bed;
    Bed below = bed;
    const double step = 1.0e-5 * (std::abs(bed.baseline.state[j]) + 0.01 * scale[j]);
    above.baseline.state[j] += step;
    below.baseline.state[j] -= step;
    const std::vector<double> up = rates_of(model, above);
    const std::vector<double> down = rates_of(model, below);
    for (std::size_t i = 0; i < n; ++i) {
      const double slope = (up[i] - down[i]) / (2.0 * step);
      const double tolerance = 1.0e-5 * (std::abs(slope) + scale[i] / scale[j]);
      EXPECT_NEAR(rates[i].slope(j), slope, tolerance) << i << " by " << j;
      EXPECT_TRUE(depends[i].on(j) || rates[i].slope(j) == 0.0) << i << " by " << j;
    }
  }
}

}  // namespace
}  // namespace pressor
