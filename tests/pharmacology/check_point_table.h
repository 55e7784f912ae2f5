#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "pressor/core/quantity.h"

namespace pressor {

/// One published or derived figure that the kinetics must meet.
struct CheckPoint {
  std::string what;            ///< number, regimen, set, time
  double model = 0.0;          ///< what the shipped files give
  std::string published = {};  ///< figure of the source, empty when there is none
  std::string derived = {};    ///< figure of an independent calculation with the same set
  std::string miss = {};       ///< why the published figure is missed; empty when it must be met
  std::string slip = {};       ///< what is wrong with the derived figure; empty when it must be met
};

/// Prints check points as a table and holds them to their tolerance: 20 % of a published figure; 2
/// % of a derived one, or half of its last digit.
class CheckPointTable {
 public:
  explicit CheckPointTable(const std::string& title) {
    std::printf("\n%s\n%-64s %9s %9s %9s\n", title.c_str(), "check point", "model", "published",
                "derived");
  }

  void add(const CheckPoint& p) {
    const bool published = p.published.empty() || meets_published(p);
    const bool derived = p.derived.empty() || meets_derived(p);
    std::printf("%-64s %9.4g %9s %9s  %s%s%s\n", p.what.c_str(), p.model, p.published.c_str(),
                p.derived.c_str(), published && derived ? "met" : "",
                published ? "" : ("MISS: " + p.miss).c_str(),
                derived ? "" : ("OFF: " + p.slip).c_str());
    EXPECT_EQ(published, p.miss.empty()) << p.what << ", published " << p.published;
    EXPECT_EQ(derived, p.slip.empty()) << p.what << ", derived " << p.derived;
  }

  /// One row a time of a profile; `published` and `derived` may be shorter than `model`.
  void add_profile(const std::string& what, const std::vector<std::string>& times,
                   const std::vector<double>& model, const std::vector<std::string>& published,
                   const std::vector<std::string>& derived) {
    for (std::size_t i = 0; i < model.size(); ++i) {
      add({what + " @ " + times[i], model[i], i < published.size() ? published[i] : "",
           i < derived.size() ? derived[i] : "", "", ""});
    }
  }

 private:
  static double number(const std::string& text) { return parse_number(text).value(); }

  static bool meets_published(const CheckPoint& p) {
    return std::abs(p.model / number(p.published) - 1.0) <= 0.20;
  }

  static bool meets_derived(const CheckPoint& p) {
    const std::size_t point = p.derived.find('.');
    const double digits =
        point == std::string::npos ? 0.0 : static_cast<double>(p.derived.size() - point - 1);
    const double value = number(p.derived);
    const double rounding = 0.5 * std::pow(10.0, -digits);
    return std::abs(p.model - value) <= std::max(0.02 * std::abs(value), rounding * 1.0001);
  }
};

}  // namespace pressor
