#include "read_endpoints.h"

#include <algorithm>
#include <set>
#include <string>

#include "order_readers.h"
#include "people.h"
#include "read_tests.h"

namespace pressor {
namespace {

constexpr Word<Better> better_words[] = {{"higher", Better::higher}, {"lower", Better::lower}};

/// Last moment of which haemodynamics are known; in a crossover, of a period.
double last_moment(const Study& study) {
  return study.crossover ? period_span(study) : study.horizon;
}

class EndpointReader {
 public:
  explicit EndpointReader(const EndpointContext& context) : context_(context) {}

  Endpoint read(Fields& in) {
    const Value name = in.required("name");
    endpoint_.name = name.text();
    check_name(name);
    const Value measure = in.required("measure");
    const std::size_t before = measure.problems().problems().size();
    endpoint_.measure = read_measure(measure, context_);
    const Value at = in.optional("at");
    const Value window = in.optional("window");
    const Value compare = in.optional("compare");
    const Value charted = in.optional("charted");
    const Value better = in.optional("better");
    const Value responder = in.optional("responder");
    const Value primary = in.optional("primary");
    endpoint_.charted = charted.flag();
    if (endpoint_.charted) check_charted(charted);
    if (measure.problems().problems().size() > before) return endpoint_;
    if (is_of_moment(endpoint_.measure.kind)) {
      read_moments(at, window, measure);
    } else {
      read_window(at, window);
    }
    read_direction(better, responder);
    read_tests(compare);
    read_primary(primary);
    return endpoint_;
  }

 private:
  static void check_name(const Value& name) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    const std::string text = name.text();
    if (!name.is_text() || (!text.empty() && text.find_first_not_of(allowed) == std::string::npos))
      return;
    name.problem("`" + text + "` is no name", "letters, digits and _");
  }

  /// Only MAP is charted, and only where somebody titrates by it.
  void check_charted(const Value& charted) const {
    const auto& arms = context_.study.arms;
    const bool common = context_.study.crossover && !context_.study.common.titrations.empty();
    const bool read = common || std::any_of(arms.begin(), arms.end(), [](const Arm& arm) {
                        return !arm.orders.titrations.empty();
                      });
    if (endpoint_.measure.variable == "MAP" && read) return;
    charted.problem("nobody charts this", "a measure of MAP in a study with a titration");
  }

  double read_moment(const Value& value) const {
    const bool death = is_followed_up(endpoint_.measure);
    const double latest = death ? context_.study.follow_up : last_moment(context_.study);
    const double moment = value.quantity({"min", 0.0}, 0.0);
    if (moment > latest) {
      value.problem("`" + value.text() + "` is after the " + (death ? "follow-up" : "horizon"),
                    death ? "a longer `follow_up`" : "a longer `horizon`");
    }
    return moment;
  }

  void read_moments(const Value& at, const Value& window, const Value& measure) {
    const MeasureKind kind = endpoint_.measure.kind;
    if (window.present()) window.problem("`" + endpoint_.measure.text + "` has no window", "`at`");
    for (const Value& item : at.one_or_more()) {
      endpoint_.at.push_back(read_moment(item));
      if (is_of_challenge(kind)) check_challenge(item, endpoint_.at.back());
    }
    if (at.present()) return;
    if (is_of_challenge(kind)) {
      endpoint_.at = challenge_times(context_.study);
      if (endpoint_.at.empty()) measure.problem("no arm has a challenge", "a `challenge`");
    } else if (is_followed_up(endpoint_.measure)) {
      endpoint_.at = {context_.study.follow_up};
    } else {
      measure.problem("`" + endpoint_.measure.text + "` needs a time", "`at`");
    }
  }

  void check_challenge(const Value& at, double moment) const {
    const auto times = challenge_times(context_.study);
    if (std::find(times.begin(), times.end(), moment) != times.end()) return;
    std::string starts = times.empty() ? "none: no arm has one" : "";
    for (const double time : times) {
      starts += (starts.empty() ? "" : ", ") + format_number(time / 60.0) + " h";
    }
    at.problem("no challenge starts at `" + at.text() + "`", "one of the starts (" + starts + ")");
  }

  void read_window(const Value& at, const Value& window) {
    if (at.present()) {
      at.problem("`" + endpoint_.measure.text + "` is taken over a window", "`window: [0 h, 6 h]`");
    }
    endpoint_.window = {0.0, last_moment(context_.study)};
    const auto ends = window.pair();
    if (!ends) return;
    endpoint_.window = {read_moment(ends->first), read_moment(ends->second)};
    if ((*endpoint_.window)[0] >= (*endpoint_.window)[1]) {
      window.problem("the window ends before it begins");
    }
  }

  void read_tests(const Value& compare) {
    const Study& study = context_.study;
    for (const Value& item : compare.one_or_more()) {
      const auto test = read_test(item, endpoint_, context_);
      if (!test) continue;
      if (std::find(endpoint_.compare.begin(), endpoint_.compare.end(), *test) !=
          endpoint_.compare.end()) {
        item.problem("`" + item.text() + "` stands there already", "tests that differ");
      }
      endpoint_.compare.push_back(*test);
    }
    if (!compare.present()) return;
    if (!study.randomized()) {
      compare.problem("there is one arm and nothing to compare", "two arms or more");
    }
    if (study.patients > largest_sample && !study.allow_large_n) {
      compare.problem(std::to_string(study.patients) +
                          " virtual patients a replicate are no sample of people: with so many any "
                          "difference is significant",
                      "no `compare`, `enrol` up to " + std::to_string(largest_sample) +
                          ", or `design.allow_large_n: true`");
    }
  }

  /// `true`, or the one of its times that is meant.
  void read_primary(const Value& primary) {
    if (!primary.present()) return;
    if (primary.text() == "true" || primary.text() == "false") {
      endpoint_.primary = primary.flag();
    } else {
      endpoint_.primary = true;
      endpoint_.primary_at = primary.quantity({"min", 0.0}, 0.0);
      const auto& at = endpoint_.at;
      if (std::find(at.begin(), at.end(), *endpoint_.primary_at) == at.end()) {
        primary.problem("`" + endpoint_.name + "` is not measured at `" + primary.text() + "`",
                        "`true`, or one of the times in `at`");
      }
    }
    if (endpoint_.primary && endpoint_.compare.empty()) {
      primary.problem("nothing compares `" + endpoint_.name + "`", "a `compare`");
    }
  }

  /// Which way is better, and what makes a responder among twins.
  void read_direction(const Value& better, const Value& responder) {
    endpoint_.better = better.choice(better_words, usual_direction(endpoint_.measure.kind));
    if (!responder.present()) return;
    const auto columns = endpoint_columns({endpoint_}, context_.variables);
    if (!columns.empty()) endpoint_.responder = responder.comparison(columns.front().unit);
    if (!context_.study.twins) {
      responder.problem("only twins have individual effects", "`design.twins: true`");
    }
  }

  const EndpointContext& context_;
  Endpoint endpoint_;
};

ObservedResult read_figures(Fields& in, const EndpointColumn& column,
                            const std::vector<Arm>& arms) {
  ObservedResult result;
  result.endpoint = column.name;
  for (const Arm& arm : arms) {
    const Value figure = in.optional(arm.name);
    if (!figure.present()) continue;
    const Spread spread = figure.spread(column.unit);
    result.arms.push_back({arm.name, spread.centre, spread.spread});
  }
  const Value p = in.optional("p");
  if (p.present()) result.p = p.number(0.0, 1.0);
  result.source = in.optional("source").text();
  return result;
}

/// `first 100`
void read_first(const Value& kept, OutputPlan& plan) {
  const std::string text = kept.text();
  const std::string word = text.substr(0, text.find(' '));
  if (word == "all" || word == "none") {
    plan.first = word == "all" ? OutputPlan::everyone : 0;
  } else {
    Node number = *kept.node();
    number.text = text.substr(std::min(word.size() + 1, text.size()));
    const bool first = word == "first";
    if (!first) kept.problem("`" + text + "` is not known here", "`all`, `none` or `first 100`");
    const Value count(&number, kept.path(), kept.problems());
    if (first) plan.first = count.integer(1, 10'000'000, 100);
  }
  plan.first_given = true;
}

}  // namespace

std::vector<Endpoint> read_endpoints(const Value& value, const EndpointContext& context) {
  std::vector<Endpoint> endpoints;
  std::set<std::string> names;
  for (const Value& item : value.items()) {
    item.fields([&](Fields& in) { endpoints.push_back(EndpointReader(context).read(in)); });
    const bool named = !endpoints.empty() && item.is_map();
    if (named && !names.insert(endpoints.back().name).second) {
      item.problem("a second endpoint `" + endpoints.back().name + "`", "names that differ");
    }
    const auto primary = [](const Endpoint& endpoint) { return endpoint.primary; };
    const bool second = std::count_if(endpoints.begin(), endpoints.end(), primary) > 1;
    if (second && endpoints.back().primary) {
      item.problem("a second primary endpoint", "one `primary`");
    }
  }
  return endpoints;
}

std::vector<ObservedResult> read_observed(const Value& value, const EndpointContext& context) {
  std::vector<ObservedResult> results;
  const auto columns = endpoint_columns(context.study.endpoints, context.variables);
  for (const auto& [name, figures] : value.pairs()) {
    const auto column =
        std::find_if(columns.begin(), columns.end(),
                     [&, n = name](const EndpointColumn& c) { return c.name == n; });
    if (column == columns.end()) {
      std::vector<std::string> names;
      for (const EndpointColumn& c : columns) names.push_back(c.name);
      refuse_name(figures, "endpoint", name, names);
      continue;
    }
    figures.fields(
        [&](Fields& in) { results.push_back(read_figures(in, *column, context.study.arms)); });
  }
  return results;
}

OutputPlan read_output(const Value& value, const EndpointContext& context) {
  OutputPlan plan;
  value.fields([&](Fields& in) {
    plan.every = in.optional("every").quantity({"min", 0.01, 1440.0}, plan.every);
    const Value kept = in.optional("trajectories");
    if (kept.is_text()) read_first(kept, plan);
    if (kept.present() && !kept.is_text()) (void)kept.text();
    std::vector<std::string> names;
    for (const Variable& variable : context.variables) names.push_back(variable.name);
    for (const Value& item : in.optional("variables").items()) {
      plan.variables.push_back(item.one_of(names));
    }
  });
  return plan;
}

UncertaintyPlan read_uncertainty(const Value& value) {
  constexpr std::uint64_t most_draws = 10'000;
  constexpr double widest = 2.0;  // a factor of seven: nothing is known
  UncertaintyPlan plan;
  value.fields([&](Fields& in) {
    plan.draws =
        static_cast<std::uint32_t>(in.required("draws").integer(0, most_draws, plan.draws));
    plan.spreads.a = in.optional("A").number(0.0, widest, plan.spreads.a);
    plan.spreads.b = in.optional("B").number(0.0, widest, plan.spreads.b);
    plan.spreads.c = in.optional("C").number(0.0, widest, plan.spreads.c);
  });
  return plan;
}

}  // namespace pressor
