#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "batch_bytes.h"
#include "batch_header.h"
#include "durable.h"
#include "parts.h"
#include "pressor/core/errors.h"
#include "pressor/output/batch_files.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

/// A crash loses what has waited: at most so many bytes.
constexpr std::size_t most_bytes = std::size_t{1} << 24;

constexpr std::string_view file_front = "batches_";

bool is_journal_name(const std::string& name) { return name.rfind(file_front, 0) == 0; }

/// Files of batches in a folder, those first that were written first; half-written ones are removed.
std::vector<fs::path> journal_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!is_journal_name(name)) continue;
    if (entry.path().extension() == ".tmp") {
      fs::remove(entry.path());
    } else {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void append(std::vector<std::byte>& to, const void* from, std::size_t count) {
  const auto* bytes = static_cast<const std::byte*>(from);
  to.insert(to.end(), bytes, bytes + count);
}

void append_batch(std::vector<std::byte>& to, const BatchPlace& place,
                  const std::vector<std::byte>& bytes) {
  const std::array<std::uint64_t, 3> head{place.part, place.item, bytes.size()};
  append(to, head.data(), sizeof head);
  append(to, bytes.data(), bytes.size());
}

/// A file that is filled piece by piece and then put into place.
class SealedWriter {
 public:
  SealedWriter(fs::path path, const BatchOwner& owner)
      : path_(std::move(path)), beside_(path_.string() + ".tmp"), remove_beside_(beside_) {
    stream_.open(beside_, std::ios::binary | std::ios::trunc);
    const std::string header = batch_header(owner);
    stream_.write(header.data(), static_cast<std::streamsize>(header.size()));
    check();
  }
  void write(const std::vector<std::byte>& bytes) {
    check_space(folder_of(path_), bytes.size());
    stream_.write(reinterpret_cast<const char*>(bytes.data()),
                  static_cast<std::streamsize>(bytes.size()));
    check();
  }
  void finish() {
    stream_.close();
    check();
    seal(beside_);
    move_into_place(beside_, path_);
  }

 private:
  void check() const {
    if (!stream_) {
      throw OutputError("cannot write " + beside_.string() + ": " + std::strerror(errno));
    }
  }

  fs::path path_;
  fs::path beside_;
  RemovedOnFailure remove_beside_;
  std::ofstream stream_;
};

/// Locks `file`, which is made; only one program at a time can.
int locked(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    throw OutputError("cannot use " + file.string() + ": " + std::strerror(errno));
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    throw OutputError("another program is writing into " + file.parent_path().string());
  }
  return descriptor;
}

}  // namespace

BatchJournal::BatchJournal(const fs::path& path, BatchOwner owner, bool resume,
                           std::chrono::duration<double> most_wait)
    : folder_(parts_folder(path)),
      owner_(std::move(owner)),
      most_wait_(most_wait),
      written_(std::chrono::steady_clock::now()) {
  std::error_code error;
  fs::create_directory(folder_, error);
  if (error) throw OutputError("cannot use " + folder_.string() + ": " + error.message());
  lock_ = locked(folder_ / "lock");
  if (resume) {
    take_over();
  } else {
    for (const fs::path& old : journal_files(folder_)) fs::remove(old);
  }
}

BatchJournal::~BatchJournal() {
  if (next_ == 0) remove();
  if (lock_ >= 0) ::close(lock_);
}

void BatchJournal::take_over() {
  for (const fs::path& old : journal_files(folder_)) {
    const std::string number = old.filename().string().substr(file_front.size());
    next_ = std::max<std::size_t>(next_, std::strtoull(number.c_str(), nullptr, 10) + 1);
    try {
      files_.emplace_back(old);
    } catch (const OutputError& damage) {
      dropped_.emplace_back(damage.what());
      fs::remove(old);
      continue;
    }
    const BatchOwner& found = files_.back().owner();
    if (!found.same_study(owner_) || found.shard.number != owner_.shard.number ||
        found.shard.of != owner_.shard.of) {
      throw OutputError("cannot resume: " + old.string() +
                        " is of another study, seed, shard or version of this program");
    }
    for (const BatchPlace& place : files_.back().places()) place_of_[place] = files_.size() - 1;
  }
  taken_over_ = place_of_.size();
}

fs::path BatchJournal::file(std::size_t number) const {
  return folder_ / (std::string(file_front) + part_number(number));
}

std::optional<Batch> BatchJournal::kept(const BatchPlace& place) const {
  const auto found = place_of_.find(place);
  if (found == place_of_.end()) return std::nullopt;
  return files_[found->second].read(place);
}

void BatchJournal::keep(const BatchPlace& place, const Batch& batch) {
  append_batch(waiting_, place, batch_bytes(batch));
  const auto waited = std::chrono::steady_clock::now() - written_;
  if (waiting_.size() >= most_bytes || waited >= most_wait_) flush();
}

void BatchJournal::flush() {
  if (waiting_.empty()) return;
  SealedWriter writer(file(next_), owner_);
  writer.write(waiting_);
  writer.finish();
  ++next_;
  waiting_.clear();
  written_ = std::chrono::steady_clock::now();
}

void BatchJournal::write_shard(const fs::path& shard_path) const {
  SealedWriter writer(shard_path, owner_);
  for (const fs::path& path : journal_files(folder_)) {
    const BatchFile batches(path);
    for (const BatchPlace& place : batches.places()) {
      std::vector<std::byte> entry;
      append_batch(entry, place, batches.bytes(place));
      writer.write(entry);
    }
  }
  writer.finish();
}

void BatchJournal::remove() noexcept {
  try {
    for (const fs::path& old : journal_files(folder_)) fs::remove(old);
  } catch (const std::exception&) {
    return;  // what cannot be removed stays; the result is whole without it
  }
  std::error_code error;
  fs::remove(folder_ / "lock", error);
  fs::remove(folder_, error);  // fails, as it should, when something else is in it
}

}  // namespace pressor
