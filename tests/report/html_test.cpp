#include "pressor/report/html.h"

#include <gtest/gtest.h>

#include "pressor/report/page.h"
#include "pressor/report/table.h"

namespace pressor::report {
namespace {

TEST(Html, TextLosesItsMeaningAsMarkup) {
  EXPECT_EQ(text("<script>\"x\" & 'y'</script>").str(),
            "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;");
  EXPECT_EQ(text(std::string("a\0\x01z", 4)).str(), "a  z");
  EXPECT_EQ(text("µ ≥ 中").str(), "µ ≥ 中");
}

TEST(Html, AttributesCannotBeLeft) {
  EXPECT_EQ(element("a", {{"href", "\"><b"}}, "x").str(), "<a href=\"&quot;&gt;&lt;b\">x</a>");
  EXPECT_EQ(lone("path", {{"d", "M0 0"}}).str(), "<path d=\"M0 0\"/>");
}

TEST(Html, AListWithoutItemsIsNothing) { EXPECT_TRUE(bullets({}).empty()); }

TEST(Table, SaysWhatItsHeadingsHead) {
  Table table("Caption", {"", "a", "b"});
  table.group("group");
  table.row({"row", "1"});
  const std::string markup = table.markup("numbers").str();
  EXPECT_NE(markup.find("<caption>Caption</caption>"), std::string::npos);
  EXPECT_NE(markup.find("<th scope=\"col\">a</th>"), std::string::npos);
  EXPECT_NE(markup.find("<th scope=\"row\">row</th><td>1</td><td></td>"), std::string::npos);
  EXPECT_NE(markup.find("<th scope=\"colgroup\" colspan=\"3\">group</th>"), std::string::npos);
}

TEST(Page, ListsWhatItLeavesOutWithTheReason) {
  const std::string whole =
      page({"T", "s", {}}, {{"one", "One", paragraph("here"), ""}, {"two", "Two", {}, "not run"}});
  EXPECT_NE(whole.find("<section id=\"one\">"), std::string::npos);
  EXPECT_EQ(whole.find("<section id=\"two\">"), std::string::npos);
  EXPECT_NE(whole.find("Two: not run"), std::string::npos);
}

TEST(Page, OffersSwitchesOnlyWhereThereIsMoreThanOneArm) {
  const std::vector<Section> none;
  EXPECT_EQ(page({"T", "s", {"a"}}, none).find("<fieldset"), std::string::npos);
  EXPECT_NE(page({"T", "s", {"a", "b"}}, none).find("<fieldset"), std::string::npos);
}

}  // namespace
}  // namespace pressor::report
