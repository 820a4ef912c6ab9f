// Those who look over it: the auditor, the agency's leader, the ministry.
import { story } from '../story.mjs';
import { menu } from '../people.mjs';

export async function overseers(browser) {
  await story(browser, 'replay one decision', { person: 'auditor-4011', start: '/trail/requests', budget: 2 }, async ({ page, hand }) => {
    const rows = 'main .list a.item[href^="/trail/requests/"]';
    if (await page.locator(rows).count() === 0) await hand.tap('.seg a[href*="show=all"]');
    await hand.tap('main .list a.item[href^="/trail/requests/"]');
    return await page.locator('.trace > li').count() > 0 && await page.locator('.chip.ok, .chip.bad').count() > 0;
  });
  await story(browser, 'verify the trail', { person: 'auditor-4011', start: '/trail', budget: 1 }, async ({ page, hand }) => {
    await hand.tap('form[action="/trail/verification"] button');
    return await page.locator('section[aria-labelledby=chain] .note.ok').count() === 1;
  });
  await story(browser, 'the agencies that need attention, and why', { person: 'ministry', start: '/', budget: 1 }, async ({ page, hand }) => {
    if (!page.url().endsWith('/agencies')) await hand.tap(menu(page, '/agencies'));
    const rows = page.locator('main table tbody tr');
    return await rows.count() >= 4 && (await rows.first().innerText()).length > 20;
  });
}
