/** What the operator of a deployment does by command: the admin function, holding the functions, a sweep out of turn. */
import {
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import {
  type ExecutionStatus,
  ListExecutionsCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

/** Where a deployment stands, as the tests are told. */
export interface Deployed {
  readonly stage: string;
  readonly endpoint: string;
  readonly region: string;
  readonly site: string;
  readonly admin: string;
  readonly machines: readonly string[];
  readonly bucket: string;
  /** ARNs of what a real stage is told of when it comes back. */
  readonly masterKey: string;
  readonly keysSecret: string;
}

export interface Operator {
  /** Gives a command to the admin function. Throws Error with its words when it refuses. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  command(asked: object): Promise<any>;
  /** What the minute's rule does, now. */
  sweep(): Promise<void>;
  /** Lets at most so many calls of the tasks function run at once; none holds it. Undefined: as many as come. */
  limitTasks(most: number | undefined): Promise<void>;
  /** Stops every execution that runs, as before a stage is taken down. */
  stopExecutions(): Promise<void>;
  /** Names of the executions of both machines in a status. */
  executions(status: ExecutionStatus): Promise<readonly string[]>;
  /** Stuck, failed and dead: empty when all is well. */
  failures(): Promise<readonly string[]>;
  /** Lets no function run that writes (docs/operations.md, Move data). */
  hold(): Promise<void>;
  /** Lets them run again, as new processes: those that ran before may have the keys from before an import in memory. */
  letGo(): Promise<void>;
  close(): void;
}

const writers = ['web', 'tasks', 'mail'] as const;

export function operatorOf({ stage, endpoint, region, admin, machines }: Deployed): Operator {
  // Whoever is asked for a name and password at an emulator may say anything; real ones come from the environment.
  const { AWS_ACCESS_KEY_ID: accessKeyId = 'test', AWS_SECRET_ACCESS_KEY: secretAccessKey = 'test' } =
    process.env;
  const { AWS_SESSION_TOKEN: sessionToken } = process.env;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const sfn = new SFNClient({ endpoint, region, credentials });
  const functions = writers.map((name) => `hongbang-${stage}-${name}`);

  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  async function invoke(FunctionName: string, asked: object): Promise<any> {
    const Payload = JSON.stringify(asked);
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
    const said = Buffer.from(answer.Payload ?? []).toString();
    const value = JSON.parse(said === '' ? 'null' : said);
    if (answer.FunctionError !== undefined || value?.error !== undefined)
      throw new Error(`${FunctionName} refuses ${Payload}: ${said}`);
    return value;
  }
  const command = (asked: object) => invoke(admin, asked);
  const executions = async (statusFilter: ExecutionStatus): Promise<readonly string[]> => {
    const found = await Promise.all(
      machines.map((stateMachineArn) =>
        sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter })),
      ),
    );
    return found.flatMap((each) => (each.executions ?? []).map(({ name }) => String(name)));
  };
  return {
    command,
    executions,
    sweep: async () => void (await invoke(`hongbang-${stage}-tasks`, { sweep: true })),
    async failures() {
      const { stuck } = await command({ doctor: true });
      const bad: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];
      const ended = bad.map(async (status) => (await executions(status)).map((name) => `${status} ${name}`));
      // Whatever failed in the background lies in a dead-letter queue.
      const { more: _rest, ...letters } = await command({ redrive: 'dead-letters' });
      const dead = Object.entries(letters).filter(([, found]) => found !== 0 && String(found) !== '');
      return [
        ...(await Promise.all(ended)).flat(),
        ...[...stuck, ...dead].map((each) => JSON.stringify(each)),
      ];
    },
    async limitTasks(most) {
      const FunctionName = `hongbang-${stage}-tasks`;
      if (most === undefined) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
      else
        await lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: most }),
        );
    },
    async stopExecutions() {
      for (const stateMachineArn of machines) {
        const { executions: running = [] } = await sfn.send(
          new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1_000 }),
        );
        for (const { executionArn } of running) await sfn.send(new StopExecutionCommand({ executionArn }));
      }
    },
    async hold() {
      for (const FunctionName of functions)
        await lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
        );
    },
    async letGo() {
      for (const FunctionName of functions) {
        // A change of the configuration ends the processes at once, where an operator waits five minutes.
        const Description = `imported at ${new Date().toISOString()}`;
        await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }));
        await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
        await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
      }
    },
    close() {
      lambda.destroy();
      sfn.destroy();
    },
  };
}
