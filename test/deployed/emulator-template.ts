/** What an emulator cannot make of our template, though AWS does: said here, changed for it alone, and reported. */

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly [part: string]: unknown;
}

/**
 * MiniStack 1.5 refuses alarms over an expression of several metrics, and runs no function that wants the SDK of the
 * runtime, as the CDK's own that empties a rehearsal's bucket does.
 */
const isRefused = ({ Type, Properties = {} }: Resource): boolean =>
  (Type === 'AWS::CloudWatch::Alarm' && 'Metrics' in Properties) || Type === 'Custom::S3AutoDeleteObjects';

/** On AWS `Ref` of a secret is its ARN, as `Fn::GetAtt Id` is; MiniStack 1.5 gives the name for the former. */
function withArns(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withArns(each, secrets));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, target] = ['', undefined]] = entries;
  if (entries.length === 1 && name === 'Ref' && secrets.has(String(target)))
    return { 'Fn::GetAtt': [target, 'Id'] };
  return Object.fromEntries(entries.map(([key, each]) => [key, withArns(each, secrets)]));
}

/** The template as the emulator takes it; the names of what is missing are added to `leftOut`. */
export function bentFor(template: Template, leftOut: string[]): Template {
  const { Resources } = template;
  const kept = Object.entries(Resources).filter(([, resource]) => !isRefused(resource));
  leftOut.push(...Object.keys(Resources).filter((name) => isRefused(Resources[name]!)));
  const secrets = kept.filter(([, { Type }]) => Type === 'AWS::SecretsManager::Secret').map(([name]) => name);
  return withArns({ ...template, Resources: Object.fromEntries(kept) }, new Set(secrets)) as Template;
}
