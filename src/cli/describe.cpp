#include "pressor/scenario/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "model_kinds.h"
#include "options.h"
#include "pressor/core/errors.h"

namespace pressor::cli {
namespace {

struct DescribeOptions {
  std::string kind;
  std::string name;
  std::filesystem::path models;
};

int describe(const DescribeOptions& options) {
  const Library library = library_for(options.models, std::filesystem::current_path() / "any.yaml");
  const ModelKind kind = kind_of_name(options.kind);
  const std::vector<std::string> names = library.names(kind);
  if (std::find(names.begin(), names.end(), options.name) == names.end()) {
    const auto near = library.nearest_name(kind, options.name);
    throw FileNotFound(fmt::format("no {} `{}`; there are {}{}", options.kind, options.name,
                                   fmt::join(names, ", "),
                                   near ? fmt::format("; did you mean \"{}\"?", *near) : ""));
  }
  fmt::print("{}", describe_model(kind, options.name, library));
  return done;
}

}  // namespace

void add_describe(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<DescribeOptions>();
  CLI::App* command = app.add_subcommand("describe", "Tell all that is known of one model");
  command->footer(
      "\nExamples:\n  pressor describe drug dexmedetomidine\n  pressor describe body septic");
  command->add_option("kind", options->kind, "Kind of model")
      ->required()
      ->check(CLI::IsMember(kind_names()));
  command->add_option("name", options->name, "Its name")->required();
  command->add_option("--models", options->models, "Folder of models, looked in first")
      ->type_name("DIR");
  command->callback([options, &chosen] { chosen = [options] { return describe(*options); }; });
}

}  // namespace pressor::cli
