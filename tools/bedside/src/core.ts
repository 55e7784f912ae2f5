// The C++ core as the page sees it: promises of answers.
import CoreWorker from './worker?worker&inline';
import type {
  CourseAnswer, DrawAnswer, MomentAnswer, Problems, Reply, Start, TrialAnswer, WhyAnswer,
} from './messages';

/// A run with its rows.
export interface Course extends CourseAnswer {
  values: Float32Array;
}

async function unpacked(id: string): Promise<ArrayBuffer> {
  const text = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

let parts: Promise<Start> | undefined;

function coreParts(): Promise<Start> {
  parts ??= (async () => {
    const [wasm, models] = await Promise.all([unpacked('core-data'), unpacked('model-data')]);
    return { wasm, models: JSON.parse(new TextDecoder().decode(models)) };
  })();
  return parts;
}

export class Core {
  private readonly worker = new CoreWorker();
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private last = 0;

  private constructor() {
    this.worker.onmessage = (event: MessageEvent<Reply>) => {
      const waits = this.waiting.get(event.data.id);
      this.waiting.delete(event.data.id);
      waits?.(event.data);
    };
  }

  static async start(): Promise<Core> {
    const made = new Core();
    const begun = new Promise<Reply>((resolve) => made.waiting.set(0, resolve));
    made.worker.postMessage(await coreParts());
    const reply = await begun;
    if (reply.text !== '') throw new Error(JSON.parse(reply.text).problems[0].what);
    return made;
  }

  stop(): void {
    this.worker.terminate();
  }

  async run(scenario: string, arm = 0): Promise<Course | Problems> {
    const reply = await this.call('pressor_run', ['string', 'number'], [scenario, arm], true);
    const said = JSON.parse(reply.text) as CourseAnswer | Problems;
    return said.ok ? { ...said, values: reply.rows ?? new Float32Array() } : said;
  }

  moment(time: number): Promise<MomentAnswer | Problems> {
    return this.ask('pressor_moment', ['number'], [time]);
  }

  explain(from: number, to: number): Promise<WhyAnswer | Problems> {
    return this.ask('pressor_explain', ['number', 'number'], [from, to]);
  }

  trial(scenario: string): Promise<TrialAnswer | Problems> {
    return this.ask('pressor_trial', ['string'], [scenario]);
  }

  draw(number: number): Promise<DrawAnswer | Problems> {
    return this.ask('pressor_draw', ['number'], [number]);
  }

  private async ask<T>(name: string, types: string[], values: unknown[]): Promise<T> {
    return JSON.parse((await this.call(name, types, values, false)).text) as T;
  }

  private call(name: string, types: string[], values: unknown[], rows: boolean): Promise<Reply> {
    const id = ++this.last;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ id, name, types, values, rows });
    });
  }
}
