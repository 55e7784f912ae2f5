#include "linear_kinetics.h"

#include "pressor/numerics/matrix_exponential.h"

namespace pressor::bedside {
namespace {

/// The states, and the input behind them.
using Matrix = numerics::SmallMatrix<LinearKinetics::most + 1>;

}  // namespace

LinearKinetics::LinearKinetics(const DrugStructure& drug, const DrugParameters<double>& parameters,
                               std::size_t sites, double running)
    : compartments_(drug.compartments), size_(drug.compartments + sites), p_(parameters) {
  if (running <= 0.0) return;
  const double plasma = running / p_.clearance;
  for (std::size_t j = 0; j < compartments_; ++j) state_[j] = plasma * p_.volume[j];
  for (std::size_t k = compartments_; k < size_; ++k) state_[k] = plasma;
}

LinearKinetics::Propagator LinearKinetics::propagator(double minutes) const {
  const std::size_t input = size_;
  Matrix m{};
  m[0][0] = -p_.clearance / p_.volume[0] * minutes;
  m[0][input] = minutes;
  for (std::size_t j = 1; j < compartments_; ++j) {
    const double out = p_.flow[j - 1] / p_.volume[0] * minutes;
    const double back = p_.flow[j - 1] / p_.volume[j] * minutes;
    m[0][0] -= out;
    m[j][0] = out;
    m[0][j] = back;
    m[j][j] = -back;
  }
  for (std::size_t k = compartments_; k < size_; ++k) {
    const double ke0 = p_.ke0[k - compartments_] * minutes;
    m[k][0] = ke0 / p_.volume[0];
    m[k][k] = -ke0;
  }
  const Matrix e = numerics::exponential(m, size_ + 1);
  Propagator result;
  result.minutes = minutes;
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j < size_; ++j) result.phi[i][j] = e[i][j];
    result.gain[i] = e[i][input];
  }
  return result;
}

const LinearKinetics::Propagator& LinearKinetics::over(double minutes) {
  if (last_.minutes != minutes) last_ = propagator(minutes);
  return last_;
}

void LinearKinetics::advance(double minutes, double rate) {
  if (minutes <= 0.0) return;
  const Propagator& step = over(minutes);
  State next{};
  for (std::size_t i = 0; i < size_; ++i) {  // (1)
    next[i] = step.gain[i] * rate;
    for (std::size_t j = 0; j < size_; ++j) next[i] += step.phi[i][j] * state_[j];
  }
  state_ = next;
}

}  // namespace pressor::bedside
