#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "batch_bytes.h"
#include "batch_header.h"
#include "durable.h"
#include "pressor/core/errors.h"
#include "pressor/output/batch_files.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

/// The line that begins with `word`, without it.
std::string header_line(std::istream& stream, const std::string& word, const fs::path& path) {
  std::string line;
  std::getline(stream, line);
  if (!stream || line.rfind(word, 0) != 0) {
    throw OutputError(path.string() + " is no file of batches: `" + word + "` is missing");
  }
  return line.substr(word.size());
}

std::uint64_t header_number(const std::string& text, const fs::path& path) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, value);
      read.ec != std::errc{} || read.ptr != end) {
    throw OutputError(path.string() + " has no number in its header");
  }
  return value;
}

BatchOwner read_header(std::istream& stream, const fs::path& path) {
  BatchOwner owner;
  header_line(stream, std::string(batch_magic), path);
  owner.source = header_line(stream, "source ", path);
  owner.seed = header_number(header_line(stream, "seed ", path), path);
  const std::string shard = header_line(stream, "shard ", path);
  const std::size_t slash = std::min(shard.find('/'), shard.size());
  owner.shard.number = header_number(shard.substr(0, slash), path);
  owner.shard.of = header_number(shard.substr(std::min(slash + 1, shard.size())), path);
  const std::uint64_t bytes = header_number(header_line(stream, "yaml ", path), path);
  if (bytes > fs::file_size(path)) throw OutputError(path.string() + " is cut off");
  owner.scenario_yaml.resize(bytes);
  stream.read(owner.scenario_yaml.data(), static_cast<std::streamsize>(bytes));
  if (!stream) throw OutputError(path.string() + " is cut off");
  return owner;
}

std::string shard_name(const Shard& shard) {
  return std::to_string(shard.number) + '/' + std::to_string(shard.of);
}

}  // namespace

std::string batch_header(const BatchOwner& owner) {
  return std::string(batch_magic) + "\nsource " + owner.source + "\nseed " +
         std::to_string(owner.seed) + "\nshard " + shard_name(owner.shard) + "\nyaml " +
         std::to_string(owner.scenario_yaml.size()) + '\n' + owner.scenario_yaml;
}

bool BatchOwner::same_study(const BatchOwner& other) const {
  return source == other.source && scenario_yaml == other.scenario_yaml && seed == other.seed;
}

bool is_batch_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string line(batch_magic.size(), '\0');
  stream.read(line.data(), static_cast<std::streamsize>(line.size()));
  return stream && line == batch_magic;
}

BatchFile::BatchFile(fs::path path) : path_(std::move(path)) {
  if (!fs::exists(path_)) throw FileNotFound(path_.string() + ": no such file");
  check_seal(path_);
  std::ifstream stream(path_, std::ios::binary);
  owner_ = read_header(stream, path_);
  const std::uint64_t end = fs::file_size(path_) - seal_size();
  for (auto at = static_cast<std::uint64_t>(stream.tellg()); at < end;) {
    std::array<std::uint64_t, 3> head{};
    stream.seekg(static_cast<std::streamoff>(at));
    stream.read(reinterpret_cast<char*>(head.data()), sizeof head);
    at += sizeof head;
    if (!stream || head[2] > end - std::min(at, end)) {
      throw OutputError(path_.string() + " is damaged: a batch is cut off");
    }
    batches_[{static_cast<std::uint32_t>(head[0]), head[1]}] = {at, head[2]};
    at += head[2];
  }
}

std::vector<BatchPlace> BatchFile::places() const {
  std::vector<BatchPlace> all;
  for (const auto& [place, extent] : batches_) all.push_back(place);
  return all;
}

std::vector<std::byte> BatchFile::bytes(const BatchPlace& place) const {
  const Extent extent = batches_.at(place);
  std::vector<std::byte> read(extent.count);
  std::ifstream stream(path_, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(extent.at));
  stream.read(reinterpret_cast<char*>(read.data()), static_cast<std::streamsize>(read.size()));
  if (!stream) throw OutputError("cannot read " + path_.string());
  return read;
}

Batch BatchFile::read(const BatchPlace& place) const { return batch_of(bytes(place)); }

MergedShards::MergedShards(const std::vector<fs::path>& paths) {
  std::set<std::uint64_t> there;
  for (const fs::path& path : paths) {
    files_.emplace_back(path);
    const BatchOwner& own = files_.back().owner();
    if (!own.same_study(owner()) || own.shard.of != owner().shard.of) {
      throw ParameterError(path.string() + " is of another study, seed, program or count of " +
                           "shards than " + paths.front().string());
    }
    if (!there.insert(own.shard.number).second) {
      throw ParameterError(path.string() + ": shard " + shard_name(own.shard) + " is given twice");
    }
  }
  if (files_.empty()) throw ParameterError("there is no shard to merge");
  std::string missing;
  for (std::uint64_t number = 1; number <= owner().shard.of; ++number) {
    if (there.count(number) == 0) missing += (missing.empty() ? "" : ", ") + std::to_string(number);
  }
  if (!missing.empty()) {
    throw ParameterError("of " + std::to_string(owner().shard.of) +
                         " shards these are missing: " + missing);
  }
}

std::optional<Batch> MergedShards::kept(const BatchPlace& place) const {
  for (const BatchFile& file : files_) {
    if (file.holds(place)) return file.read(place);
  }
  return std::nullopt;
}

void MergedShards::keep(const BatchPlace& place, const Batch& /*batch*/) {
  throw OutputError("the shards lack batch " + std::to_string(place.item) + " of part " +
                    std::to_string(place.part));
}

}  // namespace pressor
