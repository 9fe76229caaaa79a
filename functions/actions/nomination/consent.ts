/** 本人同意: the nominee of somebody else's nomination consents or refuses by an e-mailed link, before review (PIPL 13, 14). */

import type * as z from 'zod';
import { letterToOwner, move } from '#actions/candidacy/moving.ts';
import { givePlaceBack, signalEnd } from '#actions/candidacy/resuming.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import {
  asksSensitive,
  consentFaults,
  isConsentVersion,
  needsGuardian,
} from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, type Fault, fault, missing, refuseIf } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import type { Item } from '#store/table.ts';
import { releaseOps } from './claims.ts';
import { consentStep, consentWorklist } from './consent-asking.ts';
import { goOn } from './going-on.ts';
import { demandOf, demandReader } from './nomination-access.ts';
import { consentAnswer } from './nomination-input.ts';
import { openAnswers } from './revision.ts';

async function answerFaults(
  deps: Deps,
  programme: Programme,
  nomination: Nomination,
  input: z.output<typeof consentAnswer>,
  now: string,
): Promise<readonly Fault[]> {
  const revision = await getRevision(deps.table, nomination.id, nomination.revision);
  const { answers } = await openAnswers(deps, revision);
  const asks = {
    sensitive: asksSensitive(programme.form),
    guardian: needsGuardian(programme, answers, shanghaiDate(now)),
  };
  return [
    ...consentFaults(asks, input),
    ...(isConsentVersion(input.textVersion)
      ? []
      : [
          fault(
            'textVersion',
            'consent-text-unknown',
            '告知文本已更新，请刷新页面，重新阅读后再提交',
            'The text has changed; reload the page, read it and send again',
          ),
        ]),
  ];
}

/** The answer as it is kept; the guardian's name sealed. */
async function consentRow(
  deps: Deps,
  actor: Actor,
  input: OfRecord<typeof consentAnswer>,
  at: string,
): Promise<Item> {
  const { id, guardianName = '' } = input;
  return {
    ...keys.consent(id),
    member: actor.id,
    agree: input.agree === true,
    textVersion: input.textVersion,
    sensitive: input.sensitive === true,
    at,
    via: actor.via,
    ...(guardianName !== '' && {
      sealed: await sealer(deps).seal(id, JSON.stringify({ guardianName })),
    }),
  };
}

/**
 * The nominee's answer: agreement lets the nomination go on to its first step; refusal ends it and frees the identity
 * and the place. The same answer sent twice is one. Throws Problem `invalid` with faults, `forbidden`, `conflict`.
 */
export function answerConsent(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof consentAnswer>,
): Promise<Nomination> {
  return again(async () => {
    const input = readOfRecord(consentAnswer, sent);
    const nomination = await getNomination(deps.table, input.id);
    const { consent } = nomination;
    const round = nomination.seats[0];
    if (consent === undefined || round === undefined) {
      await demandReader(deps, actor, nomination);
      throw missing(
        'no-consent-asked',
        '这项申报不需要本人同意。',
        'No consent is asked for this nomination.',
      );
    }
    await demandOf(deps, actor, nomination, 'nomination.consent', {
      orgPath: [],
      assigned: consent.by,
      worklist: consentWorklist(round),
    });
    const programme = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
    const wanted = input.agree === true ? 'given' : 'refused';
    if (input.agree !== undefined && consent.state === wanted) return nomination;
    if (consent.state !== 'pending')
      throw conflict(
        'already-decided',
        '您已经答复过，不能更改；如要撤回同意，请联系组织评选的妇联。',
        'You have answered already; to withdraw your consent, ask the federation that runs the selection.',
      );
    const write = begin(deps, actor);
    refuseIf(await answerFaults(deps, programme, nomination, input, write.now));
    const candidacy = await getCandidacy(deps.table, round, nomination.id);
    if (candidacy.state !== 'consent')
      throw conflict(
        'consent-not-open',
        '这项申报已撤回或正在核对，现在不需要您答复。',
        'This nomination was withdrawn or is being checked; no answer is needed now.',
      );
    const rolls = wanted === 'given' && input.roll === true;
    const { textVersion } = input;
    const after = write.save(
      'nomination',
      nomination,
      {
        consent: { ...consent, state: wanted, at: write.now, textVersion },
        ...(rolls && { roll: { agreed: true, at: write.now, by: actor.id, textVersion } }),
      },
      `consent.${wanted}`,
      {
        textVersion,
        sensitive: input.sensitive === true,
        guardian: (input.guardianName ?? '') !== '',
        ...(rolls && { roll: true }),
      },
    );
    write.op(
      { remove: keys.todo(consent.by, round, consentStep, nomination.id) },
      { put: await consentRow(deps, actor, input, write.now) },
    );
    if (wanted === 'given') {
      await goOn(deps, write, after, candidacy, 'consent', { action: 'candidacy.consent' });
    } else {
      await move(deps, write, candidacy, nextState(candidacy.state, 'refuseConsent'), {
        action: 'candidacy.consent-refused',
        patch: { outcome: { reason: 'consentRefused', at: write.now } },
      });
      await givePlaceBack(deps, write, candidacy);
      write.op(...(await releaseOps(deps.table, nomination)));
      write.letter(letterToOwner(nomination, 'out', 'consent'));
      await signalEnd(deps, write, candidacy);
    }
    await finish(deps, write);
    return after;
  });
}
