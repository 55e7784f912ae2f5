#include "dosing_row.h"

#include <cmath>

namespace pressor {
namespace {

/// Additional doses that one row may ask for: 270 years of a dose a day.
constexpr int most_additional = 100'000;

constexpr int observed = 0;
constexpr int dosed_only = 1;
constexpr int other_event = 2;
constexpr int reset_only = 3;
constexpr int reset_and_dosed = 4;

/// Sizes beyond which no number of a history makes sense, in min, ug and ug/min: two hundred years,
/// a million tons.
constexpr double largest_time = 1.0e8;
constexpr double largest_amount = 1.0e18;

constexpr double modelled_rate_code = -1.0;
constexpr double modelled_duration_code = -2.0;

std::string told(const Cell& cell) { return "`" + cell.text + "`"; }

std::string item_name(DosingItem item) {
  return std::string(dosing_item_names[static_cast<std::size_t>(item)]);
}

}  // namespace

std::optional<DosingRow> DosingRowReader::read(const Cells& cells) {
  const std::size_t before = problems_.problems().size();
  DosingRow row;
  const auto time = number(cell(cells, DosingItem::time), "TIME");
  if (time) row.time = *time * columns_.minutes;
  if (std::abs(row.time) > largest_time) {
    note(cells, DosingItem::time, told(cell(cells, DosingItem::time)) + " is no time of a history",
         "a time within two hundred years");
  }
  const int kind = event(cells);
  const bool dose_given = kind == dosed_only || kind == reset_and_dosed;
  row.reset = kind == reset_only || kind == reset_and_dosed;
  check_missing(cells, kind);
  if (!dose_given) refuse_dose(cells, kind);
  const auto at = place(cells, dose_given);
  row.shown = model_.central();
  if (at && !dose_given) row.shown = *at;
  if (at && dose_given) row.dose = dose(cells, *at);
  if (problems_.problems().size() > before) return std::nullopt;
  return row;
}

void DosingRowReader::note(const Cell& cell, const std::string& column, std::string what,
                           std::string expected) {
  problems_.add(data_.problem_at(cell, column, std::move(what), std::move(expected)));
}

void DosingRowReader::note(const Cells& cells, DosingItem item, std::string what,
                           std::string expected) {
  note(cell(cells, item), item_name(item), std::move(what), std::move(expected));
}

const Cell& DosingRowReader::cell(const Cells& cells, DosingItem item) const {
  return cells[columns_.of(item).value_or(0)];
}

std::optional<double> DosingRowReader::number(const Cell& cell, const std::string& column) {
  if (cell.missing()) {
    note(cell, column, "nothing stands here", "a number");
    return std::nullopt;
  }
  const auto value = parse_number(cell.text);
  if (!value) note(cell, column, told(cell) + " is no number", "a number");
  return value;
}

double DosingRowReader::item(const Cells& cells, DosingItem item, double factor) {
  const auto at = columns_.of(item);
  if (!at || cells[*at].missing()) return 0.0;
  const double value = number(cells[*at], item_name(item)).value_or(0.0) * factor;
  const double largest = item == DosingItem::interval ? largest_time : largest_amount;
  const bool tiny = value != 0.0 && std::abs(value) < 1.0 / largest_amount;
  if (std::abs(value) <= largest && !tiny) return value;
  note(cells, item, told(cells[*at]) + (tiny ? " is as good as nothing" : " is too large"),
       "a number that a patient's history can hold");
  return 0.0;
}

int DosingRowReader::whole(const Cells& cells, DosingItem item, int most, int absent) {
  const auto at = columns_.of(item);
  if (!at || cells[*at].missing()) return absent;
  const auto value = number(cells[*at], item_name(item));
  if (!value) return absent;
  if (std::floor(*value) == *value && *value >= 0.0 && *value <= most) {
    return static_cast<int>(*value);
  }
  note(cells, item, told(cells[*at]) + " is not known here",
       "a whole number from 0 to " + std::to_string(most));
  return absent;
}

int DosingRowReader::event(const Cells& cells) {
  const auto at = columns_.of(DosingItem::event);
  if (!at) {
    const bool dosed =
        item(cells, DosingItem::amount) != 0.0 || item(cells, DosingItem::rate) != 0.0;
    return dosed ? dosed_only : observed;
  }
  if (cells[*at].missing()) note(cells, DosingItem::event, "no EVID", "0 to 4");
  return whole(cells, DosingItem::event, reset_and_dosed, observed);
}

void DosingRowReader::check_missing(const Cells& cells, int event) {
  const auto value = columns_.of(DosingItem::value);
  const bool measured = value && !cells[*value].missing();
  if (measured) (void)number(cells[*value], "DV");
  const auto at = columns_.of(DosingItem::missing);
  if (!at) return;
  if (cells[*at].missing()) return note(cells, DosingItem::missing, "no MDV", "0 or 1");
  const int missing = whole(cells, DosingItem::missing, 1, 1);
  if (missing == 1) return;
  if (event != observed) {
    note(cells, DosingItem::missing, "MDV 0 in a row with EVID " + std::to_string(event),
         "1: only an observation can have a value");
  } else if (value && !measured) {
    note(cells, DosingItem::value, "nothing stands here and MDV is 0",
         "a value, or MDV 1 where none was measured");
  }
}

void DosingRowReader::refuse_dose(const Cells& cells, int event) {
  for (const DosingItem what : {DosingItem::amount, DosingItem::rate, DosingItem::interval,
                                DosingItem::additional, DosingItem::steady}) {
    const auto at = columns_.of(what);
    if (!at || cells[*at].missing()) continue;
    const auto value = parse_number(cells[*at].text);
    if (value == 0.0) continue;
    if (!value) {
      note(cells, what, told(cells[*at]) + " is no number", "0 or . in a row without a dose");
      continue;
    }
    note(cells, what,
         item_name(what) + ' ' + cells[*at].text + " in a row with EVID " + std::to_string(event),
         "0 or ., or EVID 1 or 4 for a dose");
  }
}

std::optional<std::size_t> DosingRowReader::place(const Cells& cells, bool dose) {
  const auto number_of_places = static_cast<int>(model_.dosed());
  const int chosen = whole(cells, DosingItem::compartment, number_of_places, 0);
  if (chosen == 0) return dose ? 0 : model_.central();
  const auto at = static_cast<std::size_t>(chosen - 1);
  if (!dose && at < model_.central()) {
    note(cells, DosingItem::compartment, "the depot has no concentration",
         std::to_string(model_.central() + 1) + " for the central compartment");
    return std::nullopt;
  }
  return at;
}

DoseEvent DosingRowReader::dose(const Cells& cells, std::size_t place) {
  DoseEvent dose;
  dose.place = place;
  dose.amount = item(cells, DosingItem::amount, columns_.micrograms);
  dose.interval = item(cells, DosingItem::interval, columns_.minutes);
  dose.additional =
      static_cast<std::uint32_t>(whole(cells, DosingItem::additional, most_additional, 0));
  dose.steady = static_cast<SteadyDose>(whole(cells, DosingItem::steady, 2, 0));
  const double rate = item(cells, DosingItem::rate);
  dose.rate = rate * columns_.micrograms / columns_.minutes;
  dose.form = rate == 0.0                      ? DoseForm::bolus
              : rate == modelled_rate_code     ? DoseForm::modelled_rate
              : rate == modelled_duration_code ? DoseForm::modelled_duration
                                               : DoseForm::infusion;
  if (rate < 0.0 && dose.form == DoseForm::infusion) {
    note(cells, DosingItem::rate, told(cell(cells, DosingItem::rate)) + " is no rate",
         "a rate above 0, 0 for a bolus, -1 for a modelled rate, -2 for a modelled duration");
  }
  check_amount(cells, dose, rate);
  check_repeats(cells, dose);
  return dose;
}

void DosingRowReader::check_amount(const Cells& cells, const DoseEvent& dose, double rate) {
  if (dose.amount > 0.0) return;
  const char* expected =
      "an amount above 0; or SS with RATE, neither AMT nor II, for an infusion without begin";
  if (dose.amount < 0.0) {
    note(cells, DosingItem::amount, "a dose below 0", expected);
  } else if (dose.steady == SteadyDose::no) {
    note(cells, DosingItem::amount, rate != 0.0 ? "RATE without AMT" : "a dose without AMT",
         expected);
  } else if (rate == 0.0 || dose.interval != 0.0) {
    note(cells, DosingItem::amount, "a dose at steady state without AMT", expected);
  } else if (dose.form == DoseForm::modelled_duration) {
    note(cells, DosingItem::rate, "a duration of an infusion that has been running for ever",
         "a rate above 0, or -1");
  } else if (dose.additional > 0) {
    note(cells, DosingItem::additional, "ADDL with an infusion that has been running for ever",
         "0");
  }
}

void DosingRowReader::check_repeats(const Cells& cells, const DoseEvent& dose) {
  const bool steady = dose.steady != SteadyDose::no;
  if (dose.interval < 0.0) {
    note(cells, DosingItem::interval, "an interval below 0", "a time above 0");
  } else if (dose.interval == 0.0 && dose.additional > 0) {
    note(cells, DosingItem::additional, "ADDL without II", "II: the time between doses");
  } else if (dose.interval == 0.0 && steady && dose.amount > 0.0) {
    note(cells, DosingItem::steady, "SS without II", "II: the time between doses");
  } else if (dose.interval > 0.0 && dose.additional == 0 && !steady) {
    note(cells, DosingItem::interval, "II without ADDL or SS",
         "ADDL: how many doses follow, or SS 1 or 2 for those before");
  }
}

}  // namespace pressor
