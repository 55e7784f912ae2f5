source("record.R")
library(coin)

groups <- function(a, b) list(x = c(a, b), g = factor(rep(c("treated", "control"), c(length(a), length(b))),
                                                      levels = c("treated", "control")))
compare <- function(name, a, b) {
  say(paste0(name, ".treated"), a)
  say(paste0(name, ".control"), b)
  d <- groups(a, b)
  exact <- wilcox_test(x ~ g, data = d, distribution = "exact")
  normal <- wilcox_test(x ~ g, data = d)
  say(paste0(name, ".p"), c(pvalue(exact), pvalue(normal)))
  say(paste0(name, ".z"), statistic(exact))
}
few <- function(n, levels) floor(uniform(n) * levels)
compare("smooth", normal(9) + 0.8, normal(11))
compare("ties", few(12, 4) + 1, few(10, 5))
compare("days_free", c(0, 0, 0, 0, 3, 11, 14, 21, 25, 26, 0, 27, 1, 0, 24, 0), c(0, 22, 25, 26, 27, 25, 0, 26, 24, 11, 27, 26, 0, 25, 24, 26))
compare("trial", round(normal(16) * 0.23 + 1.26, 1), round(normal(16) * 0.26 + 1.45, 1))
compare("unequal", few(4, 6), few(25, 7) + 1)
compare("large", few(70, 12), few(80, 12) + 1)

# Without ties wilcox.test gives Hodges and Lehmann's estimate and interval.
shift <- function(name, a, b) {
  w <- wilcox.test(a, b, conf.int = TRUE, exact = TRUE)
  say(paste0(name, ".shift"), c(w$estimate, w$conf.int, w$p.value))
}
seed <- 1
a <- normal(9) + 0.8; b <- normal(11)
shift("smooth", a, b)
c <- normal(30); d <- normal(25) + 0.3
say("more.treated", c); say("more.control", d)
shift("more", c, d)
# The asymptotic interval: R searches for it with a tolerance; the distances are not corrected.
w <- wilcox.test(c, d, conf.int = TRUE, exact = FALSE, correct = FALSE, tol.root = 1e-12)
say("more.asymptotic", c(w$conf.int, w$p.value))

d <- round(normal(17) + 0.4, 1)
say("signed.differences", d)
signed <- function(x, distribution) {
  pvalue(wilcoxsign_test(x ~ rep(0, length(x)), zero.method = "Wilcoxon", distribution = distribution))
}
say("signed.p", c(signed(d, "exact"), signed(d, "asymptotic")))
e <- normal(15) + 0.3
w <- wilcox.test(e, conf.int = TRUE, exact = TRUE)
say("walsh.differences", e)
say("walsh.shift", c(w$estimate, w$conf.int, w$p.value))

# Win ratio over all pairs; variance of the log from each patient's share of wins and losses.
win <- function(a, b) {
  wins <- outer(a, b, ">"); losses <- outer(a, b, "<")
  W <- mean(wins); L <- mean(losses)
  ia <- rowMeans(wins) / W - rowMeans(losses) / L
  ib <- colMeans(wins) / W - colMeans(losses) / L
  v <- var(ia) / length(a) + var(ib) / length(b)
  z <- log(W / L) / sqrt(v)
  c(W / L, exp(log(W / L) + c(-1, 1) * qnorm(0.975) * sqrt(v)), 2 * pnorm(-abs(z)), z)
}
a <- few(20, 9); b <- few(18, 9) + 1
say("win.treated", a); say("win.control", b)
say("win.ratio", win(a, b))
