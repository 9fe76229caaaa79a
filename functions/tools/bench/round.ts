/** One round by the API from the first submission to the published list: 最美家庭 shortened to review, shortlist, notice, decision, list. */

import { addDays, addSeconds, instantAt, shanghaiDate } from '#domain/instant.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { type Client, share, until } from './load.ts';
import { benchNomination, openRound, type Seeded } from './seed.ts';
import type { Site } from './site.ts';

const kept = ['review', 'shortlist', 'notice', 'decision', 'publish'];
/** The programme shortened to the steps that a round played by one program passes, at its district alone. */
export const short = (document: Programme): Programme => {
  const stage = document.stages[2]!;
  const steps = stage.steps.filter(({ kind }) => kept.includes(kind));
  return {
    ...document,
    stages: [{ ...stage, recommend: false, steps, quota: { ...stage.quota, groups: [] } }],
  };
};

/** The same with a grade for each who is honoured. */
export const graded = ({ document, ...rest }: Seeded): Seeded => ({
  ...rest,
  document: {
    ...document,
    stages: document.stages.map((stage) => ({
      ...stage,
      grades: [
        {
          ...{ id: 'star', title: { zh: '五星' }, places: 'open' as const },
          ...{ perGroup: false, groupPlaces: [], beside: false },
        },
      ],
    })),
  },
});

export interface Played {
  readonly count: number;
  readonly seconds: number;
  readonly cpuMs: number;
  /** Seconds of each part. */
  readonly parts: Readonly<Record<string, number>>;
  /** CPU seconds of each, which a busy machine changes little. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** Id of the public notice. */
  readonly notice: string;
}
interface Tranche {
  readonly version: number;
  readonly publishedAt?: string;
  readonly decision?: { readonly appliedAt?: string };
  readonly notice?: { readonly endedAt?: string };
}
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
/** Tries again while the machine has not come that far. */
const onceReady = <T>(what: string, ask: () => Promise<T>): Promise<T> =>
  until(what, () =>
    ask().catch((error: unknown) => {
      if (/status (404|409)/.test(String(error))) return undefined;
      throw error;
    }),
  );

/** The end of a tranche: the decision and the list of honours. */
async function decideAndPublish(of: {
  readonly session: Client;
  readonly at: string;
  readonly tranche: () => Promise<Tranche>;
  readonly date: string;
  readonly lap: (name: string) => Promise<void>;
}): Promise<void> {
  const { session, at, tranche, date, lap } = of;
  await onceReady('decision', async () => {
    const said = { body: '主席办公会', date, minutes: '1', refused: [], version: (await tranche()).version };
    return (await session.api(`POST`, `${at}/decision`, said)) ?? {};
  });
  await until('decision applied', async () => (await tranche()).decision?.appliedAt !== undefined);
  await lap('decided');
  await onceReady('list', async () => {
    const list = { title: '名单', documentNumber: '1', date, bodies: ['district妇联'] };
    return (await session.api('POST', `${at}/list`, { ...list, version: (await tranche()).version })) ?? {};
  });
  await until('list published', async () => (await tranche()).publishedAt !== undefined);
  await lap('published');
}

/** All are submitted and approved by eight clients at once; gives their ids. */
async function submitAndReview(of: {
  readonly seeded: Seeded;
  readonly programme: string;
  readonly round: string;
  readonly count: number;
  readonly lap: (name: string) => Promise<void>;
}): Promise<readonly string[]> {
  const { seeded, programme, round, count, lap } = of;
  const { administrator, clerk, reviewer } = seeded;
  const { session } = administrator;
  const inState = (state: string) => async () => {
    const { counts } = await session.api<{ counts: { states: Readonly<Record<string, number>> } }>(
      'GET',
      `/api/rounds/${round}`,
    );
    return (counts.states[state] ?? 0) === count;
  };
  const each = (client: Client) => Array.from({ length: 8 }, () => client.again());
  const [clerks, reviewers] = [each(clerk.token), each(reviewer.token)];
  const made: string[] = [];
  await share(8, count, async (i, c) => {
    const { id } = await clerks[c]!.api<{ id: string }>(
      'POST',
      '/api/nominations',
      benchNomination(seeded, programme, 100_000 + i),
    );
    made.push(id);
  });
  await until('all under review', inState('review'));
  const asked = async (nomination: string) => {
    const path = `/api/rounds/${round}/candidacies/${nomination}`;
    return (await session.api<{ asked: readonly unknown[] }>('GET', path)).asked.length > 0;
  };
  for (const nomination of made) await until('reviewer asked', () => asked(nomination));
  await lap('submitted');
  await share(8, count, (i, c) =>
    onceReady('review', async () => {
      const path = `/api/rounds/${round}/candidacies/${made[i]}/review`;
      return (
        (await reviewers[c]!.api('POST', path, { step: 'review', outcome: 'approve', reason: '' })) ?? {}
      );
    }),
  );
  await until('all waiting', inState('waiting'));
  await lap('reviewed');
  return made;
}

/** Plays it with eight clients, to the end or up to the posting of its notice, on a rehearsal whose clock it moves. */
export async function playRound(
  site: Site,
  seeded: Seeded,
  count: number,
  untilNotice = false,
): Promise<Played> {
  const { session } = seeded.administrator;
  const clock = () => seeded.root.api<{ now: string }>('GET', '/api/rehearsal/clock');
  const advanceClock = (now: string) => seeded.root.api('POST', '/api/rehearsal/clock', { now });
  const { now } = await clock();
  const today = shanghaiDate(now);
  const programme = 'whole';
  const round = await openRound(seeded, programme, short(seeded.document), {
    opensAt: addSeconds(now, -1),
    closesAt: instantAt(addDays(today, 10), '17:30'),
    places: count,
  });
  await site.rest();
  const seconds: Record<string, number> = {};
  const [began, cpu] = [performance.now(), site.cpu()];
  let last = began;
  let before = cpu;
  const cpuSeconds: Record<string, number> = {};
  const lap = async (name: string) => {
    const rested = await site.rest();
    cpuSeconds[name] = rounded((site.cpu() - before) / 1000, 1);
    before = site.cpu();
    seconds[name] = rounded((rested - last) / 1000, 1);
    last = performance.now();
  };
  const made = await submitAndReview({ seeded, programme, round, count, lap });
  await advanceClock(instantAt(addDays(today, 11), '09:00'));
  const shortlist = `/api/rounds/${round}/shortlist`;
  let version = 0;
  for (let end = 200; end - 200 < made.length; end += 200) {
    const chosen = { chosen: made.slice(0, end), reserves: [], version };
    ({ version } = await onceReady('shortlist', () =>
      session.api<{ version: number }>('PUT', shortlist, chosen),
    ));
  }
  if (seeded.document.stages.some(({ grades = [] }) => grades.length > 0)) {
    const nominees = made.map((nomination) => ({ nomination, grades: ['star'], reason: '集体研究' }));
    ({ version } = await session.api<{ version: number }>('PUT', `${shortlist}/grades`, {
      nominees,
      version,
    }));
  }
  await session.api('POST', `${shortlist}/confirm`, { version, leaveVacant: false });
  const at = `/api/rounds/${round}/tranches/1`;
  const tranche = () => session.api<Tranche>('GET', at);
  await onceReady('tranche', tranche);
  await lap('shortlisted');
  const notice = await onceReady('notice', async () => {
    const body = { start: addDays(today, 11), version: (await tranche()).version };
    return session.api<{ id: string; decisionFrom: string }>('POST', `${at}/notice`, body);
  });
  await lap('posted');
  const played = (): Played => ({
    count,
    seconds: rounded(
      Object.values(seconds).reduce((a, b) => a + b, 0),
      1,
    ),
    cpuMs: rounded((site.cpu() - cpu) / count, 2),
    parts: seconds,
    cpuSeconds,
    notice: notice.id,
  });
  if (untilNotice) return played();
  await advanceClock(addSeconds(notice.decisionFrom, 5));
  await decideAndPublish({ session, at, tranche, date: shanghaiDate(notice.decisionFrom), lap });
  return played();
}
