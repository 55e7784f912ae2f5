// A trial on a page: two hundred twins, and ADRESS drawn again and again.
import { drawChart } from './chart';
import { Core } from './core';
import { colour, fixed, h, setText } from './dom';
import { strings } from './strings';

const words = strings.trial;

/// What both studies share: the patients, the drug and the challenge of ADRESS, up to 7 h.
function adressText(hypothesis: string, patients: number, twins: boolean, seed: number): string {
  return `schema: pressor/1
name: adress_on_a_page
title: ADRESS on a page
seed: ${seed}
horizon: 7 h
mortality: false
population:
  base: septic_shock
  where: {NE_DOSE: ">= 0.25 ug/kg/min", lactate: "> 2 mmol/L", HR: ">= 55 /min", CI: ">= 2.2 L/min/m2"}
hypothesis: ${hypothesis}
protocol:
  sedation: {drug: propofol, infusion: 2 mg/kg/h}
  titration: nurse_65
  challenge: {base: ladder_challenge, at: 6 h, wash_out: 10 min}
  rescue: bradycardia
design:
  arms:
    - {name: placebo}
    - {name: dexmedetomidine, give: [{drug: dexmedetomidine, infusion: 1 ug/kg/h, from: 65 min}]}
  allocation: {ratio: [1, 1], method: permuted_block, block: [4]}
  enrol: ${patients}
  twins: ${twins}
endpoints:
  - {name: pe_ratio, measure: challenge_ratio, at: 6 h, compare: [welch]}
`;
}

const ratioRange: [number, number] = [0.9, 2.3];
const bins = 28;

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sd(values: number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/// Counts in equal bins as bars, the highest at 1 where nothing else is said.
function histogram(values: number[], range: [number, number], count: number, tone: string, top: number) {
  const counts = new Array<number>(count).fill(0);
  const width = (range[1] - range[0]) / count;
  for (const value of values) {
    const at = Math.min(Math.max(Math.floor((value - range[0]) / width), 0), count - 1);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts.map((n, i) => ({ from: range[0] + i * width, to: range[0] + (i + 1) * width, height: n / top, tone }));
}

export class TrialView {
  readonly root: HTMLElement;
  private core: Core | undefined;
  private running = false;
  private placebo: number[] = [];
  private treated: number[] = [];
  private trials: { p: number; estimate: number }[] = [];
  private drawn = 0;
  private trialKey = '';
  private readonly twinsCanvas = h('canvas', { role: 'img', 'aria-label': words.ratio });
  private readonly effectCanvas = h('canvas', { role: 'img', 'aria-label': words.difference });
  private readonly danceCanvas = h('canvas', { role: 'img', 'aria-label': words.adressNote });
  private readonly countCanvas = h('canvas', { role: 'img', 'aria-label': words.histogram });
  private readonly twinsText = h('p', { id: 'twins-text', role: 'status' });
  private readonly danceText = h('p', { id: 'dance-text', role: 'status' });
  private readonly hypothesis: HTMLSelectElement;
  private readonly patients = h('input', { type: 'number', min: 8, max: 400, step: 4, value: 32, id: 'trial-n' });
  private readonly stops: HTMLButtonElement[] = [];
  private readonly starts: HTMLButtonElement[] = [];

  constructor() {
    this.hypothesis = h('select', { id: 'trial-hypothesis', onchange: () => this.clear() },
      ...Object.entries(words.hypotheses).filter(([name]) => name !== 'steroid').map(([name, text]) => h('option', { value: name }, text)));
    this.root = h('section', { 'aria-label': words.label, class: 'column' },
      h('div', { class: 'plate row' }, h('label', {}, `${words.hypothesis} `, this.hypothesis)),
      h('div', { class: 'trialgrid' },
        h('div', { class: 'plate' }, h('h2', {}, words.twins), h('p', { class: 'small' }, words.twinsNote),
          h('div', { class: 'row' }, this.button('draw-twins', words.drawTwins, () => this.drawTwins(200)), this.stopButton()),
          this.twinsCanvas, this.legend(), this.effectCanvas, this.twinsText),
        h('div', { class: 'plate' }, h('h2', {}, words.adress), h('p', { class: 'small' }, words.adressNote),
          h('div', { class: 'row' }, h('label', {}, `n `, this.patients), this.button('draw-one', words.drawOne, () => this.dance(1)), this.button('draw-many', words.drawMany, () => this.dance(100)), this.stopButton()),
          this.danceCanvas, this.countCanvas, this.danceText)));
  }

  paint(): void {
    this.paintTwins();
    this.paintDance();
  }

  private legend(): HTMLElement {
    return h('ul', { class: 'legend' }, h('li', {}, h('i', { style: 'background: var(--s1)' }), words.placebo), h('li', {}, h('i', { style: 'background: var(--s3)' }), 'dexmedetomidine'));
  }

  private button(id: string, text: string, work: () => Promise<void>): HTMLButtonElement {
    const made = h('button', { type: 'button', class: 'main', id, onclick: () => void this.work(work) }, text);
    this.starts.push(made);
    return made;
  }

  private stopButton(): HTMLButtonElement {
    const made = h('button', { type: 'button', disabled: true, onclick: () => { this.running = false; } }, words.stop);
    this.stops.push(made);
    return made;
  }

  private clear(): void {
    this.placebo = [];
    this.treated = [];
    this.trials = [];
    this.paint();
  }

  private async work(work: () => Promise<void>): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (const button of this.starts) button.disabled = true;
    for (const button of this.stops) button.disabled = false;
    try {
      this.core ??= await Core.start();
      await work();
    } finally {
      this.running = false;
      for (const button of this.starts) button.disabled = false;
      for (const button of this.stops) button.disabled = true;
    }
  }

  private async drawTwins(wanted: number): Promise<void> {
    const core = this.core as Core;
    this.placebo = [];
    this.treated = [];
    const batch = 8;
    const said = await core.trial(adressText(this.hypothesis.value, batch, true, 20250228));
    if (!said.ok) { setText(this.twinsText, said.problems[0]?.what ?? ''); return; }
    for (let i = 0; this.running && this.placebo.length < wanted && i < 3 * wanted; ++i) {
      const drawn = await core.draw(i);
      if (!drawn.ok) { setText(this.twinsText, drawn.problems[0]?.what ?? ''); return; }
      const pairs = new Map<number, (number | null)[]>();
      for (const row of drawn.rows) {
        const pair = pairs.get(row.patient) ?? [];
        pair[row.arm] = row.values[0] ?? null;
        pairs.set(row.patient, pair);
      }
      for (const [a, b] of pairs.values()) {
        if (typeof a !== 'number' || typeof b !== 'number' || this.placebo.length >= wanted) continue;
        this.placebo.push(a);
        this.treated.push(b);
      }
      this.paintTwins();
    }
  }

  private paintTwins(): void {
    const counts = [this.placebo, this.treated].map((values) => histogram(values, ratioRange, bins, '', 1).map((b) => b.height));
    const top = Math.max(5, ...counts.flat()) * 1.1;
    drawChart(this.twinsCanvas, {
      x: ratioRange, y: [0, top], xTitle: words.ratio, yTitle: words.counted, lines: [],
      bars: [...histogram(this.placebo, ratioRange, bins, `${colour('s1')}99`, 1), ...histogram(this.treated, ratioRange, bins, `${colour('s3')}99`, 1)],
      marks: this.placebo.length > 1 ? [{ x: mean(this.placebo), tone: colour('s1') }, { x: mean(this.treated), tone: colour('s3') }] : [],
    });
    const effects = this.placebo.map((a, i) => (this.treated[i] as number) - a);
    const range: [number, number] = [-0.5, 0.5];
    drawChart(this.effectCanvas, {
      x: range, y: [0, Math.max(5, ...histogram(effects, range, 40, '', 1).map((b) => b.height)) * 1.1], xTitle: words.difference, yTitle: words.counted, lines: [],
      bars: histogram(effects, range, 40, colour('s4'), 1), marks: effects.length > 0 ? [{ x: mean(effects), tone: colour('text'), text: words.meanDifference }, { x: 0, tone: colour('soft') }] : [],
    });
    if (effects.length < 2) return;
    setText(this.twinsText, `${effects.length} ${words.counted}: ${words.placebo} ${fixed(mean(this.placebo), 2)} ± ${fixed(sd(this.placebo), 2)}, dexmedetomidine ${fixed(mean(this.treated), 2)} ± ${fixed(sd(this.treated), 2)}; ${words.meanDifference} ${fixed(mean(effects), 3)} ± ${fixed(sd(effects), 3)}.`);
  }

  private async dance(count: number): Promise<void> {
    const core = this.core as Core;
    const key = `${this.hypothesis.value} ${this.patients.value}`;
    if (key !== this.trialKey) { this.trials = []; this.trialKey = key; }
    const said = await core.trial(adressText(this.hypothesis.value, this.patients.valueAsNumber || 32, false, 20250228));
    if (!said.ok) { setText(this.danceText, said.problems[0]?.what ?? ''); return; }
    for (let i = 0; this.running && i < count; ++i) {
      const drawn = await core.draw(++this.drawn);
      if (!drawn.ok) { setText(this.danceText, drawn.problems[0]?.what ?? ''); return; }
      const [test] = drawn.tests;
      if (test?.p != null && test.estimate != null) this.trials.push({ p: test.p, estimate: test.estimate });
      this.paintDance();
    }
  }

  private paintDance(): void {
    const { trials } = this;
    const dots = trials.map((trial, i) => {
      const fresh = i === trials.length - 1;
      return { at: [trial.estimate, -Math.log10(trial.p)] as [number, number], tone: trial.p < 0.05 ? colour('s5') : colour('s1'), size: fresh ? 8 : 4, hollow: !fresh };
    });
    const threshold = -Math.log10(0.05);
    drawChart(this.danceCanvas, {
      x: [-0.4, 0.4], y: [0, Math.max(3, ...dots.map((dot) => dot.at[1] * 1.05))], xTitle: `${words.estimate} (dexmedetomidine − ${words.placebo})`, yTitle: '−log₁₀ p', lines: [], dots,
      marks: [{ y: threshold, tone: colour('s5'), text: 'p = 0.05' }, { x: 0, tone: colour('soft') }, ...(trials.length > 0 ? [{ x: mean(trials.map((t) => t.estimate)), tone: colour('text'), text: words.effect }] : [])],
    });
    const counts = histogram(trials.map((trial) => trial.p), [0, 1], 20, colour('s1'), 1);
    drawChart(this.countCanvas, {
      x: [0, 1], y: [0, Math.max(5, ...counts.map((b) => b.height)) * 1.1], xTitle: words.p, yTitle: words.trials, lines: [],
      bars: counts.map((b, i) => (i === 0 ? { ...b, tone: colour('s5') } : b)),
    });
    if (trials.length === 0) { setText(this.danceText, words.published); return; }
    const hits = trials.filter((trial) => trial.p < 0.05).length;
    const last = trials[trials.length - 1] as { p: number; estimate: number };
    setText(this.danceText, `p = ${last.p < 0.001 ? '< 0.001' : fixed(last.p, 3)}, ${words.estimate} ${fixed(last.estimate, 3)}. ${words.significant}: ${hits} ${words.of} ${trials.length} ${words.trials}. ${words.published}.`);
  }
}
