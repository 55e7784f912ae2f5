#include "read_fork.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/trial/allocation.h"

namespace pressor {
namespace {

constexpr const char* as_it_was = "as_it_was";
constexpr std::size_t most_branches = 15;

/// Takes a drug out of what is given by schedule or by rule.
void stop_drug(Sections& sections, std::size_t drug) {
  const auto of_drug = [&](const auto& order) { return order.drug == drug; };
  std::erase_if(sections.sedation, of_drug);
  std::erase_if(sections.give, of_drug);
  std::erase_if(sections.titration, of_drug);
}

}  // namespace

void ForkReader::read(const Study& study, const std::vector<Sections>& arms) {
  fork_.fields([&](Fields& in) {
    const Value at = in.required("at");
    plan_.at = at.quantity({"min", 1.0, study.horizon}, 1.0);
    if (plan_.at != std::floor(plan_.at) || plan_.at >= study.horizon) {
      at.problem("`" + at.text() + "` is no moment for a fork",
                 "a whole minute before the horizon");
    }
    plan_.replicate =
        static_cast<std::uint32_t>(in.optional("replicate").integer(0, study.replicates - 1, 0));
    plan_.patient =
        static_cast<std::uint32_t>(in.optional("patient").integer(0, study.patients - 1, 0));
    arm_ = in.optional("arm");
    std::vector<std::string> names;
    for (const Arm& arm : study.arms) names.push_back(arm.name);
    if (arm_.present()) plan_.arm = arm_.one_of(names);
    if (study.crossover) fork_.problem("a crossover has no course of its own to branch");
    if (study.engine == EngineKind::reference) {
      fork_.problem("the reference engine's steps know of orders to come", "engine: ensemble");
    }
    const Value branches = in.required("branches");
    const auto items = branches.items();
    if (items.empty() || items.size() > most_branches) {
      branches.problem(std::to_string(items.size()) + " branches", "1 to 15");
    }
    for (const Value& item : items) {
      item.fields([&](Fields& f) { read_branch(f, study, arms); });
    }
  });
}

void ForkReader::read_branch(Fields& in, const Study& study, const std::vector<Sections>& arms) {
  const Value name = in.required("name");
  Branch made{name.text(), {}, in.whole()};
  const bool taken =
      made.name == as_it_was || std::any_of(branches_.begin(), branches_.end(),
                                            [&](const Branch& b) { return b.name == made.name; });
  if (taken) name.problem("a second branch `" + made.name + "`", "names that differ");
  const Value stop = in.optional("stop");
  const Value add = in.optional("add");
  for (Sections sections : arms) {
    for (const Value& one : stop.one_or_more()) {
      if (const auto drug = roster_.index_of(one)) stop_drug(sections, *drug);
    }
    read_sections(in, roster_, study.horizon, sections);
    add_gifts(add, roster_, study.horizon, sections.give);
    made.after.push_back(sections.orders());
  }
  branches_.push_back(std::move(made));
}

/// The arm that he was randomized to, where none is named.
std::size_t ForkReader::arm_of(const Study& study) const {
  for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
    if (study.arms[arm].name == plan_.arm) return arm;
  }
  if (!study.randomized() || !study.cast.population) return 0;
  if (study.imbalance) {
    fork_.problem("an imposed imbalance decides who is in which arm", "`arm` of the patient");
    return 0;
  }
  return allocate(study, Caster(study.cast), plan_.replicate).arm.at(plan_.patient);
}

void ForkReader::apply(Study& study) const {
  if (!fork_.present() || !fork_.problems().problems().empty()) return;
  const std::size_t arm = arm_of(study);
  const Orders before = study.arms[arm].orders;
  study.fork = plan_;
  study.fork->arm = study.arms[arm].name;
  study.arms.assign(1, {as_it_was, before, 1.0});
  for (const Branch& branch : branches_) {
    const Orders& after = branch.after.at(arm);
    if (const auto problem = fork_problem(before, after, plan_.at)) branch.where.problem(*problem);
    study.arms.push_back({branch.name, forked_orders(before, after, plan_.at), 1.0});
  }
  study.twins = true;
  study.patients = study.replicates = study.centres = 1;
  study.enrolment_rate = 0.0;
  study.allocation = {AllocationPlan::Method::simple, {}, {}};
  study.imbalance.reset();
  study.loss = {};
  study.stop.reset();
  study.sizes.clear();
  study.observed.clear();
  study.uncertainty.draws = 0;
  study.output.first_given = false;
  for (Endpoint& endpoint : study.endpoints) endpoint.compare.clear();
}

}  // namespace pressor
