#include "pressor/output/result_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "own_folder.h"
#include "pressor/output/hash.h"
#include "pressor/output/read_result.h"
#include "sample.h"
#include "store.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;
using sample::Kept;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ResultFileTest : public sample::InOwnFolder {
 protected:
  [[nodiscard]] std::vector<std::string> files(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  template <class Cell>
  [[nodiscard]] std::vector<Cell> values(const std::string& dataset) const {
    const H5::H5File file = open_file(path_);
    const StoredDataset stored(file, dataset);
    return std::get<std::vector<Cell>>(stored.read(0, stored.rows()));
  }

  fs::path parts_ = folder_ / "out.h5.parts";
};

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const OutputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// A plan whose blocks have exactly that many rows.
BlockPlan blocks_of(std::size_t rows) { return {rows, 0, rows}; }

TEST_F(ResultFileTest, GivesBackTrajectoriesPatientsEndpointsAndEvents) {
  sample::write(path_, 100, Kept::all, blocks_of(16));
  const auto pressures = values<float>("/trajectories/HR");
  ASSERT_EQ(pressures.size(), 100 * sample::grid);
  for (std::uint64_t id = 0; id < 100; ++id) {
    for (std::size_t t = 0; t < sample::grid; ++t) {
      const float found = pressures[id * sample::grid + t];
      const float wanted = sample::value(id, 2, t);
      ASSERT_TRUE(found == wanted || (std::isnan(found) && std::isnan(wanted))) << id << " " << t;
    }
  }
  EXPECT_EQ(values<double>("/patients/weight")[99], 159.0);
  EXPECT_EQ(values<double>("/patients/NE_TOTAL")[99], 990.0);
  EXPECT_EQ(values<std::string>("/patients/failure")[6],
            "at 12 min: the step became too small (1e-9 µs)");
  EXPECT_EQ(values<std::string>("/patients/failure")[7], "");
  EXPECT_TRUE(std::isnan(values<double>("/endpoints/pe_ratio@6h")[3]));
  EXPECT_EQ(values<std::int8_t>("/endpoints/pe_ratio@6h.missing")[3], 1);
  EXPECT_EQ(values<std::int64_t>("/events/patient").back(), 99);
}

TEST_F(ResultFileTest, HoldsHowPatientsCameAndWhatAnImposedGapTook) {
  Study study = sample::study(2, 2);
  study.crossover = Crossover{{0.0, 30.0}, 5.0};
  study.imbalance = ImposedImbalance{"pe_ratio@0h", -0.17, 0.02};
  ResultFile file(path_, false, sample::provenance());
  file.begin(study, sample::header());
  for (std::uint64_t id = 0; id < 4; ++id) {
    PatientRecord record = sample::record(id, 2, false, sample::header());
    record.enrolled = 100.0 * static_cast<double>(id);
    record.adherent = id != 1;
    record.withdrawn = id == 2 ? 7.5 : std::numeric_limits<double>::infinity();
    record.sequence = record.period = static_cast<std::uint32_t>(id % 2);
    file.add(record);
  }
  StudyTotals totals = sample::totals(study);
  totals.imbalance = {{-0.16, -0.18}, {12, 0}};
  file.finish(totals);
  EXPECT_EQ(values<double>("/patients/enrolled"), (std::vector<double>{0.0, 100.0, 200.0, 300.0}));
  EXPECT_EQ(values<std::int8_t>("/patients/adherent"), (std::vector<std::int8_t>{1, 0, 1, 1}));
  EXPECT_EQ(values<double>("/patients/withdrawn")[2], 7.5);
  EXPECT_EQ(values<std::int8_t>("/patients/sequence"), (std::vector<std::int8_t>{0, 1, 0, 1}));
  EXPECT_EQ(values<std::int32_t>("/patients/period"), (std::vector<std::int32_t>{0, 1, 0, 1}));
  EXPECT_EQ(values<double>("/trial/imposed_gap"), (std::vector<double>{-0.16, -0.18}));
  EXPECT_EQ(values<std::int32_t>("/trial/redraws"), (std::vector<std::int32_t>{12, 0}));
}

TEST_F(ResultFileTest, BordersOfBlocksDoNotChangeTheHash) {
  const std::string whole = sample::write(path_, 150, Kept::first_half, blocks_of(256));
  for (const std::size_t rows : {1UL, 7UL, 16UL, 64UL, 150UL}) {
    EXPECT_EQ(sample::write(path_, 150, Kept::first_half, blocks_of(rows), true), whole) << rows;
    verify_result(path_);
  }
  EXPECT_EQ(sample::write(path_, 150, Kept::first_half, {}, true), whole);
}

/// Blocks of 256 rows hold 85 or 86 trajectories: a whole chunk and a part, at any row of the
/// result.
TEST_F(ResultFileTest, KeepsScatteredTrajectoriesWhateverTheBlocks) {
  const std::string whole = sample::write(path_, 600, Kept::every_third, blocks_of(1024));
  for (const std::size_t rows : {64UL, 256UL}) {
    EXPECT_EQ(sample::write(path_, 600, Kept::every_third, blocks_of(rows), true), whole) << rows;
    verify_result(path_);
    EXPECT_EQ(values<std::int64_t>("/trajectories/patient")[199], 597);
    EXPECT_EQ(values<float>("/trajectories/MAP")[199 * sample::grid], 597.0F);
  }
}

TEST_F(ResultFileTest, HashKnownAtTheEndIsTheHashOfTheFile) {
  for (const std::uint32_t rows : {0U, 1U, 64U, 65U}) {
    const std::string hash = sample::write(path_, rows, Kept::all, {}, true);
    EXPECT_EQ(hash, compute_result_hash(path_)) << rows;
    EXPECT_EQ(hash, read_result(path_).result_hash) << rows;
  }
}

TEST_F(ResultFileTest, HashSeesOneChangedBitAndNoAttribute) {
  const Study study = sample::study(4, 1);
  const StudyHeader header = sample::header();
  const auto hash = [&](float change, const std::string& command) {
    ResultProvenance provenance = sample::provenance();
    provenance.command = command;
    ResultFile file(path_, true, provenance);
    file.begin(study, header);
    PatientRecord record = sample::record(0, 4, true, header);
    record.run.values[40] += change;
    file.add(record);
    file.finish(sample::totals(study));
    return file.result_hash();
  };
  const std::string first = hash(0.0F, "a");
  EXPECT_EQ(hash(0.0F, "b"), first);
  EXPECT_NE(hash(0.001F, "a"), first);
}

TEST_F(ResultFileTest, TheSameInputMakesTheSameBytes) {
  sample::write(path_, 130, Kept::first_half, blocks_of(32));
  const std::string first = bytes_of(path_);
  sample::write(path_, 130, Kept::first_half, blocks_of(32), true);
  EXPECT_EQ(bytes_of(path_), first);
}

/// 150 kept rows leave a part of a chunk, in a block of its own and beside whole ones.
TEST_F(ResultFileTest, TheNumberOfThreadsDoesNotChangeTheBytes) {
  for (const Kept kept : {Kept::all, Kept::first_half, Kept::every_third, Kept::none}) {
    for (const std::size_t rows : {64UL, 150UL}) {
      BlockPlan plan = blocks_of(rows);
      const std::string hash = sample::write(path_, 150, kept, plan, true);
      const std::string first = bytes_of(path_);
      EXPECT_EQ(hash, compute_result_hash(path_));
      for (const unsigned threads : {2U, 7U}) {
        plan.threads = threads;
        sample::write(path_, 150, kept, plan, true);
        ASSERT_EQ(bytes_of(path_), first) << threads << " threads, blocks of " << rows;
      }
    }
  }
}

TEST_F(ResultFileTest, NothingStandsAtThePathBeforeTheEndAndNothingElseAfterIt) {
  const Study study = sample::study(50, 2);
  ResultFile file(path_, false, sample::provenance(), blocks_of(16));
  file.begin(study, sample::header());
  sample::add_rows(file, study, 100, Kept::all);
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_EQ(files(parts_).size(), 6U);
  EXPECT_EQ(file.result_hash(), "");
  file.finish(sample::totals(study));
  EXPECT_THAT(files(folder_), ::testing::ElementsAre("out.h5"));
}

TEST_F(ResultFileTest, ASinkThatIsGivenUpKeepsItsFinishedBlocksOnly) {
  const Study study = sample::study(20, 2);
  {
    ResultFile file(path_, false, sample::provenance(), blocks_of(16));
    file.begin(study, sample::header());
    sample::add_rows(file, study, 40, Kept::all);
  }
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_THAT(files(parts_), ::testing::ElementsAre("block_000000.h5", "block_000001.h5"));
}

TEST_F(ResultFileTest, ASinkThatIsGivenUpBeforeItsFirstBlockLeavesNothing) {
  {
    ResultFile file(path_, false, sample::provenance());
    file.begin(sample::study(20, 2), sample::header());
    sample::add_rows(file, sample::study(20, 2), 40, Kept::none);
  }
  EXPECT_THAT(files(folder_), IsEmpty());
}

TEST_F(ResultFileTest, ANewRunClearsOldBlocksAndNothingElse) {
  fs::create_directories(parts_);
  for (const char* name : {"block_000007.h5", "block_000008.h5.tmp", "result.h5.tmp", "mine.txt"}) {
    std::ofstream(parts_ / name) << "old";
  }
  sample::write(path_, 10, Kept::all);
  verify_result(path_);
  EXPECT_THAT(files(parts_), ::testing::ElementsAre("mine.txt"));
}

TEST_F(ResultFileTest, AnExistingFileIsOnlyReplacedWhenAskedAndOnlyAtTheEnd) {
  std::ofstream(path_) << "precious";
  EXPECT_THAT(message_of([&] { ResultFile(path_, false, sample::provenance()); }),
              HasSubstr("exists already"));
  {
    ResultFile file(path_, true, sample::provenance(), blocks_of(4));
    file.begin(sample::study(20, 2), sample::header());
    sample::add_rows(file, sample::study(20, 2), 40, Kept::all);
  }
  EXPECT_EQ(bytes_of(path_), "precious");
  sample::write(path_, 40, Kept::all, {}, true);
  verify_result(path_);
}

TEST_F(ResultFileTest, RefusesPathsThatCannotBecomeAFile) {
  const auto refusal = [&](const fs::path& path) {
    return message_of([&] { ResultFile(path, true, sample::provenance()); });
  };
  EXPECT_THAT(refusal(folder_), HasSubstr("no regular file"));
  EXPECT_THAT(refusal(folder_ / "absent" / "out.h5"), HasSubstr("No such file or directory"));
  EXPECT_THAT(refusal(folder_ / ""), HasSubstr("no file name"));
}

TEST_F(ResultFileTest, RefusesRecordsThatDoNotFitTheHeader) {
  const Study study = sample::study(4, 1);
  const StudyHeader header = sample::header();
  ResultFile file(path_, false, sample::provenance());
  EXPECT_THROW(file.add(sample::record(0, 4, true, header)), OutputError);
  file.begin(study, header);
  PatientRecord record = sample::record(0, 4, true, header);
  record.columns.pop_back();
  EXPECT_THROW(file.add(record), OutputError);
  record = sample::record(0, 4, true, header);
  record.run.values.pop_back();
  EXPECT_THROW(file.add(record), OutputError);
}

TEST_F(ResultFileTest, RefusesNamesThatHdf5WouldTakeForGroups) {
  Study study = sample::study(4, 1);
  StudyHeader header = sample::header();
  header.patient_columns[0].name = "body/weight";
  ResultFile file(path_, false, sample::provenance(), blocks_of(1));
  file.begin(study, header);
  EXPECT_THAT(message_of([&] { file.add(sample::record(0, 4, true, header)); }),
              HasSubstr("`body/weight`"));
}

/// A file system of 1 MiB in memory, or read-only; needs the rights to mount.
class Mounted {
 public:
  Mounted(fs::path folder, unsigned long flags, const char* options) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    good_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", flags, options) == 0;
  }
  ~Mounted() {
    if (good_) ::umount(folder_.c_str());
  }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;
  [[nodiscard]] bool good() const { return good_; }

 private:
  fs::path folder_;
  bool good_ = false;
};

TEST_F(ResultFileTest, AFullDiskIsAnErrorThatLosesNoFinishedBlock) {
  const fs::path small = folder_ / "small";
  const Mounted disk(small, 0, "size=1m");
  if (!disk.good()) GTEST_SKIP() << "no right to mount a small file system";
  const Study study = sample::study(5000, 2);
  const auto run = [&] {
    ResultFile file(small / "out.h5", false, sample::provenance(), blocks_of(64));
    file.begin(study, sample::header());
    sample::add_rows(file, study, 10'000, Kept::all);
    file.finish(sample::totals(study));
  };
  EXPECT_THAT(message_of(run), HasSubstr("No space left on device"));
  EXPECT_FALSE(fs::exists(small / "out.h5"));
  const std::vector<std::string> left = files(small / "out.h5.parts");
  ASSERT_GT(left.size(), 2U);
  for (const std::string& block : left) {
    ASSERT_THAT(block, ::testing::MatchesRegex("block_[0-9]+\\.h5"));
    const H5::H5File file = open_file(small / "out.h5.parts" / block);
    EXPECT_EQ(StoredDataset(file, "/patients/id").rows(), 64U);
  }
}

TEST_F(ResultFileTest, ADiskThatIsFullAtTheEndIsAnErrorThatKeepsTheBlocks) {
  const fs::path small = folder_ / "small";
  const Mounted disk(small, 0, "size=1m");
  if (!disk.good()) GTEST_SKIP() << "no right to mount a small file system";
  const Study study = sample::study(60, 2);
  ResultFile file(small / "out.h5", false, sample::provenance(), blocks_of(64));
  file.begin(study, sample::header());
  sample::add_rows(file, study, 120, Kept::all);
  std::ofstream filler(small / "filler");
  while (filler << std::string(4096, 'x') << std::flush) {
  }
  EXPECT_THAT(message_of([&] { file.finish(sample::totals(study)); }),
              HasSubstr("No space left on device"));
  EXPECT_FALSE(fs::exists(small / "out.h5"));
  EXPECT_TRUE(fs::exists(small / "out.h5.parts/block_000000.h5"));
}

TEST_F(ResultFileTest, AReadOnlyFolderIsRefusedBeforeAnythingRuns) {
  const Mounted disk(folder_ / "fixed", MS_RDONLY, "");
  if (!disk.good()) GTEST_SKIP() << "no right to mount a read-only file system";
  EXPECT_THAT(
      message_of([&] { ResultFile(folder_ / "fixed" / "out.h5", false, sample::provenance()); }),
      HasSubstr("Read-only file system"));
}

}  // namespace
}  // namespace pressor
