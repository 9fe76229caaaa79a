/** The China partition is a first-class target: services, principals, names, metrics and features against infra/partition.ts. */
import { describe, expect, test } from 'vitest';
import { has, inChina, partitionOf, principals, servicesInChina } from '../../infra/partition.ts';
import { china, deployment, global, ofType } from './deployment.ts';

const made = deployment(china);
const everything = JSON.stringify(made.template.toJSON());

/** All values under a key, anywhere in the template. */
function under(key: string, value: unknown = made.template.toJSON()): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    ...(name === key ? [each] : []),
    ...under(key, each),
  ]);
}

describe('a deployment in cn-north-1', () => {
  test('uses only services that are there', () => {
    const services = new Set(
      Object.values(made.resources).map(({ Type }) => Type.split('::').slice(0, 2).join('::')),
    );
    expect([...services].filter((service) => servicesInChina[service] === undefined)).toEqual([]);
    expect(services.size).toBeGreaterThan(10);
  });

  test('trusts only principals that are the same there', () => {
    const trusted = under('Principal').flatMap((principal) =>
      typeof principal === 'string' ? [principal] : [(principal as { Service?: string }).Service].flat(),
    );
    const services = trusted.filter((each): each is string => each?.includes('amazonaws') === true);
    expect(services.length).toBeGreaterThan(10);
    expect(services.filter((service) => !principals.has(service))).toEqual([]);
  });

  test('names everything in its own partition', () => {
    const arns = everything.match(/arn:aws[a-z-]*:[a-z0-9-]+/g) ?? [];
    const foreign = arns.filter((arn) => !arn.startsWith('arn:aws-cn:'));
    expect(foreign).toEqual([]);
    expect(arns.length).toBeGreaterThan(20);
  });

  test('asks for no endpoint of the other partition', () => {
    expect(
      everything.match(/[a-z0-9.-]+\.amazonaws\.com(?!\.cn)/g)?.filter((host) => !principals.has(host)),
    ).toEqual([]);
  });

  test('has no feature that is missing there', () => {
    expect(
      Object.entries(inChina)
        .filter(([, fact]) => !fact.has)
        .map(([name]) => name),
    ).toEqual(['function-tracing', 'function-urls', 'async-metrics', 'queue-redrive', 'user-pools', 'ses']);
    const types = new Set(Object.values(made.resources).map(({ Type }) => Type));
    expect([...types].filter((type) => /Lambda::Url|SES::|Cognito::/.test(type))).toEqual([]);
    for (const [, each] of ofType(made, 'AWS::Lambda::Function'))
      expect(each.Properties).not.toHaveProperty('TracingConfig');
    for (const [, each] of ofType(made, 'AWS::SQS::Queue'))
      expect(each.Properties).not.toHaveProperty('RedriveAllowPolicy');
  });

  test('watches no metric that is missing there', () => {
    const metrics = new Set([...under('MetricName'), ...(everything.match(/AsyncEvent\w+/g) ?? [])]);
    expect([...metrics].filter((name) => /^AsyncEvent/.test(String(name)))).toEqual([]);
    expect(metrics.size).toBeGreaterThan(8);
    expect(everything).not.toContain('AWS/SES');
  });

  test('traces its machines, which the partition can', () => {
    for (const [, each] of ofType(made, 'AWS::StepFunctions::StateMachine'))
      expect(each.Properties['TracingConfiguration']).toEqual({ Enabled: true });
  });

  test('has the same alarms as elsewhere, save those of SES', () => {
    const ids = (context: typeof china | typeof global) =>
      ofType(deployment(context), 'AWS::CloudWatch::Alarm').map(([, each]) =>
        String(each.Properties['AlarmName']),
      );
    const elsewhere = ids(global).filter((name) => !name.includes('mail-reputation'));
    expect(ids(china).toSorted()).toEqual(elsewhere.toSorted());
  });
});

describe('the table of the partition', () => {
  test('has a source for each line', () => {
    const sources = [
      ...Object.values(inChina).map(({ source }) => source),
      ...Object.values(servicesInChina),
    ];
    expect(sources.filter((source) => !source.startsWith('https://docs.amazonaws.cn/'))).toEqual([]);
  });

  test('knows the regions', () => {
    expect(partitionOf('cn-northwest-1')).toBe('aws-cn');
    expect(partitionOf('eu-central-1')).toBe('aws');
    expect(partitionOf('us-gov-west-1')).toBeUndefined();
    expect(has('aws', 'ses')).toBe(true);
  });
});
