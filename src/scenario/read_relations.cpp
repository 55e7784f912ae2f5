#include "read_relations.h"

#include <algorithm>

namespace pressor {
namespace {

constexpr Word<RelationKind> relation_words[] = {
    {"power", RelationKind::power},
    {"exponential", RelationKind::exponential},
    {"saturating", RelationKind::saturating},
    {"woman", RelationKind::woman},
};

std::string followed_unit(const std::string& name, const FollowedUnits& parameters) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? covariate_unit(name) : found->second;
}

/// A number that is compared with a covariate: bare, or in the covariate's unit.
double followed_value(const Value& value, const std::string& of, const FollowedUnits& parameters,
                      double absent) {
  if (!value.is_text()) return value.quantity({}, absent);
  const auto bare = parse_number(value.text());
  return bare ? *bare : value.quantity({followed_unit(of, parameters)}, absent);
}

CovariateRelation read_relation(Fields& in, const FollowedUnits& parameters) {
  std::vector<std::string> names = covariate_names();
  for (const auto& [name, unit] : parameters) names.push_back(name);
  CovariateRelation relation;
  relation.kind = in.required("kind").choice(relation_words, RelationKind::power);
  const bool woman = relation.kind == RelationKind::woman;
  relation.of = (woman ? in.optional("of") : in.required("of")).one_of(names);
  const Value reference = woman ? in.optional("reference") : in.required("reference");
  relation.reference = followed_value(reference, relation.of, parameters, 1.0);
  const Value coefficient = in.required("coefficient");
  relation.coefficient = relation.kind == RelationKind::saturating
                             ? followed_value(coefficient, relation.of, parameters, 0.0)
                             : coefficient.number(-1.0e3, 1.0e3, 0.0);
  relation.bounds = read_bounds(in.optional("bounds"), relation.of, parameters);
  return relation;
}

}  // namespace

std::string covariate_unit(const std::string& name) {
  static const FollowedUnits units{
      {"weight", "kg"},        {"height", "cm"},       {"albumin", "g/L"},
      {"fat_free_mass", "kg"}, {"body_surface", "m2"},
  };
  const auto found = units.find(name);
  return found == units.end() ? "1" : found->second;
}

std::vector<CovariateRelation> read_relations(const Value& list, const FollowedUnits& parameters) {
  std::vector<CovariateRelation> relations;
  for (const Value& item : list.items()) {
    item.fields([&](Fields& in) { relations.push_back(read_relation(in, parameters)); });
  }
  return relations;
}

std::optional<std::array<double, 2>> read_bounds(const Value& value, const std::string& of,
                                                 const FollowedUnits& parameters) {
  const auto ends = value.pair();
  if (!ends) return std::nullopt;
  const std::array<double, 2> bounds{followed_value(ends->first, of, parameters, 0.0),
                                     followed_value(ends->second, of, parameters, 0.0)};
  if (bounds[0] > bounds[1]) value.problem("the low bound is above the high bound");
  return bounds;
}

void check_relations(const Value& where, const KineticSet& set) {
  std::vector<std::string> known = covariate_names();
  for (const KineticParameter& parameter : set.parameters) {
    for (const CovariateRelation& relation : parameter.relations) {
      const bool found = std::find(known.begin(), known.end(), relation.of) != known.end();
      if (relation.of.empty() || found) continue;
      where.problem(
          "`" + parameter.name + "` follows `" + relation.of + "`, which is not before it",
          list_words(known));
    }
    known.push_back(parameter.name);
  }
}

}  // namespace pressor
