import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { closePhase } from '#actions/review/stragglers.ts';
import { importHome } from '#actions/running/home-import.ts';
import { deliver } from '#actions/running/signals.ts';
import { sweep } from '#actions/running/sweep.ts';
import { verifyAll } from '#actions/trust/verification.ts';
import { openKeys } from '#aws/keys.ts';
import { openWorkflows } from '#aws/workflows.ts';
import type { Deps } from '#deps';
import { instantAt } from '#domain/instant.ts';
import { comeBack } from '#local/archive/come-back.ts';
import { type DeployedHome, openDeployment, standsStill } from '#local/archive/export-aws.ts';
import { openArchive } from '#local/archive/export-file.ts';
import { exportFolder, importFolder, writeExport } from '#local/archive/export-home.ts';
import { attach } from '#local/commands/attach.ts';
import { examine } from '#local/commands/doctor.ts';
import { answerAll } from '#local/demo/answering.ts';
import { type People, plantFurong } from '#local/demo/furong.ts';
import { select } from '#local/demo/play.ts';
import { type Home, openHome } from '#local/home.ts';
import { readRings } from '#local/keys.ts';
import { outboxMailer } from '#local/mail.ts';
import { candidacyExecution } from '#store/execution-names.ts';
import { keys } from '#store/keys.ts';
import { getList, getRevision, getRound, readCalendar, worklistOf } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import type { Table } from '#store/table.ts';
import { makeTasks } from '#tasks';
import { codeOf } from '../../world.ts';
import { type Embedded, openEmbedded } from '../database/embedded.ts';
import { openRound, playHalf } from './play-half.ts';

const passphrase = 'correct horse battery staple';
const [kms, s3, secrets, sfn, lambda] = [
  mockClient(KMSClient),
  mockClient(S3Client),
  mockClient(SecretsManagerClient),
  mockClient(SFNClient),
  mockClient(LambdaClient),
];
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const environment = {
  HONGBANG_STAGE: 't',
  MAIN_TABLE: 'hongbang-t',
  KEYS_TABLE: 'hongbang-t-keys',
  FILES_BUCKET: 'bucket-t',
  SITE_URL: 'https://t.example.org',
  REHEARSAL: 'true',
  NOMINATION_MACHINE_ARN: arn('states', 'stateMachine:hongbang-t-nomination'),
  ROUND_MACHINE_ARN: arn('states', 'stateMachine:hongbang-t-round'),
  MASTER_KEY_ARN: arn('kms', 'key/1'),
  KEYS_SECRET_ARN: arn('secretsmanager', 'secret:hongbang-t/keys'),
  MAIL_FUNCTION: 'hongbang-t-mail',
  PAPERS_FUNCTION: 'hongbang-t-papers',
};
let folder: string;
let data: string;
let back: string;
let cloud: Embedded;
let people: People;
let nominations: readonly string[];
let stage: DeployedHome;
let secret = JSON.stringify({ '1': 'r'.repeat(40) });
const objects = new Map<string, { readonly body: Uint8Array; readonly type: string | undefined }>();
const before = new Map<string, string | undefined>();

/** KMS, as far as it matters here: what it encrypts opens only with the same key and the same context. */
function mockKms(): void {
  const master = randomBytes(32);
  const aad = (context: unknown) => Buffer.from(JSON.stringify(context ?? {}));
  kms.on(EncryptCommand).callsFake(({ Plaintext, EncryptionContext }) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(aad(EncryptionContext));
    const body = Buffer.concat([cipher.update(Plaintext), cipher.final()]);
    return { CiphertextBlob: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
  });
  kms.on(DecryptCommand).callsFake(({ CiphertextBlob, EncryptionContext }) => {
    const bytes = Buffer.from(CiphertextBlob);
    const cipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12))
      .setAAD(aad(EncryptionContext))
      .setAuthTag(bytes.subarray(12, 28));
    return { Plaintext: Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]) };
  });
}

function mockOthers(): void {
  s3.on(PutObjectCommand).callsFake(({ Key, Body, ContentType }) => {
    objects.set(Key, { body: Body, type: ContentType });
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const found = objects.get(Key);
    if (found === undefined) throw Object.assign(new Error(Key), { name: 'NoSuchKey' });
    return { Body: { transformToByteArray: async () => found.body } };
  });
  secrets.on(GetSecretValueCommand).callsFake(() => ({ SecretString: secret }));
  secrets.on(PutSecretValueCommand).callsFake(({ SecretString }) => {
    secret = SecretString;
    return {};
  });
  lambda
    .on(GetFunctionConfigurationCommand, { FunctionName: 'hongbang-t-tasks' })
    .resolves({ Environment: { Variables: environment } });
  lambda
    .on(GetFunctionConfigurationCommand, { FunctionName: 'hongbang-nowhere-tasks' })
    .rejects(Object.assign(new Error('none'), { name: 'ResourceNotFoundException' }));
  sfn.on(StartExecutionCommand).resolves({});
  sfn.on(SendTaskSuccessCommand).resolves({});
}

const openLocal = (where: string): Promise<Home> =>
  openHome({
    data: where,
    rehearsal: true,
    now: '2022-03-31T09:00:00+08:00',
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: () => undefined,
  });

/** The actions on the deployment, as its functions have them. */
async function stageDeps(): Promise<Deps> {
  const deps = {
    table: stage.target.main,
    keysTable: stage.target.keysTable,
    clock: () => stage.source.clock(),
    keys: await openKeys(environment),
    workflows: openWorkflows(
      { nomination: environment.NOMINATION_MACHINE_ARN, round: environment.ROUND_MACHINE_ARN },
      'work',
    ),
    mailer: outboxMailer,
    site: { url: environment.SITE_URL, name: { zh: '红榜', en: 'Hongbang' }, rehearsal: true },
    calendar: () => readCalendar(stage.target.main),
    id: (prefix: string) => `${prefix}${randomBytes(8).toString('hex')}`,
    handOver: async (rows: Parameters<Deps['handOver']>[0]) => void (await deliver(deps, rows)),
    background: async (work: () => Promise<unknown>) => void (await work()),
    log: () => undefined,
  } as unknown as Deps;
  return deps;
}

async function sealedTexts(home: {
  keys: Deps['keys'];
  table: Table;
  keysTable: Table;
  clock: Deps['clock'];
}) {
  const found = new Map<string, string | undefined>();
  for (const nomination of nominations) {
    const revision = await getRevision(home.table, nomination, 1);
    const opened = await sealer(home).open(nomination, revision.sealed);
    found.set(nomination, opened.kind === 'open' ? opened.text : undefined);
  }
  return found;
}

beforeAll(async () => {
  mockKms();
  mockOthers();
  folder = mkdtempSync(join(tmpdir(), 'hongbang-move-aws-'));
  [data, back] = [join(folder, 'old'), join(folder, 'back')];
  const home = await openLocal(data);
  const { org } = await firstSteps(home);
  people = await plantFurong(home.deps, org);
  home.keys.rotate('link');
  nominations = await playHalf(home, people);
  for (const [nomination, text] of await sealedTexts(home.deps)) before.set(nomination, text);
  await home.close();
  cloud = await openEmbedded();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: await cloud.serve(),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  stage = await openDeployment('t', {});
});
afterAll(async () => {
  stage.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a move to AWS and back', () => {
  it('wants to know its deployment, and one whose functions stand still', async () => {
    expect(await codeOf(openDeployment('nowhere', {}))).toBe('deployment-unknown');
    lambda.on(GetFunctionConcurrencyCommand).resolves({});
    expect(await codeOf(standsStill(stage))).toBe('deployment-running');
    lambda.on(GetFunctionConcurrencyCommand).resolves({ ReservedConcurrentExecutions: 0 });
    expect(await codeOf(standsStill(stage))).toBeUndefined();
  });

  it('brings every row, attachment, record key and HMAC key to the deployment', async () => {
    const file = join(folder, 'there.move');
    const made = await exportFolder({ data, file, passphrase });
    const moved = await importHome(await openArchive(file, passphrase), stage.target);
    expect(moved).toMatchObject({ rows: made.rows, attachments: 12, machines: 7, already: false });
    // the rehearsal's clock came with its row
    stage.close();
    stage = await openDeployment('t', {});
    expect(objects.size).toBe(12);
    expect([...objects.values()].every(({ type }) => type === 'image/jpeg')).toBe(true);
    expect([...objects.keys()].every((key) => key.startsWith('files/'))).toBe(true);
    const deps = await stageDeps();
    expect(await sealedTexts(deps)).toEqual(before);
    expect([...before.values()].every((text) => text?.includes('{'))).toBe(true);
    const local = readRings(data);
    for (const purpose of ['identity', 'link', 'session', 'checkpoint', 'email', 'objector'] as const) {
      const { current, all } = deps.keys.versions(purpose);
      expect([purpose, current, all]).toEqual([
        purpose,
        local[purpose].current,
        Object.keys(local[purpose].keys).map(Number),
      ]);
    }
    // the root stays in the secret: the next rotation goes on from it
    expect(JSON.parse(secret)['1']).toBe('r'.repeat(40));
    expect((await verifyAll(deps)).faults).toEqual([]);
  });

  const nameThere = (nomination: string) =>
    `${candidacyExecution({ round: openRound, nomination, stage: 2 }, 0, '1')}-m1`;

  it('starts each machine there under a name of its own, which goes on where the table stands', async () => {
    const deps = await stageDeps();
    const swept = await sweep(deps);
    expect(swept.failed).toBe(0);
    const names = sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name);
    expect(names.toSorted()).toEqual(
      [
        `${openRound.replaceAll('.', '_')}-t0-m1`,
        ...nominations.map((nomination) => nameThere(nomination)),
      ].toSorted(),
    );
    const tasks = makeTasks(deps);
    const nomination = nominations[2]!;
    const ref = { round: openRound, nomination, phase: 0 };
    const context = { machine: 'nomination', execution: nameThere(nomination) } as const;
    const next = await tasks['nomination.next']!({ task: 'nomination.next', ...ref }, context);
    expect(next).toMatchObject({ kind: 'ask', step: 'review', attempt: 1 });
    const asking = { ...ref, step: 'review', attempt: 1, token: 'token-of-the-stage' };
    await tasks['nomination.ask']!({ task: 'nomination.ask', ...asking }, context);
    expect((await deps.table.get(keys.wait('nomination', openRound, nomination)))?.token).toBe(asking.token);
    const decision = {
      round: openRound,
      nomination,
      step: 'review',
      outcome: 'approve',
      reason: '',
    } as const;
    for (const reviewer of people.district.reviewers) {
      const { items } = await worklistOf(deps.table, reviewer.id, openRound, undefined, 100);
      if (!items.some((todo) => todo.nomination === nomination)) continue;
      await decideReview(deps, actorOf(reviewer, 'session'), decision);
      break;
    }
    const woken = sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input.taskToken);
    expect(woken).toEqual([asking.token]);
  });

  it('taken down and deployed again, starts each machine anew, and none beside one that runs', async () => {
    sfn
      .on(ListExecutionsCommand)
      .resolvesOnce({ executions: [] })
      .resolves({
        executions: [
          {
            name: 'alive',
            executionArn: 'a',
            stateMachineArn: 'm',
            startDate: new Date(),
            status: 'RUNNING',
          },
        ],
      });
    expect(await codeOf(comeBack('t'))).toBe('executions-running');
    sfn.on(ListExecutionsCommand).resolves({ executions: [] });
    expect(await comeBack('t')).toBe(nominations.length + 1);
    sfn.resetHistory();
    // As a function that began after it.
    const deps = await stageDeps();
    expect((await sweep({ ...deps, table: { ...deps.table } })).failed).toBe(0);
    const names = sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name);
    expect(new Set(names).size).toBe(nominations.length + 1);
    expect(names.filter((name) => !name?.endsWith('-m2'))).toEqual([]);
  });

  it('comes back to one machine, where the round goes on to its end', async () => {
    const file = join(folder, 'back.move');
    await writeExport(stage.source, 'rehearsal', file, passphrase);
    expect(await codeOf(importFolder({ data: back, file, passphrase, rehearsal: false }))).toBe('home-kind');
    await importFolder({ data: back, file, passphrase, rehearsal: true });
    const attached = await attach(back);
    expect(await attached.table.get(keys.home())).toMatchObject({ moves: 3 });
    expect((await examine(attached, { full: true })).filter((each) => each.level === 'fault')).toEqual([]);
    expect((await verifyAll(attached)).faults).toEqual([]);
    expect(await sealedTexts(attached)).toEqual(before);
    expect(readRings(back)).toEqual(readRings(data));
    expect(readFileSync(join(back, 'keys'), 'utf8')).not.toBe(readFileSync(join(data, 'keys'), 'utf8'));
    await attached.close();
    const home = await openLocal(back);
    await home.sweep();
    await home.settled();
    const world = { home, say: () => undefined, people };
    await answerAll(home, people.district, openRound);
    await home.advanceClock!(instantAt('2022-04-21', '09:00'));
    await answerAll(home, people.district, openRound);
    // closed with the one straggler that was returned and never amended
    const { version } = await getRound(home.deps.table, openRound);
    const closed = await closePhase(home.deps, actorOf(people.district.administrator, 'session'), openRound, {
      stragglers: [{ nomination: nominations[1]!, fate: 'out' }],
      reason: '逾期未修改',
      version,
    });
    expect(closed).toEqual({ out: 1, carried: 0, left: 0 });
    await home.settled();
    const list = await select(world, people.district, openRound, {
      places: 4,
      noticeFrom: '2022-05-06',
      decidedOn: '2022-05-12',
      publishedOn: '2022-05-13',
      title: '关于公布2022年芙蓉区“最美家庭”名单的决定',
      document: '芙妇〔2022〕9号',
      bodies: ['长沙市芙蓉区妇女联合会'],
    });
    expect((await getList(home.deps.table, list)).granted).toBe(4);
    await home.close();
  });
});
