// Who the demo's people are, and small things the stories share.
import { base, visitor } from './lib.mjs';

/** Waits, asking again, until `ask` answers something true; null after `ms`. */
export async function until(ask, ms = 8000) {
  for (const end = Date.now() + ms; Date.now() < end;) {
    const answer = await ask().catch(() => null);
    if (answer) return answer;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return null;
}

/** Runs `work` as another person, out of sight of the story's hand. */
export async function as(browser, person, work, options = {}) {
  const seat = await visitor(browser, person, options);
  try { return await work(seat.page, seat); } finally { await seat.context.close(); }
}

/** The request whose page is open is withdrawn, so that the story can be told again. */
export async function withdraw(page) {
  const button = page.locator('form[action$="/withdrawal"] button');
  if (await button.count() === 0) return false;
  await button.first().click();
  await page.waitForLoadState('load');
  return true;
}

/** The day an address of the ask page is about: `/requests/new?day=2026-11-24`. */
export const dayOf = href => new URL(href, base).searchParams.get('day');

/** 1 = Monday ... 7 = Sunday. */
export const weekday = day => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** Tiles of the home page, as { day, weekday, href }, of one kind: "ask" (can be asked for) or "no" (not possible yet). */
export const tiles = async (page, kind) => (await page.locator(`a.day.${kind}`).evaluateAll(links => links.map(link => link.getAttribute('href'))))
  .map(href => ({ href, day: dayOf(href), weekday: weekday(dayOf(href)) }));

/** The tile of that weekday (2 = Tuesday), the latest one shown; else any. */
export async function tile(page, kind, wanted) {
  const all = await tiles(page, kind);
  const found = all.filter(one => one.weekday === wanted).at(-1) ?? all.at(-1);
  return found ? { ...found, link: page.locator(`a.day.${kind}[href="${found.href}"]`) } : null;
}

/** The link of the menu that leads there, wherever the menu of this width has it. */
export const menu = (page, href) => page.locator(`.nav a[href="${href}"]:visible, .more a[href="${href}"]:visible`);
