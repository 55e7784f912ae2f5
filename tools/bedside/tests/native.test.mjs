// Browser and program give the same numbers to the last bit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { goOn, launch, open, root, settled } from './browser.mjs';

const program = process.env.PRESSOR_PROGRAM ?? `${root}build/release/pressor`;
const folder = mkdtempSync(join(tmpdir(), 'pressor-page-'));
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const dump = `
import base64, json, sys, h5py, numpy
rows = h5py.File(sys.argv[1])["trajectories"]
named = lambda n: base64.b64encode(numpy.ascontiguousarray(rows[n][int(sys.argv[2])], dtype="<f4").tobytes()).decode()
print(json.dumps({n: named(n) for n in sys.argv[3].split(",") if n in rows}))
`;

/// Rows of every variable of one arm, as `pressor run` writes them.
function native(scenario, arm, names) {
  const file = join(folder, 'scenario.yaml');
  const result = join(folder, 'result.h5');
  writeFileSync(file, scenario);
  execFileSync(program, ['run', file, '-o', result, '--force', '--quiet', '--models', `${root}models`]);
  const said = execFileSync('/usr/bin/python3', ['-c', dump, result, String(arm), names.join(',')], { maxBuffer: 1 << 28 });
  return Object.fromEntries(Object.entries(JSON.parse(said)).map(([name, data]) => {
    const bytes = Buffer.from(data, 'base64');
    return [name, new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)];
  }));
}

async function inBrowser(tab, scenario, arm) {
  return tab.evaluate(async ([text, a]) => {
    const said = await window.pressor.core.run(text, a);
    if (!said.ok) throw new Error(JSON.stringify(said.problems));
    return Object.fromEntries(said.variables.map((v, i) => [v.name, [...said.values.slice(i * said.rows, (i + 1) * said.rows)]]));
  }, [scenario, arm]);
}

function compare(own, theirs, what) {
  let compared = 0;
  for (const [name, values] of Object.entries(theirs)) {
    assert.equal(own[name].length, values.length, `${what}: ${name}`);
    values.forEach((value, row) => {
      assert.ok(Object.is(Math.fround(own[name][row]), value), `${what}: ${name}, row ${row}: ${own[name][row]} and ${value}`);
      compared += 1;
    });
  }
  assert.ok(compared > 1000, `${what}: only ${compared} numbers`);
  console.log(`${what}: ${compared} numbers are equal to the last bit`);
}

test('shipped scenarios', async () => {
  const { tab, close } = await open(browser);
  for (const [name, arm] of [['norepinephrine_start', 0], ['propofol_stopped', 2], ['dexmedetomidine_volunteer', 0], ['haemorrhage_and_fluids', 1], ['phenylephrine_ladder_severe', 0]]) {
    const scenario = readFileSync(`${root}scenarios/${name}.yaml`, 'utf8');
    const own = await inBrowser(tab, scenario, arm);
    compare(own, native(scenario, arm, Object.keys(own)), `${name}, arm ${arm}`);
  }
  await close();
});

test('a session with many hands, as it is exported', async () => {
  const { tab, close } = await open(browser);
  const act = (...actions) => tab.evaluate((all) => window.pressor.page.hands.act(...all), actions);
  await goOn(tab, 3.37);
  await act({ at: 202, do: 'titrate', rule: 'nurse_65' });
  await goOn(tab, 20);
  await act({ at: 1402, do: 'bolus', drug: 'phenylephrine', dose: '100 ug' });
  await act({ at: 1402, do: 'infusion', drug: 'propofol', dose: '2 mg/kg/h' });
  await goOn(tab, 20);
  await act({ at: 2602, do: 'bleed', volume: '600 mL', over: '10 min' });
  await goOn(tab, 20);
  await act({ at: 3802, do: 'titrate', rule: null }, { at: 3802, do: 'infusion', drug: 'norepinephrine', dose: '0.5 ug/kg/min' });
  await act({ at: 3802, do: 'infusion', drug: 'vasopressin', dose: '0.03 U/min' });
  await act({ at: 3802, do: 'fluid', fluid: 'crystalloid', volume: '1000 mL', over: '30 min' });
  await settled(tab);
  assert.equal(await tab.evaluate(() => window.pressor.page.session.problems.length), 0);
  await tab.locator('#sheet summary').click();
  const [download] = await Promise.all([tab.waitForEvent('download'), tab.click('[data-export="yaml"]')]);
  const scenario = readFileSync(await download.path(), 'utf8');
  assert.match(scenario, /phenylephrine, bolus: 100 ug, at: 1402 s/);
  const own = await tab.evaluate(() => {
    const { course } = window.pressor.page.session;
    return Object.fromEntries(course.variables.map((v, i) => [v.name, [...course.values.slice(i * course.rows, (i + 1) * course.rows)]]));
  });
  compare(own, native(scenario, 0, Object.keys(own)), 'an exported session');
  const [table] = await Promise.all([tab.waitForEvent('download'), tab.click('[data-export="csv"]')]);
  const lines = readFileSync(await table.path(), 'utf8').trim().split('\n');
  assert.match(lines[0], /^time_min,MAP \[mmHg\]/);
  assert.equal(Number(lines[1].split(',')[1]), Number(own.MAP[0].toPrecision(9)));
  await close();
});
