#include "pressor/scenario/load_population.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "doses.h"
#include "people.h"
#include "read_match.h"
#include "read_models.h"

namespace pressor {
namespace {

constexpr Word<Distribution> distribution_words[] = {
    {"normal", Distribution::normal},           {"lognormal", Distribution::lognormal},
    {"logitnormal", Distribution::logitnormal}, {"uniform", Distribution::uniform},
    {"bernoulli", Distribution::bernoulli},
};

constexpr Word<LactateRisk> lactate_words[] = {
    {"current", LactateRisk::current},
    {"baseline", LactateRisk::baseline},
};

constexpr Range share{"1", 0.0, 1.0};
constexpr Range own_range{"1", -1.0e3, 1.0e3};
constexpr double largest_log_spread = 3.0;

/// What a draw is drawn of.
struct Subject {
  Range range;
  const Drug* drug = nullptr;  ///< of a CODE_DOSE
};

class PopulationReader {
 public:
  PopulationReader(Shelf& shelf, ProblemList& problems) : shelf_(shelf), problems_(problems) {}

  PopulationOnBody read(const Value& value, Origin origin) {
    value.fields([&](Fields& in) { read_keys(in, origin); });
    return {std::move(population_), std::move(body_), std::move(where_), std::move(match_)};
  }

 private:
  void read_keys(Fields& in, Origin origin) {
    bases_.follow(in.optional("base"), ModelKind::population, shelf_,
                  [&](Fields& base) { read_keys(base, Origin::file); });
    origin_ = origin;
    const bool file = origin == Origin::file;
    if (file) (void)in.required("schema").one_of({"pressor-population/1"});
    const Value name = file ? in.required("name") : in.optional("name");
    population_.name = name.text(population_.name);
    const Value title = file ? in.required("title") : in.optional("title");
    population_.title = title.text(population_.title);
    (void)in.optional("note").text();
    read_body_name(in);
    for (const auto& [draw, how] : in.optional("draws").pairs()) read_draw(draw, how);
    for (const Value& item : in.optional("correlations").items()) read_correlation(item);
    in.optional("survival").fields([&](Fields& f) { read_survival(f); });
    population_.lactate_risk =
        in.optional("lactate_risk").choice(lactate_words, population_.lactate_risk);
    in.optional("mortality").fields([&](Fields& f) { read_mortality(f); });
    in.optional("lactate_recovery").fields([&](Fields& f) { read_recovery(f); });
    keep(in.optional("where"), where_);
    read_figures(in.optional("match"));
  }

  /// `none` lets go of what the bases ask for.
  void read_figures(const Value& match) {
    if (!match.is_text()) return keep(match, match_);
    if (match.one_of({"none"}) == "none") match_.clear();
  }

  /// Replaces what has the same name.
  void keep(const Value& table, std::vector<NamedValue>& kept) const {
    for (const auto& [name, value] : table.pairs()) {
      const auto same = std::find_if(kept.begin(), kept.end(),
                                     [&, n = name](const NamedValue& k) { return k.name == n; });
      if (same != kept.end()) kept.erase(same);
      kept.push_back({name, value, origin_});
    }
  }

  void read_body_name(Fields& in) {
    const Value body = population_.body.empty() ? in.required("body") : in.optional("body");
    if (!body.present()) return;
    population_.body = body.text();
    body_.reset();
    const Document* document = shelf_.find(ModelKind::body, body);
    if (document == nullptr) return;
    const std::size_t before = problems_.problems().size();
    BodyDescription description = read_body(*document, shelf_, problems_);
    if (problems_.problems().size() == before) body_ = std::move(description);
  }

  [[nodiscard]] const Drug* drug_of(const std::string& name, const Value& where) const {
    if (!body_) return nullptr;
    for (const auto& [drug_name, running] : body_->infusions) {
      const Drug* drug = shelf_.drug(drug_name, where);
      if (drug != nullptr && drug->code + "_DOSE" == name) return drug;
    }
    return nullptr;
  }

  /// What `name` means; nothing is allowed for a body that could not be read.
  std::optional<Subject> subject_of(const std::string& name, const Value& value, bool own) const {
    if (own) return Subject{own_range, nullptr};
    if (name == "frailty") return Subject{{"1", -10.0, 10.0}, nullptr};
    if (name == "woman") return Subject{share, nullptr};
    if (const Quality* q = find_quality(covariate_qualities(), name)) return Subject{q->range, {}};
    if (const Quality* q = find_quality(drawn_observables(), name)) return Subject{q->range, {}};
    if (const ParameterInfo* p = find_body_parameter(name); p != nullptr && !p->derived) {
      return Subject{range_of(*p), nullptr};
    }
    if (const Drug* drug = drug_of(name, value)) return Subject{{}, drug};
    if (body_) {
      refuse_name(value, "covariate, observable, dose or body parameter", name, known_names());
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::string> known_names() const {
    std::vector<std::string> names{"woman", "frailty"};
    for (const Quality& quality : covariate_qualities()) names.emplace_back(quality.name);
    for (const Quality& quality : drawn_observables()) names.emplace_back(quality.name);
    return names;
  }

  void read_draw(const std::string& name, const Value& value) {
    Draw draw;
    draw.name = name;
    value.fields([&](Fields& in) {
      for (const Value& item : in.optional("multiplies").one_or_more()) {
        if (find_given_parameter(item.text(), item) != nullptr) {
          draw.multiplies.push_back(item.text());
        }
      }
      const auto subject = subject_of(name, value, !draw.multiplies.empty());
      draw.distribution =
          in.required("distribution").choice(distribution_words, Distribution::normal);
      read_shape(in, subject.value_or(Subject{}), draw);
      draw.severity = in.optional("severity").number(-1.0, 1.0, 0.0);
      const Value centre = in.optional("centre");
      draw.provenance = read_origin(in, centre, origin_, shelf_);
      (void)in.optional("note").text();
    });
    replace(std::move(draw));
  }

  void read_shape(Fields& in, const Subject& subject, Draw& draw) const {
    const bool uniform = draw.distribution == Distribution::uniform;
    const bool bernoulli = draw.distribution == Distribution::bernoulli;
    read_within(uniform ? in.required("within") : in.optional("within"), subject, draw);
    if (uniform) return;
    const Value centre = in.required("centre");
    draw.centre = read_point(centre, bernoulli ? Subject{share, nullptr} : subject, draw.per_kg);
    if (bernoulli) return;
    draw.spread = read_spread(in.required("spread"), subject, draw);
    in.optional("woman").fields([&](Fields& woman) {
      bool per_kg = draw.per_kg;
      const double other = read_point(woman.required("centre"), subject, per_kg);
      draw.woman = {other, read_spread(woman.required("spread"), subject, draw)};
    });
    check_centre(centre, draw);
  }

  static void check_centre(const Value& centre, const Draw& draw) {
    const bool log = draw.distribution == Distribution::lognormal;
    const bool logit = draw.distribution == Distribution::logitnormal;
    const bool good = log ? draw.centre > 0.0 : !logit || (draw.centre > 0.0 && draw.centre < 1.0);
    if (!good) centre.problem("`" + centre.text() + "` has no " + (log ? "logarithm" : "logit"));
    if (draw.centre < draw.low || draw.centre > draw.high) {
      centre.problem("`" + centre.text() + "` is not `within`");
    }
  }

  double read_point(const Value& value, const Subject& subject, bool& per_kg) const {
    if (subject.drug == nullptr) return value.quantity(subject.range, subject.range.low);
    const Dose dose = read_rate_limit(value, *subject.drug);
    per_kg = dose.per_kg;
    return dose.value;
  }

  double read_spread(const Value& value, const Subject& subject, const Draw& draw) const {
    if (draw.distribution != Distribution::normal) {
      return value.number(0.0, largest_log_spread, 0.0);
    }
    if (subject.drug != nullptr) return read_rate_limit(value, *subject.drug).value;
    return value.quantity({subject.range.unit, 0.0, subject.range.high - subject.range.low}, 0.0);
  }

  void read_within(const Value& value, const Subject& subject, Draw& draw) const {
    const auto ends = value.pair();
    if (!ends) return;
    draw.low = read_point(ends->first, subject, draw.per_kg);
    draw.high = read_point(ends->second, subject, draw.per_kg);
    if (draw.low >= draw.high) value.problem("the low end is not below the high end");
  }

  void replace(Draw draw) {
    auto& draws = population_.draws;
    const auto same = [&](const Draw& d) { return d.name == draw.name; };
    const auto found = std::find_if(draws.begin(), draws.end(), same);
    if (found != draws.end()) {
      *found = std::move(draw);
    } else {
      draws.push_back(std::move(draw));
    }
  }

  void read_correlation(const Value& item) {
    std::vector<std::string> names;
    for (const Draw& draw : population_.draws) names.push_back(draw.name);
    item.fields([&](Fields& in) {
      const auto of = in.required("of").pair();
      const Value value = in.required("value");
      const double correlation = value.number(-1.0, 1.0, 0.0);
      (void)read_origin(in, value, origin_, shelf_);
      if (!of) return;
      const std::string first = of->first.one_of(names);
      const std::string second = of->second.one_of(names);
      if (first == second && !first.empty()) item.problem("`" + first + "` with itself");
      population_.correlations.push_back({first, second, correlation});
    });
  }

  double read_effect(Fields& in, const char* key, const Range& range, double before) {
    double effect = before;
    in.optional(key).fields([&](Fields& f) {
      const Value value = f.required("value");
      effect = value.quantity(range, before);
      (void)read_origin(f, value, origin_, shelf_);
    });
    return effect;
  }

  void read_survival(Fields& in) {
    SurvivalEffects& effects = population_.survival;
    effects.age = read_effect(in, "age", {"1", -1.0, 1.0}, effects.age);
    effects.age_reference =
        read_effect(in, "age_reference", {"1", 0.0, 120.0}, effects.age_reference);
    effects.saps2 = read_effect(in, "saps2", {"1", -1.0, 1.0}, effects.saps2);
    effects.saps2_reference =
        read_effect(in, "saps2_reference", {"1", 0.0, 163.0}, effects.saps2_reference);
    effects.frailty = read_effect(in, "frailty", {"1", 0.0, 5.0}, effects.frailty);
  }

  void read_mortality(Fields& in) {
    MarginalMortality mortality;
    mortality.share = in.required("share").number(0.001, 0.999, 0.5);
    mortality.at = in.required("at").quantity({"min", 1.0, 10.0 * 525'960.0}, 1.0);
    population_.mortality = mortality;
  }

  void read_recovery(Fields& in) {
    LactateRecovery& recovery = population_.lactate_recovery;
    recovery.time = read_effect(in, "time", {"min", 10.0, 1.0e6}, recovery.time);
    recovery.severity = read_effect(in, "severity", {"1", -3.0, 3.0}, recovery.severity);
  }

  Shelf& shelf_;
  ProblemList& problems_;
  Origin origin_ = Origin::file;
  Population population_;
  std::optional<BodyDescription> body_;
  std::vector<NamedValue> where_;
  std::vector<NamedValue> match_;
  Bases bases_;
};

/// What the file asks of drawn people, judged on its own body and the drugs that run in it.
void read_aims(const PopulationOnBody& read, Shelf& shelf, const Value& whole,
               Population& population) {
  Roster roster(shelf);
  Cast cast;
  cast.body = *read.body;
  cast.population = population;
  for (const auto& [drug, running] : cast.body.infusions) (void)roster.index_of(drug, whole);
  for (std::size_t d = 0; d < roster.size(); ++d) {
    cast.drugs.push_back({roster[d], roster[d].set({}, cast.body.name).name});
  }
  PublishedFigures published = read_match(read.match, cast, roster);
  population.where = read_where(read.where, cast, roster);
  population.where.insert(population.where.end(), published.conditions.begin(),
                          published.conditions.end());
  population.figures = std::move(published.figures);
}

}  // namespace

PopulationOnBody read_population(const Value& value, Shelf& shelf, Origin origin) {
  ProblemList& problems = value.problems();
  if (!value.is_text()) return PopulationReader(shelf, problems).read(value, origin);
  const Document* document = shelf.find(ModelKind::population, value);
  if (document == nullptr) return {};
  const Value whole(&document->root, {}, problems);
  return PopulationReader(shelf, problems).read(whole, Origin::file);
}

Population load_population(const Document& document, const Library& library,
                           const References& references) {
  Shelf shelf(library, references);
  ProblemList problems;
  const Value whole(&document.root, {}, problems);
  const PopulationOnBody read = read_population(whole, shelf, Origin::file);
  problems.throw_if_any();
  Population population = read.population;
  if (read.body) read_aims(read, shelf, whole, population);
  problems.throw_if_any();
  return population;
}

}  // namespace pressor
