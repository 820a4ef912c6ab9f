// Work is handed in from a phone and answered at a desk; what it comes to is told on the page of the allowance.
import { base, check } from '../lib.mjs';
import { story } from '../story.mjs';
import { as, menu } from '../people.mjs';

const employee = 'employee-4011';
const supervisor = 'supervisor-4011';
const send = '#work button.primary';
const titles = seat => ['satu', 'dua', 'tiga', 'empat', 'lima'].map(word => `Telaah ${word} ${seat.size} ${seat.script ? 'a' : 'b'} ${Date.now()}`);

/** Delivered by the employee, out of sight of the story's hand. */
async function handIn(browser, all) {
  await as(browser, employee, async page => {
    for (const title of all) {
      await page.goto(`${base}/work/new`);
      await page.locator('#f-title').fill(title);
      await page.locator('#f-words').fill('Selesai, tiga halaman.');
      await page.locator(send).click();
      await page.waitForURL(/\/work\/[0-9a-f-]{36}$/);
    }
  });
}

export async function work(browser) {
  await story(browser, 'deliver work', { person: employee, start: '/work', budget: 4 }, async ({ page, hand, seat }) => {
    await hand.tap('main a[href="/work/new"]');
    await hand.fill('#f-title', `Ringkasan rapat ${seat.size} ${seat.script ? 'a' : 'b'}`);
    await hand.fill('#f-words', 'Ringkasan dua halaman, tujuh keputusan.');
    await hand.tap(send);
    return /\/work\/[0-9a-f-]{36}$/.test(page.url()) && await page.locator('#h-versions').count() === 1;
  });

  await story(browser, 'deliver what is planned', { person: employee, start: '/', budget: 4, once: ['phone', true] }, async ({ page, hand }) => {
    await hand.tap(menu(page, '/work'));
    const planned = page.locator('main a[href^="/work/new?"]');
    if (await planned.count() === 0) return 'nothing is promised for a flexible day';
    await hand.tap(planned);
    if (await page.locator('#f-title').inputValue() === '') return 'the promise is not prefilled';
    await hand.fill('#f-words', 'Sesuai rencana hari itu.');
    await hand.tap(send);
    return /\/work\/[0-9a-f-]{36}$/.test(page.url());
  });

  for (const script of [true, false]) {
    await story(browser, 'answer five', { person: supervisor, start: '/team/work', budget: 10, once: ['desk', script] }, async ({ page, hand, seat }) => {
      const all = titles(seat);
      await handIn(browser, all);
      await page.goto(`${base}/team/work`);
      const row = title => page.locator('#waiting li').filter({ hasText: title });
      for (const title of all.slice(0, 3)) await hand.tick(row(title).locator('input[name=item]'));
      await hand.tap('#waiting .dock button');
      for (const title of all.slice(0, 3)) if (await row(title).count() !== 0) return `${title} still waits`;
      await hand.tap(row(all[3]).locator('.row-link'));
      await hand.fill('#answer textarea[name=comment]', 'Sebutkan sumber tiap angka.');
      await hand.tap('#answer button[value=revision]');
      await hand.tap(row(all[4]).locator('.row-link'));
      await hand.tap('#answer button.primary');
      for (const title of all) if (await row(title).count() !== 0) return `${title} still waits`;
      return true;
    });
  }

  await as(browser, employee, async page => {
    await page.goto(`${base}/allowance/own`);
    const words = await page.locator('main').innerText();
    check('the page of the allowance names the sum, its base, the rating and the instrument', /Rp\s[\d.]+/.test(words) && /kelas \d+/i.test(words) && /Baik|Perbaikan|Kurang/.test(words) && /Pasal|Keputusan|Peraturan|Perka|Perbup|Perwal|Pergub/i.test(words), words.slice(0, 400));
  });
}
