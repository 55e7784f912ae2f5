#include "pressor/live/page.h"

#include <optional>
#include <utility>

#include "answers.h"
#include "pressor/scenario/load_study.h"

namespace pressor {
namespace {

class NoProgress final : public Progress {
 public:
  bool rows_done(std::uint64_t /*done*/, std::uint64_t /*all*/) override { return true; }
};

/// What `work` answers, or why there is no answer.
template <class Work>
std::string answer_or_problems(const Work& work) {
  try {
    return work();
  } catch (const InputError& error) {
    return live::problems_answer(error.problems());
  } catch (const Error& error) {
    return live::problems_answer({{{}, {}, error.what(), {}, {}, {}}});
  }
}

/// Nothing of its patients but what is measured.
Study without_trajectories(Study study) {
  study.output.first = 0;
  study.output.first_given = true;
  study.replicates = 1;
  return study;
}

}  // namespace

class LivePage::Impl {
 public:
  explicit Impl(Library library) : library_(std::move(library)) {}

  std::string run(const std::string& scenario, std::size_t arm) {
    return answer_or_problems([&] {
      course_.emplace(read(scenario), arm);
      return live::course_answer(*course_);
    });
  }

  [[nodiscard]] std::span<const float> values() const {
    if (!course_) return {};
    return course_->run().values;
  }

  [[nodiscard]] std::string moment(double time) const {
    return answer_or_problems([&] { return live::moment_answer(course(), time); });
  }

  [[nodiscard]] std::string explain(double from, double to) const {
    return answer_or_problems([&] { return live::shares_answer(course(), from, to); });
  }

  std::string trial(const std::string& scenario) {
    return answer_or_problems([&] {
      trial_ = without_trajectories(read(scenario));
      return live::trial_answer(*trial_);
    });
  }

  [[nodiscard]] std::string draw(std::uint64_t number) const {
    return answer_or_problems([&] {
      if (!trial_) throw ParameterError("no trial has been read");
      Study study = *trial_;
      study.seed += number;
      live::Replicate replicate;
      NoProgress progress;
      run_study(study, 1, replicate, progress, SolverSample::none);
      return replicate.answer();
    });
  }

 private:
  [[nodiscard]] Study read(const std::string& scenario) const {
    return load_study(parse_document(scenario, "scenario"), library_, {}).study;
  }

  [[nodiscard]] const Course& course() const {
    if (!course_) throw ParameterError("nothing has been run");
    return *course_;
  }

  Library library_;
  std::optional<Course> course_;
  std::optional<Study> trial_;
};

LivePage::LivePage(Library library) : impl_(std::make_unique<Impl>(std::move(library))) {}
LivePage::~LivePage() = default;
LivePage::LivePage(LivePage&&) noexcept = default;
LivePage& LivePage::operator=(LivePage&&) noexcept = default;

std::string LivePage::run(const std::string& scenario, std::size_t arm) {
  return impl_->run(scenario, arm);
}
std::span<const float> LivePage::values() const { return impl_->values(); }
std::string LivePage::moment(double time) const { return impl_->moment(time); }
std::string LivePage::explain(double from, double to) const { return impl_->explain(from, to); }
std::string LivePage::trial(const std::string& scenario) { return impl_->trial(scenario); }
std::string LivePage::draw(std::uint64_t number) const { return impl_->draw(number); }

}  // namespace pressor
