#pragma once

#include <string>
#include <vector>

#include "evidence.h"
#include "pressor/report/html.h"

/// What is done in the arms.
namespace pressor::report {

/// Orders in full: those of every arm once, then what each arm adds.
Html treatment_lists(const Evidence& evidence);

/// What each arm adds to the orders of all, a line an arm; empty where it adds nothing.
std::vector<std::string> treatment_words(const Evidence& evidence);

}  // namespace pressor::report
