/** The deployed machines: the very files, valid with their substitutions, each state in tune with the one contract. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contract, machineInputs, type TaskName } from '#workflows/contract.ts';
import { machineNames } from '../../infra/names.ts';
import { china, deployment, global, type Made, ofType } from './deployment.ts';

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: {
    readonly FunctionName: string;
    readonly Payload: Readonly<Record<string, unknown>>;
  };
  readonly ResultSelector?: Readonly<Record<string, string>>;
  readonly ResultPath?: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly TimeoutSecondsPath?: string;
  readonly Choices?: readonly { readonly Variable: string; readonly StringEquals: string }[];
}
type Definition = { readonly States: Readonly<Record<string, State>> };
type Machine = (typeof machineNames)[number];

const stages = { global: deployment(global), china: deployment(china) };
const file = (name: Machine) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'workflows', `${name}.asl.json`), 'utf8');
const machineOf = (made: Made, name: Machine) =>
  ofType(made, 'AWS::StepFunctions::StateMachine').find(
    ([, each]) => String(each.Properties['StateMachineName']) === `hongbang-main-${name}`,
  )![1].Properties;

/** The definition as it runs: what CloudFormation substitutes is put in. */
function deployed(made: Made, name: Machine): Definition {
  const { DefinitionString: text, DefinitionSubstitutions: values } = machineOf(made, name) as unknown as {
    DefinitionString: string;
    DefinitionSubstitutions: Record<string, string>;
  };
  const filled = Object.entries(values).reduce(
    (all, [key, value]) => all.replaceAll(`\${${key}}`, value),
    text,
  );
  expect(filled).not.toContain('${');
  return JSON.parse(filled) as Definition;
}
const cases = Object.entries(stages).flatMap(([where, made]) =>
  machineNames.map((name) => [where, name, made] as const),
);

describe('the machines', () => {
  test.each(machineNames)('%s is the very file of workflows/', (name) => {
    expect(machineOf(stages.global, name)['DefinitionString']).toBe(file(name));
  });

  test.each(cases)('%s %s: valid with its substitutions', (_where, name, made) => {
    const { isValid, errorsText } = aslValidator(deployed(made, name));
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  test.each(cases)('%s %s: calls the tasks function and nothing else', (_where, name, made) => {
    const { partition, region } = made.settings;
    const tasks = Object.values(deployed(made, name).States).filter(({ Type }) => Type === 'Task');
    expect(tasks.length).toBeGreaterThan(2);
    for (const { Resource, Parameters } of tasks) {
      expect(Resource).toMatch(new RegExp(`^arn:${partition}:states:::lambda:invoke(\\.waitForTaskToken)?$`));
      expect(Parameters!.FunctionName).toBe(
        `arn:${partition}:lambda:${region}:111122223333:function:hongbang-main-tasks`,
      );
    }
  });

  test.each(cases)(
    '%s %s: outlasts a day of throttling, and a function that dies now and then',
    (_where, name, made) => {
      for (const [state, { Type, Retry }] of Object.entries(deployed(made, name).States)) {
        if (Type !== 'Task') continue;
        const [passing, other] = Retry ?? [];
        expect(passing, state).toMatchObject({
          MaxAttempts: 30,
          MaxDelaySeconds: 300,
          JitterStrategy: 'FULL',
        });
        if (passing?.ErrorEquals.includes('States.ALL')) continue;
        expect(passing?.ErrorEquals).toEqual(
          expect.arrayContaining([
            'Lambda.TooManyRequestsException',
            'Lambda.Unknown',
            'Lambda.AWSLambdaException',
          ]),
        );
        expect(other).toMatchObject({ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3 });
      }
    },
  );

  test('log all events without their data, are traced, and go with their stage alone', () => {
    for (const name of machineNames) {
      expect(machineOf(stages.global, name)).toMatchObject({
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
    }
    for (const [, each] of ofType(stages.global, 'AWS::StepFunctions::StateMachine'))
      expect([each.DeletionPolicy, each.UpdateReplacePolicy]).toEqual(['Delete', 'Retain']);
  });
});

/** A value of a type that a path of the state's input leads to, from the contract. */
function sampleAt(path: string, input: Readonly<Record<string, unknown>>): unknown {
  if (path === '$$.Task.Token') return 'token';
  if (path === '$$.Execution.Name') return 'execution';
  return path
    .replace(/^\$\.?/, '')
    .split('.')
    .reduce<unknown>((value, key) => {
      expect(value, `${path} leads nowhere`).toHaveProperty(key);
      return (value as Record<string, unknown>)[key];
    }, input);
}
/** What the machine carries: its input, the next step, an error. */
const carried = (name: Machine, kind: string) => ({
  ...(name === 'round' ? { round: 'rnd_1', tranche: 0 } : { round: 'rnd_1', nomination: 'nom_1', phase: 0 }),
  step: { next: { kind, step: 'review', attempt: 1, seconds: 60 } },
  error: { Error: 'Busy', Cause: '{}' },
});
const statesOf = (name: Machine) => Object.entries(deployed(stages.global, name).States);

describe('each state and the contract', () => {
  test.each(machineNames)('%s: its input is what the carried sample says', (name) => {
    const { step: _, error: __, ...input } = carried(name, 'ask');
    expect(machineInputs[name].safeParse(input).success).toBe(true);
  });

  test.each(machineNames)(
    '%s: every payload passes the contract, filled from what the machine carries',
    (name) => {
      const called = statesOf(name).flatMap(([, { Parameters }]) =>
        Parameters === undefined ? [] : [Parameters.Payload],
      );
      for (const template of called) {
        const payload = Object.fromEntries(
          Object.entries(template).map(([key, value]) =>
            key.endsWith('.$')
              ? [key.slice(0, -2), sampleAt(String(value), carried(name, 'ask'))]
              : [key, value],
          ),
        );
        const { error } = contract[payload['task'] as TaskName].payload.safeParse(payload);
        expect(error && z.prettifyError(error)).toBeUndefined();
      }
    },
  );

  test.each(machineNames)('%s: every kind of next step has its way', (name) => {
    const states = Object.fromEntries(statesOf(name));
    const next = states['TakeNextStep']!;
    const task = next.Parameters!.Payload['task'] as 'nomination.next' | 'round.next';
    expect([next.ResultSelector, next.ResultPath]).toEqual([{ 'next.$': '$.Payload' }, '$.step']);
    const kinds = contract[task].result.options.map((option) => option.shape.kind.value);
    const chosen = states['ByKind']!.Choices!.map((choice) => choice.StringEquals);
    expect(chosen.filter((kind) => !kinds.includes(kind as never))).toEqual([]);
    // The rest ends as dropped; only a round does things at once.
    expect(kinds.filter((kind) => !chosen.includes(kind))).toEqual(
      name === 'round' ? ['dropped'] : ['now', 'dropped'],
    );
  });

  test.each(machineNames)('%s: who waits has a time limit that the contract gives, and a token', (name) => {
    const waiting = statesOf(name).filter(
      ([, { Resource }]) => Resource?.endsWith('.waitForTaskToken') === true,
    );
    expect(waiting.map(([state]) => state)).toEqual(['Ask']);
    for (const [, { TimeoutSecondsPath, Parameters }] of waiting) {
      expect(sampleAt(TimeoutSecondsPath!, carried(name, 'ask'))).toBe(60);
      expect(Parameters!.Payload['token.$']).toBe('$$.Task.Token');
    }
  });
});
