#include "parse_events.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "text_checks.h"

namespace pressor {
namespace {

/// Whether the quoted text that opens at `start` is closed; yaml-cpp takes the end of the file for
/// a closing quote. A block scalar (`|`, `>`) has nothing to close.
bool quote_is_closed(std::string_view text, std::size_t start) {
  const char quote = text[start];
  if (quote != '\'' && quote != '"') return true;
  for (std::size_t at = start + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != quote) return true;
      ++at;
    }
  }
  return false;
}

/// Builds the tree while yaml-cpp tells what it meets.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::shared_ptr<const Source> source,
              const DocumentLimits& limits)
      : text_(text), source_(std::move(source)), limits_(limits), root_(node_at({})) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!seen_document_) {
      seen_document_ = true;
      return;
    }
    fail(mark, "text after the end of the document", "one document a file");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin(mark, "", anchor, Node::Kind::empty);
    end();
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }

  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (tag == "!" && !quote_is_closed(text_, static_cast<std::size_t>(mark.pos))) {
      fail(mark, "a quote that is never closed", "a closing quote");
    }
    begin(mark, tag, anchor, Node::Kind::scalar);
    open_.back().node.text = value;
    end();
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, Node::Kind::mapping);
  }
  void OnMapEnd() override { end(); }

  /// The finished tree. Throws InputError with all duplicate keys.
  Node take() {
    if (!duplicates_.empty()) throw InputError(std::move(duplicates_));
    return std::move(root_);
  }

  /// Place of a yaml-cpp mark: it counts bytes from 0.
  [[noreturn]] void fail(const YAML::Mark& mark, std::string what,
                         std::string expected = {}) const {
    const Node node = node_at(mark);
    fail_at(source_, node.line, node.column, std::move(what), std::move(expected));
  }

 private:
  struct Open {
    Node node;
    bool has_key = false;         ///< of a mapping: a key was read and waits for its value
    Entry key;                    ///< that key
    std::set<std::string> names;  ///< of a mapping: keys so far
  };

  [[nodiscard]] Node node_at(const YAML::Mark& mark) const {
    Node node;
    node.source = source_;
    node.line = mark.line + 1;
    const auto row = static_cast<std::size_t>(std::max(mark.line, 0));
    const std::string_view line =
        row < source_->lines.size() ? std::string_view(source_->lines[row]) : std::string_view();
    const auto bytes = static_cast<std::size_t>(std::max(mark.column, 0));
    node.column = count_characters(line.substr(0, bytes)) + 1;
    return node;
  }

  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const {
    fail(mark, "an anchor or alias (& or *)", "every value written out, or the text in quotes");
  }

  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             Node::Kind kind) {
    if (anchor != 0) refuse_anchor(mark);
    if (tag.size() > 1) fail(mark, "a tag (" + tag + ")", "plain values");
    if (++nodes_ > limits_.nodes)
      fail(mark, "more than " + std::to_string(limits_.nodes) + " values");
    const bool container = kind == Node::Kind::sequence || kind == Node::Kind::mapping;
    if (container && static_cast<int>(open_.size()) >= limits_.depth) {
      fail(mark, "nested deeper than " + std::to_string(limits_.depth) + " levels");
    }
    if (kind != Node::Kind::scalar && awaits_key())
      fail(mark, "a key that is not text", "`key: value`");
    Open open;
    open.node = node_at(mark);
    open.node.kind = kind;
    open_.push_back(std::move(open));
  }

  [[nodiscard]] bool awaits_key() const {
    return !open_.empty() && open_.back().node.kind == Node::Kind::mapping && !open_.back().has_key;
  }

  void end() {
    Node done = std::move(open_.back().node);
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(done);
    } else if (awaits_key()) {
      take_key(open_.back(), done);
    } else {
      place_value(open_.back(), std::move(done));
    }
  }

  void take_key(Open& mapping, const Node& key) {
    if (!mapping.names.insert(key.text).second) {
      duplicates_.push_back(
          problem_at(key, {}, "the key `" + key.text + "` stands here a second time"));
    }
    mapping.key = {key.text, key.line, key.column, {}};
    mapping.has_key = true;
  }

  static void place_value(Open& parent, Node value) {
    if (parent.node.kind == Node::Kind::sequence) {
      parent.node.items.push_back(std::move(value));
      return;
    }
    if (value.kind == Node::Kind::empty) {  // yaml-cpp places nothing where the next thing is
      value.line = parent.key.line;
      value.column = parent.key.column;
    }
    parent.key.value = std::move(value);
    parent.node.entries.push_back(std::move(parent.key));
    parent.has_key = false;
  }

  std::string_view text_;
  std::shared_ptr<const Source> source_;
  DocumentLimits limits_;
  std::vector<Open> open_;
  std::vector<Problem> duplicates_;
  Node root_;
  std::size_t nodes_ = 0;
  bool seen_document_ = false;
};

struct Translation {
  std::string_view from;
  std::string_view what;
  std::string_view expected;
};

/// yaml-cpp's words for what is wrong, in the words of somebody who writes a scenario.
const Translation translations[] = {
    {YAML::ErrorMsg::END_OF_MAP, "this is not a `key: value` line", "`key: value`, indented alike"},
    {YAML::ErrorMsg::END_OF_SEQ, "this is not an item of the list", "`- item`, indented alike"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a `{` that is never closed", "`}` or `,`"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a `[` that is never closed", "`]` or `,`"},
    {YAML::ErrorMsg::MAP_VALUE, "a `:` that does not fit here",
     "text with a colon in quotes; keys of one mapping indented alike"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quote that is never closed", "a closing quote"},
    {YAML::ErrorMsg::CHAR_IN_BLOCK, "text that starts with `>` or `|`",
     "a comparison in quotes, such as \">= 65 mmHg\""},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "a character that cannot start a value", "the text in quotes"},
    {YAML::ErrorMsg::FLOW_END, "a `}` or `]` that was never opened", ""},
    {YAML::ErrorMsg::BLOCK_ENTRY, "a `-` that does not fit here", "lists indented alike"},
};

[[noreturn]] void fail_translated(const TreeBuilder& builder, const YAML::Exception& error) {
  for (const Translation& t : translations) {
    if (error.msg == t.from) builder.fail(error.mark, std::string(t.what), std::string(t.expected));
  }
  builder.fail(error.mark, "not readable as YAML: " + error.msg);
}

}  // namespace

Node parse_events(const std::string& text, const std::shared_ptr<const Source>& source,
                  const DocumentLimits& limits) {
  TreeBuilder builder(text, source, limits);
  std::istringstream stream(text);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    fail_translated(builder, error);
  }
  return builder.take();
}

}  // namespace pressor
