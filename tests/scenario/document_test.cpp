#include "pressor/scenario/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace pressor {
namespace {

using ::testing::HasSubstr;

std::vector<Problem> problems_of(const std::string& text) {
  try {
    parse_document(text, "test.yaml");
  } catch (const InputError& error) {
    return error.problems();
  }
  return {};
}

TEST(Document, KeepsKeysValuesAndPlaces) {
  const Document document = parse_document("a: 1\nb: {c: two words, d: [x, y]}\n", "f.yaml");
  const Node* c = document.root.find("b")->find("c");
  ASSERT_NE(c, nullptr);
  EXPECT_EQ(c->text, "two words");
  EXPECT_EQ(c->line, 2);
  EXPECT_EQ(c->column, 8);
  EXPECT_EQ(c->place().file, "f.yaml");
  EXPECT_EQ(c->excerpt(), "b: {c: two words, d: [x, y]}");
  EXPECT_EQ(document.root.find("b")->find("d")->items.at(1).text, "y");
  EXPECT_EQ(document.root.find("e"), nullptr);
}

TEST(Document, CountsColumnsInCharactersNotBytes) {
  const Document document = parse_document("{µµ: µg, b: 1}\n", "f.yaml");
  EXPECT_EQ(document.root.entries.at(1).column, 10);
}

TEST(Document, TakesByteOrderMarkAndWindowsLineEnds) {
  const Document document = parse_document(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 'x'\r\n",
      "f.yaml");
  EXPECT_EQ(document.root.find("b")->text, "x");
  EXPECT_EQ(document.root.find("b")->line, 2);
  EXPECT_EQ(document.root.find("b")->excerpt(), "b: 'x'");
}

TEST(Document, AValueThatIsMissingIsPlacedAtItsKey) {
  const Document document = parse_document("a:\n\n\nb: 1\n", "f.yaml");
  EXPECT_EQ(document.root.find("a")->kind, Node::Kind::empty);
  EXPECT_EQ(document.root.find("a")->line, 1);
}

struct Broken {
  std::string text;
  int line;
  int column;
  std::string what;
};

class BrokenDocument : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenDocument, IsRefusedAtTheRightPlaceForTheRightReason) {
  const auto problems = problems_of(GetParam().text);
  ASSERT_FALSE(problems.empty()) << GetParam().text;
  EXPECT_EQ(problems[0].place.line, GetParam().line) << GetParam().text << problems[0].what;
  EXPECT_EQ(problems[0].place.column, GetParam().column) << GetParam().text << problems[0].what;
  EXPECT_THAT(problems[0].what, HasSubstr(GetParam().what));
}

const Broken broken_documents[] = {
    {"a: 1\nb: 2\na: 3\n", 3, 1, "`a` stands here a second time"},
    {"x: {a: 1, a: 2}\n", 1, 11, "`a` stands here a second time"},
    {"a: 1\n'a': 2\n", 2, 1, "second time"},
    {"a: 'x\nb: 2\n", 1, 4, "quote that is never closed"},
    {"a: \"x\nb: 2\n", 1, 4, "quote that is never closed"},
    {"a: \"x\\\"\n", 1, 4, "quote that is never closed"},
    {"a: 'it''s\n", 1, 4, "quote that is never closed"},
    {"a: 1\n---\nb: 2\n", 2, 1, "text after the end"},
    {"a: 1\n... junk\n", 2, 5, "text after the end"},
    {"{a: 1} b\n", 1, 8, "text after the end"},
    {"- a\nb: 1\n", 2, 1, "text after the end"},
    {"a: &x 1\nb: 2\n", 1, 4, "anchor or alias"},
    {"a: &x 1\nb: *x\n", 1, 4, "anchor or alias"},
    {"a: &x [*x]\n", 1, 4, "anchor or alias"},
    {"a: !!str 1\n", 1, 4, "a tag"},
    {"a: !!binary abcd\n", 1, 4, "a tag"},
    {"? [x]\n: 1\n", 1, 3, "key that is not text"},
    {"? {x: 1}\n: 1\n", 1, 3, "key that is not text"},
    {"a:\n\tb: 1\n", 2, 1, "tab in the indentation"},
    {"a:\n  \tb: 1\n", 2, 3, "tab in the indentation"},
    {std::string("a: x\0y\n", 7), 1, 5, "NUL byte"},
    {"a: x\x01y\n", 1, 5, "control character"},
    {"a: x\ry\n", 1, 5, "control character"},
    {"a: \xff\n", 1, 4, "not UTF-8"},
    {"a: \xc0\xaf\n", 1, 4, "not UTF-8"},
    {"a: \xed\xa0\x80\n", 1, 4, "not UTF-8"},
    {"a: \xf4\x90\x80\x80\n", 1, 4, "not UTF-8"},
    {"a: \xe2\x82", 1, 4, "not UTF-8"},
    {"a: \xb5g\n", 1, 4, "not UTF-8"},
    {"a: {b: 1\n", 2, 1, "`{` that is never closed"},
    {"a: [1, 2\n", 2, 1, "`[` that is never closed"},
    {"a: b: c\n", 1, 5, "`:` that does not fit"},
    {"a: 1\n b: 2\n", 2, 3, "`:` that does not fit"},
    {"a: >= 65 mmHg\n", 1, 5, "starts with `>`"},
    {"a: }\n", 1, 4, "never opened"},
    {"a: @x\n", 1, 4, "cannot start a value"},
    {"a: `x`\n", 1, 4, "cannot start a value"},
    {"a: 'b' c\n", 1, 8, "not a `key: value` line"},
    {"a: 1\n- b\n", 2, 1, ""},
    {"a: \"\\q\"\n", 1, 7, "escape"},
};
INSTANTIATE_TEST_SUITE_P(Texts, BrokenDocument, ::testing::ValuesIn(broken_documents));

TEST(Document, ReportsEveryDuplicateKey) {
  EXPECT_EQ(problems_of("a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n").size(), 3u);
}

TEST(Document, RefusesAnAliasBomb) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last + ", " + last + "]\n";
  }
  EXPECT_THAT(problems_of(bomb).at(0).what, HasSubstr("anchor"));
}

TEST(Document, ReadsThirtyTwoLevelsAndRefusesThirtyThree) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "x" + std::string(depth, ']');
  };
  EXPECT_TRUE(problems_of(nested(32)).empty());
  EXPECT_THAT(problems_of(nested(33)).at(0).what, HasSubstr("nested deeper"));
  EXPECT_FALSE(problems_of(std::string(500'000, '[')).empty());
}

TEST(Document, RefusesTooManyBytesAndTooManyValues) {
  EXPECT_THAT(problems_of(std::string((1u << 20) + 1, 'x')).at(0).what, HasSubstr("bytes"));
  std::string many = "[";
  for (int i = 0; i < 100'001; ++i) many += "1,";
  EXPECT_THAT(problems_of(many + "]").at(0).what, HasSubstr("more than 100000 values"));
}

TEST(Document, DoesNotDependOnTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  EXPECT_EQ(parse_document("a: 1.500\n", "f").root.find("a")->text, "1.500");
  std::setlocale(LC_ALL, before.c_str());
}

TEST(Document, WrittenAsYamlReadsBackTheSame) {
  const Document document = parse_document(
      "a: '- x'\nb: {c: \"two\\nlines\", d: [1, '', [2, {e: f}], {}, []]}\n'k: y': ~\n"
      "n: 'null'\ng: -1\nµ: 'µg # no'\nt: \"tab\\there\\\\\"\np: '...'\n",
      "f.yaml");
  const std::string text = to_yaml(document.root);
  EXPECT_TRUE(same_content(parse_document(text, "g").root, document.root)) << text;
}

TEST(Document, ContentIsTheSameInAnyOrderOfKeysAndDiffersByAnyText) {
  const Node a = parse_document("{x: 1, y: [2]}", "a").root;
  EXPECT_TRUE(same_content(a, parse_document("{y: [2], x: 1}", "b").root));
  EXPECT_FALSE(same_content(a, parse_document("{y: [3], x: 1}", "b").root));
  EXPECT_FALSE(same_content(a, parse_document("{y: [2], z: 1}", "b").root));
}

/// Random pieces of YAML: either a tree that survives a round trip or an InputError.
TEST(Document, NeverFallsOverRandomText) {
  const std::vector<std::string> pieces{
      "a", ": ", "\n", "  ",  "- ", "{",  "}", "[",    "]",  ", ", "'", "\"", "#",   "|",  ">",
      "&", "*x", "!!", "---", "\t", "\0", "µ", "\xff", "? ", "%",  "b", "~",  "...", "\\", ":"};
  std::mt19937 random(20250228);
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto n = random() % 25; n > 0; --n) text += pieces[random() % pieces.size()];
    try {
      const Document document = parse_document(text, "random");
      ++read;
      const std::string written = to_yaml(document.root);
      ASSERT_TRUE(same_content(parse_document(written, "again").root, document.root)) << written;
    } catch (const InputError& error) {
      ASSERT_FALSE(error.problems().empty());
    }
  }
  EXPECT_GT(read, 1000);
}

TEST(Document, AMissingFileIsNotFoundAndAFolderNeither) {
  EXPECT_THROW(read_document("no/such/file.yaml"), FileNotFound);
  EXPECT_THROW(read_document(::testing::TempDir()), FileNotFound);
}

}  // namespace
}  // namespace pressor
