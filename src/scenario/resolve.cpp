#include "resolve.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace pressor {
namespace {

Node scalar_node(std::string text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  return node;
}

Node mapping() {
  Node node;
  node.kind = Node::Kind::mapping;
  return node;
}

Node& put(Node& in, std::string key, Node value) {
  Entry entry;
  entry.key = std::move(key);
  entry.value = std::move(value);
  in.entries.push_back(std::move(entry));
  return in.entries.back().value;
}

Node& section(Node& in, const std::string& key) {
  Node* found = in.find(key);
  return found != nullptr ? *found : put(in, key, mapping());
}

/// The texts of every key `source`.
void collect_sources(const Node& node, std::set<std::string>& sources) {
  for (const Node& item : node.items) collect_sources(item, sources);
  for (const Entry& entry : node.entries) {
    if (entry.key == "source") sources.insert(entry.value.text);
    collect_sources(entry.value, sources);
  }
}

Node reference_node(const Reference& reference) {
  Node node = mapping();
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) put(node, key, scalar_node(text));
  };
  add("authors", reference.authors);
  add("title", reference.title);
  add("journal", reference.journal);
  add("year", reference.year);
  add("doi", reference.doi);
  add("pmid", reference.pmid);
  add("url", reference.url);
  add("note", reference.note);
  add("checked", reference.checked ? "" : "no");
  return node;
}

Node references_node(const References& references, const std::set<std::string>& sources) {
  Node node = mapping();
  put(node, "schema", scalar_node("pressor-references/1"));
  Node& all = put(node, "references", mapping());
  for (const std::string& source : sources) {
    const auto found = references.find(source);
    if (found != references.end()) put(all, source, reference_node(found->second));
  }
  return node;
}

/// Adds to a mapping what another has besides, some floors deep.
void add_missing(Node& to, const Node& from, int floors) {
  for (const Entry& entry : from.entries) {
    Node* own = to.find(entry.key);
    if (own == nullptr) {
      to.entries.push_back(entry);
    } else if (floors > 0 && own->kind == Node::Kind::mapping) {
      add_missing(*own, entry.value, floors - 1);
    }
  }
}

}  // namespace

void add_missing_models(Node& to, const Node& from) {
  constexpr int floors = 2;  // kind, name; of references: kind, `references`, name
  add_missing(to, from, floors);
}

Document resolve(Document scenario, const Shelf& shelf) {
  auto& entries = scenario.root.entries;
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [](const Entry& entry) { return entry.key == "models"; }),
                entries.end());
  std::set<std::string> sources;
  collect_sources(scenario.root, sources);
  Node models = mapping();
  for (const auto& [key, document] : shelf.used()) {
    put(section(models, kind_folder(key.first)), key.second, document.root);
    collect_sources(document.root, sources);
  }
  if (!shelf.references().empty()) {
    put(models, "references", references_node(shelf.references(), sources));
  }
  put(scenario.root, "models", std::move(models));
  return scenario;
}

}  // namespace pressor
