#include "pressor/bedside/bedside.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "bed.h"
#include "bolus_and_fluid.h"
#include "ladder.h"
#include "pumps.h"
#include "rescues.h"
#include "titration.h"

namespace pressor {
namespace bedside {

double pressure_integral(std::span<const double> state) {
  return load_body(state.data()).pressure_integral;
}

double arterial_pressure(const Bed& bed, std::span<const double> state) {
  if (bed.sight) return bed.sight->map;
  return respond(bed.model, bed.parameters, state.data()).circulation.arterial;
}

double heart_rate(const Bed& bed, std::span<const double> state) {
  if (bed.sight) return bed.sight->heart_rate;
  const BodyState<double> s = load_body(state.data());
  const auto drugs = receptor_drives(bed.model, bed.parameters, state.data());
  const HeartParameters<double>& p = bed.parameters.body.heart;
  return p.intrinsic_rate * heart_rate_factor(p, drugs, s.rate_drive, s.vagal_drive);
}

}  // namespace bedside

using bedside::Due;
using bedside::What;

/// Hands what falls due to those who do it.
class Bedside::Impl {
 public:
  Impl(const Model& model, const Parameters<double>& parameters, const Orders& orders,
       const BedPatient& patient, const StreamKey& key)
      : bed_{model, parameters, orders, patient.weight},
        pumps_(bed_, patient),
        given_(bed_),
        ladder_(bed_, pumps_),
        rescues_(bed_, pumps_, given_),
        titrations_(bed_, pumps_, key) {}

  [[nodiscard]] double next() const {
    if (!bed_.bystanders.any()) return bed_.agenda.next();
    return bed_.agenda.next([this](const Due& due) { return !passes_by(due); });
  }
  [[nodiscard]] const Inputs<double>& inputs() const { return bed_.inputs; }
  [[nodiscard]] std::span<const double> rates() const { return pumps_.rates(); }
  [[nodiscard]] const Chart& chart() const { return bed_.chart; }

  void act(double time, std::span<double> state, const std::optional<Sight>& sight) {
    bed_.sight = sight;
    while (bed_.agenda.next() <= time) take_up(state);
  }

  void pass(double time) {
    while (bed_.agenda.next() <= time && bed_.agenda.next() < next()) take_up({});
  }

  [[nodiscard]] std::span<const double> bystander(std::size_t drug, double time) {
    return bed_.bystanders.state(drug, time);
  }

  void close(double time) {
    bed_.now = std::max(time, bed_.now);
    ladder_.close();
    pumps_.close();
    bed_.agenda.clear();
    bed_.inputs = {};
  }

 private:
  void take_up(std::span<double> state) {
    const Due due = bed_.agenda.take();
    bed_.now = due.time;
    if (ladder_.running() && waits(due)) {
      waiting_.push_back(due);
    } else {
      handle(due, state);
    }
  }

  /// A dose of a drug that nothing in the patient notices; nobody looks at him for it.
  [[nodiscard]] bool passes_by(const Due& due) const {
    switch (due.what) {
      case What::vein_rate:
      case What::vein_bolus:
      case What::pump_setting:
      case What::spread_end:
      case What::infusion_edge:
      case What::hold_end:
        return bed_.model.bystander(due.index);
      case What::bolus:
        return bed_.model.bystander(given_.drug(due.index).drug);
      case What::target_step:
        return bed_.model.bystander(bed_.orders.drugs[due.index].drug);
      default:
        return false;
    }
  }

  /// What is held back during a challenge.
  [[nodiscard]] bool waits(const Due& due) const {
    switch (due.what) {
      case What::infusion_edge:
      case What::bolus:
      case What::pump_setting:
      case What::hold_end:
        return true;
      case What::fluid:
        return given_.fluid(due.index).kind != FluidOrder::Kind::bleeding;
      default:
        return false;
    }
  }

  void thaw(std::span<double> state) {
    titrations_.forget();
    const std::vector<Due> due = std::exchange(waiting_, {});
    for (const Due& one : due) handle(one, state);
  }

  void handle(const Due& due, std::span<double> state) {
    if (due.what <= What::steroid_off) {
      handle_delivery(due, state);
    } else {
      handle_people(due, state);
    }
  }

  void handle_delivery(const Due& due, std::span<double> state) {
    switch (due.what) {
      case What::vein_rate:
        return pumps_.arrive(due.index, due.value);
      case What::vein_bolus:
        return push_into_vein(due.index, due.value, state);
      case What::cuff_opens:
        return titrations_.open_cuff(due.index, due.number, state);
      case What::pump_setting:
        return pumps_.take_up(due.index, due.number, due.value);
      case What::spread_end:
        return pumps_.end_spread(due.index, due.number, due.value);
      case What::fluid_end:
        return given_.end_fluid(due.index, due.value);
      case What::infusion_edge:
        return pumps_.follow_schedule(due.index, Cause::order);
      case What::bolus:
        return pumps_.give_bolus(given_.drug(due.index));
      case What::fluid:
        return given_.start_fluid(due.index);
      default:
        return given_.steroid(due.what == What::steroid_on ? 1 : -1);
    }
  }

  void push_into_vein(std::size_t drug, double amount, std::span<double> state) {
    if (bed_.model.bystander(drug)) return bed_.bystanders.push(drug, bed_.now, amount);
    state[bed_.model.drug_at(drug)] += amount;
    bed_.sight.reset();
  }

  void handle_people(const Due& due, std::span<double> state) {
    switch (due.what) {
      case What::take_over:
        return titrations_.take_over(due.index);
      case What::hand_back:
        return titrations_.hand_back(due.index);
      case What::hold_end:
        return pumps_.follow_schedule(due.index, Cause::hold_over);
      case What::challenge_mark:
        if (ladder_.mark(due.number, state)) thaw(state);
        return;
      case What::challenge_start:
        return ladder_.start(due.index, state);
      case What::look:
        return look(due, state);
      case What::check:
        return titrations_.check(due.index, due.number, ladder_.running(), state);
      default:
        return target_step(due);
    }
  }

  void look(const Due& due, std::span<double> state) {
    const auto reason = rescues_.look(due.index, due.number, state);
    if (!reason) return;
    const bool in_challenge = ladder_.running();
    if (in_challenge) ladder_.abort(*reason, state);
    rescues_.act(due.index, *reason);  // first, so that what waited cannot give a stopped drug
    if (in_challenge) thaw(state);
  }

  void target_step(const Due& due) {
    const DrugOrder& order = bed_.orders.drugs[due.index];
    pumps_.target_step(due.index);
    const double next = order.from + static_cast<double>(due.number + 1) * order.step;
    if (next >= order.until) return;
    bed_.agenda.add(
        {.time = next, .what = What::target_step, .index = due.index, .number = due.number + 1});
  }

  bedside::Bed bed_;
  bedside::Pumps pumps_;
  bedside::BolusAndFluid given_;
  bedside::Ladder ladder_;
  bedside::Rescues rescues_;
  bedside::Titrations titrations_;
  std::vector<Due> waiting_;
};

Bedside::Bedside(const Model& model, const Parameters<double>& parameters, const Orders& orders,
                 const BedPatient& patient, const StreamKey& key) {
  check_orders(orders, model.drugs().size());
  impl_ = std::make_unique<Impl>(model, parameters, orders, patient, key);
}

Bedside::~Bedside() = default;
Bedside::Bedside(Bedside&&) noexcept = default;
Bedside& Bedside::operator=(Bedside&&) noexcept = default;

double Bedside::next_stop() const { return impl_->next(); }
void Bedside::act(double time, std::span<double> state) { impl_->act(time, state, std::nullopt); }
void Bedside::act(double time, std::span<double> state, const Sight& sight) {
  impl_->act(time, state, sight);
}
void Bedside::pass(double time) { impl_->pass(time); }
std::span<const double> Bedside::bystander(std::size_t drug, double time) {
  return impl_->bystander(drug, time);
}
const Inputs<double>& Bedside::inputs() const { return impl_->inputs(); }
std::span<const double> Bedside::pump_rates() const { return impl_->rates(); }
void Bedside::close(double time) { impl_->close(time); }
const Chart& Bedside::chart() const { return impl_->chart(); }

}  // namespace pressor
