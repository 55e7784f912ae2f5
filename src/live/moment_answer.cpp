#include "answers.h"
#include "json.h"

namespace pressor::live {
namespace {

void put_curves(Json& out, const Moment& moment) {
  out.key("curves").open_array();
  for (const CurvePoint& point : moment.curves) {
    out.open_array().number(point.right_atrial).number(point.venous_return);
    out.number(point.cardiac_output).close_array();
  }
  out.close_array();
}

void put_shares(Json& out, const Moment& moment, const std::vector<CastDrug>& drugs) {
  out.key("receptors").open_array();
  for (const ReceptorShare& share : moment.shares) {
    out.open_object().entry("drug", drugs[share.drug].drug.name);
    out.entry("receptor", receptors[static_cast<std::size_t>(share.receptor)].name);
    out.entry("concentration", share.concentration).entry("occupancy", share.occupancy);
    out.entry("stimulus", share.stimulus).close_object();
  }
  out.close_array();
}

}  // namespace

std::string moment_answer(const Course& course, double time) {
  const Moment moment = course.moment(time);
  Json out;
  out.open_object().entry("ok", true).entry("time", moment.time);
  out.key("signals").open_object();
  for (const auto& field : signal_fields) out.entry(field.name, moment.seen.*field.member);
  out.close_object().key("body").open_object();
  for (const auto& field : body_state_fields) out.entry(field.name, moment.body.*field.member);
  out.close_object();
  out.entry("nerve_drive", moment.nerve_drive);
  out.entry("inotropy", moment.response.heart.inotropy);
  put_curves(out, moment);
  put_shares(out, moment, course.study().cast.drugs);
  return out.close_object().str();
}

std::string shares_answer(const Course& course, double from, double to) {
  const Moment before = course.moment(from);
  const Moment after = course.moment(to);
  Json out;
  out.open_object().entry("ok", true).key("shares").open_array();
  for (const CauseShare& share : course.explain(from, to)) {
    out.open_object().entry("cause", share.cause).entry("map", share.map);
    out.entry("output", share.output).entry("resistance", share.resistance).close_object();
  }
  out.close_array();
  for (const auto& [name, moment] : {std::pair("before", &before), std::pair("after", &after)}) {
    const Signals& seen = moment->seen;
    out.key(name).open_object().entry("map", seen.map).entry("output", seen.output);
    out.entry("resistance", seen.resistance).entry("cvp", seen.cvp);
    out.entry("rate", seen.heart_rate).entry("stroke", seen.stroke_volume).close_object();
  }
  return out.close_object().str();
}

}  // namespace pressor::live
