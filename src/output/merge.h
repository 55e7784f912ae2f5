#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "blocks.h"
#include "dataset.h"

namespace pressor {

/// Attributes by group; the root is "/".
using AttributeValue = std::variant<std::string, std::uint64_t>;
using Attributes = std::map<std::string, std::vector<std::pair<std::string, AttributeValue>>>;

/// A group of the result file.
struct GroupPlan {
  std::string name;
  const Table* rows = nullptr;    ///< declares what comes from the blocks
  std::size_t row_count = 0;      ///< over all blocks
  std::vector<Dataset> datasets;  ///< what is known at the end
};

/// Puts a result together at Blocks::merged(): groups in the given order. Memory holds one dataset
/// of one block. Throws OutputError.
void merge(const Blocks& blocks, const std::vector<GroupPlan>& groups,
           const Attributes& attributes);

}  // namespace pressor
