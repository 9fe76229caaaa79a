/** Whether honours may be found on the roll by her name: chosen by her, or by who nominated where nobody asked her. */
import { demandReader, isNominatingSide, seatsOf } from '#actions/nomination/nomination-access.ts';
import { rollChoice } from '#actions/nomination/nomination-input.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { may } from '#domain/people/policy.ts';
import { conflict, forbidden } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { getNomination } from '#store/reads.ts';
import { rollOps } from './roll-index.ts';
import { honoursOf } from './seat-honours.ts';

/** Who may agree: the nominee who was asked herself, and otherwise the nominating side. */
export const mayAgreeToRoll = async (
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  nomination: Nomination,
): Promise<boolean> => {
  const { consent } = nomination;
  const isAsked = consent !== undefined && consent.signedOn === undefined;
  return isAsked
    ? actor.via !== 'link' && consent.by === actor.id
    : isNominatingSide(deps, actor, nomination);
};

/** Who may withdraw it: the same, the nominating side, and on request whoever may erase the record. */
export async function mayLeaveRoll(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  nomination: Nomination,
): Promise<boolean> {
  if (await isNominatingSide(deps, actor, nomination)) return true;
  const [entry] = await seatsOf(deps, nomination);
  const { path: orgPath } = await getOrganisation(deps.table, entry?.org ?? nomination.org);
  return may(actor, 'nomination.erase', { orgPath });
}

/**
 * Records the choice, and makes every honour of the nomination found, or no longer found, in the same transaction. The
 * same choice again is one.
 * @throws Problem forbidden; conflict `record-erased`; missing.
 */
export const chooseRoll = (
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof rollChoice>,
): Promise<Nomination> =>
  again(async () => {
    const { id, agree } = readOfRecord(rollChoice, sent);
    const nomination = await getNomination(deps.table, id);
    const allowed = agree ? mayAgreeToRoll : mayLeaveRoll;
    if (!(await allowed(deps, actor, nomination))) {
      await demandReader(deps, actor, nomination);
      throw forbidden(
        'not-hers',
        '只有本人或申报方可以选择是否在荣誉榜公开。',
        'Only the nominee, or who nominated, may choose this.',
      );
    }
    if (nomination.erased !== undefined)
      throw conflict('record-erased', '个人信息已经删除。', 'The personal data were erased.');
    if ((nomination.roll?.agreed ?? false) === agree) return nomination;
    const write = begin(deps, actor);
    const roll = { agreed: agree, at: write.now, by: actor.id, textVersion: consentVersion };
    const after = write.save('nomination', nomination, { roll }, agree ? 'roll.agree' : 'roll.withdraw', {
      textVersion: consentVersion,
    });
    for (const honour of await honoursOf(deps, await seatsOf(deps, nomination)))
      write.op(...rollOps({ nomination, honour }, { nomination: after, honour }));
    await finish(deps, write);
    return after;
  });
