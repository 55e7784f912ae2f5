// From what was done at the bedside to the scenario that says the same: what is run is this text.

/// Something done at a moment, s from the start.
export type Action =
  | { at: number; do: 'infusion'; drug: string; dose: string }
  | { at: number; do: 'bolus'; drug: string; dose: string; over?: string }
  | { at: number; do: 'fluid'; fluid: 'crystalloid' | 'colloid'; volume: string; over: string }
  | { at: number; do: 'bleed'; volume: string; over: string }
  | { at: number; do: 'titrate'; rule: string | null }
  | { at: number; do: 'challenge' };

/// Keys of a scenario as the YAML of a lesson or the patient sheet has them.
export interface PatientSheet {
  patient: Record<string, string | number>;
  parameters?: Record<string, string | number>;
  hypothesis?: string;
  /// Orders that stand from the start: sedation, give, titration ...
  protocol?: Record<string, unknown>;
  endpoints?: { name: string; measure: string; at?: string | string[]; window?: string[] }[];
}

export interface SessionPlan extends PatientSheet {
  name: string;
  title: string;
  horizon: string;
}

/// YAML flow text of a value: every text is quoted where it could mean anything else.
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.map(([key, item]) => `${key}: ${flow(item)}`).join(', ')}}`;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = String(value);
  return /^[A-Za-z0-9_][A-Za-z0-9_ ./@+-]*$/.test(text) ? text : JSON.stringify(text);
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

const seconds = (at: number): string => `${at} s`;

/// A titration rule from each switching on to the next switching off.
function titrations(actions: Action[], standing: unknown[]): unknown[] {
  const rules: { base: string; from: number; until?: number }[] = [];
  for (const rule of standing) rules.push({ base: String(rule), from: 0 });
  for (const action of actions) {
    if (action.do !== 'titrate') continue;
    const open = rules.find((rule) => rule.until === undefined);
    if (open !== undefined) open.until = action.at;
    if (action.rule !== null) rules.push({ base: action.rule, from: action.at });
  }
  return rules
    .filter((rule) => rule.until === undefined || rule.until > rule.from)
    .map(({ base, from, until }) => ({
      base, from: seconds(from), until: until === undefined ? undefined : seconds(until),
    }));
}

function gifts(actions: Action[]): unknown[] {
  const made: unknown[] = [];
  for (const action of actions) {
    if (action.do === 'infusion') {
      made.push({ drug: action.drug, infusion: action.dose, from: seconds(action.at) });
    } else if (action.do === 'bolus') {
      made.push({ drug: action.drug, bolus: action.dose, at: seconds(action.at), over: action.over });
    }
  }
  return made;
}

/// The challenges that stand from the start and those that were asked for.
function challenges(actions: Action[], standing: unknown): unknown {
  const at = actions.filter((action) => action.do === 'challenge').map((action) => seconds(action.at));
  if (at.length === 0) return standing;
  const planned = standing as { at?: unknown } | undefined;
  return { base: 'ladder_challenge', ...planned, at: [...list(planned?.at), ...at] };
}

function protocolLines(plan: SessionPlan, actions: Action[]): string[] {
  const standing = plan.protocol ?? {};
  const parts: Record<string, unknown[]> = {
    titration: titrations(actions, list(standing.titration)),
    give: [...list(standing.give), ...gifts(actions)],
    fluids: [
      ...list(standing.fluids),
      ...actions.flatMap((a) => (a.do === 'fluid'
        ? [{ fluid: a.fluid, volume: a.volume, from: seconds(a.at), over: a.over }] : [])),
    ],
    bleed: [
      ...list(standing.bleed),
      ...actions.flatMap((a) => (a.do === 'bleed'
        ? [{ volume: a.volume, from: seconds(a.at), over: a.over }] : [])),
    ],
  };
  const lines: string[] = [];
  if (standing.sedation !== undefined) lines.push(`  sedation: ${flow(standing.sedation)}`);
  const challenge = challenges(actions, standing.challenge);
  if (challenge !== undefined) lines.push(`  challenge: ${flow(challenge)}`);
  for (const [key, items] of Object.entries(parts)) {
    if (items.length === 0) continue;
    lines.push(`  ${key}:`, ...items.map((item) => `    - ${flow(item)}`));
  }
  return lines.length > 0 ? ['protocol:', ...lines] : [];
}

/// The scenario of a session: `pressor run` computes from it what the page shows.
export function scenarioText(plan: SessionPlan, actions: Action[], note = ''): string {
  const lines = [
    ...(note === '' ? [] : [`# ${note}`]),
    'schema: pressor/1',
    `name: ${plan.name}`,
    `title: ${flow(plan.title)}`,
    `horizon: ${plan.horizon}`,
    // Finer than the default: what is ordered later must not turn an earlier decision at a limit.
    'tolerance: 1e-6',
    `patient: ${flow(plan.patient)}`,
  ];
  if (plan.parameters && Object.keys(plan.parameters).length > 0) {
    lines.push(`parameters: ${flow(plan.parameters)}`);
  }
  if (plan.hypothesis !== undefined) lines.push(`hypothesis: ${plan.hypothesis}`);
  lines.push(...protocolLines(plan, actions));
  if (plan.endpoints && plan.endpoints.length > 0) {
    lines.push('endpoints:', ...plan.endpoints.map((endpoint) => `  - ${flow(endpoint)}`));
  }
  lines.push('output: {every: 5 s}');
  return `${lines.join('\n')}\n`;
}
