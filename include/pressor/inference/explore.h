#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/result.h"
#include "pressor/trial/study.h"

/// Which trial would have told: power of many designs from pools of simulated twins.
///
/// Everybody in a pool is simulated in both arms. A trial of n patients is n people of the pool, drawn
/// without replacement among those whom its entry criteria take, allocated by lot in blocks of two, and
/// tested; so every size, criterion and test is judged from the same simulated people, sizes from the first
/// patients of the same draws.
namespace pressor {

/// Somebody in both arms. NaN: missing.
struct TwinPerson {
  std::vector<double> known;        ///< before treatment, by TwinPool::columns
  std::array<double, 2> outcome{};  ///< in the first arm, in the second
  [[nodiscard]] double effect() const { return outcome[1] - outcome[0]; }
};

struct TwinColumn {
  std::string name;  ///< `NE_DOSE`, `pe_ratio@0h`
  std::string unit;
};

struct TwinPool {
  std::vector<TwinColumn> columns;
  std::vector<TwinPerson> people;
};

/// Runs a study of twins and keeps the outcome and what is known of everybody before treatment:
/// columns of /patients, and endpoints on which no two twins differ. Throws ParameterError when the
/// study has not two arms with twins, or lacks the outcome. Nothing when `progress` asked to stop.
std::optional<TwinPool> simulate_twins(const Study& study, const std::string& outcome,
                                       unsigned threads, Progress& progress);
/// The columns that such a pool would have, before anything is run: endpoints are all there.
std::vector<TwinColumn> twin_columns(const Study& study);

/// People whose value in each of the columns holds.
struct EntryRule {
  std::string name;
  std::string text;  ///< as written; empty: everybody
  std::vector<std::pair<std::string, Comparison>> conditions;
};
/// Indices of the people whom a rule takes. Throws ParameterError for a column that the pool lacks.
std::vector<std::size_t> people_taken(const TwinPool& pool, const EntryRule& rule);

/// How a trial is analysed.
enum class TrialTest : std::uint8_t {
  welch,   ///< difference of means
  ancova,  ///< adjusted for a column known before treatment
};
const char* trial_test_name(TrialTest test);

struct DrawPlan {
  std::vector<std::uint32_t> sizes;  ///< patients, rising
  std::vector<TrialTest> tests;
  std::string covariate;  ///< of ancova
  std::uint32_t trials = 400;
  std::uint64_t seed = 1;
};

/// What trials of one size by one test come to.
struct DrawnTrials {
  double told = 0.0;  ///< share with p < 0.05 in the direction of `truth`; either, when that is 0
  double told_early = 0.0;  ///< the same when it also looks at each smaller size (O'Brien-Fleming)
  double expected = 0.0;    ///< patients until such a trial stops
};

/// [test][size]; NaN where fewer people are taken than a size needs. `truth`: mean effect, or 0 when
/// the hypothesis has none.
std::vector<std::vector<DrawnTrials>> drawn_trials(const TwinPool& pool,
                                                   const std::vector<std::size_t>& taken,
                                                   const DrawPlan& plan, double truth);

/// Effects in a part of the people.
struct PartEffect {
  double low = 0.0;  ///< of the column, smallest and largest in the part
  double high = 0.0;
  std::uint64_t n = 0;
  double mean = 0.0;  ///< of the individual effects
  double sd = 0.0;
  double above = 0.0;  ///< share of the people whose effect is positive
};
/// Thirds of the people by a column, lowest first; empty when it does not differ among them.
std::vector<PartEffect> effects_by_thirds(const TwinPool& pool, std::size_t column);
/// Mean of the individual effects of these people.
double mean_effect(const TwinPool& pool, const std::vector<std::size_t>& taken);

/// Effects by thirds of a column under every hypothesis: [hypothesis][third].
struct BenefitTable {
  TwinColumn column;
  std::vector<std::vector<PartEffect>> parts;
};

/// One design, entry rule, test and size.
struct DesignChoice {
  std::size_t design = 0;
  std::size_t entry = 0;
  std::size_t test = 0;
  std::size_t size = 0;
};

/// All that is told of an exploration.
struct ExploreFindings {
  std::string outcome;
  double assurance = 0.8;  ///< that is wanted
  std::vector<std::string> designs;
  std::vector<std::string> entries;
  std::vector<std::string> entry_texts;
  std::vector<std::string> tests;
  std::vector<std::uint32_t> sizes;
  std::size_t own_size = 0;  ///< of `sizes`: nearest to that of the scenario
  std::vector<std::string> hypotheses;
  std::vector<double> weights;        ///< add up to 1
  std::vector<std::uint8_t> acts;     ///< 1: there is an effect to be found
  std::vector<DrawnTrials> trials;    ///< [design][entry][test][size][hypothesis]
  std::vector<double> effect;         ///< [design][entry][hypothesis] mean
  std::vector<double> taken;          ///< [design][entry][hypothesis] share of the pool
  std::vector<BenefitTable> benefit;  ///< of the first design

  [[nodiscard]] const DrawnTrials& at(const DesignChoice& choice, std::size_t hypothesis) const;
  /// Probability that the trial tells, if there is something to be found; hypotheses by weight.
  [[nodiscard]] double assurance_of(const DesignChoice& choice) const;
  /// Probability of p < 0.05 where there is nothing, by weight; NaN without such a hypothesis.
  [[nodiscard]] double false_alarms(const DesignChoice& choice) const;
  /// Patients until a trial with looks stops, over all hypotheses by weight.
  [[nodiscard]] double expected_of(const DesignChoice& choice) const;
  /// Eligible people of the scenario who must be asked for a patient.
  [[nodiscard]] double asked_for_one(const DesignChoice& choice) const;
  /// The smallest size of a design, entry rule and test that has the assurance.
  [[nodiscard]] std::optional<DesignChoice> smallest(DesignChoice choice) const;
  /// Fewest patients, then fewest asked; nothing when no design has the assurance.
  [[nodiscard]] std::optional<DesignChoice> cheapest() const;
  /// The highest assurance of all.
  [[nodiscard]] DesignChoice best() const;
  /// The trial of the scenario: first design, entry rule and test.
  [[nodiscard]] DesignChoice as_it_was() const { return {0, 0, 0, own_size}; }
  /// The largest size of a design, entry rule and test for which there were enough people; nothing
  /// when there is none.
  [[nodiscard]] std::optional<DesignChoice> largest(DesignChoice choice) const;
  /// Mean effect where nothing is to be found, by weight: what the drug does by itself.
  [[nodiscard]] double null_effect(const DesignChoice& choice) const;
};

/// What would have told, in sentences: the trial of the scenario; the cheapest that has the
/// wanted assurance, or the best; false alarms; which people benefit most.
std::vector<std::string> explore_verdict(const ExploreFindings& findings);

}  // namespace pressor
