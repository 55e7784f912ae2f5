#include "agenda.h"

#include <iterator>

namespace pressor::bedside {
namespace {

bool later(const Due& a, const Due& b) {
  if (a.time != b.time) return a.time > b.time;
  if (a.what != b.what) return a.what > b.what;
  return a.sequence > b.sequence;
}

}  // namespace

void Agenda::add(Due due) {
  if (!std::isfinite(due.time)) return;
  due.time = on_grid(due.time);
  due.sequence = added_++;
  auto place = latest_first_.end();
  while (place != latest_first_.begin() && later(due, *std::prev(place))) --place;
  latest_first_.insert(place, due);
}

Due Agenda::take() {
  const Due due = latest_first_.back();
  latest_first_.pop_back();
  return due;
}

}  // namespace pressor::bedside
