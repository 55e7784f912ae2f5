# What the reference scripts share. Each prints one line a figure: its name, then its numbers with 17
# digits. `tests/statistics/reference/run` records them beside the scripts; the tests read the record,
# so that R is not needed to run them.
say <- function(name, x) cat(name, formatC(as.numeric(x), digits = 17, format = "g"), "\n")

# A small generator of our own, so that the data do not depend on R's version (Lehmer, Park & Miller 1988).
seed <- 1
uniform <- function(n) sapply(seq_len(n), function(i) {
  seed <<- (16807 * seed) %% 2147483647
  seed / 2147483647
})
normal <- function(n) qnorm(uniform(n))
