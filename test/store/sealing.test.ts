import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeys } from '#local/keys.ts';
import { shardOf } from '#store/keys.ts';
import { rewrapRecordKeys, sealer } from '#store/sealing.ts';
import { codeOf } from '../actions/people/people-deps.ts';
import { type Embedded, openEmbedded } from '../local/database/embedded.ts';

let embedded: Embedded;
let keys: ReturnType<typeof openKeys>;
let now = 0;
const fresh = () => sealer({ keys, keysTable: embedded.keys, clock: () => now });
/** What another process has: the same table, and a memory of its own. */
const elsewhere = () => sealer({ keys, keysTable: { ...embedded.keys }, clock: () => now });

beforeAll(async () => {
  embedded = await openEmbedded();
  keys = openKeys(embedded.data, { create: true });
});
afterAll(() => embedded.close());

async function record(id: string, plain: string): Promise<string> {
  const key = await fresh().newRecordKey(id);
  const sealed = key.seal(plain);
  await embedded.main.together([{ put: { pk: `KEPT#${id}`, sk: 'KEPT', sealed } }, key.op]);
  return sealed;
}

describe('a sealed record', () => {
  it('opens to what was sealed, with the key it was made with and later', async () => {
    const first = await record('nom1', '身份证 110101199003070000');
    const later = await fresh().seal('nom1', '手机 13800000000');
    expect(await fresh().open('nom1', first)).toEqual({ kind: 'open', text: '身份证 110101199003070000' });
    expect(await fresh().open('nom1', later)).toEqual({ kind: 'open', text: '手机 13800000000' });
  });

  it('never seals the same text alike, and shows nothing of it', async () => {
    await record('nom2', 'x');
    const [a, b] = [await fresh().seal('nom2', '王芳'), await fresh().seal('nom2', '王芳')];
    expect(a).not.toBe(b);
    expect(Buffer.from(a, 'base64url').includes('王芳')).toBe(false);
  });

  it('does not open when it was altered, cut, or moved to another record', async () => {
    const sealed = await record('nom3', '王芳');
    await record('nom4', '李娜');
    const bytes = Buffer.from(sealed, 'base64url');
    bytes[bytes.length - 1]! ^= 1;
    expect(await codeOf(fresh().open('nom3', bytes.toString('base64url')))).toBe('seal-broken');
    expect(await codeOf(fresh().open('nom3', sealed.slice(0, 20)))).toBe('seal-broken');
    expect(await codeOf(fresh().open('nom4', sealed))).toBe('seal-broken');
  });

  it('does not open as another record, though its key row was copied there too', async () => {
    const sealed = await record('nom9', '王芳');
    const partition = (id: string) => `KEYS#${String(shardOf(id, 64)).padStart(2, '0')}`;
    const row = await embedded.keys.get({ pk: partition('nom9'), sk: 'nom9' });
    await embedded.keys.put({ ...row, pk: partition('nom10'), sk: 'nom10' });
    expect(await codeOf(fresh().open('nom10', sealed))).toBe('seal-broken');
  });

  it('says "erased" once its key is gone, and takes nothing more', async () => {
    const sealed = await record('nom5', '王芳');
    const seals = fresh();
    await embedded.main.together([seals.eraseOp('nom5')]);
    expect(await seals.open('nom5', sealed)).toEqual({ kind: 'erased' });
    expect(await codeOf(seals.seal('nom5', 'again'))).toBe('record-erased');
  });

  it('is unreadable within a minute to a process that had its key in memory', async () => {
    const sealed = await record('nom6', '王芳');
    const other = elsewhere();
    await other.open('nom6', sealed);
    await embedded.main.together([fresh().eraseOp('nom6')]);
    expect(await fresh().open('nom6', sealed)).toEqual({ kind: 'erased' });
    now += 60_001;
    expect(await other.open('nom6', sealed)).toEqual({ kind: 'erased' });
  });

  it('keeps its first key when a second one races it', async () => {
    const sealed = await record('nom7', '王芳');
    const second = await fresh().newRecordKey('nom7');
    expect(await codeOf(embedded.main.together([second.op]))).toBe('row-changed');
    expect(await fresh().open('nom7', sealed)).toEqual({ kind: 'open', text: '王芳' });
  });

  it('gives a draft saved again its own key, and refuses the write when that was erased meanwhile', async () => {
    const made = await fresh().recordKey('nom8');
    await embedded.main.together([made.op]);
    const again = await fresh().recordKey('nom8');
    const sealed = again.seal('王芳');
    await embedded.main.together([again.op]);
    expect(await fresh().open('nom8', sealed)).toEqual({ kind: 'open', text: '王芳' });
    await embedded.main.together([fresh().eraseOp('nom8')]);
    expect(await codeOf(embedded.main.together([again.op]))).toBe('row-changed');
  });
});

describe('rotating the master key', () => {
  it('rewraps every record key in chunks; all records open, and the old master key is no longer needed', async () => {
    const sealed = new Map<string, string>();
    for (let i = 0; i < 12; i++) sealed.set(`rot${i}`, await record(`rot${i}`, `text ${i}`));
    const version = keys.rotate('master');
    let rewrapped = 0;
    let chunks = 0;
    let cursor: string | undefined;
    do {
      const chunk = await rewrapRecordKeys({ keys, keysTable: embedded.keys }, cursor, 1);
      rewrapped += chunk.rewrapped;
      cursor = chunk.cursor;
      chunks += 1;
    } while (cursor !== undefined);
    expect(rewrapped).toBeGreaterThanOrEqual(12);
    expect(chunks).toBeGreaterThan(64);
    for (const [id, body] of sealed)
      expect(await fresh().open(id, body)).toEqual({ kind: 'open', text: `text ${id.slice(3)}` });
    for (let shard = 0; shard < 64; shard++) {
      const { items } = await embedded.keys.query({ pk: `KEYS#${String(shard).padStart(2, '0')}` });
      for (const item of items) expect(String(item.wrapped).split('.')[0]).toBe(String(version));
    }
  });
});
