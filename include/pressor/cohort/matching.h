#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/core/quantity.h"
#include "pressor/pharmacology/drug.h"

/// Drawn people who resemble the patients of a published table.
///
/// Of all distributions with the published figures, E f_k = 0, the one nearest to the population in
/// relative entropy (Jaynes, Phys Rev 1957;106:620; Csiszar, Ann Probab 1975;3:146) has the density
/// ratio
///
///     w = exp(sum_k lambda_k f_k)                                                     (1)
///
/// It changes what the figures ask for and what goes together with it, and nothing else. An eligible
/// person is taken with probability min(1, w/W), so that a study needs no weights.
namespace pressor {

struct Cast;
struct Patient;

/// One published figure, in native units. x is the quantity `name`, y the quantity `other`.
struct MatchFigure {
  enum class Kind : std::uint8_t {
    mean,         ///< f = (x - target)/spread
    sd,           ///< f = ((x - centre)/target)^2 - 1
    quantile,     ///< f = [x <= target] - level
    share,        ///< f = [x `condition`] - target
    correlation,  ///< f = (x - centre)/spread (y - other_centre)/other_spread - target
  };
  Kind kind = Kind::mean;
  std::string name;  ///< a quantity that value_of knows
  double target = 0.0;
  double centre = 0.0;  ///< mean of x that is asked for
  double spread = 1.0;  ///< SD of x that is asked for; of a mean: any scale of x
  double level = 0.5;   ///< share of people up to a quantile
  Comparison condition{};
  std::string other{};
  double other_centre = 0.0;
  double other_spread = 1.0;
  Provenance provenance{};
};

/// Who of the eligible is taken, and what that makes of people in whom it was not found.
struct Matching {
  std::vector<MatchFigure> figures;
  std::vector<double> tilt;     ///< lambda of (1), one a figure
  double ceiling = 0.0;         ///< ln W
  std::vector<double> reached;  ///< by figure, native units, W in force
  std::vector<double> misfit;   ///< reached minus target, in SD of the quantity or of a yes or no;
                                ///< plain for a correlation
  std::uint32_t people = 0;     ///< eligible people in the sample that the check has to itself
  std::uint64_t screened = 0;   ///< drawn for them
  double effective = 0.0;       ///< their effective sample size (sum w)^2 / sum w^2
  double acceptance = 0.0;      ///< share of the eligible that is taken
  double cut_off = 0.0;         ///< share of all weight that lies above W
};

/// No reweighting of the pilot's people meets a figure: none at all, or one that leans on fewer than
/// Pilot::smallest people.
class UnreachableFigure : public ParameterError {
 public:
  struct Reach {
    double own = 0.0;    ///< what it is among the eligible
    double low = 0.0;    ///< what it is in the Pilot::smallest people who make it smallest ...
    double high = 0.0;   ///< ... and largest
    bool alone = false;  ///< it could be met if the figures before it were not asked for
  };
  UnreachableFigure(std::size_t figure, Reach reach)
      : ParameterError("a published figure cannot be met"), figure_(figure), reach_(reach) {}
  [[nodiscard]] std::size_t figure() const noexcept { return figure_; }
  [[nodiscard]] const Reach& reach() const noexcept { return reach_; }

 private:
  std::size_t figure_;
  Reach reach_;
};

/// The sample of eligible people in which the lambda are found, the same for every seed, and what
/// is asked of it.
struct Pilot {
  static constexpr std::uint32_t people = 10'000;
  /// Smallest effective sample size: with fewer, the same few kinds of people fill a study.
  static constexpr double smallest = 100.0;
  /// W is this quantile of the weights: above it one in a thousand would set the pace for all.
  static constexpr double ceiling = 0.999;
  /// Most draws for one who is taken, on average: with more, a slot in e^20 would find nobody in
  /// max_attempts.
  static constexpr double most_draws = 500.0;
};

/// Finds the weights with which the eligible people of `cast` have these figures. Throws
/// UnreachableFigure for the first figure that cannot be met together with those before it, and
/// ParameterError as Caster does or when too few would be taken.
Matching match_population(const Cast& cast, std::vector<MatchFigure> figures);

/// ln w of (1) of a person.
double log_weight(const Matching& matching, const Cast& cast, const Patient& patient);

}  // namespace pressor
