// An employee asks for days, reads why one is not possible, and moves it.
import { base, check } from '../lib.mjs';
import { story } from '../story.mjs';
import { as, menu, tile, withdraw } from '../people.mjs';

const person = 'employee-4011';
const send = '.dock button.primary';
const swap = 'button[name="do"][value^="swap:"]';

/** The sent request is on the screen and waits. */
const sent = async page => /\/requests\/[0-9a-f-]{36}$/.test(page.url()) && await page.locator('.flash.ok').count() === 1;

/** Somebody who may ask and never has: nothing is prefilled for them. */
async function newcomer(browser) {
  for (const agency of ['4011', '6409', '6711']) for (const role of ['auditor', 'hr-2', 'hr', 'leader']) {
    const fits = await as(browser, `${role}-${agency}`, async page => {
      await page.goto('/');
      const day = await tile(page, 'ask', 2);
      if (!day) return false;
      await page.goto(day.href);
      return await page.locator('input[name=plan_what]').first().inputValue() === '' && await page.locator('.note.ok').count() === 1;
    }).catch(() => false);
    if (fits) return `${role}-${agency}`;
  }
  return null;
}

async function firstTime(browser) {
  const somebody = await newcomer(browser);
  if (!check('somebody may ask who never has', somebody !== null)) return;
  await story(browser, 'ask for the first time', { person: somebody, start: '/', budget: 5, once: ['phone', false], after: ({ page }) => withdraw(page) }, async ({ page, hand }) => {
    await hand.tap((await tile(page, 'ask', 2)).link);
    await hand.fill('input[name=plan_what]', 'Draf laporan triwulan');
    await hand.tap(send);
    return sent(page);
  });
}

export async function employee(browser) {
  await story(browser, 'ask for Tuesday from home', { person, start: '/', budget: 2, after: ({ page }) => withdraw(page) }, async ({ page, hand }) => {
    const tuesday = await tile(page, 'ask', 2);
    if (!tuesday) return 'home offers no day to ask for';
    await hand.tap(tuesday.link);
    if (!await page.locator(`input[name=days][value="${tuesday.day}"]`).isChecked()) return 'the day is not chosen';
    if (await page.locator('input[name=plan_what]').first().inputValue() === '') return 'the plan is not prefilled';
    if (!await page.locator('input[name=place][value=home]').isChecked()) return 'home is not prefilled';
    await hand.tap(send);
    return sent(page);
  });

  await firstTime(browser);

  await story(browser, 'why not Wednesday', { person, start: '/', budget: 1 }, async ({ page, hand }) => {
    const wednesday = await tile(page, 'no', 3);
    if (!wednesday) return 'home shows no day that is not possible';
    await hand.tap(wednesday.link);
    const first = page.locator('.trace > li').first();
    const words = await first.innerText();
    if (await first.locator('.law, .cite, a[href^="http"], dl, .meta').count() === 0 && !/pasal|ayat|nomor|surat|peraturan/i.test(words)) return `no legal basis in: ${words}`;
    return await page.locator('.note.warn h2').count() > 0 && await page.locator(swap).count() > 0;
  });

  await story(browser, 'move Wednesday to a day that passes', {
    person, budget: 2, after: ({ page }) => withdraw(page),
    start: '/',
  }, async ({ page, hand }) => {
    const wednesday = await tile(page, 'no', 3);
    if (!wednesday) return 'home shows no day that is not possible';
    await page.goto(base + wednesday.href);
    await hand.tap(swap);
    if (await page.locator(`input[type=checkbox][name=days][value="${wednesday.day}"]:checked`).count() > 0) return 'the blocked day is still chosen';
    await hand.tap(send);
    return sent(page);
  });

  await story(browser, 'start half an hour earlier', { person, start: '/requests/new', budget: 5, after: ({ page }) => withdraw(page) }, async ({ page, hand }) => {
    await hand.tap('main a[href="/requests/hours/new"]');
    if (await page.locator('#f-mon_start').inputValue() === '') return 'the hours are not prefilled';
    await hand.fill('#f-same', '07:00');
    await hand.tap('button[name=do][value=same]');
    if (await page.locator('#f-fri_start').inputValue() !== '07:00') return 'not every day starts at seven';
    if (await page.locator('#hours .chip.ok').count() === 0) return 'the weekly total is not shown as met';
    await hand.fill('#f-reason', 'Mengantar anak ke sekolah');
    await hand.tap(send);
    return sent(page);
  });

  await story(browser, 'Enter sends, it does not swap', { person, start: '/', once: ['desk', true], after: ({ page }) => withdraw(page) }, async ({ page, hand }) => {
    const tuesday = await tile(page, 'ask', 2);
    await hand.tap(tuesday.link);
    await page.locator('input[name=contact]').focus();
    await Promise.all([page.waitForURL(/\/requests\/[0-9a-f]/), page.keyboard.press('Enter')]);
    return sent(page);
  });

  await story(browser, 'choosing another day is checked at once', { person, start: '/requests/new', once: ['phone', true] }, async ({ page, hand }) => {
    const box = page.locator('input[type=checkbox][name=days]:not([disabled])').last();
    const day = await box.getAttribute('value');
    hand.count += 1;
    const [answer] = await Promise.all([page.waitForResponse(r => r.url().endsWith('/requests/new') && r.request().method() === 'POST'), page.locator(`label[for="d${day}"]`).click()]);
    if (answer.status() !== 200) return `the live check answers ${answer.status()}`;
    await page.locator('.a2 section, .note').first().waitFor();
    return await page.locator(`input[name=days][value="${day}"]`).isChecked();
  });

  await story(browser, 'a day chosen by Space keeps the focus', { person, start: '/requests/new', once: ['phone', true] }, async ({ page, hand }) => {
    const box = page.locator('input[type=checkbox][name=days]:not([disabled])').first();
    const id = await box.getAttribute('id');
    await box.focus();
    await Promise.all([page.waitForResponse(r => r.url().endsWith('/requests/new') && r.request().method() === 'POST'), hand.key('Space')]);
    await page.locator('.note').first().waitFor();
    await page.waitForTimeout(500); // the browser drops a focus only when it next draws
    const at = await page.evaluate(() => document.activeElement.id);
    return at === id || `the focus is at ${at || 'the start of the page'}`;
  });

  await story(browser, 'who is in the office on Thursday', { person, start: '/', budget: 1 }, async ({ page, hand }) => {
    await hand.tap(menu(page, '/team'));
    const heads = await page.locator('.grid-week thead th').allInnerTexts();
    const thursday = heads.findIndex(text => /Kam/.test(text));
    if (thursday < 1) return `no Thursday in ${heads.join(' ')}`;
    const cover = await page.locator(`.grid-week tfoot tr > :nth-child(${thursday + 1})`).innerText();
    return /\d|–/.test(cover) && await page.locator('.grid-week tbody tr').count() > 1;
  });

  await story(browser, 'correct a wrong fact', { person, start: '/my-data', budget: 3 }, async ({ page, hand, seat }) => {
    // a fact that is being corrected already cannot be contested twice, so every seat takes another
    const turn = (seat.size === 'phone' ? 0 : 2) + (seat.script ? 0 : 1);
    const href = await page.locator('main a[href*="/my-data?fact="]').nth(turn).getAttribute('href');
    await hand.tap(`main a[href="${href}"]`);
    const text = `Masa kerja saya keliru sejak pindah unit (${seat.size} ${seat.script ? 'a' : 'b'} ${Date.now()}).`;
    await hand.fill('textarea[name=statement]', text);
    await hand.tap('form[action="/corrections"] button.primary');
    return (await page.locator('main').innerText()).includes(text);
  });

  await story(browser, 'say where one works today', { person, start: '/presence', budget: 2 }, async ({ page, hand }) => {
    if (await page.locator('form[action="/presence/end"] button').count() > 0) await hand.tap('form[action="/presence/end"] button');
    await hand.tap('form[action="/presence/start"] button.primary');
    return await page.locator('.flash.ok').count() === 1 && await page.locator('form[action="/presence/end"]').count() === 1;
  });
}
