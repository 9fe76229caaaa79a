/** The plan of the proof: one cycle of 最美家庭 through two levels, with everything that may go another way on it. */

import { instantAt } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { roundId } from '#domain/round/round.ts';
import { families } from '#local/demo/families.ts';
import { streetId } from '#local/demo/furong.ts';
import type { Driver } from './client.ts';
import { at, familyOf, nominationId, selection, toolsOf } from './selection.ts';

export const programme = 'zmjt-2021-furong';
export const district = roundId(programme, 2, 'furong');
export const city = roundId(programme, 3, 'changsha');

/** Which family meets which fate; the others go straight through. */
const fates = { returned: 1, rejected: 3, vetoed: 4, upheld: 5, dismissed: 6, refused: 7 } as const;

export interface PlanOptions {
  /** Families that are nominated: 10 at least, 20 at most. */
  readonly families: number;
  /** Places of the district. */
  readonly places: number;
  /** Clients that submit at the same time. */
  readonly clients: number;
}

/** Does pieces of work several at a time, in their order. */
async function several<T>(pieces: readonly T[], width: number, work: (piece: T) => Promise<void>) {
  const left = [...pieces];
  const next = async (): Promise<void> => {
    for (let piece = left.shift(); piece !== undefined; piece = left.shift()) await work(piece);
  };
  await Promise.all(Array.from({ length: width }, next));
}

/** Plays the whole plan on a driver. Its steps are the same in every run, whatever is killed. */
export async function play(driver: Driver, options: PlanOptions): Promise<void> {
  const { call, step } = driver;
  const { settled, advanceClock, candidacies, tranche } = toolsOf(driver);
  const { panel, shortlist, honour } = selection(driver);

  async function setUp(): Promise<void> {
    await step('plant', () => call('plant'));
    const admin = at('furong-admin');
    const record = () =>
      call<{ status: string; version: number } | null>('programme', undefined, { id: programme });
    await step(
      'create programme',
      () => call('createProgramme', admin, { id: programme, org: 'furong' }),
      async () => (await record()) !== null,
    );
    await step(
      'publish programme',
      async () => call('publishProgramme', admin, { id: programme, version: (await record())!.version }),
      async () => (await record())?.status === 'published',
    );
    const rounds = [
      [district, 'furong', '2021-04-01', '2021-04-20', options.places, undefined],
      [city, 'changsha', '2021-05-20', '2021-06-10', 3, [{ organisation: 'furong', places: 4 }]],
    ] as const;
    for (const [id, org, opens, closes, places, shares] of rounds)
      await step(
        `round of ${org}`,
        () =>
          call('setUpRound', at(`${org}-admin`), {
            programme,
            org,
            settings: {
              opensAt: instantAt(opens, '09:00'),
              closesAt: instantAt(closes, '17:30'),
              places,
              ...(shares !== undefined && { shares }),
            },
          }),
        async () => (await call('round', undefined, { id })) !== null,
      );
    await settled('rounds');
  }

  async function nominate(family: number): Promise<void> {
    const { street, answers } = families[family]!;
    const clerk = at(`clerk${street + 1}`);
    const id = nominationId(family);
    const input = { id, programme, org: streetId(street), channel: 'organisation', answers };
    type OpenDraft = { draft: { attachments: { id: string; rule: string }[] } };
    const draft = () => call<OpenDraft>('draft', clerk, { id });
    await step(
      `draft ${id}`,
      () => call('saveDraft', clerk, input),
      async () => (await draft()).draft !== undefined,
    );
    for (const n of [1, 2])
      await step(
        `photo ${n} of ${id}`,
        () => call('addPhoto', clerk, { id, name: `照片${n}.jpg` }),
        async () => (await draft()).draft.attachments.length >= n,
      );
    await step(
      `submit ${id}`,
      async () => {
        const { attachments } = (await draft()).draft;
        return call('submit', clerk, { ...input, attachments, consentText: consentVersion, sensitive: true });
      },
      async () => (await call('nomination', undefined, { id })) !== null,
    );
  }

  /** Everybody of a federation does the tasks of her list; who may differ decides differently once. */
  async function answerAll(org: string, round: string): Promise<void> {
    const worklist = (who: string) => call<readonly Todo[]>('worklist', who, { round });
    const work = async (who: string, answer: (todo: Todo) => Promise<unknown>) => {
      let todos: readonly Todo[] = [];
      // the list is a step of its own so that both runs count the same steps
      await step(`worklist of ${who}`, async () => {
        todos = await worklist(who);
      });
      for (const todo of todos.toSorted((a, b) => a.nomination.localeCompare(b.nomination)))
        await step(
          `${todo.kind} of ${todo.nomination} by ${who}`,
          () => answer(todo),
          async () =>
            !(await worklist(who)).some(
              (each) => each.nomination === todo.nomination && each.attempt === todo.attempt,
            ),
        );
    };
    await Promise.all(
      [1, 2].map((n) =>
        work(at(`${org}-reviewer${n}`), (todo) => {
          const family = familyOf(todo.nomination);
          const returned = family === fates.returned && todo.attempt === 1 && round === district;
          const rejected = family === fates.rejected;
          return call('decideReview', at(`${org}-reviewer${n}`), {
            round,
            nomination: todo.nomination,
            step: todo.step,
            outcome: returned ? 'return' : rejected ? 'reject' : 'approve',
            reason: returned ? '请补充家风家训' : rejected ? '居住年限不实' : '',
          });
        }),
      ),
    );
    await settled(`reviews of ${round}`);
    // one after the other: a veto that comes before or after the other opinion leaves another trail
    for (const [who, department] of [
      ['police', '公安'],
      ['civility', '文明办'],
    ] as const)
      await work(at(`${org}-${who}`), (todo) => {
        const vetoed = familyOf(todo.nomination) === fates.vetoed && department === '公安';
        return call('answerOpinion', at(`${org}-${who}`), {
          round,
          nomination: todo.nomination,
          step: todo.step,
          department,
          outcome: vetoed ? 'disagree' : 'agree',
          reason: vetoed ? '有违法记录' : '',
        });
      });
    await settled(`opinions of ${round}`);
  }

  async function amendReturned(): Promise<void> {
    const id = nominationId(fates.returned);
    const { street, answers } = families[fates.returned]!;
    const nomination = () => call<Nomination>('nomination', undefined, { id });
    await step(
      `amend ${id}`,
      async () => {
        const revision = await call<Revision>('revision', undefined, { id, n: 1 });
        return call('amend', at(`clerk${street + 1}`), {
          id,
          answers: { ...answers, motto: '孝老爱亲，勤俭持家，邻里互助' },
          attachments: revision.attachments,
          version: (await nomination()).version,
          note: '已补充家风家训',
        });
      },
      async () => (await nomination()).revision === 2,
    );
    await settled('amendment');
  }

  async function objections(): Promise<void> {
    const admin = at('furong-admin');
    type Entry = { id: string; nomination: string; version: number; status: string };
    const of = async (nomination: string) =>
      (await call<readonly Entry[]>('objections', admin, { org: 'furong' })).find(
        (each) => each.nomination === nomination,
      );
    let tries = 0;
    for (const [fate, outcome] of [
      ['upheld', 'upheld'],
      ['dismissed', 'dismissed'],
    ] as const) {
      const nomination = nominationId(fates[fate]);
      await step(
        `objection to ${nomination}`,
        () =>
          call('raiseObjection', undefined, {
            notice: `${district}.n1`,
            nomination,
            by: 'person',
            name: '群众甲',
            contact: `objector-${fate}@example.org`,
            channel: 'web',
            body: '情况不实，请核查。',
            address: `10.0.0.${++tries % 250}`,
          }),
        async () => (await of(nomination)) !== undefined,
      );
      await settled(`objection to ${nomination}`);
      await step(
        `${outcome} ${nomination}`,
        async () => {
          const { id, version } = (await of(nomination))!;
          return call('settleObjection', admin, { id, version, outcome, finding: '已查明' });
        },
        async () => (await of(nomination))?.status === outcome,
      );
      await settled(`${outcome} ${nomination}`);
    }
  }

  async function secondTranche(): Promise<void> {
    const reserve = (await candidacies(district)).filter((each) => each.state === 'reserve');
    const first = reserve.map((each) => each.nomination).sort()[0]!;
    const round = () => call<{ version: number; tranches: number }>('round', undefined, { id: district });
    await step(
      'further tranche',
      async () =>
        call('formFurtherTranche', at('furong-admin'), {
          round: district,
          nominations: [first],
          version: (await round()).version,
        }),
      async () => (await round()).tranches === 2,
    );
    await settled('further tranche');
  }

  async function sendUp(n: number, count: number): Promise<void> {
    await step(`recommend tranche ${n}`, async () => {
      const { entries, recommended, version } = await tranche(district, n);
      const nominations = recommended ?? entries.slice(0, count);
      const nobody = nominations.length === 0;
      const sent = { round: district, tranche: n, nominations, nobody, version };
      return call('recommend', at('furong-admin'), sent);
    });
    await settled(`recommend tranche ${n}`);
  }

  await setUp();
  const all = Array.from({ length: options.families }, (_, family) => family);
  await several(all, options.clients, nominate);
  await settled('submissions');
  await advanceClock('2021-04-06', '09:00');
  await answerAll('furong', district);
  await amendReturned();
  await advanceClock('2021-04-21', '09:00');
  await answerAll('furong', district);
  await panel('furong', district, { deeds: 50, ethos: 30, public: 20 });
  await shortlist('furong', district, options.places, 1);
  const refused = nominationId(fates.refused);
  await honour(
    'furong',
    district,
    { n: 1, notice: '2021-04-22', decision: '2021-05-06', list: '2021-05-07', refused },
    objections,
  );
  await secondTranche();
  await honour('furong', district, {
    n: 2,
    notice: '2021-05-08',
    decision: '2021-05-17',
    list: '2021-05-18',
  });
  await advanceClock('2021-05-20', '10:00');
  await sendUp(1, 4);
  await sendUp(2, 0);
  await answerAll('changsha', city);
  await advanceClock('2021-06-11', '09:00');
  await answerAll('changsha', city);
  await panel('changsha', city, { overall: 100 });
  await shortlist('changsha', city, 3, 1);
  await honour('changsha', city, { n: 1, notice: '2021-06-15', decision: '2021-06-23', list: '2021-06-24' });
  await advanceClock('2021-06-28', '09:00');
}
