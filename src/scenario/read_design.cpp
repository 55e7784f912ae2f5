#include "read_design.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "people.h"
#include "pressor/trial/allocation.h"
#include "pressor/trial/imbalance.h"
#include "read_stop.h"

namespace pressor {
namespace {

using Method = AllocationPlan::Method;

constexpr Word<Method> method_words[] = {
    {"simple", Method::simple},
    {"permuted_block", Method::permuted_block},
    {"stratified", Method::stratified},
    {"minimization", Method::minimization},
};

constexpr std::uint64_t most_patients = 10'000'000;
constexpr std::uint64_t most_arms = 16;
constexpr Range enrolment_range{"min", 1.0, 50.0 * 525'960.0};
constexpr Range rate_range{"1/min", 1.0e-7, 1.0e3};

std::uint32_t read_count(const Value& value, std::uint64_t high, std::uint32_t absent) {
  return static_cast<std::uint32_t>(value.integer(1, high, absent));
}

MissingCause read_cause(Fields& in, const std::vector<Variable>& variables) {
  MissingCause cause;
  std::vector<std::string> names;
  for (const Variable& variable : variables) names.push_back(variable.name);
  cause.variable = in.required("variable").one_of(names);
  cause.odds_ratio = in.required("odds_ratio").number(1.0e-3, 1.0e3, 1.0);
  const Value per = in.required("per");
  const Value reference = in.required("reference");
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const Variable& v) { return v.name == cause.variable; });
  if (found == variables.end()) return cause;
  cause.per = per.quantity({found->unit}, 1.0);
  if (cause.per <= 0.0) per.problem("`" + per.text() + "` is no step", "a step above 0");
  cause.reference = reference.quantity({found->unit}, 0.0);
  return cause;
}

bool same_doses(const std::map<std::size_t, Dose>& a, const std::map<std::size_t, Dose>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.value == y.second.value &&
           x.second.per_kg == y.second.per_kg;
  });
}

Stratum read_stratum(const Value& value, const std::vector<ValueInfo>& infos) {
  Stratum stratum;
  const auto take_name = [&](const Value& name) {
    stratum.name = name.text();
    if (stratum.name == "centre") return std::string("1");
    const auto info = std::find_if(infos.begin(), infos.end(),
                                   [&](const ValueInfo& i) { return i.name == stratum.name; });
    if (info != infos.end()) return info->unit;
    std::vector<std::string> names{"centre"};
    for (const ValueInfo& i : infos) names.push_back(i.name);
    name.problem("no quantity `" + stratum.name + "`", "`centre` or such as saps2, NE_DOSE",
                 nearest(stratum.name, names).value_or(std::string{}));
    return std::string("1");
  };
  if (value.is_text()) {
    (void)take_name(value);
    return stratum;
  }
  value.fields([&](Fields& in) {
    const std::string unit = take_name(in.required("name"));
    const Value cuts = in.optional("cuts");
    for (const Value& cut : cuts.one_or_more()) {
      stratum.cuts.push_back(cut.quantity({unit}, 0.0));
    }
    if (!std::is_sorted(stratum.cuts.begin(), stratum.cuts.end())) {
      cuts.problem("cut points that do not rise", "from low to high");
    }
  });
  return stratum;
}

std::uint32_t total_shares(const std::vector<double>& ratios) {
  double sum = 0.0;
  for (const double ratio : ratios) sum += ratio;
  return static_cast<std::uint32_t>(std::lround(sum));
}

/// Blocks that hold each arm twice and three times in its ratio: 4 and 6 for two equal arms.
std::vector<std::uint32_t> fitting_blocks(const std::vector<double>& ratios) {
  const std::uint32_t shares = std::max(total_shares(ratios), 1U);
  return {2 * shares, 3 * shares};
}

std::string allocation_hint(const std::vector<double>& ratios) {
  return "blocks of a multiple of " + std::to_string(total_shares(ratios)) +
         ", strata for `stratified` and `minimization`, none for `simple`";
}

}  // namespace

void DesignReader::read(Study& study) {
  if (protocol_.present()) read_protocol(protocol_, roster_, study.horizon, common_);
  check_challenges(common_.challenge, study.horizon, protocol_);
  design_.fields([&](Fields& in) { read_keys(in, study); });
  study.common = common_.orders();
  if (study.arms.empty()) {
    take_steady(common_, protocol_, study);
    study.arms.push_back({"all", common_.orders(), 1.0});
    arm_sections_.push_back(common_);
  }
  if (study.cast.population && study.patients == 0) {
    design_.problem("the key `enrol` is missing in `design`", "how many patients take part");
  }
  if (study.patients == 0) study.patients = 1;
  if (const auto problem = crossover_problem(study)) {
    design_.problem(*problem, "one start in `periods` an arm, arms that `give` drugs or `fluids`");
    study.crossover.reset();
  }
}

void DesignReader::read_keys(Fields& in, Study& study) {
  in.optional("crossover").fields([&](Fields& f) { read_crossover(f, study); });
  read_arms(in.optional("arms"), study);
  read_allocation(in.optional("allocation"), study);
  read_sizes(in, study);
  in.optional("loss").fields([&](Fields& f) { read_loss(f, study.loss); });
  imbalance_ = in.optional("imbalance");
  sizes_ = in.optional("sizes");
  stop_ = in.optional("stop");
  study.allow_large_n = in.optional("allow_large_n").flag();
}

void DesignReader::read_crossover(Fields& in, Study& study) const {
  Crossover crossover;
  for (const Value& start : in.required("periods").items()) {
    crossover.periods.push_back(start.quantity({"min", 0.0, study.horizon}, 0.0));
  }
  crossover.wash_out = in.optional("wash_out").quantity({"min", 0.0, study.horizon}, 0.0);
  if (!crossover.periods.empty()) study.crossover = std::move(crossover);
}

void DesignReader::read_arms(const Value& arms, Study& study) {
  const auto items = arms.items();
  if (items.size() > most_arms) arms.problem("too many arms", "at most 16");
  for (const Value& item : items) {
    item.fields([&](Fields& in) { add_arm(in, study); });
  }
}

void DesignReader::add_arm(Fields& in, Study& study) {
  const Value name = in.required("name");
  const auto same = [&](const Arm& arm) { return arm.name == name.text(); };
  if (std::any_of(study.arms.begin(), study.arms.end(), same)) {
    name.problem("a second arm `" + name.text() + "`", "names that differ");
  }
  // In a crossover an arm is what it adds to the rest in its period.
  Sections sections = study.crossover ? Sections{} : common_;
  read_sections(in, roster_, study.horizon, sections);
  const bool own = in.whole().node()->find("challenge") != nullptr;
  if (own) check_challenges(sections.challenge, study.horizon, in.whole());
  take_steady(study.crossover ? common_ : sections, in.whole(), study);
  study.arms.push_back({name.text(), sections.orders(), 1.0});
  arm_sections_.push_back(std::move(sections));
}

/// Infusions before t = 0 shape the baseline, which all arms share.
void DesignReader::take_steady(const Sections& sections, const Value& where, Study& study) {
  const auto steady = sections.steady();
  if (steady_ && !same_doses(*steady_, steady)) {
    where.problem("this arm begins with other infusions than the first arm",
                  "the same `sedation` and `steady` infusions: they shape the baseline");
  }
  if (steady_) return;
  steady_ = steady;
  for (const auto& [drug, dose] : steady) study.cast.steady[roster_[drug].name] = dose;
}

void DesignReader::read_sizes(Fields& in, Study& study) const {
  study.centres = read_count(in.optional("centres"), 10'000, 1);
  read_enrolment(in.optional("enrol"), study);
  study.replicates = read_count(in.optional("replicates"), most_patients, 1);
  const bool described = !study.cast.population && study.arms.size() > 1;
  study.twins = in.optional("twins").flag(described);
}

/// `32`, or with the pace at which people come: `{patients: 32, over: 40 week}`,
/// `{patients: 32, rate: 0.8 /week}`.
void DesignReader::read_enrolment(const Value& enrol, Study& study) const {
  if (!enrol.is_map()) {
    study.patients = read_count(enrol, most_patients, 0);
    return;
  }
  enrol.fields([&](Fields& in) {
    study.patients = read_count(in.required("patients"), most_patients, 1);
    const Value over = in.optional("over");
    const Value rate = in.optional("rate");
    if (over.present() == rate.present()) {
      enrol.problem("nothing says how fast patients come", "either `over` or `rate`");
    }
    if (over.present()) study.enrolment_rate = study.patients / over.quantity(enrolment_range, 1.0);
    if (rate.present()) study.enrolment_rate = rate.quantity(rate_range, 0.0);
  });
}

void DesignReader::read_loss(Fields& in, Loss& loss) {
  loss.withdrawal = in.optional("withdrawal").number(0.0, 1.0, 0.0);
  loss.non_adherence = in.optional("non_adherence").number(0.0, 1.0, 0.0);
  missed_ = in.optional("missed_measurement");
  if (!missed_.is_map()) loss.missed_measurement = missed_.number(0.0, 1.0, 0.0);
}

void DesignReader::read_causes(Study& study) const {
  if (!missed_.is_map()) return;
  const auto variables = study_variables(study.cast);
  missed_.fields([&](Fields& in) {
    study.loss.missed_measurement = in.required("probability").number(0.0, 1.0, 0.0);
    for (const Value& item : in.optional("causes").one_or_more()) {
      item.fields([&](Fields& f) { study.loss.causes.push_back(read_cause(f, variables)); });
    }
  });
}

void DesignReader::read_imbalance(Study& study) const {
  const auto columns = endpoint_columns(study.endpoints, study_variables(study.cast));
  imbalance_.fields([&](Fields& in) {
    std::vector<std::string> names;
    for (const EndpointColumn& column : columns) names.push_back(column.name);
    ImposedImbalance wanted;
    wanted.column = in.required("endpoint").one_of(names);
    const Value gap = in.required("gap");
    const Value within = in.required("within");
    const auto found = std::find(names.begin(), names.end(), wanted.column);
    if (found == names.end()) return;
    const std::string& unit = columns[static_cast<std::size_t>(found - names.begin())].unit;
    wanted.gap = gap.quantity({unit}, 0.0);
    wanted.within = within.quantity({unit, 0.0}, 1.0);
    study.imbalance = wanted;
  });
  if (const auto problem = imbalance_problem(study)) imbalance_.problem(*problem);
}

void DesignReader::read_quantities(Study& study) const {
  read_strata(study);
  read_causes(study);
}

void DesignReader::read_analysis(Study& study) const {
  study.sizes = pressor::read_sizes(sizes_, study.patients);
  study.stop = read_stop(stop_, study);
}

void DesignReader::read_allocation(const Value& allocation, Study& study) {
  AllocationPlan& plan = study.allocation;
  plan.blocks.clear();
  allocation.fields([&](Fields& in) {
    plan.method = in.optional("method").choice(method_words, plan.method);
    for (const Value& size : in.optional("block").one_or_more()) {
      plan.blocks.push_back(read_count(size, 1000, 4));
    }
    read_ratio(in.optional("ratio"), study);
    strata_ = in.optional("strata");
  });
  if (plan.blocks.empty()) plan.blocks = fitting_blocks(group_ratios(study));
}

/// With the strata, so that all of the plan can be judged.
void DesignReader::check_allocation(const Study& study) const {
  if (!study.randomized()) return;
  const std::vector<double> ratios = group_ratios(study);
  const auto problem = allocation_problem(study.allocation, ratios);
  if (problem) design_.problem("allocation: " + *problem, allocation_hint(ratios));
}

void DesignReader::read_ratio(const Value& ratio, Study& study) const {
  if (!ratio.present()) return;
  if (study.crossover)
    return ratio.problem("sequences of a crossover are equally often", "no `ratio`");
  const auto shares = ratio.items();
  if (shares.size() != study.arms.size()) {
    ratio.problem(std::to_string(shares.size()) + " shares for " +
                      std::to_string(study.arms.size()) + " arms",
                  "one share an arm");
    return;
  }
  for (std::size_t arm = 0; arm < shares.size(); ++arm) {
    study.arms[arm].ratio = static_cast<double>(read_count(shares[arm], 100, 1));
  }
}

void DesignReader::read_strata(Study& study) const {
  const auto infos = value_infos(study.cast);
  for (const Value& item : strata_.one_or_more()) {
    study.allocation.strata.push_back(read_stratum(item, infos));
  }
  check_allocation(study);
}

}  // namespace pressor
