#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

using Names = std::vector<std::string>;

/// From the ground up. A room may include itself and what stands before it.
const Names rooms{"core",    "numerics", "statistics", "pharmacology", "physiology",
                  "bedside", "cohort",   "trial",      "inference",    "scenario",
                  "live",    "output",   "report",     "cli"};
constexpr std::ptrdiff_t pure_rooms = 9;  // up to inference: no file, console, clock or log

/// Where a package may be met, by the start of its headers' names.
const std::map<std::string, std::set<std::string>> packages{
    {"yaml-cpp/", {"scenario"}},
    {"H5", {"output"}},
    {"hdf5", {"output"}},
    {"openssl/", {"output"}},
    {"libdeflate", {"output"}},
    {"spdlog/", {"cli"}},
    {"CLI/", {"cli"}},
    {"fmt/", {"output", "report", "cli"}},
    {"nlohmann/", {"output", "report", "cli"}},
    {"unistd.h", {"output", "cli"}},
    {"fcntl.h", {"output", "cli"}},
    {"sys/", {"output", "cli"}},
    {"boost/numeric/odeint", {"numerics"}},
    {"boost/random", {"inference"}},
    {"boost/math", {rooms.begin(), rooms.end()}},
    {"Eigen/", {rooms.begin(), rooms.end()}},
    {"unsupported/Eigen/", {rooms.begin(), rooms.end()}},
    {"tbb/", {"cohort"}},
    {"oneapi/tbb", {"cohort"}},
    {"nlopt", {"inference"}},
    {"immintrin.h", {"numerics"}},
};

const std::set<std::string> impure{"iostream", "fstream", "filesystem", "chrono", "ctime",
                                   "random",   "locale",  "iomanip",    "sstream"};

struct Include {
  std::string file;
  std::string room;
  std::string name;
};

std::vector<Include> includes_of(const std::filesystem::path& file, const std::string& room) {
  std::vector<Include> found;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("#include ", 0) != 0) continue;
    const std::size_t end = line.find_first_of(">\"", 10);
    found.push_back({file.string(), room, line.substr(10, end - 10)});
  }
  return found;
}

std::vector<Include> all_includes() {
  namespace fs = std::filesystem;
  std::vector<Include> found;
  for (const char* top : {"include/pressor", "src"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(PRESSOR_SOURCE_DIR) / top)) {
      if (!entry.is_regular_file()) continue;
      const auto inside = fs::relative(entry.path(), fs::path(PRESSOR_SOURCE_DIR) / top);
      const auto more = includes_of(entry.path(), inside.begin()->string());
      found.insert(found.end(), more.begin(), more.end());
    }
  }
  return found;
}

std::ptrdiff_t rank(const std::string& room) {
  return std::find(rooms.begin(), rooms.end(), room) - rooms.begin();
}

std::string room_of(const std::string& header) {
  const std::string start = "pressor/";
  if (header.rfind(start, 0) != 0) return {};
  return header.substr(start.size(), header.find('/', start.size()) - start.size());
}

TEST(Layering, EveryRoomStandsOnAFloor) {
  const auto includes = all_includes();
  EXPECT_GT(includes.size(), 100u);
  for (const Include& include : includes) {
    EXPECT_LT(rank(include.room), std::ssize(rooms)) << include.file;
  }
}

TEST(Layering, ARoomIncludesOnlyItselfAndRoomsBelow) {
  for (const Include& include : all_includes()) {
    const std::string other = room_of(include.name);
    if (other.empty()) continue;
    EXPECT_LE(rank(other), rank(include.room)) << include.file << " includes " << include.name;
  }
}

TEST(Layering, EachPackageIsMetInItsOwnRoom) {
  for (const Include& include : all_includes()) {
    const bool own =
        include.name.find('/') == std::string::npos &&
        std::filesystem::exists(std::filesystem::path(include.file).parent_path() / include.name);
    const bool standard = include.name.find_first_of("./") == std::string::npos;
    if (own || standard || !room_of(include.name).empty()) continue;
    const auto package = std::find_if(packages.begin(), packages.end(), [&](const auto& known) {
      return include.name.rfind(known.first, 0) == 0;
    });
    ASSERT_NE(package, packages.end()) << include.file << " includes " << include.name;
    EXPECT_TRUE(package->second.count(include.room) > 0)
        << include.file << " includes " << include.name;
  }
}

TEST(Layering, TheFloorsBelowTheDoorsTouchNoFileConsoleClockOrForeignRandomNumber) {
  for (const Include& include : all_includes()) {
    if (rank(include.room) >= pure_rooms) continue;
    EXPECT_EQ(impure.count(include.name), 0u) << include.file << " includes " << include.name;
  }
}

}  // namespace
