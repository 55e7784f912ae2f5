#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "pressor/scenario/library.h"

/// The door of the bedside page: texts in, JSON out. A page knows no order that a scenario could
/// not say, so that what it shows is what `pressor run` computes from the scenario that it exports.
///
/// Every answer is an object with `ok`; when that is false `problems` tells why, each with `what`,
/// `expected`, `suggestion`, `path`, `line` and `column`. Numbers that are not finite are null.
namespace pressor {

class LivePage {
 public:
  explicit LivePage(Library library);
  ~LivePage();
  LivePage(const LivePage&) = delete;
  LivePage& operator=(const LivePage&) = delete;
  LivePage(LivePage&&) noexcept;
  LivePage& operator=(LivePage&&) noexcept;

  /// Reads the scenario and runs its first patient in `arm`: variables, events, readings,
  /// challenges, endpoints, end. values() has the rows.
  std::string run(const std::string& scenario, std::size_t arm);
  /// [variable][row] of the last run, as in `variables` of its answer.
  [[nodiscard]] std::span<const float> values() const;

  /// Curves, receptors, reflex at a time (min) of the last run.
  [[nodiscard]] std::string moment(double time) const;
  /// Why MAP, CO and SVR changed between two whole minutes of the last run.
  [[nodiscard]] std::string explain(double from, double to) const;

  /// Reads a trial of which draw() then simulates replicates: names of arms and of endpoint columns.
  std::string trial(const std::string& scenario);
  /// One replicate of the trial with the seed of the scenario plus `number`: each patient's arm and
  /// endpoints, and every planned test.
  [[nodiscard]] std::string draw(std::uint64_t number) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pressor
