#include "pressor/scenario/overrides.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Why one assignment cannot be applied.
struct Refusal {
  std::string what;
  std::string expected;
};

struct Step {
  std::string name;  ///< key, or what stands between brackets
  bool item = false;
};

/// `arms[1].give` -> key arms, item 1, key give.
std::vector<Step> split_path(std::string_view path) {
  std::vector<Step> steps;
  while (!path.empty()) {
    const bool item = path.front() == '[';
    const std::size_t end = item ? path.find(']') : path.find_first_of(".[");
    if (item && end == std::string_view::npos) throw Refusal{"a `[` without `]`", {}};
    const std::size_t start = item ? 1 : 0;
    steps.push_back({std::string(path.substr(start, std::min(end, path.size()) - start)), item});
    if (steps.back().name.empty()) throw Refusal{"a path with an empty step", "such as `a.b[0].c`"};
    path.remove_prefix(std::min(item ? end + 1 : end, path.size()));
    const bool dot = !path.empty() && path.front() == '.';
    if (dot) path.remove_prefix(1);
    if (dot && path.empty()) throw Refusal{"a path that ends in a dot", "such as `a.b[0].c`"};
  }
  return steps;
}

Node value_of(std::string_view text, const std::string& source) {
  const bool yaml =
      !text.empty() && std::string_view("{[\"'").find(text.front()) != std::string_view::npos;
  if (yaml) return parse_document(std::string(text), source).root;
  auto lines = std::make_shared<Source>();
  lines->name = source;
  lines->lines.emplace_back(text);
  Node node;
  node.kind = text.empty() ? Node::Kind::empty : Node::Kind::scalar;
  node.text = text;
  node.source = std::move(lines);
  node.line = 1;
  node.column = 1;
  return node;
}

bool is_named(const Node& item, const std::string& name) {
  const Node* own = item.find("name");
  return own != nullptr && own->text == name;
}

bool is_index(const std::string& text) {
  return text.size() <= 6 && text.find_first_not_of("0123456789") == std::string::npos;
}

/// `a, b or `: the names of the items that have one.
std::string names_of(const std::vector<Node>& items) {
  std::string names;
  for (const Node& item : items) {
    const Node* name = item.find("name");
    if (name != nullptr) names += (names.empty() ? "`" : ", `") + name->text + '`';
  }
  return names.empty() ? names : names + " or ";
}

Node& item_of(Node& list, const std::string& name) {
  if (list.kind != Node::Kind::sequence) throw Refusal{"`[" + name + "]` of what is no list", {}};
  auto& items = list.items;
  const auto named =
      std::find_if(items.begin(), items.end(), [&](const Node& n) { return is_named(n, name); });
  if (named != items.end()) return *named;
  const std::size_t index = is_index(name) ? std::stoul(name) : items.size() + 1;
  if (index > items.size()) {
    throw Refusal{"no item `" + name + "`",
                  names_of(items) + "an index up to " + std::to_string(items.size())};
  }
  if (index == items.size()) items.emplace_back();
  return items[index];
}

Node& member_of(Node& mapping, const std::string& key) {
  if (mapping.kind == Node::Kind::empty) mapping.kind = Node::Kind::mapping;
  if (mapping.kind != Node::Kind::mapping) throw Refusal{"`" + key + "` of what is no mapping", {}};
  if (Node* found = mapping.find(key)) return *found;
  Entry entry;
  entry.key = key;
  mapping.entries.push_back(std::move(entry));
  return mapping.entries.back().value;
}

void take_away(Node& mapping, const std::string& key) {
  auto& entries = mapping.entries;
  entries.erase(std::find_if(entries.begin(), entries.end(),
                             [&](const Entry& entry) { return entry.key == key; }));
}

/// Gives nodes that an override made on its way a place to speak of.
void adopt(Node& node, const Node& value) {
  if (node.source) return;
  node.source = value.source;
  node.line = value.line;
  node.column = value.column;
}

void apply(Node& root, const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Refusal{"`" + assignment + "` is no assignment", "`path.to.key=value`"};
  }
  const std::string path = assignment.substr(0, equals);
  Node value = value_of(std::string_view(assignment).substr(equals + 1), "--set " + path);
  Node* node = &root;
  Node* above = &root;
  const auto steps = split_path(path);
  for (const Step& step : steps) {
    above = node;
    node = step.item ? &item_of(*node, step.name) : &member_of(*node, step.name);
    adopt(*node, value);
  }
  if (value.kind == Node::Kind::empty && !steps.back().item) {
    take_away(*above, steps.back().name);
  } else {
    *node = std::move(value);
  }
}

/// Like item_of, but of what is there.
const Node* present_item(const Node& list, const std::string& name) {
  const auto& items = list.items;
  const auto named =
      std::find_if(items.begin(), items.end(), [&](const Node& n) { return is_named(n, name); });
  if (named != items.end()) return &*named;
  const std::size_t index = is_index(name) ? std::stoul(name) : items.size();
  return index < items.size() ? &items[index] : nullptr;
}

void apply_or_note(Node& root, const std::string& assignment, std::vector<Problem>& problems) {
  try {
    apply(root, assignment);
  } catch (const Refusal& refusal) {
    Problem problem;
    problem.place.file = "--set " + assignment;
    problem.what = refusal.what;
    problem.expected = refusal.expected;
    problems.push_back(std::move(problem));
  } catch (const InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  }
}

}  // namespace

void apply_overrides(Document& document, const std::vector<std::string>& assignments) {
  std::vector<Problem> problems;
  for (const std::string& assignment : assignments) {
    apply_or_note(document.root, assignment, problems);
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

const Node* find_path(const Node& root, const std::string& path) {
  try {
    const Node* node = &root;
    for (const Step& step : split_path(path)) {
      node = step.item ? present_item(*node, step.name) : node->find(step.name);
      if (node == nullptr) return nullptr;
    }
    return node;
  } catch (const Refusal&) {
    return nullptr;  // no path at all
  }
}

}  // namespace pressor
