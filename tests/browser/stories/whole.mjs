// The whole story of a new agency, by keyboard alone: the personnel file, the heads, the jobs that qualify, a rule and its impact, the
// second officer, an imported employee who asks for two days, their head, the auditor.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Keyboard, check, root, sees, visitor } from '../lib.mjs';
import { as, until, weekday } from '../people.mjs';

const file = join(root, 'data/pegawai_messy.xlsx');
const expected = JSON.parse(readFileSync(join(root, 'data/pegawai_messy_expected.json'), 'utf8')).xlsx;

/** One chapter: a person at a desk with a keyboard. Says what was reached, or why it was not. */
async function chapter(browser, title, person, tell, size = 'desk') {
  let seat = null;
  try {
    seat = await visitor(browser, person, { size });
    seat.page.setDefaultTimeout(20_000);
    const keys = new Keyboard(seat.page);
    const done = await tell(seat.page, keys);
    if (check(`by keyboard, ${title}`, done === true, `${done} at ${seat.page.url()}`)) console.log(`ok   by keyboard, ${title}: ${keys.stops} stops`);
    check(`by keyboard, ${title}: no policy report, no console message`, seat.troubles.length === 0, seat.troubles.join(' | '));
    return done === true;
  } catch (error) {
    return check(`by keyboard, ${title}`, false, `${String(error).split('\n').slice(0, 3).join(' ')} at ${seat?.page.url()}: ${await seat?.page.locator('main').innerText().catch(() => '')}`.slice(0, 600));
  } finally {
    await seat?.context.close();
  }
}

export async function whole(browser) {
  const { accepted, rejected, skipped_duplicate: twice } = expected.summary;
  await chapter(browser, 'HR loads the personnel file', 'hr-contoh', async (page, keys) => {
    await page.goto('/imports');
    await keys.press('input[name=kind][value=employees]', 'Space');
    await keys.reach('input[type=file][name=file]');
    await page.locator('input[type=file][name=file]').setInputFiles(file); // the system's own window, which no page can drive
    await keys.press('form[action="/imports"] button.primary');
    const words = await page.locator('section[aria-labelledby=act]').innerText();
    if (![accepted, rejected, twice].every(n => words.match(/\d+/g)?.includes(String(n)))) return `the preview says ${words}`;
    await keys.press('form[action$="/application"] button');
    return await page.locator('.kpis').count() > 0 && await sees(page, String(rejected));
  });
  await chapter(browser, 'HR confirms the heads', 'hr-contoh', async (page, keys) => {
    await page.goto('/hr');
    for (let n = 0; n < 3 && await page.locator('form[action="/units/heads"]').count() > 0; n += 1) {
      await keys.reach('form[action="/units/heads"] input[name=pick]:checked');
      await keys.press('form[action="/units/heads"] button.primary');
      if (await page.locator('.flash.ok').count() !== 1) return 'nothing says that they are confirmed';
    }
    return await page.locator('form[action="/units/heads"]').count() === 0;
  });
  await chapter(browser, 'HR decides which jobs qualify', 'hr-contoh', async (page, keys) => {
    await page.goto('/positions?state=undecided');
    await keys.press('#pick-all', 'Space');
    const flags = 'form[action="/positions/flags"] select:not([name=outside_duty])';
    for (const name of await page.locator(flags).evaluateAll(all => all.map(one => one.name))) await keys.choose(`select[name="${name}"]`, 'Y');
    await keys.press('form[action="/positions/flags"] button.primary');
    return await page.locator('.flash.ok').count() === 1 && await page.locator('form[action="/positions/flags"]').count() === 0;
  });
  let draft = '';
  await chapter(browser, 'HR changes a rule, sees whom it touches and asks for publication', 'hr-contoh', async (page, keys) => {
    await page.goto('/rules');
    await keys.press('form[action="/rules"] button');
    draft = new URL(page.url()).pathname;
    await keys.press('input[name="min_predikat.on"]', 'Space');
    const delta = await until(async () => (await page.locator('#impact .delta').innerText()).match(/[1-9]\d*/)?.[0]);
    if (!delta) return `the impact stays ${await page.locator('#impact').innerText()}`;
    if (!await page.evaluate(() => document.activeElement?.matches('input[name="min_predikat.on"]'))) return 'the answer took the focus away';
    await keys.press('button[formaction$="/request"]');
    return await page.locator('form[action$="/publish"]').count() === 0 && await page.locator('form[action$="/return"]').count() === 1;
  });
  await chapter(browser, 'the second officer publishes', 'hr-2-contoh', async (page, keys) => {
    await page.goto('/rules');
    await keys.press(`.versions a[href="${draft}"]`);
    await keys.press('form[action$="/publish"] button');
    return await page.locator('.flash').count() === 1 && await page.locator('form[action$="/publish"]').count() === 0;
  });

  const unit = 'Badan Pengelolaan Keuangan dan Aset Daerah';
  const worker = expected.normalized_accepted.find(one => one.unit === unit && one.position.startsWith('Analis Kebijakan'));
  const head = expected.normalized_accepted.find(one => one.position === `Kepala ${unit}`);
  let asked = '';
  await chapter(browser, 'an imported employee asks for two days, one of them moved', worker.nip, async (page, keys) => {
    await page.goto('/');
    const free = await page.locator('a.day.ask').last().getAttribute('href');
    await keys.press(`a.day.ask[href="${free}"]`);
    const mondays = async () => (await page.locator('input[name=days]:not(:disabled)').evaluateAll(all => all.map(one => one.value))).find(day => weekday(day) === 1);
    for (let n = 0; n < 4 && !await mondays(); n += 1) { // a Monday that is a holiday is no working day at all
      const weeks = await page.locator('button[name="do"][value^="week:"]').evaluateAll(all => all.map(one => one.value));
      await keys.press(`button[name="do"][value="${weeks.sort().at(-1)}"]`);
    }
    const monday = await mondays();
    await keys.press(`input[name=days][value="${monday}"]`, 'Space');
    const swap = 'button[name="do"][value^="swap:"]';
    if (!await until(async () => await page.locator(swap).count() > 0)) return `no other day is offered: ${await page.locator('.a1 .note').innerText()}`;
    const why = page.locator('.a2 .trace > li').first();
    if (!/Dasar hukum\s+\S/.test(await why.innerText())) return `no legal basis in ${await why.innerText()}`;
    await keys.press(swap);
    if (await page.locator('input[name=days]:checked').count() !== 2 || await page.locator(swap).count() > 0) return 'the day was not moved';
    await keys.reach('input[name=place]');
    for (let n = 0; n < 5 && !await page.evaluate(() => document.activeElement.value === 'other_office'); n += 1) await page.keyboard.press('ArrowDown');
    await until(async () => await page.locator('input[name=place][value=other_office]').isChecked());
    await keys.type('input[name=place_detail]', 'Kantor UPT di Contoh Utara');
    await keys.type('input[name=plan_what]', 'Laporan keuangan triwulan');
    await keys.press('.dock button.primary');
    asked = new URL(page.url()).pathname;
    return /\/requests\/[0-9a-f-]{36}$/.test(asked) && await page.locator('.flash.ok').count() === 1;
  }, 'phone');
  await chapter(browser, 'the head refuses with a reason, takes it back and approves', head.nip, async (page, keys) => {
    const decision = asked.replace('/requests/', '/inbox/');
    await page.goto('/inbox');
    await keys.press(`a.row-link[href^="${decision}"]`);
    await keys.press('button[value=refuse]');
    if (!await page.locator('.errors').count()) return 'refused without a reason';
    await keys.reach('.errors a');
    await keys.type('textarea[name=note]', 'Rapat unit pada hari itu.');
    await keys.press('button[value=refuse]');
    await keys.press('.toast button');
    await page.goto(decision);
    await keys.press('button[value=approve]');
    return await page.locator('.toast, .flash.ok').count() === 1;
  });
  await chapter(browser, 'the auditor replays the decision and checks the trail', 'auditor-contoh', async (page, keys) => {
    await page.goto('/trail');
    await keys.press('form[action="/trail/verification"] button');
    if (await page.locator('section[aria-labelledby=chain] .note.ok').count() !== 1) return 'the trail is not whole';
    await page.goto('/trail/requests?show=all');
    await keys.press('main a.item[href^="/trail/requests/"]');
    return await page.locator('.note.ok h2').count() === 1 && await page.locator('.trace > li').count() > 0;
  });
  await as(browser, worker.nip, async page => { await page.goto(asked); check('the employee sees the approval', await page.locator('h1 + p .chip.ok').count() === 1, await page.locator('main').innerText()); });
}
