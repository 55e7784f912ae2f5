#pragma once

#include <Eigen/Dense>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pressor/statistics/linear_model.h"

/// Design matrices from columns.
namespace pressor::statistics {

/// Columns side by side, after a column of ones when there is an intercept.
Eigen::MatrixXd design_matrix(const Columns& columns, std::size_t rows, bool intercept);

/// Columns that those before them do not determine: what is left of them is more than 1e-7 of their
/// length, R's limit.
std::vector<Eigen::Index> independent_columns(const Eigen::MatrixXd& x);

/// One column for each level but the smallest: 1 where a patient has it.
Columns level_columns(std::span<const std::uint32_t> levels);

}  // namespace pressor::statistics
