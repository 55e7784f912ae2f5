#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "options.h"
#include "pressor/core/errors.h"
#include "pressor/output/predictions.h"
#include "pressor/output/text_file.h"
#include "pressor/scenario/load_dosing.h"
#include "pressor/scenario/load_drug.h"
#include "pressor/scenario/overrides.h"

namespace pressor::cli {
namespace {

namespace fs = std::filesystem;

struct SimulateOptions {
  std::string model;
  fs::path data;
  fs::path output;
  fs::path models;
  std::string set;
  std::string body;
  std::vector<std::string> units;
  std::vector<std::string> ignored;
  std::string covariates;
  std::string engine = "exact";
  bool force = false;
};

/// The file of that name, else the drug of that name.
Document model_document(const SimulateOptions& options, const Library& library) {
  std::error_code error;
  if (fs::exists(options.model, error)) return read_document(options.model);
  if (auto drug = library.find(ModelKind::drug, options.model)) return std::move(*drug);
  const auto near = library.nearest_name(ModelKind::drug, options.model);
  throw FileNotFound("neither a file nor a drug is called `" + options.model + "`" +
                     (near ? "; did you mean \"" + *near + "\"?" : ""));
}

bool is_kinetics(const Document& model) {
  const Node* schema = model.root.find("schema");
  return schema == nullptr || schema->text.rfind("pressor-drug/", 0) != 0;
}

DosedDrug read_model(const SimulateOptions& options, const Document& model,
                     const Library& library) {
  if (!is_kinetics(model)) {
    return dosed_drug(load_drug(model, library.references()), options.set, options.body);
  }
  if (!options.set.empty() || !options.body.empty()) {
    throw ParameterError("--kinetics and --body choose among the sets of a drug file; " +
                         options.model + " is no drug file");
  }
  return load_kinetics(model);
}

/// The file's own settings, and flags before them.
Document settings_of(const SimulateOptions& options, const Document& model) {
  Document settings = data_settings(model);
  std::vector<std::string> changes;
  for (const std::string& unit : options.units) changes.push_back("units." + unit);
  const Node* listed = settings.root.find("ignore");
  std::size_t ignored = listed == nullptr ? 0 : listed->items.size();
  if (listed == nullptr && !options.ignored.empty()) changes.emplace_back("ignore=[]");
  for (const std::string& column : options.ignored) {
    changes.push_back(fmt::format("ignore[{}]={}", ignored++, column));
  }
  if (!options.covariates.empty()) changes.push_back("covariates=" + options.covariates);
  apply_overrides(settings, changes);
  return settings;
}

/// IPRED and one column an effect site, by row of the data set.
std::vector<PredictionColumn> predict(const DosingData& data, std::size_t rows,
                                      DosingEngine engine) {
  std::vector<PredictionColumn> columns{{"IPRED", std::vector<double>(rows)}};
  for (const std::string& site : data.model.drug.sites) {
    columns.push_back({"CE_" + site, std::vector<double>(rows)});
  }
  for (const DosingPerson& person : data.people) {
    const auto states = follow_doses(data.model, person.records, data.rule, engine);
    for (std::size_t i = 0; i < states.size(); ++i) {
      const auto in_unit_of_dv = [&](std::size_t index) {
        return dosed_concentration(data.model, person.records[i].parameters, states[i], index) /
               data.concentration;
      };
      columns[0].values[person.rows[i]] = in_unit_of_dv(person.shown[i]);
      for (std::size_t k = 1; k < columns.size(); ++k) {
        columns[k].values[person.rows[i]] = in_unit_of_dv(data.model.dosed() + k - 1);
      }
    }
  }
  return columns;
}

int simulate_doses(const SimulateOptions& options) {
  if (!options.output.empty()) check_text_file(options.output, options.force);
  const Library library = library_for(options.models, options.model);
  const Document model = model_document(options, library);
  const DosedDrug dosed = read_model(options, model, library);
  const Csv csv = read_csv(options.data);
  const DosingData data = load_dosing(dosed, settings_of(options, model), csv);
  for (const std::string& warning : data.warnings) spdlog::warn("{}", warning);
  const auto engine = options.engine == "exact" ? DosingEngine::exact : DosingEngine::reference;
  const std::string text = predictions_csv(csv, predict(data, csv.rows.size(), engine));
  if (options.output.empty()) {
    fmt::print("{}", text);
  } else {
    write_text_file(options.output, text, options.force);
  }
  return done;
}

}  // namespace

void add_simulate(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App* command = app.add_subcommand(
      "simulate", "Predict concentrations for the doses of a NONMEM-style data set");
  command->footer(
      "\nExamples:\n"
      "  pressor simulate models/kinetics/tablets.yaml models/kinetics/tablets.csv\n"
      "  pressor simulate dexmedetomidine data.csv --kinetics hannivoort -o predicted.csv \\\n"
      "      --unit TIME=h --unit AMT=ug --unit DV=ng/mL --unit WT=kg\n"
      "\nColumns: ID TIME AMT, and as needed EVID RATE CMT II ADDL SS MDV DV; covariates (WT, HT,\n"
      "AGE, WOMAN, SAPS2, ALB, HCT) and parameters (CL, V1, KA, F1, ALAG1 ...). EVID 0 "
      "observation,\n"
      "1 dose, 2 other, 3 reset, 4 reset and dose. RATE -1 modelled rate (R1), -2 modelled "
      "duration\n"
      "(D1). SS 1 replaces, 2 adds. `.` is missing. Every column with a dimension needs a unit, "
      "here\n"
      "or in the model file; RATE is AMT over TIME, II as TIME. The rows come back as they are, "
      "with\n"
      "IPRED in the unit of DV; a row shows what has been given up to it.");
  command->add_option("model", options->model, "Kinetics or drug file, or name of a drug")
      ->required()
      ->type_name("MODEL.yaml");
  command->add_option("data", options->data, "Doses and observations")
      ->required()
      ->type_name("DATA.csv");
  command->add_option("-o,--output", options->output, "Where to write; default: standard output")
      ->type_name("OUT.csv");
  command->add_option("--unit", options->units, "Unit of a column, for instance AMT=mg")
      ->type_name("COLUMN=UNIT")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--ignore", options->ignored, "Column without meaning here")
      ->type_name("COLUMN")
      ->take_all()
      ->allow_extra_args(false);
  command
      ->add_option("--covariates", options->covariates,
                   "Carry covariates forward (locf, the default) or backward (nocb)")
      ->check(CLI::IsMember({"locf", "nocb"}));
  command->add_option("--kinetics", options->set, "Of a drug file: name of the kinetic set")
      ->type_name("SET");
  command->add_option("--body", options->body, "Of a drug file: the set of this body")
      ->type_name("BODY");
  command
      ->add_option("--engine", options->engine, "exact: matrix exponentials; reference: integrator")
      ->check(CLI::IsMember({"exact", "reference"}));
  command->add_option("--models", options->models, "Folder of models")->type_name("DIR");
  command->add_flag("--force", options->force, "Replace an existing file");
  command->callback(
      [options, &chosen] { chosen = [options] { return simulate_doses(*options); }; });
}

}  // namespace pressor::cli
