#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/study.h"

/// Published figures as data: what was seen, how it is simulated, what it may be used for, and how
/// near is near enough, said before anything is run.
namespace pressor {

/// What a row may be used for.
enum class EvidenceSet : std::uint8_t {
  fit,          ///< may choose a parameter
  predict,      ///< compared and reported, never used to choose one
  never_fitted  ///< nor ever anything that hangs together with it
};
inline constexpr std::size_t evidence_set_count = 3;

/// `fit`, `predict`, `never fitted`.
const char* set_name(EvidenceSet set);

/// A quantity of a simulated patient: a column of his endpoints, or behind the last of these a
/// column of /patients, in one arm.
struct PatientQuantity {
  std::size_t arm = 0;
  std::size_t column = 0;
};

/// What is read on a patient. With A and B quantities of the same unit:
enum class ObservableKind : std::uint8_t {
  value,      ///< A
  change,     ///< B - A
  percent,    ///< 100 (B / A - 1)
  ratio,      ///< B / A
  half_life,  ///< (t_B - t_A) ln 2 / ln(A / B), min: A and B are seen at t_A and t_B
  emax,       ///< of the sigmoid curve through a ladder of doses (sigmoid.h), in the unit of A
  ed50,       ///< of the same curve, in the unit of the doses
  slope,      ///< its exponent
};

struct Observable {
  ObservableKind kind = ObservableKind::value;
  PatientQuantity first;                ///< A; of a ladder: before its first step
  PatientQuantity second;               ///< B
  double apart = 0.0;                   ///< min, t_B - t_A
  std::vector<PatientQuantity> ladder;  ///< A at each step
  std::vector<double> doses;            ///< of the steps
  std::string unit;
  std::string text;  ///< as written
};

/// How the readings of many patients become one figure. With one patient, mean and median are his.
enum class Statistic : std::uint8_t {
  mean,
  median,
  sd,
  log_sd,        ///< SD of the natural logarithm
  share,         ///< per cent of those whose reading holds `limit`
  odds_ratio,    ///< of a reading that is 0 or 1: per `per` of the covariate, or against a group
  hazard_ratio,  ///< the same, by the complementary log-log link: proportional hazards
};

/// Patients of whose quantity something holds; one without the quantity is in no group.
struct Group {
  PatientQuantity of;
  Comparison condition;
};

/// A covariate of a regression and the step of it that a ratio is told for.
struct Covariate {
  PatientQuantity of;
  double per = 1.0;
};

/// A published figure with the spread that came with it.
struct Published {
  double value = 0.0;
  std::optional<double> sd;                       ///< between patients
  std::optional<std::array<double, 2>> interval;  ///< 95% CI of the figure, or quartiles
  bool quartiles = false;
  std::optional<std::uint64_t> n;  ///< patients
};

/// One pair of axes of a published figure: readings of one unit.
struct EvidencePanel {
  std::string title;
  std::string unit;
};

/// A picture of what a study published: rows over a dose, a level, a time or a word.
struct EvidenceFigure {
  std::string name;
  std::string title;
  std::string x_title;
  std::string x_unit;            ///< empty where x is a word
  std::optional<double> origin;  ///< x where nothing has changed yet, by definition
  std::vector<EvidencePanel> panels;
};

/// A further reading of the same simulation, of which nothing was published: a point of the line.
struct ReadingAt {
  double x = 0.0;
  Observable reading;
};

/// Where a row stands in a figure.
struct FigurePlace {
  std::shared_ptr<const EvidenceFigure> figure;
  std::string series;
  double x = std::numeric_limits<double>::quiet_NaN();  ///< NaN for a word and for a ladder
  std::string word;                                     ///< x of a figure over words
  std::optional<double> since;   ///< x that a published direction is counted from
  std::vector<ReadingAt> curve;  ///< of a ladder: the change at each of its steps
};

/// One row of the evidence.
struct EvidenceRow {
  std::string id;
  std::string what;
  std::string source;  ///< key of models/references.yaml
  std::string mark;    ///< how the figure was seen: READ, READ-2, DERIVED ...
  std::string population;
  std::string note;
  EvidenceSet set = EvidenceSet::predict;
  Observable reading;
  Statistic statistic = Statistic::mean;
  std::optional<Comparison> limit;     ///< of Statistic::share
  std::vector<Group> among;            ///< only patients in all of these
  std::vector<Group> against;          ///< reference group of a ratio
  std::optional<Covariate> covariate;  ///< of a ratio
  std::string unit;                    ///< of the figure
  std::optional<Published> published;  ///< nothing where only a direction was published
  /// The simulated figure is near enough when it lies here, both ends included.
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  std::string tolerance;  ///< in words, with its reason
  std::string direction;  ///< `rises`, `falls` or `unchanged` where no figure was published
  /// Of `rises` and `falls`: a change of this size would have been called so; weighs in a fit.
  std::optional<double> step;
  std::optional<FigurePlace> place;
};

/// To three significant digits; `-` where there is none.
std::string figure_text(double value);

/// `39 ± 17`, `1.33 (1.16 to 1.53)`, quartiles as `0.5 [0.2 to 1.2]`, or the direction.
std::string published_text(const EvidenceRow& row);

/// A dose that is found rather than given: that of an order by which a quantity comes to `aim`.
struct Adjustment {
  std::size_t arm = 0;
  std::size_t order = 0;  ///< of Orders::drugs; an infusion or a target
  double low = 0.0;       ///< in the unit of the order, above 0
  double high = 0.0;
  PatientQuantity quantity;  ///< of the first patient
  double aim = 0.0;
  std::string text;  ///< in words
};

/// A simulation and the rows that are read from it.
struct Experiment {
  std::string file;  ///< of models/evidence, without extension
  std::string name;
  Study study;
  std::vector<Adjustment> adjustments;  ///< one after the other
  std::vector<EvidenceRow> rows;
};

}  // namespace pressor
