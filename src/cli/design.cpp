#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "pressor/core/quantity.h"
#include "pressor/statistics/trial_design.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

using Json = nlohmann::ordered_json;

struct DesignOptions {
  DesignQuestion question;
  std::string test = "t";
  std::string spending = "obrien_fleming";
  std::string futility;
  std::string harm_spending;
  std::optional<double> harm;
  std::optional<double> delta, sd, correlation, p1, p2, hazard_ratio, deaths;
  unsigned looks = 1;
  std::vector<double> information;
  bool json = false;
};

struct TestWord {
  const char* word;
  SizedTest test;
  const char* title;
};
constexpr TestWord tests[] = {
    {"t", SizedTest::t, "Student's t test of two means"},
    {"ancova", SizedTest::ancova, "analysis of covariance on baseline"},
    {"proportions", SizedTest::proportions, "chi-square test of two proportions"},
    {"logrank", SizedTest::logrank, "log-rank test"},
    {"wilcoxon", SizedTest::wilcoxon, "Wilcoxon's rank sum test"}};

const TestWord& test_word(const std::string& word) {
  for (const TestWord& test : tests) {
    if (word == test.word) return test;
  }
  throw CLI::ValidationError("--test", "`" + word + "` is no test");
}

/// `hsd(-4)`: the number between the brackets.
std::optional<double> argument_of(const std::string& text, const std::string& name) {
  if (text.rfind(name + "(", 0) != 0 || text.back() != ')') return std::nullopt;
  return parse_number(text.substr(name.size() + 1, text.size() - name.size() - 2));
}

Spending spending_of(const std::string& flag, const std::string& text) {
  if (text == "obrien_fleming") return {SpendingKind::obrien_fleming};
  if (text == "pocock") return {SpendingKind::pocock};
  if (const auto g = argument_of(text, "hsd")) return {SpendingKind::hwang_shih_decani, *g};
  if (const auto g = argument_of(text, "power"); g && *g > 0.0) return {SpendingKind::power, *g};
  throw CLI::ValidationError(
      flag, "`" + text +
                "` is no way to spend an error; expected obrien_fleming, pocock, hsd(G) or "
                "power(G) with G > 0");
}

/// The value of a flag that the test needs; a wrong use of the command without it.
double needed(const std::optional<double>& value, const char* flag, const std::string& test) {
  if (!value) throw CLI::ValidationError("--test " + test, std::string("needs ") + flag);
  return *value;
}

void refuse(const std::optional<double>& value, const char* flag, const std::string& test) {
  if (value) throw CLI::ValidationError(flag, "has no meaning for --test " + test);
}

AssumedEffect effect_of(const DesignOptions& o) {
  AssumedEffect e;
  e.test = test_word(o.test).test;
  const bool means =
      e.test == SizedTest::t || e.test == SizedTest::ancova || e.test == SizedTest::wilcoxon;
  const auto read = [&](bool wanted, const std::optional<double>& value, const char* flag,
                        double& into) {
    if (wanted) into = needed(value, flag, o.test);
    if (!wanted) refuse(value, flag, o.test);
  };
  read(means, o.delta, "--delta", e.delta);
  read(means, o.sd, "--sd", e.sd);
  read(e.test == SizedTest::ancova, o.correlation, "--correlation", e.correlation);
  read(e.test == SizedTest::proportions, o.p1, "--p1", e.p_treated);
  read(e.test == SizedTest::proportions, o.p2, "--p2", e.p_control);
  read(e.test == SizedTest::logrank, o.hazard_ratio, "--hazard-ratio", e.hazard_ratio);
  read(e.test == SizedTest::logrank, o.deaths, "--deaths", e.deaths);
  return e;
}

void read_looks(DesignOptions& o) {
  DesignQuestion& q = o.question;
  q.information = o.information.empty() ? equal_looks(o.looks) : o.information;
  if (o.spending == "classical_obrien_fleming") {
    q.classical = ClassicalShape::obrien_fleming;
  } else if (o.spending == "classical_pocock") {
    q.classical = ClassicalShape::pocock;
  } else {
    q.spending = spending_of("--spending", o.spending);
  }
  const bool classical = q.classical != ClassicalShape::none;
  if (classical && (!o.futility.empty() || o.harm)) {
    throw CLI::ValidationError("--spending", o.spending +
                                                 " is symmetric and knows neither --futility nor "
                                                 "--harm");
  }
  if (!o.futility.empty()) q.futility = spending_of("--futility", o.futility);
  if (q.binding && !q.futility) throw CLI::ValidationError("--binding", "needs --futility");
  if (!o.harm_spending.empty() && !o.harm) {
    throw CLI::ValidationError("--harm-spending", "needs --harm");
  }
  if (o.harm) {
    const std::string way = o.harm_spending.empty() ? o.spending : o.harm_spending;
    q.harm = ErrorPlan{*o.harm, spending_of("--harm-spending", way)};
  }
}

std::string effect_line(const DesignOptions& o) {
  const AssumedEffect& e = o.question.effect;
  switch (e.test) {
    case SizedTest::proportions:
      return fmt::format("risks {:g} treated and {:g} control", e.p_treated, e.p_control);
    case SizedTest::logrank:
      return fmt::format("hazard ratio {:g}, events in {:g} % of patients", e.hazard_ratio,
                         100.0 * e.deaths);
    case SizedTest::ancova:
      return fmt::format("difference {:g}, standard deviation {:g}, correlation with baseline {:g}",
                         e.delta, e.sd, e.correlation);
    default:
      return fmt::format("difference {:g}, standard deviation {:g}", e.delta, e.sd);
  }
}

std::string sizes_line(const DesignOptions& o, const DesignAnswer& a) {
  const bool events = o.question.effect.test == SizedTest::logrank;
  return fmt::format("{:.6g} treated + {:.6g} control = {:.6g} patients{}: power {:.4f}\n",
                     a.people.treated, a.people.control, a.people.total(),
                     events ? fmt::format(", {:.4g} events", a.events) : "", a.power);
}

std::string boundary(double z) { return std::isfinite(z) ? fmt::format("{:.4f}", z) : "-"; }

std::string looks_table(const DesignAnswer& a) {
  std::vector<Row> rows{{"look", "information", "patients", "efficacy z", "two-sided p",
                         "alpha spent", "futility z", "harm z", "stops without effect",
                         "with effect"}};
  for (std::size_t k = 0; k < a.looks.size(); ++k) {
    const DesignLook& look = a.looks[k];
    rows.push_back({std::to_string(k + 1), fmt::format("{:.4g}", look.information),
                    fmt::format("{:.1f}", look.patients), boundary(look.efficacy),
                    fmt::format("{:.4g}", look.nominal_p), fmt::format("{:.4g}", look.alpha_spent),
                    boundary(look.futility), boundary(look.harm),
                    fmt::format("{:.4f}", look.stop_without_effect),
                    fmt::format("{:.4f}", look.stop_with_effect)});
  }
  return align(rows);
}

void print_text(const DesignOptions& o, const DesignAnswer& a) {
  const DesignQuestion& q = o.question;
  fmt::print("{}, two-sided alpha {:g}\n{}; {:g} treated for each control\n",
             test_word(o.test).title, q.demand.alpha, effect_line(o), q.demand.ratio);
  if (!q.patients) fmt::print("wanted power {:g}\n", q.demand.power);
  fmt::print("{}", sizes_line(o, a));
  if (a.looks.size() == 1) return;
  fmt::print("{} looks, {}: the largest sample is {:.4f} times that of one look ({:.1f})\n",
             a.looks.size(), o.spending, a.inflation, a.one_look.total());
  if (q.futility) {
    fmt::print("futility {}, {}\n", o.futility, q.binding ? "binding" : "not binding");
  }
  if (q.harm) fmt::print("harm with an error of its own, one-sided {:g}\n", q.harm->error);
  fmt::print("{}expected patients: {:.1f} without an effect, {:.1f} with it\n", looks_table(a),
             a.expected_without_effect, a.expected_with_effect);
}

/// JSON has no infinity: a boundary that is not there is null.
Json boundary_json(double z) { return std::isfinite(z) ? Json(z) : Json(nullptr); }

void print_json(const DesignOptions& o, const DesignAnswer& a) {
  Json looks = Json::array();
  for (const DesignLook& look : a.looks) {
    looks.push_back({{"information", look.information},
                     {"patients", look.patients},
                     {"efficacy_z", boundary_json(look.efficacy)},
                     {"nominal_p", look.nominal_p},
                     {"alpha_spent", look.alpha_spent},
                     {"futility_z", boundary_json(look.futility)},
                     {"harm_z", boundary_json(look.harm)},
                     {"stop_without_effect", look.stop_without_effect},
                     {"stop_with_effect", look.stop_with_effect}});
  }
  Json out{{"test", test_word(o.test).title},
           {"alpha", o.question.demand.alpha},
           {"treated", a.people.treated},
           {"control", a.people.control},
           {"patients", a.people.total()},
           {"patients_unrounded", a.sizes.total()},
           {"power", a.power},
           {"inflation", a.inflation},
           {"expected_without_effect", a.expected_without_effect},
           {"expected_with_effect", a.expected_with_effect},
           {"looks", looks}};
  if (o.question.effect.test == SizedTest::logrank) out["events"] = a.events;
  fmt::print("{}\n", out.dump(2));
}

int design(const DesignOptions& options) {
  const DesignAnswer answer = design_trial(options.question);
  options.json ? print_json(options, answer) : print_text(options, answer);
  return done;
}

void add_effect(CLI::App& command, DesignOptions& o) {
  std::vector<std::string> words;
  for (const TestWord& test : tests) words.emplace_back(test.word);
  const CLI::Range share(1.0e-9, 1.0 - 1.0e-9);
  command.add_option("--test", o.test, "Test: t, ancova, proportions, logrank or wilcoxon")
      ->check(CLI::IsMember(words));
  command.add_option("--delta", o.delta, "Difference of means: t, ancova, wilcoxon");
  command.add_option("--sd", o.sd, "Standard deviation within arms: t, ancova, wilcoxon")
      ->check(CLI::PositiveNumber);
  command.add_option("--correlation", o.correlation, "Of baseline and outcome: ancova")
      ->check(CLI::Range(-1.0 + 1.0e-9, 1.0 - 1.0e-9));
  command.add_option("--p1", o.p1, "Risk of the treated: proportions")->check(share);
  command.add_option("--p2", o.p2, "Risk of the control arm: proportions")->check(share);
  command.add_option("--hazard-ratio", o.hazard_ratio, "Treated over control: logrank")
      ->check(CLI::PositiveNumber);
  command.add_option("--deaths", o.deaths, "Share of all patients with an event: logrank")
      ->check(CLI::Range(1.0e-9, 1.0));
}

void add_looks(CLI::App& command, DesignOptions& o) {
  command.add_option("--looks", o.looks, "Number of looks at equal distances, the last included")
      ->check(CLI::Range(1, 20));
  command
      .add_option("--information", o.information, "Looks at these shares, for instance 0.5,0.8,1")
      ->delimiter(',')
      ->excludes("--looks");
  command.add_option("--spending", o.spending,
                     "How alpha is spent: obrien_fleming, pocock, hsd(G), power(G); or "
                     "classical_obrien_fleming, classical_pocock (symmetric)");
  command.add_option("--futility", o.futility, "Stop for futility; how 1 - power is spent");
  command.add_flag("--binding", o.question.binding, "Futility counts for the size");
  command.add_option("--harm", o.harm, "Stop for harm with this one-sided error")
      ->check(CLI::Range(1.0e-9, 0.499));
  command.add_option("--harm-spending", o.harm_spending, "How it is spent; else as alpha");
}

}  // namespace

void add_design(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<DesignOptions>();
  CLI::App* command = app.add_subcommand(
      "design", "Sample size, power and boundaries of a trial with one look or several");
  command->footer(
      "\nExamples:\n"
      "  pressor design --delta 0.19 --sd 0.25\n"
      "  pressor design --test ancova --delta 0.19 --sd 0.25 --correlation 0.6 --n 32\n"
      "  pressor design --test proportions --p1 0.5 --p2 0.125 --alpha 0.05 --power 0.9\n"
      "  pressor design --test logrank --hazard-ratio 0.75 --deaths 0.4 --looks 3 "
      "--futility 'hsd(-2)'\n"
      "  pressor design --delta 0.19 --sd 0.25 --looks 4 --harm 0.05 --harm-spending pocock");
  DesignQuestion& q = options->question;
  const CLI::Range share(1.0e-9, 1.0 - 1.0e-9);
  command->add_option("--alpha", q.demand.alpha, "Two-sided size, 0.05 unless given")->check(share);
  command->add_option("--power", q.demand.power, "Wanted power, 0.8 unless given")
      ->check(CLI::Range(0.5, 1.0 - 1.0e-9));
  command->add_option("--ratio", q.demand.ratio, "Treated for each control patient")
      ->check(CLI::Range(0.01, 100.0));
  command->add_option("--n", q.patients, "Patients in all: tell their power")
      ->check(CLI::Range(4.0, 1.0e9));
  add_effect(*command, *options);
  add_looks(*command, *options);
  command->add_flag("--json", options->json, "Machine-readable");
  command->callback([options, &chosen] {
    options->question.effect = effect_of(*options);
    read_looks(*options);
    chosen = [options] { return design(*options); };
  });
}

}  // namespace pressor::cli
