#pragma once

#include <string_view>

/// src/report/assets, compiled in.
namespace pressor::report {

std::string_view style_sheet();
std::string_view script();

}  // namespace pressor::report
