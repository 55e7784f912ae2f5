#include "pressor/output/read_result.h"

#include <algorithm>

#include "pressor/output/explore_file.h"
#include "pressor/output/hash.h"
#include "pressor/output/sweep_file.h"
#include "pressor/output/weigh_file.h"
#include "pressor/statistics/means.h"
#include "store.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

template <class Cell>
std::vector<Cell> values_of(const H5::H5File& file, const std::string& path) {
  const StoredDataset stored(file, path);
  Cells cells = stored.read(0, stored.rows());
  auto* values = std::get_if<std::vector<Cell>>(&cells);
  if (values == nullptr) throw OutputError(path + " has another type than results have");
  return std::move(*values);
}

void check_schema(const H5::Group& root, const fs::path& path) {
  const std::string schema = read_text_attribute(root, "schema");
  if (schema == "pressor-result/1") return;
  if (schema == "pressor-block/1") {
    throw OutputError(path.string() + " is a block of an unfinished run, not a result");
  }
  throw OutputError(path.string() + " is no pressor result: its attribute `schema` is " +
                    (schema.empty() ? "missing" : "`" + schema + "`, not `pressor-result/1`"));
}

void read_root(const H5::Group& root, ResultInfo& info) {
  info.title = read_text_attribute(root, "title");
  info.source = read_text_attribute(root, "source");
  info.history = read_text_attribute(root, "history");
  info.build = read_text_attribute(root, "build");
  info.scenario_yaml = read_text_attribute(root, "scenario_yaml");
  info.scenario_sha256 = read_text_attribute(root, "scenario_sha256");
  info.model_sha256 = read_text_attribute(root, "model_sha256");
  info.status = read_text_attribute(root, "status");
  info.result_hash = read_text_attribute(root, "result_hash");
  info.warnings = read_text_attribute(root, "warnings");
  info.seed = read_count_attribute(root, "seed");
}

std::vector<ResultDataset> read_datasets(const H5::H5File& file) {
  std::vector<ResultDataset> datasets;
  for (const std::string& path : dataset_paths(file)) {
    const StoredDataset stored(file, path);
    datasets.push_back({path,
                        type_name(stored.kind()),
                        {stored.shape().begin(), stored.shape().end()},
                        read_text_attribute(stored.hdf5(), "units"),
                        read_text_attribute(stored.hdf5(), "long_name")});
  }
  return datasets;
}

const ResultDataset& find(const ResultInfo& info, const std::string& path) {
  for (const ResultDataset& dataset : info.datasets) {
    if (dataset.path == path) return dataset;
  }
  throw OutputError("the dataset " + path + " is missing");
}

void read_counts(const H5::H5File& file, ResultInfo& info) {
  info.patients = find(info, "/patients/patient").shape[0];
  info.kept = find(info, "/trajectories/patient").shape[0];
  info.times = find(info, "/trajectories/time").shape[0];
  info.replicates = find(info, "/trial/replicate").shape[0];
  info.arms = values_of<std::string>(file, "/trial/arm");
  const H5::Group patients = file.openGroup("/patients");
  info.screened = read_count_attribute(patients, "screened");
  info.unsolvable = read_count_attribute(patients, "unsolvable");
  info.failed = read_count_attribute(patients, "failed");
  if (find(info, "/endpoints/patient").shape[0] != info.patients) {
    throw OutputError("/endpoints and /patients have different numbers of rows");
  }
}

SolverFigures read_solver(const H5::H5File& file) {
  SolverFigures solver;
  const H5::Group group = file.openGroup("/solver");
  solver.engine = read_text_attribute(group, "engine");
  solver.sampled = read_count_attribute(group, "sampled");
  solver.flipped = read_count_attribute(group, "flipped");
  solver.beyond = read_text_attribute(group, "beyond");
  if (solver.sampled == 0) return solver;
  const auto variables = values_of<std::string>(file, "/solver/variable");
  const auto absolute = values_of<double>(file, "/solver/absolute");
  for (std::size_t v = 0; v < variables.size() && v < absolute.size(); ++v) {
    if (variables[v] == "MAP") solver.map_difference = absolute[v];
  }
  return solver;
}

/// Moments of each arm over all replicates, as if all patients had been taken together.
EndpointFigures pool(const H5::H5File& file, const ResultInfo& info, const std::string& name) {
  const std::string path = "/trial/" + name;
  const auto n = values_of<std::int64_t>(file, path + ".n");
  const auto mean = values_of<double>(file, path + ".mean");
  const auto sd = values_of<double>(file, path + ".sd");
  const std::size_t arms = info.arms.size();
  if (n.size() != info.replicates * arms || mean.size() != n.size() || sd.size() != n.size()) {
    throw OutputError(path + " does not have a row a replicate and a column an arm");
  }
  std::vector<PooledMoments> pools(arms);
  for (std::size_t i = 0; i < n.size(); ++i) {
    const auto patients = static_cast<std::size_t>(std::max(n[i], std::int64_t{0}));
    pools[i % arms].add({patients, mean[i], sd[i]});
  }
  EndpointFigures figures{name, find(info, path + ".mean").units, {}};
  for (const PooledMoments& pool : pools) {
    const Moments all = pool.moments();
    figures.arms.push_back({all.n, all.mean, all.sd});
  }
  return figures;
}

/// Endpoints in the order in which the study lists them.
std::vector<std::string> endpoint_names(const H5::H5File& file) {
  std::vector<std::string> names;
  const H5::Group trial = file.openGroup("/trial");
  constexpr std::string_view suffix = ".n";
  for (hsize_t i = 0; i < trial.getNumObjs(); ++i) {
    const ssize_t size = H5Lget_name_by_idx(trial.getId(), ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i,
                                            nullptr, 0, H5P_DEFAULT);
    require(size, "H5Lget_name_by_idx");
    std::string name(static_cast<std::size_t>(size), '\0');
    require(H5Lget_name_by_idx(trial.getId(), ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, name.data(),
                               name.size() + 1, H5P_DEFAULT),
            "H5Lget_name_by_idx");
    if (name.size() <= suffix.size() || !name.ends_with(suffix)) continue;
    names.push_back(name.substr(0, name.size() - suffix.size()));
  }
  return names;
}

/// What a file says of itself, whatever groups it has.
ResultInfo read_head(const fs::path& file) {
  const H5::H5File opened = open_file(file);
  return guarded("reading " + file.string(), [&] {
    ResultInfo info;
    const H5::Group root = opened.openGroup("/");
    if (!holds_tables_only(read_text_attribute(root, "schema"))) check_schema(root, file);
    read_root(root, info);
    return info;
  });
}

}  // namespace

ResultInfo read_result(const fs::path& file) {
  const H5::H5File opened = open_file(file);
  return guarded("reading " + file.string(), [&] {
    ResultInfo info;
    const H5::Group root = opened.openGroup("/");
    check_schema(root, file);
    read_root(root, info);
    info.datasets = read_datasets(opened);
    read_counts(opened, info);
    info.solver = read_solver(opened);
    for (const std::string& name : endpoint_names(opened)) {
      info.endpoints.push_back(pool(opened, info, name));
    }
    return info;
  });
}

bool holds_tables_only(const std::string& schema) {
  return schema == sweep_schema || schema == weigh_schema || schema == explore_schema;
}

void verify_result(const fs::path& file) {
  const ResultInfo info = read_head(file);
  const std::string found = compute_result_hash(file);
  if (found != info.result_hash) {
    throw OutputError(file.string() + " is damaged: its result hash is " + found + ", not " +
                      info.result_hash + " as written");
  }
  if (sha256(info.scenario_yaml) != info.scenario_sha256) {
    throw OutputError(file.string() + " is damaged: scenario_yaml and scenario_sha256 differ");
  }
}

}  // namespace pressor
