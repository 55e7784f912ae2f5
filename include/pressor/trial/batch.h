#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pressor/trial/result.h"

/// A study in pieces: what one item of work hands over, and who keeps it. A study that was broken
/// off goes on from the batches that were kept, and shards of a study are nothing but batches: what
/// follows from them is worked out by the same code in the same order, so that a result has the same
/// bytes however its batches came about.
namespace pressor {

/// In which bin of the summary one run is, by variable and time.
struct Tally {
  std::uint32_t arm = 0;
  std::vector<std::uint32_t> rows;  ///< times of each variable, up to the first without a value
  std::vector<std::uint8_t> bins;   ///< of these times, one variable after another
};

/// What one item of work hands over: some patients one after another.
struct Batch {
  std::vector<PatientRecord> records;
  Screening screening;
  SolverCheck solver;
  std::vector<Tally> tallies;
};

/// Where a batch belongs: part 0 is the study itself, others are its uncertain draws.
struct BatchPlace {
  std::uint32_t part = 0;
  std::uint64_t item = 0;
  auto operator<=>(const BatchPlace&) const = default;
};

/// Keeps finished batches.
class BatchKeeper {
 public:
  virtual ~BatchKeeper() = default;
  /// The batch of a place, or nothing when none was kept. Called from many threads at a time.
  [[nodiscard]] virtual std::optional<Batch> kept(const BatchPlace& place) const = 0;
  /// Called from one thread, in order of places, for batches that were not kept before.
  virtual void keep(const BatchPlace& place, const Batch& batch) = 0;

 protected:
  BatchKeeper() = default;
  BatchKeeper(const BatchKeeper&) = default;
  BatchKeeper(BatchKeeper&&) = default;
  BatchKeeper& operator=(const BatchKeeper&) = default;
  BatchKeeper& operator=(BatchKeeper&&) = default;
};

/// One of `of` contiguous shares of a study's items of work, from 1.
struct Shard {
  std::uint64_t number = 1;
  std::uint64_t of = 1;
  /// First of `items` in this shard; that of the next shard is its end.
  [[nodiscard]] std::uint64_t first(std::uint64_t items) const { return (number - 1) * items / of; }
  [[nodiscard]] std::uint64_t end(std::uint64_t items) const { return number * items / of; }
};

/// As run_study, with batches that are taken from `keeper` where it has them and given to it where
/// it has not.
bool run_study(const Study& study, unsigned threads, ResultSink& sink, Progress& progress,
               BatchKeeper& keeper);

/// Simulates one shard and gives its batches to `keeper`. False when `progress` asked to stop.
bool run_shard(const Study& study, unsigned threads, const Shard& shard, Progress& progress,
               BatchKeeper& keeper);

}  // namespace pressor
