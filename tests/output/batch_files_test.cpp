#include "pressor/output/batch_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include "batch_bytes.h"
#include "own_folder.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// A batch with something in every member.
Batch full_batch(std::uint64_t id) {
  PatientRecord record;
  record.id = id;
  record.arm = 1;
  record.withdrawn = 77.5;
  record.columns = {1.5, -2.0};
  EndpointValue value;
  value.value = std::numeric_limits<double>::quiet_NaN();
  value.missing = Missing::not_measured;
  record.endpoints = {value};
  record.run.status = Status::failed;
  record.run.failure = "no step";
  record.run.rows = 2;
  record.run.values = {70.0F, 71.0F};
  record.run.final_limits = {0.25};
  record.run.moments = {{1.0, 2.0}, {}};
  Event event;
  event.time = 3.0;
  event.reason.seen = 58.0;
  record.run.chart.events = {event};
  ChallengeResult challenge;
  challenge.steps = {{1.0, 70.0}, {2.0, 80.0}};
  challenge.complete = true;
  record.run.chart.challenges = {challenge};
  record.run.chart.names = {"hypotension"};
  PulsatileMoment moment;
  moment.beat = Beat{};
  moment.beat->readings.sbp = 120.0;
  moment.beat->waveform.resize(3);
  record.pulsatile = {moment, {}};
  Batch batch;
  batch.records = {record, record};
  batch.screening.screened = 5;
  batch.screening.ineligible = {1, 2};
  batch.solver.rows = 1;
  batch.solver.differences = {{"MAP", "mmHg", "pressure", 0.1, 0.001, id}};
  batch.solver.beyond = {id};
  Tally tally;
  tally.arm = 1;
  tally.rows = {300, 300};
  tally.bins.assign(600, 7);
  tally.bins[10] = 255;
  batch.tallies = {tally};
  return batch;
}

class BatchFiles : public sample::InOwnFolder {
 protected:
  static BatchOwner owner(std::uint64_t seed = 1, Shard shard = {}) {
    return {"pressor test", "schema: pressor/1\nname: x\n", seed, shard};
  }
  /// A journal of so many batches, each in a file of its own.
  void write_journal(std::size_t count) const {
    BatchJournal journal(path_, owner(), false, std::chrono::seconds(0));
    for (std::size_t item = 0; item < count; ++item) journal.keep({0, item}, full_batch(item));
  }
  [[nodiscard]] fs::path shard(std::uint64_t number, std::uint64_t of,
                               std::uint64_t seed = 1) const {
    const fs::path file = folder_ / ("shard" + std::to_string(number));
    BatchJournal journal(file, owner(seed, {number, of}), false);
    journal.keep({0, number}, full_batch(number));
    journal.flush();
    journal.write_shard(file);
    journal.remove();
    return file;
  }
  fs::path parts_ = folder_ / "out.h5.parts";
};

TEST_F(BatchFiles, BytesGiveTheBatchAgain) {
  const std::vector<std::byte> bytes = batch_bytes(full_batch(9));
  const Batch again = batch_of(bytes);
  EXPECT_EQ(batch_bytes(again), bytes);
  ASSERT_EQ(again.records.size(), 2U);
  const PatientRecord& record = again.records[1];
  EXPECT_EQ(record.id, 9U);
  EXPECT_TRUE(std::isnan(record.endpoints[0].value));
  EXPECT_EQ(record.run.failure, "no step");
  EXPECT_EQ(record.run.values[1], 71.0F);
  EXPECT_EQ(record.run.chart.challenges[0].steps[1].map, 80.0);
  EXPECT_EQ(record.run.chart.events[0].reason.seen, 58.0);
  EXPECT_EQ(record.pulsatile[0].beat->readings.sbp, 120.0);
  EXPECT_FALSE(record.pulsatile[1].beat.has_value());
  EXPECT_EQ(again.tallies[0].bins, full_batch(9).tallies[0].bins);
  EXPECT_EQ(again.tallies[0].rows, full_batch(9).tallies[0].rows);
  EXPECT_EQ(again.solver.differences[0].variable, "MAP");
}

TEST_F(BatchFiles, BytesThatAreCutOrLongerAreRefused) {
  std::vector<std::byte> bytes = batch_bytes(full_batch(9));
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{7}, bytes.size() / 2, bytes.size() - 1}) {
    EXPECT_THROW(batch_of({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)}),
                 OutputError)
        << count;
  }
  bytes.push_back(std::byte{0});
  EXPECT_THROW(batch_of(bytes), OutputError);
}

TEST_F(BatchFiles, AreTakenOverByARunThatResumes) {
  write_journal(3);
  const BatchJournal journal(path_, owner(), true);
  EXPECT_EQ(journal.taken_over(), 3U);
  EXPECT_EQ(journal.kept({0, 2}).value().records[0].id, 2U);
  EXPECT_FALSE(journal.kept({0, 3}).has_value());
  EXPECT_FALSE(journal.kept({1, 2}).has_value());
}

TEST_F(BatchFiles, AreRemovedByARunThatBeginsAnew) {
  write_journal(3);
  const BatchJournal journal(path_, owner(), false);
  EXPECT_EQ(journal.taken_over(), 0U);
  EXPECT_FALSE(journal.kept({0, 2}).has_value());
  EXPECT_FALSE(fs::exists(parts_ / "batches_000000"));
}

TEST_F(BatchFiles, NumbersGoOnWhereAnEarlierRunStopped) {
  write_journal(2);
  {
    BatchJournal journal(path_, owner(), true, std::chrono::seconds(0));
    journal.keep({0, 2}, full_batch(2));
  }
  EXPECT_EQ(BatchJournal(path_, owner(), true).taken_over(), 3U);
}

TEST_F(BatchFiles, OfAnotherStudyAreNotResumed) {
  write_journal(1);
  EXPECT_THROW(BatchJournal(path_, owner(2), true), OutputError);
  EXPECT_THROW(BatchJournal(path_, owner(1, {1, 2}), true), OutputError);
}

TEST_F(BatchFiles, HaveOneWriterAtATime) {
  const BatchJournal first(path_, owner(), false);
  EXPECT_THROW(BatchJournal(path_, owner(), true), OutputError);
}

/// One flipped bit a file, at places all over it: nothing damaged is used, and all is told of.
TEST_F(BatchFiles, ThatAreDamagedAreLeftOutAndToldOf) {
  constexpr std::size_t places = 40;
  for (std::size_t k = 0; k < places; ++k) {
    write_journal(2);
    const fs::path victim = parts_ / "batches_000001";
    const auto size = fs::file_size(victim);
    std::fstream stream(victim, std::ios::binary | std::ios::in | std::ios::out);
    const auto at = static_cast<std::streamoff>(k * (size - 1) / (places - 1));
    stream.seekg(at);
    const char was = static_cast<char>(stream.get());
    stream.seekp(at);
    stream.put(static_cast<char>(was ^ (1 << (k % 8))));
    stream.close();
    const BatchJournal journal(path_, owner(), true);
    EXPECT_EQ(journal.taken_over(), 1U) << at;
    EXPECT_EQ(journal.dropped().size(), 1U) << at;
    EXPECT_FALSE(journal.kept({0, 1}).has_value()) << at;
  }
}

TEST_F(BatchFiles, HalfWrittenAreIgnored) {
  write_journal(1);
  std::ofstream(parts_ / "batches_000001.tmp") << "pressor-batches/1";
  EXPECT_EQ(BatchJournal(path_, owner(), true).taken_over(), 1U);
  EXPECT_FALSE(fs::exists(parts_ / "batches_000001.tmp"));
}

TEST_F(BatchFiles, LeaveNothingWhenRemoved) {
  {
    BatchJournal journal(path_, owner(), false, std::chrono::seconds(0));
    journal.keep({0, 0}, full_batch(0));
    journal.remove();
  }
  EXPECT_FALSE(fs::exists(parts_));
}

TEST_F(BatchFiles, OfShardsAreOneKeeper) {
  const MergedShards shards({shard(2, 2), shard(1, 2)});
  EXPECT_EQ(shards.owner().scenario_yaml, owner().scenario_yaml);
  EXPECT_EQ(shards.kept({0, 1}).value().records[0].id, 1U);
  EXPECT_EQ(shards.kept({0, 2}).value().records[0].id, 2U);
  EXPECT_FALSE(shards.kept({0, 3}).has_value());
}

std::string refusal(const std::vector<fs::path>& paths) {
  try {
    const MergedShards shards(paths);
  } catch (const ParameterError& error) {
    return error.what();
  }
  return "taken";
}

TEST_F(BatchFiles, OfShardsMustBeAllThereOnceAndOfOneStudy) {
  const fs::path one = shard(1, 3);
  const fs::path two = shard(2, 3);
  EXPECT_THAT(refusal({one, two}), HasSubstr("missing: 3"));
  EXPECT_THAT(refusal({one, two, one}), HasSubstr("given twice"));
  EXPECT_THAT(refusal({one, two, shard(3, 3, 9)}), HasSubstr("another study"));
  EXPECT_THAT(refusal({one, two, shard(3, 4)}), HasSubstr("another study"));
  EXPECT_THAT(refusal({}), HasSubstr("no shard"));
}

}  // namespace
}  // namespace pressor
