// The trial on a page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, picture, text } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

test('twins fill both distributions, and p values dance', async () => {
  const { tab, faults, close } = await open(browser);
  await tab.click('#view-trial');
  const began = Date.now();
  await tab.click('#draw-twins');
  await tab.waitForFunction(() => /^200 twins/.test(document.getElementById('twins-text').textContent), undefined, { timeout: 120_000 });
  console.log(`200 twins in ${Date.now() - began} ms: ${await text(tab, '#twins-text')}`);
  await tab.waitForFunction(() => !document.getElementById('draw-one').disabled);
  await tab.click('#draw-one');
  await tab.waitForFunction(() => /of 1 trials/.test(document.getElementById('dance-text').textContent), undefined, { timeout: 60_000 });
  assert.match(await text(tab, '#dance-text'), /p = /);
  const first = await text(tab, '#dance-text');
  await tab.waitForFunction(() => !document.getElementById('draw-many').disabled);
  const many = Date.now();
  await tab.click('#draw-many');
  await tab.waitForFunction(() => /of 21 trials/.test(document.getElementById('dance-text').textContent), undefined, { timeout: 120_000 });
  console.log(`20 trials of 32 in ${Date.now() - many} ms`);
  assert.notEqual(await text(tab, '#dance-text'), first);
  await picture(tab, 'trial');
  assert.deepEqual(faults, []);
  await close();
});
