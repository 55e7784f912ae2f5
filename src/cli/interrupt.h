#pragma once

namespace pressor::cli {

/// From now on Ctrl-C and a polite kill only set a flag, so that what is under way can end well; a
/// second one ends the program at once.
void catch_interrupts();

/// Whether one came.
bool interrupted_by_user();

}  // namespace pressor::cli
