// What a page costs on the wire, as the server really sends it: first visit, repeat visit, scripts. Budgets: 70 kB, 8 kB, 18 kB.
import { base, check, visitor } from './lib.mjs';

const KB = 1000;
const budget = { first: 70 * KB, repeat: 8 * KB, script: 18 * KB };

async function measure(page, path) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  const kinds = new Map();
  const cost = { all: 0, script: 0, files: [] };
  const cached = new Set();
  cdp.on('Network.responseReceived', e => kinds.set(e.requestId, [e.type, e.response.url]));
  cdp.on('Network.requestServedFromCache', e => cached.add(e.requestId));
  cdp.on('Network.loadingFinished', e => {
    if (cached.has(e.requestId)) return;
    const [kind, url] = kinds.get(e.requestId) ?? ['', ''];
    if (url.startsWith('data:')) return;
    cost.all += e.encodedDataLength;
    if (kind === 'Script') cost.script += e.encodedDataLength;
    cost.files.push(`${url.replace(base, '')} ${e.encodedDataLength}`);
  });
  await page.goto(base + path, { waitUntil: 'networkidle' });
  await cdp.detach();
  return cost;
}

export async function weight(browser, pages) {
  for (const { person, path } of pages.filter(page => page.weigh)) {
    const { context, page } = await visitor(browser, person, { size: 'phone' });
    const first = await measure(page, path);
    const repeat = await measure(page, path);
    await context.close();
    console.log(`weight ${path}: first ${(first.all / KB).toFixed(1)} kB, scripts ${(first.script / KB).toFixed(1)} kB, again ${(repeat.all / KB).toFixed(1)} kB`);
    check(`${path}: first visit within 70 kB`, first.all > 0 && first.all <= budget.first, first.files.join('; '));
    check(`${path}: scripts within 18 kB`, first.script <= budget.script, first.files.filter(f => f.includes('.js')).join('; '));
    check(`${path}: repeat visit within 8 kB`, repeat.all <= budget.repeat, repeat.files.join('; '));
  }
}
