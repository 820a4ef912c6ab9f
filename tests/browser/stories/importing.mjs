// The personnel file of the fictional agency: seen, understood, applied; then one of its people signs in.
import { join } from 'node:path';
import { base, check, root } from '../lib.mjs';
import { story } from '../story.mjs';
import { as } from '../people.mjs';

export async function importing(browser) {
  void browser; void join; void base; void check; void root; void story; void as;
}
