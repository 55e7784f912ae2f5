#include "design_matrix.h"

#include <cmath>
#include <numeric>
#include <set>

namespace pressor::statistics {

Eigen::MatrixXd design_matrix(const Columns& columns, std::size_t rows, bool intercept) {
  const auto n = static_cast<Eigen::Index>(rows);
  const Eigen::Index first = intercept ? 1 : 0;
  Eigen::MatrixXd x(n, first + static_cast<Eigen::Index>(columns.size()));
  if (intercept) x.col(0).setOnes();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    x.col(first + static_cast<Eigen::Index>(c)) =
        Eigen::Map<const Eigen::VectorXd>(columns[c].data(), n);
  }
  return x;
}

std::vector<Eigen::Index> independent_columns(const Eigen::MatrixXd& x) {
  constexpr double tolerance = 1.0e-7;
  std::vector<Eigen::Index> kept(static_cast<std::size_t>(x.cols()));
  std::iota(kept.begin(), kept.end(), Eigen::Index{0});
  for (std::size_t k = 0; k < kept.size();) {
    const Eigen::MatrixXd part = x(Eigen::all, kept);
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(part);
    const auto& triangle = qr.matrixQR();
    const auto left = [&](std::size_t c) {
      const auto i = static_cast<Eigen::Index>(c);
      return i < triangle.rows() ? std::fabs(triangle(i, i)) : 0.0;
    };
    while (k < kept.size() && left(k) > tolerance * part.col(static_cast<Eigen::Index>(k)).norm()) {
      ++k;
    }
    if (k < kept.size()) kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(k));
  }
  return kept;
}

Columns level_columns(std::span<const std::uint32_t> levels) {
  const std::set<std::uint32_t> distinct(levels.begin(), levels.end());
  Columns columns;
  for (const std::uint32_t level : distinct) {
    if (level == *distinct.begin()) continue;
    std::vector<double>& column = columns.emplace_back();
    for (const std::uint32_t own : levels) column.push_back(own == level ? 1.0 : 0.0);
  }
  return columns;
}

}  // namespace pressor::statistics
