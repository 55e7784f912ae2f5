#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pressor/report/html.h"
#include "pressor/report/scale.h"

/// Figures as SVG that prints without a script: axes with units, marks, legend. Looks (colours that
/// the colour-blind tell apart, dashes for grey paper, light and dark) stand in report.css by
/// class.
namespace pressor::report {

/// Where a plot lies in its figure: the area inside the axes, in SVG units.
struct Box {
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;
};

/// Class of the n-th series; six differ, then they repeat.
std::string series_class(std::size_t index);

/// Where a text stands relative to its point.
enum class Anchor { start, middle, end };

/// One pair of axes with marks. Coordinates are those of the axes; a NaN interrupts a line.
class Plot {
 public:
  Plot(const Box& box, Axis x, Axis y);

  /// Set above the plot, at its left.
  void title(std::string_view words);
  void line(const std::vector<Point>& points, const std::string& look);
  /// Horizontal, then vertical to the next point.
  void steps(const std::vector<Point>& points, const std::string& look);
  /// Between two curves over the same x.
  void band(const std::vector<double>& x, const std::vector<double>& low,
            const std::vector<double>& high, const std::string& look);
  /// The same for curves that go in steps.
  void step_band(const std::vector<double>& x, const std::vector<double>& low,
                 const std::vector<double>& high, const std::string& look);
  /// A bar from 0 to `height` over [from, to].
  void bar(double from, double to, double height, const std::string& look);
  void dot(const Point& at, const std::string& look, double radius = 3.5);
  /// A diamond: a published figure.
  void diamond(const Point& at, const std::string& look);
  /// A triangle that points up or down, `dy` SVG units below its point: a published direction.
  void triangle(const Point& at, bool up, const std::string& look, double dy = 0.0);
  /// An error bar along y, or along x.
  void whisker(double x, double low, double high, const std::string& look);
  void lying_whisker(double y, double low, double high, const std::string& look);
  /// A line across the whole plot, with words at its end.
  void vertical(double x, std::string_view words, const std::string& look);
  void horizontal(double y, std::string_view words, const std::string& look);
  /// A grey strip over [from, to].
  void shade(double from, double to);
  void label(const Point& at, std::string_view words, Anchor anchor, double dx = 0.0,
             double dy = 0.0);
  /// A series whose value the reader sees under the pointer.
  void trace(const std::string& name, const std::string& unit, const std::vector<double>& x,
             const std::vector<double>& y, int decimals);

  [[nodiscard]] double place_x(double x) const { return across_(x); }
  [[nodiscard]] double place_y(double y) const { return up_(y); }
  /// What stands `below` SVG units under the upper edge.
  [[nodiscard]] double value_at(double below) const;
  [[nodiscard]] const Box& box() const { return box_; }
  /// Axes below, marks above.
  [[nodiscard]] Html markup() const;
  /// What the script needs for `trace`, as JSON; empty without traces.
  [[nodiscard]] std::string data() const;

 private:
  struct Trace {
    std::string name;
    std::string unit;
    std::vector<double> x;
    std::vector<double> y;
    int decimals = 1;
  };
  [[nodiscard]] Html axes() const;
  [[nodiscard]] std::vector<Point> placed(const std::vector<Point>& points) const;
  void path(const std::string& shape, const std::string& look);

  Box box_;
  Axis x_;
  Axis y_;
  Scale across_;
  Scale up_;
  std::string title_;
  Html behind_;
  Html marks_;
  std::vector<Trace> traces_;
};

/// How a legend tells a series.
struct LegendEntry {
  std::string name;
  std::string look;
  bool filled = false;  ///< with a band or bar, not only a line
};

/// Plots with a legend above and a caption below.
class Figure {
 public:
  /// `about` is read out where the picture cannot be seen.
  Figure(std::string id, std::string about, double width, double height);

  void legend(const std::vector<LegendEntry>& entries);
  void add(const Plot& plot);
  /// Further marks in the coordinates of the figure.
  void add(const Html& marks) { inside_ += marks; }
  [[nodiscard]] Html markup(const Html& caption) const;

 private:
  std::string id_;
  std::string about_;
  double width_;
  double height_;
  Html inside_;
  std::vector<std::string> data_;
};

/// Words at a place of the figure.
Html svg_text(double x, double y, std::string_view words, Anchor anchor, const std::string& look);

}  // namespace pressor::report
