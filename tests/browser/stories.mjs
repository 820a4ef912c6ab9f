// People at work, with the tap budgets counted: the stories of each person stand in stories/.
import { check } from './lib.mjs';
import { boards } from './stories/boards.mjs';
import { employee } from './stories/employee.mjs';
import { exchanges } from './stories/exchange.mjs';
import { feeds } from './stories/feeds.mjs';
import { hostile } from './stories/hostile.mjs';
import { importing } from './stories/importing.mjs';
import { officers } from './stories/officers.mjs';
import { overseers } from './stories/overseers.mjs';
import { stranger } from './stories/stranger.mjs';
import { supervisor } from './stories/supervisor.mjs';
import { whole } from './stories/whole.mjs';
import { work } from './stories/work.mjs';

const all = { stranger, employee, supervisor, officers, overseers, importing, exchanges, feeds, boards, work, whole, hostile };

/** All stories, or those of one file by its name. */
export async function stories(browser, only) {
  for (const [name, tell] of Object.entries(all)) {
    if (only && name !== only) continue;
    try { await tell(browser); } catch (error) { check(`the stories of ${name}`, false, String(error).split('\n').slice(0, 3).join(' ')); }
  }
}
