#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// The result hash: what makes two results the same.
///
///     result_hash = hex SHA-256 of one line a dataset, in the byte order of the paths
///     line        = path, blank, type, blank, shape, blank, hex SHA-256 of the values, newline
///
/// | part   | written as                                                                          |
/// |--------|-------------------------------------------------------------------------------------|
/// | path   | from the root, `/trajectories/MAP`, UTF-8                                           |
/// | type   | float32, float64, int8, int32, int64 or string                                      |
/// | shape  | decimal sizes joined by x: `64x1441`                                                |
/// | values | in row-major order; numbers little-endian; a string as its count of UTF-8 bytes in  |
/// |        | 8 bytes little-endian, then these bytes                                             |
///
/// Attributes, filters, chunks, dimension scales, the order of creation and the borders of blocks
/// do not count. An object that has several names counts once. The same in Python:
///
///     def result_hash(file):                                    # an h5py.File
///         sha, paths, lines = hashlib.sha256, [], []
///         file.visititems(lambda n, o: paths.append("/" + n) if isinstance(o, h5py.Dataset) else
///         None) for path in sorted(paths, key=str.encode):
///             data, text = file[path][...], h5py.check_string_dtype(file[path].dtype)
///             values = b"".join(struct.pack("<q", len(s)) + s for s in data.flat) if text else
///             data.tobytes() lines.append("%s %s %s %s\n" % (path, "string" if text else
///             data.dtype.name,
///                                             "x".join(map(str, data.shape)),
///                                             sha(values).hexdigest()))
///         return sha("".join(lines).encode()).hexdigest()
namespace pressor {

/// Hex SHA-256 of some bytes.
std::string sha256(std::string_view bytes);

/// Computes the result hash of a file by reading every dataset, a few MiB at a time. `below` limits
/// it to the paths that begin so (`/model/`). Throws OutputError.
std::string compute_result_hash(const std::filesystem::path& file, std::string_view below = "/");

}  // namespace pressor
