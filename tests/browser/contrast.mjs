// Contrast of every pair of tokens the components use: both themes, every brand. axe cannot judge text over SVG, pattern or stretched links; arithmetic can.
// Also: the dark values stand twice in tokens.css (system choice, own choice) and must be the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, root } from './lib.mjs';

const css = readFileSync(join(root, 'static/css/tokens.css'), 'utf8');
const colours = text => Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(m => [m[1], m[2].toLowerCase()]));
/** The declarations of the block whose selector is exactly this. */
function block(selector) {
  const at = css.indexOf(`${selector} {`);
  if (at < 0) throw new Error(`tokens.css has no ${selector}`);
  return colours(css.slice(css.indexOf('{', at) + 1, css.indexOf('}', at)));
}
const rgb = hex => [1, 3, 5].map(k => parseInt(hex.slice(k, k + 2), 16));
const luminance = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
const mix = (a, b, t) => a.map((v, k) => v * (1 - t) + b[k] * t);
const ratio = (a, b) => { const x = luminance(a), y = luminance(b); return (Math.max(x, y) + .05) / (Math.min(x, y) + .05); };

function pairs() {
  const list = [];
  const add = (front, back, least = 4.5) => list.push([front, back, least]);
  for (const back of ['bg', 'surface', 'surface-2', 'sunken']) for (const front of ['ink', 'ink-2', 'ink-3', 'brand', 'ok', 'bad', 'warn']) add(front, back);
  for (const kind of ['ok', 'warn', 'bad', 'brand']) { add(kind, `${kind}-soft`); add('ink', `${kind}-soft`); add('ink-2', `${kind}-soft`); }
  add('brand', 'warn-soft'); add('brand', 'bad-soft'); add('brand', 'ok-soft'); add('brand-hover', 'surface');
  for (const place of ['kantor', 'wfa', 'dinas', 'cuti']) add(`p-${place}`, `p-${place}-soft`);
  add('on-brand', 'brand'); add('on-brand', 'brand-hover'); add('on-hero-btn', 'hero-btn'); add('surface', 'bad'); add('bg', 'ink');
  for (let k = 1; k < 6; k += 1) add(`on-q${k}`, `q${k}`);
  for (const back of ['bg', 'surface', 'surface-2']) { add('line-strong', back, 3); add('focus', back, 3); }
  add('hero-btn', 'hero', 3); add('c-accent', 'ink', 1.5);
  return list;
}

export function contrast() {
  const light = block(':root');
  const dark = { ...light, ...block(':root:not([data-theme="light"])') };
  check('dark values are the same for the system and for an own choice', JSON.stringify(block(':root:not([data-theme="light"])')) === JSON.stringify(block(':root[data-theme="dark"]')));
  const brands = [...new Set([...css.matchAll(/\[data-brand="(\w+)"\]/g)].map(m => m[1]))];
  check('at least five brands', brands.length + 1 >= 5, String(brands));
  const themes = [['laut light', light], ['laut dark', dark]];
  for (const brand of brands) {
    const own = block(`:root[data-brand="${brand}"]:not([data-theme="light"])`);
    check(`brand ${brand}: dark values are the same in both places`, JSON.stringify(own) === JSON.stringify(block(`:root[data-brand="${brand}"][data-theme="dark"]`)));
    themes.push([`${brand} light`, { ...light, ...block(`:root[data-brand="${brand}"]`) }], [`${brand} dark`, { ...dark, ...own }]);
  }
  let lowest = 99;
  const list = pairs();
  for (const [name, tokens] of themes) {
    for (const [front, back, least] of list) {
      const r = ratio(rgb(tokens[front]), rgb(tokens[back]));
      if (least === 4.5) lowest = Math.min(lowest, r);
      check(`${name}: ${front} on ${back}`, r >= least, `${r.toFixed(2)} < ${least}`);
    }
    const pattern = mix(rgb(tokens.hero), [255, 255, 255], .16);
    for (const front of ['on-hero', 'on-hero-2', 'hero-btn']) { const r = ratio(rgb(tokens[front]), pattern); check(`${name}: ${front} on the pattern`, r >= 4.5, r.toFixed(2)); }
    const chip = ratio(rgb(tokens['on-hero']), mix(pattern, [255, 255, 255], .14));
    check(`${name}: chip on the hero`, chip >= 4.5, chip.toFixed(2));
  }
  console.log(`contrast: ${themes.length} themes, ${themes.length * list.length} pairs, lowest text contrast ${lowest.toFixed(2)}:1`);
}
