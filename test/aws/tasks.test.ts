import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startJob } from '#actions/job.ts';
import { startClock } from '#aws/clock.ts';
import { openHandOver } from '#aws/handover.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { keys } from '#store/keys.ts';
import { startRound, wakeCandidacy } from '#store/writing.ts';
import { contract } from '#workflows/contract.ts';
import { handler as tasks } from '../../functions/tasks.lambda.ts';
import { district, street } from '../furong.ts';
import { makeWorld, type World } from '../world.ts';
import { type Cloud, mockCloud, nominationMachine, readLog, refusal, setEnvironment } from './cloud.ts';

let world: World;
let cloud: Cloud;
let lines: ReturnType<typeof readLog>;
let nominated: { readonly nomination: Nomination; readonly candidacy: Candidacy };
const begin = '2021-04-02T01:00:00.000Z';
beforeAll(async () => {
  world = await makeWorld({ now: begin });
  await startClock(world.deps.table, begin);
  const { rings } = JSON.parse(readFileSync(join(world.embedded.data, 'keys'), 'utf8')) as {
    rings: Record<string, { keys: Record<string, string> }>;
  };
  const { master: _, ...others } = rings;
  const carried = Object.fromEntries(Object.entries(others).map(([name, ring]) => [name, ring.keys]));
  setEnvironment(await world.embedded.serve(), { REHEARSAL: 'true' });
  cloud = mockCloud({ 1: 'r'.repeat(64), carried });
  lines = readLog();
  nominated = await world.nominate(await world.as('clerk', street(1)));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await world.close();
});

const refs = () => ({ round: world.round, nomination: nominated.nomination.id, phase: 0 });
const offset = async () => Number((await world.deps.table.get(keys.clock(), { consistent: true }))!.offset);
/** Moves the clock as the web function does, and the world's own with it. */
async function advanceTo(instant: string): Promise<void> {
  await world.deps.table.put({ ...keys.clock(), offset: Date.parse(instant) - Date.now() });
  world.at(instant);
}
const sent = () => cloud.sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input.taskToken);

describe('a state of the machines', () => {
  it('gets the result of the contract for its payload', async () => {
    const next = await tasks({ task: 'nomination.next', ...refs() });
    expect(contract['nomination.next'].result.parse(next)).toMatchObject({ kind: 'ask', attempt: 1 });
    const { step, attempt } = next as { step: string; attempt: number };
    const asked = { ...refs(), token: 't1', step, attempt };
    expect(await tasks({ task: 'nomination.ask', ...asked })).toEqual({});
    const wait = keys.wait('nomination', world.round, nominated.nomination.id);
    expect(await world.deps.table.get(wait, { consistent: true })).toMatchObject({ token: 't1' });

    const round = { round: world.round, tranche: 0 };
    const nextOfRound = await tasks({ task: 'round.next', ...round });
    expect(contract['round.next'].result.parse(nextOfRound)).toMatchObject({ kind: 'now', step: 'open' });
    expect(await tasks({ task: 'round.now', ...round, step: 'open', attempt: 1 })).toEqual({});
    const waits = await tasks({ task: 'round.next', ...round });
    expect(contract['round.next'].result.parse(waits)).toMatchObject({ kind: 'ask' });
    const { step: window } = waits as { step: string };
    expect(await tasks({ task: 'round.ask', ...round, token: 't2', step: window, attempt: 1 })).toEqual({});
    const error = { Error: 'States.Timeout', Cause: '' };
    expect(await tasks({ task: 'operator.tell', execution: 'x-1', error })).toEqual({});
    expect(await world.deps.table.get(keys.stuck('x-1'), { consistent: true })).toBeDefined();
  });

  it('is repeated when it fails for a moment, and stops on a defect', async () => {
    await expect(tasks({ task: 'round.next', round: 'none', tranche: 0 })).rejects.toMatchObject({
      name: 'Problem',
    });
    await expect(tasks({ task: 'round.next', round: world.round })).rejects.toMatchObject({
      name: 'ZodError',
    });
    await expect(tasks({ task: 'never' })).rejects.toThrow('unknown task never');
    await expect(tasks({})).rejects.toMatchObject({ name: 'ZodError' });
    // A token that the step's end has overtaken is answered at once; that this is throttled passes by itself.
    cloud.sfn.on(SendTaskSuccessCommand).rejects(refusal('ThrottlingException'));
    const late = { ...refs(), token: 't3', step: 'over', attempt: 1 };
    await expect(tasks({ task: 'nomination.ask', ...late })).rejects.toMatchObject({ name: 'Busy' });
    cloud.sfn.on(SendTaskSuccessCommand).resolves({});
  });
});

describe('a sweep', () => {
  const due = async (id: string, signal: Parameters<World['deps']['table']['put']>[0] | object, at: string) =>
    world.deps.table.put({ ...keys.due(id, at), at, what: { due: 'signal', signal } });
  const isLeft = async (id: string, at: string) =>
    (await world.deps.table.get(keys.due(id, at), { consistent: true })) !== undefined;

  it('is done with an answer that came too late for the machine: the table has it', async () => {
    cloud.sfn.on(SendTaskSuccessCommand).rejects(refusal('TaskTimedOut'));
    await due('late', wakeCandidacy(nominated.candidacy), begin);
    expect(await tasks({ sweep: true })).toMatchObject({ failed: 0 });
    expect(await isLeft('late', begin)).toBe(false);
    cloud.sfn.on(SendTaskSuccessCommand).resolves({});
  });

  it('keeps what is throttled for the next one, and tells the lag', async () => {
    cloud.sfn.on(StartExecutionCommand).rejects(refusal('ExecutionLimitExceeded'));
    const old = '2021-04-02T00:58:00.000Z';
    await due('start', startRound(world.round, 7), old);
    expect(await tasks({ sweep: true })).toMatchObject({ failed: 1 });
    expect(await isLeft('start', old)).toBe(true);
    const lag = lines.findLast((line) => 'SweepLagSeconds' in line)!.SweepLagSeconds as number;
    expect(lag).toBeGreaterThanOrEqual(120);
    expect(lag).toBeLessThan(240);
    cloud.sfn.on(StartExecutionCommand).resolves({});
    expect(await tasks({ sweep: true, shards: [0, 1, 2, 3, 4, 5, 6, 7] })).toMatchObject({ failed: 0 });
    expect(await isLeft('start', old)).toBe(false);
  });

  it('refuses shards that there are not', async () => {
    await expect(tasks({ sweep: true, shards: [8] })).rejects.toMatchObject({ name: 'ZodError' });
  });

  it('counts the executions that wait, by age, each quarter of an hour', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-03-01T10:15:20Z'), toFake: ['Date'] });
    await advanceTo(begin);
    const ago = (days: number) => ({ startDate: new Date(Date.now() - days * 86_400_000) });
    cloud.sfn.on(ListExecutionsCommand).resolves({ executions: [] });
    cloud.sfn
      .on(ListExecutionsCommand, { stateMachineArn: nominationMachine })
      .callsFake(({ nextToken }: { readonly nextToken?: string }) =>
        nextToken === 'more'
          ? { executions: [ago(20)] }
          : { executions: [ago(1), ago(5)], nextToken: 'more' },
      );
    await tasks({ sweep: true });
    vi.useRealTimers();
    await advanceTo(begin);
    // The sweeps of other tests count too when the suite runs at a quarter past.
    const waiting = lines.filter((line) => 'TasksWaiting' in line).slice(-3);
    expect(waiting.map(({ Age, TasksWaiting }) => [Age, TasksWaiting])).toEqual([
      ['under-3-days', 1],
      ['3-to-10-days', 1],
      ['over-10-days', 1],
    ]);
  });
});

describe('a job', () => {
  const asked = () =>
    cloud.lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => ({
      type: input.InvocationType,
      name: input.FunctionName,
      payload: JSON.parse(Buffer.from(input.Payload as Uint8Array).toString()),
    }));

  it('that a request begins is no work of that request: the tasks function is asked to do it', async () => {
    const handOver = openHandOver(() => world.deps, {
      mail: 'hongbang-test-mail',
      tasks: 'hongbang-test-tasks',
    });
    const { id } = await startJob(
      { ...world.deps, handOver },
      await world.as('administrator', district),
      'end-terms',
      { org: district, params: { list: 'none' } },
    );
    const state = async () => (await world.deps.table.get(keys.job(id), { consistent: true }))?.state;
    expect(await state()).toBe('waiting');
    const [call, ...others] = asked();
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      type: 'Event',
      name: 'hongbang-test-tasks',
      payload: { jobs: [{ job: id }] },
    });
    await tasks(call!.payload);
    expect(await state()).toBe('done');
    await expect(tasks({ jobs: [{ job: '' }] })).rejects.toMatchObject({ name: 'ZodError' });
  });
});

describe('a moved clock', () => {
  it('wakes what has waited long enough, though Step Functions knows the real time only', async () => {
    const next = (await tasks({ task: 'nomination.next', ...refs() })) as { step: string; seconds: number };
    await tasks({ task: 'nomination.ask', ...refs(), token: 't4', step: next.step, attempt: 1 });
    cloud.sfn.resetHistory();
    await tasks({ sweep: true });
    expect(sent()).not.toContain('t4');
    const before = await offset();
    await advanceTo(new Date(Date.parse(begin) + (next.seconds + 60) * 1000).toISOString());
    expect(await offset()).toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await tasks({ sweep: true });
    expect(sent()).toContain('t4');
  });

  it('wakes a machine that was about to wait when it was moved', async () => {
    const next = (await tasks({ task: 'nomination.next', ...refs() })) as { step: string; seconds: number };
    await advanceTo(new Date(Date.now() + (await offset()) + (next.seconds + 60) * 1000).toISOString());
    cloud.sfn.resetHistory();
    await tasks({ task: 'nomination.ask', ...refs(), token: 't5', step: next.step, attempt: 1 });
    expect(sent()).toContain('t5');
  });
});
