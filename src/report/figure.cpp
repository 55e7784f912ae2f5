#include "pressor/report/figure.h"

#include <fmt/format.h>

#include <utility>

namespace pressor::report {
namespace {

constexpr double letter = 6.9;  ///< mean width of a letter of the legend, SVG units
constexpr double swatch = 28.0;
constexpr double gap = 22.0;
constexpr double row = 20.0;

/// Characters, not bytes.
double width_of(const std::string& words) {
  double letters = 0.0;
  for (const char c : words) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) letters += 1.0;
  }
  return letters * letter;
}

std::string number(double value) { return fmt::format("{:.1f}", value); }

/// `</script>` inside a name must not end the script.
std::string safe_json(const std::string& json) {
  std::string out;
  for (const char c : json) out += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return out;
}

Html swatch_of(const LegendEntry& entry, double x, double y) {
  Html made;
  if (entry.filled) {
    made += lone("rect", {{"class", "band " + entry.look},
                          {"x", number(x)},
                          {"y", number(y - 11.0)},
                          {"width", number(swatch)},
                          {"height", "14"}});
  }
  return made + lone("path", {{"class", "line " + entry.look},
                              {"d", fmt::format("M{:.1f} {:.1f}h{:.1f}", x, y - 4.0, swatch)}});
}

}  // namespace

Html svg_text(double x, double y, std::string_view words, Anchor anchor, const std::string& look) {
  constexpr const char* anchors[] = {"start", "middle", "end"};
  return element("text",
                 {{"class", look},
                  {"x", number(x)},
                  {"y", number(y)},
                  {"text-anchor", anchors[static_cast<std::size_t>(anchor)]}},
                 words);
}

Figure::Figure(std::string id, std::string about, double width, double height)
    : id_(std::move(id)), about_(std::move(about)), width_(width), height_(height) {}

void Figure::legend(const std::vector<LegendEntry>& entries) {
  double x = 0.0;
  double y = 14.0;
  for (const LegendEntry& entry : entries) {
    const double width = swatch + 6.0 + width_of(entry.name);
    if (x > 0.0 && x + width > width_) {
      x = 0.0;
      y += row;
    }
    inside_ += swatch_of(entry, x, y);
    inside_ += svg_text(x + swatch + 6.0, y, entry.name, Anchor::start, "key");
    x += width + gap;
  }
}

void Figure::add(const Plot& plot) {
  inside_ += plot.markup();
  if (std::string data = plot.data(); !data.empty()) data_.push_back(std::move(data));
}

Html Figure::markup(const Html& caption) const {
  const std::string title = id_ + "-title";
  const Html inside = element("title", {{"id", title}}, about_) + inside_;
  const Html picture = element("svg",
                               {{"role", "img"},
                                {"aria-labelledby", title},
                                {"viewBox", fmt::format("0 0 {:.0f} {:.0f}", width_, height_)},
                                {"xmlns", "http://www.w3.org/2000/svg"}},
                               inside);
  Html whole = element("div", {{"class", "scroll"}}, picture);
  if (!data_.empty()) {
    const std::string data = fmt::format("[{}]", fmt::join(data_, ","));
    whole += element("script", {{"type", "application/json"}}, Html::markup(safe_json(data)));
    whole += element("output", {{"class", "readout"}, {"aria-live", "off"}}, Html());
  }
  whole += element("figcaption", caption);
  return element("figure", {{"id", id_}}, whole);
}

}  // namespace pressor::report
