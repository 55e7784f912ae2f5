#include "pressor/output/result_file.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "blocks.h"
#include "digest.h"
#include "durable.h"
#include "merge.h"
#include "pressor/output/hash.h"
#include "pressor/scenario/describe.h"
#include "row_tables.h"
#include "tables.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

Attributes describe(const Study& study, const ResultProvenance& provenance) {
  Attributes attributes;
  attributes["/"] = {
      {"Conventions", "CF-1.10"},
      {"title", study.title.empty() ? study.name : study.title},
      {"schema", "pressor-result/1"},
      {"source", provenance.source},
      {"history", provenance.command},
      {"build", provenance.build},
      {"scenario_yaml", provenance.scenario_yaml},
      {"scenario_sha256", sha256(provenance.scenario_yaml)},
      {"seed", study.seed},
      {"warnings", joined(study.warnings)},
      {"status", "complete"},
  };
  attributes["solver"] = {
      {"engine", study.engine == EngineKind::reference ? "reference" : "ensemble"},
      {"tolerance", format_number(study.tolerance)},
  };
  return attributes;
}

}  // namespace

class ResultFile::Impl {
 public:
  Impl(fs::path path, bool replace, ResultProvenance provenance, BlockPlan plan)
      : path_(std::move(path)), provenance_(std::move(provenance)), plan_(plan) {
    check_writable(path_);
    if (!replace && fs::exists(path_)) {
      throw OutputError(path_.string() + " exists already; --force replaces it");
    }
    remember_hdf5_errors();
  }
  ~Impl() {
    if (run_ && run_->blocks.count() == 0) run_->blocks.remove();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;

  void begin(const Study& study, const StudyHeader& header) {
    run_.emplace(
        Run{study, header, RowTables(study, header),
            Blocks(path_, {provenance_.source, sha256(provenance_.scenario_yaml), study.seed},
                   plan_.threads),
            ResultDigest{}});
    run_->blocks.start();
  }

  void add(const PatientRecord& record) {
    Run& run = begun();
    run.tables.add(record);
    const std::size_t rows = run.tables.rows();
    const bool border = rows % plan_.rows == 0;
    if (border && (rows >= plan_.most || run.tables.bytes() >= plan_.bytes)) write_block(run);
  }

  void finish(const StudyTotals& totals) {
    Run& run = begun();
    if (run.tables.rows() > 0) write_block(run);
    const std::vector<GroupPlan> groups = plan_groups(run, totals);
    for (const GroupPlan& group : groups) {
      for (const Dataset& dataset : group.datasets) run.digest.append(dataset);
      // A group without a single row counts too.
      if (group.rows != nullptr) append(run.digest, *group.rows);
    }
    const std::string model = run.digest.hex("/model/");
    const std::string hash = run.digest.hex();
    merge(run.blocks, groups, attributes(run, totals, model, hash));
    seal(run.blocks.merged());
    move_into_place(run.blocks.merged(), path_);
    run.blocks.remove();
    run_.reset();
    result_hash_ = hash;
  }

  [[nodiscard]] const std::string& result_hash() const { return result_hash_; }

 private:
  struct Run {
    Study study;
    StudyHeader header;
    RowTables tables;
    Blocks blocks;
    ResultDigest digest;
    std::array<std::size_t, 4> counts{};  ///< rows of each table that are in blocks
  };

  Run& begun() {
    if (!run_) throw OutputError("no result has been begun for " + path_.string());
    return *run_;
  }

  static void append(ResultDigest& digest, const Table& table) {
    for (const Dataset& column : table.columns()) digest.append(column);
  }

  static void write_block(Run& run) {
    const auto tables = run.tables.tables();
    run.blocks.write(tables);
    for (std::size_t t = 0; t < tables.size(); ++t) {
      append(run.digest, *tables[t]);
      run.counts[t] += tables[t]->rows();
    }
    run.tables.clear();
  }

  std::vector<GroupPlan> plan_groups(const Run& run, const StudyTotals& totals) const {
    const auto tables = run.tables.tables();
    const auto rows = [&](std::size_t t, std::vector<Dataset> rest = {}) {
      return GroupPlan{tables[t]->group(), tables[t], run.counts[t], std::move(rest)};
    };
    const auto whole = [](std::string name, std::vector<Dataset> datasets) {
      return GroupPlan{std::move(name), nullptr, 0, std::move(datasets)};
    };
    std::vector<Dataset> trial = trial_tables(run.study, run.header, totals.trial);
    for (Dataset& of : imbalance_table(run.study, run.header, totals.imbalance)) {
      trial.push_back(std::move(of));
    }
    std::vector<GroupPlan> plans{rows(0, {time_scale("trajectories", run.header)}), rows(1),
                                 rows(2), whole("trial", std::move(trial))};
    for (TrialGroup& group : analysis_tables(run.study, run.header, totals.trial)) {
      plans.push_back(whole(std::move(group.name), std::move(group.datasets)));
    }
    if (!totals.uncertainty.rejected.empty()) {
      plans.push_back(
          whole("uncertainty", uncertainty_tables(run.study, run.header, totals.uncertainty)));
    }
    plans.push_back(rows(3));
    plans.push_back(whole("summary", summary_tables(run.study, run.header, totals.summary)));
    plans.push_back(whole("solver", solver_table(totals.solver)));
    if (!run.study.pulsatile_at.empty()) {
      plans.push_back(whole("pulsatile", pulsatile_table(run.study, totals.pulsatile)));
    }
    plans.push_back(whole("model", model_table(run.study, provenance_.references)));
    return plans;
  }

  Attributes attributes(const Run& run, const StudyTotals& totals, const std::string& model,
                        const std::string& hash) const {
    Attributes made = describe(run.study, provenance_);
    made["/"].emplace_back("model_sha256", model);
    made["/"].emplace_back("result_hash", hash);
    auto& patients = made["patients"];
    patients = {{"screened", totals.screening.screened},
                {"unsolvable", totals.screening.unsolvable},
                {"failed", totals.failed}};
    const std::vector<std::uint64_t>& ineligible = totals.screening.ineligible;
    const std::vector<Condition>& where = run.study.cast.where;
    std::vector<std::string> lines;
    for (std::size_t c = 0; c < ineligible.size() && c < where.size(); ++c) {
      lines.push_back(where[c].name + " " + where[c].text + ": " + std::to_string(ineligible[c]));
    }
    patients.emplace_back("ineligible", joined(lines));
    if (run.study.cast.matching) {
      patients.emplace_back("unmatched", std::to_string(totals.screening.unmatched));
      patients.emplace_back("matching", describe_matching(run.study.cast));
    }
    auto& solver = made["solver"];
    solver.emplace_back("sampled", totals.solver.rows);
    solver.emplace_back("flipped", totals.solver.flipped);
    std::vector<std::string> beyond;
    for (const std::uint64_t row : totals.solver.beyond) beyond.push_back(std::to_string(row));
    solver.emplace_back("beyond", joined(beyond));
    return made;
  }

  fs::path path_;
  ResultProvenance provenance_;
  BlockPlan plan_;
  std::optional<Run> run_;
  std::string result_hash_;
};

ResultFile::ResultFile(fs::path path, bool replace, ResultProvenance provenance, BlockPlan plan)
    : impl_(std::make_unique<Impl>(std::move(path), replace, std::move(provenance), plan)) {}
ResultFile::~ResultFile() = default;

void ResultFile::begin(const Study& study, const StudyHeader& header) {
  impl_->begin(study, header);
}
void ResultFile::add(const PatientRecord& record) { impl_->add(record); }
void ResultFile::finish(const StudyTotals& totals) { impl_->finish(totals); }
const std::string& ResultFile::result_hash() const { return impl_->result_hash(); }

}  // namespace pressor
