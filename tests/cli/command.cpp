#include "command.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace pressor::testing {
namespace {

namespace fs = std::filesystem;

Said shell(const std::string& prefix, const std::string& arguments, const fs::path& folder) {
  const fs::path said = fs::path(::testing::TempDir()) / ("said_" + std::to_string(::getpid()));
  const std::string out = said.string() + ".out";
  const std::string err = said.string() + ".err";
  const std::string line = "cd '" + folder.string() + "' && " + prefix + PRESSOR_PROGRAM + " " +
                           arguments + " >" + out + " 2>" + err + " </dev/null";
  const int status = std::system(line.c_str());  // NOLINT(cert-env33-c): the shell is wanted
  const Said result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
  fs::remove(out);
  fs::remove(err);
  return result;
}

/// Sends `signal` once the file or folder has appeared.
Said signalled(const char* signal, const std::string& arguments, const std::string& once_there,
               const fs::path& folder) {
  const std::string script = folder.string() + "/signalled.sh";
  write_file(script,
             "\"$@\" &\npid=$!\n"
             "while kill -0 $pid 2>/dev/null && [ ! -e '" +
                 once_there +
                 "' ]; do sleep 0.05; done\n"
                 "kill -" +
                 signal + " $pid\nwait $pid\n");
  return shell("sh " + script + " ", arguments, folder);
}

}  // namespace

Said pressor(const std::string& arguments, const fs::path& folder) {
  return shell("", arguments, folder);
}

Said pressor_interrupted(const std::string& arguments, const std::string& once_there,
                         const fs::path& folder) {
  return signalled("INT", arguments, once_there, folder);
}

Said pressor_killed(const std::string& arguments, const std::string& once_there,
                    const fs::path& folder) {
  return signalled("KILL", arguments, once_there, folder);
}

fs::path fresh_folder() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string("pressor_") + test->test_suite_name() + '_' + test->name();
  for (char& c : name) {
    if (c == '/') c = '_';
  }
  const fs::path folder = fs::path(::testing::TempDir()) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

void write_file(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

std::string read_file(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

fs::path shipped(const std::string& path) { return fs::path(PRESSOR_SOURCE_DIR) / path; }

}  // namespace pressor::testing
