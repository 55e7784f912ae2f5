#pragma once

#include <string>

#include "pressor/inference/evidence.h"
#include "pressor/scenario/binder.h"
#include "pressor/scenario/references.h"
#include "read_figures.h"
#include "read_observable.h"

/// Readers of one experiment's rows, over the quantities of its study.
namespace pressor {

/// Reads one row; `population` is that of its experiment, `figures` those of the file.
EvidenceRow read_evidence_row(Fields& in, const QuantityNames& names, const References& references,
                              EvidenceFigures& figures, const std::string& population);

}  // namespace pressor
