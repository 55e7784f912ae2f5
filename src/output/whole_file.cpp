#include "whole_file.h"

#include "blocks.h"
#include "digest.h"
#include "durable.h"
#include "pressor/output/hash.h"

namespace pressor {

void write_whole_file(const std::filesystem::path& path, const std::vector<GroupPlan>& groups,
                      const WholeFileHead& head, const ResultProvenance& provenance) {
  remember_hdf5_errors();
  ResultDigest digest;
  for (const GroupPlan& group : groups) {
    for (const Dataset& dataset : group.datasets) digest.append(dataset);
  }
  const std::string scenario_hash = sha256(provenance.scenario_yaml);
  Attributes attributes;
  attributes["/"] = {
      {"Conventions", "CF-1.10"},
      {"title", head.title},
      {"schema", head.schema},
      {"source", provenance.source},
      {"history", provenance.command},
      {"build", provenance.build},
      {"scenario_yaml", provenance.scenario_yaml},
      {"scenario_sha256", scenario_hash},
      {"seed", head.seed},
      {"status", "complete"},
      {"result_hash", digest.hex()},
  };
  Blocks blocks(path, {provenance.source, scenario_hash, head.seed}, 1);
  blocks.start();
  merge(blocks, groups, attributes);
  seal(blocks.merged());
  move_into_place(blocks.merged(), path);
  blocks.remove();
}

}  // namespace pressor
