#include "pressor/trial/batch.h"

#include <gtest/gtest.h>

#include <map>

#include "pressor/core/errors.h"
#include "recorder.h"
#include "two_arms.h"

namespace pressor {
namespace {

/// Keeps batches in memory.
class Shelf final : public BatchKeeper {
 public:
  [[nodiscard]] std::optional<Batch> kept(const BatchPlace& place) const override {
    const auto found = batches.find(place);
    return found == batches.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(const BatchPlace& place, const Batch& batch) override {
    EXPECT_TRUE(batches.emplace(place, batch).second) << "kept twice: " << place.item;
    ++added;
  }
  std::map<BatchPlace, Batch> batches;
  std::size_t added = 0;
};

/// 80 rows in some batches, and 80 in each of two draws of the model's numbers.
Study batch_trial() {
  Study study = two_arms_of_phenylephrine();
  study.follow_up = 1440.0;
  study.patients = 40;
  study.output.first = 10;
  study.output.first_given = true;
  study.uncertainty.draws = 2;
  return study;
}

Recorder run_with(const Study& study, BatchKeeper& keeper, unsigned threads = 2) {
  Recorder recorder;
  Counting progress;
  EXPECT_TRUE(run_study(study, threads, recorder, progress, keeper));
  return recorder;
}

void expect_equal(const Recorder& a, const Recorder& b) {
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.tables(), b.tables());
  ASSERT_EQ(a.totals.uncertainty.arms.size(), b.totals.uncertainty.arms.size());
  for (std::size_t i = 0; i < a.totals.uncertainty.arms.size(); ++i) {
    EXPECT_EQ(a.totals.uncertainty.arms[i].mean, b.totals.uncertainty.arms[i].mean);
  }
  EXPECT_EQ(a.totals.solver.rows, b.totals.solver.rows);
  EXPECT_EQ(a.totals.failed, b.totals.failed);
}

TEST(Batches, GiveWhatAFreshRunGivesWhicheverWereKept) {
  const Study study = batch_trial();
  const Recorder fresh = run_recorded(study);
  Shelf shelf;
  expect_equal(run_with(study, shelf), fresh);
  const std::size_t all = shelf.added;
  EXPECT_GT(all, 6U);
  expect_equal(run_with(study, shelf), fresh);
  EXPECT_EQ(shelf.added, all);  // nothing was simulated again
  std::size_t number = 0;
  std::erase_if(shelf.batches, [&](const auto&) { return ++number % 3 == 0; });
  expect_equal(run_with(study, shelf, 5), fresh);
  EXPECT_EQ(shelf.added, all + all / 3);
}

TEST(Batches, OfShardsAreAllBatchesOnce) {
  const Study study = batch_trial();
  const Recorder fresh = run_recorded(study);
  for (const std::uint64_t of : {1U, 2U, 3U, 7U, 100U}) {
    Shelf shelf;
    for (std::uint64_t number = of; number >= 1; --number) {
      Counting progress;
      ASSERT_TRUE(run_shard(study, 2, {number, of}, progress, shelf));
    }
    const std::size_t all = shelf.added;
    expect_equal(run_with(study, shelf), fresh);
    EXPECT_EQ(shelf.added, all) << of;
  }
}

TEST(Batches, OfAShardThatWasStoppedAreWhatIsFinished) {
  const Study study = batch_trial();
  Shelf shelf;
  Counting progress(1);
  EXPECT_FALSE(run_shard(study, 1, {1, 1}, progress, shelf));
  EXPECT_EQ(shelf.added, 1U);
}

}  // namespace
}  // namespace pressor
