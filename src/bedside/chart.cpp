#include "pressor/bedside/chart.h"

#include <array>
#include <cmath>

namespace pressor {
namespace {

constexpr std::array<const char*, event_kind_count> kind_names{
    "dose_change",    "bolus",         "fluid",  "titration", "challenge_start", "challenge_step",
    "challenge_stop", "challenge_end", "rescue", "death",     "arrest"};

/// Four significant digits are enough for the eye.
std::string short_number(double value) {
  if (value == 0.0 || !std::isfinite(value)) return format_number(value);
  const double digits = 3.0 - std::floor(std::log10(std::abs(value)));
  if (digits < 0.0) return format_number(std::round(value));
  const double scale = std::pow(10.0, digits);
  return format_number(std::round(value * scale) / scale);
}

const char* relation_text(Relation relation) {
  switch (relation) {
    case Relation::less:
      return " < ";
    case Relation::less_equal:
      return " <= ";
    case Relation::greater:
      return " > ";
    case Relation::greater_equal:
      break;
  }
  return " >= ";
}

/// Doses as they are told: in the drug's usual unit where that is by weight as the reason is.
class DoseWords {
 public:
  DoseWords(const Reason& r, const DoseUnit& unit) {
    const bool usual = !unit.text.empty() && unit.per_kg == r.per_kg;
    native_ = usual ? unit.native : 1.0;
    unit_ = usual ? " " + unit.text : r.per_kg ? " ug/kg/min" : " ug/min";
  }

  [[nodiscard]] std::string number(double value) const { return short_number(value / native_); }
  [[nodiscard]] std::string dose(double value) const { return number(value) + unit_; }
  [[nodiscard]] std::string change(const Reason& r) const {
    return number(r.before) + " -> " + dose(r.after);
  }

 private:
  double native_ = 1.0;
  std::string unit_;
};

std::string compared(const Reason& r) {
  return short_number(r.seen) + relation_text(r.relation) + short_number(r.limit);
}

std::string map_text(const Reason& r) { return "MAP " + compared(r) + " mmHg"; }

std::string rate_text(const Reason& r) { return "HR " + compared(r) + " /min"; }

std::string minutes(double value) { return short_number(value) + " min"; }

std::string bolus_text(const Reason& r) {
  const std::string amount = "bolus of " + short_number(r.seen) + " ug";
  return r.limit > 0.0 ? amount + " over " + minutes(r.limit) : amount;
}

/// Reasons of the titration of a drug and of its second agent.
std::string titration_text(const Reason& r, const DoseWords& words) {
  switch (r.cause) {
    case Cause::rule:
      return map_text(r) + ": " + words.change(r);
    case Cause::unsustained:
      return map_text(r) + ": for " + minutes(r.before) + ", " + minutes(r.after) +
             " are asked for";
    case Cause::locked:
      return map_text(r) + ": last change " + minutes(r.before) + " ago, lockout " +
             minutes(r.after);
    case Cause::at_bound:
      return map_text(r) + ": dose stays at its bound, " + words.dose(r.after);
    case Cause::drug_stopped:
      return map_text(r) + ": a rescue keeps the drug stopped";
    default:
      return "first drug " + words.number(r.seen) + relation_text(r.relation) +
             words.dose(r.limit) + " for " + minutes(r.after);
  }
}

std::string watched_text(const Chart& chart, const Reason& r) {
  const std::string held = " for " + minutes(r.after);
  switch (r.cause) {
    case Cause::sign_map:
      return map_text(r);
    case Cause::sign_rate:
      return rate_text(r);
    case Cause::rescue_map:
      return chart.names[r.name] + ": " + map_text(r) + held;
    default:
      return chart.names[r.name] + ": " + rate_text(r) + held;
  }
}

}  // namespace

const char* event_kind_name(EventKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::string reason_text(const Chart& chart, const Event& event, const DoseUnit& unit) {
  const Reason& r = event.reason;
  const DoseWords words(r, unit);
  switch (r.cause) {
    case Cause::running:
      return "running at the start";
    case Cause::order:
      return "ordered: " + words.change(r);
    case Cause::bolus_order:
      return bolus_text(r);
    case Cause::bolus_given:
      return "bolus given";
    case Cause::target:
      return "plasma target " + short_number(r.limit) + " ng/mL";
    case Cause::missed:
      return "check missed";
    case Cause::challenge:
      return "baseline before the ladder";
    case Cause::ladder_step:
      return "step " + short_number(r.seen) + " of " + short_number(r.limit) + ": " +
             words.dose(r.after);
    case Cause::ladder_over:
      return "ladder complete";
    case Cause::washed_out:
      return "wash-out over";
    case Cause::challenge_running:
      return "not started: another challenge is running";
    case Cause::by_rescue:
      return "rescue: " + chart.names[r.name];
    case Cause::hold_over:
      return "hold of a rescue is over: " + words.change(r);
    case Cause::fluid_order:
      return "ordered";
    case Cause::fluid_given:
      return "whole volume";
    case Cause::closed:
      return "death or end of the run";
    case Cause::hazard:
      return "cumulative hazard " + short_number(r.seen) + " reached " + short_number(r.limit);
    case Cause::rule:
    case Cause::unsustained:
    case Cause::locked:
    case Cause::at_bound:
    case Cause::drug_stopped:
    case Cause::first_drug:
      return titration_text(r, words);
    case Cause::sign_map:
    case Cause::sign_rate:
    case Cause::rescue_map:
    case Cause::rescue_rate:
      break;
  }
  return watched_text(chart, r);
}

}  // namespace pressor
