#include "pressor/scenario/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

/// A folder of its own for each test, taken away at the end.
class LibraryTest : public ::testing::Test {
 protected:
  LibraryTest()
      : root_(fs::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(root_);
  }
  ~LibraryTest() override { fs::remove_all(root_); }

  void write(const fs::path& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }

  fs::path root_;
};

TEST_F(LibraryTest, LooksInTheGivenFolderThenBesideTheScenarioThenAboveThenInTheInstalled) {
  for (const char* folder : {"given", "a/b/models", "a/models", "installed"}) {
    write(fs::path(folder) / "drugs/x.yaml", "from: " + std::string(folder));
  }
  const auto folders = model_folders(root_ / "given", root_ / "a/b/s.yaml", root_ / "installed");
  EXPECT_THAT(folders, ElementsAre(root_ / "given", root_ / "a/b/models", root_ / "a/models",
                                   root_ / "installed"));
  const auto found = Library(folders).find(ModelKind::drug, "x");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->root.find("from")->text, "given");
}

TEST_F(LibraryTest, ListsNamesOfAllFoldersOnceInOrder) {
  write("one/bodies/b.yaml", "x: 1");
  write("one/bodies/notes.txt", "x");
  write("two/bodies/b.yaml", "x: 1");
  write("two/bodies/a.yaml", "x: 1");
  const Library library({root_ / "one", root_ / "two"});
  EXPECT_THAT(library.names(ModelKind::body), ElementsAre("a", "b"));
  EXPECT_TRUE(library.names(ModelKind::drug).empty());
}

TEST_F(LibraryTest, DoesNotFindWhatIsNotThereNorOutsideItsFolders) {
  write("one/secret.yaml", "x: 1");
  write("one/drugs/a.yaml", "x: 1");
  const Library library({root_ / "one"});
  EXPECT_FALSE(library.find(ModelKind::drug, "b"));
  EXPECT_FALSE(library.find(ModelKind::drug, "../secret"));
  EXPECT_FALSE(library.find(ModelKind::drug, ""));
}

TEST_F(LibraryTest, PrefersModelsThatStandInTheScenario) {
  write("one/drugs/a.yaml", "from: file");
  const Document scenario =
      parse_document("models: {drugs: {a: {from: scenario}, c: {from: scenario}}}", "s.yaml");
  const Library library({root_ / "one"}, scenario);
  EXPECT_EQ(library.find(ModelKind::drug, "a")->root.find("from")->text, "scenario");
  EXPECT_THAT(library.names(ModelKind::drug), ElementsAre("a", "c"));
}

TEST_F(LibraryTest, MergesReferencesAndTheFirstFolderWins) {
  write("one/references.yaml",
        "{schema: pressor-references/1, references: {a2001: {title: first, doi: 10.1/x}}}");
  write("two/references.yaml",
        "{schema: pressor-references/1, references: {a2001: {title: second}, b: {title: t}}}");
  const References references = Library({root_ / "one", root_ / "two"}).references();
  EXPECT_EQ(references.size(), 2u);
  EXPECT_EQ(references.at("a2001").title, "first");
  EXPECT_EQ(references.at("a2001").doi, "10.1/x");
}

}  // namespace
}  // namespace pressor
