// Pumps, boluses, volume, the titrating nurse, the phenylephrine challenge, and what came of them.
import { clockText, fixed, h, replace, setText } from './dom';
import { type DrugCard, amount, concentration, doseText, drugCard, drugs, perMinute, pumpRate, syringeText } from './models';
import type { Action } from './scenario';
import { type Session, valueAt } from './session';
import { strings } from './strings';

const words = strings.hands;
const usualDrugs = ['norepinephrine', 'phenylephrine', 'vasopressin', 'propofol', 'dexmedetomidine'];

/// What a drug's pump gives now, in its usual unit.
function runningDose(session: Session, drug: DrugCard): number {
  return session.course === undefined ? Number.NaN : valueAt(session.course, `${drug.code}_DOSE`, session.now);
}

/// A dose in the bounds that a pump would refuse to leave.
function clamped(value: number, range: [string, string]): number {
  const low = amount(range[0]).value;
  const high = amount(range[1]).value;
  if (value < low / 2) return 0;
  return Math.min(Math.max(value, low), high);
}

class Pump {
  readonly root: HTMLElement;
  private readonly dose: HTMLInputElement;
  private readonly mlPerHour: HTMLInputElement;
  private readonly state = h('div', { class: 'state' });

  constructor(
    private readonly hands: Hands, private readonly session: Session, readonly drug: DrugCard,
  ) {
    const range = drug.infusion ?? ['0', '0'];
    const high = amount(range[1]).value;
    this.dose = h('input', {
      type: 'number', min: 0, max: high, step: 'any', inputmode: 'decimal', 'aria-label': `${drug.name}: ${words.dose}, ${drug.unit}`,
      oninput: () => this.showRate(), onkeydown: (e) => { if ((e as KeyboardEvent).key === 'Enter') void this.set(); },
    });
    this.mlPerHour = h('input', {
      type: 'number', min: 0, step: 'any', inputmode: 'decimal', 'aria-label': `${drug.name}: ${words.rate}`, oninput: () => this.showDose(),
      onkeydown: (e) => { if ((e as KeyboardEvent).key === 'Enter') void this.set(); },
    });
    const [first] = drug.title.split(/[,(]/);
    this.root = h('div', { class: 'pump', 'data-drug': drug.name },
      h('div', { class: 'who' }, (first ?? drug.name).trim(),
        h('small', {}, `${syringeText(drug.name)} · ${words.usual} ${range[0]} – ${range[1]}`)),
      this.state, this.infusionRow(), drug.bolus ? this.bolusRow(drug.bolus) : undefined);
  }

  update(): void {
    const dose = runningDose(this.session, this.drug);
    const known = Number.isFinite(dose) ? dose : 0;
    const rate = pumpRate(this.drug.name, known, this.drug.unit, this.weight);
    const text = `${doseText(known)} ${this.drug.unit}`;
    if (this.state.firstChild?.textContent !== text) replace(this.state, text, h('small', {}, `${fixed(rate, 1)} ${words.rate}`));
  }

  private infusionRow(): HTMLElement {
    const step = (factor: number) => () => {
      const present = Number(this.dose.value || runningDose(this.session, this.drug) || 0);
      const range = this.drug.infusion ?? ['0 x', '0 x'];
      const low = amount(range[0]).value;
      const next = present <= 0 ? (factor > 1 ? low * 2 : 0) : present * factor;
      this.dose.value = doseText(clamped(next, range));
      void this.set();
    };
    return h('div', { class: 'row tight' },
      h('button', { type: 'button', 'aria-label': `${this.drug.name}: ${words.less}`, onclick: step(1 / 1.25) }, '−'),
      this.dose, h('span', { class: 'unit' }, this.drug.unit),
      h('button', { type: 'button', 'aria-label': `${this.drug.name}: ${words.more}`, onclick: step(1.25) }, '+'),
      this.mlPerHour, h('span', { class: 'unit' }, words.rate),
      h('button', { type: 'button', class: 'outline', 'data-act': 'set', 'aria-label': `${words.set} ${this.drug.name}`, onclick: () => void this.set() }, words.set),
      h('button', { type: 'button', 'aria-label': `${words.stop} ${this.drug.name}`, onclick: () => { this.dose.value = '0'; void this.set(); } }, words.stop));
  }

  private bolusRow(range: [string, string]): HTMLElement {
    const { unit } = amount(range[0]);
    const middle = Math.sqrt(amount(range[0]).value * amount(range[1]).value);
    const input = h('input', {
      type: 'number', min: 0, step: 'any', inputmode: 'decimal', value: doseText(Number(middle.toPrecision(1))), 'aria-label': `${this.drug.name}: ${words.bolus}, ${unit}`,
    });
    const over = h('select', { 'aria-label': `${this.drug.name}: ${words.over}` },
      ...[['', words.push], ['2 min', '2 min'], ['10 min', '10 min']].map(([value, text]) => h('option', { value: value as string }, text as string)));
    const give = (): void => {
      void this.hands.act({ at: this.session.second, do: 'bolus', drug: this.drug.name, dose: `${input.value} ${unit}`, over: over.value || undefined });
    };
    return h('div', { class: 'row tight' }, input, h('span', { class: 'unit' }, unit), over,
      h('button', { type: 'button', 'data-act': 'bolus', 'aria-label': `${words.bolus} ${this.drug.name}`, onclick: give }, words.bolus));
  }

  private get weight(): number {
    return this.hands.weight;
  }

  private showRate(): void {
    this.mlPerHour.value = doseText(pumpRate(this.drug.name, Number(this.dose.value), this.drug.unit, this.weight));
  }

  private showDose(): void {
    const dose = (Number(this.mlPerHour.value) * concentration(this.drug.name)) / 60 / perMinute(this.drug.unit, this.weight);
    this.dose.value = doseText(dose);
  }

  private async set(): Promise<void> {
    if (this.dose.value === '') return;
    this.showRate();
    const at = this.session.second;
    const actions: Action[] = [{ at, do: 'infusion', drug: this.drug.name, dose: `${this.dose.value} ${this.drug.unit}` }];
    // Whoever turns the pump takes it out of the nurse's hands.
    if (this.drug.name === 'norepinephrine' && this.hands.titrating) actions.unshift({ at, do: 'titrate', rule: null });
    await this.hands.act(...actions);
  }
}

export class Hands {
  readonly root: HTMLElement;
  private readonly session: Session;
  private readonly pumps = h('div', {});
  private readonly problems = h('div', { role: 'alert' });
  private readonly log = h('ol', { class: 'log', 'aria-label': words.log, tabindex: 0 });
  private readonly rule = h('input', { type: 'checkbox', id: 'titrate', onchange: () => void this.toggleRule() });
  private readonly challenge = h('button', { type: 'button', id: 'challenge', title: words.challengeNote, onclick: () => void this.act({ at: this.session.second, do: 'challenge' }) }, words.challenge);
  private readonly choice = h('select', { 'aria-label': words.add, onchange: () => this.addChosen() });
  private made: Pump[] = [];
  private offered: string[] | undefined;
  private logged = '';

  constructor(session: Session) {
    this.session = session;
    this.root = h('section', { class: 'plate', 'aria-label': words.label },
      h('h2', {}, words.pumps), this.problems, this.pumps, this.choice,
      h('h2', { style: 'margin-top: 14px' }, words.fluids), this.volumes(),
      h('h2', { style: 'margin-top: 14px' }, words.rule),
      h('div', { class: 'row', style: 'margin: 6px 0' }, h('label', {}, this.rule, ` ${words.titrate}`)),
      h('div', { class: 'row' }, this.challenge, h('span', { class: 'soft small' }, words.challengeNote)),
      h('h2', { style: 'margin-top: 14px' }, words.log), this.log);
  }

  get weight(): number {
    return this.session.course?.patient.weight ?? 80;
  }

  get titrating(): boolean {
    let on = this.session.plan.protocol?.titration !== undefined;
    for (const action of this.session.actions) {
      if (action.do === 'titrate' && action.at <= this.session.second) on = action.rule !== null;
    }
    return on;
  }

  /// New patient: `drugs` are what is offered, everything when not said.
  offer(names?: string[]): void {
    this.offered = names;
    const first = names ?? usualDrugs;
    this.made = first.map((name) => new Pump(this, this.session, drugCard(name)));
    this.showPumps();
    this.problems.replaceChildren();
  }

  async act(...actions: Action[]): Promise<void> {
    const done = await this.session.act(...actions);
    if (done) this.problems.replaceChildren();
    else this.tellProblems();
    this.update();
  }

  update(): void {
    for (const pump of this.made) pump.update();
    this.rule.checked = this.titrating;
    this.showLog();
  }

  private tellProblems(): void {
    replace(this.problems, this.session.problems.slice(0, 3).map((problem) =>
      h('p', { class: 'notice bad' }, `${words.refused} ${problem.what}${problem.expected ? ` (${problem.expected})` : ''}.`,
        problem.suggestion ? ` ${words.meant} ${problem.suggestion}?` : '')));
  }

  private async toggleRule(): Promise<void> {
    await this.act({ at: this.session.second, do: 'titrate', rule: this.rule.checked ? 'nurse_65' : null });
  }

  private volumes(): HTMLElement {
    const volume = h('input', { type: 'number', min: 1, max: 4000, step: 50, value: 500, 'aria-label': `${words.volume}, mL` });
    const over = h('input', { type: 'number', min: 1, max: 240, value: 15, 'aria-label': `${words.over}, min` });
    const at = (): { at: number; volume: string; over: string } => ({ at: this.session.second, volume: `${volume.value} mL`, over: `${over.value} min` });
    const fluid = (kind: 'crystalloid' | 'colloid') => () => void this.act({ ...at(), do: 'fluid', fluid: kind });
    return h('div', { class: 'row', style: 'margin-top: 6px' }, volume, h('span', { class: 'soft' }, `mL ${words.over}`), over, h('span', { class: 'soft' }, words.minutes),
      h('button', { type: 'button', id: 'crystalloid', onclick: fluid('crystalloid') }, words.crystalloid),
      h('button', { type: 'button', id: 'colloid', onclick: fluid('colloid') }, words.colloid),
      h('button', { type: 'button', id: 'bleed', onclick: () => void this.act({ ...at(), do: 'bleed' }) }, words.bleed));
  }

  private showPumps(): void {
    replace(this.pumps, this.made.map((pump) => pump.root));
    const rest = drugs.filter((drug) => !this.made.some((pump) => pump.drug.name === drug.name));
    replace(this.choice, h('option', { value: '' }, words.add), rest.map((drug) => h('option', { value: drug.name }, drug.name.replace('_', ' '))));
    this.choice.hidden = rest.length === 0 || this.offered !== undefined;
  }

  private addChosen(): void {
    if (this.choice.value === '') return;
    this.made.push(new Pump(this, this.session, drugCard(this.choice.value)));
    this.showPumps();
    this.update();
  }

  private showLog(): void {
    const { course, now } = this.session;
    if (course === undefined) return;
    const past = course.events.filter((event) => event.time <= now + 1e-9 && event.why !== 'was running');
    const key = `${past.length} ${past[past.length - 1]?.why ?? ''} ${past[0]?.time ?? ''}`;
    if (key === this.logged) return;
    this.logged = key;
    replace(this.log, past.slice(-60).reverse().map((event) =>
      h('li', {}, h('time', {}, clockText(event.time)), `${event.drug ? `${event.drug}: ` : ''}${event.why}`)));
    setText(this.challenge, words.challenge);
  }
}
