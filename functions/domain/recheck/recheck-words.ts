/** The states of a re-check and of its titles, in words. */
import { type Text, text } from '#domain/problem.ts';
import type { RecheckState } from './judging.ts';
import type { Recheck } from './recheck-record.ts';

export const recheckStateWords: Readonly<Record<RecheckState, Text>> = {
  open: text('待复查', 'To be looked at'),
  rectifying: text('限期整改', 'To be put right'),
  proposed: text('拟撤销', 'Proposed for revocation'),
  revoked: text('已撤销', 'Revoked'),
  kept: text('保留称号', 'Kept'),
  raised: text('升级', 'Up by a grade'),
  lowered: text('降级', 'Down by a grade'),
  over: text('不再复查', 'Takes no part any more'),
};

export const recheckStatusWords: Readonly<Record<Recheck['status'], Text>> = {
  starting: text('正在分派', 'Giving out tasks'),
  open: text('进行中', 'Under way'),
  closed: text('已结束', 'Closed'),
};
