#include "pressor/output/result_rows.h"

#include <algorithm>
#include <sstream>

#include "store.h"

namespace pressor {
namespace {

/// Meaning of each category, from the value `first` on.
struct Meanings {
  std::vector<std::string> words;
  int first = 0;

  [[nodiscard]] const std::string& of(std::int8_t value, const std::string& path) const {
    const auto index = static_cast<std::size_t>(value - first);
    if (value < first || index >= words.size()) {
      throw OutputError(path + " has the category " + std::to_string(value) + " without meaning");
    }
    return words[index];
  }
};

Meanings meanings_of(const H5::DataSet& stored, const std::string& path) {
  if (!stored.attrExists("flag_values")) throw OutputError(path + " holds no texts");
  Meanings meanings;
  std::istringstream words(read_text_attribute(stored, "flag_meanings"));
  for (std::string word; words >> word;) meanings.words.push_back(word);
  const H5::Attribute values = stored.openAttribute("flag_values");
  const auto count = static_cast<std::size_t>(values.getSpace().getSimpleExtentNpoints());
  std::vector<int> numbers(std::max<std::size_t>(count, 1));
  values.read(H5::PredType::NATIVE_INT, numbers.data());
  meanings.first = numbers.front();
  return meanings;
}

std::vector<double> as_numbers(const Cells& cells, const std::string& path) {
  return std::visit(
      [&](const auto& values) -> std::vector<double> {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          throw OutputError(path + " holds no numbers");
        } else {
          std::vector<double> numbers(values.size());
          std::transform(values.begin(), values.end(), numbers.begin(),
                         [](Value value) { return static_cast<double>(value); });
          return numbers;
        }
      },
      cells);
}

}  // namespace

class ResultRows::Impl {
 public:
  explicit Impl(const std::filesystem::path& file) : name_(file.string()), file_(open_file(file)) {}

  [[nodiscard]] bool has(const std::string& path) const {
    return reading([&] { return exists(path); });
  }

  /// Runs `use` on a dataset, or throws that it is missing.
  template <class Use>
  auto with(const std::string& path, Use&& use) const {
    return reading([&] {
      if (!exists(path)) throw OutputError(name_ + ": the dataset " + path + " is missing");
      return use(StoredDataset(file_, path));
    });
  }

  /// Runs `use` on a dataset or group; where there is none the answer is an empty one.
  template <class Use>
  auto with_object(const std::string& path, Use&& use) const -> decltype(use(H5::Group())) {
    return reading([&]() -> decltype(use(H5::Group())) {
      if (!exists(path)) return {};
      if (file_.childObjType(path) == H5O_TYPE_GROUP) return use(file_.openGroup(path));
      return use(file_.openDataSet(path));
    });
  }

  [[nodiscard]] std::vector<std::string> names(const std::string& group) const {
    return reading([&] {
      std::vector<std::string> names;
      if (!exists(group)) return names;
      const H5::Group opened = file_.openGroup(group);
      for (hsize_t i = 0; i < opened.getNumObjs(); ++i) names.push_back(name_of(opened, i));
      return names;
    });
  }

 private:
  template <class Work>
  auto reading(Work&& work) const -> decltype(work()) {
    return guarded("reading " + name_, std::forward<Work>(work));
  }

  /// HDF5 asks for each link on the way.
  [[nodiscard]] bool exists(const std::string& path) const {
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
      const std::string part = path.substr(0, end);
      if (part != "/" && !file_.nameExists(part)) return false;
      if (end == std::string::npos) return true;
    }
  }

  static std::string name_of(const H5::Group& group, hsize_t index) {
    const ssize_t size = H5Lget_name_by_idx(group.getId(), ".", H5_INDEX_CRT_ORDER, H5_ITER_INC,
                                            index, nullptr, 0, H5P_DEFAULT);
    require(size, "H5Lget_name_by_idx");
    std::string name(static_cast<std::size_t>(size), '\0');
    require(H5Lget_name_by_idx(group.getId(), ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, index,
                               name.data(), name.size() + 1, H5P_DEFAULT),
            "H5Lget_name_by_idx");
    return name;
  }

  std::string name_;
  H5::H5File file_;
};

ResultRows::ResultRows(const std::filesystem::path& file) : impl_(std::make_unique<Impl>(file)) {}
ResultRows::~ResultRows() = default;
ResultRows::ResultRows(ResultRows&&) noexcept = default;
ResultRows& ResultRows::operator=(ResultRows&&) noexcept = default;

bool ResultRows::has(const std::string& path) const { return impl_->has(path); }

std::vector<std::string> ResultRows::names(const std::string& group) const {
  return impl_->names(group);
}

std::vector<std::size_t> ResultRows::shape(const std::string& path) const {
  return impl_->with(path, [](const StoredDataset& stored) { return stored.shape(); });
}

std::vector<double> ResultRows::numbers(const std::string& path) const {
  return impl_->with(path, [&](const StoredDataset& stored) {
    return as_numbers(stored.read(0, stored.rows()), path);
  });
}

std::vector<double> ResultRows::numbers(const std::string& path, std::size_t first,
                                        std::size_t count) const {
  return impl_->with(path, [&](const StoredDataset& stored) {
    if (first > stored.rows() || count > stored.rows() - first) {
      throw OutputError(path + " has " + std::to_string(stored.rows()) + " rows; " +
                        std::to_string(first + count) + " were asked for");
    }
    return as_numbers(stored.read(first, count), path);
  });
}

std::vector<std::string> ResultRows::texts(const std::string& path) const {
  return impl_->with(path, [&](const StoredDataset& stored) {
    Cells cells = stored.read(0, stored.rows());
    if (auto* texts = std::get_if<std::vector<std::string>>(&cells)) return std::move(*texts);
    const auto* flags = std::get_if<std::vector<std::int8_t>>(&cells);
    if (flags == nullptr) throw OutputError(path + " holds no texts");
    const Meanings meanings = meanings_of(stored.hdf5(), path);
    std::vector<std::string> texts;
    for (const std::int8_t flag : *flags) texts.push_back(meanings.of(flag, path));
    return texts;
  });
}

std::string ResultRows::note(const std::string& path, const std::string& name) const {
  return impl_->with_object(
      path, [&](const H5::H5Object& object) { return read_text_attribute(object, name); });
}

std::uint64_t ResultRows::count(const std::string& path, const std::string& name) const {
  return impl_->with_object(
      path, [&](const H5::H5Object& object) { return read_count_attribute(object, name); });
}

}  // namespace pressor
