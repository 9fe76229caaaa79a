/** After the grant: 撤销 one honour, 作废 a whole list, 更正 a slip of the pen, 复核 and 整改; the old text always stays. */

import { startJob } from '#actions/job.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { changeHonour, correct, honourTransitions, type Ruling, revoke } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import type { HonourStatus } from '#domain/honour/honour-status.ts';
import { plainDate, shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, refuseIf } from '#domain/problem.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { saltedDigest } from '#store/chain.ts';
import { getOrganisation } from '#store/people.ts';
import { getList } from '#store/reads.ts';
import { annulJob } from './annulment.ts';
import { honourByNumber, replaceOps } from './honour-writes.ts';

interface OfHonour {
  readonly number: string;
  /** Version of the honour that the form was made from. */
  readonly version: number;
}
export type RevokeInput = OfHonour & Ruling;
export interface AnnulInput extends Ruling {
  readonly list: string;
  /** Version of the list that the form was made from. */
  readonly version: number;
}
export interface CorrectInput extends OfHonour {
  /** `name`, or the label of a shown field. */
  readonly field: string;
  readonly text: string;
  readonly reason: string;
}
export interface StatusInput extends OfHonour {
  readonly to: Extract<HonourStatus, 'valid' | 'underReview' | 'rectifying'>;
  readonly reason: string;
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

/** A decision that has not been made yet cannot revoke anything. */
function checkDate(ruling: Ruling, granted: string, today: string): void {
  const faults: Fault[] = [];
  try {
    plainDate(ruling.date);
    if (ruling.date > today)
      faults.push(
        fault(
          'date',
          'ruling-future',
          `决定日期不能晚于今天（${today}）`,
          `The decision cannot be after today (${today})`,
        ),
      );
    else if (ruling.date < granted)
      faults.push(
        fault(
          'date',
          'ruling-early',
          `决定日期不能早于授予日期（${granted}）`,
          `The decision cannot be before the award (${granted})`,
        ),
      );
  } catch {
    faults.push(
      fault('date', 'not-a-date', '请填写决定日期，如 2022-06-01', 'Give the date of the decision'),
    );
  }
  const need = (field: 'grounds' | 'decisionNumber' | 'body', zh: string, en: string) => {
    if (ruling[field].trim() === '') faults.push(fault(field, 'ruling-incomplete', zh, en));
  };
  need('grounds', '请填写撤销或作废的事由', 'Give the grounds');
  need('decisionNumber', '请填写决定文号', 'Give the number of the decision');
  need('body', '请填写作出决定的机构', 'Give the body that decided');
  refuseIf(faults);
}

const decisionOf = (honour: HonourRecord): string | undefined => honour.history.at(-1)?.decision;

/** Loads, decides and saves one honour with an event on its list's chain. `done` says that it was done before. */
function changeOne(
  deps: Deps,
  actor: Actor,
  { number, version }: OfHonour,
  right: 'honour.revoke' | 'honour.correct',
  action: EventName,
  work: (
    honour: HonourRecord,
    at: string,
  ) => { readonly next: HonourRecord; readonly details?: Readonly<Record<string, string>> } | 'done',
): Promise<HonourRecord> {
  return again(async () => {
    const { honour, list } = await honourByNumber(deps, number);
    const org = await getOrganisation(deps.table, honour.org);
    demand(actor, right, { orgPath: org.path, state: stateFor(honour.status) });
    const write = begin(deps, actor);
    const result = work(honour, write.now);
    if (result === 'done') return honour;
    if (honour.version !== version) throw changed();
    write.save('list', list, {}, action, { number, ...result.details });
    write.op(...(await replaceOps(deps, honour, result.next)));
    await finish(deps, write);
    return { ...result.next, version: honour.version + 1 };
  });
}

/**
 * Revokes one honour 撤销; its number is never given again. The same decision twice is one.
 * @throws Problem `invalid` for an incomplete ruling; conflict `honour-state`, `honour-changed`; missing; forbidden.
 */
export const revokeHonour = (deps: Deps, actor: Actor, input: RevokeInput): Promise<HonourRecord> =>
  changeOne(deps, actor, input, 'honour.revoke', 'honour.revoke', (honour, at) => {
    if (honour.status === 'revoked' && decisionOf(honour) === input.decisionNumber.trim()) return 'done';
    checkDate(input, honour.date, shanghaiDate(at));
    return {
      next: revoke(honour, input, at),
      details: { decision: saltedDigest(honour.number, input.decisionNumber.trim()), date: input.date },
    };
  });

/**
 * Mends a clerical slip 更正 in the name or a shown text; the old text stays in the history.
 * @throws Problem `invalid` with faults; conflict `honour-changed`, `honour-over` once revoked or annulled.
 */
export const correctHonour = (deps: Deps, actor: Actor, input: CorrectInput): Promise<HonourRecord> =>
  changeOne(deps, actor, input, 'honour.correct', 'honour.correct', (honour, at) => {
    const now = input.field === 'name' ? honour.name : honour.shown[input.field];
    const last = honour.history.at(-1);
    if (now !== undefined && now === input.text.trim() && last?.reason === input.reason.trim()) return 'done';
    if (isFinal(honour.status))
      throw conflict(
        'honour-over',
        '这项荣誉已撤销或作废，不再更正。',
        'This honour is revoked or annulled and is corrected no more.',
      );
    if ([...input.text.trim()].length > 100)
      refuseIf([fault('text', 'too-long', '最多 100 字', 'At most 100 characters')]);
    return {
      next: correct(honour, input, at),
      details: {
        field: saltedDigest(honour.number, input.field),
        text: saltedDigest(honour.number, input.text),
      },
    };
  });

/**
 * Puts an honour under review 复核中, to be put right by a date 限期整改, or back to valid, with the reason.
 * @throws Problem `invalid` without a reason; conflict `honour-state`, `honour-changed`.
 */
export const setHonourStatus = (deps: Deps, actor: Actor, input: StatusInput): Promise<HonourRecord> =>
  changeOne(deps, actor, input, 'honour.revoke', 'honour.status', (honour, at) => {
    const reason = input.reason.trim();
    if (honour.status === input.to) return 'done';
    if (reason === '') refuseIf([fault('reason', 'reason-needed', '请写明原因', 'Give the reason')]);
    return { next: changeHonour(honour, input.to, { at, reason }), details: { to: input.to } };
  });

/**
 * Annuls a whole list 作废 (docs/rules/honours.md#annulment): at once for everybody who looks, then honour by
 * honour in a job. The same decision twice is one, and takes up a job that was cut off.
 * @throws Problem `invalid` for an incomplete ruling; conflict `list-annulled`, `list-changed`, `not-published`.
 */
export async function annulHonourList(deps: Deps, actor: Actor, input: AnnulInput): Promise<HonourList> {
  const list = await getList(deps.table, input.list);
  const org = await getOrganisation(deps.table, list.org);
  demand(actor, 'honour.annul', { orgPath: org.path });
  let after = list;
  if (list.annulled === undefined) {
    if (list.publishedAt === undefined)
      throw conflict(
        'not-published',
        '名单尚未发布完毕，请稍后再试。',
        'The list is still being published; try again later.',
      );
    checkDate(input, list.date, shanghaiDate(instantOf(deps)));
    if (list.version !== input.version)
      throw conflict(
        'list-changed',
        '这份名单刚有变动，作废没有办理。请刷新后核对再办。',
        'This list has just changed and was not annulled. Reload, check and do it again.',
      );
    const write = begin(deps, actor);
    const [reason, decision] = [input.grounds.trim(), input.decisionNumber.trim()];
    after = write.save('list', list, { annulled: { reason, decision, date: input.date } }, 'list.annul', {
      decision: saltedDigest(list.id, decision),
      date: input.date,
    });
    await finish(deps, write);
  } else if (list.annulled.decision !== input.decisionNumber.trim())
    throw conflict(
      'list-annulled',
      `这份名单已经作废（${list.annulled.decision}）。`,
      `This list is annulled already (${list.annulled.decision}).`,
    );
  await startJob(deps, actor, 'annul-list', {
    org: list.org,
    id: annulJob(list.id),
    total: list.entries.length,
    params: { list: list.id, body: input.body.trim(), at: instantOf(deps) },
  });
  return after;
}
