import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { returnBelow, sendAgain } from '#actions/candidacy/upward.ts';
import { addAttachment } from '#actions/files/attachments.ts';
import { amend } from '#actions/nomination/amend.ts';
import type { amendment } from '#actions/nomination/nomination-input.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Input } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRevision, listPage } from '#store/reads.ts';
import { community, district, family, jpeg, street } from '../../furong.ts';
import { stamp } from '../../stamped.ts';
import { codeOf, makeWorld, problemOf, seatId, type World } from '../../world.ts';

let world: World;
let clerk: Actor;
let serial = 0;
beforeAll(async () => {
  const shares = [
    { organisation: street(1), places: 50 },
    { organisation: street(2), places: 5 },
  ];
  world = await makeWorld({ settings: { shares } });
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

async function nominated() {
  const n = ++serial;
  const { nomination, candidacy } = await world.nominate(clerk, { answers: family(n) });
  return {
    n,
    nomination,
    candidacy,
    files: (await getRevision(world.deps.table, nomination.id, 1)).attachments,
  };
}
async function returned() {
  const made = await nominated();
  await world.decide(made.candidacy, 'return');
  const send = (rest: Partial<Input<typeof amendment>> = {}, actor = clerk) =>
    amend(world.deps, actor, {
      id: made.nomination.id,
      answers: family(made.n, { brief: '补充后的简介。' }),
      attachments: made.files,
      version: made.nomination.version,
      note: '已补充',
      ...rest,
    });
  return { ...made, send };
}
const named = async (name: string) =>
  (
    await listPage<{ id: string }>(world.deps.table, {
      pk: keys.namePartition(world.programme, name),
      prefix: name,
      index: 'gsi1',
    })
  ).items.map((item) => item.id);

describe('an amendment', () => {
  it('writes the next revision and asks the same step anew', async () => {
    const { n, nomination, send } = await returned();
    const { candidacy } = await send();
    expect(candidacy).toMatchObject({
      state: 'review',
      revision: 2,
      asked: [],
      step: { id: 'review', attempt: 2 },
    });
    const revision = await getRevision(world.deps.table, nomination.id, 2);
    expect([revision.by, revision.note]).toEqual([clerk.id, '已补充']);
    expect((await openAnswers(world.deps, revision)).answers).toEqual(family(n, { brief: '补充后的简介。' }));
    expect(
      (await openAnswers(world.deps, await getRevision(world.deps.table, nomination.id, 1))).answers,
    ).toEqual(family(n));
    expect(world.answered).toContain(`t-${nomination.id}-1`);
    expect((await world.decide(candidacy, 'approve')).state).toBe('opinions');
  });

  it('moves the identity and the name with the form', async () => {
    const { nomination, send } = await returned();
    const other = family(500 + serial, { familyName: '新名家庭' });
    const after = (await send({ answers: other })).nomination;
    expect(await world.holders(nomination)).toEqual([undefined, undefined]);
    expect(await world.holders(after)).toEqual([after.id, after.id]);
    expect([await named('新名'), (await named(`罗步芳${serial}`)).includes(after.id)]).toEqual([
      [after.id],
      false,
    ]);
    expect((await world.candidacy(after)).name).toBe('新名家庭');
  });

  it('that takes the identity of another nomination waits for the administrator; the first keeps it', async () => {
    const second = await world.as('clerk', street(2));
    const { nomination: first } = await world.nominate(second, { org: street(2), answers: family(600) });
    const { send } = await returned();
    const { candidacy, nomination } = await send({ answers: family(600) });
    expect(candidacy.state).toBe('checking');
    expect(await world.holders(nomination)).toEqual([first.id, first.id]);
    const pair = await world.deps.table.get(keys.pair(world.round, `${nomination.id}.${first.id}`), {
      consistent: true,
    });
    expect(pair).toMatchObject({ a: first.id, b: nomination.id, state: 'open' });
  });

  it('is refused with what is wrong, and on an old version with what differs', async () => {
    const { n, nomination, files, send } = await returned();
    expect(
      (
        await problemOf(
          send({
            answers: family(n, { brief: undefined, residenceYears: 'x' }),
            attachments: files.slice(1),
          }),
        )
      )?.faults
        .map((one) => one.field)
        .toSorted(),
    ).toEqual(['attachments.photos', 'brief', 'residenceYears']);
    const stale = await problemOf(send({ version: nomination.version - 1 }));
    expect([stale?.code, stale?.faults.map((one) => one.field)]).toEqual(['nomination-changed', ['brief']]);
    expect(await codeOf(send({ attachments: [files[0]!, { id: 'f'.repeat(40), rule: 'photos' }] }))).toBe(
      'file-unknown',
    );
    expect(await codeOf(send({}, await world.as('clerk', street(2))))).toBe('not-found');
    await send();
    expect(await codeOf(send())).toBe('not-returned');
  });

  it('sent twice at once is one revision', async () => {
    const { nomination, send } = await returned();
    const codes = await Promise.all([codeOf(send()), codeOf(send())]);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect((await getNomination(world.deps.table, nomination.id)).revision).toBe(2);
  });

  it('may bring new files', async () => {
    const { nomination, files, send } = await returned();
    const { attachment } = await addAttachment(
      world.deps,
      clerk,
      nomination.id,
      'photos',
      jpeg(9),
      '补拍.jpg',
    );
    await send({ attachments: [...files, attachment] });
    expect((await getRevision(world.deps.table, nomination.id, 2)).attachments).toHaveLength(3);
    expect(await codeOf(addAttachment(world.deps, clerk, nomination.id, 'photos', jpeg(8), 'x.jpg'))).toBe(
      'not-returned',
    );
  });
});

describe('a package sent back from above', () => {
  it('is amended by the lower organisation and goes up again as amended', async () => {
    const low = await world.as('clerk', community(1));
    const n = ++serial + 700;
    const { nomination, candidacy } = await world.nominate(low, { org: community(1), answers: family(n) });
    expect(candidacy.round).toBe(seatId(world, 1, street(1)));
    await stamp(world.deps, low, nomination.id);
    await world.decide(candidacy, 'approve');
    await returnBelow(world.deps, await world.as('administrator', district), world.round, nomination.id, {
      note: '请核对名称',
    });
    const lower = await getCandidacy(world.deps.table, candidacy.round, nomination.id);
    expect(lower.state).toBe('sentBack');
    const now = await getNomination(world.deps.table, nomination.id);
    const files = (await getRevision(world.deps.table, nomination.id, 1)).attachments;
    const after = await amend(world.deps, await world.as('administrator', street(1)), {
      id: nomination.id,
      answers: family(n, { familyName: '正名家庭' }),
      attachments: files,
      version: now.version,
      note: '',
    });
    // The street has no notice, so there is none to repeat.
    expect(after.candidacy).toMatchObject({ state: 'sentBack', revision: 2, name: '正名家庭' });
    expect(after.candidacy.needsNewNotice).toBe(undefined);
    const administrator = await world.as('administrator', street(1));
    // The page was stamped for the form as it was: the amended one is stamped anew.
    const bare = sendAgain(world.deps, administrator, candidacy.round, nomination.id);
    expect(await codeOf(bare)).toBe('stamped-page-missing');
    await stamp(world.deps, administrator, nomination.id);
    await sendAgain(world.deps, administrator, candidacy.round, nomination.id);
    expect(await world.candidacy(after.nomination)).toMatchObject({
      state: 'review',
      revision: 2,
      name: '正名家庭',
    });
  });
});

describe('an amendment at the level above a notice', () => {
  const noticed = async (answers: (n: number) => Readonly<Record<string, unknown>>) => {
    const { n, nomination, files, candidacy } = await nominated();
    // The district noticed it in its first tranche and sent it up; the city's review returned it.
    await world.deps.table.update(keys.candidacy(candidacy.round, nomination.id), {
      set: { state: 'done', tranche: 1 },
    });
    const above: Candidacy = {
      ...candidacy,
      round: seatId(world, 3, '430100'),
      org: '430100',
      stage: 3,
      level: 'city',
      state: 'returned',
    };
    await world.deps.table.put({ ...above, ...keys.candidacy(above.round, nomination.id) });
    await world.deps.table.update(keys.nomination(nomination.id), {
      set: { seats: [candidacy.round, above.round] },
    });
    await amend(world.deps, clerk, {
      id: nomination.id,
      answers: answers(n),
      attachments: files,
      version: nomination.version,
      note: '',
    });
    return getCandidacy(world.deps.table, candidacy.round, nomination.id);
  };
  it('marks the notice as outdated when what it showed changes, and only then', async () => {
    expect((await noticed((n) => family(n, { community: '另一社区' }))).needsNewNotice).toBe(1);
    expect((await noticed((n) => family(n, { deeds: '补充的事迹。' }))).needsNewNotice).toBe(undefined);
  });
});
