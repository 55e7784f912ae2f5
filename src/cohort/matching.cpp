#include "pressor/cohort/matching.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "pressor/cohort/cast.h"
#include "tilt.h"

namespace pressor {
namespace {

/// A seed and replicates that no study has, so that nobody is in a sample and in a trial.
constexpr std::uint64_t match_sample_seed = 0xA7C3'1E5B'8D20'0000ULL;
constexpr std::uint32_t pilot_replicate = 0xFFFF'FFFE;
constexpr std::uint32_t check_replicate = 0xFFFF'FFFD;

using Kind = MatchFigure::Kind;

double square(double x) { return x * x; }

/// The number whose mean a figure speaks of; a quantile's is x itself.
double counted_number(const MatchFigure& figure, double x, double y) {
  switch (figure.kind) {
    case Kind::mean:
    case Kind::quantile:
      return x;
    case Kind::sd:
      return square(x - figure.centre);
    case Kind::share:
      return figure.condition.holds(x) ? 1.0 : 0.0;
    case Kind::correlation:
      return (x - figure.centre) / figure.spread * (y - figure.other_centre) / figure.other_spread;
  }
  return 0.0;
}

/// f of MatchFigure.
double feature(const MatchFigure& figure, double x, double y) {
  const double number = counted_number(figure, x, y);
  switch (figure.kind) {
    case Kind::mean:
      return (number - figure.target) / figure.spread;
    case Kind::quantile:
      return (number <= figure.target ? 1.0 : 0.0) - figure.level;
    case Kind::sd:
      return number / square(figure.target) - 1.0;
    default:
      return number - figure.target;
  }
}

double other_value(const MatchFigure& figure, const Cast& cast, const Patient& patient) {
  return figure.kind == Kind::correlation ? value_of(cast, patient, figure.other) : 0.0;
}

/// Values by people with equal or other weights.
class WeightedValues {
 public:
  WeightedValues(std::vector<double> values, const Eigen::VectorXd& weights)
      : values_(std::move(values)), weights_(weights), sum_(weights.sum()) {}

  [[nodiscard]] double mean() const { return dot(values_) / sum_; }

  [[nodiscard]] double sd() const {
    std::vector<double> squares;
    const double centre = mean();
    for (const double value : values_) squares.push_back(square(value - centre));
    return std::sqrt(dot(squares) / sum_);
  }

  /// The smallest value up to which lies the share `level` of the weight.
  [[nodiscard]] double quantile(double level) const {
    std::vector<std::size_t> order(values_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values_[a] < values_[b]; });
    // What rounding of the sum may take away.
    constexpr double slack = 1.0e-9;
    double below = 0.0;
    for (const std::size_t i : order) {
      below += weights_[static_cast<Eigen::Index>(i)];
      if (below >= (level - slack) * sum_) return values_[i];
    }
    return values_[order.back()];
  }

 private:
  [[nodiscard]] double dot(const std::vector<double>& values) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += weights_[static_cast<Eigen::Index>(i)] * values[i];
    }
    return sum;
  }

  std::vector<double> values_;
  const Eigen::VectorXd& weights_;
  double sum_;
};

/// A figure as it is in people with these numbers.
double figure_in(const MatchFigure& figure, const WeightedValues& numbers) {
  if (figure.kind == Kind::quantile) return numbers.quantile(figure.level);
  return figure.kind == Kind::sd ? std::sqrt(numbers.mean()) : numbers.mean();
}

double figure_in(const MatchFigure& figure, const std::vector<double>& numbers) {
  const Eigen::VectorXd equal = Eigen::VectorXd::Ones(static_cast<Eigen::Index>(numbers.size()));
  return figure_in(figure, WeightedValues(numbers, equal));
}

/// Eligible people, by what the figures speak of.
class PeopleSample {
 public:
  PeopleSample(const Cast& cast, const std::vector<MatchFigure>& figures, std::uint32_t replicate)
      : x_(figures.size()), y_(figures.size()) {
    Cast everybody = cast;
    everybody.matching.reset();
    const Caster caster(everybody);
    Screening screening;
    for (std::uint32_t i = 0; i < Pilot::people; ++i) {
      const Patient patient = caster.patient(match_sample_seed, replicate, i, screening);
      for (std::size_t k = 0; k < figures.size(); ++k) {
        x_[k].push_back(value_of(everybody, patient, figures[k].name));
        y_[k].push_back(other_value(figures[k], everybody, patient));
      }
    }
    screened_ = screening.screened;
  }

  [[nodiscard]] const std::vector<double>& values(std::size_t k) const { return x_[k]; }
  [[nodiscard]] std::uint64_t screened() const { return screened_; }

  /// Numbers that figure k counts, a person each.
  [[nodiscard]] std::vector<double> numbers(const MatchFigure& figure, std::size_t k) const {
    std::vector<double> all;
    for (std::size_t i = 0; i < x_[k].size(); ++i) {
      all.push_back(counted_number(figure, x_[k][i], y_[k][i]));
    }
    return all;
  }

  /// f of every figure, a person a row.
  [[nodiscard]] Eigen::MatrixXd features(const std::vector<MatchFigure>& figures) const {
    Eigen::MatrixXd all(Pilot::people, static_cast<Eigen::Index>(figures.size()));
    for (std::size_t k = 0; k < figures.size(); ++k) {
      for (std::uint32_t i = 0; i < Pilot::people; ++i) {
        all(i, static_cast<Eigen::Index>(k)) = feature(figures[k], x_[k][i], y_[k][i]);
      }
    }
    return all;
  }

 private:
  std::vector<std::vector<double>> x_;  ///< by figure and person
  std::vector<std::vector<double>> y_;
  std::uint64_t screened_ = 0;
};

double size_of_logs(const Eigen::VectorXd& logs) {
  return cohort::effective_size(cohort::exponentials(logs, logs.maxCoeff()));
}

bool reachable(const Eigen::MatrixXd& features) {
  const auto lambda = cohort::tilt(features);
  return lambda && size_of_logs(features * *lambda) >= Pilot::smallest;
}

/// Finds the weights in one sample.
class Matcher {
 public:
  Matcher(const Cast& cast, std::vector<MatchFigure> figures)
      : figures_(std::move(figures)), pilot_(cast, figures_, pilot_replicate) {
    const Eigen::VectorXd equal = Eigen::VectorXd::Ones(Pilot::people);
    for (std::size_t k = 0; k < figures_.size(); ++k) {
      if (figures_[k].kind != Kind::mean) continue;
      const double sd = WeightedValues(pilot_.values(k), equal).sd();
      if (sd > 0.0) figures_[k].spread = sd;
    }
    features_ = pilot_.features(figures_);
  }

  Matching solve() {
    const auto lambda = cohort::tilt(features_);
    if (!lambda || size_of_logs(features_ * *lambda) < Pilot::smallest) refuse();
    Matching matching;
    matching.tilt.assign(lambda->begin(), lambda->end());
    const Eigen::VectorXd logs = features_ * *lambda;
    std::vector<double> sorted(logs.begin(), logs.end());
    std::sort(sorted.begin(), sorted.end());
    matching.ceiling = sorted[static_cast<std::size_t>(Pilot::ceiling * Pilot::people)];
    matching.figures = std::move(figures_);
    return matching;
  }

 private:
  /// Names the figure after which no weights are left.
  [[noreturn]] void refuse() const {
    Eigen::Index k = 0;
    while (k + 1 < features_.cols() && reachable(features_.leftCols(k + 1))) ++k;
    UnreachableFigure::Reach reach = reach_of(static_cast<std::size_t>(k));
    reach.alone = k > 0 && reachable(features_.col(k));
    throw UnreachableFigure(static_cast<std::size_t>(k), reach);
  }

  [[nodiscard]] UnreachableFigure::Reach reach_of(std::size_t k) const {
    std::vector<double> numbers = pilot_.numbers(figures_[k], k);
    std::sort(numbers.begin(), numbers.end());
    constexpr auto few = static_cast<std::ptrdiff_t>(Pilot::smallest);
    return {figure_in(figures_[k], numbers),
            figure_in(figures_[k], std::vector<double>(numbers.begin(), numbers.begin() + few)),
            figure_in(figures_[k], std::vector<double>(numbers.end() - few, numbers.end()))};
  }

  std::vector<MatchFigure> figures_;
  PeopleSample pilot_;
  Eigen::MatrixXd features_;
};

/// What the weights do among people in whom they were not found.
void check_matching(const Cast& cast, Matching& matching) {
  const PeopleSample others(cast, matching.figures, check_replicate);
  const Eigen::Map<const Eigen::VectorXd> lambda(matching.tilt.data(),
                                                 static_cast<Eigen::Index>(matching.tilt.size()));
  const Eigen::VectorXd whole =
      cohort::exponentials(others.features(matching.figures) * lambda, matching.ceiling);
  const Eigen::VectorXd taken = whole.cwiseMin(1.0);
  matching.people = Pilot::people;
  matching.screened = others.screened();
  matching.acceptance = taken.mean();
  matching.effective = cohort::effective_size(taken);
  matching.cut_off = 1.0 - taken.sum() / whole.sum();
  for (std::size_t k = 0; k < matching.figures.size(); ++k) {
    const MatchFigure& figure = matching.figures[k];
    const double reached = figure_in(figure, WeightedValues(others.numbers(figure, k), taken));
    double unit = 1.0;
    if (figure.kind == Kind::share) {
      unit = std::sqrt(figure.target * (1.0 - figure.target));
    } else if (figure.kind != Kind::correlation) {
      unit = WeightedValues(others.values(k), taken).sd();
    }
    matching.reached.push_back(reached);
    matching.misfit.push_back((reached - figure.target) / (unit > 0.0 ? unit : 1.0));
  }
}

}  // namespace

Matching match_population(const Cast& cast, std::vector<MatchFigure> figures) {
  Matching matching = Matcher(cast, std::move(figures)).solve();
  check_matching(cast, matching);
  const double draws = static_cast<double>(matching.screened) / matching.people;
  if (draws / matching.acceptance > Pilot::most_draws) {
    throw ParameterError("one drawn person in " +
                         format_number(std::round(draws / matching.acceptance)) +
                         " would be taken");
  }
  return matching;
}

double log_weight(const Matching& matching, const Cast& cast, const Patient& patient) {
  double sum = 0.0;
  for (std::size_t k = 0; k < matching.figures.size(); ++k) {
    const MatchFigure& figure = matching.figures[k];
    sum += matching.tilt[k] * feature(figure, value_of(cast, patient, figure.name),
                                      other_value(figure, cast, patient));
  }
  return sum;
}

}  // namespace pressor
