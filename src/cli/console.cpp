#include "console.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "pressor/core/errors.h"

namespace pressor::cli {

void log_to_console() {
  auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  sink->set_pattern("pressor: %^%l%$: %v");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("pressor", sink));
}

void keep_quiet() {
  for (const auto& sink : spdlog::default_logger()->sinks()) sink->set_level(spdlog::level::err);
}

void log_to_file(const std::string& file) {
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    sink->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
    spdlog::default_logger()->sinks().push_back(std::move(sink));
  } catch (const spdlog::spdlog_ex& error) {
    throw OutputError(error.what());
  }
}

}  // namespace pressor::cli
