// What happens inside: curves, receptors, reflex, why MAP changed, concentrations.
import { drawChart } from './chart';
import type { Core } from './core';
import { add, clockText, colour, fixed, h, replace, setText } from './dom';
import { equations } from './equations';
import type { MomentAnswer, WhyAnswer } from './messages';
import { drugCard, drugs, references } from './models';
import { tone, toneName } from './palette';
import { type Session, series } from './session';
import { strings } from './strings';

const words = strings.panels;
const tabNames = ['curves', 'receptors', 'reflex', 'why', 'drugs'] as const;
type Tab = (typeof tabNames)[number];

/// A bar of parts: label, parts with style variables, number.
function bar(label: string, parts: { share: number; tone: string }[], number: string): HTMLElement {
  return h('div', { class: 'bar' }, h('span', {}, label),
    h('span', { class: 'track', 'aria-hidden': 'true' }, parts.map((part) =>
      h('i', { style: `width: ${Math.min(Math.max(part.share, 0), 1) * 100}%; background: var(--${part.tone})` }))),
    h('span', { class: 'number' }, number));
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(digits)}`;
}

function sourceText(key: string): string {
  const source = references[key];
  if (source === undefined) return key;
  return [source.authors, source.title, source.journal, source.year].filter(Boolean).join('. ');
}

/// Equations, with the full text of every source that they name.
function equationList(tab: Tab): HTMLElement {
  const list = equations[tab] ?? [];
  return h('details', { class: 'equations' }, h('summary', {}, words.equations),
    list.map((equation) => {
      const keys = equation.source.match(/[a-z]+\d{4}/g) ?? [];
      return h('div', {}, h('code', {}, equation.text), h('span', { class: 'soft' }, equation.source),
        keys.filter((key) => references[key]).map((key) => h('div', { class: 'soft' }, sourceText(key))));
    }));
}

export class Panels {
  readonly root: HTMLElement;
  /// min; the moment with which the present one is compared
  mark = 0;

  private readonly session: Session;
  private readonly core: Core;
  private tab: Tab = 'curves';
  private readonly buttons = new Map<Tab, HTMLButtonElement>();
  private readonly body = h('div', { class: 'panel', role: 'tabpanel', id: 'panel', tabindex: 0 });
  private readonly curveCanvas = h('canvas', { role: 'img' });
  private readonly drugCanvas = h('canvas', { role: 'img', 'aria-label': words.drugsNote });
  private readonly curveText = h('p', { class: 'soft small' });
  private readonly live = h('div', {});
  private readonly whyOut = h('div', { 'aria-live': 'polite' });
  private readonly markText = h('span', { class: 'soft' });
  private marked: MomentAnswer | undefined;
  private asking = false;
  private lastDrawn = -1;

  constructor(session: Session, core: Core) {
    this.session = session;
    this.core = core;
    const tabs = tabNames.map((name) => {
      const button = h('button', {
        type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'panel', 'aria-selected': String(name === this.tab),
        tabindex: name === this.tab ? 0 : -1, onclick: () => this.show(name),
      }, words[name]);
      this.buttons.set(name, button);
      return button;
    });
    this.root = h('section', { class: 'plate', 'aria-label': words.label },
      h('div', { class: 'tabs', role: 'tablist', 'aria-label': words.label, onkeydown: (e) => this.step(e as KeyboardEvent) }, tabs), this.body);
    this.show('curves');
  }

  /// A new patient or branch.
  reset(): void {
    this.mark = 0;
    this.marked = undefined;
    this.whyOut.replaceChildren();
    this.lastDrawn = -1;
    void this.setMark(0);
  }

  async setMark(time: number): Promise<void> {
    this.mark = Math.floor(time);
    const said = await this.core.moment(this.mark);
    if (said.ok) this.marked = said;
    this.lastDrawn = -1;
    this.draw();
  }

  show(tab: Tab): void {
    this.tab = tab;
    for (const [name, button] of this.buttons) {
      button.setAttribute('aria-selected', String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
    }
    this.body.setAttribute('aria-labelledby', `tab-${tab}`);
    const parts: Record<Tab, (Node | string)[]> = {
      curves: [this.curveCanvas, this.legend([['s1', words.venousReturn], ['s5', words.function], ['ghost', words.before]]), this.curveText, h('p', { class: 'small' }, words.curvesNote)],
      receptors: [this.live],
      reflex: [this.live, h('p', { class: 'small' }, words.reflexNote)],
      why: [this.whyControls(), this.whyOut],
      drugs: [this.drugCanvas, this.live, h('p', { class: 'soft small' }, words.drugsNote)],
    };
    replace(this.body, ...parts[tab], equationList(tab));
    this.lastDrawn = -1;
    this.draw();
  }

  /// Follows the present moment; asks the core again only when the last answer is in.
  draw(): void {
    if (this.session.course === undefined) return;
    setText(this.markText, `${words.whyFrom} ${clockText(this.mark)}`);
    const now = this.session.now;
    if (now === this.lastDrawn || this.asking) return;
    this.asking = true;
    void this.core.moment(now).then((said) => {
      this.asking = false;
      if (!said.ok) return;
      this.lastDrawn = now;
      this.marked ??= said;
      this.paint(said);
    });
  }

  private paint(moment: MomentAnswer): void {
    if (this.tab === 'curves') this.paintCurves(moment);
    if (this.tab === 'receptors') this.paintReceptors(moment);
    if (this.tab === 'reflex') this.paintReflex(moment);
    if (this.tab === 'drugs') this.paintDrugs();
  }

  private legend(items: [string, string][]): HTMLElement {
    return h('ul', { class: 'legend' }, items.map(([variable, text]) => h('li', {}, h('i', { style: `background: var(--${variable})` }), text)));
  }

  private step(event: KeyboardEvent): void {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabNames[(tabNames.indexOf(this.tab) + way + tabNames.length) % tabNames.length] as Tab;
    this.show(next);
    this.buttons.get(next)?.focus();
  }

  private paintCurves(moment: MomentAnswer): void {
    const of = (m: MomentAnswer, i: 1 | 2): [number, number][] =>
      m.curves.filter((p) => p[i] !== null && (i === 2 || p[1] >= 0)).map((p) => [p[0], p[i]]);
    const old = this.marked;
    const pointOf = (m: MomentAnswer): [number, number] => [m.signals.CVP ?? 0, m.signals.CO ?? 0];
    const top = Math.max(8, ...[moment, ...(old ? [old] : [])].map((m) => Math.ceil((m.signals.CO ?? 0) * 1.6)));
    drawChart(this.curveCanvas, {
      x: [-4, 24], y: [0, top], xTitle: words.pra, yTitle: words.flow,
      lines: [
        ...(old ? [{ points: of(old, 1), tone: colour('ghost'), width: 1.2, dash: [5, 4] }, { points: of(old, 2), tone: colour('ghost'), width: 1.2, dash: [5, 4] }] : []),
        { points: of(moment, 1), tone: colour('s1') }, { points: of(moment, 2), tone: colour('s5') },
      ],
      dots: [...(old ? [{ at: pointOf(old), tone: colour('ghost'), hollow: true }] : []), { at: pointOf(moment), tone: colour('text'), size: 7 }],
    });
    const s = moment.signals;
    const text = `${words.point}: ${fixed(s.CO ?? 0, 2)} L/min, CVP ${fixed(s.CVP ?? 0, 1)} mmHg. PMSF ${fixed(s.PMSF ?? 0, 1)} mmHg, RVR ${fixed(s.return_resistance ?? 0, 2)} mmHg·min/L, SV ${fixed(s.SV ?? 0, 0)} mL.`;
    setText(this.curveText, text);
    this.curveCanvas.setAttribute('aria-label', text);
  }

  private paintReceptors(moment: MomentAnswer): void {
    const s = moment.signals;
    const alpha1 = moment.receptors.filter((r) => r.receptor === 'alpha1' && r.occupancy > 1e-6);
    const drive = s.alpha1_drive || 1;
    const others = moment.receptors.filter((r) => r.receptor !== 'alpha1' && r.occupancy > 1e-4);
    replace(this.live, h('div', { class: 'two' },
      h('div', { class: 'bars' }, h('h3', {}, words.alpha1),
        bar(words.total, [{ share: moment.nerve_drive / drive, tone: 's8' }, ...alpha1.map((r) => ({ share: r.occupancy / drive, tone: toneName(r.drug) }))], fixed(drive, 3)),
        this.legend([['s8', `${words.byNerves} ${fixed(moment.nerve_drive, 3)}`], ...alpha1.map((r) => [toneName(r.drug), `${r.drug} ${fixed(r.occupancy, 3)}`] as [string, string])]),
        bar(`${words.activation}: ${words.arterioles}`, [{ share: s.alpha1_activation ?? 0, tone: 'abp' }], fixed(s.alpha1_activation ?? 0, 3)),
        bar(`${words.activation}: ${words.venous}`, [{ share: s.alpha1_venous_activation ?? 0, tone: 'cvp' }], fixed(s.alpha1_venous_activation ?? 0, 3)),
        bar(words.coupling, [{ share: s.alpha1_coupling ?? 0, tone: 'svr' }], fixed(s.alpha1_coupling ?? 0, 3)),
        bar(words.vasoplegia, [{ share: s.vasoplegia ?? 0, tone: 's5' }], fixed(s.vasoplegia ?? 0, 3))),
      h('div', { class: 'bars' }, h('h3', {}, words.alpha2a),
        bar(words.outflow, [{ share: s.sympathetic_outflow ?? 0, tone: 's8' }], fixed(s.sympathetic_outflow ?? 0, 3)),
        bar(words.alpha2b, [{ share: s.alpha2b_activation ?? 0, tone: 's3' }], fixed(s.alpha2b_activation ?? 0, 3)),
        bar(words.beta, [{ share: s.beta_occupancy ?? 0, tone: 's5' }], fixed(s.beta_occupancy ?? 0, 3)),
        h('h3', {}, words.others),
        others.map((r) => bar(`${r.drug}: ${r.receptor}`, [{ share: r.occupancy / (1 + r.occupancy), tone: toneName(r.drug) }], fixed(r.occupancy / (1 + r.occupancy), 3))))));
  }

  private paintReflex(moment: MomentAnswer): void {
    const s = moment.signals;
    const b = moment.body;
    replace(this.live, h('div', { class: 'bars' },
      bar(`${words.sensed}, mmHg`, [{ share: (b.sensed_pressure ?? 0) / 150, tone: 'abp' }], fixed(b.sensed_pressure ?? 0, 1)),
      bar(`${words.setPoint}, mmHg`, [{ share: (s.set_point ?? 0) / 150, tone: 's1' }], fixed(s.set_point ?? 0, 1)),
      bar(words.outflow, [{ share: s.sympathetic_outflow ?? 0, tone: 's8' }], fixed(s.sympathetic_outflow ?? 0, 3)),
      bar(words.tone, [{ share: s.sympathetic_tone ?? 0, tone: 's4' }], fixed(s.sympathetic_tone ?? 0, 3)),
      bar(words.vagal, [{ share: s.vagal_tone ?? 0, tone: 's3' }], fixed(s.vagal_tone ?? 0, 3)),
      bar(`${strings.numerics.HR}, /min`, [{ share: (s.HR ?? 0) / 180, tone: 'hr' }], fixed(s.HR ?? 0, 0))));
  }

  private paintDrugs(): void {
    const { course, now } = this.session;
    if (course === undefined) return;
    const from = Math.max(0, now - 180);
    const shown = course.variables.filter((v) => v.kind === 'plasma' || v.kind === 'site');
    const given = [...new Set(shown.map((v) => v.drug as string))];
    const lines = shown.map((v) => {
      const [times, values] = series(course, v.name, from, now, 240);
      const top = Math.max(...values, 1e-12);
      return { v, top, points: times.map((t, i) => [t, values[i] as number] as [number, number]) };
    });
    // Each drug on its own scale: share of its highest plasma concentration.
    const highest = (drug: string): number => Math.max(1e-12, ...lines.filter((l) => l.v.drug === drug).map((l) => l.top));
    drawChart(this.drugCanvas, {
      x: [from, Math.max(now, from + 10)], y: [0, 1], xTitle: 'min', yTitle: words.share,
      lines: lines.map((l) => ({
        points: l.points.map(([t, c]) => [t, c / highest(l.v.drug as string)] as [number, number]), tone: tone(l.v.drug as string),
        width: l.v.kind === 'plasma' ? 2.2 : 1.4, dash: l.v.kind === 'plasma' ? [] : [5, 3],
      })),
    });
    const last = (points: [number, number][]): number => points[points.length - 1]?.[1] ?? 0;
    replace(this.live, given.length === 0 ? h('p', {}, words.noDrugs) : h('table', {},
      h('caption', { class: 'sr' }, words.drugs),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words.drugs), h('th', { scope: 'col' }, words.plasma), h('th', { scope: 'col' }, words.sites))),
      h('tbody', {}, given.map((drug) => {
        const own = lines.filter((l) => l.v.drug === drug);
        const text = (l: (typeof own)[number]): string => `${Number(last(l.points).toPrecision(3))} ${l.v.unit}`;
        return h('tr', {}, h('td', {}, h('i', { class: 'dot', style: `display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px;background: var(--${toneName(drug)})` }), drug),
          h('td', {}, own.filter((l) => l.v.kind === 'plasma').map(text).join('')),
          h('td', {}, own.filter((l) => l.v.kind === 'site').map((l) => `${l.v.name.replace(/^.*_CE_/, '')} ${text(l)}`).join(', ')));
      }))),
      h('details', {}, h('summary', {}, strings.about.sources), given.map((drug) =>
        h('p', { class: 'small' }, h('strong', {}, drug), ': ', drugCard(drug).sources.filter((key) => references[key]).map(sourceText).join(' · ')))));
  }

  private whyControls(): HTMLElement {
    return h('div', { class: 'row' }, this.markText,
      h('button', { type: 'button', id: 'mark', onclick: () => void this.setMark(this.session.now) }, words.whyMark),
      h('button', { type: 'button', class: 'main', id: 'why', onclick: () => void this.askWhy() }, words.whyAsk));
  }

  async askWhy(): Promise<void> {
    const to = Math.floor(this.session.now);
    const [from, until] = this.mark <= to ? [this.mark, to] : [to, this.mark];
    if (from === until) { replace(this.whyOut, h('p', { class: 'notice' }, words.whySame)); return; }
    replace(this.whyOut, h('p', { class: 'soft' }, '…'));
    const said = await this.core.explain(from, until);
    if (said.ok) this.showWhy(said, from, until);
  }

  private showWhy(why: WhyAnswer, from: number, to: number): void {
    const shares = why.shares.filter((share) => Math.abs(share.map) >= 0.05 || Math.abs(share.output) >= 0.005);
    const widest = Math.max(...shares.map((share) => Math.abs(share.map)), 0.1);
    // Half of the product goes to each factor, so that the parts add up.
    const { before, after } = why;
    const gradient = (f: typeof before): number => f.map - f.cvp;
    const resistance = (f: typeof before): number => gradient(f) / f.output;
    const byFlow = ((after.output - before.output) * (resistance(before) + resistance(after))) / 2;
    const byResistance = ((resistance(after) - resistance(before)) * (before.output + after.output)) / 2;
    replace(this.whyOut,
      h('p', {}, h('strong', {}, `${clockText(from)} → ${clockText(to)}: `), words.splitText(signed(after.map - before.map, 1), signed(byFlow, 1), signed(byResistance, 1), signed(after.cvp - before.cvp, 1))),
      h('table', { id: 'why-table' },
        h('caption', { class: 'sr' }, words.whyAsk),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words.cause), h('th', { scope: 'col' }, h('span', { class: 'sr' }, words.map)), h('th', { scope: 'col' }, words.map), h('th', { scope: 'col' }, words.co), h('th', { scope: 'col' }, words.svr))),
        h('tbody', {}, shares.map((share) => {
          const width = `width: ${(Math.abs(share.map) / widest) * 100}%`;
          return h('tr', {}, h('td', {}, share.cause),
            h('td', {}, h('span', { class: 'signed', 'aria-hidden': 'true' }, share.map < 0 ? h('i', { class: 'down', style: width }) : h('i', {}), share.map > 0 ? h('i', { class: 'up', style: width }) : h('i', {}))),
            h('td', {}, signed(share.map, 1)), h('td', {}, signed(share.output, 2)), h('td', {}, signed(share.resistance, 0)));
        }))),
      h('p', { class: 'soft small' }, words.whyNote));
  }
}

/// Every source that a shipped drug names.
export function sourcesOfDrugs(): HTMLElement {
  const made = h('ul', { class: 'small' });
  const keys = [...new Set(drugs.flatMap((drug) => drug.sources))].filter((key) => references[key]).sort();
  add(made, keys.map((key) => h('li', {}, sourceText(key))));
  return made;
}

