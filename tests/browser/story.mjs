// One story: a person, a page to start from, a goal, and how many interactions it may take. Told on a phone and at a desk, with and without script,
// so nothing may depend on script.
import { Hand, check, open, visitor } from './lib.mjs';

const ways = [['phone', true], ['phone', false], ['desk', true], ['desk', false]];

/**
 * Runs one story. `budget` is the most interactions it may take (null: not counted; a function is asked with `script`); `act` gets
 * { page, hand, seat } and returns true when the person reached the goal, or the reason why not. `after` puts things back (not counted).
 * `once` tells it in one way only, for what cannot be done twice: a [size, script] pair.
 */
export async function story(browser, name, { person, start, budget = null, once = null, theme = 'light', after = null }, act) {
  for (const [size, script] of once ? [once] : ways) {
    const title = `${name} (${size}${script ? '' : ', no script'})`;
    const most = typeof budget === 'function' ? budget(script) : budget;
    let seat = null;
    try {
      seat = await visitor(browser, person, { size, script, theme });
      await open(seat.page, typeof start === 'function' ? await start() : start);
      const hand = new Hand(seat.page);
      const done = await act({ page: seat.page, hand, seat });
      check(`${title}: reaches the goal`, done === true, `${typeof done === 'string' ? done : ''} at ${seat.page.url()}`);
      if (most !== null) check(`${title}: within ${most} interactions`, hand.count <= most, `took ${hand.count}`);
      check(`${title}: no policy report, no console message`, seat.troubles.length === 0, seat.troubles.join(' | '));
      if (done === true) console.log(`ok   ${title}: ${hand.count}${most === null ? '' : ` of ${most}`}`);
      if (after) await after({ page: seat.page, seat });
    } catch (error) {
      check(title, false, `${String(error).split('\n').slice(0, 3).join(' ')} at ${seat?.page.url()}`);
    }
    await seat?.context.close();
  }
}
