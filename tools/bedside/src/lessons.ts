// The list of lessons, a lesson under way, its debrief.
import lessons from 'virtual:lessons';
import { drawChart } from './chart';
import type { Core, Course } from './core';
import { colour, fixed, h, replace, save } from './dom';
import type { Aim, Lesson } from './lesson';
import { type SessionPlan, scenarioText } from './scenario';
import { type Session, csvText, series } from './session';
import { strings } from './strings';

const words = strings.lessons;
export { lessons };

export function planOf(lesson: Lesson): SessionPlan {
  return {
    name: `lesson_${lesson.id}`, title: lesson.title, horizon: lesson.horizon, patient: lesson.patient,
    parameters: lesson.parameters, hypothesis: lesson.hypothesis, protocol: lesson.protocol, endpoints: lesson.endpoints,
  };
}

function alternativePlan(lesson: Lesson): SessionPlan {
  const other = lesson.alternative;
  const plan = planOf(lesson);
  return {
    ...plan, name: `${plan.name}_alternative`, patient: { ...plan.patient, ...other.patient },
    parameters: { ...plan.parameters, ...other.parameters }, hypothesis: other.hypothesis ?? plan.hypothesis,
  };
}

/// Points of an endpoint, rounded.
export function aimPoints(aim: Aim, value: number | null): number {
  if (value === null) return 0;
  const share = (value - aim.none) / (aim.full - aim.none);
  return Math.round(Math.min(Math.max(share, 0), 1) * aim.points);
}

function endpointValue(course: Course, name: string): { value: number | null; unit: string } {
  const found = course.endpoints.find((e) => e.name === name || e.name.startsWith(`${name}@`));
  return { value: found?.value ?? null, unit: found?.unit ?? '' };
}

export function lessonCards(start: (lesson: Lesson) => void): HTMLElement {
  return h('section', { 'aria-label': words.label },
    h('div', { class: 'cards' }, lessons.map((lesson) =>
      h('article', { class: 'plate card' }, h('h2', {}, lesson.title), h('p', { class: 'small' }, lesson.story),
        h('h3', {}, words.goals), h('ul', { class: 'small' }, lesson.goals.map((goal) => h('li', {}, goal))),
        h('button', { type: 'button', class: 'main', 'data-lesson': lesson.id, 'aria-label': `${words.start}: ${lesson.title}`, onclick: () => start(lesson) }, words.start)))));
}

/// A lesson beside its patient.
export class LessonPlate {
  /// The story, above the pumps.
  readonly root: HTMLElement;
  /// Questions and debrief, below them.
  readonly work: HTMLElement;
  private readonly answers: (number | undefined)[];
  private hintsShown = 0;
  private readonly hints = h('ul', {});
  private readonly out = h('div', { class: 'lesson', 'aria-live': 'polite' });

  constructor(
    private readonly lesson: Lesson, private readonly session: Session, private readonly core: Core, leave: () => void, again: () => void,
  ) {
    this.answers = lesson.questions.map(() => undefined);
    this.root = h('section', { class: 'plate lesson', 'aria-label': words.label, id: 'lesson' },
      h('h2', {}, lesson.title), h('p', { class: 'small' }, lesson.story),
      h('div', {}, h('h3', {}, words.goals), h('ul', { class: 'small' }, lesson.goals.map((goal) => h('li', {}, goal)))),
      h('p', { class: 'soft small' }, words.use));
    this.work = h('section', { class: 'plate lesson', 'aria-label': words.questions, id: 'lesson-work' },
      lesson.questions.map((question, i) => this.question(question, i)),
      h('div', { class: 'row' },
        h('button', { type: 'button', id: 'hint', onclick: () => this.hint() }, words.hint),
        h('button', { type: 'button', class: 'main', id: 'finish', onclick: () => void this.finish() }, words.finish),
        h('button', { type: 'button', onclick: again }, words.again), h('button', { type: 'button', onclick: leave }, words.leave)),
      this.hints, this.out);
  }

  private question(question: Lesson['questions'][number], index: number): HTMLElement {
    const verdict = h('p', { class: 'small', 'aria-live': 'polite' });
    const choose = (option: number) => () => {
      // The first answer counts; later ones only teach.
      this.answers[index] ??= option;
      const right = option === question.answer;
      replace(verdict, h('span', { class: right ? 'right' : 'wrong' }, right ? words.right : words.wrong), ` ${right ? question.why : ''}`);
    };
    return h('fieldset', { class: 'question' }, h('legend', {}, question.ask),
      question.options.map((option, i) => h('label', {}, h('input', { type: 'radio', name: `q-${this.lesson.id}-${index}`, value: i + 1, onchange: choose(i + 1) }), ` ${option}`)), verdict);
  }

  private hint(): void {
    const next = this.lesson.hints[this.hintsShown];
    if (next === undefined) return;
    this.hintsShown += 1;
    this.hints.appendChild(h('li', {}, next));
  }

  private async finish(): Promise<void> {
    const course = this.session.course;
    if (course === undefined) return;
    if (this.session.seen < Math.min(this.lesson.atLeast, course.end) - 1e-6) {
      replace(this.out, h('p', { class: 'notice' }, `${words.tooEarly} ${this.lesson.atLeast} min.`));
      return;
    }
    const actions = this.lesson.alternative.actions === 'same' ? this.session.actions : this.lesson.alternative.actions;
    const said = await this.core.run(scenarioText(alternativePlan(this.lesson), actions));
    // The core keeps the last run for the panels: the learner's own comes back.
    await this.core.run(this.session.scenario());
    if (said.ok) this.debrief(course, said);
    else replace(this.out, h('p', { class: 'notice bad' }, said.problems[0]?.what ?? ''));
  }

  private debrief(course: Course, other: Course): void {
    const { lesson } = this;
    const aims = lesson.aims.map((aim) => ({ aim, own: endpointValue(course, aim.endpoint), alternative: endpointValue(other, aim.endpoint) }));
    const asked = lesson.questions.reduce((sum, q, i) => sum + (this.answers[i] === q.answer ? q.points : 0), 0);
    const reached = aims.reduce((sum, { aim, own }) => sum + aimPoints(aim, own.value), 0);
    const all = lesson.aims.reduce((sum, aim) => sum + aim.points, 0) + lesson.questions.reduce((sum, q) => sum + q.points, 0);
    const cost = 2 * this.hintsShown;
    const canvas = h('canvas', { role: 'img', 'aria-label': words.compareNote, style: 'width: 100%; height: 220px' });
    const cell = (v: { value: number | null; unit: string }): string => (v.value === null ? words.missing : `${fixed(v.value, Math.abs(v.value) < 10 ? 2 : 0)} ${v.unit === '1' ? '' : v.unit}`);
    replace(this.out,
      h('h2', {}, words.debrief), h('p', { class: 'total', id: 'score' }, `${words.score} ${Math.max(0, asked + reached - cost)} / ${all}`),
      h('table', {}, h('caption', { class: 'sr' }, words.score),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, ''), h('th', { scope: 'col' }, words.yours), h('th', { scope: 'col' }, words.alternative), h('th', { scope: 'col' }, words.points))),
        h('tbody', {}, aims.map(({ aim, own, alternative }) => h('tr', {}, h('td', {}, aim.say), h('td', {}, cell(own)), h('td', {}, cell(alternative)), h('td', {}, aim.points > 0 ? `${aimPoints(aim, own.value)} / ${aim.points}` : ''))),
          h('tr', {}, h('td', {}, words.questions), h('td', {}, ''), h('td', {}, ''), h('td', {}, String(asked))),
          cost > 0 ? h('tr', {}, h('td', {}, words.hint), h('td', {}, ''), h('td', {}, ''), h('td', {}, `−${cost}`)) : undefined)),
      h('h3', {}, words.compareNote), canvas,
      h('ul', { class: 'legend' }, h('li', {}, h('i', { style: 'background: var(--s1)' }), words.yours), h('li', {}, h('i', { style: 'background: var(--s2)' }), `${words.alternative}: ${lesson.alternative.title}`)),
      h('p', {}, lesson.alternative.why),
      Object.keys(lesson.hidden).length > 0
        ? h('div', {}, h('h3', {}, words.hidden), h('ul', {}, Object.entries(lesson.hidden).map(([name, text]) => h('li', {}, h('strong', {}, name), `: ${text}`)))) : undefined,
      h('p', {}, lesson.debrief), exportRow(this.session));
    const until = Math.max(this.session.seen, 1);
    const points = (c: Course): [number, number][] => {
      const [times, values] = series(c, 'MAP', 0, until, 300);
      return times.map((t, i) => [t, values[i] as number] as [number, number]).filter((p) => Number.isFinite(p[1]));
    };
    const [own, alternative] = [points(course), points(other)];
    const values = [...own, ...alternative].map((p) => p[1]);
    drawChart(canvas, {
      x: [0, until], y: [Math.floor(Math.min(...values, 60) / 10) * 10, Math.ceil(Math.max(...values, 80) / 10) * 10], xTitle: 'min', yTitle: 'MAP, mmHg',
      lines: [{ points: alternative, tone: colour('s2') }, { points: own, tone: colour('s1') }],
    });
  }
}

/// CSV of what was watched, and the scenario that computes it again.
export function exportRow(session: Session): HTMLElement {
  return h('div', {}, h('h3', {}, words.exportLabel), h('div', { class: 'row' },
    h('button', { type: 'button', 'data-export': 'csv', onclick: () => { if (session.course) save(`${session.plan.name}.csv`, csvText(session.course, session.seen), 'text/csv'); } }, words.csv),
    h('button', { type: 'button', 'data-export': 'yaml', onclick: () => save(`${session.plan.name}.yaml`, session.scenario('Made at the bedside page; run it with: pressor run FILE -o OUT.h5'), 'application/yaml') }, words.scenario)),
    h('p', { class: 'soft small' }, words.exportNote));
}
