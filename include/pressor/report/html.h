#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Markup that cannot be confused with text.
namespace pressor::report {

/// A piece of HTML or SVG. Text becomes markup only through text(), which escapes it.
class Html {
 public:
  Html() = default;
  /// Markup as it stands in our own sources; never what a file says.
  static Html markup(std::string_view trusted);

  Html& operator+=(const Html& more);
  friend Html operator+(Html left, const Html& right) { return left += right; }

  [[nodiscard]] const std::string& str() const { return markup_; }
  [[nodiscard]] bool empty() const { return markup_.empty(); }

 private:
  std::string markup_;
};

/// Escaped text: `<`, `>`, `&` and quotes lose their meaning, control characters become blanks.
Html text(std::string_view words);

/// Attribute names with their values, which are escaped.
using Attributes = std::vector<std::pair<std::string_view, std::string>>;

/// `<tag name="value">inside</tag>`.
Html element(std::string_view tag, const Attributes& attributes, const Html& inside);
Html element(std::string_view tag, const Html& inside);
/// With text inside.
Html element(std::string_view tag, const Attributes& attributes, std::string_view words);
Html element(std::string_view tag, std::string_view words);
/// `<tag name="value"/>`, of SVG.
Html lone(std::string_view tag, const Attributes& attributes);

/// A paragraph of text.
Html paragraph(std::string_view words);
/// A bulleted list of texts; nothing when there are none.
Html bullets(const std::vector<std::string>& items);

}  // namespace pressor::report
