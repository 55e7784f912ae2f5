#pragma once

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <unsupported/Eigen/MatrixFunctions>
#include <vector>

#include "pressor/pharmacology/kinetics.h"

namespace pressor {

/// The linear system that kinetic_rates() describes, solved without a step size: between two events
/// x(t) = exp(M t) x(0), with the input as a state that does not change. One further state counts
/// what has been cleared, and one the area under the plasma concentration.
class ExactKinetics {
 public:
  ExactKinetics(const DrugStructure& drug, const DrugParameters<double>& p,
                double clearance_factor = 1.0, double production_factor = 1.0)
      : drug_(drug), p_(p), states_(static_cast<Eigen::Index>(drug.states())) {
    const auto rates = [&](const std::vector<double>& state, double input, double production) {
      std::vector<double> out(drug.states());
      kinetic_rates(drug, p, input, clearance_factor, production, state.data(), out.data());
      return Eigen::Map<Eigen::VectorXd>(out.data(), states_).eval();
    };
    const std::vector<double> empty(drug.states(), 0.0);
    matrix_ = Eigen::MatrixXd::Zero(states_ + 4, states_ + 4);
    for (Eigen::Index j = 0; j < states_; ++j) {
      std::vector<double> unit = empty;
      unit[static_cast<std::size_t>(j)] = 1.0;
      matrix_.block(0, j, states_, 1) = rates(unit, 0.0, 0.0);
    }
    matrix_.block(0, input_at(), states_, 1) = rates(empty, 1.0, 0.0);
    matrix_.block(0, one_at(), states_, 1) = rates(empty, 0.0, production_factor);
    matrix_(cleared_at(), 0) = p.clearance * clearance_factor / p.volume[0];
    matrix_(area_at(), 0) = 1.0 / p.volume[0];
    x_ = Eigen::VectorXd::Zero(states_ + 4);
    x_(one_at()) = 1.0;
    steady_state(drug, p, 0.0, clearance_factor, production_factor, x_.data());
  }

  ExactKinetics& bolus(double ug) {
    x_(0) += ug;
    return *this;
  }

  ExactKinetics& run(double minutes, double ug_per_min) {
    x_(input_at()) = ug_per_min;
    x_ = (matrix_ * minutes).exp() * x_;
    return *this;
  }

  [[nodiscard]] double plasma() const { return concentration(drug_, p_, x_.data(), plasma_site); }
  [[nodiscard]] double site(std::size_t k) const { return concentration(drug_, p_, x_.data(), k); }
  [[nodiscard]] double cleared() const { return x_(cleared_at()); }
  [[nodiscard]] double area() const { return x_(area_at()); }
  [[nodiscard]] const double* state() const { return x_.data(); }
  [[nodiscard]] double amount() const {
    return x_.head(static_cast<Eigen::Index>(drug_.compartments)).sum();
  }
  /// Rate constants of the compartments, slowest first, 1/min.
  [[nodiscard]] std::vector<double> rate_constants() const {
    const auto n = static_cast<Eigen::Index>(drug_.compartments);
    Eigen::VectorXd lambda = -matrix_.topLeftCorner(n, n).eigenvalues().real();
    std::sort(lambda.begin(), lambda.end());
    return {lambda.begin(), lambda.end()};
  }

 private:
  [[nodiscard]] Eigen::Index input_at() const { return states_; }
  [[nodiscard]] Eigen::Index one_at() const { return states_ + 1; }
  [[nodiscard]] Eigen::Index cleared_at() const { return states_ + 2; }
  [[nodiscard]] Eigen::Index area_at() const { return states_ + 3; }

  DrugStructure drug_;
  DrugParameters<double> p_;
  Eigen::Index states_;
  Eigen::MatrixXd matrix_;
  Eigen::VectorXd x_;
};

}  // namespace pressor
