#pragma once

#include <string>

#include "pressor/scenario/library.h"
#include "pressor/scenario/load_study.h"
#include "pressor/scenario/overrides.h"

namespace pressor {

inline const Library& shipped_library() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

/// A trial that uses nearly every key.
inline Document sample_trial() {
  return read_document(PRESSOR_SOURCE_DIR "/tests/scenario/load_study_test.yaml");
}

/// One described person.
inline Document sample_patient() {
  return parse_document(R"(schema: pressor/1
name: person
title: A person
horizon: 2 h
patient: {body: septic, sex: woman, weight: 60 kg, MAP: 60 mmHg, CO: 5 L/min, PMSF: 20 mmHg, NE_DOSE: 0.2 ug/kg/min, AVP_DOSE: 0.03 U/min, vasoplegia: 0.5}
)",
                        "person.yaml");
}

inline LoadedStudy load_changed(Document document, const std::vector<std::string>& changes) {
  return load_study(std::move(document), shipped_library(), {changes, false});
}

}  // namespace pressor
