#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace pressor::sample {

/// A folder of its own for each test, taken away at the end, with room for a result.
class InOwnFolder : public ::testing::Test {
 protected:
  InOwnFolder()
      : folder_(std::filesystem::path(::testing::TempDir()) /
                (std::to_string(::getpid()) + "_" +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())),
        path_(folder_ / "out.h5") {
    std::filesystem::create_directories(folder_);
  }
  ~InOwnFolder() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

}  // namespace pressor::sample
