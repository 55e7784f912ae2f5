#include "pressor/output/read_trial.h"

#include <algorithm>

#include "layout_visitors.h"
#include "pressor/core/errors.h"
#include "trial_layout.h"

namespace pressor {
namespace {

template <class Integer>
std::vector<Integer> integers(const std::vector<double>& numbers) {
  std::vector<Integer> made(numbers.size());
  std::transform(numbers.begin(), numbers.end(), made.begin(),
                 [](double x) { return static_cast<Integer>(x); });
  return made;
}

class TrialReader {
 public:
  explicit TrialReader(const ResultRows& rows)
      : rows_(rows),
        arms_(rows.texts("/trial/arm")),
        replicates_(rows.shape("/trial/replicate").at(0)) {
    for (const std::string& name : rows.names("/trial")) {
      if (name.ends_with(".n")) columns_.push_back(name.substr(0, name.size() - 2));
    }
  }

  TrialTables read() {
    for (const std::string& column : columns_) made_.arms.push_back(summaries(column));
    if (rows_.has("/trial/comparisons")) read_comparisons();
    if (rows_.has("/trial/sizes")) read_sizes();
    if (rows_.has("/trial/twins")) read_twins();
    if (rows_.has("/trial/stopping")) read_stopping();
    if (rows_.has("/trial/observed")) read_observed();
    return std::move(made_);
  }

 private:
  static std::size_t place(const std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw OutputError("/trial does not know `" + name + "`");
    return static_cast<std::size_t>(found - names.begin());
  }

  [[nodiscard]] std::vector<double> numbers(const std::string& path, std::size_t size) const {
    std::vector<double> made = rows_.numbers(path);
    if (made.size() != size) throw OutputError(path + " has another size than /trial");
    return made;
  }

  /// Every `step`-th number from `first` on.
  static std::vector<double> every(const std::vector<double>& numbers, std::size_t first,
                                   std::size_t step) {
    std::vector<double> made;
    for (std::size_t i = first; i < numbers.size(); i += step) made.push_back(numbers[i]);
    return made;
  }

  [[nodiscard]] std::vector<std::vector<ArmSummary>> summaries(const std::string& column) const {
    const std::string path = "/trial/" + column;
    const std::size_t size = replicates_ * arms_.size();
    const auto n = numbers(path + ".n", size);
    const auto mean = numbers(path + ".mean", size);
    const auto sd = numbers(path + ".sd", size);
    const auto missing = numbers(path + ".missing", size * (missing_count - 1));
    std::vector<std::vector<ArmSummary>> made(replicates_);
    for (std::size_t i = 0; i < size; ++i) {
      ArmSummary arm{static_cast<std::uint64_t>(n[i]), mean[i], sd[i], {}};
      arm.missing[0] = static_cast<std::uint32_t>(n[i]);
      for (std::size_t m = 1; m < missing_count; ++m) {
        arm.missing.at(m) = static_cast<std::uint32_t>(missing[i * (missing_count - 1) + m - 1]);
      }
      made[i / arms_.size()].push_back(arm);
    }
    return made;
  }

  void read_comparisons() {
    const std::string group = "/trial/comparisons";
    const auto column = rows_.texts(group + "/column");
    const auto arm = rows_.texts(group + "/arm");
    const auto test = rows_.texts(group + "/test");
    LayoutReader operating(rows_, "trial/comparisons");
    for (std::size_t k = 0; k < column.size(); ++k) {
      Comparisons made;
      made.test = test.at(k);
      made.column = place(columns_, column[k]);
      made.arm = place(arms_, arm.at(k));
      visit(operating.row(k), made_.operating.emplace_back());
      const std::string path = "/trial/" + column[k] + "." + test[k];
      const auto figure = [&](const char* name) {
        return every(numbers(path + name, replicates_ * arms_.size()), made.arm, arms_.size());
      };
      made.estimate = figure(".estimate");
      made.ci_low = figure(".ci_low");
      made.ci_high = figure(".ci_high");
      made.p = figure(".p");
      made.used = integers<std::uint32_t>(figure(".used"));
      made.used_control = integers<std::uint32_t>(figure(".used_control"));
      made_.comparisons.push_back(std::move(made));
    }
  }

  void read_sizes() {
    const auto patients = rows_.numbers("/trial/sizes/size");
    const std::size_t comparisons = made_.comparisons.size();
    const std::size_t step = patients.size() * comparisons;
    LayoutReader operating(rows_, "trial/sizes");
    std::vector<std::vector<double>> figures;
    for (const char* name : {"estimate", "ci_low", "ci_high", "p", "used", "used_control"}) {
      figures.push_back(numbers(std::string("/trial/sizes/") + name, replicates_ * step));
    }
    for (std::size_t s = 0; s < patients.size(); ++s) {
      NestedSize size;
      size.patients = static_cast<std::uint32_t>(patients[s]);
      for (std::size_t k = 0; k < comparisons; ++k) {
        const std::size_t first = s * comparisons + k;
        visit(operating.row(first), size.operating.emplace_back());
        Comparisons made;
        made.test = made_.comparisons[k].test;
        made.column = made_.comparisons[k].column;
        made.arm = made_.comparisons[k].arm;
        made.estimate = every(figures[0], first, step);
        made.ci_low = every(figures[1], first, step);
        made.ci_high = every(figures[2], first, step);
        made.p = every(figures[3], first, step);
        made.used = integers<std::uint32_t>(every(figures[4], first, step));
        made.used_control = integers<std::uint32_t>(every(figures[5], first, step));
        size.comparisons.push_back(std::move(made));
      }
      made_.sizes.push_back(std::move(size));
    }
  }

  void read_twins() {
    const std::string group = "/trial/twins/";
    const auto column = rows_.texts(group + "column");
    const auto arm = rows_.texts(group + "arm");
    const std::size_t size = replicates_ * column.size();
    LayoutReader reader(rows_, "trial/twins");
    for (std::size_t t = 0; t < column.size(); ++t) {
      TwinEffects made;
      made.column = place(columns_, column[t]);
      made.arm = place(arms_, arm.at(t));
      visit(reader.row(t), made);
      const auto figure = [&](const char* name) {
        return every(numbers(group + name, size), t, column.size());
      };
      made.pairs = integers<std::uint32_t>(figure("replicate_pairs"));
      made.mean = figure("replicate_mean");
      made.sd = figure("replicate_sd");
      made.responders = integers<std::uint32_t>(figure("replicate_responders"));
      made.variance_treated = figure("variance_treated");
      made.variance_control = figure("variance_control");
      made_.twins.push_back(std::move(made));
    }
  }

  void read_stopping() {
    Stopping made;
    made.comparison = static_cast<std::size_t>(rows_.numbers("/trial/stopping/index").at(0));
    LayoutReader rule(rows_, "trial/stopping");
    visit(rule.row(0), made);
    const std::size_t looks = rows_.shape("/trial/looks/look").at(0);
    LayoutReader bounds(rows_, "trial/looks");
    LayoutReader stopped(rows_, "trial/looks");
    for (std::size_t k = 0; k < looks; ++k) {
      visit(bounds.row(k), made.looks.emplace_back());
      auto& shares = made.stopped.emplace_back();
      for (std::size_t r = 0; r < stop_reason_count; ++r) {
        stopped.row(k * stop_reason_count + r).share("stopped", "", shares.at(r));
      }
    }
    LayoutReader ends(rows_, "trial/stops");
    for (std::size_t r = 0; r < replicates_; ++r) visit(ends.row(r), made.ends.emplace_back());
    made_.stopping = std::move(made);
  }

  void read_observed() {
    const auto column = rows_.texts("/trial/observed/column");
    const auto arm = rows_.texts("/trial/observed/arm");
    const auto test = rows_.texts("/trial/observed/test");
    LayoutReader reader(rows_, "trial/observed");
    for (std::size_t f = 0; f < column.size(); ++f) {
      ObservedPlace& place_of = made_.observed.emplace_back();
      place_of.column = place(columns_, column[f]);
      place_of.arm = place(arms_, arm.at(f));
      place_of.test = test.at(f);
      visit(reader.row(f), place_of);
    }
  }

  const ResultRows& rows_;
  std::vector<std::string> arms_;
  std::size_t replicates_;
  std::vector<std::string> columns_;
  TrialTables made_;
};

}  // namespace

TrialTables read_trial(const ResultRows& rows) { return TrialReader(rows).read(); }

}  // namespace pressor
