#include "pressor/scenario/schema.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "people.h"
#include "read_endpoints.h"
#include "words.h"

namespace pressor {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// A member that describes what it holds.
std::string about(std::string_view text) { return R"("description": )" + in_quotes(text); }

std::string text(std::string_view meaning) {
  return R"({"type": "string", )" + about(meaning) + "}";
}
/// A quantity or another value that a YAML reader may take for text or a number.
std::string scalar_schema(std::string_view meaning) {
  return R"({"type": ["string", "number"], )" + about(meaning) + "}";
}
std::string whole(std::string_view meaning) {
  return R"({"type": "integer", "minimum": 0, )" + about(meaning) + "}";
}
std::string flag(std::string_view meaning) {
  return R"({"type": "boolean", )" + about(meaning) + "}";
}
std::string words(const std::vector<std::string>& list, std::string_view meaning) {
  std::vector<std::string> quotes;
  for (const std::string& word : list) quotes.push_back(in_quotes(word));
  return R"({"enum": [)" + joined(quotes) + "], " + about(meaning) + "}";
}
std::string list(const std::string& item) { return R"({"type": "array", "items": )" + item + "}"; }
std::string any(const std::vector<std::string>& schemas) {
  return R"({"anyOf": [)" + joined(schemas) + "]}";
}
std::string one_or_more(const std::string& item) { return any({item, list(item)}); }
/// A mapping with free keys.
std::string table(const std::string& value) {
  return R"({"type": "object", "additionalProperties": )" + value + "}";
}

std::string time(std::string_view meaning) {
  return scalar_schema(std::string(meaning) + ", such as 30 min");
}

using Members = std::vector<std::pair<std::string, std::string>>;

std::string record(const Members& members, const std::vector<std::string>& required = {}) {
  std::vector<std::string> properties;
  for (const auto& [key, schema] : members) properties.push_back(in_quotes(key) + ": " + schema);
  std::vector<std::string> needed;
  for (const std::string& key : required) needed.push_back(in_quotes(key));
  return R"({"type": "object", "additionalProperties": false, "properties": {)" +
         joined(properties) + R"(}, "required": [)" + joined(needed) + "]}";
}

std::string sources() { return text("key of references.yaml, `fitted`, `assumed` or a sentence"); }

std::string parameters(std::string_view meaning) {
  Members members;
  for (const ParameterInfo& parameter : body_parameters()) {
    if (parameter.derived) continue;
    members.emplace_back(parameter.name,
                         scalar_schema(std::string(parameter.meaning) + ", " +
                                       std::string(parameter.unit) + "; " + std::string(meaning)));
  }
  return record(members);
}

std::string patient() {
  Members members{{"body", text("models/bodies")}, {"sex", words({"man", "woman"}, "sex")}};
  std::vector<Quality> qualities = covariate_qualities();
  qualities.insert(qualities.end(), body_observables().begin(), body_observables().end());
  qualities.insert(qualities.end(), drawn_observables().begin(), drawn_observables().end());
  for (const Quality& quality : qualities) {
    const bool known = std::any_of(members.begin(), members.end(), [&](const auto& member) {
      return member.first == quality.name;
    });
    if (!known)
      members.emplace_back(quality.name, scalar_schema("in " + std::string(quality.range.unit)));
  }
  for (const ParameterInfo& parameter : body_parameters()) {
    if (!parameter.derived) members.emplace_back(parameter.name, scalar_schema(parameter.meaning));
  }
  std::string schema = record(members, {"body"});
  schema.insert(1, R"("patternProperties": {"^[A-Z0-9]+_DOSE$": )" +
                       scalar_schema("infusion that has been running for ever, 0.3 ug/kg/min") +
                       "}, ");
  return schema;
}

std::string draw() {
  return record({{"distribution",
                  words({"normal", "lognormal", "logitnormal", "uniform", "bernoulli"}, "shape")},
                 {"centre", scalar_schema("median, or probability")},
                 {"spread", scalar_schema("SD, of the logarithm for lognormal")},
                 {"within", list(scalar_schema("end"))},
                 {"severity", scalar_schema("correlation with severity, -1 to 1")},
                 {"woman", record({{"centre", scalar_schema("")}, {"spread", scalar_schema("")}})},
                 {"multiplies", one_or_more(text("body parameter"))},
                 {"source", sources()},
                 {"grade", words({"A", "B", "C"}, "A measured, B derived, C assumed or fitted")},
                 {"note", text("remark")}},
                {"distribution"});
}

std::string number_of_model() {
  return record({{"value", scalar_schema("number with unit")},
                 {"source", sources()},
                 {"grade", text("A, B or C")},
                 {"note", text("remark")}},
                {"value"});
}

std::string match() {
  const std::string figures =
      record({{"mean", scalar_schema("of the published patients")},
              {"SD", scalar_schema("of the published patients")},
              {"median", scalar_schema("of the published patients")},
              {"quartiles", list(scalar_schema("lower and upper"))},
              {"share", scalar_schema("of the published patients, 35 %")},
              {"of", text("who the share is, such as \"> 4 mmol/L\"; without it of women")},
              {"within", list(scalar_schema("end: nobody beyond it is eligible"))},
              {"source", sources()},
              {"grade", text("A, B or C")},
              {"note", text("remark")}});
  const std::string correlations = list(record({{"of", list(text("quantity with mean and SD"))},
                                                {"value", scalar_schema("-1 to 1")},
                                                {"source", sources()},
                                                {"grade", text("A, B or C")},
                                                {"note", text("remark")}}));
  return any(
      {words({"none"}, "lets go of the figures of the base"), table(any({figures, correlations}))});
}

std::string population() {
  return any(
      {text("models/populations"),
       record({{"base", text("models/populations")},
               {"name", text("name")},
               {"title", text("title")},
               {"note", text("remark")},
               {"body", text("models/bodies")},
               {"where",
                table(one_or_more(text("condition of eligibility, such as \">= 2.2 L/min/m2\"")))},
               {"match", match()},
               {"draws", table(draw())},
               {"correlations", list(record({{"of", list(text("draw"))},
                                             {"value", scalar_schema("-1 to 1")},
                                             {"source", sources()},
                                             {"grade", text("A, B or C")},
                                             {"note", text("remark")}}))},
               {"survival", table(number_of_model())},
               {"lactate_risk", words({"current", "baseline"}, "what of lactate counts in death")},
               {"mortality", record({{"share", scalar_schema("dead, of all who are eligible")},
                                     {"at", time("when")}},
                                    {"share", "at"})},
               {"lactate_recovery", table(number_of_model())}})});
}

std::string hypothesis() {
  const std::string own = record({{"base", text("models/hypotheses")},
                                  {"name", text("name")},
                                  {"note", text("remark")},
                                  {"weight", scalar_schema("share in a mixture")},
                                  {"parameters", parameters("replaced")},
                                  {"factors", parameters("factor")},
                                  {"steroid", flag("a steroid acts from the start")}});
  return one_or_more(any({text("models/hypotheses"), own}));
}

std::string fluid(bool bleeding) {
  Members members{{"volume", scalar_schema("500 mL or 10 mL/kg")},
                  {"from", time("start")},
                  {"over", time("duration")}};
  if (!bleeding) members.emplace_back("fluid", words({"crystalloid", "colloid"}, "kind"));
  return record(members, {"volume"});
}

std::string gift() {
  return record({{"drug", text("models/drugs")},
                 {"infusion", scalar_schema("rate, 0.1 ug/kg/min")},
                 {"bolus", scalar_schema("amount, 1 ug/kg")},
                 {"target", scalar_schema("plasma concentration, 1 ng/mL")},
                 {"from", time("start")},
                 {"until", time("end")},
                 {"at", one_or_more(time("moment of a bolus"))},
                 {"over", time("duration of a bolus")},
                 {"step", time("interval of a target-controlled pump")},
                 {"pump", words({"typical", "own"}, "whose kinetics the pump assumes")},
                 {"steady", flag("has been running for ever at the start")}},
                {"drug"});
}

std::string titration() {
  const std::string step = record({{"when", text("charted MAP, \"< 60 mmHg\"")},
                                   {"factor", scalar_schema("new dose over old dose")},
                                   {"at_least", scalar_schema("smallest change")},
                                   {"at_most", scalar_schema("largest change")},
                                   {"sustained", time("how long it must have held")},
                                   {"lockout", time("before the next by this line")}},
                                  {"when"});
  const std::string second = record({{"drug", text("models/drugs")},
                                     {"dose", scalar_schema("rate")},
                                     {"start_above", scalar_schema("dose of the first drug")},
                                     {"start_after", time("above it")},
                                     {"stop_below", scalar_schema("dose of the first drug")},
                                     {"stop_after", time("below it")}});
  return record({{"base", text("models/protocols")},
                 {"drug", text("models/drugs")},
                 {"target", list(scalar_schema("MAP, 65 mmHg"))},
                 {"steps", list(step)},
                 {"every", time("between checks")},
                 {"cuff", record({{"time", time("averaging")},
                                  {"noise", scalar_schema("SD, mmHg")},
                                  {"rounding", scalar_schema("mmHg")}})},
                 {"missed", scalar_schema("share of checks that are missed")},
                 {"smallest", scalar_schema("dose")},
                 {"largest", scalar_schema("dose")},
                 {"rounding", scalar_schema("of the dose")},
                 {"start", scalar_schema("first dose")},
                 {"pump_delay", time("between decision and pump")},
                 {"line_delay", time("between pump and vein")},
                 {"from", time("start")},
                 {"until", time("end")},
                 {"second", second}});
}

std::string challenge() {
  return record(
      {{"base", text("models/protocols")},
       {"drug", text("models/drugs")},
       {"at", one_or_more(time("start"))},
       {"ladder", any({text("0.5, 1, 2, 4 ug/kg/min"), list(scalar_schema("dose"))})},
       {"step", time("length of a step")},
       {"baseline", time("before the first step")},
       {"reading", time("at the end of a step")},
       {"wash_out", time("after the last step")},
       {"stop", record({{"MAP", text("\">= 110 mmHg\"")}, {"HR", text("\"< 50 /min\"")}})}});
}

std::string rescue() {
  return record({{"base", text("models/protocols")},
                 {"name", text("for the log")},
                 {"when", record({{"MAP", text("\"< 50 mmHg\"")}, {"HR", text("\"< 40 /min\"")}})},
                 {"every", time("between two looks")},
                 {"sustained", time("how long it must have held")},
                 {"stop", one_or_more(text("drug that is stopped"))},
                 {"hold", time("for which it stays stopped")},
                 {"give", gift()},
                 {"fluid", fluid(false)},
                 {"lockout", time("before it may act again")}});
}

/// A section of the bedside vocabulary: a protocol file, one, a list, or `none`.
std::string section(const std::string& own) {
  return one_or_more(any({text("models/protocols, or none"), own}));
}

Members sections() {
  return {{"sedation", section(gift())},
          {"titration", section(titration())},
          {"challenge", section(challenge())},
          {"give", section(gift())},
          {"fluids", section(fluid(false))},
          {"bleed", section(fluid(true))},
          {"steroid", section(record({{"from", time("start")}, {"until", time("end")}}))},
          {"rescue", section(rescue())}};
}

std::string protocol() {
  Members members = sections();
  members.emplace_back("base", text("models/protocols"));
  return any({text("models/protocols"), record(members)});
}

std::string loss() {
  const std::string cause =
      record({{"variable", text("such as NE_DOSE")},
              {"odds_ratio", scalar_schema("of a missed measurement, for `per`")},
              {"per", scalar_schema("step of the variable")},
              {"reference", scalar_schema("where `probability` holds")}},
             {"variable", "odds_ratio", "per", "reference"});
  const std::string missed = record(
      {{"probability", scalar_schema("share")}, {"causes", one_or_more(cause)}}, {"probability"});
  return record({{"withdrawal", scalar_schema("share of patients who leave")},
                 {"non_adherence", scalar_schema("share who get the common protocol only")},
                 {"missed_measurement", any({scalar_schema("share"), missed})}});
}

std::string stop() {
  const std::string rule = words({"efficacy", "futility", "harm"}, "why a trial may stop");
  const std::string spending = text("obrien_fleming, pocock, hsd(-4) or power(2)");
  const std::string below = record({{"conditional_power", scalar_schema("under the trend")}});
  return any({words({"none"}, "no rule stops the study"),
              record({{"rule", one_or_more(rule)},
                      {"look_every", whole("patients followed between two looks")},
                      {"looks", one_or_more(whole("patients followed at a look"))},
                      {"endpoint", text("what the looks test, such as death@3d")},
                      {"test", text("one of the endpoint's tests; else its first")},
                      {"alpha", scalar_schema("two-sided error of efficacy")},
                      {"spending", spending},
                      {"symmetric", flag("harm mirrors efficacy")},
                      {"harm_alpha", scalar_schema("one-sided error of harm")},
                      {"harm_spending", spending},
                      {"futility", any({scalar_schema("type II error spent on futility"), below})}},
                     {"rule", "endpoint"})});
}

std::string design() {
  Members arm = sections();
  arm.emplace_back("name", text("name"));
  const std::string stratum = record(
      {{"name", text("quantity")}, {"cuts", one_or_more(scalar_schema("cut point"))}}, {"name"});
  const std::string allocation =
      record({{"ratio", list(whole("share"))},
              {"method", words({"simple", "permuted_block", "stratified", "minimization"}, "how")},
              {"block", one_or_more(whole("size"))},
              {"strata", one_or_more(any({text("centre or a quantity"), stratum}))}});
  const std::string enrolment = record({{"patients", whole("patients a replicate")},
                                        {"over", time("mean time until the last one is in")},
                                        {"rate", scalar_schema("all centres together, 0.8 /week")}},
                                       {"patients"});
  return record(
      {{"arms", list(record(arm, {"name"}))},
       {"imbalance", record({{"endpoint", text("known before treatment, pe_ratio@0h")},
                             {"gap", scalar_schema("mean of the second arm minus the first")},
                             {"within", scalar_schema("largest distance from it")}},
                            {"endpoint", "gap", "within"})},
       {"crossover",
        record({{"periods", list(time("start"))}, {"wash_out", time("untreated")}}, {"periods"})},
       {"allocation", allocation},
       {"centres", whole("number of centres")},
       {"enrol", any({whole("patients a replicate"), enrolment})},
       {"replicates", whole("repeats of the whole study")},
       {"twins", flag("every patient in every arm")},
       {"loss", loss()},
       {"sizes", one_or_more(whole("the first so many patients are analysed too"))},
       {"stop", stop()},
       {"allow_large_n", flag("p values of more than 10,000 patients are wanted")}});
}

std::string endpoints() {
  std::vector<std::string> tests;
  for (std::size_t i = 0; i < test_count; ++i) tests.emplace_back(test_name(static_cast<Test>(i)));
  const std::string adjusted =
      text("one of " + joined(tests) +
           "; ancova(baseline), ancova(baseline, saps2), cox(centre), mmrm(saps2), rmst(28 d)");
  return list(
      record({{"name", text("name")},
              {"measure", text("one of " + joined(measure_names()))},
              {"at", one_or_more(time("moment"))},
              {"window", list(time("end of the window"))},
              {"compare", one_or_more(adjusted)},
              {"charted", flag("from charted instead of true values")},
              {"better", words({"higher", "lower"}, "what a patient would want")},
              {"responder", scalar_schema("individual effect of a responder, such as <= -0.1")},
              {"primary", any({flag("what the study is about"), time("of `at`")})}},
             {"name", "measure"}));
}

std::string output() {
  return record({{"every", time("between two rows")},
                 {"trajectories", text("all, none or first 100")},
                 {"variables", list(text("variable, such as MAP or NE_DOSE"))}});
}

std::string sweep() {
  const std::string level = scalar_schema("value of the path");
  const std::string axis = record({{"path", one_or_more(text("as of --set"))},
                                   {"as", text("text with {} in place of the value")},
                                   {"values", list(level)},
                                   {"from", level},
                                   {"to", level},
                                   {"steps", whole("levels of the interval")},
                                   {"scale", words({"linear", "log"}, "between the ends")}},
                                  {"path"});
  return record({{"method", words({"grid", "list", "latin_hypercube", "sobol"}, "design")},
                 {"points", whole("of a latin hypercube or a Sobol sequence")},
                 {"axes", table(axis)}},
                {"axes"});
}

std::string fork() {
  Members branch = sections();
  branch.emplace_back("name", text("name"));
  branch.emplace_back("stop", one_or_more(text("drug")));
  branch.emplace_back("add", list(gift()));
  return record({{"patient", whole("slot in the replicate, from 0")},
                 {"replicate", whole("from 0")},
                 {"arm", text("that he is in until then")},
                 {"at", time("whole minute from which the branches differ")},
                 {"branches", list(record(branch, {"name"}))}},
                {"at", "branches"});
}

std::string pulsatile() {
  return record({{"at", one_or_more(time("whole minute at which beats are computed"))}}, {"at"});
}

}  // namespace

std::string scenario_schema() {
  const Members members{
      {"schema", words({"pressor/1"}, "format of this file")},
      {"name", text("name of the study")},
      {"title", text("what it is")},
      {"note", text("remark")},
      {"seed", whole("same seed, same result")},
      {"horizon", time("end of haemodynamics")},
      {"follow_up", time("end of survival")},
      {"mortality", flag("patients can die")},
      {"allow_implausible", text("reason to run values outside their usual range")},
      {"engine", words({"ensemble", "reference"}, "integrator")},
      {"tolerance", scalar_schema("relative, of the integrator")},
      {"population", population()},
      {"patient", patient()},
      {"hypothesis", hypothesis()},
      {"parameters", parameters("of the body")},
      {"kinetics", table(text("kinetic set of a drug"))},
      {"effects", table(scalar_schema("share of a drug's effect; 0: it acts nowhere"))},
      {"protocol", protocol()},
      {"design", design()},
      {"endpoints", endpoints()},
      {"observed", table(table(scalar_schema("1.26 ± 0.23, p or source")))},
      {"output", output()},
      {"sweep", sweep()},
      {"fork", fork()},
      {"uncertainty", record({{"draws", whole("draws of all numbers of the model")},
                              {"A", scalar_schema("SD of the log of a number of grade A")},
                              {"B", scalar_schema("the same of grade B")},
                              {"C", scalar_schema("the same of grade C")}},
                             {"draws"})},
      {"pulsatile", pulsatile()},
      {"models", R"({"type": "object", )" + about("models inside a resolved scenario") + "}"},
  };
  std::string schema = record(members, {"schema", "name", "title", "horizon"});
  schema.insert(1, R"("$schema": "http://json-schema.org/draft-07/schema#", "title": )"
                   R"("pressor scenario", )");
  return schema + '\n';
}

}  // namespace pressor
