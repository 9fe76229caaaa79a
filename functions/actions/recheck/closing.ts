/** The end of a re-check: what is settled stays so; with something left over, the reason is kept. */
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, refuseIf } from '#domain/problem.ts';
import type { Recheck } from '#domain/recheck/recheck-record.ts';
import { keys } from '#store/keys.ts';
import { recheckClosing } from './recheck-input.ts';
import { getRecheck } from './rechecks.ts';

/** Titles that are not settled: not looked at, or still to be put right. */
export const unsettled = ({ counts }: Pick<Recheck, 'counts'>): number => counts.open + counts.rectifying;

/**
 * Closes a re-check. The same twice is once.
 * @throws Problem `invalid` without a reason where titles are left; conflict `recheck-changed`; forbidden.
 */
export async function closeRecheck(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof recheckClosing>,
): Promise<Recheck> {
  const { recheck, organisation } = await getRecheck(deps, actor, sent.id);
  demand(actor, 'recheck.run', { orgPath: organisation.path });
  const { reason, version } = readOfRecord(recheckClosing, sent);
  if (recheck.status === 'closed') return recheck;
  const left = unsettled(recheck);
  if ((left > 0 || recheck.status === 'starting') && reason === '')
    refuseIf([
      fault(
        'reason',
        'recheck-left',
        `还有 ${left} 个对象没有办结，提前结束须写明原因`,
        `${left} titles are not settled; say why it ends all the same`,
      ),
    ]);
  if (recheck.version !== version)
    throw conflict(
      'recheck-changed',
      '复查刚有变动，没有结束。请刷新后核对再办。',
      'The re-check has just changed and was not closed. Reload, check and do it again.',
    );
  const write = begin(deps, actor);
  const { place: _, ...rest } = recheck;
  const next = write.save(
    'recheck',
    rest,
    { status: 'closed', ...(reason !== '' && { closedFor: reason }) },
    'recheck.close',
    { left },
  );
  write.op({ remove: keys.recheckOpen(recheck.org, recheck.code, recheck.level) });
  await finish(deps, write);
  return next;
}
