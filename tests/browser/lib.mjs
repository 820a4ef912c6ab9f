// What every browser test uses: one Chromium, people signed in through the demo door, the tally, axe, and the checks of a page.
//
// Environment
//   LUWES_URL   address of a running `luwes demo` (default http://127.0.0.1:8080)
//   CHROMIUM    browser (default /usr/bin/chromium)
//   LUWES_BIN   the program, asked for its routes (default: target/debug, else target/release)
//   LUWES_OUT   where screenshots go; none are made when it is not set
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '../..');
export const base = (process.env.LUWES_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const out = process.env.LUWES_OUT;
export const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 }, small: { width: 320, height: 640 } };
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The rules of axe whose answer a theme can change. */
export const colourRules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// ---- tally ---------------------------------------------------------------------------------------------
export const tally = { passed: 0, failed: 0, failures: [] };
export function check(name, ok, detail = '') {
  if (ok) { tally.passed += 1; return true; }
  tally.failed += 1;
  tally.failures.push(name);
  console.log(`FAIL ${name}${detail ? `: ${detail}` : ''}`);
  return false;
}

// ---- browser and people --------------------------------------------------------------------------------
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });

/** Keys of the demo's people, from the sign-in page itself, so that no test names someone who is not there. */
export async function people(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const answer = await page.goto(`${base}/demo/sign-in`);
  if (!answer?.ok()) throw new Error(`the demo door at ${base}/demo/sign-in answers ${answer?.status()}`);
  const keys = await page.$$eval('button[name=person]', buttons => buttons.map(button => button.value));
  await context.close();
  return keys;
}

/** A context of its own; `person` (a key of the demo door) signs in first, null stays a stranger. */
export async function visitor(browser, person, { size = 'phone', theme = 'light', script = true, locale = 'id-ID' } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: theme, reducedMotion: 'reduce', javaScriptEnabled: script, locale, baseURL: base, acceptDownloads: true });
  context.setDefaultTimeout(10_000);
  const troubles = [];
  context.on('page', page => watch(page, troubles));
  if (person) {
    const answer = await context.request.post(`${base}/demo/sign-in`, { form: { person }, headers: { origin: base, 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });
    if (answer.status() !== 303) { await context.close(); throw new Error(`sign-in as ${person}: ${answer.status()} instead of 303`); }
  }
  return { context, troubles, page: await context.newPage(), person, size, theme, script };
}

/** Collects policy reports, script errors and failed resources. The status of the page itself is checked by the test, not here. */
function watch(page, troubles) {
  page.on('console', message => {
    if (!['error', 'warning'].includes(message.type())) return;
    const text = message.text();
    if (/Failed to load resource/.test(text) && message.location().url === page.url()) return;
    if (/Failed to load resource.*status of (409|422)/.test(text)) return;
    troubles.push(text.slice(0, 200));
  });
  page.on('pageerror', error => troubles.push(String(error).slice(0, 200)));
}

/** The route table, as the program itself prints it: method, path, permission. */
export function routes() {
  const found = [process.env.LUWES_BIN, join(root, 'target/debug/luwes'), join(root, 'target/release/luwes')].find(path => path && existsSync(path));
  if (!found) throw new Error('no luwes to ask for its routes: set LUWES_BIN');
  return JSON.parse(execFileSync(found, ['routes', '--format', 'json'], { encoding: 'utf8' }));
}

/** Goes to a path; true when it answers `status`. */
export async function open(page, path, status = 200) {
  const answer = await page.goto(base + path, { waitUntil: 'load' });
  return check(`${path} answers ${status}`, answer?.status() === status, `got ${answer?.status()}`);
}

// ---- checks of a page ----------------------------------------------------------------------------------
/** axe over the whole page, or only its rules of colour, through the devtools channel, which the page's own policy does not govern. Returns the violations as sentences. */
export async function axe(page, runOnly = axeTags) {
  if (!await page.evaluate(() => 'axe' in globalThis)) {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Runtime.evaluate', { expression: axeSource });
    await cdp.detach();
  }
  return page.evaluate(async runOnly => {
    const result = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] });
    return result.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes.slice(0, 3).map(n => `${n.target.join(' ')} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`).join(' | ')}`.slice(0, 400));
  }, runOnly);
}

/** Pixels the page scrolls sideways, and who causes it. */
export const sideways = page => page.evaluate(() => {
  const by = document.documentElement.scrollWidth - innerWidth;
  if (by <= 0) return '';
  return `${by} px: ${[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(', ')}`;
});

/** Controls under 24 px (WCAG 2.2, 2.5.8), links inside a sentence excepted. */
export const tooSmall = page => page.evaluate(() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
  .filter(e => { const box = e.getBoundingClientRect(); return box.width > 1 && (box.width < 24 || box.height < 24) && getComputedStyle(e).display !== 'inline' && !e.classList.contains('vh') && !e.classList.contains('skip'); })
  .map(e => e.outerHTML.slice(0, 90)));

/** In the page: what has the focus, and whether any part of it is on top. */
function focusStop() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const whole = at.getBoundingClientRect();
  const [left, top, right, bottom] = [Math.max(whole.left, 0), Math.max(whole.top, 0), Math.min(whole.right, innerWidth), Math.min(whole.bottom, innerHeight)];
  const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
  const seen = points.map(([x, y]) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y))
    .some(e => e && (at.contains(e) || e.contains(at) || [...(at.labels ?? [])].some(label => label.contains(e))));
  return { seen, text: at.outerHTML.slice(0, 90) };
}

/** Tabs through the page and reports stops that something covers (WCAG 2.2, 2.4.11). */
export async function hiddenFocus(page, most = 120) {
  const hidden = [];
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab');
    let stop = await page.evaluate(focusStop);
    if (!stop) break;
    for (let wait = 0; wait < 6 && !stop.seen; wait += 1) { await page.waitForTimeout(150); stop = await page.evaluate(focusStop) ?? stop; } // the scroll may still be on its way
    if (!stop.seen) hidden.push(stop.text);
  }
  return hidden;
}

/** Untranslated keys that reached the page ("layout-skip", "Unknown localization"). */
export const untranslated = page => page.evaluate(() => (document.body.innerText.match(/\b[a-z]+(-[a-z]+){2,}\b|Unknown locali[sz]ation[^\n]*/g) ?? [])
  .filter(word => !/\d/.test(word) && !document.querySelector(`[data-word="${CSS.escape(word)}"]`)).slice(0, 5));

/** A picture for people to look at, where somebody wants them. */
export async function shot(page, name) {
  if (!out) return;
  const dir = join(out, 'shots');
  mkdirSync(dir, { recursive: true });
  await page.evaluate(() => document.fonts.ready).catch(() => {});
  await page.screenshot({ path: join(dir, `${name}.png`), fullPage: true });
}

// ---- counting taps -------------------------------------------------------------------------------------
/** A hand that counts: every tap, key and filled field is one interaction, as in the tap budgets. */
export class Hand {
  constructor(page) { this.page = page; this.count = 0; }
  /** One tap on what a person would see: a CSS selector or a locator. */
  async tap(target) {
    this.count += 1;
    await this.#find(target).click();
    await this.page.waitForLoadState('load');
  }
  async fill(target, text) { this.count += 1; await this.#find(target).fill(text); }
  async choose(target, value) { this.count += 1; await this.#find(target).selectOption(value); }
  async tick(target) { this.count += 1; await this.#find(target).check({ force: true }); }
  async file(target, path) { this.count += 1; await this.#find(target).setInputFiles(path); }
  async key(key) { this.count += 1; await this.page.keyboard.press(key); await this.page.waitForLoadState('load'); }
  #find(target) { return (typeof target === 'string' ? this.page.locator(target) : target).first(); }
}

// ---- the keyboard alone ---------------------------------------------------------------------------------
/** Somebody without a mouse: Tab, arrows, Space, Enter and letters. A stop without a visible ring counts as not reached. */
export class Keyboard {
  constructor(page) { this.page = page; this.stops = 0; }
  /** Tabs on until what has the focus matches. */
  async reach(selector, most = 400) {
    for (let n = 0; n <= most; n += 1) {
      const at = await this.page.evaluate(wanted => {
        const focus = document.activeElement;
        if (!focus?.matches(wanted)) return null;
        return [focus, focus.nextElementSibling, focus.closest('label, .drop, .pick, .opt, .item')].some(e => e && getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2) ? 'ring' : 'no ring';
      }, selector);
      if (at === 'ring') return;
      if (at) throw new Error(`the focus on ${selector} cannot be seen`);
      await this.page.keyboard.press('Tab');
      this.stops += 1;
    }
    throw new Error(`no Tab leads to ${selector}`);
  }
  /** Reaches it and presses a key; waits for the page that comes. */
  async press(selector, key = 'Enter') {
    await this.reach(selector);
    if (key !== 'Enter') { await this.page.keyboard.press(key); return; }
    const gone = this.page.waitForEvent('framenavigated', { timeout: 20_000 });
    await this.page.keyboard.press(key);
    await gone;
    await this.page.waitForLoadState('load');
  }
  /** Reaches a field and types over what stands in it. */
  async type(selector, text) {
    await this.reach(selector);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
  }
  /** Reaches a list of choices and takes the one whose words begin so. */
  async choose(selector, words) {
    await this.reach(selector);
    await this.page.keyboard.type(words);
  }
}

export const heading = page => page.locator('h1').first().innerText();
export const sees = async (page, text) => (await page.locator('main').innerText()).match(text) !== null;
