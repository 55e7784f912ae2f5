#include "batch_bytes.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "archive.h"

namespace pressor {
namespace {

/// So many equal bins one after another.
struct BinRun {
  std::uint8_t bin = 0;
  std::uint8_t more = 0;  ///< of the same, behind the first
};

std::vector<BinRun> runs_of(const std::vector<std::uint8_t>& bins) {
  std::vector<BinRun> runs;
  for (const std::uint8_t bin : bins) {
    const bool same = !runs.empty() && runs.back().bin == bin &&
                      runs.back().more < std::numeric_limits<std::uint8_t>::max();
    if (same) {
      ++runs.back().more;
    } else {
      runs.push_back({bin, 0});
    }
  }
  return runs;
}

std::vector<std::uint8_t> bins_of(const std::vector<BinRun>& runs) {
  std::vector<std::uint8_t> bins;
  for (const BinRun& run : runs) bins.insert(bins.end(), run.more + std::size_t{1}, run.bin);
  return bins;
}

}  // namespace

// Not in the unnamed namespace, where transfer would not find them.
template <class Archive>
static void members(Archive& archive, Tally& tally) {
  std::vector<BinRun> runs = runs_of(tally.bins);
  transfer_all(archive, tally.arm, tally.rows, runs);
  tally.bins = bins_of(runs);
}

template <class Archive>
static void members(Archive& archive, ChallengeResult& of) {
  transfer_all(archive, of.challenge, of.start, of.baseline_map, of.steps, of.stopped, of.complete);
}

template <class Archive>
static void members(Archive& archive, Chart& of) {
  transfer_all(archive, of.events, of.challenges, of.readings, of.delivered, of.names);
}

template <class Archive>
static void members(Archive& archive, PatientRun& of) {
  transfer_all(archive, of.status, of.failure, of.end, of.rows, of.values, of.limits,
               of.final_limits, of.moments, of.hazard, of.lactate, of.chart);
}

template <class Archive>
static void members(Archive& archive, Beat& of) {
  transfer_all(archive, of.readings, of.waveform, of.end);
}

template <class Archive>
static void members(Archive& archive, PulsatileMoment& of) {
  transfer_all(archive, of.averaged, of.beat, of.failure);
}

template <class Archive>
static void members(Archive& archive, PatientRecord& of) {
  transfer_all(archive, of.id, of.replicate, of.patient, of.arm, of.assigned, of.centre, of.attempt,
               of.sequence, of.period, of.enrolled, of.adherent, of.withdrawn, of.columns,
               of.endpoints, of.death_time, of.pulsatile, of.run);
}

template <class Archive>
static void members(Archive& archive, Screening& of) {
  transfer_all(archive, of.screened, of.unsolvable, of.ineligible, of.unmatched);
}

template <class Archive>
static void members(Archive& archive, SolverDifference& of) {
  transfer_all(archive, of.variable, of.unit, of.long_name, of.absolute, of.relative, of.row);
}

template <class Archive>
static void members(Archive& archive, SolverCheck& of) {
  transfer_all(archive, of.differences, of.rows, of.flipped, of.beyond);
}

template <class Archive>
static void members(Archive& archive, Batch& of) {
  transfer_all(archive, of.records, of.screening, of.solver, of.tallies);
}

std::vector<std::byte> batch_bytes(const Batch& batch) {
  Batch copy = batch;  // an archive takes what it could change
  ByteWriter writer;
  transfer(writer, copy);
  return writer.take();
}

Batch batch_of(const std::vector<std::byte>& bytes) {
  Batch batch;
  ByteReader reader(bytes);
  transfer(reader, batch);
  if (reader.left() > 0) throw OutputError("a batch is damaged: bytes are left over");
  return batch;
}

}  // namespace pressor
