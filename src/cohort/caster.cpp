#include <algorithm>

#include "plan.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Says why a slot could not be filled: the reason that turned most people away.
[[noreturn]] void declare_impossible(const Cast& cast, std::uint32_t attempts,
                                     const Screening& tried, const std::string& last_failure) {
  const auto most = std::max_element(tried.ineligible.begin(), tried.ineligible.end());
  const std::string start =
      "none of " + std::to_string(attempts) + " drawn people can be enrolled: ";
  const std::uint64_t by_condition = most == tried.ineligible.end() ? 0 : *most;
  if (tried.unmatched > std::max(by_condition, tried.unsolvable)) {
    throw ParameterError(start + "`match` leaves out " + std::to_string(tried.unmatched));
  }
  if (by_condition == 0 || by_condition < tried.unsolvable) {
    throw ParameterError(start + std::to_string(tried.unsolvable) + " have " + last_failure);
  }
  const Condition& condition =
      cast.where[static_cast<std::size_t>(most - tried.ineligible.begin())];
  const std::string text = condition.text.empty() ? "" : ": " + condition.text;
  throw ParameterError(start + "`" + condition.name + text + "` excludes " + std::to_string(*most));
}

}  // namespace

void Screening::add(const Screening& other) {
  screened += other.screened;
  unsolvable += other.unsolvable;
  unmatched += other.unmatched;
  ineligible.resize(std::max(ineligible.size(), other.ineligible.size()), 0);
  for (std::size_t i = 0; i < other.ineligible.size(); ++i) ineligible[i] += other.ineligible[i];
}

Caster::Caster(const Cast& cast) : plan_(std::make_unique<Plan>(cast)) {}
Caster::~Caster() = default;
Caster::Caster(Caster&&) noexcept = default;
Caster& Caster::operator=(Caster&&) noexcept = default;

Patient Caster::patient(std::uint64_t seed, std::uint32_t replicate, std::uint32_t index,
                        Screening& screening) const {
  const Cast& cast = plan_->cast();
  const std::uint32_t attempts = cast.population ? max_attempts : 1;
  Screening tried;
  tried.ineligible.assign(cast.where.size(), 0);
  std::string last_failure = "no baseline";
  for (std::uint32_t attempt = 0; attempt < attempts; ++attempt) {
    ++tried.screened;
    try {
      const StreamKey key{seed, replicate, index, Stream::covariates, attempt};
      Patient patient = plan_->draw(key);
      const std::size_t failing = plan_->first_failing(patient);
      if (failing < cast.where.size()) {
        ++tried.ineligible[failing];
      } else if (!plan_->takes(patient, key)) {
        ++tried.unmatched;
      } else {
        screening.add(tried);
        return patient;
      }
    } catch (const ParameterError& error) {
      ++tried.unsolvable;
      last_failure = error.what();
    }
  }
  declare_impossible(cast, attempts, tried, last_failure);
}

Patient cast_patient(const Cast& cast, std::uint64_t seed, std::uint32_t replicate,
                     std::uint32_t index, Screening& screening) {
  return Caster(cast).patient(seed, replicate, index, screening);
}

}  // namespace pressor
