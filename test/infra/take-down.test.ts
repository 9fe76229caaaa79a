/** A stage can be taken down and deployed again: a rehearsal leaves nothing, a real one what it is read with, and finds it (docs/operations.md#take-a-stage-down). */
import { describe, expect, test } from 'vitest';
import { china, deployment, global, type Made, ofType } from './deployment.ts';

/**
 * What `cdk deploy --import-existing-resources` takes over, with the property by which CloudFormation knows it: static,
 * and kept with its stage (AWS CloudFormation, Import resources automatically).
 */
const imported: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::KMS::Alias': 'AliasName',
};
/** What it cannot, as its id is known after it was made only: a setting names it. */
const named = ['AWS::KMS::Key', 'AWS::SecretsManager::Secret'];

const kept = ({ resources }: Made) =>
  Object.entries(resources).filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete');
const idsOf = (made: Made) =>
  kept(made)
    .flatMap(([, { Type, Properties }]) => {
      const id = Properties[imported[Type] ?? ''];
      return id === undefined ? [] : [`${Type} ${JSON.stringify(id)}`];
    })
    .toSorted();

const back = {
  masterKey: 'arn:aws:kms:ap-southeast-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  keysSecret: 'arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:hongbang-main/keys-AbCdEf',
};
const inChina = (arn: string) =>
  arn.replace('arn:aws:', 'arn:aws-cn:').replace('ap-southeast-1', 'cn-north-1');
const backInChina = {
  masterKey: inChina(back.masterKey),
  keysSecret: inChina(back.keysSecret),
  smtpSecret: inChina(back.keysSecret).replace('/keys-', '/smtp-'),
  smsSecret: inChina(back.keysSecret).replace('/keys-', '/sms-'),
};

describe.each([
  ['with SES', global, back],
  ['in China, with SMTP and short messages', { ...china, smsSignature: '红榜' }, backInChina],
] as const)('a real stage %s', (_, context, given) => {
  const first = deployment(context);
  const again = deployment({ ...context, ...given });

  test('keeps data, logs and what they are read with, and nothing else', () => {
    const types = new Set(kept(first).map(([, { Type }]) => Type));
    const wanted = Object.keys(imported).filter(
      (type) => type !== 'AWS::SES::EmailIdentity' || context.mail === 'ses',
    );
    expect([...types].toSorted()).toEqual([...wanted, ...named].toSorted());
    // A name that stays behind without an owner would stand in the way: machines and functions go.
    expect(ofType(first, 'AWS::StepFunctions::StateMachine').map(([, each]) => each.DeletionPolicy)).toEqual([
      'Delete',
      'Delete',
    ]);
  });

  test('finds by a static name what CloudFormation imports', () => {
    for (const [id, { Type, Properties }] of kept(first))
      if (Type in imported) expect([id, typeof Properties[imported[Type]!]]).toEqual([id, 'string']);
    expect(idsOf(again)).toEqual(idsOf(first).filter((each) => !each.startsWith('AWS::KMS::Alias')));
    expect(idsOf(again).length).toBeGreaterThan(9);
  });

  test('is told of key and secrets that it kept, makes none anew, and may use them', () => {
    const made = kept(again).filter(([, { Type }]) => named.includes(Type));
    expect(made).toEqual([]);
    const environments = ofType(again, 'AWS::Lambda::Function').map(([, each]) =>
      JSON.stringify(each.Properties['Environment']),
    );
    for (const each of environments)
      expect([each.includes(given.masterKey), each.includes(given.keysSecret)]).toEqual([true, true]);
    const policies = JSON.stringify(ofType(again, 'AWS::IAM::Policy'));
    for (const arn of Object.values(given)) expect(policies).toContain(`"Resource":"${arn}"`);
  });
});

describe('a rehearsal', () => {
  const made = deployment({ ...global, stage: 'play', rehearsal: true });

  test('leaves nothing behind: tables, bucket with all in it, logs, keys and secrets', () => {
    expect(kept(made)).toEqual([]);
    for (const [, { Properties }] of ofType(made, 'AWS::DynamoDB::Table'))
      expect(Properties['DeletionProtectionEnabled']).not.toBe(true);
    expect(ofType(made, 'Custom::S3AutoDeleteObjects')).toHaveLength(1);
    expect(ofType(deployment(global), 'Custom::S3AutoDeleteObjects')).toEqual([]);
    expect(made.stack.terminationProtection).toBe(false);
  });

  test('has the same names in its next life', () => {
    const names = (each: Made) =>
      ofType(each, 'AWS::SecretsManager::Secret').map(([, s]) => s.Properties['Name']);
    expect(names(made)).toEqual(['hongbang-play/keys']);
  });
});
