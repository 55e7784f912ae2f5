#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// Where the result comes from and how to make it again.
namespace pressor::report {
namespace {

Html code(const std::string& words) { return element("code", words); }

}  // namespace

Section provenance_section(const Evidence& evidence) {
  const ResultInfo& info = evidence.info;
  Section section{"provenance", "Provenance", {}, {}};
  Facts facts;
  facts.add("Program", info.source);
  facts.add("Build", info.build);
  if (!evidence.blinded) facts.add("Command", code(info.history));
  facts.add("Seed", std::to_string(info.seed));
  facts.add("Status", info.status);
  facts.add("Patients simulated", counted(info.patients));
  facts.add("Simulations that failed", counted(info.failed));
  facts.add("Result hash (SHA-256)", code(info.result_hash));
  facts.add("Scenario (SHA-256)", code(info.scenario_sha256));
  facts.add("Model (SHA-256)", code(info.model_sha256));
  section.body = facts.markup();
  section.body += paragraph(
      "The result file holds the complete scenario with every model file it "
      "used. The same program makes the same values from it, and the result "
      "hash tells whether it did.");
  if (!evidence.blinded) {
    // The models behind the scenario stand in the table of parameters.
    const std::string scenario = info.scenario_yaml.substr(0, info.scenario_yaml.find("\nmodels:"));
    section.body += folded("show-scenario", "Show the scenario", element("pre", scenario));
  }
  return section;
}

}  // namespace pressor::report
