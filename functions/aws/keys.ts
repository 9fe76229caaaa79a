/** The Keys port on AWS: HMAC keys from a secret, KMS for the rest (docs/architecture.md#personal-data). */

import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { mapOf } from '#domain/members.ts';
import { conflict, type Problem, unavailable } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import type { Keys, MacPurpose } from '#ports';
import { answerTime } from '#store/answer-time.ts';
import { macPurposes } from '#store/mac-purposes.ts';
import type { BaseSettings } from './settings.ts';

const version = z.string().regex(/^[1-9]\d{0,5}$/);
const carriedKey = z.base64url().refine((key) => Buffer.from(key, 'base64url').length === 32);
/**
 * The secret: roots by version; keys that an import carried over by purpose and version; and from when a version made
 * later is the current one.
 */
const secretSchema = z
  .object({
    carried: z.partialRecord(z.enum(macPurposes), z.record(version, carriedKey)).optional(),
    from: z.record(version, z.iso.datetime()).optional(),
  })
  .catchall(z.string().min(32))
  .refine((secret) => versionsIn(secret).length > 0)
  .refine((secret) => versionsIn(secret).every((each) => version.safeParse(each).success));
export interface KeysSecret {
  readonly carried?: Partial<Readonly<Record<MacPurpose, Readonly<Record<string, string>>>>> | undefined;
  readonly from?: Readonly<Record<string, string>> | undefined;
  readonly [version: string]: unknown;
}

/** One purpose's keys: version → 32 bytes as base64url. */
export interface Ring {
  readonly current: number;
  readonly keys: Readonly<Record<string, string>>;
}
export type Rings = Readonly<Record<MacPurpose, Ring>>;

/** Functions read the secret again after this, so a new version is known everywhere before it becomes the current one. */
const readAgainMilliseconds = 5 * 60_000;
const activationMilliseconds = 10 * 60_000;

function versionsIn(secret: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(secret).filter((name) => name !== 'carried' && name !== 'from');
}

const derived = (root: string, purpose: MacPurpose): string =>
  Buffer.from(hkdfSync('sha256', root, 'hongbang', `hmac:${purpose}`, 32)).toString('base64url');

/**
 * All keys of a secret at an instant: carried over, else derived from the root of their version by HKDF. The highest
 * version whose time has come is the current one; that of identities always the lowest, since what makes a nominee
 * unique can't be computed anew.
 */
export function hmacRings(secret: KeysSecret, now = Date.now()): Rings {
  const ringOf = (purpose: MacPurpose): Ring => {
    const keys: Record<string, string> = {};
    for (const each of versionsIn(secret)) keys[each] = derived(String(secret[each]), purpose);
    Object.assign(keys, secret.carried?.[purpose]);
    const all = Object.keys(keys).map(Number);
    const isActive = (each: number) => {
      const from = secret.from?.[each];
      return from === undefined || Date.parse(from) <= now;
    };
    const lowest = Math.min(...all);
    return { current: purpose === 'identity' ? lowest : Math.max(lowest, ...all.filter(isActive)), keys };
  };
  return mapOf(macPurposes, ringOf);
}

/** Reads the secret's text. @throws Problem unavailable `keys-damaged`, which says what to do. */
export function parseKeysSecret(content: string | undefined): KeysSecret {
  try {
    return secretSchema.parse(JSON.parse(content ?? ''));
  } catch {
    // Not kept as the cause: an error of the parser may quote the secret.
    throw unavailable(
      'keys-damaged',
      '密钥（Secrets Manager 中的 keys）内容不对。请恢复它的上一个版本（AWSPREVIOUS）。',
      'The secret with the keys is malformed; bring its previous version (AWSPREVIOUS) back in Secrets Manager.',
    );
  }
}

const rotatedMeanwhile = (): Problem =>
  conflict(
    'keys-rotated',
    '另有人刚刚更换了密钥，无需重复。',
    'Somebody has just rotated the keys; it need not be done again.',
  );

const wrapMark = 'kms.';
const foreign = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** What a refusal of KMS means for the reader of a page: wait, or call the operator. */
function explain(error: unknown): Problem {
  if (foreign.has(errorOf(error).name))
    return unavailable(
      'key-unwrap',
      '主密钥与数据不匹配：这些数据是用另一把密钥加密的。请管理员核对本站的 KMS 密钥。',
      'The master key does not belong to these data; have the operator check the KMS key of this deployment.',
    ).because(error);
  return unavailable(
    'keys-unreachable',
    '密钥服务暂时不可用，请稍后再试；若持续出现，请管理员检查 KMS 密钥是否被停用。',
    'The key service does not answer; try again later. If it goes on, have the operator check that the KMS key is enabled.',
  ).because(error);
}

export interface AwsKeys extends Keys {
  /** Reads the secret again when it is time, or when somebody brought a version that is not known here. */
  refresh(): Promise<void>;
  /** Adds a root: a new version of every key but that of identities, current in ten minutes. @throws Problem conflict. */
  rotate(): Promise<{ readonly version: number; readonly from: string }>;
}

type KeysSettings = Pick<BaseSettings, 'HONGBANG_STAGE' | 'MASTER_KEY_ARN' | 'KEYS_SECRET_ARN'>;

/** Opens the keys of a deployment; the secret is read before this resolves, since `mac` can't wait. */
export async function openKeys(settings: KeysSettings): Promise<AwsKeys> {
  const kms = new KMSClient(answerTime('short'));
  const secrets = new SecretsManagerClient(answerTime('short'));
  const SecretId = settings.KEYS_SECRET_ARN;
  const KeyId = settings.MASTER_KEY_ARN;
  const EncryptionContext = { purpose: 'record-key', stage: settings.HONGBANG_STAGE };
  const read = async () => {
    const { SecretString, VersionId } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return { secret: parseKeysSecret(SecretString), stored: VersionId ?? '' };
  };
  let secret: KeysSecret;
  let rings: Rings;
  let readAt: number;
  const load = async (): Promise<void> => {
    secret = (await read()).secret;
    rings = hmacRings(secret);
    readAt = Date.now();
  };
  await load();
  return {
    mac(purpose, data, version = rings[purpose].current) {
      const key = rings[purpose].keys[version];
      if (key === undefined) {
        readAt = 0;
        throw unavailable(
          'key-unknown',
          '密钥刚刚更换，请稍后再试。',
          'The keys have just been changed; try again in a moment.',
        );
      }
      return createHmac('sha256', Buffer.from(key, 'base64url')).update(data).digest('base64url');
    },
    versions: (purpose) => ({
      current: rings[purpose].current,
      all: Object.keys(rings[purpose].keys).map(Number),
    }),
    async wrap(dataKey) {
      try {
        const answer = await kms.send(new EncryptCommand({ KeyId, Plaintext: dataKey, EncryptionContext }));
        return wrapMark + Buffer.from(answer.CiphertextBlob!).toString('base64url');
      } catch (error) {
        throw explain(error);
      }
    },
    async unwrap(wrapped) {
      if (!wrapped.startsWith(wrapMark)) throw explain({ name: 'IncorrectKeyException' });
      const CiphertextBlob = Buffer.from(wrapped.slice(wrapMark.length), 'base64url');
      try {
        // No KeyId: after a change of the master key the old one still opens what it wrapped, until all is rewrapped.
        const answer = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
        return new Uint8Array(answer.Plaintext!);
      } catch (error) {
        throw explain(error);
      }
    },
    async refresh() {
      if (Date.now() - readAt >= readAgainMilliseconds) await load();
      else rings = secret.from === undefined ? rings : hmacRings(secret);
    },
    async rotate() {
      const { secret: now, stored } = await read();
      const carried = Object.values(now.carried ?? {}).flatMap((keys) => Object.keys(keys ?? {}));
      const next = Math.max(...[...versionsIn(now), ...carried].map(Number)) + 1;
      const from = new Date(Date.now() + activationMilliseconds).toISOString();
      const root = randomBytes(48).toString('base64url');
      const SecretString = JSON.stringify({ ...now, [next]: root, from: { ...now.from, [next]: from } });
      // One token for one version read: of two who rotate at the same moment the second is refused.
      const ClientRequestToken = createHash('sha256').update(`rotate ${stored}`).digest('hex');
      try {
        await secrets.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
      } catch (error) {
        if (errorOf(error).name !== 'ResourceExistsException') throw error;
        throw rotatedMeanwhile();
      }
      await load();
      return { version: next, from };
    },
  };
}
