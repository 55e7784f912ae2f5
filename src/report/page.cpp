#include "pressor/report/page.h"

#include "assets.h"
#include "pressor/report/figure.h"

namespace pressor::report {
namespace {

Html head(const Masthead& masthead) {
  // Nothing may be fetched: not by us, not by what a name in a file might smuggle in.
  constexpr const char* policy =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  return element(
      "head",
      Html::markup(R"(<meta charset="utf-8">)") +
          Html::markup(R"(<meta name="viewport" content="width=device-width, initial-scale=1">)") +
          Html::markup(R"(<meta name="color-scheme" content="light dark">)") +
          Html::markup(std::string(R"(<meta http-equiv="Content-Security-Policy" content=")") +
                       policy + "\">") +
          element("title", masthead.title) + element("style", Html::markup(style_sheet())));
}

Html contents(const std::vector<Section>& sections) {
  Html items;
  for (const Section& section : sections) {
    if (section.body.empty()) continue;
    items += element("li", element("a", {{"href", "#" + section.id}}, section.title));
  }
  return element("nav", {{"aria-label", "Contents"}}, element("ol", items));
}

/// Shown by the script only: without it there is nothing to switch.
Html switches(const std::vector<std::string>& arms) {
  if (arms.size() < 2) return {};
  Html inside = element("legend", "Show");
  for (std::size_t i = 0; i < arms.size(); ++i) {
    const std::string id = "show-" + std::to_string(i);
    inside += Html::markup("<label>") +
              lone("input", {{"type", "checkbox"},
                             {"id", id},
                             {"checked", "checked"},
                             {"data-look", series_class(i)}}) +
              text(arms[i]) + Html::markup("</label>");
  }
  return element("fieldset", {{"class", "switches"}, {"hidden", "hidden"}}, inside);
}

Html absences(const std::vector<Section>& sections) {
  std::vector<std::string> reasons;
  for (const Section& section : sections) {
    if (section.body.empty()) reasons.push_back(section.title + ": " + section.absent);
  }
  if (reasons.empty()) return {};
  return element("section", {{"id", "left-out"}},
                 element("h2", "Left out of this report") + bullets(reasons));
}

}  // namespace

Html folded(const std::string& id, std::string_view label, const Html& inside) {
  return element("div", {{"class", "fold"}},
                 lone("input", {{"type", "checkbox"}, {"id", id}}) +
                     element("label", {{"for", id}}, label) +
                     element("div", {{"class", "folded"}}, inside));
}

std::string page(const Masthead& masthead, const std::vector<Section>& sections) {
  Html main;
  for (const Section& section : sections) {
    if (section.body.empty()) continue;
    main += element("section", {{"id", section.id}}, element("h2", section.title) + section.body);
  }
  const Html body =
      element("header",
              element("p", {{"class", "kind"}}, "pressor: simulated, not for patient care") +
                  element("h1", masthead.title) +
                  element("p", {{"class", "subtitle"}}, masthead.subtitle)) +
      contents(sections) + switches(masthead.arms) + element("main", main + absences(sections)) +
      element("footer", paragraph("Not for patient care. The model is a hypothesis about typical "
                                  "people; nobody is treated by it.")) +
      element("script", Html::markup(script()));
  return "<!DOCTYPE html>\n" +
         element("html", {{"lang", "en"}}, head(masthead) + element("body", body)).str() + '\n';
}

}  // namespace pressor::report
