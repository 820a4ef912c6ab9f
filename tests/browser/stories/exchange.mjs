// Two colleagues exchange a day: proposing, answering from the first page, and one decision for both.
import { check } from '../lib.mjs';
import { story } from '../story.mjs';
import { as, menu } from '../people.mjs';

const employee = 'employee-4011';
const supervisor = 'supervisor-4011';
const exchange = 'main a[href^="/swaps/"]';

/** An own approved request with a day that can be exchanged. */
const approved = browser => as(browser, employee, async page => {
  await page.goto('/requests?state=approved');
  for (const at of await page.locator('main .list a.item').evaluateAll(links => links.map(link => link.getAttribute('href')))) {
    await page.goto(at);
    if (await page.locator(`a[href="${at}/swap"]`).count() > 0) return at;
  }
  return null;
});

/** What was proposed is withdrawn, so that the story can be told again. */
async function withdraw({ page }) {
  const button = page.locator('form[action^="/swaps/"][action$="/withdrawal"] button');
  if (await button.count() > 0) { await button.click(); await page.waitForLoadState('load'); }
}

async function proposing(browser) {
  const at = await approved(browser);
  if (!check('an approved day can be exchanged', at !== null)) return;
  await story(browser, 'propose to exchange a day', { person: employee, start: at, budget: 3, after: withdraw }, async ({ page, hand }) => {
    await hand.tap(`a[href="${at}/swap"]`);
    if (await page.locator('#swap').count() === 0) return `nothing to take: ${(await page.locator('main').innerText()).slice(0, 300)}`;
    await hand.tap('#swap input[name=take] + label');
    await hand.tap('#swap button.primary');
    return /\/swaps\/[0-9a-f-]{36}$/.test(page.url()) && await page.locator('form[action$="/withdrawal"]').count() === 1;
  });
}

async function answering(browser) {
  await story(browser, 'agree to an exchange', { person: employee, start: '/', budget: 2, once: ['phone', false] }, async ({ page, hand }) => {
    if (await page.locator(exchange).count() === 0) return 'nobody proposes an exchange';
    await hand.tap(`${exchange} >> nth=0`);
    await hand.tap('#answer button.primary');
    return await page.locator('#answer').count() === 0 && await page.locator('form[action$="/withdrawal"]').count() === 1;
  });
}

async function deciding(browser) {
  const undo = 'form[action^="/inbox/undo/"] button';
  const back = async ({ page }) => { if (await page.locator(undo).count() > 0) { await page.locator(undo).first().click(); await page.waitForLoadState('load'); } };
  await story(browser, 'decide an exchange once for both', { person: supervisor, start: '/', budget: 3, after: back }, async ({ page, hand }) => {
    await hand.tap(menu(page, '/inbox'));
    if (await page.locator(exchange).count() === 0) return 'no exchange waits';
    await hand.tap(`${exchange} >> nth=0`);
    await hand.tap('#decide button[value=approve].primary');
    return page.url().endsWith('/inbox') && await page.locator(undo).count() === 1;
  });
}

export async function exchanges(browser) {
  await proposing(browser);
  await deciding(browser);
  await answering(browser);
}
