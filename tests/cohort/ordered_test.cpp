#include "pressor/cohort/ordered.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace pressor {
namespace {

class InOrder : public ::testing::TestWithParam<unsigned> {};

TEST_P(InOrder, ResultsArriveInOrderAndOnTheCallingThread) {
  std::vector<std::size_t> seen;
  const auto caller = std::this_thread::get_id();
  bool elsewhere = false;
  const bool done = run_in_order<std::size_t>(
      500, GetParam(), [](std::size_t item) { return item * item; },
      [&](std::size_t item, std::size_t result) {
        EXPECT_EQ(result, item * item);
        elsewhere = elsewhere || std::this_thread::get_id() != caller;
        seen.push_back(item);
        return true;
      });
  EXPECT_TRUE(done);
  EXPECT_FALSE(elsewhere);
  std::vector<std::size_t> expected(500);
  std::iota(expected.begin(), expected.end(), 0U);
  EXPECT_EQ(seen, expected);
}

TEST_P(InOrder, ASlowConsumerBoundsWhatWaits) {
  std::atomic<std::size_t> produced{0};
  std::size_t most = 0;
  run_in_order<int>(
      200, GetParam(), [&](std::size_t) { return static_cast<int>(++produced); },
      [&](std::size_t item, int) {
        std::this_thread::yield();
        most = std::max(most, produced.load() - item);
        return true;
      });
  EXPECT_LE(most, detail::slot_count(GetParam()) + 1);
}

TEST_P(InOrder, TheConsumerCanStopIt) {
  std::size_t consumed = 0;
  const bool done = run_in_order<int>(
      1000, GetParam(), [](std::size_t) { return 0; },
      [&](std::size_t item, int) {
        ++consumed;
        return item < 9;
      });
  EXPECT_FALSE(done);
  EXPECT_EQ(consumed, 10U);
}

TEST_P(InOrder, TheEarliestErrorIsThrownAfterWhatCameBeforeIt) {
  std::size_t consumed = 0;
  const auto produce = [](std::size_t item) -> int {
    if (item >= 40) throw std::runtime_error(std::to_string(item));
    return 0;
  };
  try {
    run_in_order<int>(100, GetParam(), produce, [&](std::size_t, int) { return ++consumed > 0; });
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "40");
  }
  EXPECT_EQ(consumed, 40U);
}

TEST_P(InOrder, AnErrorOfTheConsumerReachesTheCaller) {
  EXPECT_THROW(run_in_order<int>(
                   100, GetParam(), [](std::size_t) { return 0; },
                   [](std::size_t, int) -> bool { throw std::logic_error("full disk"); }),
               std::logic_error);
}

TEST_P(InOrder, NoItemsAreDoneAtOnce) {
  EXPECT_TRUE(run_in_order<int>(
      0, GetParam(), [](std::size_t) { return 0; }, [](std::size_t, int) { return false; }));
}

INSTANTIATE_TEST_SUITE_P(Threads, InOrder, ::testing::Values(0U, 1U, 2U, 7U));

}  // namespace
}  // namespace pressor
