#include "store.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <system_error>

namespace pressor {
namespace {

/// The last error of the library. HDF5 clears its own stack as soon as a destructor calls it again,
/// so the reason is taken down when the error is made.
std::string& last_reason() {
  thread_local std::string reason;
  return reason;
}

herr_t keep_deepest(unsigned /*position*/, const H5E_error2_t* error, void* reason) {
  auto& text = *static_cast<std::string*>(reason);
  if (text.empty() && error->desc != nullptr) text = error->desc;
  return 0;
}

/// What the operating system said, where the description carries it.
std::string system_message(const std::string& description) {
  constexpr std::string_view mark = "error message = '";
  const std::size_t from = description.find(mark);
  if (from == std::string::npos) return description;
  const std::size_t start = from + mark.size();
  return description.substr(start, description.find('\'', start) - start);
}

herr_t take_down(hid_t stack, void* /*unused*/) {
  std::string description;
  H5Ewalk2(stack, H5E_WALK_UPWARD, keep_deepest, &description);
  last_reason() = system_message(description);
  return 0;
}

H5::StrType text_type() {
  H5::StrType type(H5::PredType::C_S1, H5T_VARIABLE);
  type.setCset(H5T_CSET_UTF8);
  return type;
}

/// Calls `use` with the type of some cells in the file; little-endian.
template <class Use>
auto with_type(const Cells& cells, Use&& use) {
  static const std::array<const H5::PredType*, std::variant_size_v<Cells> - 1> numbers{
      &H5::PredType::IEEE_F32LE, &H5::PredType::IEEE_F64LE, &H5::PredType::STD_I8LE,
      &H5::PredType::STD_I32LE, &H5::PredType::STD_I64LE};
  if (std::holds_alternative<std::vector<std::string>>(cells)) {
    return std::forward<Use>(use)(text_type());
  }
  return std::forward<Use>(use)(*numbers.at(cells.index()));
}

H5::FileAccPropList access() {
  H5::FileAccPropList list;
  require(H5Pset_libver_bounds(list.getId(), H5F_LIBVER_V110, H5F_LIBVER_V110),
          "H5Pset_libver_bounds");
  // A close that leaves an object open is an error instead of a delayed close.
  list.setFcloseDegree(H5F_CLOSE_SEMI);
  return list;
}

void keep_order(const H5::PropList& list) {
  constexpr unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  require(H5Pset_link_creation_order(list.getId(), order), "H5Pset_link_creation_order");
  require(H5Pset_attr_creation_order(list.getId(), order), "H5Pset_attr_creation_order");
  require(H5Pset_obj_track_times(list.getId(), false), "H5Pset_obj_track_times");
}

H5::FileCreatPropList creation() {
  H5::FileCreatPropList list;
  keep_order(list);
  return list;
}

std::vector<hsize_t> shape_of(const Dataset& dataset, std::size_t rows) {
  std::vector<hsize_t> shape{rows};
  shape.insert(shape.end(), dataset.inner.begin(), dataset.inner.end());
  return shape;
}

H5::DataSpace space(const std::vector<hsize_t>& shape) {
  return {static_cast<int>(shape.size()), shape.data()};
}

/// Rows first .. first + count - 1 of a dataset of that shape.
H5::DataSpace row_space(const std::vector<hsize_t>& shape, std::size_t first, std::size_t count) {
  H5::DataSpace selected = space(shape);
  std::vector<hsize_t> start(shape.size(), 0);
  std::vector<hsize_t> size = shape;
  start[0] = first;
  size[0] = count;
  selected.selectHyperslab(H5S_SELECT_SET, size.data(), start.data());
  return selected;
}

/// NaN stands for a missing number.
void set_fill_value(const H5::DSetCreatPropList& list, const Cells& cells) {
  const float nan32 = std::numeric_limits<float>::quiet_NaN();
  const double nan64 = std::numeric_limits<double>::quiet_NaN();
  if (std::holds_alternative<std::vector<float>>(cells)) {
    list.setFillValue(H5::PredType::NATIVE_FLOAT, &nan32);
  } else if (std::holds_alternative<std::vector<double>>(cells)) {
    list.setFillValue(H5::PredType::NATIVE_DOUBLE, &nan64);
  }
}

H5::DSetCreatPropList layout(const Dataset& dataset, const std::vector<hsize_t>& shape,
                             const Storage& storage) {
  constexpr std::size_t usual_bytes = std::size_t{1} << 16;
  H5::DSetCreatPropList list;
  require(H5Pset_obj_track_times(list.getId(), false), "H5Pset_obj_track_times");
  require(H5Pset_attr_creation_order(list.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "H5Pset_attr_creation_order");
  set_fill_value(list, dataset.cells);
  // HDF5 has no filter for text; the result hash is what guards it. Nothing cannot be chunked.
  const bool text = std::holds_alternative<std::vector<std::string>>(dataset.cells);
  if (text || std::find(shape.begin(), shape.end(), 0U) != shape.end()) return list;
  const std::size_t row_bytes = dataset.width() * cell_size(dataset.cells);
  const std::size_t wanted =
      storage.chunk_rows > 0 ? storage.chunk_rows : std::max(usual_bytes / row_bytes, 1UL);
  std::vector<hsize_t> chunk = shape;
  chunk[0] = std::min<hsize_t>(wanted, shape[0]);
  list.setChunk(static_cast<int>(chunk.size()), chunk.data());
  if (storage.deflate > 0) {
    if (cell_size(dataset.cells) > 1) list.setShuffle();
    list.setDeflate(storage.deflate);
  }
  list.setFletcher32();
  return list;
}

/// `_FillValue`, which is what netCDF calls the fill value.
void write_fill_attribute(H5::DataSet& stored, const Cells& cells) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const bool real = std::holds_alternative<std::vector<float>>(cells) ||
                    std::holds_alternative<std::vector<double>>(cells);
  if (!real) return;
  const hsize_t one = 1;
  H5::Attribute attribute = with_type(cells, [&](const H5::DataType& type) {
    return stored.createAttribute("_FillValue", type, H5::DataSpace(1, &one));
  });
  attribute.write(H5::PredType::NATIVE_DOUBLE, &nan);
  attribute.close();
}

void write_flag_attributes(H5::DataSet& stored, const Dataset& dataset) {
  if (dataset.flags.empty()) return;
  std::vector<std::int8_t> values;
  std::string meanings;
  for (std::size_t i = 0; i < dataset.flags.size(); ++i) {
    values.push_back(static_cast<std::int8_t>(dataset.first_flag + static_cast<int>(i)));
    meanings += (i == 0 ? "" : " ") + one_word(dataset.flags[i]);
  }
  const hsize_t count = values.size();
  H5::Attribute attribute =
      stored.createAttribute("flag_values", H5::PredType::STD_I8LE, H5::DataSpace(1, &count));
  attribute.write(H5::PredType::NATIVE_INT8, values.data());
  attribute.close();
  write_attribute(stored, "flag_meanings", meanings);
}

void write_attributes(H5::DataSet& stored, const Dataset& dataset) {
  write_fill_attribute(stored, dataset.cells);
  write_attribute(stored, "units", dataset.units);
  write_attribute(stored, "long_name", dataset.long_name);
  write_flag_attributes(stored, dataset);
  for (const auto& [name, text] : dataset.notes) write_attribute(stored, name, text);
}

template <class Integer>
void write_integer(H5::H5Object& object, const std::string& name, const H5::DataType& type,
                   Integer value) {
  H5::Attribute attribute = object.createAttribute(name, type, H5::DataSpace(H5S_SCALAR));
  attribute.write(type, &value);
  attribute.close();
}

}  // namespace

void remember_hdf5_errors() {
  require(H5Eset_auto2(H5E_DEFAULT, take_down, nullptr), "H5Eset_auto2");
}

std::string last_hdf5_reason() { return last_reason().empty() ? "unknown reason" : last_reason(); }

void require(long long status, const char* call) {
  if (status < 0) throw H5::LibraryIException(call, "failed");
}

std::size_t trajectory_chunk(std::size_t row_bytes) {
  std::size_t rows = 64;
  while (rows > 1 && rows * row_bytes > (std::size_t{1} << 20)) rows /= 2;
  return rows;
}

H5::H5File create_file(const std::filesystem::path& path) {
  return {path.string(), H5F_ACC_TRUNC, creation(), access()};
}

H5::Group create_group(H5::H5File& file, const std::string& name) {
  H5::PropList list(H5P_GROUP_CREATE);
  keep_order(list);
  const hid_t id = H5Gcreate2(file.getId(), name.c_str(), H5P_DEFAULT, list.getId(), H5P_DEFAULT);
  require(id, "H5Gcreate2");
  H5::Group group(id);
  H5Idec_ref(id);  // `group` holds its own reference
  return group;
}

H5::DataSet create_dataset(H5::H5File& file, const Dataset& dataset, std::size_t rows,
                           const Storage& storage, bool bare) {
  check_name(dataset);
  const std::vector<hsize_t> shape = shape_of(dataset, rows);
  H5::DataSet stored = with_type(dataset.cells, [&](const H5::DataType& type) {
    return file.createDataSet(dataset.path(), type, space(shape), layout(dataset, shape, storage));
  });
  if (!bare) write_attributes(stored, dataset);
  return stored;
}

void write_rows(H5::DataSet& stored, const Dataset& rows, std::size_t first) {
  if (rows.size() == 0) return;
  const std::vector<hsize_t> memory = shape_of(rows, rows.rows());
  std::vector<hsize_t> whole(memory.size());
  stored.getSpace().getSimpleExtentDims(whole.data());
  const H5::DataSpace target = row_space(whole, first, rows.rows());
  if (const auto* texts = std::get_if<std::vector<std::string>>(&rows.cells)) {
    std::vector<const char*> pointers(texts->size());
    std::transform(texts->begin(), texts->end(), pointers.begin(),
                   [](const std::string& text) { return text.c_str(); });
    stored.write(pointers.data(), text_type(), space(memory), target);
    return;
  }
  const void* values =
      std::visit([](const auto& cells) -> const void* { return cells.data(); }, rows.cells);
  with_type(rows.cells,
            [&](const H5::DataType& type) { stored.write(values, type, space(memory), target); });
}

std::vector<hsize_t> chunk_of(const H5::DataSet& stored) {
  const H5::DSetCreatPropList list = stored.getCreatePlist();
  if (list.getLayout() != H5D_CHUNKED) return {};
  std::vector<hsize_t> chunk(static_cast<std::size_t>(stored.getSpace().getSimpleExtentNdims()));
  list.getChunk(static_cast<int>(chunk.size()), chunk.data());
  return chunk;
}

void write_chunk(const H5::DataSet& stored, std::size_t first, const std::vector<std::byte>& bytes,
                 std::uint32_t skipped) {
  std::vector<hsize_t> offset(static_cast<std::size_t>(stored.getSpace().getSimpleExtentNdims()));
  offset[0] = first;
  require(H5Dwrite_chunk(stored.getId(), H5P_DEFAULT, skipped, offset.data(), bytes.size(),
                         bytes.data()),
          "H5Dwrite_chunk");
}

void write_attribute(H5::H5Object& object, const std::string& name, const std::string& text) {
  const H5::StrType type = text_type();
  H5::Attribute attribute = object.createAttribute(name, type, H5::DataSpace(H5S_SCALAR));
  const char* pointer = text.c_str();
  attribute.write(type, &pointer);
  attribute.close();
}

void write_attribute(H5::H5Object& object, const std::string& name, std::int64_t value) {
  write_integer(object, name, H5::PredType::STD_I64LE, value);
}

void write_attribute(H5::H5Object& object, const std::string& name, std::uint64_t value) {
  write_integer(object, name, H5::PredType::STD_U64LE, value);
}

}  // namespace pressor
