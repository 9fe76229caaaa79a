import { SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWorkflows } from '#aws/workflows.ts';
import { type Cloud, mockCloud, nominationMachine, refusal, roundMachine, setEnvironment } from './cloud.ts';

let cloud: Cloud;
const workflows = () => openWorkflows({ nomination: nominationMachine, round: roundMachine }, 'work');
beforeEach(() => {
  setEnvironment();
  cloud = mockCloud();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('starting', () => {
  const run = { machine: 'nomination', name: 'n1-1-0-1', input: { round: 'r1' } } as const;

  it('starts the machine of that name once', async () => {
    expect(await workflows().start(run)).toBe('started');
    expect(await workflows().start(run)).toBe('exists');
    expect(cloud.sfn.commandCalls(StartExecutionCommand)[0]!.args[0].input).toEqual({
      stateMachineArn: nominationMachine,
      name: 'n1-1-0-1',
      input: '{"round":"r1"}',
    });
  });

  it('has one try and one second where a reader waits: the row stays, and the next sweep sends it', async () => {
    const machines = { nomination: nominationMachine, round: roundMachine };
    const send = vi.spyOn(AbortSignal, 'timeout');
    await openWorkflows(machines, 'request').start(run);
    await openWorkflows(machines, 'work').start({ ...run, name: 'another' });
    expect(send.mock.calls).toEqual([[1_000], [30_000]]);
    send.mockRestore();
  });

  it('passes any other refusal on, so that the signal stays', async () => {
    cloud.sfn.on(StartExecutionCommand).rejects(refusal('ExecutionLimitExceeded'));
    await expect(workflows().start(run)).rejects.toMatchObject({ name: 'ExecutionLimitExceeded' });
  });

  it.each(['', 'a b', 'a#b', 'a:b', 'x'.repeat(81)])(
    'takes no name that Step Functions does not: %j',
    async (name) => {
      await expect(workflows().start({ ...run, name })).rejects.toThrow(RangeError);
      expect(cloud.sfn.commandCalls(StartExecutionCommand)).toEqual([]);
    },
  );
});

describe('answering', () => {
  it.each(['TaskTimedOut', 'TaskDoesNotExist'])('is done when nobody waits any more: %s', async (name) => {
    cloud.sfn.rejects(refusal(name));
    expect(await workflows().succeed('t', {})).toBe('gone');
    expect(await workflows().fail('t', 'Refused', 'why')).toBe('gone');
  });

  it('gives the output as JSON', async () => {
    expect(await workflows().succeed('t', { a: 1 })).toBe('done');
    expect(cloud.sfn.commandCalls(SendTaskSuccessCommand)[0]!.args[0].input).toEqual({
      taskToken: 't',
      output: '{"a":1}',
    });
  });

  it.each(['InvalidToken', 'ThrottlingException'])('fails on %s', async (name) => {
    cloud.sfn.rejects(refusal(name));
    await expect(workflows().succeed('t', {})).rejects.toMatchObject({ name });
  });
});
