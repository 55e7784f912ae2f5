#pragma once

#include <cstdint>

/// Which vector instructions this machine has, for code that is compiled more than once.
namespace pressor::numerics {

/// The levels of the x86-64 psABI; portable is everything else. Lanes that fill a register: 1, 2, 4
/// and 8. All give the same bits.
enum class InstructionSet : std::uint8_t { portable, v2, v3, v4 };

/// The best set that processor and operating system offer.
InstructionSet best_instruction_set();

/// The best one, or the one that the environment variable PRESSOR_INSTRUCTIONS names: to measure what
/// a lesser machine needs, and to see that it gives the same bytes. Read once.
/// @throws ParameterError no such name, or one that this machine does not have
InstructionSet chosen_instruction_set();

/// portable, x86-64-v2, x86-64-v3, x86-64-v4.
const char* instruction_set_name(InstructionSet set);

}  // namespace pressor::numerics
