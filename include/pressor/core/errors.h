#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace pressor {

/// Where in an input file something stands; line and column count from 1, 0 means unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One thing that is wrong with an input: what, what was expected, and the nearest valid word.
struct Problem {
  Place place;
  std::string path;        ///< where in the document, e.g. `design.arms[1].give[0].infusion`
  std::string what;        ///< what is wrong, with the value found
  std::string expected;    ///< what would have been right; empty when `what` says it
  std::string suggestion;  ///< nearest valid text; empty when there is none
  std::string excerpt;     ///< the source line itself; empty when unknown
};

/// `file:line:col: error: path: what; expected; did you mean "..."?`, with the line and a caret.
std::string to_string(const Problem& problem);

/// Base of every error that pressor throws.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An input (scenario, model file, data) is wrong. Holds every problem found, not only the first.
class InputError : public Error {
 public:
  explicit InputError(std::vector<Problem> problems);
  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// A named input file does not exist or cannot be read.
class FileNotFound : public Error {
 public:
  using Error::Error;
};

/// A quantity in text cannot be read in the unit that its field expects.
class QuantityError : public Error {
 public:
  QuantityError(const std::string& what, std::string expected, std::string suggestion = {});
  [[nodiscard]] const std::string& expected() const noexcept { return expected_; }
  [[nodiscard]] const std::string& suggestion() const noexcept { return suggestion_; }

 private:
  std::string expected_;
  std::string suggestion_;
};

/// A parameter or a baseline is outside the range in which the model means anything.
class ParameterError : public Error {
 public:
  using Error::Error;
};

/// An integration could not go on: time in minutes and the reason.
class IntegrationError : public Error {
 public:
  IntegrationError(const std::string& reason, double time);
  [[nodiscard]] double time() const noexcept { return time_; }

 private:
  double time_;
};

/// A result could not be written or read back.
class OutputError : public Error {
 public:
  using Error::Error;
};

}  // namespace pressor
