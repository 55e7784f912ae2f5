source("record.R")

both <- function(...) power.t.test(..., strict = TRUE, tol = 1e-13)
say("t.size", c(both(delta = 0.19, sd = 0.25, power = 0.8)$n, both(delta = 1, sd = 1, power = 0.95, sig.level = 0.01)$n,
                both(delta = 4, sd = 1, power = 0.8)$n))
say("t.power", c(both(n = 16, delta = 0.19, sd = 0.25)$power, both(n = 5, delta = 0.1, sd = 1)$power, both(n = 400, delta = 0.2, sd = 1)$power))
# Unequal arms: the noncentral t distribution itself.
unequal <- function(n1, n2, d) {
  df <- n1 + n2 - 2; ncp <- d / sqrt(1 / n1 + 1 / n2); q <- qt(0.975, df)
  pt(q, df, ncp, lower.tail = FALSE) + pt(-q, df, ncp)
}
say("t.unequal", c(unequal(40, 20, 0.7), unequal(12, 30, 1), uniroot(function(n) unequal(2 * n, n, 0.7) - 0.9, c(5, 500), tol = 1e-12)$root))
say("ancova.size", both(delta = 0.19, sd = 0.25 * sqrt(1 - 0.6^2), power = 0.8)$n)

share <- function(...) power.prop.test(..., strict = TRUE, tol = 1e-13)
say("proportions.size", c(share(p1 = 0.5, p2 = 0.125, power = 0.8)$n, share(p1 = 0.34, p2 = 0.366, power = 0.9)$n))
say("proportions.power", c(share(n = 16, p1 = 0.5, p2 = 0.125)$power, share(n = 388, p1 = 0.34, p2 = 0.366)$power))

# Schoenfeld 1981 and Noether 1987, written out.
z <- qnorm(0.975) + qnorm(0.8)
say("logrank.events", c(4 * z^2 / log(0.7)^2, 4.5 * z^2 / log(0.7)^2))
say("wilcoxon.total", c(z^2 / (3 * (pnorm(0.76 / sqrt(2)) - 0.5)^2), z^2 / (12 * 2 / 9 * (0.65 - 0.5)^2)))

# Type S and M errors (Gelman & Carlin 2014) by numerical integration.
errors <- function(effect, se) {
  q <- qnorm(0.975) * se
  right <- pnorm(q, effect, se, lower.tail = FALSE); wrong <- pnorm(-q, effect, se)
  f <- function(x) abs(x) * dnorm(x, effect, se)
  m <- integrate(f, q, effect + 12 * se, rel.tol = 1e-12)$value + integrate(f, -12 * se, -q, rel.tol = 1e-12)$value
  c(right + wrong, wrong / (right + wrong), m / ((right + wrong) * effect))
}
say("errors.small", errors(0.05, 0.09))
say("errors.large", errors(0.3, 0.09))
