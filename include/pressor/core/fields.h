#pragma once

#include <string_view>

namespace pressor {

/// Declares one number of a record: name, unit, plausible range and meaning, once. Files, messages,
/// `describe` and tests derive from this declaration.
template <class Record>
struct Field {
  double Record::*member = nullptr;
  std::string_view name;     ///< as in YAML, HDF5 and code
  std::string_view unit;     ///< native unit, as parse_unit reads it
  double low = 0.0;          ///< smallest plausible value
  double high = 0.0;         ///< largest plausible value
  std::string_view meaning;  ///< with the symbol of the equation
  bool derived = false;      ///< follows from the baseline; never read from a file
};

}  // namespace pressor
