#pragma once

#include <string>
#include <vector>

#include "pressor/physiology/baseline.h"
#include "pressor/physiology/signals.h"

/// People for tests: the shipped bodies and drugs, random variations of them, and time that passes.
namespace pressor {

/// A drug of models/drugs with one of its kinetic sets; an empty set is the default of the body.
struct DrugChoice {
  std::string drug;
  std::string set;
};

/// A described person before calibration.
struct Person {
  Model model{{}, {}};
  Parameters<double> given;
  Observables seen;
  std::vector<double> infusions;  ///< ug/min at t = 0, one a drug
  bool steroid = false;
  double weight = 0.0;  ///< kg
  [[nodiscard]] Baseline baseline() const;
};

/// norepinephrine, phenylephrine, dexmedetomidine: in this order.
std::vector<DrugChoice> usual_drugs();

/// The person of models/bodies/BODY.yaml.
Person person(const std::string& body, const std::vector<DrugChoice>& drugs = usual_drugs(),
              std::vector<Limit> limits = {});

/// The person of tests/physiology/prototype/bodies/BODY.yaml, with its drugs: the numbers of the throw-away prototype
/// whose figures are known. The shipped ones have been calibrated since.
Person prototype_person(const std::string& body,
                        const std::vector<DrugChoice>& drugs = usual_drugs());

/// A random relative of `typical`: observables and parameters spread about as in a population.
/// `number` names him; draws without a baseline are replaced.
Person relative(const Person& typical, std::uint32_t number);

/// One person in time, integrated by the reference engine from order to order.
class Course {
 public:
  explicit Course(const Person& person, double tolerance = 1.0e-8);

  Inputs<double> in;
  Parameters<double> parameters;
  std::vector<double> state;

  [[nodiscard]] double time() const { return time_; }
  [[nodiscard]] Signals now() const;
  [[nodiscard]] BodyState<double> body() const { return load_body(state.data()); }
  [[nodiscard]] Response<double> response() const;
  [[nodiscard]] std::vector<double> rates() const;
  /// Plasma concentration, ng/mL.
  [[nodiscard]] double plasma(const std::string& drug) const;

  void infuse(const std::string& drug, double ug_per_min);
  void bolus(const std::string& drug, double ug);
  /// Fills all compartments and sites and infuses what keeps them so.
  void hold(const std::string& drug, double ng_per_ml);
  void run(double minutes);
  /// Mean arterial pressure over the next minutes, which pass.
  double mean_pressure(double minutes);

 private:
  Model model_;
  double tolerance_;
  double time_ = 0.0;
};

/// Per cent by which `now` differs from `before`.
double percent(double now, double before);

}  // namespace pressor
