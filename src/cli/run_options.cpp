#include "run_options.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "build_info.h"
#include "pressor/core/errors.h"

namespace pressor::cli {

ResultProvenance provenance_of(const std::string& command_line, std::string scenario_yaml,
                               References references) {
  return {program_version(), command_line, build_description(), std::move(scenario_yaml),
          std::move(references)};
}

Shard shard_of(const std::string& text) {
  if (text.empty()) return {};
  Shard shard;
  const std::size_t slash = text.find('/');
  const auto number = [&](std::string_view digits, std::uint64_t& to) {
    const char* end = digits.data() + digits.size();
    return std::from_chars(digits.data(), end, to).ptr == end && !digits.empty();
  };
  const std::string_view whole = text;
  const bool good = slash != std::string::npos && number(whole.substr(0, slash), shard.number) &&
                    number(whole.substr(slash + 1), shard.of);
  constexpr std::uint64_t most_shards = 100'000;
  if (!good || shard.number < 1 || shard.number > shard.of || shard.of > most_shards) {
    throw ParameterError("--shard `" + text + "`: expected I/N with I from 1 to N, such as 2/3");
  }
  return shard;
}

BatchOwner batch_owner(const Study& study, const ResultProvenance& provenance, const Shard& shard) {
  return {provenance.source, provenance.scenario_yaml, study.seed, shard};
}

}  // namespace pressor::cli
