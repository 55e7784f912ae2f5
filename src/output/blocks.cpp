#include "blocks.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "chunk.h"
#include "durable.h"
#include "parts.h"
#include "pressor/cohort/ordered.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

/// `block_000000.h5`, also while it is being written.
bool is_block_name(const std::string& name) {
  constexpr std::string_view front = "block_";
  std::size_t at = front.size();
  if (name.rfind(front, 0) != 0) return false;
  while (at < name.size() && name[at] >= '0' && name[at] <= '9') ++at;
  const std::string_view rest = std::string_view(name).substr(at);
  return at >= front.size() + 6 && (rest == ".h5" || rest == ".h5.tmp");
}

/// Removes our own files from a folder; whatever else lies there stays.
void remove_blocks(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> ours;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (is_block_name(name) || name == "result.h5.tmp") ours.push_back(at->path());
  }
  for (const fs::path& file : ours) {
    if (!error) fs::remove(file, error);
  }
}

/// A text column as numbers: all bytes, and the count of each text.
std::array<Dataset, 2> as_numbers(const Dataset& text) {
  std::vector<std::int8_t> bytes;
  std::vector<std::int32_t> lengths;
  for (const std::string& one : std::get<std::vector<std::string>>(text.cells)) {
    std::transform(one.begin(), one.end(), std::back_inserter(bytes),
                   [](char c) { return static_cast<std::int8_t>(c); });
    lengths.push_back(static_cast<std::int32_t>(one.size()));
  }
  std::array<Dataset, 2> made;
  for (Dataset& dataset : made) dataset.group = text.group;
  made[0].name = text.name;
  made[0].cells = std::move(bytes);
  made[1].name = text.name + ".length";
  made[1].cells = std::move(lengths);
  return made;
}

/// Fills a block. Chunks that are deflated are packed on several threads, and written in order by
/// the one that calls.
class BlockWriter {
 public:
  BlockWriter(H5::H5File& file, unsigned threads) : file_(file), threads_(threads) {}

  void add(const Dataset& column) {
    if (std::holds_alternative<std::vector<std::string>>(column.cells)) {
      for (const Dataset& numbers : as_numbers(column)) add(numbers);
      return;
    }
    const Storage storage = block_storage(column);
    H5::DataSet stored = create_dataset(file_, column, column.rows(), storage, true);
    if (storage.deflate > 0 && column.rows() > 0) {
      packed_.push_back({&column, stored});
      return;
    }
    write_rows(stored, column, 0);
    stored.close();
  }

  void finish() {
    std::vector<Chunk> chunks;
    for (Packed& column : packed_) {
      const std::size_t rows = chunk_of(column.stored).at(0);
      for (std::size_t first = 0; first < column.rows->rows(); first += rows) {
        chunks.push_back({&column, first, rows});
      }
    }
    const auto pack = [&](std::size_t i) {
      return pack_chunk(*chunks[i].column->rows, chunks[i].first, chunks[i].rows);
    };
    const auto write = [&](std::size_t i, const PackedChunk& bytes) {
      write_chunk(chunks[i].column->stored, chunks[i].first, bytes);
      return true;
    };
    run_in_order<PackedChunk>(chunks.size(), threads_, pack, write);
    for (Packed& column : packed_) column.stored.close();
  }

 private:
  struct Packed {
    const Dataset* rows;
    H5::DataSet stored;
  };
  struct Chunk {
    const Packed* column;
    std::size_t first;
    std::size_t rows;
  };

  H5::H5File& file_;
  unsigned threads_;
  std::vector<Packed> packed_;
};

void write_owner(H5::H5File& file, const BlockOwner& owner, std::size_t number) {
  H5::Group root = file.openGroup("/");
  write_attribute(root, "schema", std::string("pressor-block/1"));
  write_attribute(root, "status", std::string("partial"));
  write_attribute(root, "source", owner.source);
  write_attribute(root, "scenario_sha256", owner.scenario_sha256);
  write_attribute(root, "seed", owner.seed);
  write_attribute(root, "block", static_cast<std::uint64_t>(number));
  root.close();
}

}  // namespace

Storage block_storage(const Dataset& dataset) {
  if (dataset.inner.empty()) return {};
  return result_storage(dataset);
}

Storage result_storage(const Dataset& dataset) {
  if (dataset.inner.empty()) return {0, deflate_level};
  return {trajectory_chunk(dataset.width() * cell_size(dataset.cells)), deflate_level};
}

Blocks::Blocks(const fs::path& path, BlockOwner owner, unsigned threads)
    : folder_(parts_folder(path)), owner_(std::move(owner)), threads_(threads) {}

void Blocks::start() {
  std::error_code error;
  fs::create_directory(folder_, error);
  if (!error) remove_blocks(folder_, error);
  if (error) throw OutputError("cannot use " + folder_.string() + ": " + error.message());
}

void Blocks::write(const std::array<const Table*, 4>& tables) {
  const fs::path path = block(count_);
  std::size_t bytes = file_overhead;
  for (const Table* table : tables) bytes += table->bytes();
  check_space(folder_, bytes);
  fs::path beside = path;
  beside += ".tmp";
  const RemovedOnFailure remove_beside(beside);
  guarded("writing " + path.string(), [&] {
    H5::H5File file = create_file(beside);
    BlockWriter writer(file, threads_);
    for (const Table* table : tables) {
      create_group(file, table->group()).close();
      for (const Dataset& column : table->columns()) writer.add(column);
    }
    writer.finish();
    write_owner(file, owner_, count_);
    file.close();
  });
  seal(beside);
  move_into_place(beside, path);
  bytes_ += fs::file_size(path);
  ++count_;
}

void Blocks::remove() noexcept {
  std::error_code error;
  remove_blocks(folder_, error);
  fs::remove(folder_, error);  // fails, as it should, when something else is in it
}

fs::path Blocks::block(std::size_t number) const {
  return folder_ / ("block_" + part_number(number) + ".h5");
}

Cells read_block_text(const H5::H5File& block, const std::string& path) {
  const StoredDataset bytes_stored(block, path);
  const StoredDataset lengths_stored(block, path + ".length");
  const auto bytes = std::get<std::vector<std::int8_t>>(bytes_stored.read(0, bytes_stored.rows()));
  const auto lengths =
      std::get<std::vector<std::int32_t>>(lengths_stored.read(0, lengths_stored.rows()));
  std::vector<std::string> texts;
  std::size_t at = 0;
  for (const std::int32_t length : lengths) {
    const std::size_t end = at + static_cast<std::size_t>(std::max(length, 0));
    if (end > bytes.size()) throw OutputError(path + " is damaged: its text is too short");
    texts.emplace_back(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                       bytes.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
  }
  return texts;
}

}  // namespace pressor
