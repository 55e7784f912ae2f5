#include "small_result.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "pressor/output/result_file.h"
#include "pressor/scenario/load_study.h"

namespace pressor::testing {
namespace {

namespace fs = std::filesystem;

class Patience final : public Progress {
 public:
  bool rows_done(std::uint64_t /*done*/, std::uint64_t /*all*/) override { return true; }
};

/// A file of its own for each program that runs at the same time.
fs::path once(const std::string& name, const std::string& scenario) {
  const fs::path file =
      fs::path(::testing::TempDir()) / (name + '_' + std::to_string(::getpid()) + ".h5");
  if (!fs::exists(file)) run_to(scenario, file);
  return file;
}

}  // namespace

void run_to(const std::string& scenario, const fs::path& file) {
  Document document = parse_document(scenario, "small.yaml");
  const Library library({fs::path(PRESSOR_SOURCE_DIR) / "models"}, document);
  const LoadedStudy loaded = load_study(std::move(document), library, {});
  ResultProvenance provenance;
  provenance.source = "pressor 0.0.0 (a test)";
  provenance.command = "pressor run small.yaml -o small.h5";
  provenance.build = "a test";
  provenance.scenario_yaml = to_yaml(loaded.resolved.root);
  provenance.references = loaded.references;
  ResultFile sink(file, true, provenance);
  Patience patience;
  ASSERT_TRUE(run_study(loaded.study, 2, sink, patience));
}

std::string small_trial() {
  return R"(schema: pressor/1
name: small
title: "A <script>alert(1)</script> & trial"
seed: 11
horizon: 150 min
follow_up: 28 d
population: {base: septic_shock, where: {NE_DOSE: ">= 0.25 ug/kg/min"}}
protocol:
  titration: nurse_65
  challenge: {base: ladder_challenge, at: [0 h, 1.5 h], wash_out: 10 min}
design:
  arms: [{name: control}, {name: "verum <b>", give: [{drug: dexmedetomidine, infusion: 1 ug/kg/h, from: 50 min}]}]
  allocation: {ratio: [1, 1], method: permuted_block, block: [4]}
  enrol: 8
  replicates: 6
  twins: true
  sizes: [4]
  stop: {rule: [efficacy, futility], looks: [4], endpoint: death@28d, futility: {conditional_power: 0.2}}
endpoints:
  - {name: pe_ratio, measure: challenge_ratio, at: [0 h, 90 min], compare: [welch]}
  - {name: death, measure: death, at: [28 d], compare: [chi2, fisher]}
observed:
  pe_ratio@90min: {control: 1.45 ± 0.26, "verum <b>": 1.26 ± 0.23, p: 0.048, source: dargent2025}
)";
}

std::string small_person() {
  return R"(schema: pressor/1
name: person
title: One person
horizon: 2 h
patient: {body: septic, weight: 80 kg, MAP: 54 mmHg, NE_DOSE: 0 ug/kg/min, activation: 0.11}
protocol: {titration: {base: nurse_65, from: 10 min}}
endpoints:
  - {name: map, measure: at(MAP), at: 2 h}
)";
}

fs::path trial_result() { return once("report_trial", small_trial()); }
fs::path person_result() { return once("report_person", small_person()); }

}  // namespace pressor::testing
