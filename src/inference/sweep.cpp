#include "pressor/inference/sweep.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Keeps what the study declares and finds, and lets the patients go.
class FiguresOnly final : public ResultSink {
 public:
  void begin(const Study& /*study*/, const StudyHeader& header) override {
    columns = header.endpoint_columns;
  }
  void add(const PatientRecord& /*record*/) override {}
  void finish(const StudyTotals& totals) override { figures = figures_of(totals); }

  std::vector<EndpointColumn> columns;
  StudyFigures figures;
};

std::vector<std::string> arms_of(const Study& study) {
  std::vector<std::string> names;
  for (const Arm& arm : study.arms) names.push_back(arm.name);
  return names;
}

bool same_columns(const std::vector<EndpointColumn>& a, const std::vector<EndpointColumn>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const EndpointColumn& x, const EndpointColumn& y) {
                      return x.name == y.name && x.unit == y.unit;
                    });
}

}  // namespace

std::size_t SweepPlan::points() const {
  if (axes.empty()) return 0;
  if (method != SweepMethod::grid) return axes.front().levels.size();
  std::size_t all = 1;
  for (const SweepAxis& axis : axes) all *= axis.levels.size();
  return all;
}

std::vector<std::size_t> SweepPlan::levels_at(std::size_t point) const {
  std::vector<std::size_t> levels(axes.size(), point);
  if (method != SweepMethod::grid) return levels;
  for (std::size_t axis = axes.size(); axis-- > 0;) {
    levels[axis] = point % axes[axis].levels.size();
    point /= axes[axis].levels.size();
  }
  return levels;
}

StudyFigures figures_of(const StudyTotals& totals) {
  StudyFigures made;
  made.failed = totals.failed;
  const TrialTables& trial = totals.trial;
  for (std::size_t column = 0; column < trial.arms.size(); ++column) {
    for (std::size_t arm = 0; arm < trial.arms[column].front().size(); ++arm) {
      const ArmSummary all = pooled(trial.arms[column], arm);
      made.arms.push_back({column, arm, all.n, all.mean, all.sd});
    }
  }
  for (std::size_t i = 0; i < trial.comparisons.size(); ++i) {
    const Comparisons& one = trial.comparisons[i];
    const Operating& over = trial.operating[i];
    made.tests.push_back({one.test, one.column, one.arm, over.estimate_mean, over.estimate_sd,
                          over.significant.value});
  }
  return made;
}

std::optional<SweepTable> run_sweep(std::size_t points,
                                    const std::function<Study(std::size_t)>& study_at,
                                    std::uint64_t rows, unsigned threads, Progress& progress) {
  SweepTable table;
  std::uint64_t before = 0;
  for (std::size_t point = 0; point < points; ++point) {
    const Study study = study_at(point);
    FiguresOnly sink;
    PartProgress of_point(progress, before, rows);
    if (!run_study(study, threads, sink, of_point)) return std::nullopt;
    if (point == 0) {
      table.columns = sink.columns;
      table.arms = arms_of(study);
    }
    if (!same_columns(sink.columns, table.columns) || arms_of(study) != table.arms) {
      throw ParameterError("point " + std::to_string(point + 1) +
                           " has other endpoints or arms than the first");
    }
    table.points.push_back(std::move(sink.figures));
    before += study.rows();
  }
  return table;
}

}  // namespace pressor
