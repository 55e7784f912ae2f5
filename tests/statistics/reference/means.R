source("record.R")

a <- round(normal(14) * 0.23 + 1.26, 2)
b <- round(normal(15) * 0.26 + 1.45, 2)
result <- function(name, t, estimate) {
  say(name, c(estimate, t$conf.int, t$p.value, t$statistic, t$parameter))
}
say("treated", a)
say("control", b)
result("welch", t.test(a, b), mean(a) - mean(b))
result("student", t.test(a, b, var.equal = TRUE), mean(a) - mean(b))
result("paired", t.test(a, b[1:14], paired = TRUE), mean(a - b[1:14]))
# Very unequal variances and sizes, a p value far in the tail.
narrow <- 1000 + 0.01 * normal(5)
wide <- 1003 + 2 * normal(40)
say("narrow", narrow)
say("wide", wide)
result("welch_unequal", t.test(narrow, wide), mean(narrow) - mean(wide))
result("student_unequal", t.test(narrow, wide, var.equal = TRUE), mean(narrow) - mean(wide))

# Crossover AB/BA: half the difference of the period differences.
ab <- normal(8) + 1.5
ba <- normal(7) - 0.5
t <- t.test(ab, ba, var.equal = TRUE)
say("treated_first", ab)
say("control_first", ba)
say("crossover", c(0.5 * (mean(ab) - mean(ba)), 0.5 * t$conf.int, t$p.value, t$statistic, t$parameter))

say("moments", c(length(a), mean(a), sd(a)))
say("quantiles", quantile(a, c(0, 0.05, 0.25, 0.5, 0.9, 1)))
