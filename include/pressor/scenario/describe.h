#pragma once

#include <cstdint>
#include <string>

#include "pressor/inference/evidence.h"
#include "pressor/inference/sweep.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/load_study.h"

/// What a model or a study says, as text for a terminal: numbers with units, grades and sources.
namespace pressor {

/// `1 patient`, `2 patients`; `several` where the plural is not `one` with an s.
std::string counted(std::uint64_t count, const std::string& one, const std::string& several = {});

/// The effective configuration of a study: who, what is done, what is measured.
std::string describe_study(const LoadedStudy& loaded);
/// What differs between the points of a sweep.
std::string describe_sweep(const SweepPlan& plan);
/// How a cast is matched to a published table: who is taken, effective sample size, and each figure
/// as it was asked for and as it is reached; empty for a cast that is not.
std::string describe_matching(const Cast& cast);
/// What is ordered in one arm or for everybody, an order a line; what belongs to the order above is
/// indented.
std::string describe_orders(const Study& study, const Orders& orders);

std::string describe_drug(const Drug& drug, const References& references);
std::string describe_body(const BodyDescription& body, const References& references);
std::string describe_population(const Population& population, const References& references);
std::string describe_hypothesis(const Hypothesis& hypothesis, const References& references);
/// In one line, without sources: for a study that draws among several.
std::string hypothesis_line(const Hypothesis& hypothesis);
/// What was published and how near the model must come.
std::string describe_evidence(const std::vector<Experiment>& experiments);

/// Reads the model called `name` and describes it; a protocol or a scenario is described by what it
/// orders. Throws InputError, also when there is no such model.
std::string describe_model(ModelKind kind, const std::string& name, const Library& library);

}  // namespace pressor
