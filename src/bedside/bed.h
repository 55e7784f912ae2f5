#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "agenda.h"
#include "bystanders.h"
#include "pressor/bedside/bedside.h"
#include "pressor/bedside/chart.h"
#include "pressor/bedside/orders.h"
#include "pressor/physiology/body.h"

namespace pressor::bedside {

inline constexpr double never = -std::numeric_limits<double>::infinity();

/// What all who work at one bed share.
struct Bed {
  const Model& model;
  const Parameters<double>& parameters;
  const Orders& orders;
  double weight = 0.0;  ///< kg
  Bystanders bystanders{model, parameters};
  Agenda agenda{};
  Chart chart{};
  Inputs<double> inputs{};
  std::optional<Sight> sight{};  ///< of the state, where it is known
  double now = 0.0;              ///< min

  void note(EventKind kind, std::size_t drug, double value, const Reason& reason) {
    chart.events.push_back({now, kind, drug, value, reason});
  }
};

/// Integral of MAP, mmHg.min: the difference of two is the mean between them.
double pressure_integral(std::span<const double> state);
/// True MAP now, mmHg.
double arterial_pressure(const Bed& bed, std::span<const double> state);
/// True HR now, /min; needs no equilibrium of the circulation.
double heart_rate(const Bed& bed, std::span<const double> state);

}  // namespace pressor::bedside
