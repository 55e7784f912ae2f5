#pragma once

#include <string>
#include <vector>

#include "pressor/pharmacology/dosing.h"
#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/binder.h"

/// What a model file says of a drug that is dosed by a data set.
///
///     schema: pressor-kinetics/1
///     name: tablets
///     title: Two compartments and a depot
///     compartments: 2
///     depot: true
///     CL: {value: 4 L/h, relations: [{kind: power, of: weight, reference: 70 kg, coefficient: 0.75}]}
///     V1: 20 L                       # the central one, also `V` where there is one
///     Q2: 8 L/h                      # also `Q` where there are two
///     V2: 50 L
///     KA: 1.2 /h
///     F1: 80 %                       # F, ALAG, R (RATE -1) and D (RATE -2) by compartment number:
///     ALAG1: 0.25 h                  # with a depot it is 1 and the central compartment 2
///     molar_mass: 200 g/mol          # optional; also ug_per_unit
///     data: {units: {TIME: h, AMT: mg, DV: ng/mL}, covariates: locf, ignore: [COMMENT]}
namespace pressor {

/// A kinetic number that can stand in a file or in a column of the data.
struct DosingField {
  std::string name;       ///< CL, V1, KA, ALAG2
  std::string also;       ///< another name, perhaps empty
  Range range;            ///< unit and plausible values
  bool required = false;  ///< one of the two must give it
};

/// A drug file or a kinetics file, as far as doses are concerned.
struct DosedDrug {
  Drug drug;       ///< its title, units and effect sites; no actions
  KineticSet set;  ///< parameters that the file gives, under the names of `fields`
  bool depot = false;
  std::vector<std::string> warnings;  ///< what the file says and a data set cannot

  /// Structure of the model. Throws ParameterError.
  [[nodiscard]] DosingModel model() const;
  /// Every number that it can have.
  [[nodiscard]] std::vector<DosingField> fields() const;
};

/// The key `data` of a kinetics file, or an empty mapping; see load_dosing.h.
Document data_settings(const Document& model);

/// Reads a kinetics file. Throws InputError with all its problems.
DosedDrug load_kinetics(const Document& document);

/// A drug of models/drugs with one of its kinetic sets. Throws ParameterError.
DosedDrug dosed_drug(const Drug& drug, const std::string& set, const std::string& body);

/// The typical numbers of a person with these covariates. Throws ParameterError.
DosingParameters dosing_parameters(const DosedDrug& dosed, const Covariates& person);

}  // namespace pressor
