#include "pressor/report/report.h"

#include <array>

#include "evidence.h"
#include "pressor/report/page.h"
#include "sections.h"

namespace pressor {
namespace {

using SectionWriter = report::Section (*)(const report::Evidence&);

constexpr std::array section_writers{
    report::question_section,   report::answer_section,     report::design_section,
    report::flow_section,       report::baseline_section,   report::results_section,
    report::survival_section,   report::replicates_section, report::course_section,
    report::challenge_section,  report::pulsatile_section,  report::mechanism_section,
    report::twins_section,      report::sizes_section,      report::stopping_section,
    report::patient_section,    report::error_section,      report::uncertainty_section,
    report::grades_section,     report::methods_section,    report::parameters_section,
    report::provenance_section,
};

std::string subtitle(const report::Evidence& evidence) {
  return evidence.info.source + ", seed " + std::to_string(evidence.info.seed);
}

}  // namespace

std::string make_report(const std::filesystem::path& result, const ReportOptions& options) {
  const report::Evidence evidence = report::open_evidence(result, options);
  std::vector<report::Section> sections;
  for (const SectionWriter write : section_writers) {
    // Few studies ask for single beats; a report of the others does not miss them.
    const bool asked = evidence.rows.has("/pulsatile/patient");
    if (write == report::pulsatile_section && !asked) continue;
    sections.push_back(write(evidence));
  }
  return report::page({evidence.title, subtitle(evidence), evidence.arms}, sections);
}

}  // namespace pressor
