// The personnel file of the fictional agency: seen and understood; what becomes of it is told in whole.mjs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib.mjs';
import { story } from '../story.mjs';

const file = join(root, 'data/pegawai_messy.xlsx');
const expected = JSON.parse(readFileSync(join(root, 'data/pegawai_messy_expected.json'), 'utf8')).xlsx;
const { accepted, rejected, skipped_duplicate: twice } = expected.summary;

async function upload(hand) {
  await hand.tick('input[name=kind][value=employees]');
  await hand.file('input[type=file][name=file]', file);
  await hand.tap('form[action="/imports"] button.primary');
}

/** What the preview says about the whole file. */
async function summary(page) {
  const words = await page.locator('section[aria-labelledby=act]').innerText();
  const numbers = words.match(/\d+/g) ?? [];
  return [accepted, rejected, twice].every(n => numbers.includes(String(n))) || `the preview says: ${words.slice(0, 200)}`;
}

/** The first refused row of the file stands there with its number and its reasons in words. */
async function refusedRow(page) {
  const row = expected.not_accepted.find(one => one.status === 'rejected');
  const item = page.locator('section[aria-labelledby=rows] .list li').filter({ hasText: String(row.row) }).first();
  const words = await item.innerText();
  return words.length > 30 && !/[A-Z]+_[A-Z]+/.test(words) || `row ${row.row} reads: ${words}`;
}

export async function importing(browser) {
  await story(browser, 'see what a file would do', { person: 'hr-contoh', start: '/imports', budget: 3 }, async ({ page, hand }) => {
    await upload(hand);
    const said = await summary(page);
    if (said !== true) return said;
    await page.locator('.tabs a[href*="rejected"]').first().click();
    await page.waitForLoadState('load');
    const row = await refusedRow(page);
    if (row !== true) return row;
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$="/rejected.xlsx"]').first().click()]);
    if (!download.suggestedFilename().endsWith('.xlsx')) return `the refused rows come as ${download.suggestedFilename()}`;
    await page.locator('form[action$="/discard"] button').click();
    await page.waitForLoadState('load');
    return await page.locator('form[action$="/application"]').count() === 0;
  });
}
