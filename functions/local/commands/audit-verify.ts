/**
 * `npm run audit:verify`: every checkpoint, day and chain, checked beside the running server or on a stopped folder. With
 * `--export` the trail is written to a file on the way; with `--file` such a file is checked by the public key alone.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { verifyFile, writeTrail } from '#actions/trust/audit-file.ts';
import { checkpointKeys } from '#actions/trust/checkpoints.ts';
import { trailOfHome, type Verification, verifyAll } from '#actions/trust/verification.ts';
import { invalid } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import { attach, command, readCommand } from './attach.ts';

const usage =
  'npm run audit:verify -- --data DIR  --from 2026-01-01  --json  --export FILE  |  --file FILE --public-key 1:KEY,2:KEY';

/** `1:KEY,2:KEY`, or one key for all versions. @throws Problem invalid `public-key-needed`. */
export function publicKeysOf(written: string | undefined): Readonly<Record<string, string>> {
  const keys = Object.fromEntries(
    (written ?? '').split(',').map((each) => {
      const [version = '', key] = each.trim().split(':');
      return key === undefined ? ['1', version] : [version, key];
    }),
  );
  if (Object.values(keys).every((key) => Buffer.from(key, 'base64url').length === 32)) return keys;
  throw invalid(
    'public-key-needed',
    '请用 --public-key 给出公钥：审计页（/audit）、GET /api/audit/keys 和每日检查点信函上都有，形如 1:43个字符。',
    'Name the public key with --public-key: it stands at /audit, GET /api/audit/keys and in the letter of each checkpoint, as 1: and 43 characters.',
  );
}

async function exported(home: Awaited<ReturnType<typeof attach>>, file: string, from: string | undefined) {
  const handle = await open(file, 'wx', 0o600);
  try {
    let waiting: string[] = [];
    const flush = async () => {
      await handle.appendFile(waiting.join(''));
      waiting = [];
    };
    const found = await writeTrail(
      await trailOfHome(home, from === undefined ? {} : { from }),
      async (line) => {
        waiting.push(`${line}\n`);
        if (waiting.length >= 1_000) await flush();
      },
    );
    await flush();
    return found;
  } finally {
    await handle.close();
  }
}

function tell(found: Verification, isJson: boolean | undefined): void {
  if (isJson) {
    say(JSON.stringify(found));
    return;
  }
  for (const { text } of found.faults) say(`✗ ${text.zh}\n  ${text.en}`);
  const { days, checkpoints, aggregates, events, erased, faultCount } = found;
  const word = faultCount === 0 ? '✓' : '✗';
  say(
    `${word} 核验 ${days} 天、${checkpoints} 个检查点、${aggregates} 条链、${events} 条操作记录：${faultCount} 处异常，${erased} 条链的个人信息已删除。`,
  );
  say(
    `  ${days} days, ${checkpoints} checkpoints, ${aggregates} chains, ${events} events verified: ${faultCount} faults, ${erased} records erased.`,
  );
}

/** The command: exit code 1 when anything was altered, is missing or was cut off. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags } = readCommand(
      args,
      {
        ...{ data: 'string', from: 'string', json: 'boolean' },
        ...{ export: 'string', file: 'string', 'public-key': 'string' },
      } as const,
      usage,
    );
    if (flags.file !== undefined) {
      const keys = publicKeysOf(flags['public-key']);
      const found = await verifyFile(createInterface({ input: createReadStream(flags.file) }), keys);
      tell(found, flags.json);
      return found.faultCount === 0 ? 0 : 1;
    }
    const home = await attach(flags.data ?? '.data');
    try {
      const found =
        flags.export === undefined
          ? await verifyAll(home, flags.from === undefined ? {} : { from: flags.from })
          : await exported(home, flags.export, flags.from);
      tell(found, flags.json);
      if (flags.export !== undefined && !flags.json)
        for (const [version, key] of Object.entries(checkpointKeys(home.keys)))
          say(`  公钥 public key ${version}:${key}`);
      return found.faultCount === 0 ? 0 : 1;
    } finally {
      await home.close();
    }
  });
