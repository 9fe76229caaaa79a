import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClock, startClock } from '#aws/clock.ts';
import { counted } from '#aws/counting.ts';
import { openLog } from '#aws/log.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { handler as admin } from '../../functions/admin.lambda.ts';
import { handler as web } from '../../functions/http.lambda.ts';
import { handler as papers } from '../../functions/papers.lambda.ts';
import { handler as tasks } from '../../functions/tasks.lambda.ts';
import { type Embedded, openEmbedded } from '../local/database/embedded.ts';
import { codeOf } from '../world.ts';
import {
  type Cloud,
  mockCloud,
  nominationMachine,
  readLog,
  refusal,
  roundMachine,
  setEnvironment,
} from './cloud.ts';
import { type Asked, context, httpEvent } from './events.ts';

let embedded: Embedded;
let cloud: Cloud;
beforeAll(async () => {
  embedded = await openEmbedded();
  setEnvironment(await embedded.serve(), { REHEARSAL: 'true' });
  cloud = mockCloud();
  readLog();
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await embedded.close();
});

const jar = new Map<string, string>();
async function ask(asked: Asked) {
  const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
  const answer = await web(httpEvent({ cookies, ...asked }), context);
  for (const cookie of answer.cookies ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
    jar.set(name!, value!);
  }
  return answer;
}
async function press(path: string, form: Record<string, string> = {}) {
  const { body } = await ask({ path });
  const csrf = /name="_csrf" value="([^"]+)"/.exec(body!)![1]!;
  return ask({ method: 'POST', path, form: { _csrf: csrf, ...form } });
}
const nowOf = async () => ((await admin({ doctor: true })) as { now: string }).now;

describe('a deployed rehearsal', () => {
  it('can begin in the past, seen by functions that run already, and only once', async () => {
    await ask({ path: '/healthz' });
    await tasks({ sweep: true });
    const now = '2021-04-01T09:00:00+08:00';
    const { url } = (await admin({ signIn: true, now })) as { url: string };
    expect(await nowOf()).toMatch(/^2021-04-01T01:00/);
    expect(await embedded.main.get(keys.home())).toMatchObject({ createdAt: '2021-04-01T01:00:00.000Z' });
    expect(await admin({ signIn: true, now })).toMatchObject({ error: 'clock-set' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await press(new URL(url).pathname)).statusCode).toBe(303);
    expect((await ask({ path: '/' })).body).toContain('2021');
  });

  it('moves by page and API, forward only, and does what came due', async () => {
    const at = '2021-04-02T01:00:00.000Z';
    const signal = { kind: 'start', machine: 'round', name: 'r1-t0', input: {} } as const;
    await embedded.main.put({ ...keys.due('sig1', at), at, what: { due: 'signal', signal } });
    expect((await press('/rehearsal', { now: '2021-04-02 09:30' })).statusCode).toBe(303);
    expect([...cloud.executions]).toEqual([['r1-t0', '{}']]);
    expect(await nowOf()).toMatch(/^2021-04-02T01:3/);
    expect((await press('/rehearsal', { now: '2021-04-02 09:00' })).statusCode).toBe(422);

    const { body } = await ask({ path: '/rehearsal' });
    const csrf = /name="_csrf" value="([^"]+)"/.exec(body!)![1]!;
    const headers = { 'x-csrf-token': csrf };
    const json = { now: '2021-04-03T09:00:00+08:00' };
    const moved = await ask({ method: 'POST', path: '/api/rehearsal/clock', json, headers });
    expect(moved.statusCode).toBe(200);
    expect((JSON.parse(moved.body!) as { now: string }).now).toMatch(/^2021-04-03T01:00/);
    await tasks({ sweep: true });
    const { items } = await embedded.main.query({ pk: 'CHECKPOINT', consistent: true });
    expect(items.map((item) => item.sk)).toEqual(['2021-04-01', '2021-04-02']);
  });
});

describe('the clock of a rehearsal', () => {
  it('is one for all functions and never runs back, though two move it at once', async () => {
    const [one, other] = await Promise.all([openClock(embedded.main, true), openClock(embedded.main, true)]);
    const near = new Date(one.now() + 3_600_000).toISOString();
    const far = new Date(one.now() + 7_200_000).toISOString();
    const codes = await Promise.all([codeOf(one.advanceTo!(near)), codeOf(other.advanceTo!(far))]);
    expect(codes[1]).toBeUndefined();
    expect([undefined, 'clock-backwards']).toContain(codes[0]);
    for (const each of [one, other]) {
      await each.refresh(0);
      expect(each.now()).toBeGreaterThanOrEqual(Date.parse(far));
    }
    expect(await codeOf(one.advanceTo!(near))).toBe('clock-backwards');
    expect(await startClock(embedded.main, near)).toBe(false);
  });

  it('does not exist in a real stage', async () => {
    const clock = await openClock(embedded.main, false);
    expect(clock.advanceTo).toBeUndefined();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
  });
});

describe('a stopped execution', () => {
  const describedAs = (status: string) => {
    cloud.sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
      if (String(executionArn).startsWith(nominationMachine.replace('stateMachine', 'execution')))
        throw refusal('ExecutionDoesNotExist');
      return { status, input: '{"round":"r1","tranche":2}' };
    });
  };

  it('is started anew with its input, under a number that counts up', async () => {
    describedAs('FAILED');
    await embedded.main.put({ ...keys.stuck('r1-t2'), execution: 'r1-t2', error: '{}', at: '2021-04-01' });
    expect(await admin({ redrive: 'r1-t2' })).toEqual({ started: 'r1-t2-r1' });
    expect(cloud.executions.get('r1-t2-r1')).toBe('{"round":"r1","tranche":2}');
    expect(await embedded.main.get(keys.stuck('r1-t2'), { consistent: true })).toBeUndefined();
    expect(await admin({ redrive: 'r1-t2-r1' })).toEqual({ started: 'r1-t2-r2' });
    expect(cloud.sfn.commandCalls(DescribeExecutionCommand).at(-1)!.args[0].input.executionArn).toBe(
      `${roundMachine.replace('stateMachine', 'execution')}:r1-t2-r1`,
    );
  });

  it('is kept when it could not tell so itself, and goes on by a rule, or all by one command', async () => {
    describedAs('FAILED');
    const ended = (execution: string, status: string, error: string) =>
      tasks({ ended: { execution, status, error } });
    await ended('r2-t0', 'TIMED_OUT', '');
    await ended('r3-t0', 'ABORTED', '');
    const told = {
      ...keys.stuck('r4-t0'),
      execution: 'r4-t0',
      error: '{"Error":"Busy"}',
      at: '2021-03-01T00:00:00.000Z',
    };
    await embedded.main.put(told);
    // What it told itself stands.
    await ended('r4-t0', 'FAILED', 'Stuck');
    expect(await embedded.main.get(keys.stuck('r4-t0'), { consistent: true })).toMatchObject(told);

    await tasks({ sweep: true });
    // The first stopped just now, the second by an operator: only the third is due.
    expect([...cloud.executions.keys()].filter((name) => /^r[234]/.test(name))).toEqual(['r4-t0-r1']);
    expect(await admin({ redrive: 'all' })).toEqual({ started: 2, refused: [], more: false });
    expect([...cloud.executions.keys()]).toEqual(expect.arrayContaining(['r2-t0-r1', 'r3-t0-r1']));
    expect(await admin({ redrive: 'all' })).toEqual({ started: 0, refused: [], more: false });
  });

  it('that runs, or is not known, is left alone', async () => {
    describedAs('RUNNING');
    expect(await admin({ redrive: 'r1-t2' })).toMatchObject({ error: 'execution-not-stopped' });
    cloud.sfn.on(DescribeExecutionCommand).rejects(refusal('ExecutionDoesNotExist'));
    expect(await admin({ redrive: 'r9-t9' })).toMatchObject({ error: 'execution-unknown' });
  });
});

describe('a paper', () => {
  it('is made by its function and laid where it is kept for a day', async () => {
    const stored = await papers({ paper: 'ledger-template', params: {} });
    expect(stored.key).toMatch(/^papers\/[0-9a-f]{32}$/);
    const { bytes, type } = cloud.files.get(stored.key)!;
    expect(type).toBe(stored.type);
    // The first bytes of a zip, which a workbook is.
    expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b]);
    await expect(papers({ paper: 'novel' } as never)).rejects.toMatchObject({ name: 'ZodError' });
  });
});

describe('what is counted', () => {
  it('are submissions and decisions that were written, and no others', async () => {
    const lines: string[] = [];
    const log = openLog('test', (line) => lines.push(line));
    const table = counted(embedded.main, log);
    const line = (action: string, seq: number) => ({
      ...{ aggregate: 'x', seq, action, at: '2021-04-02T01:30:00.000Z', actor: 'a', via: 'session' },
      ...{ details: {}, prev: '', hash: '' },
    });
    const event = (action: string, seq: string) => ({
      put: { ...line(action, Number(seq)), pk: 'CHAIN#x', sk: seq },
      when: rowAbsent,
    });
    await table.together([
      event('nomination.submit', '1'),
      event('review.approve', '2'),
      event('step.ask', '3'),
    ]);
    await table.together([event('decision.record', '4'), { put: { ...keys.uploads('x'), count: 1 } }]);
    expect(await codeOf(table.together([event('review.return', '1')]))).toBe('row-changed');
    log.flush();
    log.flush();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ Submissions: 1, Decisions: 2 }]);
  });
});
