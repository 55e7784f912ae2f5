#include "match_words.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "pressor/scenario/describe.h"
#include "words.h"

namespace pressor {
namespace {

constexpr int match_digits = 4;

/// The value at four significant digits.
double shortened(double value) {
  if (value == 0.0) return value;
  const double step = std::pow(10.0, std::floor(std::log10(std::fabs(value))) + 1.0 - match_digits);
  return std::round(value / step) * step;
}

std::string in_per_cent(double share) { return rounded(100.0 * share, match_digits) + " %"; }

/// Rounded, with its sign even when it is nothing.
std::string signed_sds(const MatchFigure& figure, double misfit) {
  const double hundredths = std::round(100.0 * misfit) / 100.0;
  const bool plain = figure.kind == MatchFigure::Kind::correlation;
  return (hundredths < 0.0 ? "" : "+") + rounded(hundredths) + (plain ? "" : " SD");
}

std::string in_columns(const std::vector<std::string>& cells) {
  constexpr std::size_t widths[] = {38, 16, 16};
  std::string out = "   ";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out += ' ' + cells[i];
    if (i < std::size(widths) && cells[i].size() < widths[i]) {
      out.append(widths[i] - cells[i].size(), ' ');
    }
  }
  return out + '\n';
}

}  // namespace

ValueInfo match_info(const Cast& cast, const MatchFigure& figure) {
  const auto infos = value_infos(cast);
  return *std::find_if(infos.begin(), infos.end(),
                       [&](const ValueInfo& info) { return info.name == figure.name; });
}

std::string match_label(const MatchFigure& figure, const ValueInfo& info) {
  switch (figure.kind) {
    case MatchFigure::Kind::mean:
      return figure.name + " mean";
    case MatchFigure::Kind::sd:
      return figure.name + " SD";
    case MatchFigure::Kind::quantile:
      return figure.name + (figure.level == 0.5 ? std::string(" median")
                                                : ' ' + in_per_cent(figure.level) + " quantile");
    case MatchFigure::Kind::share: {
      if (figure.name == "woman") return "share of women";
      Comparison shown = figure.condition;
      shown.limit *= info.scale;
      return "share with " + figure.name + ' ' + comparison_text(shown, info.shown);
    }
    case MatchFigure::Kind::correlation:
      return "correlation of " + figure.name + " and " + figure.other;
  }
  return {};
}

std::string match_value(const MatchFigure& figure, double value, const ValueInfo& info) {
  if (figure.kind == MatchFigure::Kind::correlation) return rounded(value, match_digits);
  if (figure.kind == MatchFigure::Kind::share) return in_per_cent(value);
  return with_unit(shortened(value * info.scale), info.shown);
}

std::string describe_matching(const Cast& cast) {
  if (!cast.matching) return {};
  const Matching& matching = *cast.matching;
  std::string out = "  matched to " + counted(matching.figures.size(), "published figure") + ": " +
                    in_per_cent(matching.acceptance) + " of the eligible are taken\n";
  out += "    effective sample size " + rounded(std::round(matching.effective)) + " of " +
         std::to_string(matching.people) + " people in whom it was checked; weight cut off " +
         in_per_cent(matching.cut_off) + '\n';
  out += in_columns({"", "asked for", "reached", "misfit"});
  for (std::size_t k = 0; k < matching.figures.size(); ++k) {
    const MatchFigure& figure = matching.figures[k];
    const ValueInfo info = match_info(cast, figure);
    out += in_columns({match_label(figure, info), match_value(figure, figure.target, info),
                       match_value(figure, matching.reached[k], info),
                       signed_sds(figure, matching.misfit[k])});
  }
  return out;
}

}  // namespace pressor
