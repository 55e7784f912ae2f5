#include "pressor/cohort/ordered.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace pressor {

unsigned thread_count(unsigned threads) {
  return threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
}

namespace detail {
namespace {

constexpr std::size_t slots_per_thread = 4;

using Produce = std::function<void(std::size_t, std::size_t)>;
using Consume = std::function<bool(std::size_t, std::size_t)>;

/// The window of items that are being produced or wait to be consumed.
class Window {
 public:
  Window(std::size_t items, unsigned threads, const Produce& produce)
      : items_(items),
        produce_(produce),
        slots_(slot_count(threads)),
        limit_(oneapi::tbb::global_control::max_allowed_parallelism, threads + 1),
        // No place for the consumer: all of `threads` workers produce.
        arena_(static_cast<int>(threads), 0) {}

  Window(const Window&) = delete;
  Window(Window&&) = delete;
  Window& operator=(const Window&) = delete;
  Window& operator=(Window&&) = delete;

  /// Waits for what is under way: tasks refer to this window.
  ~Window() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ == 0; });
  }

  /// Sends items off as far as slots are free; `consumed` items have left their slots.
  void fill(std::size_t consumed) {
    while (sent_ < items_ && sent_ < consumed + slots_.size()) send(sent_++);
  }

  /// Waits until `item` is done and throws what it threw.
  void wait_for(std::size_t item) {
    Slot& slot = slots_[item % slots_.size()];
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return slot.done; });
    slot.done = false;
    if (slot.error) std::rethrow_exception(std::exchange(slot.error, nullptr));
  }

 private:
  struct Slot {
    bool done = false;
    std::exception_ptr error;
  };

  void send(std::size_t item) {
    {
      const std::lock_guard lock(mutex_);
      ++under_way_;
    }
    arena_.enqueue([this, item] {
      const std::size_t place = item % slots_.size();
      std::exception_ptr error;
      try {
        produce_(item, place);
      } catch (...) {
        error = std::current_exception();
      }
      const std::lock_guard lock(mutex_);
      slots_[place] = {true, error};
      --under_way_;
      changed_.notify_all();
    });
  }

  std::size_t items_;
  const Produce& produce_;
  std::vector<Slot> slots_;
  oneapi::tbb::global_control limit_;
  oneapi::tbb::task_arena arena_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t sent_ = 0;
  std::size_t under_way_ = 0;
};

bool run_alone(std::size_t items, const Produce& produce, const Consume& consume) {
  for (std::size_t item = 0; item < items; ++item) {
    produce(item, 0);
    if (!consume(item, 0)) return false;
  }
  return true;
}

}  // namespace

std::size_t slot_count(unsigned threads) { return slots_per_thread * thread_count(threads); }

bool run_slots(std::size_t items, unsigned threads, const Produce& produce,
               const Consume& consume) {
  const unsigned count = thread_count(threads);
  if (count == 1) return run_alone(items, produce, consume);
  Window window(items, count, produce);
  for (std::size_t item = 0; item < items; ++item) {
    window.fill(item);
    window.wait_for(item);
    if (!consume(item, item % slot_count(count))) return false;
  }
  return true;
}

}  // namespace detail
}  // namespace pressor
