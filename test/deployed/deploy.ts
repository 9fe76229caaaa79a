/** Deploys a rehearsal to an endpoint with the plain `cdk` CLI, as an operator would: bootstrap, then deploy. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bentFor, type Template } from './emulator-template.ts';
import type { Deployed } from './operator.ts';

const root = join(import.meta.dirname, '..', '..');
const cli = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
/** The deployment that the journey plays, and a fresh one beside it into which what was played is moved. */
export const stages = ['smoke', 'smoke-moved'] as const;
/** The account of a usual emulator, and a region for it. */
const account = process.env['AWS_ACCOUNT_ID'] ?? '000000000000';
const region = process.env['AWS_REGION'] ?? 'us-east-1';
/** Nobody is written to: a rehearsal sends no mail. */
const operator = 'operator@example.cn';
const context = {
  region,
  account,
  mail: 'ses',
  from: '红榜 <hongbang@example.cn>',
  administrator: operator,
  // As in an account whose sender is verified already: an emulator has no DKIM to show.
  identity: 'existing',
  rehearsal: 'true',
};

const contextOf = (settings: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** What the stack says about itself when it stands (infra/stack.ts). */
interface Outputs {
  readonly SiteUrl: string;
  readonly AdminFunction: string;
  readonly NominationMachine: string;
  readonly RoundMachine: string;
  readonly FilesBucket: string;
  readonly MasterKey: string;
  readonly KeysSecret: string;
}

/** What the programs of a deploy are told: where the cloud is, who they are, and to ask nothing else of the network. */
export function environmentFor(endpoint: string): Record<string, string | undefined> {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // An emulator takes any; real ones come from the environment.
    AWS_ACCESS_KEY_ID: process.env['AWS_ACCESS_KEY_ID'] ?? 'test',
    AWS_SECRET_ACCESS_KEY: process.env['AWS_SECRET_ACCESS_KEY'] ?? 'test',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CI: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`,
  };
}

/** Runs the CLI; when it fails, the error has the end of what it said. */
function cdk(args: readonly string[], cwd: string, endpoint: string, signal: AbortSignal): Promise<void> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [cli, ...args, '--no-notices'], {
      cwd,
      env: environmentFor(endpoint),
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-20_000);
      });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return done();
      const lines = said.split('\n').filter((line) => !/_IN_PROGRESS|_COMPLETE|DELETE_SKIPPED/.test(line));
      reject(new Error(`cdk ${args[0]} ended with ${code}:\n${lines.slice(-40).join('\n')}`));
    });
  });
}

/** Changes the template of a synthesised stack; its digest names it as an asset, so that changes too. */
function rewrite(assembly: string, stackName: string, change: (template: Template) => unknown): void {
  const path = join(assembly, `${stackName}.template.json`);
  const before = readFileSync(path);
  const after = JSON.stringify(change(JSON.parse(before.toString()) as Template), null, 1);
  writeFileSync(path, after);
  const [was, is] = [before, after].map((content) => createHash('sha256').update(content).digest('hex'));
  for (const file of ['manifest.json', `${stackName}.assets.json`]) {
    const place = join(assembly, file);
    writeFileSync(place, readFileSync(place, 'utf8').replaceAll(was!, is!));
  }
}

/** Whether an emulator answers at an address. */
async function isEmulator(endpoint: string): Promise<boolean> {
  const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(10_000) });
  return answer.ok;
}

/** Prepares the account for deployments, once before the first. */
export async function bootstrap(endpoint: string, signal: AbortSignal): Promise<void> {
  // In the app's own directory, bootstrap would synthesise over cdk.out.
  const empty = mkdtempSync(join(tmpdir(), 'hongbang-deployed-'));
  await cdk(['bootstrap', `aws://${account}/${region}`], empty, endpoint, signal).finally(() =>
    rmSync(empty, { recursive: true, force: true }),
  );
}

/** Takes a deployment down with the plain CLI; its executions are stopped before. Throws Error with the CLI's own words. */
export async function destroy({ stage, endpoint }: Deployed, signal: AbortSignal): Promise<void> {
  const stackName = `hongbang-${stage}`;
  const work = mkdtempSync(join(tmpdir(), 'hongbang-deployed-'));
  try {
    // An assembly that names the stack is all that the CLI wants.
    const assembly = join(work, 'assembly');
    const settings = contextOf({ stage, ...context });
    await cdk(['synth', '--quiet', '--output', assembly, ...settings], root, endpoint, signal);
    await cdk(['destroy', stackName, '--force', '--app', assembly], work, endpoint, signal);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface How {
  /** Settings that differ from those of the rehearsals. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Takes over what a stage of this name kept. */
  readonly imports?: boolean;
}

/** Deploys, and says how long it took and what had to be left out. Throws Error with the CLI's own words. */
export async function deploy(
  stage: string,
  endpoint: string,
  signal: AbortSignal,
  { settings: own = {}, imports = false }: How = {},
): Promise<Deployed> {
  const began = performance.now();
  const stackName = `hongbang-${stage}`;
  const work = mkdtempSync(join(tmpdir(), 'hongbang-deployed-'));
  try {
    const [empty, assembly, written] = ['empty', 'assembly', 'outputs.json'].map((each) => join(work, each));
    mkdirSync(empty!);
    const settings = contextOf({ stage, ...context, ...own });
    await cdk(['synth', '--quiet', '--output', assembly!, ...settings], root, endpoint, signal);
    const leftOut: string[] = [];
    if (await isEmulator(endpoint)) rewrite(assembly!, stackName, (template) => bentFor(template, leftOut));
    const how = ['--require-approval', 'never', '--progress', 'events', '--outputs-file', written!];
    if (imports) how.push('--import-existing-resources');
    await cdk(['deploy', stackName, '--app', assembly!, ...how], empty!, endpoint, signal);
    const outputs = (JSON.parse(readFileSync(written!, 'utf8')) as Record<string, Outputs>)[stackName]!;
    console.log(`deployed ${stage} to ${endpoint} in ${Math.round((performance.now() - began) / 1_000)} s`);
    if (leftOut.length > 0) console.log(`left out, since the emulator refuses it: ${leftOut.join(', ')}`);
    return {
      stage,
      endpoint,
      region,
      site: outputs.SiteUrl,
      admin: outputs.AdminFunction,
      machines: [outputs.NominationMachine, outputs.RoundMachine],
      bucket: outputs.FilesBucket,
      masterKey: outputs.MasterKey,
      keysSecret: outputs.KeysSecret,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
