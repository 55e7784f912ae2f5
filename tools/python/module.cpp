#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/scenario/load_study.h"
#include "pressor/scenario/overrides.h"
#include "pressor/trial/result.h"

/// What `pressor/__init__.py` makes datasets of: a study, run in memory.
namespace py = pybind11;

namespace pressor {
namespace {

/// A column that numpy takes over without a copy.
template <class T>
py::array_t<T> handed_over(std::vector<T>&& values, const std::vector<py::ssize_t>& shape) {
  auto owned = std::make_unique<std::vector<T>>(std::move(values));
  T* data = owned->data();
  const py::capsule owner(owned.release(),
                          [](void* vector) { delete static_cast<std::vector<T>*>(vector); });
  return py::array_t<T>(shape, data, owner);
}

/// Everything of a study in columns.
class Columns final : public ResultSink {
 public:
  void begin(const Study& study, const StudyHeader& header) override {
    study_ = &study;
    header_ = header;
    trajectories_.resize(header.variables.size());
    covariates_.resize(header.patient_columns.size());
    endpoints_.resize(header.endpoint_columns.size());
  }
  void add(const PatientRecord& record) override {
    if (!record.run.values.empty()) add_trajectory(record);
    ids_.push_back(static_cast<std::int64_t>(record.id));
    replicates_.push_back(record.replicate);
    arms_.push_back(study_->arms[record.arm].name);
    deaths_.push_back(std::isfinite(record.death_time) ? record.death_time
                                                       : std::numeric_limits<double>::quiet_NaN());
    failures_.push_back(record.run.failure);
    for (std::size_t c = 0; c < covariates_.size(); ++c) {
      covariates_[c].push_back(record.columns[c]);
    }
    for (std::size_t e = 0; e < endpoints_.size(); ++e) {
      const EndpointValue& value = record.endpoints[e];
      endpoints_[e].push_back(value.missing == Missing::present
                                  ? value.value
                                  : std::numeric_limits<double>::quiet_NaN());
    }
  }
  void finish(const StudyTotals& /*totals*/) override {}

  /// {name: (dims, array, attributes)} by kind; the arrays leave.
  py::dict taken() {
    const auto rows = static_cast<py::ssize_t>(ids_.size());
    const auto kept = static_cast<py::ssize_t>(kept_);
    const auto grid = static_cast<py::ssize_t>(header_.grid);
    py::dict series;
    for (std::size_t v = 0; v < trajectories_.size(); ++v) {
      const Variable& of = header_.variables[v];
      series[py::str(of.name)] =
          entry(handed_over(std::move(trajectories_[v]), {kept, grid}), of.unit, of.long_name);
    }
    py::dict people;
    for (std::size_t c = 0; c < covariates_.size(); ++c) {
      const PatientColumn& of = header_.patient_columns[c];
      people[py::str(of.name)] =
          entry(handed_over(std::move(covariates_[c]), {rows}), of.unit, of.long_name);
    }
    py::dict measured;
    for (std::size_t e = 0; e < endpoints_.size(); ++e) {
      const EndpointColumn& of = header_.endpoint_columns[e];
      measured[py::str(of.name)] =
          entry(handed_over(std::move(endpoints_[e]), {rows}), of.unit, of.name);
    }
    py::dict all;
    all["patient"] = handed_over(std::move(ids_), {rows});
    all["replicate"] = handed_over(std::move(replicates_), {rows});
    all["arm"] = arms_;
    all["death_time"] = entry(handed_over(std::move(deaths_), {rows}), "min", "time of death");
    all["failure"] = failures_;
    all["time"] = times();
    all["trajectories"] = series;
    all["covariates"] = people;
    all["endpoints"] = measured;
    return all;
  }

 private:
  void add_trajectory(const PatientRecord& record) {
    ++kept_;
    const float nothing = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t v = 0; v < trajectories_.size(); ++v) {
      const auto first =
          record.run.values.begin() + static_cast<std::ptrdiff_t>(v * record.run.rows);
      trajectories_[v].insert(trajectories_[v].end(), first,
                              first + static_cast<std::ptrdiff_t>(record.run.rows));
      trajectories_[v].resize(kept_ * header_.grid, nothing);
    }
  }
  static py::tuple entry(py::object values, const std::string& unit, const std::string& meaning) {
    return py::make_tuple(std::move(values), unit, meaning);
  }
  [[nodiscard]] py::array_t<double> times() const {
    std::vector<double> values;
    for (std::size_t r = 0; r < header_.grid; ++r) {
      values.push_back(static_cast<double>(r) * header_.every);
    }
    return handed_over(std::move(values), {static_cast<py::ssize_t>(header_.grid)});
  }

  const Study* study_ = nullptr;
  StudyHeader header_;
  std::size_t kept_ = 0;
  std::vector<std::vector<float>> trajectories_;
  std::vector<std::vector<double>> covariates_;
  std::vector<std::vector<double>> endpoints_;
  std::vector<std::int64_t> ids_;
  std::vector<std::uint32_t> replicates_;
  std::vector<std::string> arms_;
  std::vector<double> deaths_;
  std::vector<std::string> failures_;
};

/// Ctrl-C in Python stops the run.
class PythonProgress final : public Progress {
 public:
  bool rows_done(std::uint64_t /*done*/, std::uint64_t /*all*/) override {
    const py::gil_scoped_acquire python;
    return PyErr_CheckSignals() == 0;
  }
};

LoadedStudy load_named(const std::string& scenario, const std::string& models,
                       const std::vector<std::string>& changes) {
  Document document = read_document(scenario);
  const Library library(model_folders(models, scenario, models), document);
  return load_study(std::move(document), library, {changes, false});
}

py::dict run(const std::string& scenario, const std::string& models,
             const std::vector<std::string>& changes, unsigned threads) {
  const LoadedStudy loaded = load_named(scenario, models, changes);
  Columns columns;
  PythonProgress progress;
  bool whole = false;
  {
    const py::gil_scoped_release others;
    whole = run_study(loaded.study, threads, columns, progress);
  }
  if (!whole) throw py::error_already_set();
  py::dict all = columns.taken();
  all["title"] = loaded.study.title;
  all["seed"] = loaded.study.seed;
  all["scenario_yaml"] = to_yaml(loaded.resolved.root);
  return all;
}

}  // namespace
}  // namespace pressor

PYBIND11_MODULE(_core, module) {
  module.doc() = "The core of pressor; use the package `pressor`.";
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const pressor::InputError& error) {
      std::string text;
      for (const pressor::Problem& problem : error.problems()) text += to_string(problem) + "\n";
      PyErr_SetString(PyExc_ValueError, text.c_str());
    } catch (const pressor::FileNotFound& error) {
      PyErr_SetString(PyExc_FileNotFoundError, error.what());
    } catch (const pressor::ParameterError& error) {
      PyErr_SetString(PyExc_ValueError, error.what());
    }
  });
  module.def("run", &pressor::run, py::arg("scenario"), py::arg("models"), py::arg("changes"),
             py::arg("threads"));
}
