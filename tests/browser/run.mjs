// Entry: node run.mjs [contrast|weight|pages[=part of a name]|stories[=file] ...]; all of them without an argument. Prints "N passed, N failed", exits 1 on failure.
// Needs: npm ci --ignore-scripts here, Node 20 or newer, Chromium, and (except for contrast) a running `luwes demo` at LUWES_URL.
// A Node of 20 or newer is the caller's matter (script/test takes one from PATH, else installs the npm package `node` of that line under var/).
import { launch, tally } from './lib.mjs';
import { contrast } from './contrast.mjs';
import { weight } from './weight.mjs';
import { eachPage, pages } from './pages.mjs';
import { stories } from './stories.mjs';

const wanted = process.argv.slice(2);
const part = name => wanted.length === 0 ? '' : wanted.find(w => w === name || w.startsWith(`${name}=`))?.slice(name.length + 1);

if (part('contrast') !== undefined) contrast();
if (['weight', 'pages', 'stories'].some(name => part(name) !== undefined)) {
  const browser = await launch();
  try {
    if (part('stories') !== undefined) await stories(browser, part('stories'));
    if (part('pages') !== undefined) await eachPage(browser, part('pages'));
    if (part('weight') !== undefined) await weight(browser, pages);
  } finally {
    await browser.close();
  }
}
if (tally.passed + tally.failed === 0) { console.log(`nothing is called ${wanted.join(', ')}`); process.exit(64); }
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed ? 1 : 0);
