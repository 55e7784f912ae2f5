#include <algorithm>
#include <cstdint>

#include "layout_visitors.h"
#include "row_tables.h"
#include "tables.h"
#include "trial_layout.h"

/// The groups below /trial: comparisons, nested sizes, twins, stopping, published figures.
namespace pressor {
namespace {

Dataset scale(const std::string& group, const std::string& name, const std::string& long_name,
              Cells cells) {
  return make_dataset(group, name, "1", long_name, {name}, std::move(cells));
}

Dataset replicate_scale(const std::string& group, std::size_t replicates) {
  std::vector<std::int32_t> numbers(replicates);
  for (std::size_t r = 0; r < replicates; ++r) numbers[r] = static_cast<std::int32_t>(r);
  return scale(group, "replicate", "replicate of the trial", std::move(numbers));
}

void add(std::vector<Dataset>& to, std::vector<Dataset> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

class AnalysisWriter {
 public:
  AnalysisWriter(const Study& study, const StudyHeader& header, TrialTables trial)
      : study_(study), header_(header), trial_(std::move(trial)) {}

  std::vector<TrialGroup> write() {
    std::vector<TrialGroup> groups;
    if (!trial_.operating.empty()) groups.push_back(comparisons());
    if (!trial_.operating.empty() && !trial_.sizes.empty()) groups.push_back(sizes());
    if (!trial_.twins.empty()) groups.push_back(twins());
    if (trial_.stopping) {
      groups.push_back(looks());
      groups.push_back(stops());
      groups.push_back(stopping());
    }
    if (!trial_.observed.empty()) groups.push_back(observed());
    return groups;
  }

 private:
  [[nodiscard]] const std::string& column(std::size_t index) const {
    return header_.endpoint_columns.at(index).name;
  }
  [[nodiscard]] std::string key(const Comparisons& of) const {
    std::string name = column(of.column) + "." + of.test;
    if (study_.arms.size() > 2) name += "." + study_.arms.at(of.arm).name;
    return name;
  }
  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> names;
    for (const Comparisons& of : trial_.comparisons) names.push_back(key(of));
    return names;
  }

  void identify(LayoutWriter& writer, const Comparisons& of) const {
    const Test test = test_of(of.test);
    const std::string unit = header_.endpoint_columns.at(of.column).unit;
    writer.text("column", "endpoint and time", column(of.column));
    writer.text("arm", "arm that is compared", study_.arms.at(of.arm).name);
    writer.text("control", "arm that it is compared with", study_.arms.front().name);
    writer.text("test", "test as the scenario names it", of.test);
    writer.text("title", "test as a report names it", test_title(of.test));
    writer.text("estimates", "what the estimate is", estimate_name(estimate_of(test)));
    writer.text("unit", "unit of the estimate", safe_unit(estimate_unit(test, unit)));
    writer.number("null_value", "estimate without an effect", null_value(estimate_of(test)));
    writer.text("missing_rule", "what is done with patients without a value", missing_rule(test));
  }

  TrialGroup comparisons() {
    const std::string group = "trial/comparisons";
    LayoutWriter writer(group, {"comparison"}, {});
    for (std::size_t k = 0; k < trial_.comparisons.size(); ++k) {
      identify(writer.row(), trial_.comparisons[k]);
      visit(writer, trial_.operating.at(k));
    }
    TrialGroup made{group, {scale(group, "comparison", "endpoint and test", keys())}};
    add(made.datasets, writer.take());
    return made;
  }

  TrialGroup sizes() {
    const std::string group = "trial/sizes";
    std::vector<std::int64_t> patients;
    LayoutWriter writer(group, {"size", "comparison"}, {trial_.comparisons.size()});
    for (NestedSize& size : trial_.sizes) {
      patients.push_back(size.patients);
      for (Operating& operating : size.operating) visit(writer.row(), operating);
    }
    TrialGroup made{group,
                    {scale(group, "size", "patients analysed", std::move(patients)),
                     scale(group, "comparison", "endpoint and test", keys()),
                     replicate_scale(group, study_.replicates)}};
    add(made.datasets, writer.take());
    add(made.datasets, size_replicates(group));
    return made;
  }

  std::vector<Dataset> size_replicates(const std::string& group) const {
    LayoutWriter writer(group, {"replicate", "size", "comparison"},
                        {trial_.sizes.size(), trial_.comparisons.size()});
    for (std::size_t r = 0; r < study_.replicates; ++r) {
      for (const NestedSize& size : trial_.sizes) {
        for (const Comparisons& of : size.comparisons) {
          writer.row();
          writer.number("estimate", "estimate", of.estimate.at(r));
          writer.number("ci_low", "lower end of the 95 % interval", of.ci_low.at(r));
          writer.number("ci_high", "upper end of the 95 % interval", of.ci_high.at(r));
          writer.number("p", "two-sided p value", of.p.at(r));
          writer.count("used", "patients of the arm in the test", of.used.at(r));
          writer.count("used_control", "patients of the first arm in it", of.used_control.at(r));
        }
      }
    }
    return writer.take();
  }

  TrialGroup twins() {
    const std::string group = "trial/twins";
    std::vector<std::string> names;
    LayoutWriter writer(group, {"effect"}, {});
    for (TwinEffects& twin : trial_.twins) {
      names.push_back(column(twin.column) + "." + study_.arms.at(twin.arm).name);
      writer.row().text("column", "endpoint and time", column(twin.column));
      writer.text("arm", "arm against the first", study_.arms.at(twin.arm).name);
      writer.text("unit", "unit of the effect",
                  safe_unit(header_.endpoint_columns.at(twin.column).unit));
      visit(writer, twin);
    }
    TrialGroup made{group,
                    {scale(group, "effect", "endpoint and arm", std::move(names)),
                     replicate_scale(group, study_.replicates)}};
    add(made.datasets, writer.take());
    add(made.datasets, twin_replicates(group));
    return made;
  }

  std::vector<Dataset> twin_replicates(const std::string& group) const {
    LayoutWriter writer(group, {"replicate", "effect"}, {trial_.twins.size()});
    for (std::size_t r = 0; r < study_.replicates; ++r) {
      for (const TwinEffects& twin : trial_.twins) {
        writer.row();
        writer.count("replicate_pairs", "patients with a value in both arms", twin.pairs.at(r));
        writer.number("replicate_mean", "mean individual effect", twin.mean.at(r));
        writer.number("replicate_sd", "SD of the individual effects", twin.sd.at(r));
        writer.count("replicate_responders", "patients who respond", twin.responders.at(r));
        writer.number("variance_treated", "variance of the values in the arm",
                      twin.variance_treated.at(r));
        writer.number("variance_control", "variance of the values in the first arm",
                      twin.variance_control.at(r));
      }
    }
    return writer.take();
  }

  TrialGroup looks() {
    const std::string group = "trial/looks";
    std::vector<std::int32_t> numbers;
    LayoutWriter writer(group, {"look"}, {});
    LayoutWriter stopped(group, {"look", "reason"}, {stop_reason_count});
    for (std::size_t k = 0; k < trial_.stopping->looks.size(); ++k) {
      numbers.push_back(static_cast<std::int32_t>(k + 1));
      visit(writer.row(), trial_.stopping->looks[k]);
      for (const Share& share : trial_.stopping->stopped.at(k)) {
        stopped.row().share("stopped", "share of the trials that ended here for this reason",
                            share);
      }
    }
    std::vector<std::string> reasons;
    for (std::size_t r = 0; r < stop_reason_count; ++r) {
      reasons.emplace_back(stop_reason_name(static_cast<StopReason>(r)));
    }
    TrialGroup made{group,
                    {scale(group, "look", "look, from 1", std::move(numbers)),
                     scale(group, "reason", "why a trial ended", std::move(reasons))}};
    add(made.datasets, writer.take());
    add(made.datasets, stopped.take());
    return made;
  }

  TrialGroup stops() {
    const std::string group = "trial/stops";
    LayoutWriter writer(group, {"replicate"}, {});
    for (TrialEnd& end : trial_.stopping->ends) visit(writer.row(), end);
    TrialGroup made{group, {replicate_scale(group, study_.replicates)}};
    add(made.datasets, writer.take());
    return made;
  }

  TrialGroup stopping() {
    const std::string group = "trial/stopping";
    const std::size_t comparison = trial_.stopping->comparison;
    LayoutWriter writer(group, {"comparison"}, {});
    writer.row().count("index", "row of /trial/comparisons", comparison);
    visit(writer, *trial_.stopping);
    TrialGroup made{group,
                    {scale(group, "comparison", "endpoint and test that the looks see",
                           std::vector<std::string>{key(trial_.comparisons.at(comparison))})}};
    add(made.datasets, writer.take());
    return made;
  }

  TrialGroup observed() {
    const std::string group = "trial/observed";
    std::vector<std::string> names;
    LayoutWriter writer(group, {"figure"}, {});
    for (ObservedPlace& place : trial_.observed) {
      const std::string what = observed_what_name(place.what);
      names.push_back(column(place.column) + "." + study_.arms.at(place.arm).name +
                      (place.test.empty() ? "" : "." + place.test) + "." + what);
      writer.row().text("column", "endpoint and time", column(place.column));
      writer.text("arm", "arm", study_.arms.at(place.arm).name);
      writer.text("test", "test of a difference or p value", place.test);
      visit(writer, place);
    }
    TrialGroup made{group, {scale(group, "figure", "published figure", std::move(names))}};
    add(made.datasets, writer.take());
    return made;
  }

  const Study& study_;
  const StudyHeader& header_;
  TrialTables trial_;
};

}  // namespace

std::vector<TrialGroup> analysis_tables(const Study& study, const StudyHeader& header,
                                        const TrialTables& trial) {
  return AnalysisWriter(study, header, trial).write();
}

}  // namespace pressor
