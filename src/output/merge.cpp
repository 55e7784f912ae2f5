#include "merge.h"

#include <hdf5_hl.h>

#include <algorithm>

#include "durable.h"

namespace pressor {
namespace {

/// A dataset that is being filled from the blocks.
struct Filling {
  const Dataset* declared;
  H5::DataSet stored;
  std::size_t done = 0;
};

/// Copies whole chunks as they are, compressed and with their checksums. False when the chunks of
/// the two do not lie over each other.
bool copy_chunks(const H5::DataSet& from, std::size_t rows, const Filling& to,
                 std::size_t all_rows) {
  const std::vector<hsize_t> chunk = chunk_of(from);
  if (chunk.empty() || chunk != chunk_of(to.stored)) return false;
  const bool ends_well = rows % chunk[0] == 0 || to.done + rows == all_rows;
  if (to.done % chunk[0] != 0 || !ends_well) return false;
  std::vector<std::byte> bytes;
  for (std::size_t row = 0; row < rows; row += chunk[0]) {
    std::vector<hsize_t> offset(chunk.size(), 0);
    offset[0] = row;
    hsize_t size = 0;
    std::uint32_t filters = 0;
    require(H5Dget_chunk_storage_size(from.getId(), offset.data(), &size),
            "H5Dget_chunk_storage_size");
    bytes.resize(size);
    require(H5Dread_chunk(from.getId(), H5P_DEFAULT, offset.data(), &filters, bytes.data()),
            "H5Dread_chunk");
    write_chunk(to.stored, to.done + row, bytes, filters);
  }
  return true;
}

Dataset declaration(const Dataset& declared) {
  Dataset rows;
  rows.group = declared.group;
  rows.name = declared.name;
  rows.inner = declared.inner;
  return rows;
}

void copy_rows(const H5::H5File& block, Filling& to, std::size_t all_rows) {
  const std::string path = to.declared->path();
  Dataset rows = declaration(*to.declared);
  if (std::holds_alternative<std::vector<std::string>>(to.declared->cells)) {
    rows.cells = read_block_text(block, path);
  } else {
    const StoredDataset from(block, path);
    const std::size_t count = from.rows();
    if (count > 0 && !rows.inner.empty() && copy_chunks(from.hdf5(), count, to, all_rows)) {
      to.done += count;
      return;
    }
    rows.cells = from.read(0, count);
  }
  write_rows(to.stored, rows, to.done);
  to.done += rows.rows();
}

void write_whole(H5::H5File& file, const Dataset& dataset) {
  H5::DataSet stored = create_dataset(file, dataset, dataset.rows(), {0, deflate_level});
  write_rows(stored, dataset, 0);
  stored.close();
}

void make_scale(H5::H5File& file, const Dataset& dataset) {
  if (!dataset.is_scale()) return;
  H5::DataSet stored = file.openDataSet(dataset.path());
  require(H5DSset_scale(stored.getId(), dataset.name.c_str()), "H5DSset_scale");
  stored.close();
}

void attach_scales(H5::H5File& file, const Dataset& dataset) {
  if (dataset.is_scale()) return;
  H5::DataSet stored = file.openDataSet(dataset.path());
  for (std::size_t d = 0; d < dataset.dims.size(); ++d) {
    H5::DataSet scale = file.openDataSet("/" + dataset.group + "/" + dataset.dims[d]);
    require(H5DSattach_scale(stored.getId(), scale.getId(), static_cast<unsigned>(d)),
            "H5DSattach_scale");
    scale.close();
  }
  stored.close();
}

void write_group_attributes(H5::H5File& file, const std::string& group,
                            const Attributes& attributes) {
  const auto found = attributes.find(group);
  if (found == attributes.end()) return;
  H5::Group opened = file.openGroup(group);
  for (const auto& [name, value] : found->second) {
    std::visit([&, key = name](const auto& of) { write_attribute(opened, key, of); }, value);
  }
  opened.close();
}

/// A result file while it is put together.
class Merge {
 public:
  Merge(H5::H5File& file, const std::vector<GroupPlan>& groups) : file_(file), groups_(groups) {}

  /// Scales other than the rows come first, so that a listing shows them first.
  void create() {
    for (const GroupPlan& group : groups_) {
      create_group(file_, group.name).close();
      for (const Dataset& dataset : group.datasets) write_whole(file_, dataset);
      if (group.rows == nullptr) continue;
      for (const Dataset& column : group.rows->columns()) {
        filling_.push_back(
            {&column, create_dataset(file_, column, group.row_count, result_storage(column))});
        all_rows_.push_back(group.row_count);
      }
    }
  }

  void add(const std::filesystem::path& path) {
    H5::H5File block = open_file(path);
    for (std::size_t i = 0; i < filling_.size(); ++i) {
      copy_rows(block, filling_[i], all_rows_[i]);
    }
    block.close();
  }

  void close_rows() {
    for (std::size_t i = 0; i < filling_.size(); ++i) {
      if (filling_[i].done != all_rows_[i]) {
        throw OutputError(filling_[i].declared->path() + " lacks rows: " +
                          std::to_string(filling_[i].done) + " of " + std::to_string(all_rows_[i]));
      }
      filling_[i].stored.close();
    }
  }

  void connect_scales() {
    const auto each = [&](void (*act)(H5::H5File&, const Dataset&)) {
      for (const GroupPlan& group : groups_) {
        for (const Dataset& dataset : group.datasets) act(file_, dataset);
        if (group.rows == nullptr) continue;
        for (const Dataset& column : group.rows->columns()) act(file_, column);
      }
    };
    each(make_scale);
    each(attach_scales);
  }

 private:
  H5::H5File& file_;
  const std::vector<GroupPlan>& groups_;
  std::vector<Filling> filling_;
  std::vector<std::size_t> all_rows_;
};

}  // namespace

void merge(const Blocks& blocks, const std::vector<GroupPlan>& groups,
           const Attributes& attributes) {
  check_space(blocks.folder(), blocks.result_bytes());
  const RemovedOnFailure remove_merged(blocks.merged());
  guarded("writing " + blocks.merged().string(), [&] {
    H5::H5File file = create_file(blocks.merged());
    Merge merge(file, groups);
    merge.create();
    for (std::size_t number = 0; number < blocks.count(); ++number) merge.add(blocks.block(number));
    merge.close_rows();
    merge.connect_scales();
    write_group_attributes(file, "/", attributes);
    for (const GroupPlan& group : groups) write_group_attributes(file, group.name, attributes);
    file.close();
  });
}

}  // namespace pressor
