#include "words.h"

#include <cmath>

#include "pressor/core/minutes.h"

namespace pressor {
namespace {

bool is_short(double value) { return std::fabs(value * 4.0 - std::round(value * 4.0)) < 1.0e-9; }

std::string span_text(double from, double until) {
  return "from " + time_text(from) + (std::isinf(until) ? "" : " until " + time_text(until));
}

class OrderWriter {
 public:
  OrderWriter(const std::vector<Drug>& drugs, std::string margin)
      : drugs_(drugs), margin_(std::move(margin)) {}

  std::string write(const Orders& orders) {
    for (const DrugOrder& order : orders.drugs) line(gift(order));
    for (const Titration& titration : orders.titrations) write_titration(titration);
    for (const Challenge& challenge : orders.challenges) line(text(challenge));
    for (const FluidOrder& fluid : orders.fluids) line(text(fluid));
    for (const SteroidOrder& steroid : orders.steroids) {
      line("steroid " + span_text(steroid.from, steroid.until));
    }
    for (const Rescue& rescue : orders.rescues) line(text(rescue));
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += margin_ + text + '\n'; }

  [[nodiscard]] const std::string& name(std::size_t drug) const { return drugs_[drug].name; }

  [[nodiscard]] std::string gift(const DrugOrder& order) const {
    const std::string start = name(order.drug) + ' ';
    if (order.kind == DrugOrder::Kind::bolus) {
      const std::string over = order.duration > 0.0 ? " over " + time_text(order.duration) : "";
      return start + amount_text(order.dose) + " at " + time_text(order.from) + over;
    }
    if (order.kind == DrugOrder::Kind::target) {
      return start + "target " + rounded(order.target) + " ng/mL " +
             span_text(order.from, order.until);
    }
    const std::string rate = start + rate_text(order.dose, drugs_[order.drug]) + ' ';
    if (!order.steady) return rate + span_text(order.from, order.until);
    return rate + "since long before" +
           (std::isinf(order.until) ? "" : " until " + time_text(order.until));
  }

  void write_titration(const Titration& t) {
    const Drug& drug = drugs_[t.drug];
    line(drug.name + " titrated to MAP " + rounded(t.low) + '-' + rounded(t.high) +
         " mmHg, checks every " + time_text(t.every) + " (" + rounded(100.0 * t.missed) +
         " % missed), up to " + rate_text(t.largest, drug) + ", " + span_text(t.from, t.until));
    for (const TitrationStep& step : t.steps) {
      line("  MAP " + comparison_text(step.when) + " mmHg: x" + rounded(step.factor) +
           (step.at_least ? ", at least " + rate_text(*step.at_least, drug) : "") +
           (step.at_most ? ", at most " + rate_text(*step.at_most, drug) : "") +
           (step.sustained > 0.0 ? ", after " + time_text(step.sustained) : "") +
           (step.lockout > 0.0 ? ", not within " + time_text(step.lockout) : ""));
    }
    if (!t.second) return;
    line("  then " + name(t.second->drug) + ' ' +
         rate_text(t.second->dose, drugs_[t.second->drug]) + " above " +
         rate_text(t.second->start_above, drug) + " for " + time_text(t.second->start_after) +
         ", off below " + rate_text(t.second->stop_below, drug));
  }

  [[nodiscard]] std::string text(const Challenge& c) const {
    std::vector<std::string> doses;
    for (const Dose& dose : c.ladder) doses.push_back(rate_text(dose, drugs_[c.drug]));
    std::vector<std::string> times;
    for (const double at : c.at) times.push_back(time_text(at));
    std::string stop;
    if (c.stop_map) stop += ", stops at MAP " + comparison_text(*c.stop_map) + " mmHg";
    if (c.stop_rate) stop += ", stops at HR " + comparison_text(*c.stop_rate) + " /min";
    return "challenge with " + name(c.drug) + ' ' + joined(doses) + ", " + time_text(c.step) +
           " a step, at " + (times.empty() ? "times of the scenario" : joined(times)) + stop;
  }

  [[nodiscard]] static std::string text(const FluidOrder& fluid) {
    constexpr const char* kinds[] = {"crystalloid", "colloid", "bleeding"};
    return std::string(kinds[static_cast<std::size_t>(fluid.kind)]) + ' ' + rounded(fluid.volume) +
           (fluid.per_kg ? " mL/kg" : " mL") + " from " + time_text(fluid.from) + " over " +
           time_text(fluid.duration);
  }

  [[nodiscard]] std::string text(const Rescue& rescue) const {
    const bool map = rescue.sign == Rescue::Sign::map;
    std::string what = "rescue `" + rescue.name + "`: at " + (map ? "MAP " : "HR ") +
                       comparison_text(rescue.when) + (map ? " mmHg" : " /min");
    for (const std::size_t drug : rescue.stop) what += ", stop " + name(drug);
    if (rescue.give)
      what += ", give " + name(rescue.give->drug) + ' ' + amount_text(rescue.give->dose);
    if (rescue.fluid) what += ", give " + text(*rescue.fluid);
    return what;
  }

  const std::vector<Drug>& drugs_;
  std::string margin_;
  std::string out_;
};

}  // namespace

std::string rounded(double value, int digits) {
  if (value == 0.0 || !std::isfinite(value)) return std::isinf(value) ? "unbounded" : "0";
  const int decimals = digits - 1 - static_cast<int>(std::floor(std::log10(std::fabs(value))));
  // Dividing by a power of ten keeps 0.1 what it is; multiplying by 0.1 would not.
  const double scale = std::pow(10.0, std::abs(decimals));
  const double whole = std::round(decimals > 0 ? value * scale : value / scale);
  return format_number(decimals > 0 ? whole / scale : whole * scale);
}

std::string exact_with_unit(double value, std::string_view unit) {
  if (unit == "1" || unit.empty()) return format_number(value);
  return format_number(value) + ' ' + std::string(unit);
}

std::string with_unit(double value, std::string_view unit) {
  if (unit == "1") return rounded(value);
  return rounded(value) + ' ' + std::string(unit.starts_with("1/") ? unit.substr(1) : unit);
}

std::string time_text(double minutes) {
  const double days = minutes / minutes_a_day;
  const double hours = minutes / minutes_an_hour;
  if (days > 3.0 && is_short(days)) return rounded(days) + " d";
  if (hours >= 1.0 && is_short(hours)) return rounded(hours) + " h";
  return rounded(minutes) + " min";
}

std::string rate_text(const Dose& dose, const Drug& drug) {
  const bool usual_per_kg = parse_unit(drug.usual_unit).dimension.body_weight != 0;
  if (usual_per_kg != dose.per_kg && dose.value != 0.0) {
    return rounded(dose.value) + (dose.per_kg ? " ug/kg/min" : " ug/min");
  }
  const Dose one = parse_dose_rate("1 " + drug.usual_unit, drug.units);
  return rounded(dose.value / one.value) + ' ' + drug.usual_unit;
}

std::string amount_text(const Dose& dose) {
  return rounded(dose.value) + (dose.per_kg ? " ug/kg" : " ug");
}

std::string comparison_text(const Comparison& comparison, std::string_view unit) {
  constexpr const char* signs[] = {"< ", "<= ", "> ", ">= "};
  return signs[static_cast<std::size_t>(comparison.relation)] + with_unit(comparison.limit, unit);
}

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

std::string joined(const std::vector<std::string>& parts, std::string_view by) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : std::string(by)) + parts[i];
  return out;
}

std::string describe_orders(const Orders& orders, const std::vector<Drug>& drugs,
                            const std::string& margin) {
  return OrderWriter(drugs, margin).write(orders);
}

}  // namespace pressor
