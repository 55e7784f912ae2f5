// The patient sheet: who lies in the bed when a session starts.
import { h } from './dom';
import type { SessionPlan } from './scenario';
import { strings } from './strings';

const words = strings.sheet;

interface Field {
  key: string;
  label: string;
  unit: string;
  step: number;
  low: number;
  high: number;
  /// Usual values of the shipped bodies.
  septic: number;
  healthy: number;
  where: 'patient' | 'parameters';
  digits?: number;
}

const fields: Field[] = [
  { key: 'weight', label: words.weight, unit: 'kg', step: 1, low: 35, high: 180, septic: 80, healthy: 75, where: 'patient' },
  { key: 'age', label: words.age, unit: '', step: 1, low: 18, high: 95, septic: 65, healthy: 30, where: 'patient' },
  { key: 'saps2', label: words.saps2, unit: '', step: 1, low: 6, high: 110, septic: 58, healthy: 20, where: 'patient' },
  { key: 'MAP', label: words.MAP, unit: 'mmHg', step: 1, low: 35, high: 120, septic: 66, healthy: 88, where: 'patient' },
  { key: 'HR', label: words.HR, unit: '/min', step: 1, low: 40, high: 160, septic: 105, healthy: 66, where: 'patient' },
  { key: 'CVP', label: words.CVP, unit: 'mmHg', step: 0.5, low: -1, high: 18, septic: 9, healthy: 4, where: 'patient' },
  { key: 'lactate', label: words.lactate, unit: 'mmol/L', step: 0.1, low: 0.4, high: 15, septic: 2.8, healthy: 1, where: 'patient' },
  { key: 'NE_DOSE', label: words.NE, unit: 'ug/kg/min', step: 0.01, low: 0, high: 2, septic: 0.3, healthy: 0, where: 'patient' },
  { key: 'vasoplegia', label: words.vasoplegia, unit: '', step: 0.01, low: 0, high: 0.9, septic: 0.66, healthy: 0, where: 'parameters' },
  { key: 'sympathetic_base', label: words.tone, unit: '', step: 0.01, low: 0.05, high: 0.95, septic: 0.6, healthy: 0.23, where: 'parameters' },
];

/// Pressure around the heart of the shipped bodies: ventilated, and breathing spontaneously.
const pressureAround = { septic: '2 mmHg', healthy: '-3 mmHg' };

/// Degrees of septic shock: the patients of scenarios/phenylephrine_ladder_mild and _severe, and the usual one.
const severities: Record<string, Record<string, number>> = {
  mild: { NE_DOSE: 0.1, MAP: 68, HR: 95, lactate: 2.2, saps2: 45, vasoplegia: 0.55 },
  usual: {},
  severe: { NE_DOSE: 0.8, MAP: 66, HR: 112, lactate: 5, saps2: 70, vasoplegia: 0.75 },
};

const hypotheses = ['none', 'homologous', 'heterologous', 'harm', 'steroid'];

export class Sheet {
  readonly root: HTMLElement;
  private readonly inputs = new Map<string, HTMLInputElement>();
  private readonly body: HTMLSelectElement;
  private readonly hypothesis: HTMLSelectElement;
  private readonly severity = h('select', { id: 'severity', onchange: () => this.fill() },
    ...Object.keys(severities).map((name) => h('option', { value: name, selected: name === 'usual' }, words.severities[name] ?? name)));
  private readonly ventilated = h('input', { type: 'checkbox', id: 'ventilated' });
  private readonly sedated = h('input', { type: 'checkbox', id: 'sedated' });
  private readonly titrated = h('input', { type: 'checkbox', id: 'titrated' });

  constructor(private readonly begin: (plan: SessionPlan) => void) {
    this.body = h('select', { id: 'body', onchange: () => this.fill() },
      h('option', { value: 'septic' }, words.septic), h('option', { value: 'healthy' }, words.healthy));
    this.hypothesis = h('select', { id: 'hypothesis' }, ...hypotheses.map((name) => h('option', { value: name }, strings.trial.hypotheses[name] ?? name)));
    this.root = h('section', { class: 'plate', 'aria-label': words.label },
      h('form', { onsubmit: (event) => { event.preventDefault(); this.begin(this.plan()); } },
        h('div', { class: 'fields' },
          h('label', {}, words.body, this.body), h('label', {}, words.severity, this.severity), ...fields.map((field) => this.field(field)),
          h('label', {}, words.hypothesis, this.hypothesis),
          h('label', { class: 'check' }, this.ventilated, words.ventilated),
          h('label', { class: 'check' }, this.sedated, words.sedated),
          h('label', { class: 'check' }, this.titrated, words.titrated)),
        h('p', { class: 'soft small' }, `${words.note} ${words.kept}`),
        h('button', { type: 'submit', class: 'main', id: 'begin' }, words.begin)));
    this.fill();
  }

  plan(): SessionPlan {
    const body = this.body.value as 'septic' | 'healthy';
    const plan: SessionPlan = {
      name: 'bedside_session', title: 'A session at the bedside', horizon: '12 h',
      patient: { body }, parameters: {}, hypothesis: this.hypothesis.value, protocol: {},
    };
    for (const field of fields) {
      const value = this.inputs.get(field.key)?.valueAsNumber ?? Number.NaN;
      if (!Number.isFinite(value) || value === field[body]) continue;
      const text = field.unit === '' ? value : `${value} ${field.unit}`;
      (field.where === 'patient' ? plan.patient : plan.parameters ?? {})[field.key] = text;
    }
    if (this.ventilated.checked !== (body === 'septic')) {
      plan.parameters = { ...plan.parameters, intrathoracic_pressure: pressureAround[this.ventilated.checked ? 'septic' : 'healthy'] };
    }
    if (this.sedated.checked) plan.protocol = { sedation: { drug: 'propofol', infusion: '2 mg/kg/h' } };
    if (this.titrated.checked) plan.protocol = { ...plan.protocol, titration: 'nurse_65' };
    return plan;
  }

  private field(field: Field): HTMLElement {
    const input = h('input', { type: 'number', step: field.step, min: field.low, max: field.high, id: `sheet-${field.key}` });
    this.inputs.set(field.key, input);
    return h('label', {}, field.unit === '' ? field.label : `${field.label}, ${field.unit}`, input);
  }

  private fill(): void {
    const body = this.body.value as 'septic' | 'healthy';
    this.severity.disabled = body === 'healthy';
    this.ventilated.checked = body === 'septic';
    const degree = body === 'septic' ? severities[this.severity.value] ?? {} : {};
    for (const field of fields) {
      const input = this.inputs.get(field.key);
      if (input) input.value = String(degree[field.key] ?? field[body]);
    }
  }
}
