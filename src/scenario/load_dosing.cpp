#include "pressor/scenario/load_dosing.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "dosing_columns.h"
#include "dosing_row.h"
#include "words.h"

namespace pressor {
namespace {

/// Covariates that another one is worked out from.
const std::map<std::string, std::vector<std::string>> made_of{
    {"fat_free_mass", {"weight", "height", "woman"}}, {"body_surface", {"weight", "height"}}};

/// Everything that parameters of the model follow, with the parameter.
std::map<std::string, std::string> followed(const DosedDrug& dosed) {
  std::map<std::string, std::string> all;
  const auto add = [&](const KineticParameter& parameter) {
    for (const CovariateRelation& relation : parameter.relations) {
      const std::string of = relation.kind == RelationKind::woman ? "woman" : relation.of;
      const auto parts = made_of.find(of);
      if (parts == made_of.end()) {
        all.emplace(of, parameter.name);
      } else {
        for (const std::string& part : parts->second) all.emplace(part, parameter.name);
      }
    }
  };
  for (const KineticParameter& parameter : dosed.set.parameters) add(parameter);
  for (const EffectSite& site : dosed.drug.sites) add(site.ke0);
  return all;
}

void set_covariate(Covariates& person, const std::string& name, double value) {
  static const std::map<std::string, double Covariates::*> members{
      {"weight", &Covariates::weight},   {"height", &Covariates::height},
      {"age", &Covariates::age},         {"saps2", &Covariates::saps2},
      {"albumin", &Covariates::albumin}, {"haematocrit", &Covariates::haematocrit}};
  if (name == "woman") {
    person.woman = value != 0.0;
  } else {
    person.*members.at(name) = value;
  }
}

class DosingReader {
 public:
  DosingReader(const DosedDrug& dosed, const Csv& data, ProblemList& problems)
      : dosed_(dosed), data_(data), problems_(problems) {}

  DosingData read(Fields& settings) {
    columns_ = find_columns(dosed_, settings, data_);
    result_.model = dosed_.model();
    result_.rule = columns_.rule;
    result_.concentration = columns_.concentration;
    result_.warnings = dosed_.warnings;
    drop_overridden();
    check_covariates();
    if (problems_.problems().empty()) read_people();
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::vector<NumberColumn> number_columns() const {
    std::vector<NumberColumn> all = columns_.covariates;
    all.insert(all.end(), columns_.parameters.begin(), columns_.parameters.end());
    return all;
  }

  /// A parameter that stands in a column is a plain number, whatever the file says of it.
  void drop_overridden() {
    for (const NumberColumn& column : columns_.parameters) {
      auto& parameters = dosed_.set.parameters;
      const auto same = [&](const KineticParameter& p) { return p.name == column.name; };
      auto found = std::find_if(parameters.begin(), parameters.end(), same);
      if (found == parameters.end()) {
        // In front: another parameter may follow it.
        found = parameters.insert(parameters.begin(), KineticParameter{});
        found->name = column.name;
      }
      found->relations.clear();
    }
  }

  void check_covariates() {
    std::map<std::string, std::string> needed = followed(dosed_);
    for (const KineticParameter& parameter : dosed_.set.parameters) needed.erase(parameter.name);
    for (const NumberColumn& column : columns_.covariates) {
      if (needed.erase(column.name) == 0) {
        result_.warnings.push_back(data_.source->name + ": the model does not use the column " +
                                   data_.names[column.column]);
      }
    }
    for (const auto& [covariate, parameter] : needed) {
      problems_.add(
          data_.problem_at(data_.header.front(), {}, "no column " + capitals(covariate),
                           "a column of it, because " + parameter + " follows " + covariate));
    }
  }

  void read_people() {
    const std::size_t id_at = *columns_.of(DosingItem::id);
    std::set<std::string> seen;
    for (std::size_t r = 0; r < data_.rows.size();) {
      const Cell& id = data_.rows[r][id_at];
      if (id.missing()) {
        problems_.add(data_.problem_at(id, "ID", "nothing stands here", "whose row this is"));
        ++r;
        continue;
      }
      if (!seen.insert(id.text).second) {
        problems_.add(data_.problem_at(id, "ID", "`" + id.text + "` comes a second time",
                                       "all rows of a person together"));
      }
      DosingPerson person;
      person.id = id.text;
      for (; r < data_.rows.size() && data_.rows[r][id_at].text == id.text; ++r) {
        person.rows.push_back(r);
      }
      read_person(person);
      result_.people.push_back(std::move(person));
    }
  }

  void read_person(DosingPerson& person) {
    const std::size_t before = problems_.problems().size();
    DosingRowReader reader(columns_, result_.model, data_, problems_);
    std::optional<double> time;
    for (const std::size_t r : person.rows) {
      const auto row = reader.read(data_.rows[r]);
      if (!row) continue;
      const Cell& time_cell = data_.rows[r][*columns_.of(DosingItem::time)];
      if (time && row->time < *time && !row->reset) {
        reader.note(time_cell, "TIME", "`" + time_cell.text + "` is before the row above",
                    "times that rise within an ID, or EVID 3 or 4 where time begins anew");
      }
      time = row->time;
      person.records.push_back({row->time, row->reset, row->dose, {}});
      person.shown.push_back(row->shown);
    }
    const auto numbers = person_numbers(person, reader);
    if (problems_.problems().size() > before) return;
    find_parameters(person, numbers, reader);
  }

  /// Covariates and parameters, [record][column]; what is missing is carried over.
  std::vector<std::vector<double>> person_numbers(const DosingPerson& person,
                                                  DosingRowReader& reader) {
    const auto columns = number_columns();
    std::vector<std::vector<double>> numbers(person.rows.size(),
                                             std::vector<double>(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const double nothing = std::nan("");
      double carried = nothing;
      for (std::size_t k = 0; k < person.rows.size(); ++k) {
        const bool forward = columns_.rule == CovariateRule::carried_forward;
        const std::size_t i = forward ? k : person.rows.size() - 1 - k;
        const Cell& cell = data_.rows[person.rows[i]][columns[c].column];
        if (!cell.missing()) {
          carried = cell_value(cell, columns[c], reader).value_or(0.0);
        } else if (std::isnan(carried)) {
          reader.note(cell, data_.names[columns[c].column], "nothing stands here",
                      forward ? "a number in the first row of an ID, to be carried forward"
                              : "a number in the last row of an ID, to be carried backward");
          carried = 0.0;
        }
        numbers[i][c] = carried;
      }
    }
    return numbers;
  }

  std::optional<double> cell_value(const Cell& cell, const NumberColumn& column,
                                   DosingRowReader& reader) const {
    const std::string& name = data_.names[column.column];
    const auto number = reader.number(cell, name);
    if (!number) return std::nullopt;
    const double value = *number * column.factor;
    const bool whole = column.name != "woman" || value == 0.0 || value == 1.0;
    if (whole && value >= column.range.low && value <= column.range.high) return value;
    reader.note(cell, name, "`" + cell.text + "` is outside the plausible range",
                whole ? exact_with_unit(column.range.low, column.range.unit) + " to " +
                            exact_with_unit(column.range.high, column.range.unit)
                      : "1 for a woman, 0 for a man");
    return std::nullopt;
  }

  void find_parameters(DosingPerson& person, const std::vector<std::vector<double>>& numbers,
                       DosingRowReader& reader) {
    for (std::size_t i = 0; i < person.records.size(); ++i) {
      DosingRecord& record = person.records[i];
      const Cell& at = data_.rows[person.rows[i]].front();
      if (i > 0 && numbers[i] == numbers[i - 1]) {
        record.parameters = person.records[i - 1].parameters;
      } else {
        try {
          record.parameters = parameters_of(numbers[i]);
        } catch (const ParameterError& error) {
          return reader.note(at, {}, error.what(), "covariates that the model can take");
        }
      }
      if (record.dose)
        check_form(*record.dose, record.parameters, data_.rows[person.rows[i]], reader);
    }
  }

  DosingParameters parameters_of(const std::vector<double>& numbers) {
    Covariates covariates;
    const std::size_t covariate_count = columns_.covariates.size();
    for (std::size_t c = 0; c < covariate_count; ++c) {
      set_covariate(covariates, columns_.covariates[c].name, numbers[c]);
    }
    for (std::size_t c = 0; c < columns_.parameters.size(); ++c) {
      const auto same = [&](const KineticParameter& p) {
        return p.name == columns_.parameters[c].name;
      };
      std::find_if(dosed_.set.parameters.begin(), dosed_.set.parameters.end(), same)->value =
          numbers[covariate_count + c];
    }
    return dosing_parameters(dosed_, covariates);
  }

  void check_form(const DoseEvent& dose, const DosingParameters& p, const std::vector<Cell>& cells,
                  DosingRowReader& reader) const {
    const std::string number = std::to_string(dose.place + 1);
    const auto needs = [&](double value, const char* code, const std::string& name) {
      if (value > 0.0) return;
      reader.note(cells[*columns_.of(DosingItem::rate)], "RATE",
                  std::string("RATE ") + code + " and no " + name,
                  "`" + name + "` in the model or a column of that name, above 0");
    };
    double duration = p.duration[dose.place];
    if (dose.form == DoseForm::modelled_rate) {
      needs(p.rate[dose.place], "-1", "R" + number);
      duration = dose.amount * p.share[dose.place] / p.rate[dose.place];
    } else if (dose.form == DoseForm::modelled_duration) {
      needs(duration, "-2", "D" + number);
    } else {
      duration = dose.form == DoseForm::bolus ? 0.0 : dose.amount * p.share[dose.place] / dose.rate;
    }
    const bool steady = dose.steady != SteadyDose::no && dose.amount > 0.0;
    if (!steady || std::max(p.lag[dose.place], duration) <= most_under_way * dose.interval) return;
    reader.note(cells[*columns_.of(DosingItem::interval)], "II",
                "doses would pile up: lag or duration is more than 10,000 intervals",
                "a longer interval, a shorter lag or a higher rate");
  }

  DosedDrug dosed_;  ///< with the numbers of the person at hand
  const Csv& data_;
  ProblemList& problems_;
  DosingColumns columns_;
  DosingData result_;
};

}  // namespace

DosingData load_dosing(const DosedDrug& dosed, const Document& settings, const Csv& data) {
  ProblemList problems;
  DosingData result;
  read_fields(settings, problems,
              [&](Fields& in) { result = DosingReader(dosed, data, problems).read(in); });
  problems.throw_if_any();
  return result;
}

}  // namespace pressor
