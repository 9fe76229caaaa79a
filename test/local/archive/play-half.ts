/** A played cycle and a second one left half-way, for what must survive a move: open tasks, waits for dates, a machine of every kind. */
import { actorOf } from '#actions/actor.ts';
import { addAttachment } from '#actions/files/attachments.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { instantAt } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Member } from '#domain/people/people-records.ts';
import { roundId } from '#domain/round/round.ts';
import { families } from '#local/demo/families.ts';
import { type People, streetId } from '#local/demo/furong.ts';
import { atHome } from '#local/demo/photographs.ts';
import type { Home } from '#local/home.ts';
import { worklistOf } from '#store/reads.ts';
import { preset } from '../../journey/furong.ts';

const by = (member: Member) => actorOf(member, 'session');
export const secondProgramme = 'zmjt-2022-furong';
/** The round of the second cycle, whose window is open. */
export const openRound = roundId(secondProgramme, 2, 'furong');

/** Nominates six families of the next edition; one is approved, one returned for amendment, the others wait for review. */
export async function playHalf(home: Home, people: People): Promise<readonly string[]> {
  const { deps } = home;
  const administrator = by(people.district.administrator);
  const { programme } = await createProgramme(deps, administrator, {
    org: 'furong',
    id: secondProgramme,
    document: preset('zmjt', '2022'),
  });
  await publishProgramme(deps, administrator, { id: secondProgramme, version: programme.version });
  await setUpRound(deps, administrator, {
    programme: secondProgramme,
    org: 'furong',
    settings: {
      opensAt: instantAt('2022-04-01', '09:00'),
      closesAt: instantAt('2022-04-20', '17:30'),
      places: 4,
      ceremony: '2022-05-14',
    },
  });
  await home.advanceClock!(instantAt('2022-04-01', '09:00'));
  const nominations: string[] = [];
  for (const family of families.slice(12, 18)) {
    const clerk = by(people.clerks[family.street]!);
    const input = {
      programme: secondProgramme,
      org: streetId(family.street),
      channel: 'organisation' as const,
      answers: family.answers,
    };
    const draft = await saveDraft(deps, clerk, input);
    const photo = async (name: string) =>
      (await addAttachment(deps, clerk, draft.id, 'photos', atHome, name)).attachment;
    const attachments = [await photo('全家福.jpg'), await photo('生活照.jpg')];
    const { nomination } = await submit(deps, clerk, {
      ...input,
      id: draft.id,
      attachments,
      consentText: consentVersion,
      sensitive: true,
    });
    nominations.push(nomination.id);
  }
  await home.settled();
  for (const [nomination, outcome] of [
    [nominations[0]!, 'approve'],
    [nominations[1]!, 'return'],
  ] as const)
    for (const reviewer of people.district.reviewers) {
      const { items } = await worklistOf(deps.table, reviewer.id, openRound, undefined, 100);
      const todo = items.find((each) => each.nomination === nomination);
      if (todo === undefined) continue;
      const decision = { round: openRound, nomination, step: todo.step, outcome, reason: '请补充事迹' };
      await decideReview(deps, by(reviewer), decision);
      await home.settled();
      break;
    }
  return nominations;
}
