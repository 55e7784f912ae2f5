// The smallest user of the library: runs a scenario and prints the last MAP of its first patient.
#include <cstdio>

#include "pressor/scenario/library.h"
#include "pressor/scenario/load_study.h"
#include "pressor/trial/result.h"

namespace {

class LastPressure final : public pressor::ResultSink {
 public:
  void begin(const pressor::Study&, const pressor::StudyHeader& header) override {
    for (std::size_t v = 0; v < header.variables.size(); ++v) {
      if (header.variables[v].name == "MAP") variable_ = v;
    }
  }
  void add(const pressor::PatientRecord& record) override {
    if (record.id == 0) last = record.run.values.at((variable_ + 1) * record.run.rows - 1);
  }
  void finish(const pressor::StudyTotals&) override {}
  float last = 0.0F;

 private:
  std::size_t variable_ = 0;
};

class Patience final : public pressor::Progress {
 public:
  bool rows_done(std::uint64_t, std::uint64_t) override { return true; }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  pressor::Document scenario = pressor::read_document(argv[1]);
  const pressor::Library models(pressor::model_folders(argv[2], argv[1], argv[2]), scenario);
  const pressor::LoadedStudy loaded = pressor::load_study(std::move(scenario), models, {});
  LastPressure sink;
  Patience patience;
  if (!pressor::run_study(loaded.study, 1, sink, patience)) return 1;
  std::printf("MAP %.1f mmHg\n", static_cast<double>(sink.last));
  return 0;
}
