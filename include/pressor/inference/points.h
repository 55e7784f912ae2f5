#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

/// Points that fill the unit cube evenly. The same seed gives the same points; n points of a
/// sequence are the first n of more.
namespace pressor {

/// [point][axis], each in (0, 1).
using Points = std::vector<std::vector<double>>;

/// Makes the points of a design with so many axes.
using PointMaker = std::function<Points(std::size_t axes, std::uint64_t seed)>;

/// One point in each of n slices of every axis, in random order and at a random place in its slice
/// (McKay, Beckman and Conover 1979).
Points latin_hypercube(std::uint32_t n, std::size_t axes, std::uint64_t seed);

/// The Sobol sequence without its first point, the corner, moved round each axis by a random
/// distance (Cranley and Patterson 1976), so that integrals over it have no bias.
Points sobol_points(std::uint32_t n, std::size_t axes, std::uint64_t seed);

}  // namespace pressor
