#include "read_tests.h"

#include <algorithm>

#include "people.h"
#include "words.h"

namespace pressor {
namespace {

/// What may stand in the parentheses of a test.
struct Allowed {
  bool baseline = false;
  bool covariates = false;
  bool centre = false;
  bool time = false;
  const char* example = "";
};

Allowed allowed_in(Test test) {
  switch (test) {
    case Test::ancova:
      return {true, true, true, false, "ancova(baseline) or \"ancova(baseline, saps2)\""};
    case Test::cox:
      return {false, true, true, false, "cox or \"cox(saps2, centre)\""};
    case Test::mmrm:
      return {false, true, false, false, "mmrm or mmrm(saps2); the baseline is always in it"};
    case Test::rmst:
      return {false, false, false, true, "rmst or rmst(28 d)"};
    default:
      return {false, false, false, false, test_name(test)};
  }
}

class TestReader {
 public:
  TestReader(const Value& item, const Endpoint& endpoint, const EndpointContext& context)
      : item_(item), endpoint_(endpoint), context_(context), text_(item.text()) {}

  std::optional<PlannedTest> read() {
    if (!item_.is_text()) return std::nullopt;
    const std::size_t open = text_.find('(');
    if (open != std::string::npos && text_.back() != ')') {
      item_.problem("`" + text_ + "` has a `(` that is never closed",
                    "a `)`; between [ and ] a text with a comma stands in quotes");
      return std::nullopt;
    }
    const auto test = find_test(split_arguments(text_.substr(0, open)).at(0));
    if (!test) return std::nullopt;
    planned_ = PlannedTest(*test);
    if (open != std::string::npos) {
      for (const std::string& part :
           split_arguments(text_.substr(open + 1, text_.size() - open - 2))) {
        if (!take(part)) return std::nullopt;
      }
    }
    return check() ? std::optional(planned_) : std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<Test> find_test(const std::string& word) const {
    const MeasureKind kind = endpoint_.measure.kind;
    const std::vector<std::string> words = suitable_tests(kind);
    std::vector<std::string> all;
    for (std::size_t t = 0; t < test_count; ++t) {
      all.emplace_back(test_name(static_cast<Test>(t)));
    }
    const auto found = std::find(all.begin(), all.end(), word);
    if (found == all.end()) {
      refuse_name(item_, "test", word, all);
      return std::nullopt;
    }
    const auto test = static_cast<Test>(found - all.begin());
    if (suits(test, kind)) return test;
    item_.problem("`" + word + "` does not suit `" + endpoint_.measure.text + "`",
                  list_words(words));
    return std::nullopt;
  }

  bool take(const std::string& part) {
    const Allowed allowed = allowed_in(planned_.test);
    if (part == "baseline" && allowed.baseline) {
      planned_.baseline = true;
      return true;
    }
    if (allowed.time) return take_time(part);
    const bool covariate = allowed.covariates && (part != "centre" || allowed.centre);
    if (covariate && part != "baseline") return take_covariate(part);
    item_.problem("`" + text_ + "` is not how this test is adjusted", allowed.example);
    return false;
  }

  bool take_covariate(const std::string& name) {
    std::vector<std::string> names{"centre"};
    for (const ValueInfo& info : value_infos(context_.study.cast)) {
      if (info.varies) names.push_back(info.name);
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      item_.problem("no patient column `" + name + "`",
                    "`baseline`, `centre` or such as saps2, NE_DOSE",
                    nearest(name, names).value_or(std::string{}));
      return false;
    }
    planned_.covariates.push_back(name);
    return true;
  }

  bool take_time(const std::string& part) {
    Node node = *item_.node();
    node.text = part;
    const Value time(&node, item_.path(), item_.problems());
    const std::size_t before = item_.problems().problems().size();
    planned_.time = time.quantity({"min", 0.0}, 0.0);
    if (item_.problems().problems().size() > before) return false;
    const double first = endpoint_.window ? (*endpoint_.window)[1] : first_time();
    if (planned_.time > 0.0 && planned_.time <= first) return true;
    item_.problem("`" + text_ + "` counts up to a time that is not followed",
                  "at most the endpoint's first time");
    return false;
  }

  [[nodiscard]] double first_time() const {
    return endpoint_.at.empty() ? 0.0 : *std::min_element(endpoint_.at.begin(), endpoint_.at.end());
  }

  [[nodiscard]] bool check() const {
    const bool repeated = planned_.baseline || planned_.test == Test::mmrm;
    if (repeated && endpoint_.at.size() < 2) {
      item_.problem("`" + text_ + "` needs a baseline, and `" + endpoint_.name + "` has none",
                    "`at` with the baseline first and a later time");
      return false;
    }
    if (planned_.test == Test::ancova && !planned_.baseline && planned_.covariates.empty()) {
      item_.problem("`ancova` without what it is adjusted for", allowed_in(Test::ancova).example);
      return false;
    }
    const Study& study = context_.study;
    if (study.crossover && planned_.test != Test::paired) {
      item_.problem("`" + text_ + "` takes patients of a crossover for different people",
                    "`paired`");
      return false;
    }
    if (planned_.test == Test::paired && !study.twins && !study.crossover) {
      item_.problem("`paired` compares patients with themselves, and nobody is in two arms",
                    "`design.twins: true`, or `welch`");
      return false;
    }
    return true;
  }

  const Value& item_;
  const Endpoint& endpoint_;
  const EndpointContext& context_;
  std::string text_;
  PlannedTest planned_;
};

}  // namespace

std::vector<std::string> split_arguments(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth == 0) {
      parts.push_back(trimmed(part));
      part.clear();
    } else {
      part += c;
    }
  }
  parts.push_back(trimmed(part));
  return parts;
}

std::optional<PlannedTest> read_test(const Value& item, const Endpoint& endpoint,
                                     const EndpointContext& context) {
  return TestReader(item, endpoint, context).read();
}

}  // namespace pressor
