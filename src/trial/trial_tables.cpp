#include "pressor/trial/trial_tables.h"

namespace pressor {

const char* stop_reason_name(StopReason reason) {
  constexpr std::array<const char*, stop_reason_count> names{"completed", "efficacy", "futility",
                                                             "harm"};
  return names[static_cast<std::size_t>(reason)];
}

const char* observed_what_name(ObservedPlace::What what) {
  constexpr std::array<const char*, observed_what_count> names{"mean", "difference", "p"};
  return names[static_cast<std::size_t>(what)];
}

}  // namespace pressor
