#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pressor/cohort/cast.h"
#include "shelf.h"

/// Readers of model files that a study uses too: on one shelf, with one list of problems. In a
/// scenario the same keys may stand inline, and a number needs no source there.
namespace pressor {

inline constexpr double endless = std::numeric_limits<double>::infinity();

/// Whether the keys stand in a model file or in a scenario.
enum class Origin { file, scenario };

/// The files on which a file stands by its key `base`.
class Bases {
 public:
  /// Reads the model that `base` names, when it is given; notes a file that stands on itself.
  void follow(const Value& base, ModelKind kind, Shelf& shelf,
              const std::function<void(Fields&)>& read);

 private:
  std::vector<std::string> names_;
};

/// `source` and `grade` of a number; they may be absent in a scenario.
Provenance read_origin(Fields& in, const Value& number, Origin origin, const Shelf& shelf);

BodyDescription read_body(const Document& document, Shelf& shelf, ProblemList& problems);

/// A key that is read once more is known.
struct NamedValue {
  std::string name;
  Value value;
  Origin origin;
};

struct PopulationOnBody {
  Population population;
  std::optional<BodyDescription> body;  ///< nothing when it could not be read
  std::vector<NamedValue> where;        ///< conditions, those of bases first
  std::vector<NamedValue> match;        ///< published figures, likewise
};

/// The population that a text names or a mapping describes, without what it asks of drawn people
/// (read_match.h): that can be read when the drugs are known.
PopulationOnBody read_population(const Value& value, Shelf& shelf, Origin origin);

/// The hypothesis that a text names or a mapping describes.
Hypothesis read_hypothesis(const Value& value, Shelf& shelf, Origin origin);

}  // namespace pressor
