import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { openKeys } from '#local/keys.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'hongbang-keys-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const problem = (work: () => unknown): Problem => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('no problem');
};

describe('the key file', () => {
  it('is made once, for its owner only, and stays', () => {
    const first = openKeys(data, { create: true }).mac('identity', 'x');
    expect(statSync(join(data, 'keys')).mode & 0o777).toBe(0o600);
    expect(openKeys(data, { create: true }).mac('identity', 'x')).toBe(first);
    expect(readdirSync(data)).toEqual(['keys']);
  });

  it('is not made anew beside old data', () => {
    expect(problem(() => openKeys(data, { create: false }))).toMatchObject({
      kind: 'unavailable',
      code: 'keys-missing',
    });
  });

  it.each(['', '{', '{"format":1,"rings":{}}', '{"format":2}'])('is refused when damaged: %s', (content) => {
    writeFileSync(join(data, 'keys'), content, { mode: 0o600 });
    const refused = problem(() => openKeys(data, { create: true }));
    expect(refused.code).toBe('keys-damaged');
    expect(refused.text.zh).toContain('已损坏');
    expect(readFileSync(join(data, 'keys'), 'utf8')).toBe(content);
  });

  it('is refused when others can read it, saying how to mend that', () => {
    openKeys(data, { create: true });
    chmodSync(join(data, 'keys'), 0o640);
    const refused = problem(() => openKeys(data, { create: false }));
    expect(refused.code).toBe('keys-mode');
    expect(refused.text.en).toContain(`chmod 600 ${join(data, 'keys')}`);
  });
});

describe('keys', () => {
  it('differ by purpose', () => {
    const keys = openKeys(data, { create: true });
    expect(keys.mac('link', 'x')).not.toBe(keys.mac('session', 'x'));
  });

  it('rotate: a new version signs, the old one is still accepted, also after opening again', () => {
    const keys = openKeys(data, { create: true });
    const old = keys.mac('link', 'x');
    expect(keys.rotate('link')).toBe(2);
    for (const each of [keys, openKeys(data, { create: false })]) {
      expect(each.versions('link')).toEqual({ current: 2, all: [1, 2] });
      expect(each.mac('link', 'x', 1)).toBe(old);
      expect(each.mac('link', 'x')).not.toBe(old);
      expect(each.versions('session')).toEqual({ current: 1, all: [1] });
    }
    expect(statSync(join(data, 'keys')).mode & 0o777).toBe(0o600);
  });

  it('wrap and unwrap data keys, under old master keys too', async () => {
    const keys = openKeys(data, { create: true });
    const dataKey = new Uint8Array(32).fill(7);
    const wrapped = await keys.wrap(dataKey);
    keys.rotate('master');
    expect(await keys.unwrap(wrapped)).toEqual(dataKey);
    expect(await keys.wrap(dataKey)).toMatch(/^2\./);
  });

  it('say when they do not belong to the data', async () => {
    const wrapped = await openKeys(data, { create: true }).wrap(new Uint8Array(32));
    rmSync(join(data, 'keys'));
    const other = openKeys(data, { create: true });
    await expect(other.unwrap(wrapped)).rejects.toMatchObject({ code: 'key-unwrap' });
    await expect(other.unwrap(`9${wrapped.slice(1)}`)).rejects.toMatchObject({ code: 'key-unknown' });
  });
});
