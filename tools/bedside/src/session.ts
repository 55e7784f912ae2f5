// One patient under the learner's hands: what was done, what came of it, and the roads not taken.
import type { Core, Course } from './core';
import type { Problem } from './messages';
import { type Action, type SessionPlan, scenarioText } from './scenario';

/// A run that was left behind by going back and doing something else.
export interface Branch {
  name: string;
  actions: Action[];
  course: Course;
  /// min; how far it had been watched
  seen: number;
}

type Listener = () => void;

export class Session {
  plan: SessionPlan;
  actions: Action[] = [];
  course: Course | undefined;
  branches: Branch[] = [];
  /// min; the furthest moment that has been watched
  seen = 0;
  /// min; the moment that is shown
  now = 0;
  problems: Problem[] = [];
  busy = false;

  private readonly core: Core;
  private readonly changed: Listener;
  private version = 0;

  constructor(core: Core, plan: SessionPlan, changed: Listener) {
    this.core = core;
    this.plan = plan;
    this.changed = changed;
  }

  /// A new patient: nothing done yet.
  async begin(plan: SessionPlan): Promise<boolean> {
    const before = { plan: this.plan, actions: this.actions };
    this.plan = plan;
    this.actions = [];
    if (!(await this.compute())) {
      Object.assign(this, before);
      return false;
    }
    this.branches = [];
    this.seen = 0;
    this.now = 0;
    this.changed();
    return true;
  }

  get horizon(): number {
    return this.course?.horizon ?? 0;
  }

  /// Where the course ends: horizon, death or arrest.
  get end(): number {
    return this.course?.end ?? 0;
  }

  /// Whole seconds, as orders are written.
  get second(): number {
    return Math.round(this.now * 60);
  }

  advance(minutes: number): void {
    this.now = Math.min(this.now + minutes, this.end);
    this.seen = Math.max(this.seen, this.now);
  }

  goTo(time: number): void {
    this.now = Math.min(Math.max(time, 0), this.seen);
    this.changed();
  }

  /// Does something now. After going back, what had been done later is left behind as a branch.
  async act(...actions: Action[]): Promise<boolean> {
    const at = this.second;
    const before = { actions: this.actions, course: this.course, seen: this.seen };
    const past = this.actions.filter((action) => action.at <= at);
    const leaves = this.seen * 60 > at + 2 && this.course !== undefined;
    this.actions = [...past, ...actions];
    if (!(await this.compute())) {
      this.actions = before.actions;
      return false;
    }
    if (leaves && before.course !== undefined) {
      this.branches.push({
        name: String.fromCharCode(65 + (this.branches.length % 26)),
        actions: before.actions, course: before.course, seen: before.seen,
      });
      this.seen = at / 60;
    }
    this.seen = Math.max(this.seen, this.now);
    this.changed();
    return true;
  }

  /// Goes on with a branch; the present run becomes one.
  take(branch: Branch): void {
    if (this.course === undefined) return;
    const own: Branch = {
      name: branch.name, actions: this.actions, course: this.course, seen: this.seen,
    };
    this.branches = this.branches.map((other) => (other === branch ? own : other));
    this.actions = branch.actions;
    this.course = branch.course;
    this.seen = branch.seen;
    this.now = branch.seen;
    void this.compute();
    this.changed();
  }

  scenario(note = ''): string {
    return scenarioText(this.plan, this.actions, note);
  }

  private async compute(): Promise<boolean> {
    const version = ++this.version;
    this.busy = true;
    const said = await this.core.run(this.scenario());
    if (version !== this.version) return true;
    this.busy = false;
    if (!said.ok) {
      this.problems = said.problems;
      this.changed();
      return false;
    }
    this.problems = [];
    this.course = said;
    return true;
  }
}

/// Index of a variable of a course, or -1.
export function variableIndex(course: Course, name: string): number {
  return course.variables.findIndex((variable) => variable.name === name);
}

/// A variable at a time, between two rows on a line; a dose holds.
export function valueAt(course: Course, name: string, time: number): number {
  const index = variableIndex(course, name);
  if (index < 0) return Number.NaN;
  const from = index * course.rows;
  const at = Math.min(Math.max(time / course.every, 0), course.rows - 1);
  const before = Math.floor(at + 1e-9);
  const first = course.values[from + before] ?? Number.NaN;
  if (before + 1 >= course.rows || course.variables[index]?.kind === 'dose') return first;
  const second = course.values[from + before + 1] ?? Number.NaN;
  return Number.isFinite(second) ? first + (at - before) * (second - first) : first;
}

/// Rows of a variable in [from, to] min, at most about `points` of them.
export function series(course: Course, name: string, from: number, to: number, points: number): [number[], number[]] {
  const times: number[] = [];
  const values: number[] = [];
  const index = variableIndex(course, name);
  if (index < 0) return [times, values];
  const first = Math.max(0, Math.ceil(from / course.every));
  const last = Math.min(course.rows - 1, Math.floor(to / course.every + 1e-9));
  const step = Math.max(1, Math.ceil((last - first + 1) / points));
  // Steps are counted from 0, so that a point does not wander while time goes on.
  for (let row = Math.ceil(first / step) * step; row <= last; row += step) {
    times.push(row * course.every);
    values.push(course.values[index * course.rows + row] ?? Number.NaN);
  }
  times.push(to);
  values.push(valueAt(course, name, to));
  return [times, values];
}

/// The rows that have been watched, as CSV.
export function csvText(course: Course, until: number): string {
  const head = ['time_min', ...course.variables.map((v) => (v.unit === '1' ? v.name : `${v.name} [${v.unit}]`))];
  const lines = [head.join(',')];
  for (let row = 0; row < course.rows && row * course.every <= until + 1e-9; ++row) {
    const cells = course.variables.map((_, i) => {
      const value = course.values[i * course.rows + row] ?? Number.NaN;
      return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : '';
    });
    lines.push([Number((row * course.every).toFixed(6)), ...cells].join(','));
  }
  return `${lines.join('\n')}\n`;
}
