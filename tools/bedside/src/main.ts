// The page: views, time, keys.
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { Core } from './core';
import { add, clockText, element, h, replace, setText } from './dom';
import { Hands } from './hands';
import type { Lesson } from './lesson';
import { LessonPlate, exportRow, lessonCards, planOf } from './lessons';
import { Monitor } from './monitor';
import { Panels, sourcesOfDrugs } from './panels';
import type { SessionPlan } from './scenario';
import { Session } from './session';
import { Sheet } from './sheet';
import { strings } from './strings';
import { TrialView } from './trial';

type View = 'bedside' | 'lessons' | 'trial' | 'about';
const views: View[] = ['bedside', 'lessons', 'trial', 'about'];
const speeds = [1, 10, 60];

class Page {
  private readonly session: Session;
  private readonly monitor: Monitor;
  private readonly hands: Hands;
  private readonly panels: Panels;
  private readonly sheet: Sheet;
  private trial: TrialView | undefined;
  private view: View = 'bedside';
  private playing = false;
  private speed = 10;
  private lastFrame = 0;
  private lastCounted = 0;
  private readonly main = element('main');
  private readonly side = h('div', { class: 'column side' });
  private readonly notice = h('p', { class: 'notice', hidden: true, role: 'status' });
  private readonly clock = h('span', { class: 'clock', title: strings.time.elapsed });
  private readonly play = h('button', { type: 'button', class: 'main', id: 'play', onclick: () => this.toggle() }, strings.time.play);
  private readonly scrub = h('input', { type: 'range', id: 'scrub', min: 0, max: 0, step: 'any', value: 0, 'aria-label': strings.time.scrub, oninput: () => this.scrubbed() });
  private readonly branches = h('div', { class: 'row small', id: 'branches' });
  private readonly speedButtons: HTMLButtonElement[];

  constructor(private readonly core: Core) {
    this.sheet = new Sheet((plan) => void this.begin(plan));
    this.session = new Session(core, this.sheet.plan(), () => this.changed());
    this.monitor = new Monitor(this.session);
    this.hands = new Hands(this.session);
    this.panels = new Panels(this.session, core);
    this.speedButtons = speeds.map((speed) => h('button', { type: 'button', 'data-speed': speed, 'aria-pressed': String(speed === this.speed), onclick: () => this.setSpeed(speed) }, `×${speed}`));
    replace(element('views'), views.map((view) => h('button', { type: 'button', id: `view-${view}`, onclick: () => this.open(view) }, strings.views[view])));
    element('theme').addEventListener('click', () => this.toggleTheme());
    document.addEventListener('keydown', (event) => this.key(event));
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => this.restyle());
  }

  async start(): Promise<void> {
    await this.begin(this.sheet.plan());
    this.open('bedside');
    requestAnimationFrame((at) => this.frame(at));
  }

  private async begin(plan: SessionPlan, lesson?: Lesson): Promise<void> {
    this.pause();
    if (!(await this.session.begin(plan))) {
      this.tell(this.session.problems.map((p) => `${p.path} ${p.what} ${p.expected}`).join('; '), true);
      return;
    }
    this.tell('');
    this.hands.offer(lesson?.drugs);
    if (lesson === undefined) replace(this.side, this.hands.root, this.sheetPlate());
    else {
      const plate = new LessonPlate(lesson, this.session, this.core, () => void this.begin(this.sheet.plan()), () => void this.begin(plan, lesson));
      replace(this.side, plate.root, this.hands.root, plate.work);
    }
    this.panels.reset();
    this.changed();
  }

  private sheetPlate(): HTMLElement {
    return h('details', { class: 'plate', id: 'sheet' }, h('summary', {}, strings.sheet.label), this.sheet.root, exportRow(this.session));
  }

  private open(view: View): void {
    this.view = view;
    for (const name of views) element(`view-${name}`).setAttribute('aria-pressed', String(name === view));
    if (view === 'bedside') replace(this.main, this.bedside());
    if (view === 'lessons') { this.pause(); replace(this.main, lessonCards((lesson) => void this.begin(planOf(lesson), lesson).then(() => this.open('bedside')))); }
    if (view === 'trial') { this.pause(); this.trial ??= new TrialView(); replace(this.main, this.trial.root); this.trial.paint(); }
    if (view === 'about') { this.pause(); replace(this.main, this.about()); }
    this.changed();
  }

  private bedside(): HTMLElement {
    return h('div', { class: 'bedside' },
      h('div', { class: 'column' }, this.monitor.root, this.timeBar(), this.panels.root), this.side);
  }

  private timeBar(): HTMLElement {
    const windows = h('select', { 'aria-label': strings.time.window, onchange: (e) => { this.monitor.window = Number((e.target as HTMLSelectElement).value); this.monitor.draw(0); } },
      Object.entries(strings.time.windows).map(([value, text]) => h('option', { value, selected: Number(value) === this.monitor.window }, text)));
    return h('section', { class: 'plate', 'aria-label': strings.time.label },
      h('div', { class: 'times' }, this.play,
        h('span', { class: 'group', role: 'group', 'aria-label': strings.time.speed }, this.speedButtons),
        h('button', { type: 'button', id: 'back', title: strings.time.back, 'aria-label': strings.time.back, onclick: () => this.rewind(this.session.now - 5) }, strings.time.backShort),
        h('button', { type: 'button', id: 'start', title: strings.time.start, 'aria-label': strings.time.start, onclick: () => this.rewind(0) }, strings.time.startShort),
        h('button', { type: 'button', id: 'latest', title: strings.time.latest, 'aria-label': strings.time.latest, onclick: () => this.rewind(this.session.seen) }, strings.time.latestShort),
        this.clock, this.scrub, windows),
      this.notice, this.branches);
  }

  private about(): HTMLElement {
    const made = h('section', { class: 'plate' }, h('h2', {}, strings.about.heading), h('p', {}, strings.about.text), h('p', {}, strings.about.not), h('p', {}, strings.about.keys), h('h3', {}, strings.about.sources));
    add(made, [sourcesOfDrugs()]);
    return made;
  }

  private toggle(): void {
    if (this.playing) this.pause();
    else if (this.session.now < this.session.end) {
      this.playing = true;
      this.lastFrame = 0;
      setText(this.play, strings.time.pause);
    }
  }

  private pause(): void {
    this.playing = false;
    setText(this.play, strings.time.play);
  }

  /// Lets time pass at once, for tests and for impatient teachers.
  goOn(minutes: number): void {
    this.session.advance(minutes);
    this.changed();
  }

  private setSpeed(speed: number): void {
    this.speed = speed;
    this.speedButtons.forEach((button, i) => button.setAttribute('aria-pressed', String(speeds[i] === speed)));
  }

  private rewind(to: number): void {
    this.session.goTo(to);
  }

  private scrubbed(): void {
    this.pause();
    this.session.goTo(Number(this.scrub.value));
  }

  private frame(at: number): void {
    const elapsed = this.lastFrame === 0 ? 0 : Math.min((at - this.lastFrame) / 1000, 0.25);
    this.lastFrame = at;
    if (this.playing && this.view === 'bedside') {
      this.session.advance((elapsed * this.speed) / 60);
      if (this.session.now >= this.session.end) this.pause();
      this.monitor.draw(elapsed);
      this.panels.draw();
      // Lists and texts change a few times a second, no faster than anybody reads.
      if (at - this.lastCounted > 200) { this.lastCounted = at; this.tellTime(); this.hands.update(); }
    }
    requestAnimationFrame((next) => this.frame(next));
  }

  private changed(): void {
    if (this.view !== 'bedside') return;
    this.monitor.draw(0);
    this.panels.draw();
    this.hands.update();
    this.tellTime();
    this.showBranches();
  }

  private tell(text: string, bad = false): void {
    this.notice.hidden = text === '';
    this.notice.classList.toggle('bad', bad);
    setText(this.notice, text);
  }

  private tellTime(): void {
    const { now, seen, end, course } = this.session;
    setText(this.clock, clockText(now));
    this.scrub.max = String(Math.max(seen, 0.01));
    this.scrub.value = String(now);
    this.scrub.setAttribute('aria-valuetext', clockText(now));
    if (seen - now > 0.05) this.tell(strings.time.rewound);
    else if (course !== undefined && now >= end - 1e-9) {
      this.tell(course.status === 'died' ? strings.time.died : course.status === 'arrested' ? strings.time.arrested : strings.time.ended);
    } else this.tell('');
  }

  private showBranches(): void {
    const { branches } = this.session;
    if (branches.length === 0) { replace(this.branches, h('span', { class: 'soft' }, strings.branches.none)); return; }
    replace(this.branches, h('span', { class: 'soft' }, `${strings.branches.label}:`), branches.map((branch, i) =>
      h('button', { type: 'button', 'data-branch': branch.name, onclick: () => { this.session.take(branch); this.panels.reset(); } },
        `${strings.branches.take} ${branch.name} (${clockText(branch.seen)})${i === branches.length - 1 ? ` · ${strings.branches.ghost}` : ''}`)));
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || this.view !== 'bedside') return;
    if (target.closest('input, select, textarea, [role="tab"], .log') !== null) return;
    // A button takes its own space and Enter.
    if (event.key === ' ' && target.closest('button, summary, a') !== null) return;
    const keys: Record<string, () => void> = {
      ' ': () => this.toggle(), '1': () => this.setSpeed(1), '2': () => this.setSpeed(10), '3': () => this.setSpeed(60),
      ArrowLeft: () => this.rewind(this.session.now - 5), Home: () => this.rewind(0), End: () => this.rewind(this.session.seen),
      m: () => void this.panels.setMark(this.session.now),
    };
    const work = keys[event.key];
    if (work === undefined) return;
    event.preventDefault();
    work();
  }

  private toggleTheme(): void {
    const dark = getComputedStyle(document.documentElement).colorScheme === 'dark';
    const theme = dark ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem('pressor-theme', theme); } catch { /* a page from disk may have no storage */ }
    this.restyle();
  }

  private restyle(): void {
    this.monitor.restyle();
    this.panels.reset();
    if (this.view === 'trial') this.trial?.paint();
    this.changed();
  }
}

document.title = strings.title;
document.documentElement.lang = strings.language;
setText(element('banner'), strings.banner);
setText(element('skip'), strings.skip);
element('theme').setAttribute('aria-label', strings.theme);
element('theme').title = strings.theme;
element('views').setAttribute('aria-label', strings.views.label);
setText(element('loading'), strings.loading);

async function boot(): Promise<void> {
  const core = await Core.start();
  const page = new Page(core);
  await page.start();
  // For tests and for teachers who like the console.
  Object.assign(window, { pressor: { core, page } });
}

boot().catch((error: unknown) => {
  setText(element('loading'), `${strings.failed} ${error instanceof Error ? error.message : String(error)}`);
});
