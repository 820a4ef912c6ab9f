// HR changes a rule and sees whom it touches before anything is saved; a second officer publishes.
import { base, check } from '../lib.mjs';
import { story } from '../story.mjs';
import { as, menu, until } from '../people.mjs';

const number = 'article.rule:not(.off) .say input[type=number]';
const panel = '#impact';
const rail = '.versions a';

/** The address of the open draft, copied from the version in force when there is none. */
const draft = (browser, person) => as(browser, person, async page => {
  await page.goto('/rules');
  const open = page.locator('.head a.btn.primary[href^="/rules/"]');
  if (await open.count() > 0) return open.getAttribute('href');
  await page.locator('form[action="/rules"] button').first().click();
  await page.waitForURL(/\/rules\/\d+$/);
  return new URL(page.url()).pathname;
});

/** The number whose change touches most people: the months of service, else the first of the page. */
async function months(page) {
  const wanted = page.locator('input[type=number][name*="month"]');
  return (await wanted.count() > 0 ? wanted : page.locator(number)).first();
}

async function impactFirst(browser) {
  const at = await draft(browser, 'hr-4011');
  await story(browser, 'see whom a rule change touches', { person: 'hr-4011', start: at, budget: script => script ? 1 : 2 }, async ({ page, hand, seat }) => {
    const field = await months(page);
    const old = await field.inputValue();
    const before = await page.locator(panel).innerText();
    const most = Number(await field.getAttribute('max')) || 99;
    await hand.fill(field, String(Number(old) * 3 > most ? 1 : Math.max(Number(old) * 3, 60) > most ? most : Math.max(Number(old) * 3, 60)));
    if (!seat.script) await hand.tap('button[formaction*="/impact"]');
    const after = await until(async () => { const now = await page.locator(panel).innerText(); return now !== before && /\d/.test(now) ? now : null; });
    if (!after) return 'the panel does not answer';
    if (!await page.locator(`${panel} table`).count()) return `no table by unit: ${after.slice(0, 200)}`;
    await page.goto(base + at);
    return await (await months(page)).inputValue() === old || 'the draft was saved';
  });
}

async function publish(browser) {
  const at = await draft(browser, 'hr-6409');
  await as(browser, 'hr-6409', async page => {
    await page.goto(at);
    const field = await months(page);
    await field.fill(String(Number(await field.inputValue()) + 1));
    await page.locator('button[name=action][value=save]').click();
    await page.waitForLoadState('load');
    check('a changed draft is saved', await page.locator('.errors').count() === 0, await page.locator('main').innerText().then(text => text.slice(0, 200)));
  });
  await story(browser, 'ask for publication', { person: 'hr-6409', start: at, budget: 2, once: ['desk', true] }, async ({ page, hand }) => {
    await hand.tap('button[formaction$="/request"]');
    if (await page.locator('form[action$="/publish"]').count() > 0) return 'the same officer could publish';
    return await page.locator('form[action$="/return"]').count() > 0;
  });
  await story(browser, 'the second officer publishes', { person: 'hr-2-6409', start: '/rules', budget: 2, once: ['desk', false] }, async ({ page, hand }) => {
    await hand.tap(`${rail}[href="${at}"]`);
    await hand.tap('form[action$="/publish"] button');
    const chip = page.locator(`${rail}[href="${at}"] .chip`);
    return await chip.count() === 1 && !/draf|menunggu/i.test(await chip.innerText());
  });
}

async function names(browser) {
  await story(browser, 'HR opens an employee in two taps', { person: 'hr-4011', start: '/', budget: 2 }, async ({ page, hand }) => {
    await hand.tap(menu(page, '/employees'));
    await hand.tap('main a[href^="/employees/"]:not([href$="/new"]):not([href*="?"])');
    return /\/employees\/[0-9a-f-]{36}$/.test(page.url()) && await page.locator('h1').count() === 1;
  });
}

/** What this story set is removed, so that it can be told again. */
async function unchain({ page }) {
  await page.goto('/approval-chains');
  const sure = page.locator('details:has(form[action="/approval-chains/removal"])').last();
  if (await sure.count() > 0) { await sure.locator('summary').click(); await sure.locator('button').click(); await page.waitForLoadState('load'); }
}

async function chains(browser) {
  await story(browser, 'HR sets an approval chain', { person: 'hr-6711', start: '/rules', budget: 5, after: unchain }, async ({ page, hand }) => {
    await hand.tap('main a[href="/approval-chains"]');
    await hand.fill('#chain input[name=over_days]', '3');
    await hand.tap('#chain input[name=step2][value=hr] + label');
    await hand.tap('#chain button.primary');
    return await page.locator('form[action="/approval-chains/removal"]').count() === 1;
  });
  const undo = 'form[action^="/inbox/undo/"] button';
  const back = async ({ page }) => { if (await page.locator(undo).count() > 0) { await page.locator(undo).first().click(); await page.waitForLoadState('load'); } };
  await story(browser, 'HR agrees after the supervisor', { person: 'hr-6409', start: '/inbox', budget: 2, after: back }, async ({ page, hand }) => {
    await hand.tap('main .row-link');
    await hand.tap('#decide button[value=approve].primary');
    return page.url().endsWith('/inbox') && await page.locator(undo).count() === 1;
  });
}

export async function officers(browser) {
  await chains(browser);
  await names(browser);
  await impactFirst(browser);
  await publish(browser);
}
