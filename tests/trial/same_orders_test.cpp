#include "../../src/trial/same_orders.h"

#include <gtest/gtest.h>

#include <functional>

namespace pressor::trial {
namespace {

Orders full() {
  Orders orders;
  orders.drugs.emplace_back();
  orders.fluids.emplace_back();
  orders.steroids.emplace_back();
  orders.titrations.emplace_back();
  orders.titrations[0].steps.emplace_back();
  orders.titrations[0].second.emplace();
  orders.challenges.emplace_back();
  orders.challenges[0].at = {0.0, 360.0};
  orders.challenges[0].ladder = {{1.0, true}};
  orders.rescues.emplace_back();
  return orders;
}

void expect_parted(const std::function<void(Orders&)>& change) {
  Orders other = full();
  change(other);
  EXPECT_FALSE(same_until(full(), other, 30.0));
  EXPECT_FALSE(same_until(other, full(), 30.0));
}

TEST(SameOrders, AreSameWithThemselves) { EXPECT_TRUE(same_until(full(), full(), 30.0)); }

TEST(SameOrders, ADifferenceThatIsSeenByThenParts) {
  expect_parted([](Orders& o) { o.drugs[0].dose.value = 1.0; });
  expect_parted([](Orders& o) { o.drugs[0].until = 20.0; });
  expect_parted([](Orders& o) { o.drugs.emplace_back(); });
  expect_parted([](Orders& o) { o.fluids[0].volume = 1.0; });
  expect_parted([](Orders& o) { o.steroids.clear(); });
  expect_parted([](Orders& o) { o.titrations[0].steps[0].factor = 2.0; });
  expect_parted([](Orders& o) { o.titrations[0].second.reset(); });
  expect_parted([](Orders& o) { o.titrations[0].second->dose.value = 1.0; });
  expect_parted([](Orders& o) { o.challenges[0].ladder[0].value = 2.0; });
  expect_parted([](Orders& o) { o.challenges[0].stop_map = Comparison{}; });
  expect_parted([](Orders& o) { o.rescues[0].lockout = 1.0; });
  expect_parted([](Orders& o) { o.rescues[0].give = DrugOrder{}; });
}

TEST(SameOrders, ADifferenceThatComesLaterDoesNotCount) {
  Orders other = full();
  DrugOrder late;
  late.from = 30.0;
  other.drugs.push_back(late);
  other.drugs[0].until = 30.0;
  other.challenges[0].at = {0.0, 720.0};
  other.titrations[0].until = 100.0;
  EXPECT_TRUE(same_until(full(), other, 30.0));
  EXPECT_FALSE(same_until(full(), other, 30.001));
}

}  // namespace
}  // namespace pressor::trial
