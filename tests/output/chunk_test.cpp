#include "chunk.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "own_folder.h"
#include "store.h"

namespace pressor {
namespace {

enum class Kind : std::uint8_t { smooth, constant, noise, by_turns };

/// Numbers of a kind, with a NaN here and there.
template <class Cell>
std::vector<Cell> numbers(std::size_t count, Kind kind) {
  std::vector<Cell> made(count);
  std::uint32_t noise = 1;
  for (std::size_t i = 0; i < count; ++i) {
    noise = noise * 1'664'525U + 1'013'904'223U;
    const Kind here = kind == Kind::by_turns ? static_cast<Kind>(i / 40 % 3) : kind;
    const std::uint32_t value =
        here == Kind::noise ? noise : (here == Kind::smooth ? static_cast<std::uint32_t>(i) : 7U);
    made[i] = sizeof(Cell) > 1 ? static_cast<Cell>(value) / 7 : static_cast<Cell>(value >> 24U);
    if (std::is_floating_point_v<Cell> && i % 17 == 5) {
      made[i] = std::numeric_limits<Cell>::quiet_NaN();
    }
  }
  return made;
}

class ChunkTest : public sample::InOwnFolder {
 protected:
  /// Writes rows in packed chunks of `chunk` and reads them through the library.
  [[nodiscard]] Cells through_hdf5(const Dataset& rows, std::size_t chunk,
                                   std::size_t flipped = 0) const {
    {
      H5::H5File file = create_file(path_);
      create_group(file, rows.group).close();
      H5::DataSet stored = create_dataset(file, rows, rows.rows(), {chunk, deflate_level}, true);
      const std::size_t step = chunk_of(stored).at(0);
      for (std::size_t first = 0; first < rows.rows(); first += step) {
        PackedChunk bytes = pack_chunk(rows, first, step);
        if (flipped > 0) bytes.at(flipped) ^= std::byte{4};
        write_chunk(stored, first, bytes);
      }
      stored.close();
      file.close();
    }
    const H5::H5File file(path_.string(), H5F_ACC_RDONLY);
    const StoredDataset stored(file, rows.path());
    return stored.read(0, stored.rows());
  }
};

Dataset dataset(Cells cells, std::size_t width) {
  Dataset made;
  made.group = "trajectories";
  made.name = "MAP";
  made.inner = {width};
  made.cells = std::move(cells);
  return made;
}

template <class Cell>
bool same_bits(const Cells& one, const Cells& other) {
  const auto& a = std::get<std::vector<Cell>>(one);
  const auto& b = std::get<std::vector<Cell>>(other);
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Cell)) == 0;
}

template <class Cell>
class ChunkOf : public ChunkTest {};
using CellTypes = ::testing::Types<float, double, std::int8_t, std::int32_t, std::int64_t>;
TYPED_TEST_SUITE(ChunkOf, CellTypes);

TYPED_TEST(ChunkOf, ReadsBackThroughTheLibraryWhateverTheSizes) {
  struct Sizes {
    std::size_t width, rows, chunk;
  };
  for (const auto [width, rows, chunk] :
       {Sizes{1, 1, 64}, Sizes{1, 65, 7}, Sizes{3, 63, 64}, Sizes{3, 64, 64}, Sizes{3, 130, 1},
        Sizes{1441, 1, 64}, Sizes{1441, 64, 64}, Sizes{1441, 65, 64}, Sizes{1441, 130, 64}}) {
    for (const Kind kind : {Kind::smooth, Kind::constant, Kind::noise, Kind::by_turns}) {
      const Dataset written = dataset(numbers<TypeParam>(rows * width, kind), width);
      EXPECT_TRUE(same_bits<TypeParam>(this->through_hdf5(written, chunk), written.cells))
          << width << " wide, " << rows << " rows, chunks of " << chunk;
    }
  }
}

TYPED_TEST(ChunkOf, NoiseGrowsByLessThanAPercentAndConstantsNearlyVanish) {
  constexpr std::size_t cells = std::size_t{64} * 1441;
  constexpr std::size_t plain = cells * sizeof(TypeParam);
  const auto size = [](Kind kind) {
    return pack_chunk(dataset(numbers<TypeParam>(cells, kind), 1441), 0, 64).size();
  };
  EXPECT_LT(size(Kind::noise), plain + plain / 100);
  EXPECT_LT(size(Kind::constant), plain / 20);
}

TEST_F(ChunkTest, OneFlippedBitIsRefusedByTheLibrary) {
  const Dataset rows = dataset(numbers<float>(2000, Kind::by_turns), 20);
  remember_hdf5_errors();
  for (const std::size_t place : {40U, 100U}) {
    EXPECT_THROW(through_hdf5(rows, 64, place), H5::Exception) << place;
  }
  EXPECT_EQ(last_hdf5_reason(), "data error detected by Fletcher32 checksum");
}

TEST_F(ChunkTest, TextIsNotPacked) {
  Dataset text = dataset(std::vector<std::string>{"a"}, 1);
  EXPECT_THROW(pack_chunk(text, 0, 1), OutputError);
}

TEST(Fletcher32, IsTheSumOfItsDefinition) {
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i < 2001; ++i) bytes.push_back(static_cast<std::byte>(i * 37 % 251));
  for (const std::size_t count : {0U, 1U, 2U, 3U, 2000U, 2001U}) {
    const std::size_t n = (count + 1) / 2;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t word = std::to_integer<std::uint64_t>(bytes[i]) << (i % 2 == 0 ? 8U : 0U);
      a = (a + word) % 65535;
      b = (b + (n - i / 2) * word) % 65535;
    }
    EXPECT_EQ(fletcher32(bytes.data(), count), b << 16U | a) << count;
  }
  const std::vector<std::byte> ones(4, std::byte{255});
  EXPECT_EQ(fletcher32(ones.data(), ones.size()), 0xFFFFFFFFU) << "65535 and not 0";
}

}  // namespace
}  // namespace pressor
