#include "pressor/report/html.h"

namespace pressor::report {
namespace {

std::string escaped(std::string_view words) {
  std::string out;
  out.reserve(words.size());
  for (const char c : words) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20U && c != '\n' ? ' ' : c;
    }
  }
  return out;
}

std::string opening(std::string_view tag, const Attributes& attributes) {
  std::string out = "<";
  out += tag;
  for (const auto& [name, value] : attributes) {
    out += ' ';
    out += name;
    out += "=\"" + escaped(value) + '"';
  }
  return out;
}

}  // namespace

Html Html::markup(std::string_view trusted) {
  Html made;
  made.markup_ = trusted;
  return made;
}

Html& Html::operator+=(const Html& more) {
  markup_ += more.markup_;
  return *this;
}

Html text(std::string_view words) { return Html::markup(escaped(words)); }

Html element(std::string_view tag, const Attributes& attributes, const Html& inside) {
  std::string out = opening(tag, attributes) + '>' + inside.str() + "</";
  out += tag;
  return Html::markup(out + '>');
}

Html element(std::string_view tag, const Html& inside) { return element(tag, {}, inside); }

Html element(std::string_view tag, const Attributes& attributes, std::string_view words) {
  return element(tag, attributes, text(words));
}

Html element(std::string_view tag, std::string_view words) { return element(tag, {}, text(words)); }

Html lone(std::string_view tag, const Attributes& attributes) {
  return Html::markup(opening(tag, attributes) + "/>");
}

Html paragraph(std::string_view words) { return element("p", words); }

Html bullets(const std::vector<std::string>& items) {
  if (items.empty()) return {};
  Html list;
  for (const std::string& item : items) list += element("li", item);
  return element("ul", list);
}

}  // namespace pressor::report
