// What page and worker say to each other, and what the core answers (include/pressor/live/page.h).

export interface Variable {
  name: string;
  unit: string;
  meaning: string;
  kind: 'signal' | 'dose' | 'plasma' | 'site';
  drug?: string;
}

export interface ChartEvent {
  time: number;
  kind: string;
  drug?: string;
  value: number;
  why: string;
}

export interface Challenge {
  start: number;
  baseline: number;
  complete: boolean;
  stopped: boolean;
  ratio: number | null;
  steps: [number, number][];
}

export interface EndpointValue {
  name: string;
  unit: string;
  value: number | null;
  missing: string;
}

/// A whole run, without its rows.
export interface CourseAnswer {
  ok: true;
  name: string;
  title: string;
  horizon: number;
  every: number;
  rows: number;
  status: string;
  failure: string;
  end: number;
  variables: Variable[];
  events: ChartEvent[];
  readings: [number, number][];
  challenges: Challenge[];
  endpoints: EndpointValue[];
  patient: Record<string, number | null>;
  warnings: string[];
  arms: string[];
}

export interface Problem {
  what: string;
  expected: string;
  suggestion: string;
  path: string;
  file: string;
  line: number;
  column: number;
}

export interface Problems {
  ok: false;
  problems: Problem[];
}

export interface ReceptorShare {
  drug: string;
  receptor: string;
  concentration: number;
  occupancy: number;
  stimulus: number;
}

export interface MomentAnswer {
  ok: true;
  time: number;
  signals: Record<string, number>;
  body: Record<string, number>;
  nerve_drive: number;
  inotropy: number;
  /// right atrial pressure, venous return, cardiac output
  curves: [number, number, number][];
  receptors: ReceptorShare[];
}

export interface CauseShare {
  cause: string;
  map: number;
  output: number;
  resistance: number;
}

export interface Figures {
  map: number;
  output: number;
  resistance: number;
  cvp: number;
  rate: number;
  stroke: number;
}

export interface WhyAnswer {
  ok: true;
  shares: CauseShare[];
  before: Figures;
  after: Figures;
}

export interface TrialAnswer {
  ok: true;
  name: string;
  title: string;
  patients: number;
  twins: boolean;
  arms: string[];
  columns: { name: string; unit: string }[];
}

export interface TestResult {
  test: string;
  column: string;
  estimate: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
}

export interface DrawAnswer {
  ok: true;
  rows: { patient: number; arm: number; values: (number | null)[] }[];
  tests: TestResult[];
}

/// One call of the core; `values` asks for the rows too.
export interface Call {
  id: number;
  name: string;
  types: string[];
  values: unknown[];
  rows: boolean;
}

export interface Start {
  wasm: ArrayBuffer;
  models: Record<string, string>;
}

export interface Reply {
  id: number;
  text: string;
  rows?: Float32Array;
}
