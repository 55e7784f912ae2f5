#pragma once

#include <string>
#include <vector>

#include "pressor/report/html.h"

/// The page around the sections: one file, no network, with style and script inside.
namespace pressor::report {

/// A part of the report, or why it is left out.
struct Section {
  std::string id;
  std::string title;
  Html body;           ///< empty: left out
  std::string absent;  ///< then: why
};

/// What stands above the first section and at the foot of every printed page.
struct Masthead {
  std::string title;
  std::string subtitle;
  std::vector<std::string> arms;  ///< that the reader can show and hide; none with fewer than two
};

/// The whole document. Sections without a body are listed at the end with their reason.
std::string page(const Masthead& masthead, const std::vector<Section>& sections);

/// A part that is folded on the screen until it is asked for, and always printed.
Html folded(const std::string& id, std::string_view label, const Html& inside);

}  // namespace pressor::report
