#include "pressor/statistics/repeated.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <utility>

#include "design_matrix.h"
#include "distributions.h"

namespace pressor {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What one patient shows: the visits at which he was seen, y and the rows of the design matrix.
struct Person {
  std::vector<Index> visits;
  VectorXd y;
  MatrixXd x;
};

/// A parameter of S: the entry (a, b) and its mirror.
struct Entry {
  Index a = 0;
  Index b = 0;
};

struct Problem {
  std::vector<Person> people;
  Index visits = 0;
  Index columns = 0;
  std::vector<Entry> entries;
};

/// Row of the design matrix: visit, treatment at the visit, baseline at the visit, covariates.
VectorXd row_of(const Repeated& data, std::size_t patient, std::size_t visit) {
  const std::size_t visits = data.outcome[patient].size();
  const std::size_t blocks = data.baseline.empty() ? 2 : 3;
  VectorXd row = VectorXd::Zero(static_cast<Index>(blocks * visits + data.covariates.size()));
  row[static_cast<Index>(visit)] = 1.0;
  row[static_cast<Index>(visits + visit)] = data.treated[patient];
  if (blocks == 3) row[static_cast<Index>(2 * visits + visit)] = data.baseline[patient];
  for (std::size_t c = 0; c < data.covariates.size(); ++c) {
    row[static_cast<Index>(blocks * visits + c)] = data.covariates[c][patient];
  }
  return row;
}

bool is_known(const Repeated& data, std::size_t patient) {
  if (!data.baseline.empty() && std::isnan(data.baseline[patient])) return false;
  return std::none_of(data.covariates.begin(), data.covariates.end(),
                      [patient](const auto& column) { return std::isnan(column[patient]); });
}

Person person_of(const Repeated& data, std::size_t patient) {
  Person person;
  const std::vector<double>& y = data.outcome[patient];
  for (std::size_t v = 0; v < y.size(); ++v) {
    if (!std::isnan(y[v])) person.visits.push_back(static_cast<Index>(v));
  }
  const auto rows = static_cast<Index>(person.visits.size());
  person.y.resize(rows);
  for (Index i = 0; i < rows; ++i) {
    const auto visit = static_cast<std::size_t>(person.visits[static_cast<std::size_t>(i)]);
    const VectorXd row = row_of(data, patient, visit);
    if (i == 0) person.x.resize(rows, row.size());
    person.x.row(i) = row.transpose();
    person.y[i] = y[visit];
  }
  return person;
}

Problem problem_of(const Repeated& data) {
  Problem out;
  for (std::size_t i = 0; i < data.outcome.size(); ++i) {
    if (!is_known(data, i)) continue;
    Person person = person_of(data, i);
    if (!person.visits.empty()) out.people.push_back(std::move(person));
  }
  if (out.people.empty()) return out;
  out.visits = static_cast<Index>(data.outcome.front().size());
  out.columns = out.people.front().x.cols();
  for (Index a = 0; a < out.visits; ++a) {
    for (Index b = 0; b <= a; ++b) out.entries.push_back({a, b});
  }
  return out;
}

/// All rows below each other.
std::pair<MatrixXd, VectorXd> stacked(const Problem& problem) {
  Index rows = 0;
  for (const Person& p : problem.people) rows += p.y.size();
  MatrixXd x(rows, problem.columns);
  VectorXd y(rows);
  Index at = 0;
  for (const Person& p : problem.people) {
    x.middleRows(at, p.y.size()) = p.x;
    y.segment(at, p.y.size()) = p.y;
    at += p.y.size();
  }
  return {std::move(x), std::move(y)};
}

/// Restricted likelihood at S with its score and expected information in the entries of S.
struct State {
  bool valid = false;  ///< S and X'V^-1 X are positive definite
  double log = -statistics::infinity;
  VectorXd coefficients;
  MatrixXd covariance;              ///< C = (X'V^-1 X)^-1
  std::vector<MatrixXd> influence;  ///< A_k = X'V^-1 V_k V^-1 X
  VectorXd score;
  MatrixXd information;
};

/// Where the entry lies among the visits of a person, both ways round; -1: not seen.
struct Spot {
  Index a = -1;
  Index b = -1;
};

std::vector<Spot> spots_of(const Person& person, const Problem& problem) {
  std::vector<Index> place(static_cast<std::size_t>(problem.visits), -1);
  for (std::size_t i = 0; i < person.visits.size(); ++i) {
    place[static_cast<std::size_t>(person.visits[i])] = static_cast<Index>(i);
  }
  std::vector<Spot> spots;
  for (const Entry& e : problem.entries) {
    const Spot spot{place[static_cast<std::size_t>(e.a)], place[static_cast<std::size_t>(e.b)]};
    spots.push_back(spot.a < 0 || spot.b < 0 ? Spot{} : spot);
  }
  return spots;
}

/// tr(V_k M) for the derivative V_k of V in an entry: ones at (a, b) and (b, a).
double trace_with(const Spot& k, const MatrixXd& m) {
  return k.a == k.b ? m(k.a, k.a) : m(k.a, k.b) + m(k.b, k.a);
}

/// tr(V_k M V_l N).
double trace_with(const Spot& k, const MatrixXd& m, const Spot& l, const MatrixXd& n) {
  double sum = 0.0;
  const auto term = [&](Index ka, Index kb, Index la, Index lb) { sum += m(kb, la) * n(lb, ka); };
  term(k.a, k.b, l.a, l.b);
  if (k.a != k.b) term(k.b, k.a, l.a, l.b);
  if (l.a != l.b) term(k.a, k.b, l.b, l.a);
  if (k.a != k.b && l.a != l.b) term(k.b, k.a, l.b, l.a);
  return sum;
}

/// W = V^-1, U = W X and what is left of one person at S.
struct Weighted {
  MatrixXd w;
  MatrixXd u;
  double log_determinant = 0.0;
};

std::optional<Weighted> weigh(const Person& person, const MatrixXd& s) {
  const Eigen::LLT<MatrixXd> v(s(person.visits, person.visits));
  if (v.info() != Eigen::Success) return std::nullopt;
  const Index n = person.y.size();
  Weighted out{v.solve(MatrixXd::Identity(n, n)), {}, 0.0};
  out.u = out.w * person.x;
  const MatrixXd triangle = v.matrixL();
  out.log_determinant = 2.0 * triangle.diagonal().array().log().sum();
  return out;
}

/// Adds one person to the score, the information and A_k, with M = U C U' and e = V^-1 residual:
///
///     score_k = -1/2 sum_i tr(V_k (W - M - e e'))
///     information_kl = 1/2 (sum_i tr(V_k W V_l W) - 2 tr(V_k M V_l W) + tr(C A_k C A_l))
///
/// (the last term, over all, is added by the caller).
void add_person(const Person& person, const Weighted& p, const Problem& problem, State& state) {
  const MatrixXd m = p.u * state.covariance * p.u.transpose();
  const VectorXd e = p.w * (person.y - person.x * state.coefficients);
  const MatrixXd gap = p.w - m - e * e.transpose();
  const std::vector<Spot> spots = spots_of(person, problem);
  for (std::size_t k = 0; k < spots.size(); ++k) {
    if (spots[k].a < 0) continue;
    const auto row = static_cast<Index>(k);
    state.score[row] -= 0.5 * trace_with(spots[k], gap);
    const MatrixXd outer = p.u.row(spots[k].a).transpose() * p.u.row(spots[k].b);
    state.influence[k] += spots[k].a == spots[k].b ? outer : MatrixXd(outer + outer.transpose());
    for (std::size_t l = 0; l <= k; ++l) {
      if (spots[l].a < 0) continue;
      state.information(row, static_cast<Index>(l)) +=
          0.5 * trace_with(spots[k], p.w, spots[l], p.w) - trace_with(spots[k], m, spots[l], p.w);
    }
  }
}

void finish_information(State& state) {
  const Index size = state.score.size();
  std::vector<MatrixXd> ca;
  for (const MatrixXd& a : state.influence) ca.emplace_back(state.covariance * a);
  for (Index k = 0; k < size; ++k) {
    for (Index l = 0; l <= k; ++l) {
      const auto& left = ca[static_cast<std::size_t>(k)];
      const auto& right = ca[static_cast<std::size_t>(l)];
      state.information(k, l) += 0.5 * left.cwiseProduct(right.transpose()).sum();
      state.information(l, k) = state.information(k, l);
    }
  }
}

/// log L = -1/2 ((N - p) log 2 pi + sum log|V_i| + log|X'V^-1 X| + r'V^-1 r).
State state_at(const MatrixXd& s, const Problem& problem) {
  State state;
  std::vector<Weighted> weighted;
  MatrixXd cross = MatrixXd::Zero(problem.columns, problem.columns);
  VectorXd right = VectorXd::Zero(problem.columns);
  double sum = 0.0;
  Index rows = 0;
  for (const Person& person : problem.people) {
    auto p = weigh(person, s);
    if (!p) return state;
    cross += person.x.transpose() * p->u;
    right += p->u.transpose() * person.y;
    sum += p->log_determinant;
    rows += person.y.size();
    weighted.push_back(std::move(*p));
  }
  const Eigen::LLT<MatrixXd> factor(cross);
  if (factor.info() != Eigen::Success) return state;
  state.valid = true;
  state.covariance = factor.solve(MatrixXd::Identity(problem.columns, problem.columns));
  state.coefficients = factor.solve(right);
  const MatrixXd triangle = factor.matrixL();
  sum += 2.0 * triangle.diagonal().array().log().sum();
  const auto entries = static_cast<Index>(problem.entries.size());
  state.score = VectorXd::Zero(entries);
  state.information = MatrixXd::Zero(entries, entries);
  state.influence.assign(problem.entries.size(), MatrixXd::Zero(problem.columns, problem.columns));
  for (std::size_t i = 0; i < problem.people.size(); ++i) {
    const Person& person = problem.people[i];
    const VectorXd residual = person.y - person.x * state.coefficients;
    sum += residual.dot(weighted[i].w * residual);
    add_person(person, weighted[i], problem, state);
  }
  finish_information(state);
  state.log =
      -0.5 * (sum + static_cast<double>(rows - problem.columns) * std::log(2.0 * std::numbers::pi));
  return state;
}

MatrixXd moved(const MatrixXd& s, const VectorXd& step, const Problem& problem) {
  MatrixXd out = s;
  for (std::size_t k = 0; k < problem.entries.size(); ++k) {
    const auto [a, b] = problem.entries[k];
    out(a, b) += step[static_cast<Index>(k)];
    if (a != b) out(b, a) += step[static_cast<Index>(k)];
  }
  return out;
}

/// Variances of what least squares leaves at each visit, no correlation.
MatrixXd first_guess(const Problem& problem) {
  const auto [x, y] = stacked(problem);
  const VectorXd b = x.householderQr().solve(y);
  VectorXd squares = VectorXd::Zero(problem.visits);
  VectorXd count = VectorXd::Zero(problem.visits);
  for (const Person& person : problem.people) {
    const VectorXd residual = person.y - person.x * b;
    for (Index i = 0; i < residual.size(); ++i) {
      const Index visit = person.visits[static_cast<std::size_t>(i)];
      squares[visit] += residual[i] * residual[i];
      count[visit] += 1.0;
    }
  }
  return squares.cwiseQuotient(count).asDiagonal();
}

struct Fitted {
  MatrixXd s;
  State state;
  bool converged = false;
};

/// Fisher's scoring; steps are halved where the likelihood would fall.
Fitted fit(const Problem& problem) {
  constexpr int most_steps = 200;
  constexpr double settled = 1.0e-15;  // of the likelihood
  Fitted out{first_guess(problem), {}, false};
  out.state = state_at(out.s, problem);
  for (int i = 0; i < most_steps && out.state.valid && !out.converged; ++i) {
    const Eigen::LLT<MatrixXd> information(out.state.information);
    if (information.info() != Eigen::Success) break;
    VectorXd step = information.solve(out.state.score);
    const double gain = step.dot(out.state.score);
    State next = state_at(moved(out.s, step, problem), problem);
    for (int k = 0; k < most_steps && !(next.log >= out.state.log - 1.0e-9); ++k) {
      step *= 0.5;
      next = state_at(moved(out.s, step, problem), problem);
    }
    out.s = moved(out.s, step, problem);
    out.state = std::move(next);
    out.converged = gain < settled;
  }
  return out;
}

/// Estimate of c'b; degrees of freedom by Satterthwaite: 2 v^2 / Var(v), v = c'C c, whose
/// derivative in an entry of S is c'C A_k C c.
TestResult contrast(const VectorXd& c, const State& state) {
  const VectorXd cc = state.covariance * c;
  const double v = c.dot(cc);
  VectorXd gradient(state.score.size());
  for (Index k = 0; k < gradient.size(); ++k) {
    gradient[k] = cc.dot(state.influence[static_cast<std::size_t>(k)] * cc);
  }
  const double spread = gradient.dot(state.information.llt().solve(gradient));
  return statistics::by_t(c.dot(state.coefficients), std::sqrt(v), 2.0 * v * v / spread);
}

}  // namespace

RepeatedModel repeated_measures(const Repeated& data) {
  RepeatedModel out;
  Problem problem = problem_of(data);
  if (problem.people.empty()) return out;
  const auto visits = static_cast<std::size_t>(problem.visits);
  out.at.resize(visits);
  const std::vector<Index> kept = statistics::independent_columns(stacked(problem).first);
  for (Person& person : problem.people) person.x = MatrixXd(person.x(Eigen::all, kept));
  problem.columns = static_cast<Index>(kept.size());
  const Fitted fitted = fit(problem);
  if (!fitted.converged) return out;
  out.converged = true;
  out.log_likelihood = fitted.state.log;
  VectorXd sum = VectorXd::Zero(problem.columns);
  std::size_t estimated = 0;
  for (std::size_t v = 0; v < visits; ++v) {
    const auto wanted = static_cast<Index>(visits + v);
    const auto place = std::find(kept.begin(), kept.end(), wanted);
    if (place == kept.end()) continue;
    VectorXd c = VectorXd::Unit(problem.columns, place - kept.begin());
    out.at[v] = contrast(c, fitted.state);
    sum += c;
    ++estimated;
  }
  if (estimated == visits) out.average = contrast(sum / static_cast<double>(visits), fitted.state);
  for (Index a = 0; a < problem.visits; ++a) {
    const VectorXd row = fitted.s.row(a).transpose();
    out.covariance.emplace_back(row.begin(), row.end());
  }
  return out;
}

}  // namespace pressor
