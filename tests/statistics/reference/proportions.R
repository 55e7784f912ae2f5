source("record.R")

wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
newcombe <- function(a, n1, b, n2) {
  d <- a / n1 - b / n2
  l1 <- wilson(a, n1); l2 <- wilson(b, n2)
  c(d, d - sqrt((a / n1 - l1[1])^2 + (l2[2] - b / n2)^2), d + sqrt((l1[2] - a / n1)^2 + (b / n2 - l2[1])^2))
}
# Boschloo by brute force: Fisher's p of every table, the binomial probability of those not above the
# one seen, the largest over the common risk on a grid of 1e-4 and by optimize() around its top.
boschloo <- function(a, n1, b, n2) {
  p <- outer(0:n1, 0:n2, Vectorize(function(x, y) fisher.test(matrix(c(x, n1 - x, y, n2 - y), 2))$p.value))
  seen <- p[a + 1, b + 1]
  rejected <- p <= seen * (1 + 1e-7)
  size <- function(pi) sum(outer(dbinom(0:n1, n1, pi), dbinom(0:n2, n2, pi))[rejected])
  grid <- seq(1e-4, 1 - 1e-4, 1e-4)
  sizes <- sapply(grid, size)
  top <- grid[which.max(sizes)]
  c(max(sizes, optimize(size, c(top - 1e-4, top + 1e-4), maximum = TRUE, tol = 1e-12)$objective), seen)
}
tables <- list(adress = c(8, 16, 2, 16), even = c(3, 10, 3, 10), skewed = c(1, 7, 9, 12), large = c(30, 60, 17, 55),
               unequal = c(5, 5, 6, 20), none = c(0, 9, 4, 11))
for (name in names(tables)) {
  x <- tables[[name]]
  say(paste0(name, ".table"), x)
  m <- matrix(c(x[1], x[2] - x[1], x[3], x[4] - x[3]), 2)
  chi <- suppressWarnings(chisq.test(m, correct = FALSE))
  say(paste0(name, ".chi_square"), c(newcombe(x[1], x[2], x[3], x[4]), chi$p.value, chi$statistic, chi$parameter))
  say(paste0(name, ".fisher_p"), fisher.test(m)$p.value)
  say(paste0(name, ".boschloo"), boschloo(x[1], x[2], x[3], x[4]))
}
for (x in list(c(8, 16), c(0, 12), c(12, 12), c(1, 400), c(1600, 2000))) {
  name <- paste0("share_", x[1], "_of_", x[2])
  say(name, c(wilson(x[1], x[2]), binom.test(x[1], x[2])$conf.int, prop.test(x[1], x[2], correct = FALSE, conf.level = 0.99)$conf.int))
}
