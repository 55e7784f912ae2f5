#include "pressor/cohort/explain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// States that move together, and what they are called.
struct CauseGroup {
  std::string name;
  std::vector<std::size_t> states;
};

template <class Member>
std::size_t state_of(Member member) {
  const auto& fields = body_state_fields;
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.member == member; });
  return static_cast<std::size_t>(found - fields.begin());
}

template <class... Members>
CauseGroup body_group(std::string name, Members... members) {
  return {std::move(name), {state_of(members)...}};
}

/// The reflex, volume and adaptation. Integrals and what only kills do not move the circulation.
std::vector<CauseGroup> body_groups() {
  using S = BodyState<double>;
  return {
      body_group("reflex on arterioles", &S::arteriolar_tone),
      body_group("reflex on veins", &S::venous_tone),
      body_group("reflex on the heart rate", &S::rate_drive, &S::vagal_drive, &S::sensed_pressure),
      body_group("beta receptors of the heart muscle", &S::beta_occupancy),
      body_group("blood volume", &S::blood_volume, &S::crystalloid_plasma, &S::crystalloid_tissue),
      body_group("coupling of alpha-1 receptors", &S::alpha1_coupling),
      body_group("vasoplegia", &S::vasoplegia, &S::steroid_effect),
      body_group("setting of the reflex", &S::set_point_shift),
  };
}

/// ` at alpha1, beta1`: where a drug acts from one of its sites.
std::string receptors_at(const DrugStructure& drug, std::size_t site) {
  std::string names;
  for (const Action& action : drug.actions) {
    if (action.site != site) continue;
    const auto& info = receptors[static_cast<std::size_t>(action.receptor)];
    names += (names.empty() ? " at " : ", ") + std::string(info.name);
  }
  return names;
}

/// Plasma and each effect site of every drug.
std::vector<CauseGroup> drug_groups(const Model& model) {
  std::vector<CauseGroup> groups;
  for (std::size_t d = 0; d < model.drugs().size(); ++d) {
    const DrugStructure& drug = model.drugs()[d];
    CauseGroup plasma{drug.name + receptors_at(drug, plasma_site), {}};
    for (std::size_t j = 0; j < drug.compartments; ++j) {
      plasma.states.push_back(model.drug_at(d) + j);
    }
    groups.push_back(std::move(plasma));
    for (std::size_t k = 0; k < drug.sites.size(); ++k) {
      groups.push_back(
          {drug.name + receptors_at(drug, k), {model.drug_at(d) + drug.compartments + k}});
    }
  }
  return groups;
}

/// What the circulation answers with.
using Answer = std::array<double, 3>;  // MAP, CO, SVR

Answer answer_of(const Signals& seen) { return {seen.map, seen.output, seen.resistance}; }

/// f of (1) for every set of causes, by bit mask.
class Coalitions {
 public:
  Coalitions(const Cast& cast, const Patient& patient, const Snapshot& from, const Snapshot& to)
      : cast_(cast), patient_(patient), from_(from), to_(to) {
    std::vector<CauseGroup> all = drug_groups(cast.model);
    for (CauseGroup& group : body_groups()) all.push_back(std::move(group));
    for (CauseGroup& group : all) {
      if (matters(group)) groups_.push_back(std::move(group));
    }
    answers_.resize(std::size_t{1} << groups_.size());
    for (std::size_t set = 0; set < answers_.size(); ++set) answers_[set] = answer(set);
  }

  [[nodiscard]] std::vector<CauseShare> shares() const {
    std::vector<CauseShare> made;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      const Answer share = share_of(i);
      made.push_back({groups_[i].name, share[0], share[1], share[2]});
    }
    return made;
  }

 private:
  [[nodiscard]] Answer answer(std::size_t set) const {
    std::vector<double> state = from_.state;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      for (const std::size_t at : groups_[i].states) state[at] = to_.state[at];
    }
    return answer_of(observe(cast_.model, patient_.baseline.parameters, from_.time, state.data()));
  }

  /// Whether the circulation notices the group at all.
  [[nodiscard]] bool matters(const CauseGroup& group) const {
    std::vector<double> state = from_.state;
    for (const std::size_t at : group.states) state[at] = to_.state[at];
    const Answer moved =
        answer_of(observe(cast_.model, patient_.baseline.parameters, from_.time, state.data()));
    std::vector<double> back = to_.state;
    for (const std::size_t at : group.states) back[at] = from_.state[at];
    const Answer kept =
        answer_of(observe(cast_.model, patient_.baseline.parameters, from_.time, back.data()));
    return moved != answer_of(from_.seen) || kept != answer_of(to_.seen);
  }

  /// Equation (1).
  [[nodiscard]] Answer share_of(std::size_t i) const {
    const std::size_t n = groups_.size();
    std::vector<double> weight(n, 1.0 / static_cast<double>(n));  // of sets of each size
    for (std::size_t s = 1; s < n; ++s) {
      weight[s] = weight[s - 1] * static_cast<double>(s) / static_cast<double>(n - s);
    }
    Answer sum{};
    for (std::size_t set = 0; set < answers_.size(); ++set) {
      if ((set >> i & 1U) != 0) continue;
      const double w = weight[static_cast<std::size_t>(__builtin_popcountll(set))];
      const Answer& with = answers_[set | std::size_t{1} << i];
      for (std::size_t a = 0; a < sum.size(); ++a) sum[a] += w * (with[a] - answers_[set][a]);
    }
    return sum;
  }

  const Cast& cast_;
  const Patient& patient_;
  const Snapshot& from_;
  const Snapshot& to_;
  std::vector<CauseGroup> groups_;
  std::vector<Answer> answers_;
};

}  // namespace

std::vector<Snapshot> snapshots(const Cast& cast, const Patient& patient, const Orders& orders,
                                RunSettings settings, std::uint64_t seed,
                                std::span<const double> times) {
  for (const double time : times) settings.moments.push_back(std::floor(time));
  const PatientRun run = simulate(cast, {}, patient, orders, settings, seed);
  if (run.status == Status::failed) throw IntegrationError(run.failure, run.end);
  std::vector<Snapshot> found;
  for (std::size_t k = 0; k < run.moments.size(); ++k) {
    const double time = settings.moments[k];
    const std::vector<double>& state = run.moments[k];
    found.push_back(
        {time, state, observe(cast.model, patient.baseline.parameters, time, state.data())});
  }
  return found;
}

std::vector<CauseShare> explain_change(const Cast& cast, const Patient& patient,
                                       const Snapshot& from, const Snapshot& to) {
  std::vector<CauseShare> shares = Coalitions(cast, patient, from, to).shares();
  std::stable_sort(shares.begin(), shares.end(), [](const CauseShare& a, const CauseShare& b) {
    return std::abs(a.map) > std::abs(b.map);
  });
  return shares;
}

}  // namespace pressor
