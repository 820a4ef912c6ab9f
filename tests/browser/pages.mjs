// Every page of pages.json: answers 200, one h1, axe clean at both widths in both themes, no policy report, no sideways scroll at 320 px,
// no covered focus, no small target, nothing untranslated; readable without script; a screenshot of each for people to look at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, base, check, here, hiddenFocus, shot, sideways, tooSmall, untranslated, visitor } from './lib.mjs';

/**
 * One entry: { "person": key of the demo door or null, "path": "/requests", "name": "requests",
 *   "follow": "css of a link on that page to go through (for addresses with an id)", "status": 200, "weigh": true }.
 */
export const pages = JSON.parse(readFileSync(join(here, 'pages.json'), 'utf8'));
const label = entry => entry.name ?? (entry.path.replace(/^\/|\/$/g, '').replace(/\W+/g, '-') || 'home');

async function go(page, entry) {
  let answer = await page.goto(base + entry.path, { waitUntil: 'load' });
  if (entry.follow) {
    const href = await page.locator(entry.follow).first().getAttribute('href', { timeout: 3000 }).catch(() => null);
    if (!check(`${label(entry)}: ${entry.path} offers ${entry.follow}`, href !== null)) return null;
    answer = await page.goto(new URL(href, page.url()).href, { waitUntil: 'load' });
  }
  return answer;
}

async function look(seat, entry, first) {
  const { page, size, theme, troubles } = seat;
  const name = `${entry.person ?? 'stranger'} ${label(entry)} ${size} ${theme}${seat.script ? '' : ' no script'}`;
  troubles.length = 0;
  const answer = await go(page, entry);
  if (!answer || !check(`${name}: answers ${entry.status ?? 200}`, answer.status() === (entry.status ?? 200), `${page.url()} got ${answer.status()}`)) return;
  check(`${name}: one h1`, await page.locator('h1').count() === 1);
  if (seat.script && size !== 'small') {
    const found = await axe(page);
    check(`${name}: axe`, found.length === 0, `\n     ${found.join('\n     ')}`);
    await shot(page, `${label(entry)}-${entry.person ?? 'stranger'}-${size}-${theme}`);
  }
  if (size === 'small' || size === 'phone') { const by = await sideways(page); check(`${name}: no sideways scroll`, by === '', by); }
  if (first) {
    const small = await tooSmall(page);
    check(`${name}: targets of 24 px or more`, small.length === 0, small.join(' '));
    const words = await untranslated(page);
    check(`${name}: nothing untranslated`, words.length === 0, words.join(', '));
    const hidden = await hiddenFocus(page);
    check(`${name}: focus is never covered`, hidden.length === 0, hidden.join(' '));
  }
  if (!seat.script) check(`${name}: says something`, (await page.locator('main').innerText()).length > 20);
  check(`${name}: no policy report, no console message`, troubles.length === 0, troubles.join(' | '));
}

export async function eachPage(browser, only) {
  const wanted = pages.filter(entry => !only || label(entry).includes(only));
  const persons = [...new Set(wanted.map(entry => entry.person))];
  const seats = [['phone', 'light', true], ['phone', 'dark', true], ['desk', 'light', true], ['desk', 'dark', true], ['small', 'light', true], ['phone', 'light', false]];
  for (const person of persons) for (const [size, theme, script] of seats) {
    const seat = await visitor(browser, person, { size, theme, script });
    for (const entry of wanted.filter(entry => entry.person === person)) {
      try { await look(seat, entry, size === 'phone' && theme === 'light' && script); } catch (error) { check(`${label(entry)} ${size} ${theme}`, false, String(error).split('\n')[0]); }
    }
    await seat.context.close();
  }
}
