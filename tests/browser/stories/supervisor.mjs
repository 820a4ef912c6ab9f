// A supervisor decides: ten safe requests at once, one that needs thought, and everything by keyboard.
import { check, visitor } from '../lib.mjs';
import { story } from '../story.mjs';
import { as, menu, until } from '../people.mjs';

const person = 'supervisor-4011';
const safe = 'section[aria-labelledby="h-safe"] input[name=item]';
const thought = 'section[aria-labelledby="h-thought"] .row-link';
const approve = '#inbox .dock button.primary';
const say = '#decide .block[name=decision]';
const undo = 'form[action^="/inbox/undo/"] button';

/** Takes the decision back within its ten seconds; the requests wait again. */
async function takeBack(page) {
  if (await page.locator(undo).count() === 0) return false;
  await page.locator(undo).first().click();
  await page.waitForLoadState('load');
  return true;
}

/** The address of a request that needs thought and that the supervisor may decide, by approval or by another day. */
const doubtful = browser => as(browser, person, async page => {
  await page.goto('/inbox');
  for (const at of await page.locator(thought).evaluateAll(links => links.map(link => link.getAttribute('href')))) {
    await page.goto(at);
    if (await page.locator(say).count() > 0) return at;
  }
  return null;
});

async function byKeyboard(browser) {
  await story(browser, 'the inbox by keyboard alone', { person, start: '/inbox', once: ['desk', true] }, async ({ page }) => {
    const marked = () => page.locator('.inbox .item.at .row-link').innerText();
    await page.keyboard.press('j');
    const first = await marked();
    await page.keyboard.press('j');
    const second = await marked();
    if (first === second) return 'j does not move';
    await page.keyboard.press('k');
    if (await marked() !== first) return 'k does not move back';
    const box = page.locator('.inbox .item.at input[type=checkbox]');
    const before = await box.isChecked();
    await page.keyboard.press('x');
    if (await box.isChecked() === before) return 'x does not choose';
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/inbox\/[0-9a-f-]{36}$/);
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.getAttribute('name') === 'decision')) break;
    }
    if (!await page.evaluate(() => document.activeElement?.matches('button[name=decision][value=approve]'))) return 'Tab does not reach the approval first';
    await page.keyboard.press('Enter');
    await page.waitForURL(url => url.pathname === '/inbox');
    return await takeBack(page) || 'no way to take it back';
  });
}

async function tenAtOnce(browser) {
  await story(browser, 'approve ten safe requests', { person, start: '/', budget: 3 }, async ({ page, hand }) => {
    await hand.tap(menu(page, '/inbox'));
    const shown = await page.locator(safe).count();
    if (shown < 10) return `only ${shown} safe requests wait`;
    const label = (await page.locator(approve).innerText()).trim();
    if (!label.includes(String(shown))) return `the button says "${label}" for ${shown}`;
    const wait = page.locator(thought);
    const before = await wait.count();
    await hand.tap(approve);
    const left = await page.locator(safe).count();
    if (left !== 0) return `${left} are still waiting: ${(await page.locator('main').innerText()).slice(0, 300)}`;
    if (await wait.count() !== before) return 'the other pile changed too';
    if (!await takeBack(page)) return 'nothing offers to undo';
    const again = await page.locator(safe).count();
    return again === shown || `${again} of ${shown} wait again after undo`;
  });
}

async function oneDoubtful(browser) {
  const at = await doubtful(browser);
  if (!check('a request needs thought', at !== null)) return;
  const row = `.row-link[href="${at}"]`;
  await story(browser, 'decide one that needs thought', { person, start: '/', budget: 3, after: ({ page }) => takeBack(page) }, async ({ page, hand }) => {
    await hand.tap(menu(page, '/inbox'));
    if (await page.locator(`section[aria-labelledby="h-thought"] ${row}`).count() === 0) return 'it is not in the pile for thought';
    await hand.tap(row);
    if (await page.locator('.trace > li').count() === 0) return 'no trace to read';
    await hand.tap(say);
    return page.url().endsWith('/inbox') && await page.locator(undo).count() === 1 && await page.locator(row).count() === 0;
  });
  await story(browser, 'a refusal asks for the reason', { person, start: at, once: ['phone', false] }, async ({ page, hand }) => {
    await hand.tap('button[name=decision][value=refuse]');
    if (!await page.locator('.errors').count()) return 'no reason is asked for';
    await page.locator('textarea[name=note]').fill('Rapat kerja unit memerlukan kehadiran semua petugas.');
    await hand.tap('button[name=decision][value=refuse]');
    return await takeBack(page) || 'no way to take it back';
  });
}

/** What one supervisor shows as waiting, another page has already decided: told in words, nothing half done. */
async function staleBox(browser) {
  const seat = await visitor(browser, person, { size: 'desk' });
  const other = await visitor(browser, person, { size: 'desk' });
  try {
    await seat.page.goto('/inbox');
    await other.page.goto('/inbox');
    const shown = await seat.page.locator(safe).count();
    await other.page.locator(safe).first().evaluate(box => { for (const item of box.form.querySelectorAll('input[name=item]')) item.checked = item === box; });
    await other.page.evaluate(() => document.getElementById('inbox').submit());
    await until(() => other.page.locator(undo).count());
    await seat.page.locator(approve).click();
    await seat.page.waitForLoadState('load');
    const words = await seat.page.locator('main').innerText();
    check('approving what another page decided is told, the rest is done', words.includes(String(shown - 1)) && await seat.page.locator('.note.warn li').count() === shown, words.slice(0, 300));
    await takeBack(seat.page);
    await takeBack(other.page);
  } finally {
    await seat.context.close();
    await other.context.close();
  }
}

export async function supervisor(browser) {
  await tenAtOnce(browser);
  await oneDoubtful(browser);
  await byKeyboard(browser);
  await staleBox(browser);
}
