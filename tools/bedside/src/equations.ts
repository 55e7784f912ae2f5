// Equations as the core computes them (headers in include/pressor/physiology), with their sources.
export interface Equation {
  text: string;
  source: string;
}

export const equations: Record<string, Equation[]> = {
  curves: [
    { text: 'Pmsf = Ps ln(1 + exp((Vb − Vu) / (Ct Ps)))', source: 'circulation.h (1); guyton1955' },
    { text: 'RVR = [Ca (Ra + Rv) + Cv Rv] / Ct', source: 'circulation.h (2)' },
    { text: 'q = HR · SVref · κ · S_L(Pra) · f_aft(Pa) · f_fill,   Pra = Pmsf − RVR q,   Pa = Pra + (Ra + Rv) q', source: 'circulation.h (3), (4)' },
  ],
  receptors: [
    { text: 'x = XS N + Σ Cᵢ/Kᵢ     (occupancy drive: nerves and every agonist)', source: 'alpha1.h (1); the neural term is ours' },
    { text: 'A = (τ R s)ⁿ / ((1 + x)ⁿ + (τ R s)ⁿ),   n = n₀ + n₁ v', source: 'alpha1.h (3), (4); black1983 equation 4; bellissant2000' },
    { text: 'Se = S [1 − I z^g / (1 + z^g)]     (alpha-2A takes away outflow)', source: 'reflex.h (5)' },
  ],
  reflex: [
    { text: "P' = (Pset + Poff)(1 − r_D h)     (the pressure that is defended)", source: 'reflex.h (1)' },
    { text: "S* = S0 + G (sig(logit S0 − (Pb − P')/k_s) − S0)", source: 'reflex.h (3); ursino1998' },
    { text: "V* = V0 + G (1 + b_D h)(sig(logit V0 + (Pb − P')/k_v) − V0)", source: 'reflex.h (4); ebert2000 (direction of b_D)' },
    { text: 'HR = HRint [1 + a_s Hs/(1+β) + E_bH g/(1+g+β)] (1 − a_v Hv)', source: 'heart.h (1)' },
  ],
  why: [
    { text: 'φᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! [f(S + i) − f(S)]', source: 'explain.h (1); Shapley 1953' },
    { text: 'MAP = Pra + (Ra + Rv) q', source: 'circulation.h (4)' },
  ],
  drugs: [
    { text: "A₁' = input + production − CL f C₁ − Σ Qⱼ (C₁ − Cⱼ)", source: 'kinetics.h (1)' },
    { text: "Ce' = ke0 (C₁ − Ce)", source: 'kinetics.h (3)' },
  ],
};
