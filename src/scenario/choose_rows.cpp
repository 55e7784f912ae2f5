#include "choose_rows.h"

#include <utility>

namespace pressor {
namespace {

bool is_named_by(const std::string& text, const EvidenceRow& row) {
  if (text.empty() || text.back() != '*') return row.id == text;
  return row.id.rfind(text.substr(0, text.size() - 1), 0) == 0;
}

}  // namespace

void RowChooser::choose(const Value& name) {
  const std::string text = name.text();
  if (!name.is_text()) return;
  bool found = false;
  for (const LoadedExperiment& loaded : experiments_) {
    const bool whole_file = loaded.experiment.file == text;
    for (const EvidenceRow& row : loaded.experiment.rows) {
      if (!whole_file && !is_named_by(text, row)) continue;
      found = true;
      if (!whole_file || row.set == EvidenceSet::fit) take(row, name);
    }
  }
  if (!found) refuse(name);
}

std::vector<LoadedExperiment> RowChooser::chosen() && {
  for (LoadedExperiment& loaded : experiments_) {
    std::erase_if(loaded.experiment.rows,
                  [&](const EvidenceRow& row) { return !chosen_.contains(row.id); });
  }
  std::erase_if(experiments_,
                [](const LoadedExperiment& loaded) { return loaded.experiment.rows.empty(); });
  return std::move(experiments_);
}

void RowChooser::take(const EvidenceRow& row, const Value& name) {
  if (row.set == EvidenceSet::fit) {
    chosen_.insert(row.id);
    return;
  }
  name.problem("the row `" + row.id + "` is of the set `" + set_name(row.set) +
                   "` and may choose no parameter",
               "rows of the set `fit`");
}

void RowChooser::refuse(const Value& name) const {
  std::vector<std::string> words;
  for (const LoadedExperiment& loaded : experiments_) {
    words.push_back(loaded.experiment.file);
    for (const EvidenceRow& row : loaded.experiment.rows) words.push_back(row.id);
  }
  name.problem("no row and no evidence file `" + name.text() + "`",
               "ids of rows, `T14.*` for all that begin so, or names of files in models/evidence",
               nearest(name.text(), words).value_or(std::string{}));
}

}  // namespace pressor
