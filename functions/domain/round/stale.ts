/** What somebody reads whose page of a round or tranche was overtaken by another's. */

import { conflict, text } from '#domain/problem.ts';
import type { Round } from './round-record.ts';

/** What the loser of a race over a round is told; the page shows the new state beside her text. */
export const staleRound = (round: Pick<Round, 'version'>) =>
  conflict(
    'round-changed',
    '这一轮评选刚被别人更新，您的内容没有保存。请核对下面的最新情况后再提交。',
    'Somebody has just changed this round; yours was not saved. Check what changed and send again.',
    [
      {
        field: 'version',
        code: String(round.version),
        text: text('请按最新内容重新提交', 'Send again on the newest state'),
      },
    ],
  );
