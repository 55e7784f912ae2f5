#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "hdf5_signature.h"
#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/core/quantity.h"
#include "pressor/output/read_result.h"
#include "pressor/trial/witness.h"
#include "scenario_flags.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

struct ExplainOptions {
  ScenarioOptions scenario;
  std::uint32_t replicate = 0;
  std::uint32_t patient = 0;
  std::string arm;
  std::string against;
  std::string from = "0 min";
  std::string to;
};

/// The study of a scenario, or of the result that it made.
Study study_to_explain(const ExplainOptions& options) {
  const auto& file = options.scenario.scenario;
  if (!is_hdf5(file)) return load(options.scenario).study;
  return load_resolved(read_result(file).scenario_yaml).study;
}

std::size_t arm_named(const Study& study, const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
    if (study.arms[arm].name == name) return arm;
    names.push_back(study.arms[arm].name);
  }
  throw ParameterError(fmt::format("no arm `{}`; there are {}", name, fmt::join(names, ", ")));
}

double moment(const Study& study, const std::string& text, const char* flag) {
  double time = 0.0;
  try {
    time = in_unit(parse_quantity(text), "min");
  } catch (const QuantityError& error) {
    throw ParameterError(fmt::format("{} {}: {}", flag, text, error.what()));
  }
  if (time < 0.0 || time > study.horizon) {
    throw ParameterError(
        fmt::format("{} {}: the study runs to {:g} min", flag, text, study.horizon));
  }
  return time;
}

/// What a change looks like: `66 -> 71 (+5)`.
std::string change_text(double before, double after, int decimals) {
  return fmt::format("{:.{}f} -> {:.{}f} ({:+.{}f})", before, decimals, after, decimals,
                     after - before, decimals);
}

std::string share_table(const std::vector<CauseShare>& shares, const Signals& from,
                        const Signals& to) {
  std::vector<Row> rows{{"cause", "MAP, mmHg", "CO, L/min", "SVR, dyn.s/cm5"}};
  for (const CauseShare& share : shares) {
    rows.push_back({share.cause, fmt::format("{:+.2f}", share.map),
                    fmt::format("{:+.3f}", share.output),
                    fmt::format("{:+.0f}", share.resistance)});
  }
  rows.push_back({"all", fmt::format("{:+.2f}", to.map - from.map),
                  fmt::format("{:+.3f}", to.output - from.output),
                  fmt::format("{:+.0f}", to.resistance - from.resistance)});
  return align(rows);
}

/// His states in an arm at the times, all of them.
std::vector<Snapshot> all_states(const Witness& witness, const Study& study, std::size_t arm,
                                 const std::vector<double>& times) {
  auto found = witness.at(arm, times);
  if (found.size() < times.size()) {
    throw ParameterError("the patient is dead by then in arm " + study.arms[arm].name);
  }
  return found;
}

int explain(const ExplainOptions& options) {
  const Study study = study_to_explain(options);
  const std::size_t arm = options.arm.empty() ? 0 : arm_named(study, options.arm);
  const double to = options.to.empty() ? study.horizon : moment(study, options.to, "--to");
  const Witness witness(study, options.replicate, options.patient);
  Snapshot first;
  Snapshot last;
  std::string what;
  if (options.against.empty()) {
    const double from = moment(study, options.from, "--from");
    if (from >= to) throw ParameterError("--from " + options.from + " is not before --to");
    const auto found = all_states(witness, study, arm, {from, to});
    first = found[0];
    last = found[1];
    what = fmt::format("arm {}, {:g} to {:g} min", study.arms[arm].name, first.time, last.time);
  } else {
    first = all_states(witness, study, arm_named(study, options.against), {to}).front();
    last = all_states(witness, study, arm, {to}).front();
    what = fmt::format("arm {} against arm {} at {:g} min", study.arms[arm].name, options.against,
                       last.time);
  }
  fmt::print("{}: patient {} of replicate {}, {}\nMAP {} mmHg, CO {} L/min, HR {} /min\n{}",
             study.name, options.patient, options.replicate, what,
             change_text(first.seen.map, last.seen.map, 1),
             change_text(first.seen.output, last.seen.output, 2),
             change_text(first.seen.heart_rate, last.seen.heart_rate, 0),
             share_table(witness.explain(first, last), first.seen, last.seen));
  return done;
}

}  // namespace

void add_explain(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand(
      "explain", "Why pressure changed between two times or differs between two arms");
  command->footer(
      "\nEvery cause has the mean of what it does in all orders of causes (Shapley), so that the\n"
      "shares add up. A drug's share is what it does itself; what the reflex answers stands "
      "apart.\n"
      "\nExamples:\n"
      "  pressor explain scenarios/norepinephrine_start.yaml --from 5min --to 1h\n"
      "  pressor explain adress.h5 --patient 3 --arm dexmedetomidine --from 1h --to 6h\n"
      "  pressor explain adress.h5 --patient 3 --arm dexmedetomidine --against placebo --to 6h");
  command->add_option("file", options->scenario.scenario, "Scenario, or the result of one")
      ->required()
      ->type_name("SCENARIO.yaml|OUT.h5");
  command->add_option("--replicate", options->replicate, "Replicate, from 0")
      ->check(not_negative());
  command->add_option("--patient", options->patient, "Patient of the replicate, from 0")
      ->check(not_negative());
  command->add_option("--arm", options->arm, "Arm; default: the first");
  command->add_option("--against", options->against, "Compare with this arm instead of --from");
  command->add_option("--from", options->from, "First time, with its unit; default: the start");
  command->add_option("--to", options->to, "Second time; default: the horizon");
  command
      ->add_option("--set", options->scenario.assignments,
                   "Of a scenario: path.to.key=value; may be given again")
      ->take_all()
      ->type_name("PATH=VALUE");
  command->add_option("--seed", options->scenario.seed, "Of a scenario: seed")
      ->check(not_negative());
  command->add_option("--models", options->scenario.models, "Folder of models, looked in first")
      ->type_name("DIR");
  command->callback([options, &chosen] { chosen = [options] { return explain(*options); }; });
}

}  // namespace pressor::cli
