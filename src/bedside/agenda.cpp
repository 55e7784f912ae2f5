#include "agenda.h"

#include <algorithm>

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
  heap_.push_back(due);
  std::push_heap(heap_.begin(), heap_.end(), later);
}

Due Agenda::take() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  const Due due = heap_.back();
  heap_.pop_back();
  return due;
}

}  // namespace pressor::bedside
