#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "pressor/core/quantity.h"

namespace pressor {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> last(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, std::move(row));
  }
  return last[b.size()];
}

/// The only candidate that begins with the word, which is then an abbreviation.
std::optional<std::string> abbreviated(std::string_view word,
                                       const std::vector<std::string>& candidates) {
  constexpr std::size_t shortest = 3;
  std::optional<std::string> found;
  if (word.size() < shortest) return found;
  for (const std::string& candidate : candidates) {
    if (lower(candidate).rfind(lower(word), 0) != 0) continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  // Without and with regard to capitals; then the longer word, for a letter is sooner left out than
  // put in.
  using Score = std::tuple<std::size_t, std::size_t, std::size_t>;
  constexpr std::size_t longest = 64;
  if (word.empty() || word.size() > longest) return std::nullopt;
  std::optional<Score> best;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest) continue;
    const std::size_t slips = distance(lower(word), lower(candidate));
    if (3 * slips > std::max(word.size(), candidate.size())) continue;
    const Score score{slips, distance(word, candidate), longest - candidate.size()};
    if (best && *best <= score) continue;
    best = score;
    found = candidate;
  }
  return found ? found : abbreviated(word, candidates);
}

}  // namespace pressor
