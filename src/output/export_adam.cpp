#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "csv_text.h"
#include "export_source.h"
#include "pressor/core/minutes.h"
#include "pressor/core/quantity.h"
#include "pressor/scenario/load_study.h"

namespace pressor {
namespace {

constexpr const char* adam_missing = "";

/// Capital letters and digits, at most eight.
std::string parameter_code(const std::string& name, std::set<std::string>& taken) {
  constexpr std::size_t longest = 8;
  std::string code;
  for (const char c : name) {
    const bool small = c >= 'a' && c <= 'z';
    if (small || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      code += static_cast<char>(small ? c - 'a' + 'A' : c);
    }
  }
  code = code.substr(0, longest);
  const std::string start = code;
  for (int n = 2; !taken.insert(code).second; ++n) {
    const std::string number = std::to_string(n);
    code = start.substr(0, longest - number.size()) + number;
  }
  return code;
}

std::string number(double value) { return csv_number(value, adam_missing); }

/// What every table says of a subject, row by row of /patients.
class Subjects {
 public:
  Subjects(const ExportSource& source, const Study& study)
      : study_(study.name),
        id_(source.rows().numbers("/patients/id")),
        replicate_(source.rows().numbers("/patients/replicate")),
        slot_(source.rows().numbers("/patients/slot")),
        arm_(source.rows().texts("/patients/arm")),
        assigned_(source.rows().texts("/patients/assigned")),
        adherent_(source.rows().texts("/patients/adherent")),
        periods_(study.crossover.has_value()) {
    if (periods_) {
      period_ = source.rows().numbers("/patients/period");
      sequence_ = source.rows().texts("/patients/sequence");
    }
    for (char& c : study_) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }

  [[nodiscard]] std::size_t count() const { return id_.size(); }
  /// Whether the row stands for its subject: of twins the arm by lot, of a crossover the first.
  [[nodiscard]] bool leads(std::size_t row) const {
    return periods_ ? period_[row] == 0.0 : arm_[row] == assigned_[row];
  }
  /// STUDYID USUBJID; the first also in ADSL.
  [[nodiscard]] ExportTable::Line keys(std::size_t row) const {
    return {study_, study_ + '-' + number(replicate_[row]) + '-' + number(slot_[row])};
  }
  [[nodiscard]] std::string subject(std::size_t row) const {
    return number(replicate_[row]) + '-' + number(slot_[row]);
  }
  [[nodiscard]] std::string planned(std::size_t row) const {
    return periods_ ? sequence_[row] : assigned_[row];
  }
  /// Of a patient who did not adhere his arm's treatment is not given.
  [[nodiscard]] std::string treatment(std::size_t row) const {
    return adherent_[row] == "yes" ? arm_[row] : "NOT TREATED";
  }
  [[nodiscard]] std::string arm(std::size_t row) const { return arm_[row]; }
  [[nodiscard]] std::string period(std::size_t row) const {
    return periods_ ? number(period_[row] + 1.0) : "1";
  }
  [[nodiscard]] std::string replicate(std::size_t row) const { return number(replicate_[row]); }

 private:
  std::string study_;
  std::vector<double> id_;
  std::vector<double> replicate_;
  std::vector<double> slot_;
  std::vector<std::string> arm_;
  std::vector<std::string> assigned_;
  std::vector<std::string> adherent_;
  bool periods_;
  std::vector<double> period_;
  std::vector<std::string> sequence_;
};

const std::vector<ExportColumn>& subject_columns() {
  static const std::vector<ExportColumn> columns{
      {"STUDYID", "", "name of the study"},
      {"USUBJID", "", "study, replicate and number of the subject in it"}};
  return columns;
}

/// Of every table but ADSL, with further columns behind.
std::vector<ExportColumn> analysis_columns(const std::vector<ExportColumn>& further) {
  std::vector<ExportColumn> columns = subject_columns();
  columns.insert(columns.end(), {{"TRTP", "", "planned treatment: the arm of this row"},
                                 {"TRTA", "", "actual treatment; NOT TREATED without adherence"},
                                 {"APERIOD", "1", "period, of a crossover"},
                                 {"PARAMCD", "", "code of the parameter"},
                                 {"PARAM", "", "parameter, with its unit"}});
  columns.insert(columns.end(), further.begin(), further.end());
  return columns;
}

ExportTable::Line analysis_line(const Subjects& subjects, std::size_t row, const std::string& code,
                                const std::string& parameter) {
  ExportTable::Line line = subjects.keys(row);
  line.insert(line.end(),
              {subjects.arm(row), subjects.treatment(row), subjects.period(row), code, parameter});
  return line;
}

/// A baseline number of ADSL and the column of /patients that holds it.
struct BaselineColumn {
  const char* name;
  const char* path;
};
constexpr std::array baseline_columns{
    BaselineColumn{"AGE", "/patients/age"},         BaselineColumn{"WEIGHTBL", "/patients/weight"},
    BaselineColumn{"HEIGHTBL", "/patients/height"}, BaselineColumn{"SAPS2BL", "/patients/saps2"},
    BaselineColumn{"MAPBL", "/patients/MAP"},       BaselineColumn{"HRBL", "/patients/HR"},
    BaselineColumn{"COBL", "/patients/CO"},         BaselineColumn{"LACTBL", "/patients/lactate"}};

/// How and when a subject left, in study days: 1 is the day of inclusion.
struct Ending {
  double time = 0.0;  ///< min
  bool died = false;
  std::string status;
  [[nodiscard]] std::string day() const { return number(std::floor(time / minutes_a_day) + 1.0); }
};

Ending ending(double death, double withdrawn, double follow_up, const std::string& status,
              double end) {
  if (status == "failed") return {end, false, "RUN FAILED"};
  if (death <= std::min(withdrawn, follow_up)) return {death, true, "DIED"};
  if (withdrawn < follow_up) return {withdrawn, false, "WITHDRAWN"};
  return {follow_up, false, "COMPLETED"};
}

std::vector<Ending> endings(const ExportSource& source, const Study& study) {
  const auto death = source.rows().numbers("/patients/death_time");
  const auto withdrawn = source.rows().numbers("/patients/withdrawn");
  const auto end = source.rows().numbers("/patients/end");
  const auto status = source.rows().texts("/patients/status");
  std::vector<Ending> all;
  for (std::size_t r = 0; r < death.size(); ++r) {
    all.push_back(ending(death[r], withdrawn[r], study.follow_up, status[r], end[r]));
  }
  return all;
}

ExportTable adsl(const ExportSource& source, const Study& study) {
  ExportTable table{"adsl", subject_columns(), {}};
  const auto add = [&](const char* name, const char* unit, const char* meaning) {
    table.columns.push_back({name, unit, meaning});
  };
  add("SUBJID", "", "replicate and number of the subject in it");
  add("SITEID", "1", "centre");
  add("REPLIC", "1", "replicate of the trial");
  add("ARM", "", "planned arm, of a crossover the sequence");
  add("ACTARM", "", "actual arm; NOT TREATED without adherence");
  add("ITTFL", "", "Y: counts in the arm by lot");
  add("SEX", "", "F or M");
  std::vector<std::string> paths;
  for (const BaselineColumn& column : baseline_columns) {
    if (!source.has(column.path)) continue;
    paths.emplace_back(column.path);
    table.columns.push_back(source.column(column.path, column.name));
  }
  add("EOSSTT", "", "how the study ended for the subject");
  add("EOSDY", "d", "study day of that; 1 is the day of inclusion");
  add("DTHFL", "", "Y: died within follow-up");
  add("DTHDY", "d", "study day of death");
  table.lines = [source, study, paths](const auto& take) {
    const Subjects subjects(source, study);
    const auto endings_of = endings(source, study);
    const auto centre = source.cells("/patients/centre");
    const auto woman = source.rows().numbers("/patients/woman");
    std::vector<std::vector<std::string>> columns;
    for (const std::string& path : paths) columns.push_back(source.cells(path));
    for (std::size_t r = 0; r < subjects.count(); ++r) {
      if (!subjects.leads(r)) continue;
      const Ending& end = endings_of[r];
      ExportTable::Line line = subjects.keys(r);
      line.insert(line.end(),
                  {subjects.subject(r), centre[r], subjects.replicate(r), subjects.planned(r),
                   subjects.treatment(r), "Y", woman[r] != 0.0 ? "F" : "M"});
      for (const auto& column : columns) line.push_back(column[r]);
      line.insert(line.end(), {end.status, end.day(), end.died ? "Y" : "N",
                               end.died ? end.day() : adam_missing});
      take(line);
    }
  };
  return table;
}

/// Endpoint columns of one name, and the one at 0 when there is one.
struct EffectParameter {
  std::string name;
  std::string code;
  std::vector<std::string> columns;
  std::optional<std::string> baseline;
};

double visit_time(const std::string& column) {
  const std::size_t at = column.find('@');
  if (at == std::string::npos) return std::nan("");
  return in_unit(parse_quantity(column.substr(at + 1)), "min");
}

std::vector<EffectParameter> effect_parameters(const ExportSource& source) {
  std::vector<EffectParameter> parameters;
  std::set<std::string> taken;
  for (const std::string& column : source.names("/endpoints")) {
    if (!source.has("/endpoints/" + column + ".missing")) continue;
    const std::string name = column.substr(0, column.find('@'));
    auto found = std::find_if(parameters.begin(), parameters.end(),
                              [&](const EffectParameter& p) { return p.name == name; });
    if (found == parameters.end()) {
      found = parameters.insert(found, {name, parameter_code(name, taken), {}, {}});
    }
    found->columns.push_back(column);
    if (visit_time(column) == 0.0) found->baseline = column;
  }
  return parameters;
}

ExportTable adeff(const ExportSource& source, const Study& study) {
  ExportTable table{"adeff",
                    analysis_columns({{"AVISIT", "", "visit as the scenario says it"},
                                      {"AVISITN", "min", "time of the visit"},
                                      {"AVAL", "as in PARAM", "value"},
                                      {"BASE", "as in PARAM", "value of the same parameter at 0"},
                                      {"CHG", "as in PARAM", "AVAL less BASE"},
                                      {"ABLFL", "", "Y: this is the baseline"},
                                      {"AVALNS", "", "why AVAL is missing"}}),
                    {}};
  table.lines = [source, study](const auto& take) {
    const Subjects subjects(source, study);
    for (const EffectParameter& p : effect_parameters(source)) {
      std::vector<double> base(subjects.count(), std::nan(""));
      if (p.baseline) base = source.rows().numbers("/endpoints/" + *p.baseline);
      for (const std::string& column : p.columns) {
        const std::string path = "/endpoints/" + column;
        const auto values = source.rows().numbers(path);
        const auto missing = source.rows().texts(path + ".missing");
        const std::string unit = source.column(path, column).unit;
        const std::size_t at = column.find('@');
        const bool is_baseline = p.baseline == column;
        for (std::size_t r = 0; r < values.size(); ++r) {
          ExportTable::Line line = analysis_line(subjects, r, p.code, p.name + " (" + unit + ")");
          line.insert(line.end(),
                      {at == std::string::npos ? "" : column.substr(at + 1),
                       number(visit_time(column)), number(values[r]), number(base[r]),
                       is_baseline ? adam_missing : number(values[r] - base[r]),
                       is_baseline ? "Y" : "", std::isnan(values[r]) ? missing[r] : adam_missing});
          take(line);
        }
      }
    }
  };
  return table;
}

ExportTable adtte(const ExportSource& source, const Study& study) {
  ExportTable table{"adtte",
                    analysis_columns({{"AVAL", "d", "time to death or censoring"},
                                      {"CNSR", "1", "0: died; 1: censored"},
                                      {"EVNTDESC", "", "what happened then"}}),
                    {}};
  table.lines = [source, study](const auto& take) {
    const Subjects subjects(source, study);
    const auto endings_of = endings(source, study);
    for (std::size_t r = 0; r < subjects.count(); ++r) {
      const Ending& end = endings_of[r];
      ExportTable::Line line = analysis_line(subjects, r, "DEATH", "Time to death (d)");
      line.insert(line.end(), {number(end.time / minutes_a_day), end.died ? "0" : "1", end.status});
      take(line);
    }
  };
  return table;
}

/// Signs of a patient that have a row a time, as far as the trajectories hold them.
std::vector<std::string> vital_signs(const ExportSource& source) {
  std::vector<std::string> present;
  for (const std::string name : {"MAP", "SBP", "DBP", "HR", "CO", "SV", "CVP", "lactate"}) {
    if (source.has("/trajectories/" + name)) present.push_back(name);
  }
  return present;
}

ExportTable advs(const ExportSource& source, const Study& study) {
  ExportTable table{"advs",
                    analysis_columns({{"ATPTN", "min", "time from the start"},
                                      {"ADY", "d", "study day"},
                                      {"AVAL", "as in PARAM", "value"},
                                      {"BASE", "as in PARAM", "value at 0"},
                                      {"CHG", "as in PARAM", "AVAL less BASE"},
                                      {"ABLFL", "", "Y: this is the baseline"}}),
                    {}};
  table.lines = [source, study](const auto& take) {
    const Subjects subjects(source, study);
    const auto signs = vital_signs(source);
    const auto ids = source.rows().numbers("/trajectories/patient");
    TrajectoryReader reader(source.rows(), signs);
    std::set<std::string> taken;
    std::vector<std::string> codes;
    for (const std::string& sign : signs) codes.push_back(parameter_code(sign, taken));
    for (std::size_t p = 0; p < ids.size(); ++p) {
      for (std::size_t v = 0; v < signs.size(); ++v) {
        const std::string path = "/trajectories/" + signs[v];
        const ExportColumn about = source.column(path, signs[v]);
        const ExportTable::Line head =
            analysis_line(subjects, static_cast<std::size_t>(ids[p]), codes[v],
                          about.meaning + " (" + about.unit + ")");
        const double base = reader.at(v, p, 0);
        for (std::size_t t = 0; t < reader.times().size(); ++t) {
          const double time = reader.times()[t];
          const double value = reader.at(v, p, t);
          ExportTable::Line line = head;
          line.insert(line.end(), {number(time), number(std::floor(time / minutes_a_day) + 1.0),
                                   source.number(path, value), source.number(path, base),
                                   t == 0 ? adam_missing : source.number(path, value - base),
                                   t == 0 ? "Y" : ""});
          take(line);
        }
      }
    }
  };
  return table;
}

}  // namespace

std::vector<ExportTable> adam_tables(const ResultInfo& info, const ResultRows& rows) {
  const ExportSource source(info, rows, adam_missing);
  const Study study = load_resolved(info.scenario_yaml).study;
  std::vector<ExportTable> tables{adsl(source, study), adeff(source, study)};
  if (study.mortality) tables.push_back(adtte(source, study));
  if (info.kept > 0) tables.push_back(advs(source, study));
  return tables;
}

}  // namespace pressor
