#include "read_sweep.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/core/quantity.h"
#include "pressor/inference/points.h"
#include "words.h"

namespace pressor {
namespace {

constexpr std::uint64_t most_points = 100'000;
constexpr std::uint64_t most_steps = 10'000;

constexpr Word<SweepMethod> method_words[] = {
    {"grid", SweepMethod::grid},
    {"list", SweepMethod::list},
    {"latin_hypercube", SweepMethod::latin_hypercube},
    {"sobol", SweepMethod::sobol},
};

enum class AxisScale : std::uint8_t { linear, log };
constexpr Word<AxisScale> scale_words[] = {{"linear", AxisScale::linear}, {"log", AxisScale::log}};

bool is_filling(SweepMethod method) {
  return method == SweepMethod::latin_hypercube || method == SweepMethod::sobol ||
         method == SweepMethod::given;
}

/// `0.5 ug/kg/h` taken apart.
struct NumberAndUnit {
  double number = 0.0;
  std::string unit;
};

/// Nothing for a text that does not begin with a number.
std::optional<NumberAndUnit> number_and_unit(const std::string& text) {
  for (std::size_t end = text.size(); end > 0; --end) {
    const auto number = parse_number(std::string_view(text).substr(0, end));
    if (!number) continue;
    const std::size_t unit = text.find_first_not_of(' ', end);
    return NumberAndUnit{*number, unit == std::string::npos ? "" : text.substr(unit)};
  }
  return std::nullopt;
}

/// The interval of an axis, and where in it a share lies.
struct AxisSpan {
  double from = 0.0;
  double to = 1.0;
  std::string unit;
  AxisScale scale = AxisScale::linear;

  [[nodiscard]] double at(double share) const {
    if (scale == AxisScale::linear) return from + share * (to - from);
    return from * std::pow(to / from, share);
  }
};

/// Reads one axis.
class AxisReader {
 public:
  AxisReader(std::string name, SweepMethod method, const std::vector<double>& shares)
      : method_(method), shares_(shares) {
    axis_.name = std::move(name);
  }

  void read(Fields& in) {
    for (const Value& path : in.required("path").one_or_more()) {
      orders_.paths.push_back(path.text());
      if (orders_.paths.back().empty()) path.problem("no path", "such as protocol.titration");
    }
    if (!orders_.paths.empty()) axis_.path = orders_.paths.front();
    const Value as = in.optional("as");
    const Value values = in.optional("values");
    const Value from = in.optional("from");
    const Value to = in.optional("to");
    const Value steps = in.optional("steps");
    const Value scale = in.optional("scale");
    if (values.present() == from.present()) {
      in.whole().problem("neither levels nor an interval, or both", "`values`, or `from` and `to`");
    } else if (values.present()) {
      for (const Value& unused : {to, steps, scale}) {
        if (unused.present())
          unused.problem("it belongs to an interval", "no such key beside `values`");
      }
      read_values(values);
    } else {
      read_span(from, to, steps, scale);
    }
    write_texts(as);
  }

  SweepAxis axis() { return std::move(axis_); }
  AxisOrders orders() { return std::move(orders_); }

 private:
  void read_values(const Value& values) {
    std::vector<std::string> levels;
    for (const Value& item : values.items()) levels.push_back(item.text());
    if (levels.empty()) return values.problem("no level", "at least one value");
    if (is_filling(method_)) {
      for (const double share : shares_) {
        const auto at = static_cast<std::size_t>(share * static_cast<double>(levels.size()));
        axis_.levels.push_back(levels[std::min(at, levels.size() - 1)]);
      }
    } else {
      axis_.levels = levels;
    }
    take_numbers();
  }

  /// Levels are numbers when all of them are, in one unit.
  void take_numbers() {
    std::set<std::string> units;
    std::vector<double> numbers;
    for (const std::string& level : axis_.levels) {
      const auto found = number_and_unit(level);
      if (!found) return;
      units.insert(found->unit);
      numbers.push_back(found->number);
    }
    if (units.size() != 1) return;
    axis_.unit = *units.begin();
    axis_.numbers = std::move(numbers);
  }

  void read_span(const Value& from, const Value& to, const Value& steps, const Value& scale) {
    AxisSpan span;
    const auto low = number_and_unit(from.text());
    const auto high = number_and_unit(to.text());
    span.scale = scale.choice(scale_words, AxisScale::linear);
    if (!to.present()) return from.problem("an interval without an end", "`to` beside `from`");
    if (!low) return from.problem("`" + from.text() + "` is no number", "a number, with its unit");
    if (!high || high->unit != low->unit) {
      return to.problem("`" + to.text() + "` is not in the unit of `from`",
                        exact_with_unit(2.0 * low->number, low->unit) + ", for instance");
    }
    span.from = low->number;
    span.to = high->number;
    span.unit = axis_.unit = low->unit;
    if (span.scale == AxisScale::log && !(span.from > 0.0 && span.to > 0.0)) {
      return scale.problem("a logarithmic scale from or to zero", "two numbers above 0");
    }
    if (is_filling(method_)) {
      if (steps.present()) steps.problem("the method has its own points", "no `steps`");
      for (const double share : shares_) add_level(span, span.at(share));
    } else {
      const auto n = static_cast<std::size_t>(steps.integer(2, most_steps, 5));
      for (std::size_t i = 0; i < n; ++i) {
        add_level(span, i + 1 == n ? span.to
                                   : span.at(static_cast<double>(i) / static_cast<double>(n - 1)));
      }
    }
  }

  void add_level(const AxisSpan& span, double number) {
    axis_.numbers.push_back(number);
    axis_.levels.push_back(exact_with_unit(number, span.unit));
  }

  void write_texts(const Value& as) {
    const std::string form = as.text("{}");
    const std::size_t place = form.find("{}");
    if (place == std::string::npos)
      return as.problem("no place for the value", "such as \">= {}\"");
    for (const std::string& level : axis_.levels) {
      orders_.texts.push_back(form.substr(0, place) + level + form.substr(place + 2));
    }
  }

  SweepMethod method_;
  const std::vector<double>& shares_;
  SweepAxis axis_;
  AxisOrders orders_;
};

/// Coordinates of each axis at each point: [axis][point].
std::vector<std::vector<double>> shares_of(const Points& points, std::size_t axes) {
  std::vector<std::vector<double>> shares(axes);
  for (const auto& point : points) {
    for (std::size_t axis = 0; axis < axes; ++axis) shares[axis].push_back(point[axis]);
  }
  return shares;
}

Points own_points(SweepMethod method, std::uint32_t n, std::size_t axes, std::uint64_t seed) {
  if (method == SweepMethod::sobol) return sobol_points(n, axes, seed);
  if (method == SweepMethod::latin_hypercube) return latin_hypercube(n, axes, seed);
  return {};
}

void check_points(const SweepPlan& plan, const Value& axes) {
  if (plan.axes.empty())
    return axes.problem("no axis", "such as {dose: {path: ..., values: [...]}}");
  const std::size_t first = plan.axes.front().levels.size();
  const bool even = std::all_of(plan.axes.begin(), plan.axes.end(),
                                [&](const SweepAxis& axis) { return axis.levels.size() == first; });
  if (plan.method == SweepMethod::list && !even) {
    axes.problem("axes of a list with unlike numbers of levels", "as many values on each axis");
  }
  if (plan.points() > most_points) {
    axes.problem(std::to_string(plan.points()) + " points",
                 "at most " + std::to_string(most_points));
  }
}

}  // namespace

SweepOrders read_sweep(const Value& value, std::uint64_t seed, const PointMaker& maker) {
  SweepOrders made;
  value.fields([&](Fields& in) {
    made.plan.method = in.optional("method").choice(method_words, SweepMethod::grid);
    const Value points = in.optional("points");
    const Value axes = in.required("axes");
    const bool filling = is_filling(made.plan.method);
    if (points.present() && !filling) {
      points.problem("the levels of the axes are the points", "no `points`");
    }
    const auto n = static_cast<std::uint32_t>(points.integer(1, most_points, 64));
    const auto pairs = axes.pairs();
    if (maker) made.plan.method = SweepMethod::given;
    const auto shares = shares_of(
        maker ? maker(pairs.size(), seed) : own_points(made.plan.method, n, pairs.size(), seed),
        pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      // Both are dimensions of the result.
      if (pairs[i].first == "arm" || pairs[i].first == "point") {
        pairs[i].second.problem("`" + pairs[i].first + "` is taken", "another name of the axis");
      }
      AxisReader reader(pairs[i].first, made.plan.method, shares[i]);
      pairs[i].second.fields([&](Fields& fields) { reader.read(fields); });
      made.plan.axes.push_back(reader.axis());
      made.axes.push_back(reader.orders());
      made.axes.back().node = pairs[i].second.node();
    }
    check_points(made.plan, axes);
  });
  return made;
}

void refuse_unkept(const Study& study) {
  if (!study.pulsatile_at.empty()) {
    throw ParameterError("single beats are not kept of a sweep: leave out `pulsatile`");
  }
  if (study.fork) throw ParameterError("a fork is not run at many points: leave out `fork`");
  if (study.uncertainty.draws > 0) {
    throw ParameterError(
        "draws of the model's numbers are not kept of a sweep: leave out `uncertainty`");
  }
}

}  // namespace pressor
