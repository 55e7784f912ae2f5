#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "model_kinds.h"
#include "options.h"

namespace pressor::cli {
namespace {

struct ListOptions {
  std::string kind;
  std::filesystem::path models;
};

std::string title_of(const Library& library, ModelKind kind, const std::string& name) {
  const auto document = library.find(kind, name);
  const Node* title = document ? document->root.find("title") : nullptr;
  return title != nullptr ? title->text : std::string{};
}

int list(const ListOptions& options) {
  const Library library = library_for(options.models, std::filesystem::current_path() / "any.yaml");
  const ModelKind kind = kind_of_folder(options.kind);
  const std::vector<std::string> names = library.names(kind);
  std::size_t widest = 0;
  for (const std::string& name : names) widest = std::max(widest, name.size());
  for (const std::string& name : names) {
    fmt::print("{:<{}}  {}\n", name, widest, title_of(library, kind, name));
  }
  return done;
}

}  // namespace

void add_list(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* command = app.add_subcommand("list", "List the models and scenarios that are found");
  command->footer("\nExample:\n  pressor list drugs");
  command->add_option("kind", options->kind, "What to list")
      ->required()
      ->check(CLI::IsMember(kind_folders()));
  command->add_option("--models", options->models, "Folder of models, looked in first")
      ->type_name("DIR");
  command->callback([options, &chosen] { chosen = [options] { return list(*options); }; });
}

}  // namespace pressor::cli
