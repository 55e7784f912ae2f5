# A made-up pilot trial of 32 patients, and what R says of it:
#   cd tests/cli/analyse && Rscript --vanilla pilot.R > pilot.txt
# writes pilot.csv beside it. Read by tests/cli/analyse_test.cpp.
suppressMessages({library(survival); library(nlme); library(coin)})
source("../../statistics/reference/record.R")

n <- 32
arm <- rep(c("placebo", "dexmedetomidine"), length.out = n)
treated <- as.numeric(arm == "dexmedetomidine")
centre <- c("Dijon", "Lyon, Sud", "Nancy")[floor(uniform(n) * 3) + 1]
saps2 <- round(58 + 12 * normal(n))
pe_0h <- round(1.45 + 0.25 * normal(n), 2)
person <- 0.1 * normal(n)
pe_6h <- round(0.7 + 0.5 * pe_0h + person - 0.05 * treated + 0.15 * normal(n), 2)
pe_12h <- round(0.7 + 0.5 * pe_0h + person - 0.02 * treated + 0.15 * normal(n), 2)
pe_6h[c(4, 21)] <- NA
pe_12h[c(4, 9, 21, 30)] <- NA
death <- ceiling(-log(uniform(n)) * 30 * exp(-0.6 * treated))
days <- pmin(death, 28)
died <- as.numeric(death <= 28)
dead_7d <- as.numeric(death <= 7)
pair <- paste0("p", rep(1:(n / 2), each = 2))
data <- data.frame(patient = 1:n, pair, arm, centre, saps2, pe_0h, pe_6h, pe_12h, dead_7d, days, died)
text <- data
text$centre <- paste0('"', centre, '"')
write.table(text, "pilot.csv", sep = ",", quote = FALSE, row.names = FALSE, na = ".")

w <- t.test(pe_6h[treated == 1], pe_6h[treated == 0])
say("welch", c(-diff(w$estimate), w$conf.int, w$p.value))
odd <- seq(1, n, 2)
m <- t.test(pe_6h[odd + 1], pe_6h[odd], paired = TRUE)
say("paired", c(m$estimate, m$conf.int, m$p.value))
coefs <- function(name, fit, term) {
  s <- coef(summary(fit)); b <- s[term, 1]; df <- fit$df.residual
  say(name, c(b, b + c(-1, 1) * qt(0.975, df) * s[term, 2], s[term, 4]))
}
coefs("ancova", lm(pe_6h ~ treated + pe_0h + factor(centre)), "treated")
coefs("ancova_saps2", lm(pe_6h ~ treated + pe_0h + saps2 + factor(centre)), "treated")
g <- factor(treated, levels = 1:0)
say("wilcoxon_p", pvalue(wilcox_test(pe_6h ~ g, distribution = "exact")))
m <- table(treated, 1 - dead_7d)[2:1, ]
say("chi2_p", suppressWarnings(chisq.test(m, correct = FALSE))$p.value)
say("fisher_p", fisher.test(m)$p.value)
say("logrank_p", pchisq(survdiff(Surv(days, died) ~ treated + strata(centre))$chisq, 1, lower.tail = FALSE))
s <- coef(summary(coxph(Surv(days, died) ~ treated + saps2 + strata(centre), control = coxph.control(eps = 1e-13, toler.chol = 1e-15))))
say("cox", c(exp(s[1, "coef"] + c(0, -1, 1) * qnorm(0.975) * s[1, "se(coef)"]), s[1, "Pr(>|z|)"]))
long <- data.frame(id = rep(1:n, 2), visit = factor(rep(1:2, each = n)), treated = rep(treated, 2), pe_0h = rep(pe_0h, 2), y = c(pe_6h, pe_12h))
long <- long[!is.na(long$y), ]
long <- long[order(long$id, long$visit), ]
fit <- gls(y ~ 0 + visit + visit:treated + visit:pe_0h, long, correlation = corSymm(form = ~ as.integer(visit) | id), weights = varIdent(form = ~ 1 | visit),
  method = "REML", control = glsControl(tolerance = 1e-13, msTol = 1e-14, maxIter = 500, msMaxIter = 500, opt = "optim"))
say("mmrm", coef(fit)[c("visit1:treated", "visit2:treated")])
say("mean_placebo", c(mean(pe_6h[treated == 0], na.rm = TRUE), sd(pe_6h[treated == 0], na.rm = TRUE)))
