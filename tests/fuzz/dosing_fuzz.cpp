#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pressor/scenario/load_dosing.h"

/// Any bytes as a data set: refused with a place, or predicted with finite numbers.
namespace {

using namespace pressor;  // NOLINT(google-build-using-namespace): a program of one file

const char* const fuzzed_model = R"(schema: pressor-kinetics/1
name: fuzzed
title: Every parameter that a data set can use
compartments: 3
depot: true
CL: {value: 4 L/h, relations: [{kind: power, of: weight, reference: 70 kg, coefficient: 0.75}]}
V1: 20 L
V2: 50 L
Q2: 8 L/h
V3: 100 L
Q3: 2 L/h
KA: 1.2 /h
ALAG1: 15 min
D1: 20 min
D2: 30 min
R2: 1 mg/min
data: {units: {TIME: h, AMT: mg, DV: ug/L, WT: kg}}
)";

/// More doses than this take longer than a fuzzer waits.
constexpr std::uint64_t enough_doses = 500;

void check_person(const DosingData& data, const DosingPerson& person) {
  std::uint64_t doses = person.records.size();
  for (const DosingRecord& record : person.records) {
    if (!record.dose) continue;
    const DoseEvent& dose = *record.dose;
    doses += dose.additional;
    if (dose.interval <= 0.0) continue;
    const double under_way = std::max(record.parameters.lag[dose.place],
                                      dose.rate > 0.0 ? dose.amount / dose.rate : 0.0);
    doses += static_cast<std::uint64_t>(std::min(under_way / dose.interval, 1.0e6));
  }
  if (doses > enough_doses) return;
  const auto states = follow_doses(data.model, person.records, data.rule, DosingEngine::exact);
  if (states.size() != person.rows.size()) std::abort();
  for (const auto& state : states) {
    for (const double x : state) {
      if (!std::isfinite(x)) std::abort();
    }
  }
}

void check_place(const InputError& error) {
  for (const Problem& problem : error.problems()) {
    if (problem.what.empty() || problem.place.line < 1 || to_string(problem).empty()) std::abort();
  }
}

/// What a cell is replaced by.
constexpr std::array<std::string_view, 16> cell_words{
    "0", "1", "2", "3", "4", ".", "", "-1", "-2", "12", "0.1", "70", "1e5", "-7", "1e300", "x"};

/// Begin and length of every cell.
std::vector<std::pair<std::size_t, std::size_t>> cells_of(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> cells;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",\n", at), text.size());
    cells.emplace_back(at, end - at);
    at = end + 1;
  }
  return cells;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

/// Bytes at random seldom leave a row that says something: three times of four a cell is replaced.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  if (seed % 4 == 0) return LLVMFuzzerMutate(data, size, most);
  std::string text(reinterpret_cast<const char*>(data), size);  // NOLINT
  const auto cells = cells_of(text);
  const auto& [at, length] = cells[seed / 64 % cells.size()];
  text.replace(at, length, cell_words[seed / 4 % cell_words.size()]);
  text.resize(std::min(text.size(), most));
  std::copy(text.begin(), text.end(), data);
  return text.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Document model = parse_document(fuzzed_model, "model.yaml");
  static const DosedDrug drug = load_kinetics(model);
  try {
    const std::string text(reinterpret_cast<const char*>(bytes), size);  // NOLINT
    const DosingData data = load_dosing(drug, data_settings(model), parse_csv(text, "data.csv"));
    for (const DosingPerson& person : data.people) check_person(data, person);
  } catch (const InputError& error) {
    check_place(error);
  }
  return 0;
}
