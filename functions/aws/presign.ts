/** Addresses that open one object of the bucket for some minutes (AWS Signature Version 4, query form). */
import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const hash = (data: string): string => createHash('sha256').update(data).digest('hex');
const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
/** RFC 3986, as the signature wants it: encodeURIComponent leaves five characters too many. */
const encoded = (word: string): string =>
  encodeURIComponent(word).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signs a GET of an address; `query` holds what the answer's headers shall be. Good for so many seconds from an instant. */
export function presignGet(
  base: string,
  {
    query,
    region,
    seconds,
    at,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  }: {
    readonly query: Readonly<Record<string, string>>;
    readonly region: string;
    readonly seconds: number;
    readonly at: Date;
    readonly credentials: Credentials;
  },
): string {
  const { host, pathname, origin } = new URL(base);
  const stamp = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const all: Record<string, string> = {
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': stamp,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
  };
  const search = Object.entries(all)
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const canonical = ['GET', pathname, search, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const key = ['s3', 'aws4_request'].reduce(
    mac,
    mac(mac(`AWS4${secretAccessKey}`, stamp.slice(0, 8)), region),
  );
  const signed = ['AWS4-HMAC-SHA256', stamp, scope, hash(canonical)].join('\n');
  return `${origin}${pathname}?${search}&X-Amz-Signature=${mac(key, signed).toString('hex')}`;
}
