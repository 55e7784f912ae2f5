#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "design_matrix.h"
#include "distributions.h"
#include "pressor/statistics/survival.h"

namespace pressor {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Sums over patients at risk, or over those who have the event, of w, w x and w x x'.
struct Sums {
  double weight = 0.0;
  VectorXd first;
  MatrixXd second;

  explicit Sums(Index size) : first(VectorXd::Zero(size)), second(MatrixXd::Zero(size, size)) {}
  void add(double w, const VectorXd& x) {
    weight += w;
    first += w * x;
    second += w * x * x.transpose();
  }
};

struct Likelihood {
  double log = 0.0;
  VectorXd score;
  MatrixXd information;
};

/// Patients in the order in which risk sets grow: by stratum, then from the longest followed down.
class PartialLikelihood {
 public:
  PartialLikelihood(const CoxData& data, MatrixXd x) : data_(data), x_(std::move(x)) {
    order_.resize(data.followed.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t i, std::size_t j) {
      if (stratum(i) != stratum(j)) return stratum(i) < stratum(j);
      return data_.followed[i].time > data_.followed[j].time;
    });
  }

  [[nodiscard]] Likelihood at(const VectorXd& b) const {
    Likelihood sum{0.0, VectorXd::Zero(b.size()), MatrixXd::Zero(b.size(), b.size())};
    Sums risk(b.size());
    for (std::size_t i = 0; i < order_.size();) {
      if (i == 0 || stratum(order_[i]) != stratum(order_[i - 1])) risk = Sums(b.size());
      Sums deaths(b.size());
      const std::size_t first = i;
      std::size_t count = 0;
      for (; i < order_.size() && same_time(order_[first], order_[i]); ++i) {
        const VectorXd x = x_.row(static_cast<Index>(order_[i])).transpose();
        const double line = x.dot(b);
        risk.add(std::exp(line), x);
        if (!data_.followed[order_[i]].event) continue;
        deaths.add(std::exp(line), x);
        sum.log += line;
        sum.score += x;
        ++count;
      }
      subtract(risk, deaths, count, sum);
    }
    return sum;
  }

 private:
  [[nodiscard]] std::uint32_t stratum(std::size_t i) const {
    return data_.stratum.empty() ? 0 : data_.stratum[i];
  }
  [[nodiscard]] bool same_time(std::size_t i, std::size_t j) const {
    return stratum(i) == stratum(j) && data_.followed[i].time == data_.followed[j].time;
  }

  // Efron 1977: of d events at one time, the l-th sees the others of them weighted by 1 - l/d.
  static void subtract(const Sums& risk, const Sums& deaths, std::size_t count, Likelihood& sum) {
    for (std::size_t l = 0; l < count; ++l) {
      const double share = static_cast<double>(l) / static_cast<double>(count);
      const double weight = risk.weight - share * deaths.weight;
      const VectorXd mean = (risk.first - share * deaths.first) / weight;
      sum.log -= std::log(weight);
      sum.score -= mean;
      sum.information += (risk.second - share * deaths.second) / weight - mean * mean.transpose();
    }
  }

  const CoxData& data_;
  MatrixXd x_;
  std::vector<std::size_t> order_;
};

struct Estimate {
  VectorXd b;
  VectorXd step;  ///< the last one
  Likelihood likelihood;
};

/// Newton's method with halved steps where the likelihood would fall.
Estimate maximize(const PartialLikelihood& likelihood, Index size) {
  constexpr int most_steps = 40;
  constexpr double settled = 1.0e-9;
  Estimate e{VectorXd::Zero(size), VectorXd::Zero(size), likelihood.at(VectorXd::Zero(size))};
  for (int i = 0; i < most_steps; ++i) {
    e.step = e.likelihood.information.ldlt().solve(e.likelihood.score);
    if (!e.step.allFinite() || e.step.lpNorm<Eigen::Infinity>() < settled) break;
    Likelihood next = likelihood.at(e.b + e.step);
    for (int k = 0; k < most_steps && !(next.log >= e.likelihood.log - settled); ++k) {
      e.step *= 0.5;
      next = likelihood.at(e.b + e.step);
    }
    e.b += e.step;
    e.likelihood = std::move(next);
  }
  return e;
}

/// Standard deviation of each column, to measure coefficients in.
VectorXd scales(const MatrixXd& x) {
  const MatrixXd centered = x.rowwise() - x.colwise().mean();
  return (centered.colwise().norm() / std::sqrt(static_cast<double>(x.rows()))).transpose();
}

/// Columns that neither a constant nor those before them determine.
std::vector<Index> varying_columns(const MatrixXd& x) {
  MatrixXd with_constant(x.rows(), x.cols() + 1);
  with_constant << VectorXd::Ones(x.rows()), x;
  std::vector<Index> kept = statistics::independent_columns(with_constant);
  kept.erase(kept.begin());
  for (Index& k : kept) --k;
  return kept;
}

}  // namespace

CoxModel cox(const CoxData& data) {
  CoxModel out;
  out.coefficients.resize(data.covariates.size());
  const auto has_event = [](const Followed& f) { return f.event; };
  if (std::none_of(data.followed.begin(), data.followed.end(), has_event)) return out;
  const MatrixXd all = statistics::design_matrix(data.covariates, data.followed.size(), false);
  const std::vector<Index> kept = varying_columns(all);
  const MatrixXd x = all(Eigen::all, kept);
  // In standard deviations from the mean exponentials stay in range.
  const VectorXd scale = scales(x);
  const MatrixXd standard = (x.rowwise() - x.colwise().mean()) * scale.cwiseInverse().asDiagonal();
  const PartialLikelihood likelihood(data, standard);
  const auto size = static_cast<Index>(kept.size());
  const Estimate e = maximize(likelihood, size);
  const MatrixXd covariance = e.likelihood.information.inverse();
  out.log_likelihood = e.likelihood.log;
  out.log_likelihood_null = likelihood.at(VectorXd::Zero(size)).log;
  out.converged = true;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const auto i = static_cast<Index>(k);
    constexpr double runaway = 1.0e-4;
    if (!(std::fabs(e.step[i]) < runaway)) {
      out.converged = false;
      continue;
    }
    out.coefficients[static_cast<std::size_t>(kept[k])] =
        statistics::by_z(e.b[i] / scale[i], std::sqrt(covariance(i, i)) / scale[i]);
  }
  return out;
}

}  // namespace pressor
