#include "run_options.h"

#include <utility>

#include "build_info.h"

namespace pressor::cli {

ResultProvenance provenance_of(const RunOptions& options, const Document& resolved,
                               References references) {
  ResultProvenance p;
  p.source = program_version();
  p.command = options.command_line;
  p.build = build_description();
  p.scenario_yaml = to_yaml(resolved.root);
  p.references = std::move(references);
  return p;
}

}  // namespace pressor::cli
