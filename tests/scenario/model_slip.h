#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "pressor/core/errors.h"
#include "pressor/scenario/overrides.h"

namespace pressor::testing {

/// One assignment that spoils a model file.
struct ModelSlip {
  std::string set;   ///< the assignment
  std::string path;  ///< where the first problem must be
  std::string word;  ///< what its text must say
};

/// Spoils `document` and expects `load` to refuse it where the slip stands.
template <class Load>
void expect_found(Document document, const ModelSlip& slip, const Load& load) {
  apply_overrides(document, {slip.set});
  try {
    load(document);
    FAIL() << slip.set << " was accepted";
  } catch (const InputError& error) {
    const Problem& first = error.problems().front();
    EXPECT_EQ(first.path, slip.path) << first.what;
    EXPECT_THAT(first.what + " " + first.expected + " " + first.suggestion,
                ::testing::HasSubstr(slip.word));
  }
}

}  // namespace pressor::testing
