#include "pressor/numerics/instruction_set.h"

#include <cstdlib>
#include <string>

#include "pressor/core/errors.h"

namespace pressor::numerics {

#if defined(__x86_64__)
namespace {

bool has_v2() {
  return __builtin_cpu_supports("sse4.2") != 0 && __builtin_cpu_supports("ssse3") != 0 &&
         __builtin_cpu_supports("popcnt") != 0;
}

bool has_v3() {
  return has_v2() && __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
         __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
}

bool has_v4() {
  return has_v3() && __builtin_cpu_supports("avx512f") != 0 &&
         __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512cd") != 0 &&
         __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
}

}  // namespace

InstructionSet best_instruction_set() {
  if (has_v4()) return InstructionSet::v4;
  if (has_v3()) return InstructionSet::v3;
  return has_v2() ? InstructionSet::v2 : InstructionSet::portable;
}
#else
InstructionSet best_instruction_set() { return InstructionSet::portable; }
#endif

namespace {

InstructionSet named_instruction_set(const std::string& name) {
  constexpr InstructionSet all[] = {InstructionSet::portable, InstructionSet::v2,
                                    InstructionSet::v3, InstructionSet::v4};
  std::string known;
  for (const InstructionSet set : all) {
    if (set > best_instruction_set()) break;
    if (name == instruction_set_name(set)) return set;
    known += (known.empty() ? "" : ", ") + std::string(instruction_set_name(set));
  }
  throw ParameterError("PRESSOR_INSTRUCTIONS=" + name + ": this machine has " + known);
}

}  // namespace

InstructionSet chosen_instruction_set() {
  static const InstructionSet chosen = [] {
    const char* name = std::getenv("PRESSOR_INSTRUCTIONS");
    return name == nullptr ? best_instruction_set() : named_instruction_set(name);
  }();
  return chosen;
}

const char* instruction_set_name(InstructionSet set) {
  switch (set) {
    case InstructionSet::v2:
      return "x86-64-v2";
    case InstructionSet::v3:
      return "x86-64-v3";
    case InstructionSet::v4:
      return "x86-64-v4";
    case InstructionSet::portable:
      break;
  }
  return "portable";
}

}  // namespace pressor::numerics
