#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset.h"

/// Chunks as HDF5's own filters shuffle, deflate and Fletcher-32 leave them, made outside of that
/// library, which serves one thread at a time. Any HDF5 reader undoes them.
namespace pressor {

/// The bytes of a chunk in the file.
using PackedChunk = std::vector<std::byte>;

/// Packs `rows` rows from `first` on of a dataset of numbers. What the dataset lacks of them is
/// filled with NaN, or with 0 where whole numbers stand. Throws OutputError when memory lacks.
///
/// Shuffling puts the lowest bytes of all numbers first. In smooth numbers these are noise, which
/// costs the most time and gains the least: it is stored as it is (stored_share in chunk.cpp).
PackedChunk pack_chunk(const Dataset& dataset, std::size_t first, std::size_t rows);

/// Checksum of HDF5's filter: over 16-bit words w_1 .. w_n, the high byte first (an odd last byte
/// is a high byte),
///
///     a = sum_i w_i,   b = sum_i (n + 1 - i) w_i,   2^16 b + a,
///
/// both modulo 65535, where a multiple of it other than 0 counts as 65535.
std::uint32_t fletcher32(const std::byte* bytes, std::size_t count);

}  // namespace pressor
