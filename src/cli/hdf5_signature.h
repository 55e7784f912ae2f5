#pragma once

#include <filesystem>

namespace pressor::cli {

/// Whether a file begins as HDF5 does.
bool is_hdf5(const std::filesystem::path& file);

}  // namespace pressor::cli
