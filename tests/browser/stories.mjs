// People at work, with the tap budgets counted. Each story runs on a phone and a desk, with and without script, so nothing may depend on script.
import { Hand, check, open, visitor } from './lib.mjs';

const ways = [['phone', true], ['phone', false], ['desk', true], ['desk', false]];

/**
 * Runs one story. `budget` is the most interactions it may take (null: not counted); `act` gets { page, hand, seat } and returns true when
 * the person reached the goal. `once` runs it in one way only, for what cannot be done twice.
 */
export async function story(browser, name, { person, start, budget = null, once = null, theme = 'light' }, act) {
  for (const [size, script] of once ? [once] : ways) {
    const seat = await visitor(browser, person, { size, script, theme });
    const title = `${name} (${size}${script ? '' : ', no script'})`;
    try {
      await open(seat.page, start);
      const hand = new Hand(seat.page);
      const done = await act({ page: seat.page, hand, seat });
      check(`${title}: reaches the goal`, done === true, seat.page.url());
      if (budget !== null) check(`${title}: within ${budget} interactions`, hand.count <= budget, `took ${hand.count}`);
      check(`${title}: no policy report, no console message`, seat.troubles.length === 0, seat.troubles.join(' | '));
      if (done === true) console.log(`ok   ${title}: ${hand.count}${budget === null ? '' : ` of ${budget}`}`);
    } catch (error) {
      check(title, false, `${String(error).split('\n')[0]} at ${seat.page.url()}`);
    }
    await seat.context.close();
  }
}

export async function stories(browser) {
  await story(browser, 'a stranger changes the language', { person: null, start: '/sign-in', budget: 1 }, async ({ page, hand }) => {
    await hand.tap('.end button[name=lang]');
    return await page.locator('html').getAttribute('lang') === 'en';
  });
}
