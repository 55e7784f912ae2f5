source("record.R")
suppressMessages(library(sandwich))

n <- 29
treated <- rep(0:1, length.out = n)
baseline <- round(1.4 + 0.25 * normal(n), 3)
age <- round(60 + 12 * normal(n))
centre <- floor(uniform(n) * 4)
y <- round(0.5 + 0.6 * baseline - 0.1 * treated - 0.002 * age + 0.05 * centre + (0.1 + 0.1 * treated) * normal(n), 4)
for (name in c("treated", "baseline", "age", "centre", "y")) say(name, get(name))
rows <- function(name, fit, vcov = NULL) {
  s <- coef(summary(fit))
  se <- if (is.null(vcov)) s[, 2] else sqrt(diag(vcov))
  t <- s[, 1] / se
  df <- fit$df.residual
  for (i in seq_len(nrow(s))) {
    say(paste0(name, ".", i - 1), c(s[i, 1], s[i, 1] + c(-1, 1) * qt(0.975, df) * se[i], 2 * pt(-abs(t[i]), df), t[i], df))
  }
  say(paste0(name, ".sigma"), sigma(fit))
}
full <- lm(y ~ treated + baseline + age)
rows("lm", full)
rows("hc3", full, vcovHC(full, type = "HC3"))
# A column that others determine is left out, as by R.
double <- 2 * baseline - 1
alias <- lm(y ~ treated + baseline + double + age)
rows("alias", alias)
say("alias.missing", which(is.na(coef(alias))) - 1)
arm <- function(name, fit, vcov = NULL) {
  b <- coef(fit)["treated"]
  se <- if (is.null(vcov)) coef(summary(fit))["treated", 2] else sqrt(vcov["treated", "treated"])
  df <- fit$df.residual
  say(name, c(b, b + c(-1, 1) * qt(0.975, df) * se, 2 * pt(-abs(b / se), df), b / se, df))
}
arm("ancova", lm(y ~ treated + baseline))
strata <- lm(y ~ treated + baseline + age + factor(centre))
arm("ancova_strata", strata)
arm("ancova_robust", strata, vcovHC(strata, type = "HC3"))
gone <- y; gone[c(3, 17)] <- NA
old <- baseline; old[8] <- NA
arm("ancova_missing", lm(gone ~ treated + old + age))
