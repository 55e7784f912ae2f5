#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// Beats of the pulsatile body of the first kept patient, beside the beat-averaged figures.
namespace pressor::report {
namespace {

constexpr std::size_t most_beats = 6;  ///< lines that a reader tells apart

/// What is kept of the first patient; waveforms are times x phases.
struct FirstBeats {
  std::vector<double> time, map, averaged, sbp, dbp, output, output_averaged;
  std::vector<double> at, aorta, ventricle, volume;
  std::size_t phases = 0;

  [[nodiscard]] bool found(std::size_t k) const { return !std::isnan(map[k]); }
};

FirstBeats read_beats(const ResultRows& rows) {
  const auto read = [&](const char* name) {
    return rows.numbers(std::string("/pulsatile/") + name, 0, 1);
  };
  FirstBeats b{rows.numbers("/pulsatile/time"),
               read("MAP"),
               read("MAP_averaged"),
               read("SBP"),
               read("DBP"),
               read("CO"),
               read("CO_averaged"),
               read("beat_time"),
               read("aortic_pressure"),
               read("left_ventricular_pressure"),
               read("left_ventricular_volume"),
               rows.shape("/pulsatile/phase").at(0)};
  return b;
}

/// Beats that are drawn, spread over those that were found.
std::vector<std::size_t> beats_drawn(const FirstBeats& beats) {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < beats.time.size(); ++k) {
    if (beats.found(k)) found.push_back(k);
  }
  if (found.size() <= most_beats) return found;
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < most_beats; ++i) {
    drawn.push_back(found[i * (found.size() - 1) / (most_beats - 1)]);
  }
  return drawn;
}

double highest_of(const std::vector<double>& values) {
  double highest = 0.0;
  for (const double value : values)
    highest = std::isnan(value) ? highest : std::max(highest, value);
  return highest;
}

std::vector<Point> beat_curve(const FirstBeats& beats, std::size_t k, const std::vector<double>& x,
                              const std::vector<double>& y) {
  std::vector<Point> points;
  for (std::size_t i = k * beats.phases; i < (k + 1) * beats.phases; ++i) {
    points.push_back({x[i], y[i]});
  }
  return points;
}

Html beats_figure(const FirstBeats& beats) {
  constexpr double head = 72.0;
  const double pressure = std::max(highest_of(beats.aorta), highest_of(beats.ventricle));
  Plot waves({50.0, head, 340.0, 230.0}, number_axis("s", 0.0, highest_of(beats.at), 5),
             number_axis("", 0.0, pressure, 6));
  waves.title("Pressure at the aorta's root, mmHg");
  Plot loops({445.0, head, 340.0, 230.0},
             number_axis("volume of the left ventricle, mL", 0.0, highest_of(beats.volume), 5),
             number_axis("", 0.0, pressure, 6));
  loops.title("Pressure in the left ventricle, mmHg");
  std::vector<LegendEntry> entries;
  const std::vector<std::size_t> drawn = beats_drawn(beats);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    waves.line(beat_curve(beats, drawn[i], beats.at, beats.aorta), series_class(i));
    loops.line(beat_curve(beats, drawn[i], beats.volume, beats.ventricle), series_class(i));
    entries.push_back({"at " + duration(beats.time[drawn[i]]), series_class(i), false});
  }
  Figure figure("beat-curves", "Arterial pressure and pressure-volume loop of single beats", 800.0,
                head + 285.0);
  figure.legend(entries);
  figure.add(waves);
  figure.add(loops);
  return figure.markup(
      text("First kept patient: the beat that repeats itself under the tones of that moment."));
}

Html beats_table(const FirstBeats& beats) {
  Table table("First kept patient, pulsatile against beat-averaged body",
              {"time", "MAP averaged, mmHg", "MAP pulsatile, mmHg", "difference, %",
               "SBP/DBP pulsatile, mmHg", "CO averaged, L/min", "CO pulsatile, L/min"});
  for (std::size_t k = 0; k < beats.time.size(); ++k) {
    if (!beats.found(k)) continue;
    table.row({duration(beats.time[k]), fixed(beats.averaged[k], 1), fixed(beats.map[k], 1),
               signed_fixed(100.0 * (beats.map[k] / beats.averaged[k] - 1.0), 1),
               fixed(beats.sbp[k], 0) + "/" + fixed(beats.dbp[k], 0),
               fixed(beats.output_averaged[k], 2), fixed(beats.output[k], 2)});
  }
  return table.markup();
}

}  // namespace

Section pulsatile_section(const Evidence& evidence) {
  Section section{"beats", "Single beats", {}, "no beat could be found"};
  const FirstBeats beats = read_beats(evidence.rows);
  if (beats_drawn(beats).empty()) return section;
  section.body = paragraph(
                     "Elastance and stressed volume of the pulsatile body are matched to the "
                     "patient at baseline, where both bodies agree; later differences are a "
                     "comparison of two hearts under one set of tones.") +
                 beats_figure(beats) + beats_table(beats);
  return section;
}

}  // namespace pressor::report
