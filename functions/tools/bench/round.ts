/** A whole round of many nominations, by the actions on the real state machines: from the first form to the published list. */

import { actorOf } from '#actions/actor.ts';
import { publishList } from '#actions/honour/grants.ts';
import { submit } from '#actions/nomination/submit.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { confirmShortlist, editShortlist } from '#actions/selection/shortlists.ts';
import { addDays, addSeconds, instantAt, shanghaiDate } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { roundId } from '#domain/round/round.ts';
import type { Home } from '#local/home.ts';
import { everyCandidacy } from '#store/every.ts';
import { findShortlist, getProgramme, getTranche, worklistOf } from '#store/reads.ts';
import { benchAnswers, seedBench } from './seed.ts';

/** The bench programme with review, shortlist, notice, decision and list at the district. */
const short = (document: Programme): Programme => ({
  ...document,
  edition: '2025',
  stages: [
    {
      ...document.stages[2]!,
      recommend: false,
      steps: document.stages[2]!.steps.filter((step) =>
        ['review', 'shortlist', 'notice', 'decision', 'publish'].includes(step.kind),
      ),
      quota: { ...document.stages[2]!.quota, groups: [] },
    },
  ],
});

export interface Played {
  readonly count: number;
  readonly seconds: number;
  /** Seconds of each part. */
  readonly parts: Readonly<Record<string, number>>;
  /** Id of the public notice. */
  readonly notice: string;
}

/**
 * Plays it, to the end or up to the posting of its public notice. The home is a rehearsal, whose clock is moved.
 */
export async function playRound(home: Home, count: number, untilNotice = false): Promise<Played> {
  const { deps } = home;
  const { org } = await firstSteps(home);
  const seeded = await seedBench(home, org);
  const [clerk, reviewer, administrator] = [seeded.clerk, seeded.reviewer, seeded.administrator].map(
    (member) => actorOf(member, 'session'),
  );
  const { document } = await getProgramme(deps.table, seeded.programme);
  const made = await createProgramme(deps, administrator!, {
    org: 'district',
    id: 'whole',
    document: short(document),
  });
  await publishProgramme(deps, administrator!, { id: 'whole', version: made.programme.version });
  const today = shanghaiDate(new Date(deps.clock()).toISOString());
  await setUpRound(deps, administrator!, {
    programme: 'whole',
    org: 'district',
    settings: {
      opensAt: new Date(deps.clock() - 1_000).toISOString(),
      closesAt: instantAt(addDays(today, 10), '17:30'),
      places: count,
    },
  });
  await home.settled();
  const round = roundId('whole', 0, 'district');
  const seconds: Record<string, number> = {};
  const began = performance.now();
  let last = began;
  const lap = (name: string) => {
    seconds[name] = Number(((performance.now() - last) / 1000).toFixed(1));
    last = performance.now();
  };
  const eight = async (total: number, work: (i: number) => Promise<unknown>) => {
    let next = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (next < total) await work(next++);
      }),
    );
  };
  await eight(count, (i) =>
    submit(deps, clerk!, {
      programme: 'whole',
      org: 'street',
      channel: 'organisation',
      answers: benchAnswers(100_000 + i),
      attachments: [],
      consentText: consentVersion,
    }),
  );
  await home.settled();
  lap('submitted');
  for (;;) {
    const { items } = await worklistOf(deps.table, reviewer!.id, `${round}#`, undefined, 500);
    if (items.length === 0) break;
    await eight(items.length, (i) =>
      decideReview(deps, reviewer!, {
        round,
        nomination: items[i]!.nomination,
        step: 'review',
        outcome: 'approve',
        reason: '',
      }),
    );
  }
  await home.settled();
  lap('reviewed');
  await home.moveClock!(instantAt(addDays(today, 11), '09:00'));
  const chosen: string[] = [];
  for await (const each of everyCandidacy(deps.table, round)) chosen.push(each.nomination);
  await editShortlist(deps, administrator!, round, { chosen, reserves: [], version: 0 });
  await confirmShortlist(deps, administrator!, round, {
    version: (await findShortlist(deps.table, round))!.version,
    leaveVacant: false,
  });
  await home.settled();
  lap('shortlisted');
  const version = async () => (await getTranche(deps.table, round, 1)).version;
  const notice = await postNotice(deps, administrator!, round, {
    tranche: 1,
    start: addDays(today, 11),
    version: await version(),
  });
  await home.settled();
  lap('posted');
  const played = () => ({
    count,
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    parts: seconds,
    notice: notice.id,
  });
  if (untilNotice) return played();
  await home.moveClock!(addSeconds(notice.decisionFrom, 5));
  await recordDecision(deps, administrator!, round, {
    tranche: 1,
    body: '主席办公会',
    date: shanghaiDate(notice.decisionFrom),
    minutes: '1',
    refused: [],
    version: await version(),
  });
  await home.settled();
  lap('decided');
  await publishList(deps, administrator!, round, {
    tranche: 1,
    title: '名单',
    documentNumber: '1',
    date: shanghaiDate(notice.decisionFrom),
    bodies: ['芙蓉区妇联'],
    version: await version(),
  });
  await home.settled();
  lap('published');
  return played();
}
