/** What export and import say and ask of their flags. */
import { invalid } from '#domain/problem.ts';
import { say } from '#local/say.ts';

/** Says one thing in both languages. */
export function sayBoth(zh: string, en: string): void {
  say(zh);
  say(`  ${en}`);
}

/** The deployment that `--target aws --stage NAME` names; undefined for a folder. @throws Problem invalid `target-unknown`. */
export function demandTarget(
  flags: { readonly target?: string; readonly stage?: string; readonly data?: string },
  usage: string,
): string | undefined {
  const { target, stage, data } = flags;
  if (target === undefined && stage === undefined) return undefined;
  if (target === 'aws' && stage !== undefined && data === undefined) return stage;
  throw invalid(
    'target-unknown',
    `请写 --target aws --stage 部署名，或只写 --data 目录。\n用法 / usage: ${usage}`,
    `Give --target aws --stage NAME, or --data DIR alone.\nusage: ${usage}`,
  );
}
