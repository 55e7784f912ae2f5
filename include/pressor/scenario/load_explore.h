#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pressor/inference/explore.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/load_study.h"

/// A file that asks which trial would have told, schema pressor-explore/1:
///
///     scenario: ../adress.yaml             # beside this file, or a mapping: the scenario itself
///     set: {horizon: 8 h}                  # changes of it, whatever the design
///     outcome: pe_ratio@6h
///     baseline: pe_ratio@0h                # ancova adjusts for it
///     people: 1000                         # twins simulated for each design and hypothesis
///     sizes: [32, 64, 128, 256]            # patients of a trial
///     trials: 400                          # drawn of each size
///     tests: [welch, ancova]
///     assurance: 80 %
///     designs:                             # every level of a group with every other
///       dose: {published: {}, half: {"design.arms[1].give[0].infusion": 0.5 ug/kg/h}}
///       seen: {at_6h: {}, at_12h: {outcome: pe_ratio@12h}}
///     entry:                               # whom a trial takes, of what is known before treatment
///       everybody: {}
///       responsive: {pe_ratio@0h: ">= 1.3"}
///     hypotheses:                          # as explanations of `pressor weigh`
///       none: {prior: 0.3, acts: no, from: [none, imbalance], set: {hypothesis: none}}
///       heterologous: {prior: 0.7, points: 8, set: {...}, axes: {...}}
///
/// The first entry rule, test and level of each group are those of the published trial. `from` names
/// the explanations of a weighing whose probability a hypothesis takes over (`--weights`).
namespace pressor {

struct ExploreHypothesis {
  std::string name;
  double weight = 0.0;  ///< all add up to 1
  bool acts = true;     ///< there is an effect to be found
  std::vector<std::string> from;
  std::size_t points = 1;
};

struct ExplorePlan {
  std::string name;
  std::string title;
  std::uint64_t seed = 1;
  std::string outcome;
  DrawPlan draw;
  double assurance = 0.8;
  std::size_t own_size = 0;  ///< of the sizes: nearest to that of the scenario
  std::vector<std::string> designs;
  std::vector<std::string> outcomes;  ///< by design
  std::vector<EntryRule> entries;
  std::vector<std::string> benefit;  ///< columns by which effects are told; empty: of the rules
  std::vector<ExploreHypothesis> hypotheses;
  /// [design][hypothesis]: the study at a point.
  std::vector<std::vector<std::function<Study(std::size_t)>>> study_at;
  std::uint64_t rows = 0;  ///< patients that are simulated
  double horizon = 0.0;    ///< min
  Node resolved;           ///< the file with scenario and models inside
};

/// Reads the file and every study that it asks for. Throws InputError and FileNotFound.
ExplorePlan load_explore(const std::filesystem::path& file, const std::filesystem::path& models,
                         const std::filesystem::path& installed,
                         const std::vector<std::string>& overrides);

}  // namespace pressor
