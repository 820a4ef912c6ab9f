// A head makes a board for the reception; a screen that knows nobody shows it, without script, from far away and on a small screen; then it ends.
import { axe, base, check, shot, sideways, sizes, visitor } from '../lib.mjs';
import { story } from '../story.mjs';

const person = 'supervisor-4011';
const revoke = name => `form[action$="/revocation"] button[aria-label$="${name}"]`;

async function screen(browser, path) {
  const { context, page, troubles } = await visitor(browser, null, { size: 'desk', script: false });
  await page.goto(base + path);
  if (await page.locator('.pile').count() === 0 && await page.locator('.day-off').count() === 0) return `nothing on the board: ${await page.locator('body').innerText()}`;
  check('board: it has no menu, no link and no script', await page.locator('nav, main a, form, script').count() === 0);
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    await shot(page, `board-${theme}`);
  }
  await page.setViewportSize(sizes.small);
  const by = await sideways(page);
  check('board: no sideways scroll at 320 px', by === '', by);
  check('board: no policy report, no console message', troubles.length === 0, troubles.join(' | '));
  await context.close();
  const scripted = await visitor(browser, null, { size: 'desk' });
  await scripted.page.goto(base + path);
  const found = await axe(scripted.page);
  // it comes again by itself on purpose: that is what a screen at a reception is for
  const real = found.filter(fault => !fault.startsWith('meta-refresh'));
  check('board: axe', real.length === 0, `\n     ${real.join('\n     ')}`);
  await scripted.context.close();
  return true;
}

export async function boards(browser) {
  await story(browser, 'a board at the reception', { person, start: '/team', once: ['desk', true] }, async ({ page, hand }) => {
    const name = `Lobi ${Date.now()}`;
    await hand.tap('main nav.tabs a[href="/team/boards"]');
    await hand.fill('#f-name', name);
    await hand.tap('#f-names');
    await hand.tap('#new-board button.primary');
    const address = await page.locator('#f-address').inputValue();
    if (!/\/board\/[\w-]{43}$/.test(address)) return `no address: ${address}`;
    const path = new URL(address).pathname;
    const shown = await screen(browser, path);
    if (shown !== true) return shown;
    await hand.tap(revoke(name));
    const last = await fetch(base + path);
    return last.status === 404 || `after its end the board answers ${last.status}`;
  });
}
