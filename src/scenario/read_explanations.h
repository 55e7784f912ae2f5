#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pressor/scenario/binder.h"
#include "pressor/scenario/library.h"
#include "pressor/trial/study.h"

/// Explanations of a trial as files write them: changes of one scenario, with axes over what is open.
namespace pressor {

inline constexpr std::uint64_t most_explained_trials = 100'000;

/// An explanation as it stands in the file.
struct WrittenExplanation {
  std::string name;
  double prior = 0.0;
  std::uint32_t points = 1;
  std::vector<std::string> overrides;
  const Node* axes = nullptr;
  const Node* node = nullptr;
};

/// Reads `prior`, `points`, `set` and `axes`.
WrittenExplanation read_explanation(const std::string& name, const Value& value, Fields& in);

/// `path: text` pairs as `--set` texts.
std::vector<std::string> read_assignments(const Value& value);

/// Makes weights add up to 1; a problem where there is none.
void share_weights(std::vector<double*> weights, const Value& where, const std::string& what);

/// The studies of explanations of one scenario, which a file names or holds.
class ExplainedScenario {
 public:
  ExplainedScenario(const std::filesystem::path& file, const Value& written,
                    const std::filesystem::path& models, const std::filesystem::path& installed);

  /// The studies at the points of an explanation, after `common` overrides; each point has a seed of
  /// its own from `seed` on. Problems are told at the explanation.
  std::function<Study(std::size_t)> studies(const WrittenExplanation& written,
                                            const std::vector<std::string>& common,
                                            std::uint64_t seed);
  /// The scenario as it stands with the models that any study used.
  [[nodiscard]] Node resolved() const { return resolved_; }

 private:
  std::function<Study(std::size_t)> load(const WrittenExplanation& written,
                                         const std::vector<std::string>& overrides,
                                         std::uint64_t seed);
  void keep_models(const Document& resolved);

  Document scenario_;
  Library library_;
  Node resolved_;
};

}  // namespace pressor
