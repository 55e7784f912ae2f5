#include "pressor/output/hash.h"

#include <openssl/evp.h>

#include <array>
#include <bit>
#include <type_traits>

#include "digest.h"
#include "store.h"

namespace pressor {

static_assert(std::endian::native == std::endian::little,
              "values are hashed as they lie in memory");

namespace {

void require_good(int good) {
  if (good != 1) throw OutputError("SHA-256 cannot be computed: the OpenSSL library refuses it");
}

}  // namespace

void Sha256::Free::operator()(void* context) const {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  require_good(EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_.get()), EVP_sha256(), nullptr));
}

void Sha256::add(const void* bytes, std::size_t count) {
  require_good(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_.get()), bytes, count));
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> sum{};
  require_good(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_.get()), sum.data(), nullptr));
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : sum) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

void add_cells(Sha256& sum, const Cells& cells) {
  std::visit(
      [&](const auto& values) {
        using Cell = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Cell, std::string>) {
          for (const std::string& text : values) {
            const std::uint64_t count = text.size();
            sum.add(&count, sizeof(count));
            sum.add(text.data(), text.size());
          }
        } else {
          sum.add(values.data(), values.size() * sizeof(Cell));
        }
      },
      cells);
}

std::string hash_line(const std::string& path, const std::string& type,
                      const std::vector<std::size_t>& shape, const std::string& values) {
  std::string sizes;
  for (const std::size_t size : shape) sizes += (sizes.empty() ? "" : "x") + std::to_string(size);
  return path + ' ' + type + ' ' + sizes + ' ' + values + '\n';
}

void ResultDigest::append(const Dataset& dataset) {
  Entry& entry = entries_[dataset.path()];
  entry.type = type_name(dataset.cells);
  entry.inner = dataset.inner;
  entry.rows += dataset.rows();
  add_cells(entry.values, dataset.cells);
}

std::string ResultDigest::hex(std::string_view below) {
  Sha256 whole;
  for (auto& [path, entry] : entries_) {
    if (path.rfind(below, 0) != 0) continue;
    if (entry.hex.empty()) entry.hex = entry.values.hex();
    std::vector<std::size_t> shape{entry.rows};
    shape.insert(shape.end(), entry.inner.begin(), entry.inner.end());
    const std::string line = hash_line(path, entry.type, shape, entry.hex);
    whole.add(line.data(), line.size());
  }
  return whole.hex();
}

std::string sha256(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes.data(), bytes.size());
  return sum.hex();
}

std::string compute_result_hash(const std::filesystem::path& file, std::string_view below) {
  const H5::H5File opened = open_file(file);
  return guarded("reading " + file.string(), [&] {
    Sha256 whole;
    for (const std::string& path : dataset_paths(opened)) {
      if (path.rfind(below, 0) != 0) continue;
      StoredDataset dataset(opened, path);
      Sha256 values;
      dataset.read_all([&](const Cells& cells) { add_cells(values, cells); });
      const std::string line =
          hash_line(path, type_name(dataset.kind()), dataset.shape(), values.hex());
      whole.add(line.data(), line.size());
    }
    return whole.hex();
  });
}

}  // namespace pressor
