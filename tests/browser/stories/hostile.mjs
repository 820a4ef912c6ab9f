// Hostile texts (tests/fixtures/hostile.json) in addresses, in a request and in a file: nothing of them runs, nothing is reported.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, root, visitor } from '../lib.mjs';
import { tile, withdraw } from '../people.mjs';

const texts = JSON.parse(readFileSync(join(root, 'tests/fixtures/hostile.json'), 'utf8'));
const cell = text => `"${text.replaceAll('"', '""')}"`;

/** Someone's window in which every dialog and every report against the policy is noted. */
async function watched(browser, person) {
  const seat = await visitor(browser, person, { size: 'desk' });
  seat.page.on('dialog', dialog => { seat.troubles.push(`a dialog: ${dialog.message()}`); dialog.dismiss().catch(() => {}); });
  seat.page.on('request', request => { if (request.url().endsWith('/csp-report')) seat.troubles.push('a policy report'); });
  return seat;
}

async function calm(name, seat, work) {
  try {
    const done = await work(seat.page);
    check(`hostile texts: ${name}`, done === true, String(done));
    check(`hostile texts: ${name}: no dialog, no report, no message`, seat.troubles.length === 0, seat.troubles.slice(0, 3).join(' | '));
  } catch (error) {
    check(`hostile texts: ${name}`, false, String(error).split('\n').slice(0, 3).join(' '));
  }
  await seat.context.close();
}

export async function hostile(browser) {
  await calm('in an address before sign-in', await watched(browser, null), async page => {
    for (const text of texts) await page.goto(`/sign-in?next=${encodeURIComponent(text)}&login=${encodeURIComponent(text)}`);
    return await page.locator('form[action="/sign-in"]').count() === 1;
  });

  await calm('in a search', await watched(browser, 'hr-contoh'), async page => {
    for (const text of texts) await page.goto(`/employees?q=${encodeURIComponent(text)}`);
    return await page.locator('input[name=q]').first().inputValue() === texts.at(-1);
  });

  await calm('in a file', await watched(browser, 'hr-contoh'), async page => {
    const rows = texts.map((text, n) => [`1985031220100120${String(n).padStart(2, '0')}`, ...Array(4).fill(cell(text))].join(';'));
    const head = ['NIP', 'NAMA', 'GOL', 'JABATAN', 'UNIT KERJA', ...texts.map(cell)].join(';');
    await page.goto('/imports');
    await page.locator('input[name=kind][value=employees]').check({ force: true });
    await page.locator('input[type=file][name=file]').setInputFiles({ name: `${texts[1].replaceAll('/', '')}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`${head}\n${rows.join('\n')}\n`) });
    await page.locator('form[action="/imports"] button.primary').click();
    await page.waitForLoadState('load');
    if (!(await page.locator('main').innerText()).includes('zq')) return `the preview at ${page.url()} shows none of it`;
    const rejected = page.locator('.tabs a[href*="rejected"]').first();
    if (await rejected.count() > 0) { await rejected.click(); await page.waitForLoadState('load'); }
    await page.locator('form[action$="/discard"] button').first().click();
    await page.waitForLoadState('load');
    return true;
  });

  await calm('in a request', await watched(browser, 'employee-4011'), async page => {
    await page.goto('/');
    const day = await tile(page, 'ask', 2);
    if (!day) return 'home offers no day to ask for';
    await page.goto(day.href);
    await page.locator('input[name=plan_what]').first().fill(texts[0]);
    await page.locator('.dock button.primary').click();
    await page.waitForLoadState('load');
    const shown = (await page.locator('main').innerText()).includes(texts[0]);
    return await withdraw(page) && shown || `the request reads: ${(await page.locator('main').innerText()).slice(0, 200)}`;
  });
}
