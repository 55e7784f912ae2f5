#pragma once

#include "people.h"
#include "pressor/trial/study.h"

namespace pressor {

/// Two arms of a few septic patients for half an hour; one of them gets phenylephrine.
inline Study two_arms_of_phenylephrine() {
  Study study;
  study.seed = 42;
  study.horizon = 30.0;
  study.follow_up = 30.0;
  study.engine = EngineKind::ensemble;
  study.tolerance = 1.0e-4;
  study.cast = septic_cast();
  study.arms = {{"control", {}, 1.0}, {"phenylephrine", {}, 1.0}};
  DrugOrder pressor_drug;
  pressor_drug.drug = 1;
  pressor_drug.dose = {1.0, true};
  study.arms[1].orders.drugs = {pressor_drug};
  study.patients = 12;
  study.replicates = 2;
  study.output.every = 5.0;
  Endpoint map;
  map.name = "map";
  map.measure = {MeasureKind::value_at, "MAP", {}, Measure::from_rows, ""};
  map.at = {0.0, 30.0};
  map.compare = {Test::welch};
  study.endpoints = {map};
  return study;
}

}  // namespace pressor
