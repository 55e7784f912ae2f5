#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "pressor/inference/explore.h"
#include "pressor/output/explore_file.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/page.h"
#include "pressor/report/report.h"
#include "pressor/report/table.h"

/// The report of an exploration of designs: which trial would have told.
namespace pressor {
namespace report {
namespace {

constexpr std::size_t most_power_lines = 6;
constexpr double power_width = 325.0;
constexpr double power_height = 200.0;

std::string design_words(const ExploreFindings& of, const DesignChoice& choice) {
  return printed(of.designs[choice.design]) + "; entry: " + of.entries[choice.entry] + "; " +
         of.tests[choice.test];
}

Section explored_answer(const ExploreFindings& of) {
  Section section{"answer", "Which trial would have told", {}, {}};
  Html inside;
  for (const std::string& sentence : explore_verdict(of)) inside += paragraph(printed(sentence));
  section.body = element("div", {{"class", "answer"}}, inside);
  return section;
}

/// Hypotheses by weight, heaviest first.
std::vector<std::size_t> heaviest_first(const ExploreFindings& of) {
  std::vector<std::size_t> order(of.hypotheses.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return of.weights[a] > of.weights[b]; });
  return order;
}

Axis size_axis(const ExploreFindings& of) {
  return number_axis("patients", 0.0, of.sizes.back(), 6);
}
Axis told_axis(const char* title) { return number_axis(title, 0.0, 100.0, 5); }

/// Power of one design against its size, a line a hypothesis, and what they come to by weight.
Plot power_plot(const ExploreFindings& of, DesignChoice choice, const Box& box,
                const std::string& title) {
  Plot plot(box, size_axis(of), told_axis(""));
  plot.title(title);
  plot.horizontal(100.0 * of.assurance, "", "null");
  const auto order = heaviest_first(of);
  for (std::size_t i = 0; i < std::min(order.size(), most_power_lines); ++i) {
    std::vector<Point> points;
    for (choice.size = 0; choice.size < of.sizes.size(); ++choice.size) {
      points.push_back(
          {static_cast<double>(of.sizes[choice.size]), 100.0 * of.at(choice, order[i]).told});
    }
    plot.line(points, series_class(i));
  }
  std::vector<Point> whole;
  for (choice.size = 0; choice.size < of.sizes.size(); ++choice.size) {
    whole.push_back({static_cast<double>(of.sizes[choice.size]), 100.0 * of.assurance_of(choice)});
  }
  plot.line(whole, "ink solid");
  for (const Point& point : whole) plot.dot(point, "ink", 2.5);
  return plot;
}

Section hypotheses_section(const ExploreFindings& of) {
  Section section{"power", "Power by hypothesis", {}, {}};
  std::vector<std::pair<std::string, DesignChoice>> shown{{"As it was", of.as_it_was()}};
  const auto cheapest = of.cheapest();
  shown.emplace_back(cheapest ? "Fewest patients" : "Best", cheapest.value_or(of.best()));
  Figure figure("power-curves", "Power against size by hypothesis", 800.0, 360.0);
  std::vector<LegendEntry> entries{{"by weight, if there is an effect", "ink solid", false}};
  const auto order = heaviest_first(of);
  for (std::size_t i = 0; i < std::min(order.size(), most_power_lines); ++i) {
    entries.push_back(
        {printed(of.hypotheses[order[i]]) + " (" + percent(of.weights[order[i]]) + ")",
         series_class(i), false});
  }
  figure.legend(entries);
  std::string caption;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto& [name, choice] = shown[i];
    figure.add(power_plot(of, choice,
                          {45.0 + 400.0 * static_cast<double>(i), 100.0, power_width, power_height},
                          name + ", trials that tell, %"));
    caption += name + ": " + design_words(of, choice) + ". ";
  }
  section.body =
      figure.markup(text(
          caption + "A trial tells when p < 0.05 in the direction that is true; under a hypothesis "
                    "without an effect the line is the share of false alarms. Grey line: wanted."));
  return section;
}

/// The best test of a design and entry rule at each size.
std::vector<Point> best_curve(const ExploreFindings& of, std::size_t design, std::size_t entry) {
  std::vector<Point> points;
  for (std::size_t s = 0; s < of.sizes.size(); ++s) {
    double best = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t t = 0; t < of.tests.size(); ++t) {
      const double own = of.assurance_of({design, entry, t, s});
      if (!(best >= own)) best = own;
    }
    points.push_back({static_cast<double>(of.sizes[s]), 100.0 * best});
  }
  return points;
}

Section entries_section(const ExploreFindings& of) {
  Section section{"entry", "Whom to take, what to give, and when", {}, {}};
  const std::size_t panels = of.designs.size();
  const double rows = std::ceil(static_cast<double>(panels) / 2.0);
  const double top = 60.0 + 20.0 * std::floor(static_cast<double>(of.entries.size()) / 4.0);
  Figure figure("assurance-curves", "Assurance against size by design and entry", 800.0,
                top + 290.0 * rows);
  std::vector<LegendEntry> entries;
  for (std::size_t e = 0; e < of.entries.size(); ++e) {
    entries.push_back({of.entries[e], series_class(e), false});
  }
  figure.legend(entries);
  for (std::size_t d = 0; d < panels; ++d) {
    const Box box{45.0 + 400.0 * static_cast<double>(d % 2),
                  top + 290.0 * std::floor(static_cast<double>(d) / 2.0), power_width,
                  power_height};
    Plot plot(box, size_axis(of), told_axis(""));
    plot.title(printed(of.designs[d]) + ", %");
    plot.horizontal(100.0 * of.assurance, "", "null");
    for (std::size_t e = 0; e < of.entries.size(); ++e) {
      const auto points = best_curve(of, d, e);
      plot.line(points, series_class(e));
      for (const Point& point : points) plot.dot(point, series_class(e), 2.5);
    }
    figure.add(plot);
  }
  std::string rules;
  for (std::size_t e = 0; e < of.entries.size(); ++e) {
    if (of.entry_texts[e].empty()) continue;
    rules += (rules.empty() ? " Entry: " : "; ") + of.entries[e] + ": " + of.entry_texts[e];
  }
  section.body = figure.markup(text(
      printed("Probability that a trial tells, if there is an effect, by the better of the tests." +
              rules + (rules.empty() ? "" : "."))));
  return section;
}

/// Each design, entry rule and test at the smallest size that tells as often as wanted, fewest patients
/// first; then the others at the largest size that was tried, best first.
std::vector<DesignChoice> ranked_choices(const ExploreFindings& of) {
  std::vector<DesignChoice> all;
  for (std::size_t d = 0; d < of.designs.size(); ++d) {
    for (std::size_t e = 0; e < of.entries.size(); ++e) {
      for (std::size_t t = 0; t < of.tests.size(); ++t) {
        auto choice = of.smallest({d, e, t, 0});
        if (!choice) choice = of.largest({d, e, t, 0});
        if (choice) all.push_back(*choice);
      }
    }
  }
  const auto rank = [&](const DesignChoice& choice) {
    const double told = of.assurance_of(choice);
    const bool enough = told >= of.assurance;
    return std::pair(enough ? of.sizes[choice.size] : unlimited, -told);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const DesignChoice& a, const DesignChoice& b) { return rank(a) < rank(b); });
  return all;
}

Section choices_section(const ExploreFindings& of) {
  constexpr std::size_t most_shown = 12;
  Section section{"choices", "Designs in numbers", {}, {}};
  const std::vector<std::string> headings{
      "Design",    "Entry", "Test",         "Patients",
      "Looked at", "Tells", "False alarms", "Patients with looks"};
  Table first("Smallest size that tells as often as wanted, or (>) the largest that was tried",
              headings);
  Table rest("The others", headings);
  std::size_t rows = 0;
  for (const DesignChoice& choice : ranked_choices(of)) {
    const bool enough = of.assurance_of(choice) >= of.assurance;
    (rows++ < most_shown ? first : rest)
        .row({printed(of.designs[choice.design]), of.entries[choice.entry], of.tests[choice.test],
              (enough ? "" : "> ") + std::to_string(of.sizes[choice.size]),
              fixed(of.sizes[choice.size] * of.asked_for_one(choice), 0),
              percent(of.assurance_of(choice)), percent(of.false_alarms(choice)),
              fixed(of.expected_of(choice), 0)});
  }
  section.body =
      first.markup("numbers") +
      (rest.empty() ? Html() : folded("more", "All other designs", rest.markup("numbers"))) +
      element(
          "p", {{"class", "small"}},
          "Looked at: people eligible for the scenario who must be seen to find as many who "
          "also meet the entry rule. Tells: by weight over the hypotheses with something to be "
          "found. False alarms: over the others, in which the drug may still have a small "
          "effect of its own. Patients with looks: mean over all hypotheses when the trial also "
          "looks at each smaller size and stops by O'Brien and Fleming's boundaries.");
  return section;
}

Section benefit_section(const ExploreFindings& of) {
  Section section{"benefit", "Who benefits", {}, "effects do not differ by what is known"};
  for (const BenefitTable& benefit : of.benefit) {
    const std::string unit = shown_unit(benefit.column.unit);
    Table table(printed(benefit.column.name + (unit.empty() ? "" : ", " + unit)) +
                    ": individual effects on " + of.outcome + ", mean ± SD (share above 0)",
                {"", "Lowest third", "Middle third", "Highest third"});
    for (std::size_t h = 0; h < of.hypotheses.size(); ++h) {
      const auto& thirds = benefit.parts[h];
      if (thirds.size() != 3) continue;
      std::vector<std::string> cells{of.hypotheses[h]};
      for (const PartEffect& part : thirds) {
        cells.push_back(signed_fixed(part.mean, 3) + " ± " + fixed(part.sd, 3) + " (" +
                        percent(part.above) + ")");
      }
      if (h == 0) {
        std::vector<std::string> bounds{"from … to"};
        for (const PartEffect& part : thirds) {
          bounds.push_back(significant(part.low, 3) + " … " + significant(part.high, 3));
        }
        table.row(bounds);
      }
      table.row(cells);
    }
    if (!table.empty()) section.body += table.markup("numbers");
  }
  if (!section.body.empty()) {
    section.body += element("p", {{"class", "small"}},
                            "Effects of single people, each simulated in both arms with the same "
                            "random numbers, under the first design. Nobody's effect can be seen "
                            "in a real trial; a mean by thirds can.");
  }
  return section;
}

Section explored_methods(const ExploreFindings& of, const ResultRows& rows) {
  Section section{"methods", "How it was done", {}, {}};
  Table table("Hypotheses", {"", "Weight", "Mean effect, first design", "Something to be found"});
  for (std::size_t h = 0; h < of.hypotheses.size(); ++h) {
    table.row({of.hypotheses[h], fixed(of.weights[h], 2), signed_fixed(of.effect[h], 3),
               of.acts[h] != 0 ? "yes" : "no"});
  }
  section.body =
      table.markup("numbers") +
      paragraph(
          "Under each design and hypothesis the same people were simulated once in both arms. A "
          "trial is people drawn without replacement among those whom its entry rule takes, "
          "allocated by lot in blocks of two; smaller trials are the first patients of larger "
          "ones. Patients without the outcome (dead, or the challenge not finished) are left "
          "out. The weights are taken as given: what comes out is as good as they are.") +
      folded("study", "Study file with the scenario and its models",
             element("pre", rows.note("/", "scenario_yaml")));
  return section;
}

}  // namespace
}  // namespace report

std::string make_explore_report(const std::filesystem::path& result, const std::string& title) {
  const ResultRows rows(result);
  const ExploreFindings of = read_explored(rows);
  const std::vector<report::Section> sections{
      report::explored_answer(of), report::hypotheses_section(of),
      report::entries_section(of), report::choices_section(of),
      report::benefit_section(of), report::explored_methods(of, rows)};
  const std::string own = rows.note("/", "title");
  return report::page({title.empty() ? own : title, rows.note("/", "source"), {}}, sections);
}

}  // namespace pressor
