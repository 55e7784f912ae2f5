#include "pressor/core/errors.h"
#include "pressor/numerics/instruction_set.h"
#include "ward.h"

namespace pressor {
namespace {

numerics::SparsePlan plan_of(const Model& model) {
  using numerics::Dependence;
  const auto parameters = std::make_unique<Parameters<Dependence>>();
  const Inputs<Dependence> inputs{};
  return numerics::plan_sparse(
      numerics::jacobian_pattern(model.states(), [&](const Dependence* state, Dependence* rates) {
        derivatives(model, *parameters, inputs, state, rates);
      }));
}

void run_on_best_lanes(const cohort::Round& round) {
#if defined(__x86_64__)
  switch (numerics::chosen_instruction_set()) {
    case numerics::InstructionSet::v4:
      return cohort::run_ward_v4(round);
    case numerics::InstructionSet::v3:
      return cohort::run_ward_v3(round);
    case numerics::InstructionSet::v2:
      return cohort::run_ward_v2(round);
    case numerics::InstructionSet::portable:
      break;
  }
#endif
  cohort::run_ward_portable(round);
}

}  // namespace

namespace cohort {

void run_ward_portable(const Round& round) { run_ward<double>(round); }

}  // namespace cohort

Simulator::Simulator(const Cast& cast, const RunSettings& settings, std::uint64_t seed)
    : cast_(cast), settings_(settings), seed_(seed) {
  if (settings.engine == EngineKind::ensemble) plan_ = plan_of(cast.model);
}

std::vector<PatientRun> Simulator::run(std::span<const Stay> stays,
                                       numerics::EnsembleCounts* work) const {
  std::vector<PatientRun> runs(stays.size());
  if (settings_.engine == EngineKind::ensemble) {
    run_on_best_lanes({cast_, settings_, seed_, plan_, stays, runs, work});
    return runs;
  }
  for (std::size_t i = 0; i < stays.size(); ++i) {
    const Stay& stay = stays[i];
    runs[i] = simulate(cast_, *stay.variables, *stay.patient, *stay.orders, settings_, seed_);
  }
  return runs;
}

std::uint64_t Simulator::rates_alone(std::span<const Stay> stays, std::uint64_t times) const {
  std::vector<PatientRun> runs(stays.size());
  numerics::EnsembleCounts work;
  run_on_best_lanes({cast_, settings_, seed_, plan_, stays, runs, &work, times});
  return work.trials;
}

}  // namespace pressor
