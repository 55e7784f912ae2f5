#include "pressor/output/explore_file.h"

#include <utility>

#include "pressor/core/errors.h"
#include "pressor/output/sweep_file.h"
#include "whole_file.h"

namespace pressor {
namespace {

constexpr std::size_t third_count = 3;

using PowerPart = double DrawnTrials::*;

Dataset explore_dataset(const std::string& group, std::string name, std::string meaning,
                        std::vector<std::string> dims, Cells cells,
                        std::vector<std::size_t> inner = {}) {
  return make_dataset(group, std::move(name), "1", std::move(meaning), std::move(dims),
                      std::move(cells), std::move(inner));
}

std::vector<double> power_part(const ExploreFindings& of, PowerPart part) {
  std::vector<double> values;
  for (const DrawnTrials& one : of.trials) values.push_back(one.*part);
  return values;
}

GroupPlan power_group(const ExploreFindings& of) {
  std::vector<std::int32_t> sizes;
  std::vector<std::int8_t> acts;
  for (const std::uint32_t size : of.sizes) sizes.push_back(static_cast<std::int32_t>(size));
  for (const std::uint8_t one : of.acts) acts.push_back(static_cast<std::int8_t>(one));
  const std::string g = "power";
  std::vector<Dataset> made{
      explore_dataset(g, "design", "what the arms get and when", {"design"}, of.designs),
      explore_dataset(g, "entry", "whom the trial takes", {"entry"}, of.entries),
      explore_dataset(g, "entry_rule", "as written", {"entry"}, of.entry_texts),
      explore_dataset(g, "test", "how it is analysed", {"test"}, of.tests),
      explore_dataset(g, "size", "patients", {"size"}, std::move(sizes)),
      explore_dataset(g, "hypothesis", "what is true", {"hypothesis"}, of.hypotheses),
      explore_dataset(g, "weight", "probability of the hypothesis", {"hypothesis"}, of.weights),
      explore_dataset(g, "acts", "1: there is an effect to be found", {"hypothesis"},
                      std::move(acts))};
  made[0].notes = {{"outcome", of.outcome}};
  const std::vector<std::string> dims{"design", "entry", "test", "size", "hypothesis"};
  const std::vector<std::size_t> inner{of.entries.size(), of.tests.size(), of.sizes.size(),
                                       of.hypotheses.size()};
  const auto add = [&](const char* name, const char* meaning, PowerPart part) {
    made.push_back(explore_dataset(g, name, meaning, dims, power_part(of, part), inner));
  };
  add("told", "share of trials with p < 0.05 that are right", &DrawnTrials::told);
  add("told_early", "the same with looks at each smaller size", &DrawnTrials::told_early);
  add("expected", "patients until a trial with looks stops", &DrawnTrials::expected);
  made.push_back(explore_dataset(g, "wanted", "assurance that is wanted", {"wanted"},
                                 std::vector<double>{of.assurance}));
  made.push_back(
      explore_dataset(g, "own_size", "of `size`: nearest to that of the scenario", {"own_size"},
                      std::vector<std::int32_t>{static_cast<std::int32_t>(of.own_size)}));
  return {g, nullptr, 0, std::move(made)};
}

GroupPlan people_group(const ExploreFindings& of) {
  const std::string g = "people";
  const std::vector<std::string> dims{"design", "entry", "hypothesis"};
  const std::vector<std::size_t> inner{of.entries.size(), of.hypotheses.size()};
  return {g,
          nullptr,
          0,
          {explore_dataset(g, "design", "design", {"design"}, of.designs),
           explore_dataset(g, "entry", "entry rule", {"entry"}, of.entries),
           explore_dataset(g, "hypothesis", "hypothesis", {"hypothesis"}, of.hypotheses),
           explore_dataset(g, "effect", "mean of the individual effects", dims, of.effect, inner),
           explore_dataset(g, "taken", "share of the people whom the rule takes", dims, of.taken,
                           inner)}};
}

GroupPlan benefit_group(const ExploreFindings& of) {
  std::vector<std::string> columns;
  std::vector<std::string> units;
  std::vector<double> parts[6];
  constexpr double missing = missing_number;
  for (const BenefitTable& table : of.benefit) {
    columns.push_back(table.column.name);
    units.push_back(table.column.unit);
    for (const auto& thirds : table.parts) {
      for (std::size_t third = 0; third < third_count; ++third) {
        const PartEffect one = third < thirds.size()
                                   ? thirds[third]
                                   : PartEffect{missing, missing, 0, missing, missing, missing};
        const double values[] = {one.low,  one.high, static_cast<double>(one.n),
                                 one.mean, one.sd,   one.above};
        for (std::size_t i = 0; i < 6; ++i) parts[i].push_back(values[i]);
      }
    }
  }
  const std::string g = "benefit";
  std::vector<Dataset> made{
      explore_dataset(g, "column", "known before treatment", {"column"}, std::move(columns)),
      explore_dataset(g, "unit", "of the column", {"column"}, std::move(units)),
      explore_dataset(g, "hypothesis", "hypothesis", {"hypothesis"}, of.hypotheses),
      explore_dataset(g, "third", "of the people, by the column", {"third"},
                      std::vector<std::string>{"lowest", "middle", "highest"})};
  const std::pair<const char*, const char*> names[] = {
      {"low", "smallest of the column"},
      {"high", "largest of the column"},
      {"n", "people with an effect"},
      {"mean", "mean of the individual effects"},
      {"sd", "SD of them"},
      {"above", "share of the people with a positive effect"}};
  for (std::size_t i = 0; i < 6; ++i) {
    made.push_back(explore_dataset(g, names[i].first, names[i].second,
                                   {"column", "hypothesis", "third"}, std::move(parts[i]),
                                   {of.hypotheses.size(), third_count}));
  }
  return {g, nullptr, 0, std::move(made)};
}

/// Effects by thirds as they were: parts of a hypothesis that had none are empty again.
std::vector<BenefitTable> read_benefit(const ResultRows& rows, std::size_t hypotheses) {
  const auto columns = rows.texts("/benefit/column");
  const auto units = rows.texts("/benefit/unit");
  const auto part = [&](const char* name) { return rows.numbers(std::string("/benefit/") + name); };
  const auto low = part("low");
  const auto high = part("high");
  const auto n = part("n");
  const auto mean = part("mean");
  const auto sd = part("sd");
  const auto above = part("above");
  std::vector<BenefitTable> made;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    made.push_back({{columns[c], units.at(c)}, {}});
    for (std::size_t h = 0; h < hypotheses; ++h) {
      auto& thirds = made.back().parts.emplace_back();
      for (std::size_t third = 0; third < third_count; ++third) {
        const std::size_t i = (c * hypotheses + h) * third_count + third;
        if (n.at(i) == 0.0) break;
        thirds.push_back({low.at(i), high.at(i), static_cast<std::uint64_t>(n[i]), mean.at(i),
                          sd.at(i), above.at(i)});
      }
    }
  }
  return made;
}

}  // namespace

void write_explored(const std::filesystem::path& path, bool replace, const StudyTitle& title,
                    const ExploreFindings& findings, const ResultProvenance& provenance) {
  check_sweep_path(path, replace);
  const std::vector<GroupPlan> groups{power_group(findings), people_group(findings),
                                      benefit_group(findings)};
  write_whole_file(path, groups, {title.title, explore_schema, title.seed}, provenance);
}

ExploreFindings read_explored(const ResultRows& rows) {
  ExploreFindings made;
  made.outcome = rows.note("/power/design", "outcome");
  made.assurance = rows.numbers("/power/wanted").at(0);
  made.designs = rows.texts("/power/design");
  made.entries = rows.texts("/power/entry");
  made.entry_texts = rows.texts("/power/entry_rule");
  made.tests = rows.texts("/power/test");
  for (const double size : rows.numbers("/power/size")) {
    made.sizes.push_back(static_cast<std::uint32_t>(size));
  }
  made.own_size = static_cast<std::size_t>(rows.numbers("/power/own_size").at(0));
  made.hypotheses = rows.texts("/power/hypothesis");
  made.weights = rows.numbers("/power/weight");
  for (const double one : rows.numbers("/power/acts")) {
    made.acts.push_back(static_cast<std::uint8_t>(one));
  }
  const auto told = rows.numbers("/power/told");
  const auto early = rows.numbers("/power/told_early");
  const auto expected = rows.numbers("/power/expected");
  const std::size_t cells = made.designs.size() * made.entries.size() * made.tests.size() *
                            made.sizes.size() * made.hypotheses.size();
  if (told.size() != cells) throw OutputError("/power/told has another size than its scales");
  for (std::size_t i = 0; i < told.size(); ++i) {
    made.trials.push_back({told[i], early.at(i), expected.at(i)});
  }
  made.effect = rows.numbers("/people/effect");
  made.taken = rows.numbers("/people/taken");
  made.benefit = read_benefit(rows, made.hypotheses.size());
  return made;
}

}  // namespace pressor
