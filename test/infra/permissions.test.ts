/** Least privilege: what each role may do, in full. A new permission must be added here too, so that somebody sees it. */
import { describe, expect, test } from 'vitest';
import {
  china,
  deployment,
  global,
  type Made,
  many,
  ofType,
  type Statement,
  statementsOf,
} from './deployment.ts';

/** A resource in words: the logical name without its digest, what follows it, or the end of a literal ARN. */
function short(resource: unknown): string {
  if (typeof resource === 'string') return resource.replace(/^arn:aws[^:]*:[a-z]+:[^:]*:\d*:/, '');
  const {
    Ref,
    'Fn::GetAtt': att,
    'Fn::Join': join,
  } = resource as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  const name = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
  if (Ref !== undefined) return name(Ref);
  if (att !== undefined) return name(att[0]!);
  return join![1].map(short).join('');
}

function permissionsOf(made: Made, role: string): readonly string[] {
  return statementsOf(made, role)
    .flatMap(({ Action, Resource }) =>
      many(Action).flatMap((action) => many(Resource).map((resource) => `${action} ${short(resource)}`)),
    )
    .toSorted();
}

const main = [
  'dynamodb:GetItem MainTable',
  'dynamodb:Query MainTable',
  'dynamodb:Query MainTable/index/gsi1',
  'dynamodb:Query MainTable/index/gsi2',
];
const mainWrites = ['BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'].map(
  (each) => `dynamodb:${each} MainTable`,
);
const keys = [
  'dynamodb:GetItem KeysTable',
  'kms:Decrypt MasterKey',
  'secretsmanager:GetSecretValue KeysSecret',
];
const keyWrites = [
  'dynamodb:ConditionCheckItem KeysTable',
  'dynamodb:DeleteItem KeysTable',
  'dynamodb:PutItem KeysTable',
  'kms:Encrypt MasterKey',
];
const log = (name: string) => [`logs:CreateLogStream ${name}Log`, `logs:PutLogEvents ${name}Log`];
const traces = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];
const bothMachines = (action: string) =>
  ['nomination', 'round'].map((name) => `states:${action} stateMachine:hongbang-main-${name}`);
const wake = ['StartExecution', 'SendTaskSuccess', 'SendTaskFailure'].flatMap(bothMachines);
const call = (...names: string[]) =>
  names.map((name) => `lambda:InvokeFunction function:hongbang-main-${name}`);
const files = (action: string, ...folders: string[]) =>
  folders.map((folder) => `s3:${action} Files/${folder}/*`);

const expected: Readonly<Record<string, readonly string[]>> = {
  Web: [
    ...main,
    ...mainWrites,
    ...keys,
    ...keyWrites,
    ...wake,
    ...call('mail', 'papers', 'tasks'),
    ...files('GetObject', 'files', 'incoming', 'papers'),
    's3:ListBucket Files',
    ...files('PutObject', 'files', 'incoming'),
    ...files('DeleteObject', 'files', 'incoming'),
  ],
  Tasks: [
    ...main,
    ...mainWrites,
    ...keys,
    ...keyWrites,
    ...wake,
    ...bothMachines('ListExecutions'),
    'states:DescribeExecution execution:hongbang-main-nomination:*',
    'states:DescribeExecution execution:hongbang-main-round:*',
    ...call('mail', 'papers'),
    ...files('GetObject', 'files', 'papers'),
    's3:ListBucket Files',
    ...files('PutObject', 'files'),
    ...files('AbortMultipartUpload', 'files'),
    ...files('DeleteObject', 'files'),
    'sqs:SendMessage EventDeadLetters',
  ],
  Mail: [
    ...main,
    ...mainWrites,
    ...keys,
    'ses:SendRawEmail configuration-set/hongbang-main',
    'ses:SendRawEmail identity/*',
    'sqs:SendMessage MailDeadLetters',
  ],
  Papers: [
    ...main,
    'dynamodb:PutItem MainTable',
    ...keys,
    ...files('GetObject', 'files'),
    's3:ListBucket Files',
    ...files('PutObject', 'papers'),
  ],
  Admin: [
    ...main,
    ...mainWrites,
    ...keys,
    ...keyWrites,
    'dynamodb:Query KeysTable',
    'dynamodb:UpdateItem KeysTable',
    'secretsmanager:PutSecretValue KeysSecret',
    ...bothMachines('StartExecution'),
    'states:DescribeExecution execution:hongbang-main-nomination:*',
    'states:DescribeExecution execution:hongbang-main-round:*',
    ...call('mail', 'tasks'),
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].flatMap((action) => [
      `sqs:${action} EventDeadLetters`,
      `sqs:${action} MailDeadLetters`,
    ]),
  ],
};

const made = deployment(global);

describe('each function may do just its own', () => {
  test.each(Object.entries(expected))('%s', (name, permissions) => {
    expect(permissionsOf(made, name)).toEqual([...permissions, ...log(name), ...traces].toSorted());
  });

  test("with SMTP the mail function reads the server's password instead of calling SES", () => {
    const smtp = permissionsOf(deployment(china), 'Mail');
    expect(smtp.filter((each) => /ses:|Smtp/.test(each))).toEqual([
      'secretsmanager:GetSecretValue SmtpSecret',
    ]);
  });

  test('with short messages the mail function reads their secret too, and no other does', () => {
    const sms = deployment({ ...global, smsSignature: '芙蓉妇联' });
    const reading = 'secretsmanager:GetSecretValue SmsSecret';
    for (const name of Object.keys(expected))
      expect([name, permissionsOf(sms, name).includes(reading)]).toEqual([name, name === 'Mail']);
    sms.template.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'hongbang-main/sms' });
    made.template.resourcePropertiesCountIs('AWS::SecretsManager::Secret', { Name: 'hongbang-main/sms' }, 0);
  });

  test('where GuardDuty scans, the tasks function reads what it says of a file, and no other does', () => {
    const scanned = deployment({ ...global, scanner: 'guardduty' });
    const tags = (role: string) => permissionsOf(scanned, role).filter((each) => /Tagging/.test(each));
    expect(tags('Tasks')).toEqual(files('GetObjectTagging', 'files'));
    for (const role of ['Web', 'Mail', 'Papers', 'Admin']) expect(tags(role)).toEqual([]);
    const told = ofType(scanned, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
      const { Variables } = (Properties['Environment'] ?? {}) as {
        readonly Variables?: { readonly SCANNER?: string };
      };
      return Variables?.SCANNER ?? [];
    });
    expect(told).toEqual(['guardduty', 'guardduty']);
  });

  test('the machines may call the tasks function, and write their log and traces', () => {
    for (const machine of ['NominationMachine', 'RoundMachine'])
      expect(permissionsOf(made, machine).filter((each) => !each.endsWith(' *'))).toEqual(call('tasks'));
  });
});

describe('all policies', () => {
  const statements = Object.values(made.resources).flatMap(
    (each) =>
      (each.Properties?.['PolicyDocument'] as { Statement?: Statement[] } | undefined)?.Statement ?? [],
  );
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');

  test('name their actions: no wildcard', () => {
    expect(allowed.length).toBeGreaterThan(50);
    expect(allowed.flatMap(({ Action }) => many(Action)).filter((action) => action.includes('*'))).toEqual(
      [],
    );
  });

  test('name their resources, save where AWS knows none', () => {
    const anything = allowed.filter(({ Resource }) => many(Resource).includes('*'));
    expect([...new Set(anything.flatMap(({ Action }) => many(Action)))].toSorted()).toEqual([
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('use the master key for record keys of this deployment only, and send from the one address only', () => {
    const conditionsOf = (action: string) =>
      allowed
        .filter(({ Action }) => many(Action).includes(action))
        .map(({ Condition }) => Condition?.['StringEquals']);
    const context = { 'kms:EncryptionContext:purpose': 'record-key', 'kms:EncryptionContext:stage': 'main' };
    expect(conditionsOf('kms:Decrypt')).toEqual([context, context, context, context, context]);
    expect(conditionsOf('ses:SendRawEmail')).toEqual([{ 'ses:FromAddress': 'hongbang@example.cn' }]);
  });

  test('no role has a policy that AWS manages', () => {
    const managed = ofType(made, 'AWS::IAM::Role').filter(
      ([, role]) => 'ManagedPolicyArns' in role.Properties,
    );
    expect(managed).toEqual([]);
  });
});
