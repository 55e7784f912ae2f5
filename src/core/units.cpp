#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/core/quantity.h"

namespace pressor {
namespace {

/// Millimetre of mercury by its conventional density at standard gravity (ISO 80000-4), Pa.
constexpr double pascal_per_mmHg = 133.322387415;

/// A name, the prefixes it takes, its factor to base units and its dimension.
struct Symbol {
  std::string_view name;
  std::string_view prefixes;
  double factor;
  Dimension dimension;
};

constexpr Dimension mass{.drug_mass = 1};
constexpr Dimension amount{.amount = 1};
constexpr Dimension activity{.activity = 1};
constexpr Dimension time{.time = 1};
constexpr Dimension pressure{.pressure = 1};
constexpr Dimension volume{.length = 3};

constexpr std::array symbols{
    Symbol{"1", "", 1.0, {}},
    Symbol{"%", "", 0.01, {}},
    Symbol{"kg", "", 1.0, {.body_weight = 1}},
    Symbol{"g", "munp", 1e6, mass},
    Symbol{"mol", "munp", 1e9, amount},
    Symbol{"M", "munp", 1e6, {.amount = 1, .length = -3}},
    Symbol{"U", "kmu", 1.0, activity},
    Symbol{"IU", "kmu", 1.0, activity},
    Symbol{"s", "m", 1.0 / 60.0, time},
    Symbol{"min", "", 1.0, time},
    Symbol{"h", "", 60.0, time},
    Symbol{"d", "", 1440.0, time},
    Symbol{"week", "", 10'080.0, time},
    Symbol{"y", "", 525'960.0, time},  // 365.25 d
    Symbol{"year", "", 525'960.0, time},
    Symbol{"m", "cm", 100.0, {.length = 1}},
    Symbol{"L", "dcmu", 1000.0, volume},
    Symbol{"mmHg", "", 1.0, pressure},
    Symbol{"Pa", "kh", 1.0 / pascal_per_mmHg, pressure},
    Symbol{"cmH2O", "", 98.0665 / pascal_per_mmHg, pressure},
    Symbol{"dyn", "", 0.1 / pascal_per_mmHg, {.length = 2, .pressure = 1}},
};

/// What people write instead; used in suggestions only.
constexpr std::array<std::pair<std::string_view, std::string_view>, 31> other_names{{
    {"sec", "s"},     {"secs", "s"},       {"second", "s"},      {"seconds", "s"},
    {"mins", "min"},  {"minute", "min"},   {"minutes", "min"},   {"hr", "h"},
    {"hrs", "h"},     {"hour", "h"},       {"hours", "h"},       {"day", "d"},
    {"days", "d"},    {"weeks", "week"},   {"wk", "week"},       {"years", "year"},
    {"yr", "y"},      {"unit", "U"},       {"units", "U"},       {"cc", "mL"},
    {"gamma", "ug"},  {"microgram", "ug"}, {"micrograms", "ug"}, {"gram", "g"},
    {"torr", "mmHg"}, {"percent", "%"},    {"bpm", "1/min"},     {"beats", "1"},
    {"liter", "L"},   {"litre", "L"},      {"dyne", "dyn"},
}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

/// Micro sign, Greek mu, middle dot and superscripts in ASCII.
std::string in_ascii(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> spellings{
      {{"\u00B5", "u"},
       {"\u03BC", "u"},
       {"\u00B7", "."},
       {"\u22C5", "."},
       {"\u00B2", "2"},
       {"\u00B3", "3"}}};
  std::string result(text);
  for (const auto& [from, to] : spellings) replace_all(result, from, to);
  return result;
}

/// By division, so that `ng` is the double next to 0.001.
double prefixed(double factor, char prefix) {
  switch (prefix) {
    case 'k':
      return factor * 1e3;
    case 'h':
      return factor * 1e2;
    case 'd':
      return factor / 1e1;
    case 'c':
      return factor / 1e2;
    case 'm':
      return factor / 1e3;
    case 'u':
      return factor / 1e6;
    case 'n':
      return factor / 1e9;
    default:
      return factor / 1e12;
  }
}

std::optional<Unit> find_symbol(std::string_view name) {
  for (const Symbol& symbol : symbols) {
    if (name == symbol.name) return Unit{symbol.factor, symbol.dimension};
  }
  if (name.empty()) return std::nullopt;
  for (const Symbol& symbol : symbols) {
    if (name.substr(1) == symbol.name && symbol.prefixes.find(name[0]) != std::string_view::npos) {
      return Unit{prefixed(symbol.factor, name[0]), symbol.dimension};
    }
  }
  if (name.substr(0, 2) == "mc") return find_symbol('u' + std::string(name.substr(2)));
  return std::nullopt;
}

/// `cm5` or `min-1`: a symbol and its power.
struct Factor {
  Unit unit;
  int power = 1;
};

std::optional<Factor> find_factor(std::string_view text) {
  if (const auto unit = find_symbol(text)) return Factor{*unit, 1};
  if (text.size() < 2 || text.back() < '1' || text.back() > '9') return std::nullopt;
  int power = text.back() - '0';
  text.remove_suffix(1);
  if (text.back() == '-') {
    power = -power;
    text.remove_suffix(1);
  }
  const auto unit = find_symbol(text);
  if (!unit || unit->dimension == Dimension{}) return std::nullopt;
  return Factor{*unit, power};
}

/// One step of `mL/min/m2`: the operator before it and its text.
struct Step {
  char operation = '.';
  std::string text;
};

std::vector<Step> split(const std::string& text) {
  std::vector<Step> steps(1);
  for (const char c : text) {
    if (c == '/' || c == '.') {
      steps.push_back({c, {}});
    } else {
      steps.back().text += c;
    }
  }
  if (steps.size() > 1 && steps[1].operation == '/' && steps[0].text.empty()) steps[0].text = "1";
  return steps;
}

std::string join(const std::vector<Step>& steps) {
  std::string text = steps[0].text;
  for (std::size_t i = 1; i < steps.size(); ++i) text += steps[i].operation + steps[i].text;
  return text;
}

/// Product of powers, numerator and denominator apart so that 1/60 is rounded once.
class Product {
 public:
  /// False when an exponent leaves what any unit needs.
  bool multiply(const Unit& unit, int power) {
    for (int i = 0; i < std::abs(power); ++i) (power > 0 ? above_ : below_) *= unit.factor;
    return add(&Dimension::drug_mass, unit, power) && add(&Dimension::amount, unit, power) &&
           add(&Dimension::activity, unit, power) && add(&Dimension::body_weight, unit, power) &&
           add(&Dimension::time, unit, power) && add(&Dimension::length, unit, power) &&
           add(&Dimension::pressure, unit, power);
  }
  [[nodiscard]] Unit unit() const { return {above_ / below_, dimension_}; }

 private:
  bool add(std::int8_t Dimension::*base, const Unit& unit, int power) {
    constexpr int largest = 12;
    const int sum = dimension_.*base + power * (unit.dimension.*base);
    dimension_.*base = static_cast<std::int8_t>(std::abs(sum) > largest ? 0 : sum);
    return std::abs(sum) <= largest;
  }

  double above_ = 1.0;
  double below_ = 1.0;
  Dimension dimension_;
};

std::optional<Unit> product_of(const std::vector<Step>& steps) {
  constexpr std::size_t most = 8;
  if (steps.size() > most) return std::nullopt;
  Product product;
  bool divided = false;
  for (const Step& step : steps) {
    // `a/b.c` is read both ways by people, so it is not read here.
    if (divided && step.operation == '.') return std::nullopt;
    divided = divided || step.operation == '/';
    const auto factor = find_factor(step.text);
    if (!factor || (step.text == "1" && &step != &steps.front())) return std::nullopt;
    const int power = step.operation == '/' ? -factor->power : factor->power;
    if (!product.multiply(factor->unit, power)) return std::nullopt;
  }
  return product.unit();
}

std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const Symbol& symbol : symbols) {
    names.emplace_back(symbol.name);
    for (const char prefix : symbol.prefixes) names.push_back(prefix + std::string(symbol.name));
  }
  return names;
}

std::string nearest_name(const std::string& text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return text;
  for (const auto& [other, name] : other_names) {
    if (text == other) return std::string(name);
  }
  return nearest(text, known_names()).value_or(text);
}

/// The text with each unknown factor replaced by its nearest known one; empty when that is no unit.
std::string suggest(std::string_view text) {
  std::string plain = in_ascii(text);
  replace_all(plain, " per ", "/");
  replace_all(plain, "*", ".");
  replace_all(plain, "^", "");
  for (const std::string sign : {"/", "."}) {
    replace_all(plain, ' ' + sign, sign);
    replace_all(plain, sign + ' ', sign);
  }
  std::vector<Step> steps = split(plain);
  bool divided = false;
  for (Step& step : steps) {
    divided = divided || step.operation == '/';
    if (divided) step.operation = '/';
    if (!find_factor(step.text)) step.text = nearest_name(step.text);
  }
  const std::string repaired = join(steps);
  return product_of(split(repaired)) ? repaired : std::string{};
}

}  // namespace

Unit parse_unit(std::string_view text) {
  constexpr std::size_t longest = 48;
  constexpr auto examples = "units such as `ug/kg/min`, `mL/h`, `mmHg` or `%`";
  if (text.size() > longest) throw QuantityError("a unit of more than 48 characters", examples);
  if (const auto unit = product_of(split(in_ascii(text)))) return *unit;
  throw QuantityError("unknown unit `" + std::string(text) + "`", examples, suggest(text));
}

}  // namespace pressor
