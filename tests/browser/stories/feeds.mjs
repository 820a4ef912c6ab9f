// A calendar program reads somebody's days, and who is where in a unit: links are made on a phone, read without a session by ical.js, and
// read again after changes.
import ICAL from 'ical.js';
import { base, check } from '../lib.mjs';
import { story } from '../story.mjs';
import { as, tile, until, withdraw } from '../people.mjs';

const person = 'employee-4011';
const revoke = name => `form[action$="/revocation"] button[aria-label$="${name}"]`;

/** The newest mail's calendar file that speaks of a request's day, by UID; null while there is none. */
async function mailed(uid) {
  const list = await (await fetch(`${base}/demo/mail`)).text();
  for (const path of [...list.matchAll(/\/demo\/mail\/[0-9a-f-]{36}/g)].map(found => found[0])) {
    const file = await read(base + path, false);
    const event = file.events.get(uid);
    if (event) return { ...event, method: file.method, named: file.named };
  }
  return null;
}

/** What a program that knows nobody reads at an address: its events by UID. */
async function read(address, feed = true) {
  const answer = await fetch(address);
  if (answer.status !== 200 || !/^text\/calendar/.test(answer.headers.get('content-type') ?? '')) throw new Error(`${answer.status} ${answer.headers.get('content-type')}`);
  const text = await answer.text();
  check('lines of the feed are folded within 75 octets', text.split('\r\n').every(line => Buffer.byteLength(line) <= 75));
  const calendar = new ICAL.Component(ICAL.parse(text));
  const named = calendar.getFirstPropertyValue('x-wr-calname');
  if (feed) check('the feed has a name', String(named).startsWith('Luwes'));
  const events = calendar.getAllSubcomponents('vevent').map(event => new ICAL.Event(event));
  const zones = new Set(calendar.getAllSubcomponents('vtimezone').map(zone => zone.getFirstPropertyValue('tzid')));
  for (const event of events) if (!event.startDate.isDate) check(`${event.uid}: its zone is described`, zones.has(event.component.getFirstProperty('dtstart').getParameter('tzid')));
  const method = calendar.getFirstPropertyValue('method');
  return { tag: answer.headers.get('etag'), method, named, events: new Map(events.map(event => [event.uid, { day: event.startDate.toString().slice(0, 10), status: event.component.getFirstPropertyValue('status'), sequence: event.sequence, summary: event.summary }])) };
}

const found = (events, day, status) => [...events].find(([, event]) => event.day === day && event.status === status);

/** Makes a link on the open page; `shows` is a value of its list. Gives the address as this machine reaches it. */
async function make(page, hand, name, shows) {
  await hand.fill('#f-name', name);
  if (shows) await hand.choose('#f-shows', shows);
  await hand.tap('#new-feed button.primary');
  const address = await page.locator('#f-address').inputValue();
  if (!/\/feeds\/[\w-]{43}\.ics$/.test(address)) throw new Error(`no address: ${address}`);
  return base + new URL(address).pathname;
}

export async function feeds(browser) {
  await story(browser, 'a calendar program follows a request', { person, start: '/account', once: ['phone', true] }, async ({ page, hand }) => {
    const name = `Ponsel ${Date.now()}`;
    await hand.tap('main a[href="/account/calendar"]');
    const here = await make(page, hand, name);
    const before = await read(here);
    const unit = await page.locator('#f-shows option').evaluateAll(options => options.map(option => option.value).find(value => value !== 'own'));
    const ours = await make(page, hand, `${name} unit`, unit);
    const team = await read(ours);

    await page.goto(`${base}/`);
    const day = await tile(page, 'ask', 2);
    if (!day) return 'home offers no day to ask for';
    await page.goto(base + day.href);
    await page.locator('.dock button.primary').click();
    await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/);
    const asked = await read(here);
    const [uid, tentative] = found(asked.events, day.day, 'TENTATIVE') ?? [];
    if (!uid) return `no tentative day on ${day.day}: ${JSON.stringify([...asked.events].slice(-5))}`;
    if (before.events.has(uid) || before.tag === asked.tag) return 'the feed did not change';
    const shown = await read(ours);
    const [mine, among] = [...shown.events].find(([key, event]) => event.day === day.day && event.status === 'TENTATIVE' && !team.events.has(key)) ?? [];
    if (!mine) return `the unit's calendar has nothing new on ${day.day}`;
    if (!among.summary.includes(':')) return `the unit's calendar does not say who: ${among.summary}`;
    const same = await fetch(here, { headers: { 'if-none-match': asked.tag } });
    if (same.status !== 304) return `asked again with its tag it answers ${same.status}`;

    await withdraw(page);
    const after = await read(here);
    const gone = after.events.get(uid);
    if (!gone) return 'the entry has gone instead of changing in place';
    if (gone.status !== 'CANCELLED' || gone.sequence <= tentative.sequence) return `it is ${gone.status} with sequence ${gone.sequence} after ${tentative.sequence}`;

    const there = (await read(ours)).events.get(mine);
    if (there && (there.status !== 'CANCELLED' || there.sequence <= among.sequence)) return `in the unit's calendar it is ${there.status} with sequence ${there.sequence} after ${among.sequence}`;

    await page.goto(`${base}/account/calendar`);
    for (const [link, address] of [[name, here], [`${name} unit`, ours]]) {
      await hand.tap(revoke(link));
      const last = await fetch(address);
      if (last.status !== 404) return `after its end the link answers ${last.status}`;
    }
    return true;
  });

  await story(browser, 'the mail of a decision puts the day into a calendar, and a later one takes it away', { person, start: '/', once: ['desk', true] }, async ({ page, hand }) => {
    const day = await tile(page, 'ask', 4);
    if (!day) return 'home offers no day to ask for';
    await page.goto(base + day.href);
    await page.locator('.dock button.primary').click();
    await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1);
    const decided = await as(browser, 'supervisor-4011', async other => {
      await other.goto(`${base}/inbox/${id}`);
      await other.locator('button.primary[name="decision"][value="approve"]').click();
      await other.waitForURL(/\/inbox(\?|$)/);
      return true;
    });
    const uid = `${id}-${day.day}@luwes`;
    const came = decided && await until(() => mailed(uid), 60_000);
    if (!came) return 'no mail brought the day';
    if (came.status !== 'CONFIRMED' || came.method !== 'PUBLISH' || came.named) return `it came as ${JSON.stringify(came)}`;
    await page.reload();
    await page.locator('details:has(form[action$="/cancellation"]) > summary').click();
    await page.locator('form[action$="/cancellation"] button').last().click();
    await page.waitForLoadState('load');
    const gone = await until(async () => { const now = await mailed(uid); return now?.status === 'CANCELLED' && now; }, 60_000);
    if (!gone) return `after it was cancelled: ${JSON.stringify(await mailed(uid))}`;
    return gone.sequence > came.sequence || `sequence ${gone.sequence} after ${came.sequence}`;
  });

  await story(browser, 'revoke a calendar link', { person, start: '/account/calendar', budget: 3 }, async ({ page, hand, seat }) => {
    const name = `${seat.size} ${seat.script ? 'a' : 'b'} ${Date.now()}`;
    await hand.fill('#f-name', name);
    await hand.tap('#new-feed button.primary');
    await hand.tap(revoke(name));
    return await page.locator('.flash.ok').count() === 1 && await page.locator(revoke(name)).count() === 0;
  });
}
