/** The second half of a round as the proof plays it: panel, shortlist, notice, decision and list. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { instantAt } from '#domain/instant.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import type { Shortlist } from '#domain/selection/selection-records.ts';
import type { Driver } from './client.ts';

export const at = (local: string) => `${local}@example.org`;
export const nominationId = (family: number) => `proof-${String(family + 1).padStart(2, '0')}`;
export const familyOf = (nomination: string) => Number(nomination.slice('proof-'.length)) - 1;

/** What every part of the plan needs: waiting until all is quiet, moving the clock, and reading how things stand. */
export function toolsOf({ call, step }: Driver) {
  const settled = (name: string) =>
    step(`settle ${name}`, async () => {
      const due = await call<number>('settle');
      if (due > 0) throw new Error(`${due} rows stay due after ${name}`);
    });
  const advanceClock = async (date: string, time: string) => {
    await step(`clock ${date}`, () => call('advanceClock', undefined, { to: instantAt(date, time) }));
    await settled(`clock ${date}`);
  };
  const candidacies = (round: string) => call<readonly Candidacy[]>('candidacies', undefined, { round });
  const tranche = (round: string, n = 1) => call<Tranche>('tranche', undefined, { round, n });

  return { settled, advanceClock, candidacies, tranche };
}

/** The steps of a selection, for any organisation and round. */
export function selection(driver: Driver) {
  const { call, step } = driver;
  const { settled, advanceClock, candidacies, tranche } = toolsOf(driver);

  async function panel(
    org: string,
    round: string,
    criteria: Readonly<Record<string, number>>,
  ): Promise<void> {
    const panellists = [1, 2, 3, 4, 5].map((n) => at(`${org}-panellist${n}`));
    await step(`invite panel of ${org}`, () =>
      call('invitePanel', at(`${org}-admin`), { round, emails: panellists }),
    );
    const waiting = (await candidacies(round)).filter((each) => each.state === 'waiting');
    await Promise.all(
      panellists.map(async (who, p) => {
        await step(`commitment of ${who}`, () => call('commitToPanel', who, { round }));
        for (const { nomination } of waiting) {
          const share = 95 - ((familyOf(nomination) * 3 + p) % 30);
          const scores = Object.fromEntries(
            Object.entries(criteria).map(([id, most]) => [id, String(Math.floor((most * share) / 100))]),
          );
          await step(`ballot on ${nomination} by ${who}`, () =>
            call('scoreNomination', who, { round, nomination, scores, version: 0 }),
          );
        }
      }),
    );
    await step(`close panel of ${org}`, () => call('closePanel', at(`${org}-admin`), { round }));
    await settled(`panel of ${org}`);
  }

  async function shortlist(org: string, round: string, places: number, reserves: number): Promise<void> {
    const admin = at(`${org}-admin`);
    const list = () => call<Shortlist | null>('shortlist', undefined, { round });
    const waiting = (await candidacies(round))
      .filter((each) => each.state === 'waiting')
      .map((each) => each.nomination)
      .sort();
    const chosen = waiting.slice(0, places);
    await step(
      `shortlist of ${org}`,
      async () =>
        call('editShortlist', admin, {
          round,
          chosen,
          reserves: waiting.slice(places, places + reserves),
          version: (await list())?.version ?? 0,
        }),
      async () => (await list())?.chosen.length === chosen.length,
    );
    await step(`confirm shortlist of ${org}`, async () =>
      call('confirmShortlist', admin, { round, version: (await list())!.version, leaveVacant: false }),
    );
    await settled(`shortlist of ${org}`);
  }

  /** Notice, decision and list of one tranche, with what happens while it is on notice. */
  async function honour(
    org: string,
    round: string,
    plan: { n: number; notice: string; decision: string; list: string; refused?: string },
    during?: () => Promise<void>,
  ): Promise<void> {
    const admin = at(`${org}-admin`);
    const { n } = plan;
    const version = async () => (await tranche(round, n)).version;
    await advanceClock(plan.notice, '09:00');
    await step(`notice ${n} of ${org}`, async () =>
      call('postNotice', admin, { round, tranche: n, start: plan.notice, version: await version() }),
    );
    await settled(`notice ${n} of ${org}`);
    await during?.();
    await advanceClock(plan.decision, '09:30');
    await step(`decision ${n} of ${org}`, async () =>
      call('recordDecision', admin, {
        round,
        tranche: n,
        body: '主席办公会',
        date: plan.decision,
        minutes: `纪〔2021〕${n}号`,
        refused: plan.refused === undefined ? [] : [{ nomination: plan.refused, reason: '会议未通过' }],
        version: await version(),
      }),
    );
    await settled(`decision ${n} of ${org}`);
    await advanceClock(plan.list, '10:00');
    await step(`list ${n} of ${org}`, async () =>
      call('publishList', admin, {
        round,
        tranche: n,
        title: `名单 ${n}`,
        documentNumber: `芙妇〔2021〕${n}号`,
        date: plan.list,
        bodies: ['妇女联合会'],
        version: await version(),
      }),
    );
    await settled(`list ${n} of ${org}`);
  }

  return { panel, shortlist, honour };
}
