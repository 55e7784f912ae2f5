// The monitor: arterial wave, trends, numerics with alarm limits.
import uPlot from 'uplot';
import { colour, fixed, h, setText, sharpen } from './dom';
import { type Session, series, valueAt } from './session';
import { strings } from './strings';

interface Numeric {
  key: keyof typeof strings.numerics;
  tone: string;
  unit: string;
  big?: boolean;
  limits?: { of: string; low: number; high: number };
  show(read: (name: string) => number): string;
}

const numerics: Numeric[] = [
  { key: 'HR', tone: 'hr', unit: '/min', limits: { of: 'HR', low: 50, high: 120 }, show: (read) => fixed(read('HR'), 0) },
  { key: 'ABP', tone: 'abp', unit: 'mmHg', show: (read) => `${fixed(read('SBP'), 0)}/${fixed(read('DBP'), 0)}` },
  { key: 'MAP', tone: 'abp', unit: 'mmHg', big: true, limits: { of: 'MAP', low: 65, high: 100 }, show: (read) => fixed(read('MAP'), 0) },
  { key: 'CO', tone: 'co', unit: 'L/min', limits: { of: 'CO', low: 3.5, high: 12 }, show: (read) => fixed(read('CO'), 1) },
  { key: 'SVR', tone: 'svr', unit: 'dyn·s/cm⁵', show: (read) => fixed(read('SVR'), 0) },
  { key: 'CVP', tone: 'cvp', unit: 'mmHg', limits: { of: 'CVP', low: 0, high: 16 }, show: (read) => fixed(read('CVP'), 0) },
  { key: 'PPV', tone: 'cvp', unit: '%', limits: { of: 'PPV', low: 0, high: 13 }, show: (read) => fixed(read('PPV'), 0) },
  { key: 'NE', tone: 'ne', unit: 'µg/kg/min', show: (read) => fixed(read('NE_DOSE') || 0, 2) },
  { key: 'lactate', tone: 'lac', unit: 'mmol/L', limits: { of: 'lactate', low: 0, high: 4 }, show: (read) => fixed(read('lactate'), 1) },
];

interface Trend {
  title: string;
  tone: string;
  names: string[];
  height: number;
  span: [number, number];
}

const trends: Trend[] = [
  { title: strings.monitor.trends.MAP, tone: 'abp', names: ['MAP', 'SBP', 'DBP'], height: 168, span: [40, 110] },
  { title: strings.monitor.trends.HR, tone: 'hr', names: ['HR'], height: 74, span: [50, 120] },
  { title: strings.monitor.trends.CO, tone: 'co', names: ['CO'], height: 74, span: [3, 8] },
  { title: strings.monitor.trends.SVR, tone: 'svr', names: ['SVR'], height: 74, span: [500, 1200] },
  { title: strings.monitor.trends.CVP, tone: 'cvp', names: ['CVP'], height: 64, span: [0, 15] },
  { title: strings.monitor.trends.NE, tone: 'ne', names: ['NE_DOSE'], height: 84, span: [0, 0.3] },
];

/// Share of the pulse at points of a beat: upstroke, peak, notch, dicrotic wave, run-off.
const beatPoints: [number, number][] = [
  [0, 0], [0.05, 0.42], [0.11, 0.92], [0.16, 1], [0.23, 0.86], [0.31, 0.62], [0.37, 0.45], [0.41, 0.47], [0.46, 0.48],
  [0.56, 0.35], [0.7, 0.2], [0.85, 0.08], [1, 0],
];

/// The pulse at a phase 0..1: cosine steps between the points.
function beatShape(phase: number): number {
  const after = beatPoints.findIndex(([at]) => at > phase);
  const [x1, y1] = beatPoints[after < 0 ? beatPoints.length - 1 : after] as [number, number];
  const [x0, y0] = beatPoints[Math.max((after < 0 ? beatPoints.length - 1 : after) - 1, 0)] as [number, number];
  const share = (phase - x0) / (x1 - x0);
  return y0 + (y1 - y0) * (0.5 * share + 0.25 * (1 - Math.cos(Math.PI * share)));
}

/// A range that holds the data, widened in steps so that the scale rests.
function scaleOf(span: [number, number]) {
  return (_: uPlot, low: number | null, high: number | null): [number, number] => {
    if (low === null || high === null) return span;
    const step = (span[1] - span[0]) / 2;
    return [
      low < span[0] ? Math.floor(low / step) * step : span[0],
      high > span[1] ? Math.ceil((high * 1.02) / step) * step : span[1],
    ];
  };
}

export class Monitor {
  readonly root: HTMLElement;
  /// min shown; 0: everything
  window = 60;

  private readonly session: Session;
  private readonly wave = h('canvas', { class: 'wave', role: 'img', 'aria-label': strings.monitor.wave });
  private readonly trendPlates: HTMLElement[];
  private readonly fields = new Map<string, { box: HTMLElement; value: Text; limits: HTMLElement }>();
  private plots: uPlot[] = [];
  private beatTime = 0;
  private readonly alarmText = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });

  constructor(session: Session) {
    this.session = session;
    this.trendPlates = trends.map((trend) =>
      h('div', { class: 'trend', role: 'img', 'aria-label': trend.title },
        h('span', { class: 'name', style: `color: var(--${trend.tone})` }, trend.title)));
    this.root = h('section', { class: 'plate monitor', 'aria-label': strings.monitor.label },
      this.wave, h('div', { class: 'trends' }, this.trendPlates),
      h('dl', { class: 'numerics' }, numerics.map((numeric) => this.numericBox(numeric))), this.limitInputs(), this.alarmText);
    new ResizeObserver(() => this.resize()).observe(this.root);
  }

  /// New colours, new plots.
  restyle(): void {
    for (const plot of this.plots) plot.destroy();
    this.plots = trends.map((trend, i) => this.plotOf(trend, this.trendPlates[i] as HTMLElement));
  }

  /// Draws the present moment; `elapsed` s of real time since the last drawing while it plays.
  draw(elapsed: number): void {
    const course = this.session.course;
    if (course === undefined) return;
    if (this.plots.length === 0) this.restyle();
    const now = this.session.now;
    const read = (name: string): number => valueAt(course, name, now);
    this.drawNumerics(read);
    this.drawWave(read, elapsed);
    const whole = this.window === 0;
    const from = whole ? 0 : Math.max(0, now - this.window);
    const to = whole ? Math.max(now, 1) : Math.max(now, this.window);
    this.plots.forEach((plot, i) => this.drawTrend(plot, trends[i] as Trend, from, to));
  }

  private numericBox(numeric: Numeric): HTMLElement {
    const value = document.createTextNode('–');
    const limits = h('span', { title: strings.monitor.limits },
      numeric.limits ? `${numeric.limits.low}–${numeric.limits.high}` : '');
    const box = h('div', { class: numeric.big ? 'numeric big' : 'numeric', style: `--tone: var(--${numeric.tone})`, 'data-numeric': numeric.key },
      h('dt', {}, h('span', {}, strings.numerics[numeric.key]), limits),
      h('dd', {}, value as unknown as Node, h('small', {}, ` ${numeric.unit}`)));
    this.fields.set(numeric.key, { box, value, limits });
    return box;
  }

  /// Every alarm limit can be set.
  private limitInputs(): HTMLElement {
    const input = (numeric: Numeric, end: 'low' | 'high'): HTMLInputElement => {
      const limits = numeric.limits as NonNullable<Numeric['limits']>;
      return h('input', {
        type: 'number', step: 'any', value: limits[end], 'aria-label': `${strings.numerics[numeric.key]}, ${strings.monitor[end]}`,
        onchange: (event) => {
          const value = (event.target as HTMLInputElement).valueAsNumber;
          if (!Number.isFinite(value)) return;
          limits[end] = value;
          setText(this.fields.get(numeric.key)?.limits as HTMLElement, `${limits.low}–${limits.high}`);
          this.draw(0);
        },
      });
    };
    return h('details', { class: 'limits' }, h('summary', {}, strings.monitor.limits), h('div', { class: 'row' },
      numerics.filter((numeric) => numeric.limits).map((numeric) => h('span', { class: 'row small' }, `${strings.numerics[numeric.key]}, ${numeric.unit}`, input(numeric, 'low'), '–', input(numeric, 'high')))));
  }

  private drawNumerics(read: (name: string) => number): void {
    const alarms: string[] = [];
    for (const numeric of numerics) {
      const field = this.fields.get(numeric.key);
      if (field === undefined) continue;
      const text = numeric.show(read);
      if (field.value.data !== text) field.value.data = text;
      const value = numeric.limits ? read(numeric.limits.of) : Number.NaN;
      const beyond = numeric.limits !== undefined && (value < numeric.limits.low - 0.5e-9 || value > numeric.limits.high);
      field.box.classList.toggle('alarm', beyond);
      if (beyond) alarms.push(strings.numerics[numeric.key]);
    }
    setText(this.alarmText, alarms.length > 0 ? `${strings.monitor.alarm}: ${alarms.join(', ')}` : '');
  }

  private drawWave(read: (name: string) => number, elapsed: number): void {
    const { pen, width, height } = sharpen(this.wave);
    const rate = read('HR');
    const high = read('SBP');
    const low = read('DBP');
    pen.clearRect(0, 0, width, height);
    if (!(rate > 0)) return;
    this.beatTime += Math.min(elapsed, 0.1) * (rate / 60);
    const beats = (rate / 60) * 6;
    const top = Math.max(130, Math.ceil(high / 20) * 20);
    const y = (pressure: number): number => height - 4 - ((pressure - 30) / (top - 30)) * (height - 8);
    pen.strokeStyle = colour('abp');
    pen.lineWidth = 2;
    pen.lineJoin = 'round';
    pen.beginPath();
    for (let x = 0; x <= width; x += 1.5) {
      const beat = this.beatTime + (x / width - 1) * beats;
      const phase = beat - Math.floor(beat);
      const pressure = low + (high - low) * beatShape(phase);
      if (x === 0) pen.moveTo(x, y(pressure));
      else pen.lineTo(x, y(pressure));
    }
    pen.stroke();
  }

  private drawTrend(plot: uPlot, trend: Trend, from: number, to: number): void {
    const { course, now, branches } = this.session;
    if (course === undefined) return;
    const name = trend.names[0] as string;
    const [times, first] = series(course, name, from, now, 360);
    const data: (number | null)[][] = [times, first.map((v) => (Number.isFinite(v) ? v : null))];
    for (const other of trend.names.slice(1)) data.push(series(course, other, from, now, 360)[1].map((v) => (Number.isFinite(v) ? v : null)));
    const ghost = branches[branches.length - 1];
    if (ghost !== undefined) {
      const [ghostTimes, ghostValues] = series(ghost.course, name, from, Math.min(ghost.seen, to), 360);
      const joined = uPlot.join([data as unknown as uPlot.AlignedData, [ghostTimes, ghostValues] as uPlot.AlignedData]);
      plot.setData(joined, false);
    } else {
      plot.setData([...data, data[0]!.map(() => null)] as unknown as uPlot.AlignedData, false);
    }
    plot.batch(() => {
      plot.setScale('x', { min: from, max: to });
      const [low, high] = this.extent(plot.data.slice(1) as (number | null | undefined)[][]);
      const [a, b] = scaleOf(trend.span)(plot, low, high);
      plot.setScale('y', { min: a, max: b });
    });
  }

  private extent(columns: (number | null | undefined)[][]): [number | null, number | null] {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const column of columns) {
      for (const value of column) {
        if (value === null || value === undefined) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return Number.isFinite(low) ? [low, high] : [null, null];
  }

  private plotOf(trend: Trend, plate: HTMLElement): uPlot {
    const last = trend === trends[trends.length - 1];
    const tone = colour(trend.tone);
    const axis = { stroke: colour('soft'), font: '11px system-ui', ticks: { show: false }, grid: { stroke: colour('line'), width: 1 } };
    const values = (_: uPlot, splits: number[]): string[] => splits.map((t) => (last ? `${Math.floor(t / 60)}:${String(Math.round(t % 60)).padStart(2, '0')}` : ''));
    const lines: uPlot.Series[] = trend.names.map((_, i) => ({ stroke: tone, width: i === 0 ? 2 : 0.6, points: { show: false }, spanGaps: true }));
    return new uPlot({
      width: Math.max(plate.clientWidth, 160),
      height: trend.height + (last ? 18 : 0),
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 14, last ? 0 : 8, 0],
      scales: { x: { time: false, auto: false }, y: { auto: false } },
      axes: [{ ...axis, size: last ? 24 : 0, values }, { ...axis, size: 50, space: 26 }],
      bands: trend.names.length === 3 ? [{ series: [2, 3], fill: `${tone}26` }] : [],
      series: [{}, ...lines, { stroke: colour('ghost'), width: 1.5, dash: [5, 4], points: { show: false }, spanGaps: true }],
    }, [[0], ...trend.names.map(() => [null]), [null]] as unknown as uPlot.AlignedData, plate);
  }

  private resize(): void {
    this.plots.forEach((plot, i) => {
      const width = (this.trendPlates[i] as HTMLElement).clientWidth;
      if (width > 0) plot.setSize({ width, height: plot.height });
    });
  }
}
