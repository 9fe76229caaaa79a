/** How many requests an account or a visitor's address may send in a minute: counted in memory, so that a request costs no write. */
import type { MiddlewareHandler } from 'hono';
import { invalid, limited } from '#domain/problem.ts';
import { addressOf, type Env } from './context.ts';

/** Requests a minute. */
export interface CallLimits {
  readonly account: number;
  /** Wider, since an office, or a town, shares an address. */
  readonly address: number;
}

/** Far above what people and their programs do, far below what makes a server slow for others. */
export const usualCalls: CallLimits = { account: 1_200, address: 6_000 };

const minute = 60_000;
/** As many counters fit easily; where more come in a minute, all begin anew. */
const mostCounters = 100_000;

/**
 * This machine: a program of the operator's own, or a proxy that `TRUSTED_PROXIES` does not name, behind which all
 * visitors look like one and would be refused together.
 */
const isHere = (address: string): boolean => address === '::1' || address.startsWith('127.');

const tooMany = (seconds: number) =>
  limited(
    'too-many-calls',
    `请求过于频繁，请在 ${Math.ceil(seconds)} 秒后再试。`,
    `Too many requests; try again in ${Math.ceil(seconds)} s.`,
  ).after(seconds);

/**
 * Refuses what an account, or an address of visitors, sends beyond its number in a minute. Says so in the log once a
 * minute each: a flood must not push out of the log what else happened. Time is the process's own, which nobody moves.
 * @throws Problem limited `too-many-calls`.
 */
export function limitCalls(
  { account, address }: CallLimits,
  log: (code: string, fields: Readonly<Record<string, unknown>>) => void,
  now: () => number = () => performance.now(),
): MiddlewareHandler<Env> {
  let window = -1;
  let counted = new Map<string, number>();
  return (c, next) => {
    const from = addressOf(c);
    if (isHere(from)) return next();
    const at = now();
    const current = Math.floor(at / minute);
    if (current !== window || counted.size >= mostCounters) counted = new Map();
    window = current;
    const by = c.get('actor')?.id;
    const key = by ?? `address ${from}`;
    const count = (counted.get(key) ?? 0) + 1;
    counted.set(key, count);
    const most = by === undefined ? address : account;
    if (count <= most) return next();
    if (count === most + 1)
      log('web-refused', {
        request: c.get('requestId'),
        code: 'too-many-calls',
        ...(by !== undefined && { by }),
      });
    throw tooMany(((current + 1) * minute - at) / 1_000);
  };
}

/**
 * The limits of an environment (`HONGBANG_CALLS`, requests a minute of an account; `0` for none, five times as many an address).
 * @throws Problem invalid `calls-wrong`.
 */
export function callLimits(written: string | undefined): CallLimits | undefined {
  const account = Number(written?.trim() || usualCalls.account);
  if (!Number.isSafeInteger(account) || account < 0)
    throw invalid(
      'calls-wrong',
      'HONGBANG_CALLS：请填写每个账号每分钟的请求数，如 1200；0 表示不限。',
      'HONGBANG_CALLS: give how many requests an account may send in a minute, such as 1200; 0 for no limit.',
    );
  return account === 0 ? undefined : { account, address: account * 5 };
}
