import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hmacRings, openKeys } from '#aws/keys.ts';
import { codeOf } from '../world.ts';
import { type Cloud, environment, keysSecretArn, mockCloud, refusal, setEnvironment } from './cloud.ts';

const settings = {
  HONGBANG_STAGE: 'test',
  MASTER_KEY_ARN: environment.MASTER_KEY_ARN!,
  KEYS_SECRET_ARN: keysSecretArn,
};
const root = 'a'.repeat(64);
const carriedKey = Buffer.alloc(32, 5).toString('base64url');

let cloud: Cloud;
beforeEach(() => {
  setEnvironment();
  cloud = mockCloud({ 1: root });
  vi.useFakeTimers({ now: Date.parse('2026-03-01T00:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('the keys of a secret', () => {
  it('differ by purpose and version, and are the same each time', () => {
    const rings = hmacRings({ 1: root, 2: root.toUpperCase() });
    const all = Object.values(rings).flatMap((ring) => Object.values(ring.keys));
    expect(new Set(all).size).toBe(12);
    for (const key of all) expect(Buffer.from(key, 'base64url').length).toBe(32);
    expect(hmacRings({ 1: root, 2: root.toUpperCase() })).toEqual(rings);
  });

  it('give the highest version as the current one, for identities always the lowest', () => {
    const rings = hmacRings({ 1: root, 2: root });
    expect(rings.link.current).toBe(2);
    expect(rings.identity.current).toBe(1);
  });

  it('that were carried over stand before derived ones', () => {
    const rings = hmacRings({ 1: root, carried: { link: { 1: carriedKey, 3: carriedKey } } });
    expect(rings.link).toEqual({ current: 3, keys: { 1: carriedKey, 3: carriedKey } });
    expect(rings.session.keys).toEqual(hmacRings({ 1: root }).session.keys);
  });

  it.each(['', '{', '{}', '{"1":"short"}', '{"one":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}'])(
    'are refused when the secret is damaged: %s',
    async (content) => {
      cloud.secrets.set(keysSecretArn, content);
      expect(await codeOf(openKeys(settings))).toBe('keys-damaged');
    },
  );
});

describe('rotation', () => {
  it('makes a version that is accepted at once and current in ten minutes, when every function knows it', async () => {
    const [operator, web] = await Promise.all([openKeys(settings), openKeys(settings)]);
    const old = web.mac('link', 'x');
    expect(await operator.rotate()).toEqual({ version: 2, from: '2026-03-01T00:10:00.000Z' });
    expect(operator.versions('link')).toEqual({ current: 1, all: [1, 2] });
    vi.setSystemTime('2026-03-01T00:05:00Z');
    await web.refresh();
    expect(web.versions('link')).toEqual({ current: 1, all: [1, 2] });
    vi.setSystemTime('2026-03-01T00:10:00Z');
    await Promise.all([operator.refresh(), web.refresh()]);
    for (const each of [operator, web]) {
      expect(each.versions('link')).toEqual({ current: 2, all: [1, 2] });
      expect(each.mac('link', 'x', 1)).toBe(old);
      expect(each.mac('link', 'x')).not.toBe(old);
      expect(each.versions('identity').current).toBe(1);
    }
  });

  it('is done once when two do it at the same moment', async () => {
    const [one, other] = await Promise.all([openKeys(settings), openKeys(settings)]);
    const codes = await Promise.all([codeOf(one.rotate()), codeOf(other.rotate())]);
    expect(codes.toSorted()).toEqual(['keys-rotated', undefined]);
    expect(Object.keys(JSON.parse(cloud.secrets.get(keysSecretArn)!) as object)).toEqual(['1', '2', 'from']);
  });

  it('comes after the versions that were carried over', async () => {
    cloud.secrets.set(keysSecretArn, JSON.stringify({ 1: root, carried: { link: { 4: carriedKey } } }));
    expect((await (await openKeys(settings)).rotate()).version).toBe(5);
  });

  it('is looked for at once when somebody brings a version that is not known', async () => {
    const [operator, web] = await Promise.all([openKeys(settings), openKeys(settings)]);
    await operator.rotate();
    expect(await codeOf((async () => web.mac('link', 'x', 2))())).toBe('key-unknown');
    await web.refresh();
    expect(web.mac('link', 'x', 2)).toBe(operator.mac('link', 'x', 2));
  });

  it('is not looked for at every request', async () => {
    const keys = await openKeys(settings);
    for (let i = 0; i < 20; i++) await keys.refresh();
    expect(cloud.secretsManager.commandCalls(GetSecretValueCommand).length).toBe(1);
  });
});

describe('record keys', () => {
  it('are wrapped by KMS for this stage only', async () => {
    const keys = await openKeys(settings);
    const dataKey = new Uint8Array(32).fill(7);
    const wrapped = await keys.wrap(dataKey);
    expect(await keys.unwrap(wrapped)).toEqual(dataKey);
    expect(cloud.kms.commandCalls(EncryptCommand)[0]!.args[0].input).toMatchObject({
      KeyId: environment.MASTER_KEY_ARN,
      EncryptionContext: { purpose: 'record-key', stage: 'test' },
    });
    const other = await openKeys({ ...settings, HONGBANG_STAGE: 'other' });
    expect(await codeOf(other.unwrap(wrapped))).toBe('key-unwrap');
  });

  it('of another home are told apart, and a key that is switched off too', async () => {
    const keys = await openKeys(settings);
    expect(await codeOf(keys.unwrap('1.AAAA'))).toBe('key-unwrap');
    const wrapped = await keys.wrap(new Uint8Array(32));
    cloud.kms.on(DecryptCommand).rejects(refusal('DisabledException'));
    expect(await codeOf(keys.unwrap(wrapped))).toBe('keys-unreachable');
  });
});
