// The core behind a message door: one call, one reply, in order.
import create, { type Module } from '@core';
import type { Call, Reply, Start } from './messages';

let core: Module | undefined;

async function start({ wasm, models }: Start): Promise<void> {
  core = await create({ wasmBinary: wasm });
  for (const [path, text] of Object.entries(models)) {
    core.ccall('pressor_store', null, ['string', 'string'], [path, text]);
  }
}

function answer(call: Call): Reply {
  if (core === undefined) throw new Error('the core has not started');
  const text = core.ccall(call.name, 'string', call.types, call.values) as string;
  if (!call.rows) return { id: call.id, text };
  const at = (core.ccall('pressor_values', 'number', [], []) as number) / 4;
  const count = core.ccall('pressor_value_count', 'number', [], []) as number;
  // The heap may have moved: it is read after the call.
  return { id: call.id, text, rows: core.HEAPF32.slice(at, at + count) };
}

self.onmessage = async (event: MessageEvent<Start | Call>) => {
  const message = event.data;
  try {
    if ('wasm' in message) {
      await start(message);
      self.postMessage({ id: 0, text: '' } satisfies Reply);
      return;
    }
    const reply = answer(message);
    self.postMessage(reply, { transfer: reply.rows ? [reply.rows.buffer] : [] });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const id = 'id' in message ? message.id : 0;
    const problem = { what, expected: '', suggestion: '', path: '', file: '', line: 0, column: 0 };
    self.postMessage({ id, text: JSON.stringify({ ok: false, problems: [problem] }) });
  }
};
