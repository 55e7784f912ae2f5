#include <emscripten/emscripten.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "pressor/live/page.h"

/// The core as a WebAssembly module: pressor/live/page.h with plain C names. Texts that are
/// returned live until the next call.
namespace {

const std::filesystem::path models = "/models";

pressor::LivePage& page() {
  static pressor::LivePage made(pressor::Library({models}));
  return made;
}

const char* keep(std::string text) {
  static std::string kept;
  kept = std::move(text);
  return kept.c_str();
}

}  // namespace

extern "C" {

/// Lays a model file where the scenario reader finds it, `drugs/norepinephrine.yaml`.
EMSCRIPTEN_KEEPALIVE void pressor_store(const char* path, const char* text) {
  const std::filesystem::path file = models / path;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

EMSCRIPTEN_KEEPALIVE const char* pressor_run(const char* scenario, int arm) {
  return keep(page().run(scenario, static_cast<std::size_t>(arm)));
}

/// Where the rows of the last run lie, float32 [variable][row].
EMSCRIPTEN_KEEPALIVE const float* pressor_values() { return page().values().data(); }
EMSCRIPTEN_KEEPALIVE int pressor_value_count() { return static_cast<int>(page().values().size()); }

EMSCRIPTEN_KEEPALIVE const char* pressor_moment(double time) { return keep(page().moment(time)); }

EMSCRIPTEN_KEEPALIVE const char* pressor_explain(double from, double to) {
  return keep(page().explain(from, to));
}

EMSCRIPTEN_KEEPALIVE const char* pressor_trial(const char* scenario) {
  return keep(page().trial(scenario));
}

EMSCRIPTEN_KEEPALIVE const char* pressor_draw(double number) {
  return keep(page().draw(static_cast<std::uint64_t>(number)));
}
}
