#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pressor/scenario/document.h"

/// Checks on the bytes of an input before it is read as YAML.
namespace pressor {

/// Takes away a byte order mark and turns CR LF into LF.
void normalise_line_ends(std::string& text);

/// Throws InputError at the first byte that is not well-formed UTF-8 (RFC 3629), at a control
/// character, and at a tab in the indentation.
void check_characters(std::string_view text, const std::shared_ptr<const Source>& source);

/// Number of characters in well-formed UTF-8.
int count_characters(std::string_view text);

/// An InputError with one problem at a place; `column` counts characters from 1.
[[noreturn]] void fail_at(const std::shared_ptr<const Source>& source, int line, int column,
                          std::string what, std::string expected = {});

}  // namespace pressor
