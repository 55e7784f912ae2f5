#include "pressor/output/read_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "durable.h"
#include "own_folder.h"
#include "pressor/core/random.h"
#include "pressor/output/hash.h"
#include "sample.h"
#include "store.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;
using sample::Kept;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ReadResultTest : public sample::InOwnFolder {
 protected:
  [[nodiscard]] std::string refusal() const {
    try {
      verify_result(path_);
    } catch (const OutputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  [[nodiscard]] std::string content() const {
    std::ifstream stream(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void replace(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
  }
};

TEST_F(ReadResultTest, SaysWhatTheFileHolds) {
  const std::string hash = sample::write(path_, 100, Kept::first_half);
  const ResultInfo info = read_result(path_);
  EXPECT_EQ(info.title, "Sample with µ, ≥ and 中");
  EXPECT_EQ(info.status, "complete");
  EXPECT_EQ(info.result_hash, hash);
  EXPECT_EQ(info.scenario_yaml, sample::provenance().scenario_yaml);
  EXPECT_EQ(info.scenario_sha256, sha256(info.scenario_yaml));
  EXPECT_EQ(info.model_sha256, compute_result_hash(path_, "/model/"));
  EXPECT_EQ(info.warnings, "a warning\nanother");
  EXPECT_EQ(info.seed, 20'250'228U);
  EXPECT_EQ(info.patients, 100U);
  EXPECT_EQ(info.kept, 50U);
  EXPECT_EQ(info.times, sample::grid);
  EXPECT_EQ(info.replicates, 2U);
  EXPECT_EQ(info.screened, 1234U);
  EXPECT_EQ(info.failed, 3U);
  EXPECT_THAT(info.arms, ElementsAre("placebo", "high dose"));
  for (const ResultDataset& dataset : info.datasets) {
    EXPECT_NE(dataset.units, "") << dataset.path;
    EXPECT_NE(dataset.long_name, "") << dataset.path;
  }
}

/// Replicates of n, mean, sd = 12, 2, 0.25 and 12, 3, 0.25: the SD of all 24 from
/// (2 x 11 x 0.25^2 + 24 x 0.5^2) / 23.
TEST_F(ReadResultTest, PoolsReplicatesAsIfAllPatientsHadBeenTakenTogether) {
  sample::write(path_, 100, Kept::none);
  const std::vector<EndpointFigures> endpoints = read_result(path_).endpoints;
  ASSERT_EQ(endpoints.size(), 3U);
  EXPECT_EQ(endpoints[0].name, "pe_ratio@0h");
  EXPECT_EQ(endpoints[2].name, "death@28d");
  EXPECT_EQ(endpoints[2].unit, "d");
  const ArmFigures& arm = endpoints[0].arms[1];
  EXPECT_EQ(arm.n, 24U);
  EXPECT_DOUBLE_EQ(arm.mean, 2.5);
  EXPECT_DOUBLE_EQ(arm.sd, std::sqrt((22.0 * 0.0625 + 6.0) / 23.0));
  EXPECT_EQ(endpoints[1].arms[1].n, 2U);
  EXPECT_DOUBLE_EQ(endpoints[1].arms[1].sd, std::sqrt(0.5));
}

TEST_F(ReadResultTest, AnAbsentFileIsNotFound) {
  EXPECT_THROW((void)read_result(path_), FileNotFound);
  EXPECT_THROW((void)read_result(folder_), FileNotFound);
}

TEST_F(ReadResultTest, SaysWhyAFileIsNoResult) {
  replace("this is text");
  EXPECT_THAT(refusal(), HasSubstr("the seal at its end is missing"));
  replace("");
  EXPECT_THAT(refusal(), HasSubstr("the seal at its end is missing"));
  replace(std::string(200, 'x'));
  seal(path_);
  EXPECT_THAT(refusal(), HasSubstr("cannot open"));
  {
    H5::H5File file = create_file(path_);
    file.close();
  }
  seal(path_);
  EXPECT_THAT(refusal(), HasSubstr("`schema` is missing"));
  {
    H5::H5File file = create_file(path_);
    H5::Group root = file.openGroup("/");
    write_attribute(root, "schema", std::string("other/2"));
    root.close();
    file.close();
  }
  seal(path_);
  EXPECT_THAT(refusal(), HasSubstr("`other/2`"));
}

/// A whole result in all but one value: the seal is right, the hash is not.
TEST_F(ReadResultTest, AValueChangedByAnotherProgramBreaksTheHashEvenUnderANewSeal) {
  sample::write(path_, 10, Kept::all);
  {
    H5::H5File file(path_.string(), H5F_ACC_RDWR);
    H5::DataSet weights = file.openDataSet("/patients/weight");
    const std::vector<double> others(10, 70.0);
    weights.write(others.data(), H5::PredType::NATIVE_DOUBLE);
    weights.close();
    file.close();
  }
  EXPECT_THAT(refusal(), HasSubstr("seal"));
  seal(path_);
  EXPECT_THAT(refusal(), HasSubstr("its result hash is"));
}

TEST_F(ReadResultTest, ABlockOfAnUnfinishedRunIsNoResult) {
  {
    const Study study = sample::study(2, 1);
    ResultFile file(path_, false, sample::provenance(), {1, 0, 1});
    file.begin(study, sample::header());
    sample::add_rows(file, study, 2, Kept::all);
  }
  path_ = folder_ / "out.h5.parts/block_000000.h5";
  EXPECT_THAT(refusal(), HasSubstr("block of an unfinished run"));
}

TEST_F(ReadResultTest, ATruncatedFileIsRefusedWhereverItEnds) {
  sample::write(path_, 100, Kept::all);
  const std::string whole = content();
  for (std::size_t part = 0; part < 16; ++part) {
    replace(whole.substr(0, whole.size() * part / 16));
    EXPECT_THAT(refusal(), HasSubstr(path_.string())) << part;
  }
}

TEST_F(ReadResultTest, AFlippedBitIsAlwaysRefused) {
  sample::write(path_, 70, Kept::all);
  const std::string whole = content();
  const RandomStream stream({7, 0, 0, Stream::covariates, 0});
  for (std::uint32_t i = 0; i < 1000; ++i) {
    std::string damaged = whole;
    const auto at =
        static_cast<std::size_t>(stream.uniform_at(2 * i) * static_cast<double>(damaged.size()));
    const auto bit = static_cast<unsigned>(stream.uniform_at(2 * i + 1) * 8.0);
    damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));
    replace(damaged);
    ASSERT_THAT(refusal(), HasSubstr(path_.string())) << "byte " << at << " bit " << bit;
  }
}

TEST(HashTest, OfAnEmptyTextAndAbcAreThePublishedOnes) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace pressor
