#include <algorithm>
#include <array>
#include <utility>

#include "row_tables.h"
#include "tables.h"

namespace pressor {
namespace {

constexpr const char* pulsatile_group = "pulsatile";

Dataset pulsatile_dataset(std::string name, std::string unit, std::string meaning,
                          std::vector<std::string> dims, Cells cells) {
  return make_dataset(pulsatile_group, std::move(name), std::move(unit), std::move(meaning),
                      std::move(dims), std::move(cells));
}

struct BeatColumn {
  double BeatReadings::*member;
  const char* name;
  const char* unit;
  const char* meaning;
};
constexpr std::array beat_columns{
    BeatColumn{&BeatReadings::map, "MAP", "mmHg", "mean arterial pressure"},
    BeatColumn{&BeatReadings::sbp, "SBP", "mmHg", "systolic arterial pressure"},
    BeatColumn{&BeatReadings::dbp, "DBP", "mmHg", "diastolic arterial pressure"},
    BeatColumn{&BeatReadings::output, "CO", "L/min", "cardiac output"},
    BeatColumn{&BeatReadings::stroke_volume, "SV", "mL", "stroke volume"},
    BeatColumn{&BeatReadings::cvp, "CVP", "mmHg", "mean right atrial pressure"},
    BeatColumn{&BeatReadings::pulmonary_arterial, "PAP", "mmHg",
               "mean pulmonary arterial pressure"},
    BeatColumn{&BeatReadings::pulmonary_venous, "PCWP", "mmHg", "mean pulmonary venous pressure"},
    BeatColumn{&BeatReadings::end_diastolic_volume, "LVEDV", "mL",
               "largest volume of the left ventricle"},
    BeatColumn{&BeatReadings::end_systolic_volume, "LVESV", "mL",
               "smallest volume of the left ventricle"},
    BeatColumn{&BeatReadings::stroke_work, "stroke_work", "mmHg.mL",
               "area of the left ventricle's pressure-volume loop"},
};

struct WaveColumn {
  double WaveformPoint::*member;
  const char* name;
  const char* unit;
  const char* meaning;
};
constexpr std::array wave_columns{
    WaveColumn{&WaveformPoint::time, "beat_time", "s", "time from the start of the beat"},
    WaveColumn{&WaveformPoint::aorta, "aortic_pressure", "mmHg", "pressure at the aorta's root"},
    WaveColumn{&WaveformPoint::left_ventricle, "left_ventricular_pressure", "mmHg",
               "pressure in the left ventricle"},
    WaveColumn{&WaveformPoint::left_ventricle_volume, "left_ventricular_volume", "mL",
               "volume of the left ventricle"},
    WaveColumn{&WaveformPoint::aortic_flow, "aortic_flow", "mL/s", "flow through the aortic valve"},
};

/// Shown beside the beats, from the signals of the same names.
constexpr std::array<const char*, 7> averaged_signals{"MAP", "SBP", "DBP", "CO", "SV", "CVP", "HR"};

std::vector<Dataset> pulsatile_scales(const Study& study, const std::vector<PulsatileRow>& rows) {
  std::vector<std::int64_t> patients;
  for (const PulsatileRow& row : rows) patients.push_back(static_cast<std::int64_t>(row.row));
  std::vector<double> phase(waveform_points);
  for (std::size_t i = 0; i < phase.size(); ++i) {
    phase[i] = static_cast<double>(i) / static_cast<double>(phase.size() - 1);
  }
  std::vector<Dataset> made;
  made.push_back(pulsatile_dataset("patient", "1", "row of the patient in the whole run",
                                   {"patient"}, std::move(patients)));
  made.push_back(
      pulsatile_dataset("time", "min", "time from the start", {"time"}, study.pulsatile_at));
  made.push_back(pulsatile_dataset("phase", "1", "share of the beat that has gone by", {"phase"},
                                   std::move(phase)));
  return made;
}

Dataset arm_of_rows(const Study& study, const std::vector<PulsatileRow>& rows) {
  std::vector<std::int8_t> arms;
  for (const PulsatileRow& row : rows) arms.push_back(static_cast<std::int8_t>(row.arm));
  Dataset made = pulsatile_dataset("arm", "1", "arm in which this row was simulated", {"patient"},
                                   std::move(arms));
  made.flags = arm_names(study);
  return made;
}

/// One value a patient and time, as `value` finds it in the moment.
template <class Cell, class Value>
std::vector<Cell> by_moment(const std::vector<PulsatileRow>& rows, const Value& value) {
  std::vector<Cell> cells;
  for (const PulsatileRow& row : rows) {
    for (const PulsatileMoment& moment : row.moments) cells.push_back(value(moment));
  }
  return cells;
}

std::vector<double> wave_cells(const std::vector<PulsatileRow>& rows,
                               double WaveformPoint::*member) {
  std::vector<double> cells;
  for (const PulsatileRow& row : rows) {
    for (const PulsatileMoment& moment : row.moments) {
      for (std::size_t i = 0; i < waveform_points; ++i) {
        cells.push_back(moment.beat ? moment.beat->waveform[i].*member : missing_number);
      }
    }
  }
  return cells;
}

}  // namespace

std::vector<Dataset> pulsatile_table(const Study& study, const std::vector<PulsatileRow>& rows) {
  const std::size_t times = study.pulsatile_at.size();
  std::vector<Dataset> made = pulsatile_scales(study, rows);
  made.push_back(arm_of_rows(study, rows));
  const auto add = [&](std::string name, std::string unit, std::string meaning, Cells cells) {
    made.push_back(pulsatile_dataset(std::move(name), std::move(unit), std::move(meaning),
                                     {"patient", "time"}, std::move(cells)));
    made.back().inner = {times};
    made.back().notes.emplace_back("coordinates", "arm");
  };
  for (const BeatColumn& column : beat_columns) {
    add(column.name, column.unit, std::string(column.meaning) + ", pulsatile body",
        by_moment<double>(rows, [&](const PulsatileMoment& m) {
          return m.beat ? m.beat->readings.*column.member : missing_number;
        }));
  }
  for (const char* name : averaged_signals) {
    const auto& signal = signal_fields[signal_index(name)];
    add(std::string(name) + "_averaged", safe_unit(std::string(signal.unit)),
        std::string(signal.meaning) + ", beat-averaged body",
        by_moment<double>(rows, [&](const PulsatileMoment& m) {
          return m.averaged ? (*m.averaged).*signal.member : missing_number;
        }));
  }
  add("failure", "1", "why there is no beat; empty when there is one",
      by_moment<std::string>(rows, [](const PulsatileMoment& m) { return m.failure; }));
  for (const WaveColumn& column : wave_columns) {
    made.push_back(pulsatile_dataset(
        column.name, column.unit, std::string(column.meaning) + ", pulsatile body",
        {"patient", "time", "phase"}, wave_cells(rows, column.member)));
    made.back().inner = {times, waveform_points};
    made.back().notes.emplace_back("coordinates", "arm");
  }
  return made;
}

}  // namespace pressor
