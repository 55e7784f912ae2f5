#include <cstdlib>
#include <exception>
#include <iostream>

#include "sample.h"

/// write_sample PATH ROWS BLOCK: the made-up study in a file, for readers that are not ours.
int main(int argc, char** argv) {
  if (argc != 4) return 2;
  try {
    const auto rows = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
    const std::size_t block = std::strtoul(argv[3], nullptr, 10);
    std::cout << pressor::sample::write(argv[1], rows, pressor::sample::Kept::first_half,
                                        {block, 0, block}, true)
              << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
