// Somebody who has not signed in.
import { story } from '../story.mjs';

export async function stranger(browser) {
  await story(browser, 'a stranger changes the language', { person: null, start: '/sign-in', budget: 1 }, async ({ page, hand }) => {
    await hand.tap('.end button[name=lang]');
    return await page.locator('html').getAttribute('lang') === 'en';
  });
}
