// Every page of pages.json: answers 200, one h1, axe clean at both widths in both themes, no policy report, no sideways scroll at 320 px,
// no covered focus, no small target, nothing untranslated; readable without script; a sample in English; a screenshot of each for people to look at.
// Every GET route of the program is either looked at or named in `apart` with the reason.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, base, check, colourRules, here, hiddenFocus, routes, shot, sideways, sizes, tooSmall, untranslated, visitor } from './lib.mjs';

/**
 * One entry: { "person": key of the demo door or null, "path": "/requests", "name": "requests",
 *   "follow": css of a link on that page to go through, or a list of them (for addresses with an id),
 *   "status": 200, "weigh": true, "english": true }.
 */
export const pages = JSON.parse(readFileSync(join(here, 'pages.json'), 'utf8'));

/** GET routes that are no page for people (nothing under /api/v1/ is), or that no link of the demo leads to. */
const apart = {
  '/api': 'names operations by their ids, which look untranslated here; tests/api_document.rs opens it',
  '/healthz': 'answers machines',
  '/readyz': 'answers machines',
  '/static/{*name}': 'files of the look',
  '/requests/{id}/evidence': 'a file to download',
  '/work/{id}/files/{file}': 'a file to download',
  '/allowance/runs/{id}/export/{format}': 'a file to download',
  '/credit-points/list/{year}/export/{format}': 'a file to download',
  '/feeds/{file}': 'a file for calendar programs; stories/feeds.mjs reads it',
  '/board/{secret}': 'a secret page for a screen; stories/boards.mjs looks at it',
  '/requests/statement/{format}': 'a file to download',
  '/link/{token}': 'a secret of a message; the identity flows look at it',
  '/trail/bundle': 'a file to download',
  '/imports/{id}/rejected.xlsx': 'a file to download',
  '/exceptions/new': 'needs a day on which a rule that somebody may waive is in the way; tests/requests/exceptions.rs opens it',
  '/exceptions/{id}': 'needs an exception, of which the demo has none; tests/requests/exceptions.rs opens it',
  '/base-rules/{version}/compare': 'needs a second version; tests/policy.rs opens it',
};

const label = entry => entry.name ?? (entry.path.replace(/^\/|\/$/g, '').replace(/\W+/g, '-') || 'home');
const steps = entry => [entry.follow ?? []].flat();

/** The address an entry stands for, found once by following its links; null when a link is missing. */
async function address(page, entry) {
  let at = base + entry.path;
  for (const link of steps(entry)) {
    await page.goto(at, { waitUntil: 'load' });
    const href = await page.locator(link).first().getAttribute('href', { timeout: 3000 }).catch(() => null);
    if (!check(`${label(entry)}: ${new URL(at).pathname} offers ${link}`, href !== null)) return null;
    at = new URL(href, page.url()).href;
  }
  return at;
}

/** axe in the theme of the moment and then its rules of colour in the other, without loading the page again. */
async function bothThemes(page, name, file) {
  for (const [theme, rules] of [['light'], ['dark', colourRules]]) {
    await page.emulateMedia({ colorScheme: theme });
    const found = await axe(page, rules);
    check(`${name} ${theme}: axe`, found.length === 0, `\n     ${found.join('\n     ')}`);
    await shot(page, `${file}-${theme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function narrow(page, name) {
  await page.setViewportSize(sizes.small);
  const by = await sideways(page);
  check(`${name}: no sideways scroll at 320 px`, by === '', by);
  await page.setViewportSize(sizes.phone);
}

async function fitForFingers(page, name) {
  const small = await tooSmall(page);
  check(`${name}: targets of 24 px or more`, small.length === 0, small.join(' '));
  const words = await untranslated(page);
  check(`${name}: nothing untranslated`, words.length === 0, words.join(', '));
  const by = await sideways(page);
  check(`${name}: no sideways scroll`, by === '', by);
  const hidden = await hiddenFocus(page);
  check(`${name}: focus is never covered`, hidden.length === 0, hidden.join(' '));
}

async function look(seat, entry, at) {
  const { page, size, script, troubles } = seat;
  const file = `${label(entry)}-${entry.person ?? 'stranger'}-${size}`;
  const name = `${entry.person ?? 'stranger'} ${label(entry)} ${size}${script ? '' : ' no script'}`;
  troubles.length = 0;
  const answer = await page.goto(at, { waitUntil: 'load' });
  if (!check(`${name}: answers ${entry.status ?? 200}`, answer?.status() === (entry.status ?? 200), `${page.url()} got ${answer?.status()}`)) return;
  check(`${name}: one h1`, await page.locator('h1').count() === 1);
  if (script) await bothThemes(page, name, file);
  else check(`${name}: says something`, (await page.locator('main').innerText()).length > 20);
  if (script && size === 'phone') {
    await narrow(page, name);
    await fitForFingers(page, name);
  }
  check(`${name}: no policy report, no console message`, troubles.length === 0, troubles.join(' | '));
}

/** The same page in English: the language really changes and no key is left over. */
async function inEnglish(seat, entry, at) {
  const { page, troubles } = seat;
  const name = `${entry.person ?? 'stranger'} ${label(entry)} in English`;
  troubles.length = 0;
  await page.goto(at, { waitUntil: 'load' });
  check(`${name}: is English`, await page.locator('html').getAttribute('lang') === 'en');
  const words = await untranslated(page);
  check(`${name}: nothing untranslated`, words.length === 0, words.join(', '));
  const by = await sideways(page);
  check(`${name}: no sideways scroll`, by === '', by);
  await shot(page, `${label(entry)}-${entry.person ?? 'stranger'}-english`);
}

const tongue = (seat, lang) => seat.context.request.post(`${base}/language`, { form: { lang, back: '/' }, headers: { origin: base, 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });

async function guarded(entry, what, work) {
  try { await work(); } catch (error) { check(`${label(entry)} ${what}`, false, String(error).split('\n')[0]); }
}

/** All pages of one person. */
async function pagesOf(browser, person, entries, seen) {
  const found = new Map();
  for (const [size, script] of [['phone', true], ['desk', true], ['phone', false]]) {
    const seat = await visitor(browser, person, { size, script });
    for (const entry of entries) {
      await guarded(entry, size, async () => {
        if (!found.has(entry)) found.set(entry, await address(seat.page, entry));
        const at = found.get(entry);
        if (at === null) return;
        await look(seat, entry, at);
        seen.add(new URL(at).pathname);
      });
    }
    await seat.context.close();
  }
  const sample = entries.filter(entry => entry.english && found.get(entry));
  if (sample.length === 0) return;
  const seat = await visitor(browser, person, { size: 'phone' });
  try {
    await tongue(seat, 'en');
    for (const entry of sample) await guarded(entry, 'in English', () => inEnglish(seat, entry, found.get(entry)));
  } finally {
    await tongue(seat, 'id');
    await seat.context.close();
  }
}

const pattern = path => new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\*[^}]+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`);

/** Every GET route is looked at, or set apart for a reason; nothing is set apart that is gone. */
function covered(seen) {
  const table = routes().filter(route => route.method === 'GET').map(route => route.path);
  check('the program names its routes', table.length > 10);
  const literal = new Set(table.filter(path => !path.includes('{')));
  const looked = new Set([...seen].map(at => literal.has(at) ? at : table.find(path => path.includes('{') && pattern(path).test(at))));
  for (const path of table) check(`GET ${path} is looked at or set apart`, looked.has(path) || path in apart || path.startsWith('/api/v1/'), 'add it to pages.json');
  for (const path of Object.keys(apart)) check(`${path}, set apart, is a route`, table.includes(path));
}

export async function eachPage(browser, only) {
  const wanted = pages.filter(entry => !only || label(entry).includes(only) || entry.person === only);
  const seen = new Set();
  // Two people at a time, since a page is drawn by one processor; those with most pages first.
  const queue = [...new Set(wanted.map(entry => entry.person))].map(person => [person, wanted.filter(entry => entry.person === person)]).sort((a, b) => b[1].length - a[1].length);
  const lane = async () => { for (let next = queue.shift(); next; next = queue.shift()) await pagesOf(browser, ...next, seen); };
  await Promise.all([lane(), lane()]);
  if (!only) covered(seen);
  console.log(`pages: ${wanted.length} looked at`);
}
