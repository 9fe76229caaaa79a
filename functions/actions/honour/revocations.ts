/** After the grant: 更正 a slip of the pen, 复核 and 整改; the old text always stays. */

import type * as z from 'zod';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { changeHonour, correct, correctable, honourTransitions } from '#domain/honour/honour.ts';
import type { HonourChange, HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { type HonourStatus, honourStatusWords } from '#domain/honour/honour-status.ts';
import { sumsAfter } from '#domain/honour/sums.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { saltedDigest } from '#store/chain.ts';
import { getOrganisation } from '#store/people.ts';
import { addEnded } from './ended-honour.ts';
import { placesOps } from './grade-places.ts';
import { honourCorrection, honourStatusChange } from './honour-input.ts';
import { honourByNumber, replaceOps } from './honour-writes.ts';

/** What is sent about one honour, whose number the address says. */
type OfHonour<S extends z.ZodObject> = Input<S> & { readonly number: string };
function readOfHonour<S extends z.ZodObject>(schema: S, { number, ...given }: OfHonour<S>) {
  return { ...readInput(schema, given), number };
}

const changed = () =>
  conflict(
    'honour-changed',
    '这项荣誉刚被别人更新，您的内容没有保存。请刷新后核对再办。',
    'Somebody has just changed this honour; yours was not saved. Reload, check and do it again.',
  );

const isFinal = (status: HonourStatus): boolean => honourTransitions[status].length === 0;
/** For the policy table; what is over for good is refused by the domain, which says so in better words. */
const stateFor = (status: HonourStatus): string => (isFinal(status) ? 'valid' : status);

/** The line of its history by which an honour has its status. */
const lastMove = ({ history, status }: HonourRecord): HonourChange | undefined =>
  history.findLast(({ from, to }) => from !== to && to === status);

/** Loads, decides and saves one honour with an event on its list's chain. `done` says that it was done before. */
function changeOne(
  deps: Deps,
  actor: Actor,
  { number, version }: { readonly number: string; readonly version: number },
  right: 'honour.revoke' | 'honour.correct',
  action: EventName,
  work: (
    honour: HonourRecord,
    at: string,
    list: HonourList,
  ) => { readonly next: HonourRecord; readonly details?: Readonly<Record<string, string>> } | 'done',
): Promise<HonourRecord> {
  return again(async () => {
    const { honour, list } = await honourByNumber(deps, number);
    const org = await getOrganisation(deps.table, honour.org);
    demand(actor, right, { orgPath: org.path, state: stateFor(honour.status) });
    const write = begin(deps, actor);
    const result = work(honour, write.now, list);
    if (result === 'done') return honour;
    if (honour.version !== version) throw changed();
    const sums = sumsAfter(list, honour, result.next);
    write.save('list', list, sums === undefined ? {} : { sums }, action, { number, ...result.details });
    write.op(
      ...(await replaceOps(deps, honour, result.next)),
      ...placesOps(list, [{ before: honour, after: result.next }]),
    );
    if (result.next.status !== honour.status) await addEnded(deps, write, result.next);
    await finish(deps, write);
    return { ...result.next, version: honour.version + 1 };
  });
}

/**
 * Mends a clerical slip 更正 in the name, the grades or a shown text; the old text stays in the history.
 * @throws Problem `invalid` with faults; conflict `honour-changed`, `honour-over` once revoked or annulled.
 */
export async function correctHonour(
  deps: Deps,
  actor: Actor,
  sent: OfHonour<typeof honourCorrection>,
): Promise<HonourRecord> {
  const input = readOfHonour(honourCorrection, sent);
  return changeOne(deps, actor, input, 'honour.correct', 'honour.correct', (honour, at, list) => {
    const now = correctable(honour, input.field);
    const last = honour.history.at(-1);
    if (now !== undefined && now === input.text && last?.reason === input.reason) return 'done';
    if (isFinal(honour.status))
      throw conflict(
        'honour-over',
        '这项荣誉已撤销或作废，不再更正。',
        'This honour is revoked or annulled and is corrected no more.',
      );
    return {
      next: correct(honour, input, at, list.grades),
      details: {
        field: saltedDigest(honour.number, input.field),
        text: saltedDigest(honour.number, input.text),
      },
    };
  });
}

/**
 * Puts an honour under review 复核中, to be put right by a date 限期整改, or back to valid, with the reason.
 * @throws Problem `invalid` without a reason; conflict `honour-state`, `honour-changed`.
 */
export async function setHonourStatus(
  deps: Deps,
  actor: Actor,
  sent: OfHonour<typeof honourStatusChange>,
): Promise<HonourRecord> {
  const input = readOfHonour(honourStatusChange, sent);
  return changeOne(deps, actor, input, 'honour.revoke', 'honour.status', (honour, at) => {
    const { reason } = input;
    const last = lastMove(honour);
    // One that never left its status has nothing that could be sent again.
    if (honour.status === input.to && last !== undefined) {
      const { zh, en } = honourStatusWords[input.to];
      demandSame(
        honourStatusChange,
        { reason: { stands: last.reason, sent: reason } },
        {
          code: 'honour-state',
          lead: text(`这项荣誉目前已为“${zh}”。`, `This honour is “${en}” already.`),
        },
      );
      return 'done';
    }
    return { next: changeHonour(honour, input.to, { at, reason }), details: { to: input.to } };
  });
}
