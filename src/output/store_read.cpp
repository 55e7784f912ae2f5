#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "durable.h"
#include "store.h"

namespace pressor {
namespace {

/// Empty cells for a type of the file. A type that no result has is an error.
Cells kind_of(const H5::DataSet& stored, const std::string& path) {
  const H5::DataType type = stored.getDataType();
  const std::size_t size = type.getSize();
  switch (type.getClass()) {
    case H5T_FLOAT:
      if (size == 4) return std::vector<float>{};
      if (size == 8) return std::vector<double>{};
      break;
    case H5T_INTEGER:
      if (H5Tget_sign(type.getId()) == H5T_SGN_NONE) break;
      if (size == 1) return std::vector<std::int8_t>{};
      if (size == 4) return std::vector<std::int32_t>{};
      if (size == 8) return std::vector<std::int64_t>{};
      break;
    case H5T_STRING:
      if (type.isVariableStr()) return std::vector<std::string>{};
      break;
    default:
      break;
  }
  throw OutputError(path + " has a type that no result of this program has");
}

H5::DataType memory_type(const H5::DataSet& stored, const Cells& kind) {
  if (std::holds_alternative<std::vector<std::string>>(kind)) {
    return H5::DataType(stored.getDataType());
  }
  const H5::PredType* types[] = {&H5::PredType::NATIVE_FLOAT, &H5::PredType::NATIVE_DOUBLE,
                                 &H5::PredType::NATIVE_INT8, &H5::PredType::NATIVE_INT32,
                                 &H5::PredType::NATIVE_INT64};
  return *types[kind.index()];
}

/// Strings that HDF5 has allocated, given back at the end whatever happens.
class HeldStrings {
 public:
  HeldStrings(std::size_t count, const H5::DataType& type, const H5::DataSpace& space)
      : pointers_(count), type_(type), space_(space) {}
  ~HeldStrings() { H5Dvlen_reclaim(type_.getId(), space_.getId(), H5P_DEFAULT, pointers_.data()); }
  HeldStrings(const HeldStrings&) = delete;
  HeldStrings& operator=(const HeldStrings&) = delete;
  HeldStrings(HeldStrings&&) = delete;
  HeldStrings& operator=(HeldStrings&&) = delete;

  char** data() { return pointers_.data(); }
  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    texts.reserve(pointers_.size());
    for (const char* pointer : pointers_) texts.emplace_back(pointer == nullptr ? "" : pointer);
    return texts;
  }

 private:
  std::vector<char*> pointers_;
  const H5::DataType& type_;
  const H5::DataSpace& space_;
};

herr_t collect_dataset(hid_t /*root*/, const char* name, const H5O_info_t* info, void* paths) {
  if (info->type == H5O_TYPE_DATASET) {
    static_cast<std::vector<std::string>*>(paths)->push_back(std::string("/") + name);
  }
  return 0;
}

}  // namespace

H5::H5File open_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    throw FileNotFound("no file " + path.string());
  }
  check_seal(path);
  remember_hdf5_errors();
  return guarded("cannot open " + path.string(),
                 [&] { return H5::H5File(path.string(), H5F_ACC_RDONLY); });
}

std::string read_text_attribute(const H5::H5Object& object, const std::string& name) {
  if (!object.attrExists(name)) return {};
  const H5::Attribute attribute = object.openAttribute(name);
  const bool one = attribute.getSpace().getSimpleExtentNpoints() == 1;
  if (!one || attribute.getTypeClass() != H5T_STRING) return {};
  std::string text;
  attribute.read(attribute.getStrType(), text);
  return text;
}

std::uint64_t read_count_attribute(const H5::H5Object& object, const std::string& name) {
  if (!object.attrExists(name)) return 0;
  const H5::Attribute attribute = object.openAttribute(name);
  const bool one = attribute.getSpace().getSimpleExtentNpoints() == 1;
  if (!one || attribute.getTypeClass() != H5T_INTEGER) return 0;
  std::uint64_t value = 0;
  attribute.read(H5::PredType::NATIVE_UINT64, &value);
  return value;
}

std::vector<std::string> dataset_paths(const H5::H5File& file) {
  std::vector<std::string> paths;
  require(
      H5Ovisit2(file.getId(), H5_INDEX_NAME, H5_ITER_INC, collect_dataset, &paths, H5O_INFO_BASIC),
      "H5Ovisit2");
  std::sort(paths.begin(), paths.end());
  return paths;
}

StoredDataset::StoredDataset(const H5::H5File& file, const std::string& path)
    : path_(path), stored_(file.openDataSet(path)), kind_(kind_of(stored_, path)) {
  const H5::DataSpace space = stored_.getSpace();
  std::vector<hsize_t> sizes(static_cast<std::size_t>(space.getSimpleExtentNdims()));
  if (!sizes.empty()) space.getSimpleExtentDims(sizes.data());
  shape_.assign(sizes.begin(), sizes.end());
  if (shape_.empty()) throw OutputError(path + " has no dimension");
}

Cells StoredDataset::read(std::size_t first, std::size_t count) const {
  std::vector<hsize_t> size(shape_.begin(), shape_.end());
  std::vector<hsize_t> start(shape_.size(), 0);
  start[0] = first;
  size[0] = count;
  const H5::DataSpace memory(static_cast<int>(size.size()), size.data());
  const auto cells = static_cast<std::size_t>(memory.getSimpleExtentNpoints());
  Cells values = kind_;
  if (cells == 0) return values;
  H5::DataSpace source = stored_.getSpace();
  source.selectHyperslab(H5S_SELECT_SET, size.data(), start.data());
  const H5::DataType type = memory_type(stored_, kind_);
  std::visit(
      [&](auto& target) {
        using Cell = typename std::decay_t<decltype(target)>::value_type;
        if constexpr (std::is_same_v<Cell, std::string>) {
          HeldStrings held(cells, type, memory);
          stored_.read(held.data(), type, memory, source);
          target = held.texts();
        } else {
          target.resize(cells);
          stored_.read(static_cast<void*>(target.data()), type, memory, source);
        }
      },
      values);
  return values;
}

void StoredDataset::read_all(const std::function<void(const Cells&)>& use) const {
  constexpr std::size_t slab = std::size_t{1} << 22;
  std::size_t row_bytes = cell_size(kind_);
  for (std::size_t d = 1; d < shape_.size(); ++d) row_bytes *= shape_[d];
  const std::size_t step = std::max<std::size_t>(slab / std::max<std::size_t>(row_bytes, 1), 1);
  for (std::size_t first = 0; first < rows(); first += step) {
    use(read(first, std::min(step, rows() - first)));
  }
}

}  // namespace pressor
