source("record.R")
suppressMessages({library(rpact); library(mvtnorm)})

# Crossing probabilities from the multivariate normal distribution (Miwa's algorithm), an integral
# of another kind than the recursion under test.
steps <- Miwa(steps = 1024)
correlation <- function(t) outer(t, t, function(a, b) sqrt(pmin(a, b) / pmax(a, b)))
crossing <- function(t, upper, lower, drift) {
  above <- below <- numeric(length(t))
  for (k in seq_along(t)) {
    i <- seq_len(k)
    box <- function(lo, hi) {
      if (k == 1) return(pnorm(hi - drift * sqrt(t[1])) - pnorm(lo - drift * sqrt(t[1])))
      as.numeric(pmvnorm(lo, hi, drift * sqrt(t[i]), correlation(t[i]), algorithm = steps))
    }
    before <- i[-k]
    above[k] <- box(c(lower[before], upper[k]), c(upper[before], Inf))
    below[k] <- box(c(lower[before], -Inf), c(upper[before], lower[k]))
  }
  rbind(above, below)
}
t <- c(0.3, 0.55, 1)
upper <- c(2.9, 2.5, 2.05); lower <- c(-2.2, -0.3, 0.4)
for (drift in c(0, 2.5, -1)) {
  p <- crossing(t, upper, lower, drift)
  say(paste0("crossing.above.", drift), p[1, ])
  say(paste0("crossing.below.", drift), p[2, ])
}

# Constants of Pocock and of O'Brien and Fleming: the boundary at the last look.
for (k in c(2, 3, 5)) for (type in c("OF", "P")) {
  d <- getDesignGroupSequential(kMax = k, alpha = 0.05, sided = 2, typeOfDesign = type, tolerance = 1e-10)
  say(paste0("classical.", type, ".", k), d$criticalValues)
}
d <- getDesignGroupSequential(kMax = 4, alpha = 0.05, sided = 2, typeOfDesign = "WT", deltaWT = 0.25, tolerance = 1e-10)
say("classical.WT.4", d$criticalValues)

# Spending, one-sided 0.025, looks at unequal distances.
t <- c(0.25, 0.5, 0.8, 1)
spend <- function(name, type, gamma = NA_real_) {
  d <- getDesignGroupSequential(informationRates = t, alpha = 0.025, sided = 1, typeOfDesign = type, gammaA = gamma, tolerance = 1e-10)
  say(paste0("spending.", name), d$criticalValues)
  say(paste0("spent.", name), d$alphaSpent)
}
spend("obrien_fleming", "asOF")
spend("pocock", "asP")
spend("hsd", "asHSD", -4)
spend("hsd_flat", "asHSD", 1.5)
spend("power", "asKD", 2)

# Futility by spending of the type II error.
for (binding in c(FALSE, TRUE)) {
  d <- getDesignGroupSequential(informationRates = t, alpha = 0.025, beta = 0.2, sided = 1, typeOfDesign = "asOF", typeBetaSpending = "bsHSD",
    gammaB = -2, bindingFutility = binding, tolerance = 1e-10)
  c <- getDesignCharacteristics(d)
  name <- paste0("futility.", if (binding) "binding" else "free")
  say(paste0(name, ".upper"), d$criticalValues)
  say(paste0(name, ".lower"), d$futilityBounds)
  say(paste0(name, ".drift"), sqrt(c$shift))
}

# Inflation and expected size.
d <- getDesignGroupSequential(kMax = 3, alpha = 0.025, beta = 0.2, sided = 1, typeOfDesign = "asOF", tolerance = 1e-10)
c <- getDesignCharacteristics(d)
say("inflation.upper", d$criticalValues)
say("inflation", c(c$inflationFactor, c$averageSampleNumber1))

# Stagewise ordering after a stop at the second of three looks, from the same integrals.
u <- d$criticalValues
better <- function(drift, k, z) {
  t <- 1:3 / 3
  b <- u; b[k] <- z
  sum(crossing(t[1:k], b[1:k], rep(-Inf, k), drift)[1, ])
}
at <- function(p, k, z) uniroot(function(d) better(d, k, z) - p, c(-5, 15), tol = 1e-12)$root
for (s in list(c(2, 2.7), c(3, 2.4), c(3, 0.7))) {
  k <- s[1]; z <- s[2]
  p <- better(0, k, z)
  say(paste0("stagewise.", k, ".", z), c(at(0.5, k, z), at(0.025, k, z), at(0.975, k, z), 2 * min(p, 1 - p)))
}
