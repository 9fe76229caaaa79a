/** A list of 最美家庭 of 芙蓉区 on its way: shown, decided, published, by the real actions; the machine's tasks are called here. */

import { publishList } from '#actions/honour/publishing.ts';
import { noticeId } from '#actions/notice/notice-pages.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { trancheNow } from '#actions/round/tranche-tasks.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { begin } from '#actions/write.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { systemActor } from '#domain/people/people.ts';
import { getCandidacy, getRound, getTranche, roundWithStage } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';

export interface Published {
  readonly world: World;
  readonly nominations: readonly Nomination[];
  readonly notice: string;
  readonly list: string;
  /** Posts on Thursday 2021-05-06 until 05-11 (docs/rules/scenarios.md#furong-families). */
  post(): Promise<void>;
  /** Ends the notice, decides on 05-12 and publishes for 05-15. */
  publish(): Promise<void>;
  /** One piece of the tranche's work, as its machine would do it. */
  now(step: string): Promise<void>;
}

const contact = {
  office: '家庭儿童工作部',
  phone: '0731-84683000',
  email: 'family@example.org',
  hours: '工作日 8:30–17:30',
  address: '人民东路189号',
};

/** Families of these names stand chosen in the first tranche of the district's round. */
export async function openPublished(names: readonly string[]): Promise<Published> {
  const world = await makeWorld({
    settings: { places: names.length, contact },
    // A term, so that the roll has something to end.
    adjust: (programme) => ({
      ...programme,
      form: {
        ...programme.form,
        // Not the order in which the form asks, nor that of their labels.
        publicFields: ['familyName', 'tags', 'residenceYears', 'community'],
        fields: programme.form.fields.map((field) =>
          field.id === 'residenceYears' ? { ...field, sum: true } : field,
        ),
      },
      stages: programme.stages.map((stage) =>
        stage.level === 'district' ? { ...stage, termYears: 3 } : stage,
      ),
    }),
  });
  const { deps, round } = world;
  const clerk = await world.as('clerk', street(1));
  const nominations: Nomination[] = [];
  for (const [n, familyName] of names.entries()) {
    const answers = family(n + 1, { familyName });
    nominations.push((await world.nominate(clerk, { org: street(1), answers })).nomination);
  }
  for (const { id } of nominations) {
    const write = begin(deps, systemActor);
    write.save(
      'candidacy',
      await getCandidacy(deps.table, round, id),
      { state: 'chosen', tranche: 1 },
      'shortlist.choose',
    );
    await write.commit();
  }
  const write = begin(deps, systemActor);
  write.save(
    'round',
    await getRound(deps.table, round),
    { status: 'settled', phase: 3, tranches: 1 },
    'shortlist.confirm',
  );
  write.op({
    put: rows.tranche({
      round,
      n: 1,
      state: 'running',
      phase: 3,
      cursor: 0,
      entries: nominations.map(({ id }) => id),
      version: 1,
    }),
  });
  await write.commit();
  const administrator = await world.as('administrator', district);
  const version = async () => (await getTranche(deps.table, round, 1)).version;
  const now: Published['now'] = async (step) => {
    const found = await roundWithStage(deps.table, round);
    await trancheNow(deps, found.round, found.stage, await getTranche(deps.table, round, 1), step);
  };
  return {
    world,
    nominations,
    notice: noticeId(round, 1),
    list: `${round}.h1`,
    now,
    async post() {
      world.at('2021-05-06T01:00:00.000Z');
      await postNotice(deps, administrator, round, {
        tranche: 1,
        start: '2021-05-06',
        version: await version(),
      });
      await now('post');
    },
    async publish() {
      world.at('2021-05-12T02:00:00.000Z');
      await now('endNotice');
      await now('advanceTranche');
      await recordDecision(deps, administrator, round, {
        tranche: 1,
        body: '党组会',
        date: '2021-05-12',
        minutes: '芙妇党组〔2021〕5号',
        refused: [],
        version: await version(),
      });
      await now('applyDecision');
      await now('advanceTranche');
      await publishList(deps, administrator, round, {
        tranche: 1,
        title: '2021年芙蓉区“最美家庭”',
        documentNumber: '芙妇〔2021〕8号',
        date: '2021-05-15',
        bodies: ['芙蓉区妇女联合会', '芙蓉区文明办'],
        version: await version(),
      });
      for (let n = 0; n < names.length; n += 10) await now('grant');
    },
  };
}
