import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAttachment } from '#actions/files/attachments.ts';
import { amendFiles } from '#actions/files/unused-files.ts';
import { amend } from '#actions/nomination/amend.ts';
import { discardDraft, getDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { deliver } from '#actions/running/signals.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { dueShards, keys } from '#store/keys.ts';
import { getRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import type { DueRow } from '#store/writing.ts';
import { family, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

let world: World;
let clerk: Actor;
beforeEach(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
});
afterEach(() => world.close());

const input = () => ({
  programme: world.programme,
  org: street(1),
  channel: 'organisation' as const,
  answers: {},
});
const draft = async () => (await saveDraft(world.deps, clerk, input())).id;
const stored = () => [...world.stored.keys()].sort();
/** Rows of a kind that stand in the due partitions. */
async function dueOf(kind: string): Promise<readonly DueRow[]> {
  const pages = await Promise.all(
    Array.from({ length: dueShards }, (_, shard) =>
      world.deps.table.query<DueRow>({ pk: keys.duePartition(shard), consistent: true }),
    ),
  );
  return pages.flatMap((page) => page.items).filter((row) => row.what.due === kind);
}

describe('a file that nothing uses', () => {
  it('is removed a day after its upload was cut off', async () => {
    const id = await draft();
    const { table } = world.deps;
    const broken: Deps = {
      ...world.deps,
      handOver: async () => {},
      table: { ...table, together: async () => Promise.reject(new Error('the process ends here')) },
    };
    await expect(addAttachment(broken, clerk, id, 'photos', jpeg(1), 'x.jpg')).rejects.toThrow('ends here');
    expect(stored()).toHaveLength(1);
    await sweep(world.deps);
    expect(stored()).toHaveLength(1); // it might still be under way
    world.at('2021-04-03T02:00:00.000Z');
    await sweep(world.deps);
    expect([stored(), await dueOf('files')]).toEqual([[], []]);
  });

  it('cannot be claimed any more once its removal began, and one claimed in time stays', async () => {
    const id = await draft();
    const { table } = world.deps;
    let look: DueRow | undefined;
    const slow = (before: () => Promise<void>): Deps => ({
      ...world.deps,
      table: {
        ...table,
        async together(ops) {
          [look] = await dueOf('files');
          await before();
          return table.together(ops);
        },
      },
    });
    const overtaken = slow(async () => void (await deliver(world.deps, [look!])));
    expect(await codeOf(addAttachment(overtaken, clerk, id, 'photos', jpeg(1), 'x.jpg'))).toBe(
      'draft-changed',
    );
    expect([stored(), (await getDraft(world.deps, clerk, id)).draft.attachments]).toEqual([[], []]);

    const { attachment } = await addAttachment(
      slow(async () => {}),
      clerk,
      id,
      'photos',
      jpeg(2),
      'x.jpg',
    );
    await deliver(world.deps, [look!]); // the sweeper had read the row just before
    expect(stored()).toEqual([attachment.id]);
  });

  it('goes at once when its upload loses to a save, or its draft leaves it out or is discarded', async () => {
    const id = await draft();
    const { table } = world.deps;
    const late: Deps = {
      ...world.deps,
      table: {
        ...table,
        async together(ops) {
          await saveDraft(world.deps, clerk, { ...input(), id, version: 1 });
          return table.together(ops);
        },
      },
    };
    expect(await codeOf(addAttachment(late, clerk, id, 'photos', jpeg(1), 'x.jpg'))).toBe('draft-changed');
    expect(stored()).toEqual([]);
    await addAttachment(world.deps, clerk, id, 'photos', jpeg(2), 'x.jpg');
    const { attachment, version } = await addAttachment(world.deps, clerk, id, 'photos', jpeg(3), 'x.jpg');
    await saveDraft(world.deps, clerk, { ...input(), id, attachments: [attachment], version });
    expect(stored()).toEqual([attachment.id]);
    await discardDraft(world.deps, clerk, id);
    expect([stored(), await dueOf('files')]).toEqual([[], []]);
  });

  it('goes even when the process ended between the write and the removal', async () => {
    const id = await draft();
    await addAttachment(world.deps, clerk, id, 'photos', jpeg(1), 'x.jpg');
    await discardDraft({ ...world.deps, handOver: async () => {} }, clerk, id);
    expect(stored()).toHaveLength(1);
    await sweep(world.deps);
    expect([stored(), await dueOf('files')]).toEqual([[], []]);
  });

  it('and was left out of the submission goes; those of the submission stay, whatever is looked at', async () => {
    const prepared = await world.prepared(clerk, { answers: family(1) });
    const { attachment } = await addAttachment(world.deps, clerk, prepared.id, 'photos', jpeg(7), 'x.jpg');
    const { nomination } = await submit(world.deps, clerk, prepared);
    const used = prepared.attachments!.map((file) => file.id).sort();
    expect(stored()).toEqual(used);
    expect(await world.deps.table.get(keys.file(attachment.id))).toBeUndefined();
    const { now } = { now: new Date(world.deps.clock()).toISOString() };
    const row: DueRow = { ...keys.due('files-all', now), at: now, what: { due: 'files', files: used } };
    await world.deps.table.put(row);
    world.at('2024-01-01T00:00:00.000Z');
    await sweep(world.deps);
    expect(stored()).toEqual(used);
    const { attachments } = await getRevision(world.deps.table, nomination.id, 1);
    for (const file of attachments)
      expect(await world.deps.table.get(keys.file(file.id))).toMatchObject({ record: nomination.id });
  });
});

describe('a file uploaded for an amendment', () => {
  it('waits while the nomination is returned; then the used one stays and the other goes', async () => {
    const { nomination, candidacy } = await world.nominate(clerk, { answers: family(1) });
    await world.decide({ ...candidacy, step: { ...candidacy.step!, id: 'review' } }, 'return');
    const first = await addAttachment(world.deps, clerk, nomination.id, 'photos', jpeg(8), '新.jpg');
    const second = await addAttachment(world.deps, clerk, nomination.id, 'photos', jpeg(9), '旧.jpg');
    const revision = await getRevision(world.deps.table, nomination.id, 1);
    expect((await amendFiles(world.deps, nomination.id, revision.at)).map(({ name }) => name).sort()).toEqual(
      ['新.jpg', '旧.jpg'].sort(),
    );
    world.at('2021-05-05T01:00:00.000Z');
    await sweep(world.deps);
    expect(stored()).toEqual(expect.arrayContaining([first.attachment.id, second.attachment.id]));
    expect(await dueOf('files')).toHaveLength(2); // again in thirty days

    await amend(world.deps, clerk, {
      id: nomination.id,
      answers: family(1),
      attachments: [...revision.attachments, first.attachment],
      version: first.version,
      note: '',
    });
    world.at('2021-07-01T00:00:00.000Z');
    await sweep(world.deps);
    expect(stored()).toEqual([...revision.attachments.map(({ id }) => id), first.attachment.id].sort());
    expect(await dueOf('files')).toEqual([]);
    expect((await amendFiles(world.deps, nomination.id, revision.at)).map(({ name }) => name)).toEqual([
      '新.jpg',
    ]);
  });
});

describe('a draft that nobody comes back to', () => {
  it('is erased with its key and files a year after it was last saved, and not before', async () => {
    const id = await draft();
    const { version } = await addAttachment(world.deps, clerk, id, 'photos', jpeg(1), 'x.jpg');
    world.at('2021-12-01T01:00:00.000Z');
    await saveDraft(world.deps, clerk, { ...input(), id, version });
    const { sealed } = (await world.deps.table.get(keys.draft(id)))!;
    world.at('2022-04-03T01:00:00.000Z');
    await sweep(world.deps);
    expect((await getDraft(world.deps, clerk, id)).draft.attachments).toHaveLength(1);
    world.at('2022-12-02T01:00:00.000Z');
    await sweep(world.deps);
    expect(await codeOf(getDraft(world.deps, clerk, id))).toBe('draft-unknown');
    expect(stored()).toEqual([]);
    expect(await sealer(world.deps).open(id, String(sealed))).toEqual({ kind: 'erased' });
    expect(await dueOf('draft')).toEqual([]);
  });

  it('that was submitted is a nomination, which this leaves alone', async () => {
    const { nomination } = await world.nominate(clerk, { answers: family(1) });
    const before = stored();
    world.at('2023-01-01T00:00:00.000Z');
    await sweep(world.deps);
    expect(stored()).toEqual(before);
    expect(await world.deps.table.get(keys.nomination(nomination.id))).toBeDefined();
  });
});
