#include "pressor/cohort/ordered.h"

/// In place of src/cohort/ordered.cpp, whose threads a page opened from disk cannot have.
namespace pressor {

unsigned thread_count(unsigned /*threads*/) { return 1; }

namespace detail {

std::size_t slot_count(unsigned /*threads*/) { return 1; }

bool run_slots(std::size_t items, unsigned /*threads*/,
               const std::function<void(std::size_t, std::size_t)>& produce,
               const std::function<bool(std::size_t, std::size_t)>& consume) {
  for (std::size_t item = 0; item < items; ++item) {
    produce(item, 0);
    if (!consume(item, 0)) return false;
  }
  return true;
}

}  // namespace detail
}  // namespace pressor
