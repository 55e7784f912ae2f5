source("record.R")
library(survival)

# Times in whole days, so that there are ties; censored at 28 d, some before.
n <- 46
treated <- rep(0:1, length.out = n)
saps <- round(55 + 12 * normal(n))
centre <- floor(uniform(n) * 3)
death <- ceiling(-log(uniform(n)) * 25 * exp(-0.5 * treated - 0.02 * (saps - 55)))
leave <- ifelse(uniform(n) < 0.15, ceiling(uniform(n) * 20), 28)
time <- pmin(death, leave)
event <- as.numeric(death <= leave)
for (name in c("treated", "saps", "centre", "time", "event")) say(name, get(name))

curve <- survfit(Surv(time, event) ~ 1, conf.type = "log-log")
for (name in c("time", "n.risk", "n.event", "n.censor", "surv", "lower", "upper")) say(paste0("km.", name), curve[[name]])
say("km.se", summary(curve, times = curve$time)$std.err)
say("km.median", summary(curve)$table[c("median", "0.95LCL", "0.95UCL")])
# A median on a step that ends a flat stretch at 1/2.
flat <- survfit(Surv(c(1, 2, 3, 4), c(1, 1, 1, 1)) ~ 1, conf.type = "log-log")
say("flat.median", summary(flat)$table["median"])

logrank <- function(name, d, strata = FALSE) {
  oe <- if (strata) rowSums(cbind(d$obs))[2] - rowSums(cbind(d$exp))[2] else d$obs[2] - d$exp[2]
  v <- d$var[2, 2]
  say(name, c(exp(oe / v), exp(oe / v + c(-1, 1) * qnorm(0.975) / sqrt(v)), pchisq(d$chisq, 1, lower.tail = FALSE), oe / sqrt(v)))
}
logrank("logrank", survdiff(Surv(time, event) ~ treated))
logrank("logrank_strata", survdiff(Surv(time, event) ~ treated + strata(centre)), TRUE)

cox <- function(name, fit) {
  s <- coef(summary(fit))
  for (i in seq_len(nrow(s))) {
    b <- s[i, "coef"]; se <- s[i, "se(coef)"]
    say(paste0(name, ".", i - 1), c(b, b + c(-1, 1) * qnorm(0.975) * se, s[i, "Pr(>|z|)"], b / se))
  }
  say(paste0(name, ".loglik"), fit$loglik)
}
tight <- coxph.control(eps = 1e-13, toler.chol = 1e-15, iter.max = 50)
cox("cox", coxph(Surv(time, event) ~ treated, control = tight))
cox("cox_adjusted", coxph(Surv(time, event) ~ treated + saps, control = tight))
cox("cox_strata", coxph(Surv(time, event) ~ treated + saps + strata(centre), control = tight))

# Restricted mean: area under the curve, its variance from the areas to the right of each event.
rmst <- function(time, event, horizon) {
  f <- survfit(Surv(time, event) ~ 1)
  t <- c(0, f$time[f$time < horizon], horizon)
  s <- c(1, f$surv[f$time < horizon])
  areas <- diff(t) * s
  right <- rev(cumsum(rev(areas)))[-1]
  k <- f$time < horizon
  d <- f$n.event[k]; r <- f$n.risk[k]
  c(sum(areas), sqrt(sum(ifelse(d < r, right^2 * d / (r * (r - d)), 0))))
}
a <- rmst(time[treated == 1], event[treated == 1], 28)
b <- rmst(time[treated == 0], event[treated == 0], 28)
say("rmst.treated", a)
say("rmst.control", b)
d <- a[1] - b[1]; se <- sqrt(a[2]^2 + b[2]^2)
say("rmst.difference", c(d, d + c(-1, 1) * qnorm(0.975) * se, 2 * pnorm(-abs(d / se)), d / se))
say("rmst.survfit", summary(survfit(Surv(time, event) ~ treated), rmean = 28)$table[, c("rmean", "se(rmean)")])
say("rmst_14", rmst(time, event, 14))
