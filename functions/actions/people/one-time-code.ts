/** Codes of an authenticator app (RFC 6238), and those on paper for when it is lost. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';
import { compact } from '#domain/number-input.ts';

/** What every app understands. */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** A new secret of 160 bits, in base32 as apps take it. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** The address that a QR code gives an app: whose code it is, and where. */
export const addressOf = (secret: string, issuer: string, label: string): string =>
  new TOTP({ ...kind, issuer, label, secret: Secret.fromBase32(secret) }).toString();

/**
 * The step of thirty seconds that a code belongs to: the present one, or the one before for what typing takes
 * (RFC 6238, 5.2); undefined for any other code. `at` is in milliseconds.
 */
export function stepOf(secret: string, code: string, at: number): number | undefined {
  const delta = new TOTP({ ...kind, secret: Secret.fromBase32(secret) }).validate({
    ...{ token: code, timestamp: at, window: 1 },
  });
  if (delta === null || delta > 0) return undefined;
  return Math.floor(at / 1_000 / kind.period) + delta;
}

/** Thirty-two signs, none of which looks like another. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const half = 5;
const howMany = 10;
const word = (length: number): string =>
  Array.from({ length }, () => signs[randomInt(signs.length)]!).join('');

/** Ten codes of fifty bits, each for one sign-in: `ABCDE-FGHJK`. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: howMany }, () => `${word(half)}-${word(half)}`);

const bare = (typed: string): string =>
  compact(typed)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
/** As RFC 7914 has it while somebody waits: 16 MB each. */
const cost = { N: 16_384, r: 8, p: 1 };
const stretch = promisify<string, string, number, typeof cost, Buffer>(scrypt);
const hashOf = async (code: string, salt: string): Promise<string> =>
  (await stretch(bare(code), salt, 32, cost)).toString('base64url');

/** Recovery codes as they are kept. */
export interface KeptCodes {
  readonly salt: string;
  readonly recovery: readonly string[];
}

/** Hashes codes, slowly, under a salt of their own. */
export async function keepCodes(codes: readonly string[]): Promise<KeptCodes> {
  const salt = randomBytes(16).toString('base64url');
  return { salt, recovery: await Promise.all(codes.map((code) => hashOf(code, salt))) };
}

/** The kept codes without the one that was typed; undefined when it is none of them. */
export async function withoutCode(
  { salt, recovery }: KeptCodes,
  typed: string,
): Promise<readonly string[] | undefined> {
  if (bare(typed).length !== 2 * half) return undefined;
  const hash = Buffer.from(await hashOf(typed, salt));
  const left = recovery.filter((kept) => !timingSafeEqual(Buffer.from(kept), hash));
  return left.length === recovery.length ? undefined : left;
}

/** Whether something typed is a code of an app. */
export const isAppCode = (typed: string): boolean => /^\d{6}$/.test(compact(typed));
