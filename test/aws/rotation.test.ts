/** Rotation rehearsed on the shape of a deployment: a new root, a new KMS key; links, sign-in and sealed fields go on. */
import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkFor, openLink, raiseGenerationOp } from '#actions/people/links.ts';
import { isSigned, makeCheckpoint } from '#actions/trust/checkpoints.ts';
import { openKeys } from '#aws/keys.ts';
import type { Member } from '#domain/people/people-records.ts';
import { findMemberByEmail, memberOps } from '#store/people.ts';
import { rewrapRecordKeys, sealer } from '#store/sealing.ts';
import { type Embedded, openEmbedded } from '../local/database/embedded.ts';
import { codeOf } from '../world.ts';
import { type Cloud, environment, keysSecretArn, mockCloud, refusal, setEnvironment } from './cloud.ts';

const old = environment.MASTER_KEY_ARN!;
const settings = { HONGBANG_STAGE: 'test', MASTER_KEY_ARN: old, KEYS_SECRET_ARN: keysSecretArn };
const email = 'reviewer@example.org';
const member: Member = {
  id: 'm1',
  name: '审核员',
  email,
  grants: [],
  status: 'active',
  language: 'zh',
  version: 1,
};
let embedded: Embedded;
let cloud: Cloud;

/** Lets KMS tell its keys apart, as it does: what one wrapped, only that one opens. Gives what switches a key off. */
function keysApart(): (arn: string) => void {
  const off = new Set<string>();
  const demand = (arn: string) => {
    if (off.has(arn)) throw refusal('DisabledException');
  };
  cloud.kms.on(EncryptCommand).callsFake(({ KeyId, Plaintext }) => {
    demand(KeyId);
    const CiphertextBlob = Buffer.from(JSON.stringify([KeyId, Buffer.from(Plaintext).toString('base64')]));
    return { CiphertextBlob };
  });
  cloud.kms.on(DecryptCommand).callsFake(({ CiphertextBlob }) => {
    const [arn, plain] = JSON.parse(Buffer.from(CiphertextBlob).toString()) as [string, string];
    demand(arn);
    return { Plaintext: Buffer.from(plain, 'base64') };
  });
  return (arn) => void off.add(arn);
}

beforeAll(async () => {
  embedded = await openEmbedded();
});
afterAll(() => embedded.close());
beforeEach(() => {
  setEnvironment();
  cloud = mockCloud({ 1: 'a'.repeat(64) });
  vi.useFakeTimers({ now: Date.parse('2026-03-01T04:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('rotating the root of the HMAC keys', () => {
  it('leaves links, addresses, identities and checkpoints of before in force, for as long as what they open lives', async () => {
    const keys = await openKeys(settings);
    const table = embedded.main;
    const deps = { table, keys };
    await table.together(memberOps(keys, undefined, member));
    const asked = { member: member.id, scope: 'r#review#', kind: 'worklist' } as const;
    const before = (await linkFor(deps, asked)).slice('/w/'.length);
    const identity = keys.mac('identity', 'id:430102199001011234');
    const clock = () => Date.now();
    const checkpoint = await makeCheckpoint({ table, keys, clock }, '2026-02-28');

    await keys.rotate();
    vi.setSystemTime('2026-03-01T04:10:00Z');
    await keys.refresh();
    expect(keys.versions('link').current).toBe(2);
    const after = (await linkFor(deps, asked)).slice('/w/'.length);
    expect(after).not.toBe(before);
    for (const link of [before, after]) expect((await openLink(deps, link)).actor.id).toBe(member.id);
    expect((await findMemberByEmail(deps, email))?.id).toBe(member.id);
    expect(keys.mac('identity', 'id:430102199001011234')).toBe(identity);
    expect(isSigned(keys, checkpoint)).toBe(true);
    expect((await makeCheckpoint({ table, keys, clock }, '2026-02-28')).keyVersion).toBe(1);
    // their life ends as ever: with the next generation
    await deps.table.together([raiseGenerationOp(member.id, asked.scope)]);
    for (const link of [before, after]) expect(await codeOf(openLink(deps, link))).toBe('link-replaced');
  });
});

describe('changing the KMS key', () => {
  it('rewraps every record key in chunks, after which the old key may go; what was erased stays erased', async () => {
    const disable = keysApart();
    const [oldKeys, newKeys] = await Promise.all([
      openKeys(settings),
      openKeys({ ...settings, MASTER_KEY_ARN: old.replace('key/1', 'key/2') }),
    ]);
    const keysTable = embedded.keys;
    const clock = () => Date.now();
    const before = sealer({ keys: oldKeys, keysTable, clock });
    const sealed = new Map<string, string>();
    for (let n = 0; n < 150; n++) {
      const key = await before.newRecordKey(`rec${n}`);
      sealed.set(`rec${n}`, key.seal(`身份证号 ${n}`));
      await embedded.main.together([key.op]);
    }
    await embedded.main.together([before.eraseOp('rec7')]);
    let cursor: string | undefined;
    let rewrapped = 0;
    let chunks = 0;
    do {
      const chunk = await rewrapRecordKeys({ keys: newKeys, keysTable }, cursor, 10);
      rewrapped += chunk.rewrapped;
      cursor = chunk.cursor;
      chunks++;
    } while (cursor !== undefined);
    expect(rewrapped).toBe(149);
    expect(chunks).toBeGreaterThanOrEqual(64);
    // a repeat does no harm
    expect((await rewrapRecordKeys({ keys: newKeys, keysTable }, undefined, 10)).rewrapped).toBeGreaterThan(
      0,
    );
    disable(old);
    const after = sealer({ keys: newKeys, keysTable, clock });
    for (const [id, text] of sealed)
      expect(await after.open(id, text)).toEqual(
        id === 'rec7' ? { kind: 'erased' } : { kind: 'open', text: `身份证号 ${id.slice(3)}` },
      );
    const key = await oldKeys.wrap(new Uint8Array(32)).catch((error: { code: string }) => error.code);
    expect(key).toBe('keys-unreachable');
  });
});
