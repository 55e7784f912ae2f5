#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bed.h"
#include "pressor/core/random.h"
#include "pumps.h"

namespace pressor::bedside {

/// Those who read the cuff and set the pumps by rule.
class Titrations {
 public:
  Titrations(Bed& bed, Pumps& pumps, const StreamKey& key);

  void take_over(std::size_t titration);
  void hand_back(std::size_t titration);
  void open_cuff(std::size_t titration, std::uint32_t number, std::span<const double> state);
  /// Check number `number`; at rest during a challenge.
  void check(std::size_t titration, std::uint32_t number, bool at_rest,
             std::span<const double> state);
  /// What held before a challenge does not count after it.
  void forget();

 private:
  struct Window {
    double time = 0.0;
    double integral = 0.0;
  };
  /// Which line waits, and why.
  struct Hold {
    std::size_t line = 0;
    Cause cause = Cause::locked;
    friend bool operator==(const Hold&, const Hold&) = default;
  };
  struct State {
    bool active = false;
    double last_up = never;
    double last_down = never;
    std::vector<double> since;    ///< since when each line decides; infinity when it does not
    std::vector<Window> windows;  ///< of the cuff; check n uses number n modulo size
    std::optional<Hold> hold;     ///< that the last check ran into; a missed check leaves it
    bool second_on = false;
    double above_since = 0.0;  ///< first drug above start_above; infinity when it is not
    double below_since = 0.0;
  };

  void plan_check(std::size_t titration, std::uint32_t number);
  void plan_cuff(std::size_t titration, std::uint32_t number);
  [[nodiscard]] double charted(std::size_t titration, std::uint32_t number,
                               std::span<const double> state) const;
  void follow_lines(const Titration& rule, State& s, double map) const;
  void decide(std::size_t titration, double map);
  [[nodiscard]] bool held_back(const Titration& rule, const TitrationStep& step, std::size_t line,
                               State& s, Reason& reason) const;
  void note_hold(const Titration& rule, State& s, const Hold& hold, double map,
                 const Reason& reason);
  void change(const Titration& rule, State& s, double dose, Reason reason);
  void watch_level(const Titration& rule, State& s);
  void second_agent(std::size_t titration);
  void set_second(std::size_t titration, bool on);

  Bed& bed_;
  Pumps& pumps_;
  RandomStream noise_;
  RandomStream protocol_;
  std::vector<State> states_;
};

}  // namespace pressor::bedside
