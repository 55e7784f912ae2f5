#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

/// Work in parallel, results in order: what the consumer sees does not depend on the number of
/// threads.
namespace pressor {

/// Number of threads that `threads` asks for; 0 means all cores.
unsigned thread_count(unsigned threads);

namespace detail {

/// Results that may wait between producers and the consumer.
std::size_t slot_count(unsigned threads);

/// As run_in_order, with results in slots that the caller owns.
bool run_slots(std::size_t items, unsigned threads,
               const std::function<void(std::size_t item, std::size_t slot)>& produce,
               const std::function<bool(std::size_t item, std::size_t slot)>& consume);

}  // namespace detail

/// Calls produce(item) for item = 0 .. items-1 on `threads` threads (0: all cores) and
/// consume(item, result) for one item after the other, in order, on the calling thread. At most a
/// few results a thread wait, however slow the consumer. Stops early when consume returns false:
/// items under way are finished and dropped; then returns false. What produce or consume throws is
/// thrown here, the earliest item's first. With one thread everything happens on the calling
/// thread.
template <class Result, class Produce, class Consume>
bool run_in_order(std::size_t items, unsigned threads, const Produce& produce,
                  const Consume& consume) {
  std::vector<Result> slots(detail::slot_count(threads));
  return detail::run_slots(
      items, threads, [&](std::size_t item, std::size_t slot) { slots[slot] = produce(item); },
      [&](std::size_t item, std::size_t slot) {
        return consume(item, std::exchange(slots[slot], Result{}));
      });
}

}  // namespace pressor
