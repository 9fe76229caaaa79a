/** A round in which a co-host reviews with the organisation, and somebody who put herself forward: two who ask as nobody else does. */
import { actorOf } from '#actions/actor.ts';
import { addAttachment } from '#actions/files/attachments.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { inviteMember } from '#actions/people/people.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { instantAt } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { furtherFamily } from '#local/demo/families.ts';
import { atHome, wholeFamily } from '#local/demo/photographs.ts';
import type { Home } from '#local/home.ts';
import { getMember } from '#store/people.ts';
import { getCandidacy } from '#store/reads.ts';
import { presetData } from '#web/programme/presets.ts';

export interface JointPlace {
  readonly round: string;
  readonly nomination: string;
  /** Asked for the co-host in the joint review. */
  readonly cohost: Member;
}

/** Opens the round and has the nominee hand in her own nomination, which then waits in the joint review. */
export async function openJointPlace(home: Home, owner: Actor, nominee: Member): Promise<JointPlace> {
  const { deps } = home;
  const { member: cohost } = await inviteMember(deps, systemActor, {
    ...{ email: 'cohost@example.org', name: '总工会审核员' },
    grants: [{ org: 'furong', role: 'department', department: '总工会' }],
  });
  const preset = presetToProgramme(presetData('zmjt'), { edition: '2022' });
  const id = 'zmjt-2022-joint';
  const document = {
    ...preset,
    coHosts: ['文明办', '总工会'],
    stages: preset.stages.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) =>
        step.kind !== 'review'
          ? step
          : {
              ...step,
              requireStampedPage: false,
              ...(stage.level === 'district' && { jointWith: ['总工会'] }),
            },
      ),
    })),
  };
  const { programme } = await createProgramme(deps, owner, { org: 'furong', id, document });
  await publishProgramme(deps, owner, { id, version: programme.version });
  const [opensAt, closesAt] = [instantAt('2022-04-01', '09:00'), instantAt('2022-05-31', '17:30')];
  const settings = { opensAt, closesAt, places: 4 };
  const round = await setUpRound(deps, owner, { programme: id, org: 'furong', settings });
  await home.settled();
  const self = actorOf(nominee, 'session');
  const answers = furtherFamily(40, 0);
  const input = { programme: id, org: 's01', channel: 'self', answers } as const;
  const draft = await saveDraft(deps, self, input);
  const attachments: Attachment[] = [];
  for (const [name, picture] of [
    ['全家福.jpg', wholeFamily],
    ['生活照.jpg', atHome],
  ] as const)
    attachments.push((await addAttachment(deps, self, draft.id, 'photos', picture, name)).attachment);
  const { nomination } = await submit(deps, self, {
    ...{ ...input, id: draft.id, attachments, consentText: consentVersion, sensitive: true },
  });
  await home.settled();
  // Where she lives they look at it first.
  const street = await getCandidacy(deps.table, nomination.seats[0]!, nomination.id);
  const first = await getMember(deps.table, street.asked[0]!.member);
  await decideReview(deps, actorOf(first, 'session'), {
    ...{ round: street.round, nomination: nomination.id, step: street.step!.id },
    ...{ outcome: 'approve', reason: '' },
  });
  await home.settled();
  await getCandidacy(deps.table, round.id, nomination.id);
  return { round: round.id, nomination: nomination.id, cohost };
}
