// What the tests have in common: a browser without network, the page from disk, pictures.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const page = process.env.PRESSOR_PAGE ?? `${root}build/bedside/pressor-bedside.html`;
const pictures = `${root}build/bedside/pictures`;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export function launch() {
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({ executablePath: process.env.PRESSOR_CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/// The page as by double click; `faults` collects what it asks of a network and every error.
export async function open(browser, { width = 1440, height = 1000, colorScheme = 'dark', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, offline: true, ...more });
  const tab = await context.newPage();
  const faults = [];
  tab.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url()); });
  tab.on('pageerror', (error) => faults.push(error.message));
  tab.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  await tab.goto(`file://${page}`);
  await tab.waitForFunction(() => window.pressor !== undefined, undefined, { timeout: 60_000 });
  return { tab, faults, close: () => context.close() };
}

export async function picture(tab, name) {
  await tab.waitForTimeout(300);
  await tab.screenshot({ path: `${pictures}/${name}.png` });
}

export const text = (tab, selector) => tab.locator(selector).first().innerText();
export const goOn = (tab, minutes) => tab.evaluate((m) => window.pressor.page.goOn(m), minutes);
export const value = (tab, name, time) => tab.evaluate(([n, t]) => {
  const { course } = window.pressor.page.session;
  const index = course.variables.findIndex((v) => v.name === n);
  return course.values[index * course.rows + Math.round(t / course.every)];
}, [name, time]);
export const settled = (tab) => tab.waitForFunction(() => !window.pressor.page.session.busy);
