/** A deployment for tests: settings by override, code from a small folder, so that no test waits for bundles that it does not look at. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readSettings, type Settings } from '../../infra/settings.ts';
import { makeDeployment } from '../../infra/stack.ts';

export const account = '111122223333';
/** A real stage abroad, which wants its flag: as SES, tracing and more are there alone. */
export const global = {
  stage: 'main',
  abroad: true,
  region: 'ap-southeast-1',
  account,
  mail: 'ses',
  from: '红榜 <hongbang@example.cn>',
  administrator: 'operator@example.cn',
} as const;
export const china = { ...global, abroad: false, region: 'cn-north-1', mail: 'smtp' } as const;

export interface Made {
  readonly app: App;
  readonly stack: Stack;
  readonly settings: Settings;
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
}
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

const root = join(import.meta.dirname, '..', '..');
const flags = (JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object }).context;
const folder = mkdtempSync(join(tmpdir(), 'hongbang-infra-'));
function stub(name: string): string {
  const code = join(folder, name);
  mkdirSync(code, { recursive: true });
  writeFileSync(join(code, 'index.mjs'), `export const handler = async () => '${name}';\n`);
  return code;
}

const known = new Map<string, Made>();

/** Synthesises a deployment with the app's own feature flags; the same context gives the same deployment. */
export function deployment(context: Readonly<Record<string, unknown>>): Made {
  const key = JSON.stringify(context);
  const made = known.get(key) ?? synthesise(context);
  known.set(key, made);
  return made;
}

function synthesise(context: Readonly<Record<string, unknown>>): Made {
  const app = new App({ context: { ...flags }, outdir: join(folder, 'out'), analyticsReporting: false });
  const settings = readSettings(context);
  const stack = makeDeployment(app, settings, stub);
  const template = Template.fromStack(stack);
  return { app, stack, settings, template, resources: template.toJSON()['Resources'] };
}

/** Resources of a type with their logical names. */
export const ofType = ({ resources }: Made, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(resources).filter(([, each]) => each.Type === type);

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
export const many = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

/** What the policies of a role say: `role` is the function's name with a capital. */
export const statementsOf = (made: Made, role: string): readonly Statement[] =>
  ofType(made, 'AWS::IAM::Policy')
    .filter(([id]) => id.startsWith(`${role}Role`))
    .flatMap(([, each]) => (each.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
