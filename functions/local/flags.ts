/** The flags of `npm start`, checked with errors that say what is allowed. */

import { resolve } from 'node:path';
import { invalid } from '#domain/problem.ts';
import { readCommand } from '#local/commands/attach.ts';

export interface Flags {
  readonly port: number;
  readonly data: string;
  readonly rehearsal: boolean;
  readonly now: string | undefined;
  readonly demo: boolean;
  readonly url: string;
  /** Where database and attachments follow to. */
  readonly standby: { readonly to: string; readonly everyMs: number } | undefined;
}

/** A standby copy lacks at most what came in this time, and what copying took. */
const standbyMilliseconds = 2_000;

const usage = '--port 8080  --data DIR  --rehearsal  --now 2021-04-01T09:00:00+08:00  --demo  --standby DIR';
const refuse = (code: string, zh: string, en: string) =>
  invalid(code, `${zh}\n用法 / usage: npm start -- ${usage}`, `${en}\nusage: npm start -- ${usage}`);

/** Reads flags and environment (HONGBANG_URL: the address that links in mails carry; HONGBANG_STANDBY). */
export function readFlags(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Flags {
  const { flags: values } = readCommand(
    args,
    {
      port: 'string',
      data: 'string',
      rehearsal: 'boolean',
      now: 'string',
      demo: 'boolean',
      standby: 'string',
    },
    `npm start -- ${usage}`,
  );
  const port = values.port === undefined ? 8080 : Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw refuse(
      'port-wrong',
      `端口须是 1 到 65535 的整数，收到“${values.port}”。`,
      `The port must be a whole number from 1 to 65535, not "${values.port}".`,
    );
  const demo = values.demo === true;
  const rehearsal = demo || values.rehearsal === true;
  if (values.now !== undefined && !rehearsal)
    throw refuse(
      'now-needs-rehearsal',
      '--now 只能用于演练，请加上 --rehearsal。',
      '--now is for a rehearsal only; add --rehearsal.',
    );
  if (values.now !== undefined && !Number.isFinite(Date.parse(values.now)))
    throw refuse(
      'now-wrong',
      `--now 须写成 2021-04-01T09:00:00+08:00 的形式，收到“${values.now}”。`,
      `--now must look like 2021-04-01T09:00:00+08:00, not "${values.now}".`,
    );
  const standby = values.standby ?? env.HONGBANG_STANDBY;
  return {
    port,
    rehearsal,
    demo,
    data: resolve(values.data ?? (demo ? '.data-demo' : '.data')),
    now: values.now ?? (demo ? '2021-04-01T09:00:00+08:00' : undefined),
    url: (env.HONGBANG_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, ''),
    standby: standby ? { to: resolve(standby), everyMs: standbyMilliseconds } : undefined,
  };
}
