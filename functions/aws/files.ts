/** The Files port on AWS: a private bucket, and signed forms and addresses by which browsers reach it. */
import type { Files } from '#ports';
import { once } from './once.ts';
import { prefixes } from './prefixes.ts';

/** A form is used at once, but over a slow line. */
const formSeconds = 15 * 60;
const downloadSeconds = 5 * 60;

const plainName = /^[A-Za-z0-9][A-Za-z0-9_.-]{1,199}$/;

/** Where a file lies: a name with a known prefix as it is, any other among the attachments. @throws RangeError. */
export function keyOf(name: string): string {
  const prefix = [prefixes.incoming, prefixes.papers].find((each) => name.startsWith(each)) ?? '';
  if (!plainName.test(name.slice(prefix.length)))
    throw new RangeError(`not the name of a file: ${JSON.stringify(name)}`);
  return prefix === '' ? prefixes.files + name : name;
}

/** The bucket's own address: by name, or under an endpoint that is not Amazon's. */
function addressOf(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  return `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/**
 * Opens a bucket. Uploads are bound to one name, one media type and a size; downloads are always saved, never shown in
 * place. The clock of the signatures is the real one, in a rehearsal too.
 */
export function openFiles(
  bucket: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Files {
  const endpoint = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  const region = environment.AWS_REGION ?? '';
  const open = once(async () => {
    const { openBucket } = await import('./bucket.ts');
    return openBucket(bucket, {
      ...(endpoint !== undefined && { forcePathStyle: true }),
      // The SDK's own checksums would be one more pass over bytes that TLS and the record's digest protect already.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  });
  const address = addressOf(bucket, region, endpoint);
  return {
    async put(name, bytes, type) {
      const key = keyOf(name);
      await (await open()).put(key, bytes, type);
    },
    async get(name) {
      const key = keyOf(name);
      return (await open()).get(key);
    },
    async remove(name) {
      const key = keyOf(name);
      await (await open()).remove(key);
    },
    direct: {
      origin: new URL(address).origin,
      async uploadForm(name, type, maxBytes, redirect) {
        const answer: Record<string, string> =
          redirect === undefined ? { success_action_status: '201' } : { success_action_redirect: redirect };
        return (await open()).form({
          Key: keyOf(name),
          Expires: formSeconds,
          Fields: { 'Content-Type': type, ...answer },
          Conditions: [
            ['content-length-range', 1, maxBytes],
            ['eq', '$Content-Type', type],
          ],
        });
      },
      async join(name, pieces, type) {
        await (await open()).join(keyOf(name), pieces.map(keyOf), type);
      },
      async downloadUrl(name, filename, type) {
        return (await open()).address(keyOf(name), filename, type, downloadSeconds);
      },
    },
  };
}
