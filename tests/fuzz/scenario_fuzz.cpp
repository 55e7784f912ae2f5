#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "pressor/scenario/load_study.h"

/// Any bytes as a scenario: refused with what is wrong, or read; what was read is written and read
/// again to the same content.
namespace {

using namespace pressor;  // NOLINT(google-build-using-namespace): a program of one file

void check_round_trip(const Document& document) {
  const Document again = parse_document(to_yaml(document.root), "again.yaml");
  if (!same_content(document.root, again.root)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  try {
    const std::string text(reinterpret_cast<const char*>(bytes), size);  // NOLINT
    Document document = parse_document(text, "fuzzed.yaml");
    check_round_trip(document);
    const LoadedStudy loaded = load_study(std::move(document), library, {});
    check_round_trip(loaded.resolved);
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) {
      if (problem.what.empty() || to_string(problem).empty()) std::abort();
    }
  } catch (const FileNotFound&) {
  } catch (const ParameterError&) {
  }
  return 0;
}
