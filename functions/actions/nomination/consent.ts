/** 本人同意: the nominee of somebody else's nomination consents or refuses by an e-mailed link, before review (PIPL 13, 14). */

import { letterToOwner, move } from '#actions/candidacy/moving.ts';
import { givePlaceBack, signalEnd } from '#actions/candidacy/resuming.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { asksSensitive, isConsentVersion, needsGuardian } from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, missing, refuseIf } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { releaseOps } from './claims.ts';
import { consentStep, consentWorklist } from './consent-asking.ts';
import { goOn } from './going-on.ts';
import { openAnswers } from './revision.ts';

export interface ConsentAnswer {
  readonly nomination: string;
  /** No answer is preselected; undefined is refused. */
  readonly agree: boolean | undefined;
  /** Version of the text that the page showed. */
  readonly textVersion: string;
  /** The separate consent for sensitive data, where the form asks for such. */
  readonly sensitive?: boolean;
  /** Name of the parent or guardian who agrees for a minor. */
  readonly guardianName?: string;
}

async function answerFaults(
  deps: Deps,
  programme: Programme,
  nomination: Nomination,
  input: ConsentAnswer,
  now: string,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  if (input.agree === undefined)
    faults.push(fault('agree', 'choose', '请选择“同意”或“不同意”', 'Choose whether you agree'));
  if (!isConsentVersion(input.textVersion))
    faults.push(
      fault(
        'textVersion',
        'consent-text-unknown',
        '告知文本已更新，请刷新页面，重新阅读后再提交',
        'The text has changed; reload the page, read it and send again',
      ),
    );
  if (input.agree !== true) return faults;
  if (asksSensitive(programme.form) && input.sensitive !== true)
    faults.push(
      fault(
        'sensitive',
        'separate-consent',
        '请单独勾选同意处理敏感个人信息；不勾选的，请选择“不同意”',
        'Tick the separate consent for sensitive data, or choose not to agree',
      ),
    );
  const { answers } = await openAnswers(
    deps,
    await getRevision(deps.table, nomination.id, nomination.revision),
  );
  const guardian = input.guardianName?.trim() ?? '';
  if (needsGuardian(programme, answers, shanghaiDate(now)) && guardian === '')
    faults.push(
      fault(
        'guardianName',
        'guardian-needed',
        '表中有未成年人，请填写同意的父母或其他监护人姓名',
        'There are minors on the form: give the name of the parent or guardian who agrees',
      ),
    );
  if ([...guardian].length > 30)
    faults.push(
      fault(
        'guardianName',
        'too-long',
        '监护人姓名最多 30 字',
        "The guardian's name has at most 30 characters",
      ),
    );
  return faults;
}

/**
 * The nominee's answer: agreement lets the nomination go on to its first step; refusal ends it and frees the identity
 * and the place. The same answer sent twice is one. Throws Problem `invalid` with faults, `forbidden`, `conflict`.
 */
export function answerConsent(deps: Deps, actor: Actor, input: ConsentAnswer): Promise<Nomination> {
  return again(async () => {
    const nomination = await getNomination(deps.table, input.nomination);
    const { consent } = nomination;
    const round = nomination.seats[0];
    if (consent === undefined || round === undefined)
      throw missing(
        'no-consent-asked',
        '这项申报不需要本人同意。',
        'No consent is asked for this nomination.',
      );
    demand(actor, 'nomination.consent', {
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
    const guardianName = input.guardianName?.trim() ?? '';
    const after = write.save(
      'nomination',
      nomination,
      { consent: { ...consent, state: wanted, at: write.now, textVersion: input.textVersion } },
      `consent.${wanted}`,
      { textVersion: input.textVersion, sensitive: input.sensitive === true, guardian: guardianName !== '' },
    );
    write.op(
      { remove: keys.todo(consent.by, round, consentStep, nomination.id) },
      {
        put: {
          ...keys.consent(nomination.id),
          member: actor.id,
          agree: wanted === 'given',
          textVersion: input.textVersion,
          sensitive: input.sensitive === true,
          at: write.now,
          via: actor.via,
          ...(guardianName !== '' && {
            sealed: await sealer(deps).seal(nomination.id, JSON.stringify({ guardianName })),
          }),
        },
      },
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
      write.letter(letterToOwner(deps, nomination, 'out', 'consent'));
      await signalEnd(deps, write, candidacy);
    }
    await finish(deps, write);
    return after;
  });
}
