#pragma once

#include <Eigen/Core>
#include <utility>
#include <vector>

#include "names.h"
#include "pressor/cohort/cast.h"

namespace pressor {

/// What all patients of a cast share, resolved from names to places once.
class Caster::Plan {
 public:
  explicit Plan(const Cast& cast);

  /// Draws attempt `key.attempt` and calibrates it. Throws ParameterError when it has no baseline.
  [[nodiscard]] Patient draw(const StreamKey& key) const;
  /// Index of the first condition that fails, or the number of conditions.
  [[nodiscard]] std::size_t first_failing(const Patient& patient) const;
  /// Whether Cast::matching takes the patient who was drawn with this key.
  [[nodiscard]] bool takes(const Patient& patient, const StreamKey& key) const;
  [[nodiscard]] const Cast& cast() const { return cast_; }

 private:
  struct Person;  ///< half-finished patient

  struct Step {
    const Draw* draw = nullptr;
    cohort::Slot slot;
    Stream stream = Stream::dynamics;
    std::vector<std::size_t> multiplies;  ///< body parameters
  };
  struct Change {
    std::size_t parameter = 0;
    double value = 0.0;
    bool factor = false;
  };
  struct Kinetics {
    const KineticSet* set = nullptr;
    std::size_t effects = 0;       ///< number of random effects
    std::uint32_t first_draw = 0;  ///< of Stream::kinetics
  };

  void plan_body();
  void plan_draws();
  void plan_correlations();
  void plan_drugs();
  void plan_hypotheses();
  [[nodiscard]] std::size_t parameter(const std::string& name, const std::string& asked_by) const;
  [[nodiscard]] std::size_t drug(const std::string& name) const;

  [[nodiscard]] std::vector<double> deviates(const StreamKey& key, double severity) const;
  void draw_covariates(Person& person, const std::vector<double>& x) const;
  void start_from_body(Person& person) const;
  void draw_rest(Person& person, const std::vector<double>& x) const;
  void put(Person& person, const cohort::Slot& slot, double value, bool per_kg) const;
  void multiply(Person& person) const;
  void apply_hypothesis(Person& person, const StreamKey& key) const;
  void add_risks(Person& person) const;
  void draw_kinetics(Person& person, const StreamKey& key) const;

  const Cast& cast_;
  std::vector<Step> steps_;
  std::vector<std::size_t> correlated_;  ///< draws whose own deviates are correlated
  Eigen::MatrixXd factor_;               ///< lower Cholesky factor of their correlations
  std::vector<std::pair<std::size_t, const TypicalValue*>> parameters_;
  std::vector<std::pair<cohort::Slot, const TypicalValue*>> seen_;
  std::vector<std::pair<std::size_t, Dose>> running_;
  std::vector<std::pair<std::size_t, Dose>> steady_;
  std::vector<std::pair<cohort::Slot, double>> person_;
  std::vector<Kinetics> kinetics_;
  std::vector<std::vector<Change>> changes_;  ///< by hypothesis
};

}  // namespace pressor
