#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "pressor/cohort/ordered.h"
#include "pressor/scenario/describe.h"
#include "pressor/scenario/load_population.h"
#include "study_sample.h"

/// `match` of a population: published tables.
namespace pressor {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Document study_of(const std::string& population) {
  return parse_document("schema: pressor/1\nname: few\ntitle: Few\nhorizon: 1 h\npopulation: " +
                            population + "\ndesign: {enrol: 5}\n",
                        "few.yaml");
}

LoadedStudy matched(const std::string& match) {
  return load_changed(study_of("{base: septic_shock, match: " + match + "}"), {});
}

Problem problem_of(const std::string& match) {
  try {
    (void)matched(match);
  } catch (const InputError& error) {
    return error.problems().front();
  }
  ADD_FAILURE() << match << " was accepted";
  return {};
}

TEST(Match, ReadsEveryFigureInNativeUnits) {
  const LoadedStudy loaded = matched(
      "{age: {mean: 66, SD: 12, within: [30, 90]}, saps2: {mean: 57, SD: 11},"
      " CI: {mean: 3.2 L/min/m2, source: hamzaoui2010, grade: A},"
      " NE_DOSE: {median: 0.5 ug/kg/min tartrate, quartiles: [0.14 ug/kg/min, 0.5 ug/kg/min]},"
      " lactate: {share: 40 %, of: \"> 3 mmol/L\"}, woman: {share: 0.35},"
      " correlations: [{of: [age, saps2], value: 0.2}]}");
  const Cast& cast = loaded.study.cast;
  ASSERT_TRUE(cast.matching);
  const auto& figures = cast.matching->figures;
  ASSERT_EQ(figures.size(), 11U);
  EXPECT_EQ(figures[1].kind, MatchFigure::Kind::sd);
  EXPECT_DOUBLE_EQ(figures[1].centre, 66.0);
  EXPECT_DOUBLE_EQ(figures[1].target, 12.0);
  EXPECT_DOUBLE_EQ(figures[4].target, 3200.0);
  EXPECT_EQ(figures[4].provenance.source, "hamzaoui2010");
  EXPECT_EQ(figures[4].provenance.grade, 'A');
  EXPECT_DOUBLE_EQ(figures[5].level, 0.25);
  EXPECT_DOUBLE_EQ(figures[6].target, 0.25);  // of base
  EXPECT_DOUBLE_EQ(figures[7].level, 0.75);
  EXPECT_DOUBLE_EQ(figures[8].condition.limit, 3.0);
  EXPECT_DOUBLE_EQ(figures[9].target, 0.35);
  EXPECT_EQ(figures[10].other, "saps2");
  EXPECT_DOUBLE_EQ(figures[10].spread, 12.0);
  EXPECT_DOUBLE_EQ(figures[10].other_centre, 57.0);
  ASSERT_EQ(cast.where.size(), 2U);  // of `within`
  EXPECT_EQ(cast.where[0].text, ">= 30");
  EXPECT_DOUBLE_EQ(cast.where[1].comparison.limit, 90.0);
}

TEST(Match, IsToldWithEffectiveSampleSizeAndMisfit) {
  const LoadedStudy loaded =
      matched("{age: {mean: 66, SD: 12}, CI: {mean: 3.0 L/min/m2}, woman: {share: 0.35}}");
  const std::string text = describe_study(loaded);
  EXPECT_THAT(text, HasSubstr("matched to 4 published figures"));
  EXPECT_THAT(text, HasSubstr("effective sample size"));
  EXPECT_THAT(text, ::testing::ContainsRegex("CI mean +3 L/min/m2 +(2\\.9|3)"));
  EXPECT_THAT(text, ::testing::ContainsRegex("age SD +12 "));
  EXPECT_THAT(text, ::testing::ContainsRegex("share of women +35 % "));
  EXPECT_THAT(describe_study(load_changed(study_of("septic_shock"), {})),
              Not(HasSubstr("matched")));
}

TEST(Match, ReplacesAndAddsToWhatTheBaseAsksFor) {
  const auto figures = [](const std::string& population) {
    return load_changed(study_of(population), {}).study.cast;
  };
  const Cast base = figures("monnet_like");
  ASSERT_TRUE(base.matching);
  EXPECT_EQ(base.matching->figures.size(), 9U);
  const Cast other =
      figures("{base: monnet_like, match: {saps2: {mean: 55}, woman: {share: 0.4}}}");
  EXPECT_EQ(other.matching->figures.size(), 9U);
  EXPECT_FALSE(figures("{base: monnet_like, match: none}").matching);
  const Cast milder =
      figures("{base: adress_like, where: {lactate: \"> 1 mmol/L\", MAP: \"> 62 mmHg\"}}");
  ASSERT_EQ(milder.where.size(), 5U);
  EXPECT_EQ(std::count_if(milder.where.begin(), milder.where.end(),
                          [](const Condition& c) { return c.name == "lactate"; }),
            1);
}

TEST(Match, AnUnreachableFigureIsRefusedWhereItStands) {
  const Problem problem = problem_of("{saps2: {mean: 57}, age: {mean: 94, SD: 12}}");
  EXPECT_EQ(problem.path, "population.match.age.mean");
  EXPECT_EQ(problem.place.file, "few.yaml");
  EXPECT_EQ(problem.place.line, 5);
  EXPECT_GT(problem.place.column, 1);
  EXPECT_THAT(problem.what, HasSubstr("age mean 94 year is out of reach"));
  EXPECT_THAT(problem.expected, HasSubstr("among the eligible it is 6"));
}

TEST(Match, TheAdressScenarioHasItsPeopleInThePopulationOfThatName) {
  const Document scenario = read_document(PRESSOR_SOURCE_DIR "/scenarios/adress.yaml");
  const Study own = load_changed(scenario, {}).study;
  const Study like =
      load_changed(scenario, {"population.base=adress_like", "population.where={}"}).study;
  ASSERT_EQ(own.cast.where.size(), like.cast.where.size());
  for (std::size_t i = 0; i < own.cast.where.size(); ++i) {
    EXPECT_EQ(own.cast.where[i].name, like.cast.where[i].name);
    EXPECT_EQ(own.cast.where[i].comparison.limit, like.cast.where[i].comparison.limit);
  }
  Screening screening;
  EXPECT_EQ(cast_patient(own.cast, 1, 0, 3, screening).drawn,
            cast_patient(like.cast, 1, 0, 3, screening).drawn);
}

/// Where people who are taken lie, against what was asked for: the people and the pilot that found
/// the weights both have an error of sampling.
class ShippedMatch : public ::testing::TestWithParam<const char*> {};

struct Sums {
  double n = 0.0;
  std::vector<double> number;  ///< by figure: f of MatchFigure without its target
  std::vector<double> square;
};

double number_of(const MatchFigure& figure, double x) {
  switch (figure.kind) {
    case MatchFigure::Kind::sd:
      return (x - figure.centre) * (x - figure.centre);
    case MatchFigure::Kind::quantile:
      return x <= figure.target ? 1.0 : 0.0;
    case MatchFigure::Kind::share:
      return figure.condition.holds(x) ? 1.0 : 0.0;
    default:
      return x;
  }
}

double wanted_of(const MatchFigure& figure) {
  if (figure.kind == MatchFigure::Kind::sd) return figure.target * figure.target;
  return figure.kind == MatchFigure::Kind::quantile ? figure.level : figure.target;
}

TEST_P(ShippedMatch, FourThousandPeopleHaveTheFiguresOfTheirTable) {
  const Cast cast = load_changed(study_of(GetParam()), {}).study.cast;
  ASSERT_TRUE(cast.matching);
  const auto& figures = cast.matching->figures;
  constexpr std::size_t people = 4000;
  const Caster caster(cast);
  Sums sums{people, std::vector<double>(figures.size()), std::vector<double>(figures.size())};
  run_in_order<std::vector<double>>(
      people, 0,
      [&](std::size_t i) {
        Screening screening;
        const Patient patient = caster.patient(11, 0, static_cast<std::uint32_t>(i), screening);
        std::vector<double> numbers;
        for (const MatchFigure& figure : figures) {
          numbers.push_back(number_of(figure, value_of(cast, patient, figure.name)));
        }
        return numbers;
      },
      [&](std::size_t, const std::vector<double>& numbers) {
        for (std::size_t k = 0; k < numbers.size(); ++k) {
          sums.number[k] += numbers[k];
          sums.square[k] += numbers[k] * numbers[k];
        }
        return true;
      });
  for (std::size_t k = 0; k < figures.size(); ++k) {
    const double mean = sums.number[k] / sums.n;
    const double sd = std::sqrt(sums.square[k] / sums.n - mean * mean);
    const double error = sd * std::sqrt(1.0 / sums.n + 1.0 / cast.matching->effective);
    EXPECT_NEAR(mean, wanted_of(figures[k]), 4.0 * error) << figures[k].name << ' ' << k;
    EXPECT_LT(std::fabs(cast.matching->misfit[k]), 4.0 * std::sqrt(2.0 / cast.matching->effective))
        << figures[k].name << ' ' << k;
  }
}

INSTANTIATE_TEST_SUITE_P(Populations, ShippedMatch,
                         ::testing::Values("sepsispam_like", "hamzaoui_early", "monnet_like",
                                           "bellissant_volunteers", "hannivoort_volunteers"));

TEST(Match, OfAPopulationFileIsJudgedWithoutAStudyAndDescribed) {
  EXPECT_THAT(describe_model(ModelKind::population, "hamzaoui_early", shipped_library()),
              ::testing::ContainsRegex("lactate SD +1.2 +A  hamzaoui2010"));
  EXPECT_THAT(describe_model(ModelKind::population, "adress_like", shipped_library()),
              HasSubstr("only NE_DOSE >= 0.25 ug/kg/min"));
  Document file = parse_document(R"yaml(
schema: pressor-population/1
name: child
title: Matched people
base: septic_shock
match: {age: {mean: 70, source: assumed}}
)yaml",
                                 "child.yaml");
  try {
    (void)load_population(file, shipped_library(), {});
    FAIL() << "a figure without a grade";
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().front().path, "match.age");
    EXPECT_THAT(error.problems().front().what, HasSubstr("`grade` is missing"));
  }
}

}  // namespace
}  // namespace pressor
