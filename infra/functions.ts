/** The five functions of a deployment: size, time, environment and permissions of each. */
import { Duration } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { makeFunction } from './function.ts';
import type { Secrets } from './keys.ts';
import type { Mail } from './mail.ts';
import { type FunctionName, type Home, machineArn } from './names.ts';
import {
  call,
  joinFiles,
  listExecutions,
  markHome,
  moveMachines,
  readExecutions,
  readFiles,
  readKeys,
  readMain,
  readSecret,
  readTags,
  removeFiles,
  rewrapKeys,
  rotateRoots,
  startMachines,
  takeDeadLetters,
  useMaster,
  writeFiles,
  writeKeys,
  writeMain,
} from './permissions.ts';
import type { DeadLetters } from './queues.ts';
import type { Tables } from './tables.ts';

export type Functions = Readonly<Record<FunctionName, Lambda>>;

interface Parts {
  readonly tables: Tables;
  readonly files: Bucket;
  readonly secrets: Secrets;
  readonly queues: DeadLetters;
  readonly mail: Mail;
  /** The address of the site. */
  readonly site: string;
  /** Folder of a function's bundle. */
  readonly bundle: (name: FunctionName) => string;
}

/** What the settings of functions/aws/settings.ts call the parts of the stack; each function gets what it needs. */
function environments(home: Home, { tables, files, secrets, queues, mail, site }: Parts) {
  const { settings, prefix } = home;
  const base = {
    HONGBANG_STAGE: settings.stage,
    REHEARSAL: String(settings.rehearsal),
    SITE_URL: site,
    MAIN_TABLE: tables.main.tableName,
    KEYS_TABLE: tables.keys.tableName,
    MASTER_KEY_ARN: secrets.master.keyArn,
    KEYS_SECRET_ARN: secrets.roots.secretArn,
  };
  const machines = {
    NOMINATION_MACHINE_ARN: machineArn(home, 'nomination'),
    ROUND_MACHINE_ARN: machineArn(home, 'round'),
  };
  const bucket = { FILES_BUCKET: files.bucketName };
  const calling = { MAIL_FUNCTION: `${prefix}-mail` };
  const making = { PAPERS_FUNCTION: `${prefix}-papers` };
  const working = { TASKS_FUNCTION: `${prefix}-tasks` };
  return {
    web: {
      ...base,
      ...machines,
      ...bucket,
      ...calling,
      ...making,
      ...working,
      ...(settings.smsSignature !== undefined && { SMS_SIGNATURE: settings.smsSignature }),
      ...(settings.trustedProxies !== undefined && { TRUSTED_PROXIES: settings.trustedProxies }),
      SECOND_FACTOR: settings.secondFactor,
      SCANNER: settings.scanner,
    },
    tasks: { ...base, ...machines, ...bucket, ...calling, ...making, SCANNER: settings.scanner },
    mail: {
      ...base,
      MAIL: settings.mail,
      MAIL_FROM: settings.from,
      ...mail.environment,
      ...(settings.allowMail !== undefined && { ALLOW_MAIL: settings.allowMail.join(',') }),
    },
    papers: { ...base, ...bucket },
    admin: {
      ...base,
      ...machines,
      ...calling,
      OPERATOR_EMAIL: settings.administrator,
      ...working,
      MAIL_DEAD_LETTERS_URL: queues.mail.queueUrl,
      EVENT_DEAD_LETTERS_URL: queues.event.queueUrl,
    },
  } satisfies Record<FunctionName, Record<string, string>>;
}

/** Rights that several of them have. */
const rights = (home: Home, { tables, secrets }: Parts) => ({
  reading: [...readMain(tables), readKeys(tables), readSecret('ReadRoots', secrets.roots)],
  writing: [writeMain(tables), writeKeys(tables), useMaster(home, secrets, 'kms:Encrypt', 'kms:Decrypt')],
  opening: useMaster(home, secrets, 'kms:Decrypt'),
});

/** Pages, and the steps of the machines: those that read and write everything. */
function makeWorkers(home: Home, parts: Parts): Pick<Functions, 'web' | 'tasks'> {
  const { files, queues, bundle } = parts;
  const env = environments(home, parts);
  const { reading, writing } = rights(home, parts);
  return {
    web: makeFunction(home, 'web', {
      bundle: bundle('web'),
      description: 'Hongbang: pages and API',
      memory: 1_024,
      // API Gateway gives up after 30 s.
      timeout: Duration.seconds(29),
      environment: env.web,
      errorsAtLeast: 5,
      may: [
        ...reading,
        ...writing,
        ...moveMachines(home),
        call(home, 'mail', 'papers', 'tasks'),
        ...readFiles(files, 'files', 'incoming', 'papers'),
        writeFiles(files, 'files', 'incoming'),
        removeFiles(files, 'files', 'incoming'),
      ],
    }),
    tasks: makeFunction(home, 'tasks', {
      bundle: bundle('tasks'),
      description: 'Hongbang: steps of the machines, and the sweeper',
      memory: 1_024,
      // A sweep begins nothing new after 45 s; what it began may take a while yet.
      timeout: Duration.seconds(120),
      environment: env.tasks,
      swept: true,
      errorsAtLeast: 3,
      // Asynchronous are sweeps, and jobs that a request began; the next minute repeats what failed.
      async: { deadLetters: queues.event, attempts: 1, maxAge: Duration.minutes(1) },
      may: [
        ...reading,
        ...writing,
        ...moveMachines(home),
        listExecutions(home),
        // What stopped for a passing cause is set going by a rule.
        readExecutions(home),
        call(home, 'mail', 'papers'),
        ...readFiles(files, 'files', 'papers'),
        ...(home.settings.scanner === 'guardduty' ? [readTags(files, 'files')] : []),
        // Archives of packages.
        joinFiles(files, 'files'),
        removeFiles(files, 'files'),
      ],
    }),
  };
}

/** Makes all five. */
export function makeFunctions(home: Home, parts: Parts): Functions {
  const { tables, files, secrets, queues, mail, bundle } = parts;
  const env = environments(home, parts);
  const { reading, writing, opening } = rights(home, parts);
  return {
    ...makeWorkers(home, parts),
    mail: makeFunction(home, 'mail', {
      bundle: bundle('mail'),
      description: 'Hongbang: sends letters, takes notices of bounces',
      memory: 512,
      timeout: Duration.seconds(120),
      environment: env.mail,
      swept: true,
      errorsAtLeast: 3,
      async: { deadLetters: queues.mail, attempts: 3, maxAge: Duration.hours(1) },
      may: [...reading, writeMain(tables), opening, ...mail.may],
    }),
    papers: makeFunction(home, 'papers', {
      bundle: bundle('papers'),
      description: 'Hongbang: makes papers and sheets',
      memory: 1_769,
      // The web function waits for it, within its own 29 s.
      timeout: Duration.seconds(25),
      environment: env.papers,
      errorsAtLeast: 3,
      // Photographs stand on forms.
      may: [...reading, markHome(tables), opening, ...readFiles(files, 'files'), writeFiles(files, 'papers')],
    }),
    admin: makeFunction(home, 'admin', {
      bundle: bundle('admin'),
      description: 'Hongbang: commands of the operator, by lambda:InvokeFunction only',
      memory: 512,
      timeout: Duration.minutes(5),
      environment: env.admin,
      may: [
        ...reading,
        ...writing,
        rewrapKeys(tables),
        rotateRoots(secrets),
        startMachines(home),
        readExecutions(home),
        call(home, 'mail', 'tasks'),
        takeDeadLetters(queues),
      ],
    }),
  };
}
