#include "layout_visitors.h"

namespace pressor {

void LayoutWriter::flag(const char* name, const char* long_name, bool value) {
  next<std::int8_t>(name, long_name).push_back(value ? 1 : 0);
  columns_[at_ - 1].flags = {"no", "yes"};
}

void LayoutWriter::share(const std::string& name, const std::string& long_name,
                         const Share& value) {
  const std::string of = long_name + ": ";
  next<double>(name, long_name).push_back(value.value);
  next<double>(name + "_low", of + "lower end of the 95 % interval (Wilson)").push_back(value.low);
  next<double>(name + "_high", of + "upper end").push_back(value.high);
  next<std::int64_t>(name + "_count", of + "how many")
      .push_back(static_cast<std::int64_t>(value.count));
  next<std::int64_t>(name + "_of", of + "of how many")
      .push_back(static_cast<std::int64_t>(value.of));
}

Dataset LayoutWriter::declared(const std::string& name, const std::string& long_name,
                               Cells cells) const {
  return make_dataset(group_, name, "1", long_name, dims_, std::move(cells), inner_);
}

void LayoutReader::share(const std::string& name, const std::string& long_name, Share& value) {
  number(name, long_name, value.value);
  number(name + "_low", long_name, value.low);
  number(name + "_high", long_name, value.high);
  count(name + "_count", long_name, value.count);
  count(name + "_of", long_name, value.of);
}

}  // namespace pressor
