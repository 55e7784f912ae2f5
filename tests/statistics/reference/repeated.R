source("record.R")
library(nlme)

n <- 34
visits <- 3
id <- rep(1:n, each = visits)
visit <- rep(1:visits, n)
treated <- rep(rep(0:1, length.out = n), each = visits)
base <- round(rep(1.4 + 0.25 * normal(n), each = visits), 3)
age <- rep(round(60 + 12 * normal(n)), each = visits)
person <- rep(0.15 * normal(n), each = visits)
y <- round(0.6 * base - 0.06 * treated * visit + person + 0.12 * sqrt(visit) * normal(n * visits), 4)
gone <- uniform(n * visits) < c(0.03, 0.1, 0.25)[visit]
y[gone] <- NA
say("n", n)
say("treated", treated[visit == 1]); say("baseline", base[visit == 1]); say("age", age[visit == 1]); say("y", y)
data <- data.frame(id, visit = factor(visit), treated, base, age, y)[!gone, ]

# Tight settings: gls stops at a relative change of 1e-6 of its own accord.
model <- function(formula) gls(formula, data, correlation = corSymm(form = ~ as.integer(visit) | id),
  weights = varIdent(form = ~ 1 | visit), method = "REML",
  control = glsControl(tolerance = 1e-13, msTol = 1e-14, maxIter = 500, msMaxIter = 500, opt = "optim", apVar = FALSE, optimMethod = "BFGS"))
contrasts <- function(name, fit) {
  b <- coef(fit); v <- vcov(fit)
  at <- grep("treated", names(b))
  say(paste0(name, ".estimate"), b[at])
  say(paste0(name, ".se"), sqrt(diag(v)[at]))
  k <- rep(1 / visits, visits)
  say(paste0(name, ".average"), c(sum(k * b[at]), sqrt(k %*% v[at, at] %*% k)))
  say(paste0(name, ".loglik"), logLik(fit))
  all <- names(which.max(table(getGroups(fit))))
  say(paste0(name, ".covariance"), getVarCov(fit, individual = all))
}
contrasts("plain", model(y ~ 0 + visit + visit:treated))
adjusted <- model(y ~ 0 + visit + visit:treated + visit:base + age)
contrasts("adjusted", adjusted)
