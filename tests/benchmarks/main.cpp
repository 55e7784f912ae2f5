#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include "../output/sample.h"
#include "pressor/numerics/instruction_set.h"
#include "ward.h"

/// Speed and error of the engines' pieces. `--benchmark_filter=Day/x86-64-v4` asks for some only.
namespace {

using namespace pressor::benchmarks;
namespace numerics = pressor::numerics;

constexpr std::size_t beds = 64;
constexpr std::size_t checked = 8;  ///< beds compared with the reference engine

const Ward& ward() {
  static const Ward all = septic_ward(beds);
  return all;
}

const std::vector<std::vector<double>>& exact_pressures() {
  static const auto all = [] {
    std::vector<std::vector<double>> found;
    for (std::size_t i = 0; i < checked; ++i) {
      found.push_back(reference_pressures(ward(), i, 1.0e-11));
    }
    return found;
  }();
  return all;
}

double worst_error(const std::vector<std::vector<double>>& found) {
  double worst = 0.0;
  for (std::size_t i = 0; i < checked; ++i) {
    const std::vector<double>& exact = exact_pressures()[i];
    for (std::size_t k = 0; k < exact.size(); ++k) {
      worst = std::max(worst, std::abs(found[i][k] / exact[k] - 1.0));
    }
  }
  return worst;
}

benchmark::Counter per_item(double items) {
  return {items, benchmark::Counter::kIsRate | benchmark::Counter::kInvert};
}

using Run = void (*)(const Ward& ward, const numerics::EnsembleSettings& settings, Days& out);

void run_days(benchmark::State& state, Run run) {
  numerics::EnsembleSettings settings;
  settings.tolerance = std::pow(10.0, -0.5 * static_cast<double>(state.range(0)));
  Days days;
  for (auto _ : state) {
    days = Days{{}, 0, std::vector(beds, std::vector<double>(day + 1, 0.0))};
    run(ward(), settings, days);
  }
  const auto n = static_cast<double>(beds);
  state.counters["s/day"] = per_item(n * static_cast<double>(state.iterations()));
  state.counters["error"] = worst_error(days.pressures);
  const double trials = static_cast<double>(days.counts.trials);
  state.counters["trials"] = trials / n;
  state.counters["s/step"] = per_item(trials * static_cast<double>(state.iterations()));
  state.counters["failed"] = static_cast<double>(days.failures);
}

void run_reference(benchmark::State& state) {
  const double tolerance = std::pow(10.0, -static_cast<double>(state.range(0)));
  std::vector<std::vector<double>> found;
  for (auto _ : state) {
    found.clear();
    for (std::size_t i = 0; i < checked; ++i) {
      found.push_back(reference_pressures(ward(), i, tolerance));
    }
  }
  state.counters["s/day"] =
      per_item(static_cast<double>(checked) * static_cast<double>(state.iterations()));
  state.counters["error"] = worst_error(found);
}

template <class Run>
void register_piece(const std::string& name, double items, const Run& run) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    for (auto _ : state) run();
    state.counters["s/each"] = per_item(items * static_cast<double>(state.iterations()));
  });
}

void register_kernel(const std::string& set, const Kernel& kernel) {
  const auto width = static_cast<double>(kernel.width);
  constexpr std::size_t times = 100;
  register_piece("RightHandSide/" + set, times * width, [=] { kernel.rates(ward(), times); });
  register_piece("Root/" + set, times * width, [=] { kernel.roots(ward(), times); });
  register_piece("Exp/" + set, 64 * times * width,
                 [=] { benchmark::DoNotOptimize(kernel.exp(times)); });
  register_piece("Log/" + set, 64 * times * width,
                 [=] { benchmark::DoNotOptimize(kernel.log(times)); });
  register_piece("Pow/" + set, 64 * times * width,
                 [=] { benchmark::DoNotOptimize(kernel.pow(times)); });
  benchmark::RegisterBenchmark(("Day/" + set).c_str(),
                               [=](benchmark::State& state) { run_days(state, kernel.days); })
      ->DenseRange(6, 8, 1)  // tolerance 1e-3, 3.2e-4, 1e-4
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark(
      ("ExplicitDay/" + set).c_str(),
      [=](benchmark::State& state) { run_days(state, kernel.explicit_days); })
      ->DenseRange(6, 8, 1)
      ->Unit(benchmark::kMillisecond);
}

/// A result file of so many rows, all trajectories kept; `sample` is the output room's own.
void write_rows(benchmark::State& state) {
  const auto rows = static_cast<std::uint32_t>(state.range(0));
  const std::string path = std::filesystem::temp_directory_path() / "pressor_benchmark.h5";
  for (auto _ : state) {
    pressor::sample::write(path, rows, pressor::sample::Kept::all, {}, true);
  }
  std::filesystem::remove(path);
  state.counters["s/row"] =
      per_item(static_cast<double>(rows) * static_cast<double>(state.iterations()));
}

void register_all() {
  const auto best = numerics::best_instruction_set();
  register_kernel("portable", kernel_portable());
  if (best >= numerics::InstructionSet::v2) register_kernel("x86-64-v2", kernel_v2());
  if (best >= numerics::InstructionSet::v3) register_kernel("x86-64-v3", kernel_v3());
  if (best >= numerics::InstructionSet::v4) register_kernel("x86-64-v4", kernel_v4());
  benchmark::RegisterBenchmark("Output", write_rows)->Arg(1000)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("Day/reference", run_reference)
      ->Arg(4)
      ->Arg(6)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  register_all();
  benchmark::RunSpecifiedBenchmarks();
}
