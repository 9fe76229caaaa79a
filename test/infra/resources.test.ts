/** What a deployment is made of: the promises of docs/architecture.md#homes, asserted on the template. */
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { readSettings } from '#aws/settings.ts';
import { tables } from '#store/schema.ts';
import { functionNames } from '../../infra/names.ts';
import { deployment, global, ofType, type Resource } from './deployment.ts';

const made = deployment({ ...global, retention: '545' });
const { template } = made;
const named = (type: string, name: string, property: string): Resource =>
  ofType(made, type).find(([, each]) => String(each.Properties[property]) === name)![1];
const functionOf = (name: string) => named('AWS::Lambda::Function', `hongbang-main-${name}`, 'FunctionName');

describe('functions', () => {
  test('are five, alike: arm64, Node 24, one handler; traced, those of each minute where something traced asks', () => {
    expect(ofType(made, 'AWS::Lambda::Function').map(([, each]) => each.Properties['FunctionName'])).toEqual(
      functionNames.map((name) => `hongbang-main-${name}`),
    );
    for (const name of functionNames)
      expect(functionOf(name).Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        TracingConfig: { Mode: name === 'tasks' || name === 'mail' ? 'PassThrough' : 'Active' },
      });
    const x86 = ofType(deployment({ ...global, architecture: 'x86_64' }), 'AWS::Lambda::Function');
    expect(x86.map(([, each]) => each.Properties['Architectures'])).toEqual(Array(5).fill(['x86_64']));
  });

  test('write logs of their own, kept as long as the settings say and beyond the stack', () => {
    const groups = ofType(made, 'AWS::Logs::LogGroup');
    expect(groups.length).toBe(functionNames.length + 3);
    for (const [, group] of groups) {
      expect(group.Properties['RetentionInDays']).toBe(545);
      expect(group.DeletionPolicy).toBe('RetainExceptOnCreate');
    }
    const used = functionNames.map((name) => JSON.stringify(functionOf(name).Properties['LoggingConfig']));
    expect(new Set(used).size).toBe(functionNames.length);
  });

  test('are told what they ask for, and nothing that they do not', () => {
    for (const name of functionNames) {
      const variables = (functionOf(name).Properties['Environment'] as { Variables: Record<string, unknown> })
        .Variables;
      // What only the deploy knows stands for itself here: an ARN where one is wanted, an address, a name.
      const environment = Object.fromEntries(
        Object.entries(variables).map(([key, value]) => {
          if (typeof value === 'string') return [key, value];
          if (key.endsWith('_URL')) return [key, 'https://id.execute-api.ap-southeast-1.amazonaws.com'];
          const service = key === 'MASTER_KEY_ARN' ? 'kms' : 'secretsmanager';
          return [key, key.endsWith('_ARN') ? `arn:aws:${service}:ap-southeast-1:111122223333:x` : 'a-name'];
        }),
      );
      const settings = readSettings(name, environment);
      expect(Object.keys(variables).filter((key) => !(key in settings))).toEqual([]);
    }
  });

  test('that are called without waiting keep what failed; the sweep is left to the next minute', () => {
    const limits = ofType(made, 'AWS::Lambda::EventInvokeConfig').map(([id, { Properties }]) => [
      id.startsWith('Tasks') ? 'tasks' : 'mail',
      Properties['MaximumRetryAttempts'],
      Properties['MaximumEventAgeInSeconds'],
    ]);
    expect(limits).toEqual([
      ['tasks', 0, 60],
      ['mail', 2, 3_600],
    ]);
    const withQueue = functionNames.filter((name) => 'DeadLetterConfig' in functionOf(name).Properties);
    expect(withQueue).toEqual(['tasks', 'mail']);
  });

  test('the web function answers before API Gateway gives up, the papers function before that', () => {
    const timeout = (name: string) => Number(functionOf(name).Properties['Timeout']);
    expect(timeout('web')).toBeLessThan(30);
    expect(timeout('papers')).toBeLessThan(timeout('web'));
    // A sweep begins nothing new after 45 s.
    expect(timeout('tasks')).toBeGreaterThan(60);
    expect(timeout('mail')).toBeGreaterThan(60);
  });
});

describe('tables', () => {
  const shapes = tables('hongbang-main');
  test.each([shapes.main, shapes.keys])(
    '$name: as the store wants it, on demand, kept, protected, encrypted',
    (shape) => {
      const table = named('AWS::DynamoDB::Table', shape.name, 'TableName');
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: shape.backups },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      });
      expect(table.Properties).not.toHaveProperty('StreamSpecification');
      const indexes = (table.Properties['GlobalSecondaryIndexes'] ?? []) as {
        IndexName: string;
        KeySchema: object[];
      }[];
      expect(indexes.map((each) => [each.IndexName, each.KeySchema])).toEqual(
        shape.indexes.map((each) => [
          each.name,
          [
            { AttributeName: each.pk, KeyType: 'HASH' },
            { AttributeName: each.sk, KeyType: 'RANGE' },
          ],
        ]),
      );
      expect(table.Properties['TimeToLiveSpecification']).toEqual(
        shape.ttl === undefined ? undefined : { AttributeName: shape.ttl, Enabled: true },
      );
    },
  );

  test('only the main one can be restored to a point in time: erased keys must not come back', () => {
    expect([shapes.main.backups, shapes.keys.backups]).toEqual([true, false]);
  });
});

describe('the bucket', () => {
  const [, bucket] = ofType(made, 'AWS::S3::Bucket')[0]!;
  test('is private, encrypted and kept', () => {
    expect(bucket.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(bucket.Properties).toMatchObject({
      BucketName: 'hongbang-main-111122223333-ap-southeast-1',
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect(bucket.Properties).not.toHaveProperty('VersioningConfiguration');
  });

  test('is reached over TLS 1.2 only', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ],
      },
    });
  });

  test('takes uploads from the pages of the site only', () => {
    expect(bucket.Properties['CorsConfiguration']).toEqual({
      CorsRules: [
        {
          AllowedHeaders: ['content-type'],
          AllowedMethods: ['POST'],
          AllowedOrigins: [{ 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'ApiEndpoint'] }],
          MaxAge: 3_000,
        },
      ],
    });
  });

  test('forgets papers and unconfirmed uploads after a day, attachments never', () => {
    const { Rules } = bucket.Properties['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] };
    expect(
      Rules.map(({ Prefix, ExpirationInDays, AbortIncompleteMultipartUpload: parts }) => [
        Prefix,
        ExpirationInDays,
        parts,
      ]),
    ).toEqual([
      ['papers/', 1, undefined],
      ['incoming/', 1, undefined],
      [undefined, undefined, { DaysAfterInitiation: 1 }],
    ]);
  });
});

describe('keys', () => {
  test('the master key rotates by itself and is kept; so is the root of the others, made at the deploy', () => {
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
    });
    template.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        Name: 'hongbang-main/keys',
        GenerateSecretString: { SecretStringTemplate: '{}', GenerateStringKey: '1', PasswordLength: 64 },
      },
    });
  });
});

describe('the API', () => {
  test('sends everything to the web function, throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationUri: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WebFunction'), 'Arn'] },
      PayloadFormatVersion: '2.0',
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    });
  });

  test('logs each request without its path, which may hold the secret of a link', () => {
    const [, { Properties }] = ofType(made, 'AWS::ApiGatewayV2::Stage')[0]!;
    const { Format } = Properties['AccessLogSettings'] as { Format: string };
    expect(Object.keys(JSON.parse(Format))).toEqual([
      'at',
      'request',
      'ip',
      'method',
      'status',
      'bytes',
      'ms',
      'functionMs',
      'error',
    ]);
    expect(Format).not.toMatch(/path|uri|routeKey/i);
  });

  test('lives at an own domain when there is one, and then there only', () => {
    const own = deployment({
      ...global,
      domain: 'hongbang.example.cn',
      certificate: 'arn:aws:acm:ap-southeast-1:111122223333:certificate/1-2-3',
    });
    own.template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'hongbang.example.cn',
      DomainNameConfigurations: [{ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
    });
    own.template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    own.template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    own.template.hasOutput('SiteUrl', { Value: 'https://hongbang.example.cn' });
    own.template.allResourcesProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [Match.objectLike({ AllowedOrigins: ['https://hongbang.example.cn'] })],
      },
    });
  });
});

describe('the background', () => {
  test('both sweepers run every minute; the next minute repeats what failed', () => {
    const rules = ofType(made, 'AWS::Events::Rule').filter(
      ([, each]) => 'ScheduleExpression' in each.Properties,
    );
    expect(rules.map(([, { Properties }]) => [Properties['Name'], Properties['ScheduleExpression']])).toEqual(
      [
        ['hongbang-main-sweep-tasks', 'rate(1 minute)'],
        ['hongbang-main-sweep-mail', 'rate(1 minute)'],
      ],
    );
    for (const [, { Properties }] of rules)
      expect(Properties['Targets']).toEqual([
        expect.objectContaining({
          Input: '{"sweep":true}',
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^EventDeadLetters/), 'Arn'] } },
        }),
      ]);
  });

  test('executions that ended badly are mailed to the operator with their name and what to do', () => {
    const rule = named('AWS::Events::Rule', 'hongbang-main-execution-ended', 'Name').Properties;
    const machine = 'arn:aws:states:ap-southeast-1:111122223333:stateMachine:hongbang-main-';
    expect(rule['EventPattern']).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: [`${machine}nomination`, `${machine}round`],
      },
    });
    const [target, kept] = rule['Targets'] as { Arn: object; InputTransformer: { InputTemplate: string } }[];
    expect(kept!.InputTransformer.InputTemplate).toBe(
      '{"ended":{"execution":<detail-name>,"status":<detail-status>,"error":<detail-error>}}',
    );
    expect(target!.Arn).toEqual({ Ref: expect.stringMatching(/^Operator/) });
    expect(target!.InputTransformer.InputTemplate).toContain('#executions-failed');
  });

  test('dead letters are kept for 14 days, encrypted, over TLS', () => {
    const queues = ofType(made, 'AWS::SQS::Queue').map(([, each]) => each.Properties);
    expect(queues.map((each) => each['QueueName'])).toEqual([
      'hongbang-main-mail-dead-letters',
      'hongbang-main-event-dead-letters',
    ]);
    for (const queue of queues)
      expect(queue).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
  });
});

describe('mail', () => {
  test('by SES: identity, configuration set with TLS, and bounces to the mail function', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'example.cn' });
    template.hasResourceProperties('AWS::SES::ConfigurationSet', {
      Name: 'hongbang-main',
      DeliveryOptions: { TlsPolicy: 'OPTIONAL' },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { Enabled: true, MatchingEventTypes: ['bounce', 'complaint', 'reject'] },
    });
    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: 'hongbang-main-mail-notices',
      KmsMasterKeyId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'lambda',
      Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MailFunction'), 'Arn'] },
      RedrivePolicy: Match.anyValue(),
    });
  });

  test('an identity that the account has already is used, not made', () => {
    const { template: second } = deployment({ ...global, stage: 'second', identity: 'existing' });
    second.resourceCountIs('AWS::SES::EmailIdentity', 0);
    second.resourceCountIs('AWS::SES::ConfigurationSet', 1);
  });

  test('by SMTP: a secret to be filled in, and no SES', () => {
    const { template: smtp } = deployment({ ...global, mail: 'smtp' });
    smtp.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'hongbang-main/smtp' });
    smtp.resourceCountIs('AWS::SES::ConfigurationSet', 0);
    smtp.resourceCountIs('AWS::SNS::Topic', 1);
  });
});

describe('deployments', () => {
  test('live side by side: no name is the same in two of them', () => {
    const names = (context: Readonly<Record<string, unknown>>) =>
      Object.values(deployment(context).resources).flatMap(({ Type, Properties }) =>
        Object.entries(Properties ?? {})
          .filter(([key, value]) => /Name$/.test(key) && typeof value === 'string')
          .filter(
            ([key]) =>
              !['IndexName', 'MetricName', 'StageName', 'DomainName', 'DisplayName', 'PolicyName'].includes(
                key,
              ),
          )
          .map(([key, value]) => `${Type} ${key} ${value}`),
      );
    const first = new Set(names(global));
    const second = names({ ...global, stage: 'rehearsal', rehearsal: true, identity: 'existing' });
    expect(first.size).toBeGreaterThan(40);
    expect(second.filter((name) => first.has(name))).toEqual([]);
  });

  test('a real one is protected against deletion; a rehearsal says that it is one', () => {
    const rehearsal = deployment({ ...global, stage: 'play', rehearsal: true, allowMail: 'a@example.cn' });
    expect([made.stack.terminationProtection, rehearsal.stack.terminationProtection]).toEqual([true, false]);
    const variables = ofType(rehearsal, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => 'FunctionName' in Properties)
      .map(([, each]) => (each.Properties['Environment'] as { Variables: Record<string, string> }).Variables);
    for (const [, table] of ofType(rehearsal, 'AWS::DynamoDB::Table'))
      expect(table.Properties).not.toHaveProperty('TimeToLiveSpecification');
    expect(variables.map(({ REHEARSAL }) => REHEARSAL)).toEqual(Array(5).fill('true'));
    expect(variables.flatMap(({ ALLOW_MAIL }) => ALLOW_MAIL ?? [])).toEqual(['a@example.cn']);
  });
});
