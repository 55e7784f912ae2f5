#include "read_figures.h"

#include <algorithm>
#include <utility>

#include "people.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// The unit of an axis as written; notes one that nobody knows.
std::string read_axis_unit(const Value& value) {
  std::string unit = value.text();
  if (!value.is_text()) return unit;
  try {
    (void)parse_unit(unit);
  } catch (const QuantityError& error) {
    value.problem(error.what(), error.expected(), error.suggestion());
    unit.clear();
  }
  return unit;
}

EvidencePanel read_panel(const Value& value) {
  EvidencePanel panel;
  value.fields([&](Fields& in) {
    panel.title = in.required("title").text();
    panel.unit = read_axis_unit(in.required("unit"));
  });
  return panel;
}

void check_panel(const Value& where, const EvidenceRow& row, const EvidenceFigure& figure) {
  std::vector<std::string> units;
  for (const EvidencePanel& panel : figure.panels) {
    if (panel.unit == row.unit) return;
    units.push_back(panel.unit);
  }
  const bool slope = row.reading.kind == ObservableKind::slope;
  if (slope && !row.reading.ladder.empty()) return;  // shapes the published curve
  where.problem("the figure `" + figure.name + "` has no axis in " + row.unit, list_words(units));
}

/// The changes from rest to each step of a ladder.
std::vector<ReadingAt> steps_of(const Observable& ladder) {
  std::vector<ReadingAt> steps;
  for (std::size_t i = 0; i < std::min(ladder.ladder.size(), ladder.doses.size()); ++i) {
    Observable change;
    change.kind = ObservableKind::change;
    change.first = ladder.first;
    change.second = ladder.ladder[i];
    steps.push_back({ladder.doses[i], change});
  }
  return steps;
}

std::vector<ReadingAt> read_line(const Value& value, const EvidenceRow& row,
                                 const std::string& unit, const QuantityNames& names) {
  std::vector<ReadingAt> line;
  for (const Value& item : value.items()) {
    item.fields([&](Fields& in) {
      ReadingAt point;
      point.x = in.required("x").quantity({unit}, 0.0);
      const Value y = in.required("y");
      point.reading = read_observable(y, names);
      if (point.reading.unit != row.reading.unit) {
        y.problem("a reading in " + point.reading.unit + " on the line of a row in " +
                  row.reading.unit);
      }
      line.push_back(std::move(point));
    });
  }
  return line;
}

}  // namespace

void EvidenceFigures::read(const Value& figures) {
  for (const Value& item : figures.items()) {
    item.fields([&](Fields& in) { read_figure(item, in); });
  }
}

void EvidenceFigures::read_figure(const Value& where, Fields& in) {
  EvidenceFigure figure;
  figure.name = in.required("name").text();
  figure.title = in.required("title").text();
  in.required("x").fields([&](Fields& x) {
    figure.x_title = x.required("title").text();
    const Value unit = x.optional("unit");
    if (unit.present()) figure.x_unit = read_axis_unit(unit);
  });
  for (const Value& panel : in.required("y").one_or_more()) {
    figure.panels.push_back(read_panel(panel));
  }
  const Value origin = in.optional("origin");
  if (origin.present() && figure.x_unit.empty()) {
    origin.problem("a figure over words has no origin", "an x with a unit");
  } else if (origin.present()) {
    figure.origin = origin.quantity({figure.x_unit}, 0.0);
  }
  const std::string name = figure.name;
  auto shared = std::make_shared<const EvidenceFigure>(std::move(figure));
  if (!known_.emplace(name, Known{where, std::move(shared)}).second) {
    where.problem("a second figure `" + name + "`", "names that differ");
  }
}

std::shared_ptr<const EvidenceFigure> EvidenceFigures::find(const Value& name) {
  const auto found = known_.find(name.text());
  if (found != known_.end()) {
    found->second.used = true;
    return found->second.figure;
  }
  std::vector<std::string> names;
  for (const auto& [known, figure] : known_) names.push_back(known);
  if (name.is_text()) refuse_name(name, "figure of this file", name.text(), names);
  return nullptr;
}

std::optional<FigurePlace> EvidenceFigures::read_place(const Value& value, const EvidenceRow& row,
                                                       const QuantityNames& names) {
  if (!value.present()) return std::nullopt;
  FigurePlace place;
  value.fields([&](Fields& in) {
    place.figure = find(in.required("in"));
    place.series = in.optional("series").text();
    const bool ladder = !row.reading.ladder.empty();
    const Value x = ladder ? in.optional("x") : in.required("x");
    const Value since = in.optional("since");
    const Value curve = in.optional("curve");
    if (!place.figure || (!ladder && !x.present())) return;
    check_panel(value, row, *place.figure);
    const std::string& unit = place.figure->x_unit;
    if (ladder && x.present()) x.problem("the doses of a ladder are its x");
    if (ladder && unit != "ug/kg/min") {
      value.problem("the doses of a ladder stand over an axis in ug/kg/min");
    }
    if (!ladder && unit.empty()) place.word = x.text();
    if (!ladder && !unit.empty()) place.x = x.quantity({unit}, 0.0);
    if (since.present() && unit.empty()) {
      since.problem("a figure over words has no way from one x to another");
    } else if (since.present()) {
      place.since = since.quantity({unit}, 0.0);
    }
    place.curve = ladder ? steps_of(row.reading) : read_line(curve, row, unit, names);
  });
  return place.figure ? std::optional(std::move(place)) : std::nullopt;
}

void EvidenceFigures::refuse_empty() const {
  for (const auto& [name, known] : known_) {
    if (known.used) continue;
    known.where.problem("no row stands in the figure `" + name + "`",
                        "a row with `figure: {in: " + name + ", x: ...}`");
  }
}

}  // namespace pressor
