/** `npm run come-back -- --stage NAME`: executions of a stage that was taken down and deployed again start anew from its table. */
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { restartHome } from '#actions/running/home-import.ts';
import { conflict, invalid } from '#domain/problem.ts';
import { command, readCommand } from '#local/commands/attach.ts';
import { answerTime } from '#store/answer-time.ts';
import { type DeployedHome, openDeployment, standsStill } from './export-aws.ts';
import { sayBoth } from './export-words.ts';

const usage = 'npm run come-back -- --stage NAME';

/** @throws Problem conflict `executions-running`: a second execution beside one that runs would ask everybody twice. */
async function standsEmpty({ machines }: Pick<DeployedHome, 'machines'>): Promise<void> {
  const client = new SFNClient(answerTime('short'));
  try {
    for (const stateMachineArn of machines) {
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }),
      );
      if (executions.length === 0) continue;
      throw conflict(
        'executions-running',
        `流程 ${executions[0]?.name} 仍在运行，不需要恢复。`,
        `The execution ${executions[0]?.name} is running: nothing needs to come back.`,
      );
    }
  } finally {
    client.destroy();
  }
}

/** Lays the starts of a deployment whose functions are held. Gives how many. @throws Problem. */
export async function comeBack(stage: string): Promise<number> {
  const home = await openDeployment(stage, {});
  try {
    await standsStill(home);
    await standsEmpty(home);
    return await restartHome(home.target, new Date(home.source.clock()).toISOString());
  } finally {
    home.close();
  }
}

function demandStage(stage: string | undefined): string {
  if (stage !== undefined) return stage;
  throw invalid(
    'stage-missing',
    `请写 --stage 部署名。\n用法 / usage: ${usage}`,
    `Give --stage NAME.\nusage: ${usage}`,
  );
}

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags } = readCommand(args, { stage: 'string' } as const, usage, 0);
    const machines = await comeBack(demandStage(flags.stage));
    sayBoth(
      `✓ ${machines} 个流程将在恢复运行后一分钟内重新启动。`,
      `${machines} executions start anew within a minute after the functions are let go.`,
    );
    return 0;
  });
