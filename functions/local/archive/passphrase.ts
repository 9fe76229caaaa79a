/** The secret of an archive: a key file, or a passphrase from HONGBANG_PASSPHRASE or typed unseen at the terminal. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { invalid } from '#domain/problem.ts';
import { readSealKey, type Secret } from './sealed-file.ts';

const shortest = 12;

async function typed(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  // readline writes what is typed to its output: nowhere
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

/**
 * Gives the passphrase; a new one is typed twice. @throws Problem invalid `passphrase-missing`, `passphrase-short`,
 * `passphrase-differs`.
 */
export async function askPassphrase(
  env: Readonly<Record<string, string | undefined>>,
  { fresh }: { readonly fresh: boolean },
): Promise<string> {
  const given = env.HONGBANG_PASSPHRASE;
  if (given === undefined && !process.stdin.isTTY)
    throw invalid(
      'passphrase-missing',
      '缺少口令：请在终端中运行，或设置环境变量 HONGBANG_PASSPHRASE。',
      'The passphrase is missing: run this at a terminal, or set HONGBANG_PASSPHRASE.',
    );
  const passphrase = given ?? (await typed('口令 / passphrase: '));
  if (passphrase.length < shortest)
    throw invalid(
      'passphrase-short',
      `口令太短：至少 ${shortest} 个字符。`,
      `The passphrase is too short: ${shortest} characters at least.`,
    );
  if (given === undefined && fresh && (await typed('再输一次 / once more: ')) !== passphrase)
    throw invalid(
      'passphrase-differs',
      '两次输入的口令不同，请重新运行。',
      'The two passphrases differ; run it again.',
    );
  return passphrase;
}

/** The flags by which a command is told what encrypts a backup. */
export const secretFlags = { 'seal-key': 'string', passphrase: 'boolean' } as const;

/** What they name; undefined for a backup in the clear. */
export async function secretOf(
  flags: { readonly 'seal-key'?: string | undefined; readonly passphrase?: boolean | undefined },
  { fresh }: { readonly fresh: boolean },
): Promise<Secret | undefined> {
  if (flags['seal-key'] !== undefined) return readSealKey(flags['seal-key']);
  return flags.passphrase === true ? { passphrase: await askPassphrase(process.env, { fresh }) } : undefined;
}
