/** A deployment as source and target of a move, reached with the operator's own AWS credentials. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { ExportSource } from '#actions/running/home-export.ts';
import type { ImportTarget } from '#actions/running/home-import.ts';
import type { HmacRings } from '#actions/running/home-rows.ts';
import { openClock } from '#aws/clock.ts';
import { openFiles } from '#aws/files.ts';
import { hmacRings, type KeysSecret, openKeys, parseKeysSecret } from '#aws/keys.ts';
import { readSettings } from '#aws/settings.ts';
import { keysOf, mapOf } from '#domain/members.ts';
import { conflict, missing } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import { answerTime } from '#store/answer-time.ts';
import { sdkClient } from '#store/client.ts';
import { openTable } from '#store/dynamo.ts';
import { type Item, isItem } from '#store/table.ts';

export interface DeployedHome {
  readonly stage: string;
  readonly rehearsal: boolean;
  /** ARNs of its two machines. */
  readonly machines: readonly string[];
  readonly source: ExportSource;
  readonly target: ImportTarget;
  close(): void;
}

const prefixOf = (stage: string): string => `hongbang-${stage}`;
/** Functions that write; the operator's own is called by hand only. */
const writers = ['web', 'tasks', 'mail'] as const;
/** Those that a rule calls each minute. */
const sweptFunctions = ['tasks', 'mail'] as const;

/** Settings of a deployment as its tasks function has them: one place, written by the deployment. */
async function settingsOf(lambda: LambdaClient, stage: string) {
  const FunctionName = `${prefixOf(stage)}-tasks`;
  try {
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return readSettings('tasks', found.Environment?.Variables ?? {});
  } catch (error) {
    if (errorOf(error).name !== 'ResourceNotFoundException') throw error;
    throw missing(
      'deployment-unknown',
      `没有部署 ${stage}（函数 ${FunctionName}）。请检查部署名、AWS_REGION 和所用的凭证。`,
      `There is no deployment ${stage} (function ${FunctionName}). Check its name, AWS_REGION and the credentials in use.`,
    );
  }
}

/** The secret with the HMAC keys of another home carried in it; versions that rotation adds come after them. */
export function carrying(secret: KeysSecret, rings: HmacRings): KeysSecret {
  const carried = mapOf(keysOf(rings), (purpose): Readonly<Record<string, string>> => {
    const ring = rings[purpose];
    // what identities are made with has one version for ever
    return purpose === 'identity' ? { '1': ring.keys[ring.current]! } : { ...ring.keys };
  });
  return { ...secret, carried };
}

/**
 * Opens a deployment. `mainTable` names another table to read the rows from: one restored to a point in time. Record keys are
 * always those of the deployment's own table, so that what was erased since stays erased.
 * @throws Problem missing `deployment-unknown`; invalid `settings`.
 */
export async function openDeployment(
  stage: string,
  options: { readonly mainTable?: string | undefined },
): Promise<DeployedHome> {
  const lambda = new LambdaClient(answerTime('short'));
  const settings = await settingsOf(lambda, stage);
  const secrets = new SecretsManagerClient(answerTime('short'));
  const dynamo = new DynamoDBClient({ maxAttempts: 10, ...answerTime('long') });
  const documents = DynamoDBDocumentClient.from(dynamo);
  const SecretId = settings.KEYS_SECRET_ARN;
  const readSecret = async () =>
    parseKeysSecret((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString);
  const keys = await openKeys(settings);
  const files = openFiles(settings.FILES_BUCKET);
  const names = { main: options.mainTable ?? settings.MAIN_TABLE, keys: settings.KEYS_TABLE };
  async function* rows(table: 'main' | 'keys'): AsyncGenerator<Item> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new ScanCommand({ TableName: names[table], ConsistentRead: true, ExclusiveStartKey: from }),
      );
      yield* (page.Items ?? []).filter(isItem);
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
  const main = openTable(sdkClient(), names.main);
  const clock = await openClock(main, settings.REHEARSAL);
  return {
    stage,
    rehearsal: settings.REHEARSAL,
    machines: [settings.NOMINATION_MACHINE_ARN, settings.ROUND_MACHINE_ARN],
    source: {
      rows,
      files,
      unwrap: keys.unwrap,
      rings: async () => hmacRings(await readSecret()),
      clock: clock.now,
    },
    target: {
      rehearsal: settings.REHEARSAL,
      main,
      keysTable: openTable(sdkClient(), names.keys),
      rows: () => rows('main'),
      files,
      wrap: keys.wrap,
      async layRings(rings) {
        const SecretString = JSON.stringify(carrying(await readSecret(), rings));
        await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
      },
    },
    close() {
      for (const client of [lambda, secrets, dynamo]) client.destroy();
    },
  };
}

/**
 * A deployment is read and filled while none of its functions run: a Scan is no snapshot, and functions keep keys in memory.
 * @throws Problem conflict `deployment-running` with the commands that hold it.
 */
export async function standsStill({ stage }: Pick<DeployedHome, 'stage'>): Promise<void> {
  const lambda = new LambdaClient(answerTime('short'));
  try {
    const running: string[] = [];
    for (const name of writers) {
      const FunctionName = `${prefixOf(stage)}-${name}`;
      const found = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      if (found.ReservedConcurrentExecutions !== 0) running.push(FunctionName);
    }
    if (running.length === 0) return;
    // The rules first: a sweep that finds its function held fills the dead-letter queue.
    const commands = [
      ...sweptFunctions.map((name) => `  aws events disable-rule --name ${prefixOf(stage)}-sweep-${name}`),
      ...running.map(
        (name) =>
          `  aws lambda put-function-concurrency --reserved-concurrent-executions 0 --function-name ${name}`,
      ),
    ].join('\n');
    throw conflict(
      'deployment-running',
      `部署 ${stage} 仍在运行，导出导入时须先停住它的函数：\n${commands}\n完成后用 delete-function-concurrency 和 enable-rule 恢复。`,
      `Deployment ${stage} is running. Hold its functions first:\n${commands}\nand let them go afterwards with delete-function-concurrency and enable-rule.`,
    );
  } finally {
    lambda.destroy();
  }
}
