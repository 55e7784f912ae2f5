#include "interrupt.h"

#include <atomic>
#include <csignal>

namespace pressor::cli {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> flag{false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void note_signal(int signal) {
  flag.store(true);
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, note_signal);
  std::signal(SIGTERM, note_signal);
}

bool interrupted_by_user() { return flag.load(); }

}  // namespace pressor::cli
