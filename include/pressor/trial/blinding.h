#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pressor {

/// Letters that stand for arms where readers must not know which is which: `A`, `B` ... in an order
/// that the seed decides, one an arm in the order of the arms. Depends on nothing else, so that all
/// blinded views of one study agree. For at most 26 arms.
std::vector<std::string> blinded_labels(std::uint64_t seed, std::size_t arms);

}  // namespace pressor
