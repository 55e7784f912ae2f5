#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "pressor/core/errors.h"

/// Values as bytes and back, in the order in which they are named. One list of members serves both
/// ways, so that the two cannot differ. Numbers lie as in memory: for files that go on on the same
/// kind of machine.
namespace pressor {

class ByteWriter {
 public:
  static constexpr bool writes = true;
  void raw(void* from, std::size_t count) {
    const auto* bytes = static_cast<const std::byte*>(from);
    bytes_.insert(bytes_.end(), bytes, bytes + count);
  }
  [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Throws OutputError where the bytes end too early.
class ByteReader {
 public:
  static constexpr bool writes = false;
  explicit ByteReader(const std::vector<std::byte>& bytes) : bytes_(bytes) {}
  void raw(void* to, std::size_t count) {
    if (count > left()) throw OutputError("a batch is damaged: it ends too early");
    if (count > 0) std::memcpy(to, bytes_.data() + at_, count);
    at_ += count;
  }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  const std::vector<std::byte>& bytes_;
  std::size_t at_ = 0;
};

template <class Archive, class T>
void transfer(Archive& archive, T& value);

template <class Archive>
std::size_t transfer_size(Archive& archive, std::size_t size) {
  archive.raw(&size, sizeof size);
  if constexpr (!Archive::writes) {
    if (size > archive.left()) throw OutputError("a batch is damaged: a count is too large");
  }
  return size;
}

template <class Archive, class T>
void transfer(Archive& archive, std::vector<T>& values) {
  values.resize(transfer_size(archive, values.size()));
  if constexpr (std::is_trivially_copyable_v<T>) {
    archive.raw(values.data(), values.size() * sizeof(T));
  } else {
    for (T& value : values) transfer(archive, value);
  }
}

template <class Archive, class T>
void transfer(Archive& archive, std::optional<T>& value) {
  bool there = value.has_value();
  archive.raw(&there, sizeof there);
  if (!there) return value.reset();
  if constexpr (!Archive::writes) value.emplace();
  transfer(archive, *value);
}

template <class Archive>
void transfer(Archive& archive, std::string& text) {
  text.resize(transfer_size(archive, text.size()));
  archive.raw(text.data(), text.size());
}

/// Plain numbers as they lie; else the members that `members(archive, value)` names.
template <class Archive, class T>
void transfer(Archive& archive, T& value) {
  if constexpr (std::is_trivially_copyable_v<T>) {
    archive.raw(&value, sizeof value);
  } else {
    members(archive, value);
  }
}

template <class Archive, class... T>
void transfer_all(Archive& archive, T&... values) {
  (transfer(archive, values), ...);
}

}  // namespace pressor
