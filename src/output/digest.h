#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dataset.h"

/// The result hash, built while rows come in (definition: hash.h).
namespace pressor {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void add(const void* bytes, std::size_t count);
  /// Ends the sum.
  std::string hex();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

/// Adds values as hash.h says.
void add_cells(Sha256& sum, const Cells& cells);

class ResultDigest {
 public:
  /// Adds the rows of a dataset behind those that came before under the same path.
  void append(const Dataset& dataset);
  /// The hash over all paths that begin with `below`. Ends the sums: call it last.
  std::string hex(std::string_view below = "/");

 private:
  struct Entry {
    std::string type;
    std::size_t rows = 0;
    std::vector<std::size_t> inner;
    Sha256 values;
    std::string hex;  ///< of the values, once they have ended
  };
  std::map<std::string, Entry> entries_;
};

/// One line of the hash.
std::string hash_line(const std::string& path, const std::string& type,
                      const std::vector<std::size_t>& shape, const std::string& values);

}  // namespace pressor
