/** One deployment as one stack: reads like a list of what exists in the cloud. */
import { type App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { makeApi } from './api.ts';
import { makeDashboard } from './dashboard.ts';
import { makeEvents } from './events.ts';
import { makeFiles } from './files.ts';
import { watchThrottles } from './function.ts';
import { makeFunctions } from './functions.ts';
import { makeKeys } from './keys.ts';
import { makeMail } from './mail.ts';
import { type FunctionName, type Home, prefixOf } from './names.ts';
import { makeOperatorTopic } from './operator.ts';
import { makeQueues } from './queues.ts';
import type { Settings } from './settings.ts';
import { makeSweepers } from './sweeper.ts';
import { watchTables } from './table-alarms.ts';
import { makeTables } from './tables.ts';
import { makeMachines } from './workflows.ts';

/** Builds the stack `hongbang-<stage>`. `bundle` gives the folder of a function's code. */
export function makeDeployment(app: App, settings: Settings, bundle: (name: FunctionName) => string): Stack {
  const prefix = prefixOf(settings);
  const stack = new Stack(app, prefix, {
    stackName: prefix,
    description: `Hongbang ${settings.stage}${settings.rehearsal ? ' (rehearsal)' : ''}`,
    env: { region: settings.region, ...(settings.account !== undefined && { account: settings.account }) },
    terminationProtection: !settings.rehearsal,
  });
  Tags.of(stack).add('hongbang:stage', settings.stage);
  const home: Home = { stack, settings, prefix, operator: makeOperatorTopic(stack, settings, prefix) };

  const tables = makeTables(home);
  const secrets = makeKeys(home);
  const queues = makeQueues(home);
  const { api, site, serve } = makeApi(home);
  const files = makeFiles(home, site);
  const mail = makeMail(home);
  const functions = makeFunctions(home, { tables, files, secrets, queues, mail, site, bundle });
  const machines = makeMachines(home);
  serve(functions.web);
  mail.listen(functions.mail, queues);
  makeSweepers(home, functions, queues);
  makeEvents(home, functions, queues);
  watchTables(home);
  watchThrottles(home);
  if (settings.dashboard) makeDashboard(home, { api, functions, machines });

  const outputs = {
    SiteUrl: site,
    AdminFunction: functions.admin.functionName,
    FilesBucket: files.bucketName,
    MainTable: tables.main.tableName,
    KeysTable: tables.keys.tableName,
    NominationMachine: machines.nomination.stateMachineArn,
    RoundMachine: machines.round.stateMachineArn,
    KeysSecret: secrets.roots.secretArn,
    MasterKey: secrets.master.keyArn,
    MailDeadLetters: queues.mail.queueUrl,
    EventDeadLetters: queues.event.queueUrl,
  };
  for (const [name, value] of Object.entries(outputs))
    new CfnOutput(stack, `Out${name}`, { value }).overrideLogicalId(name);
  return stack;
}
