/** A bucket over HTTP as browsers see S3: takes posted forms whose signed policy allows them, gives objects by signed addresses. */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Files } from '#ports';

export interface Bucket {
  readonly files: Files;
  readonly origin: string;
  /** Objects by name. */
  readonly objects: Map<string, { readonly bytes: Uint8Array; readonly type: string }>;
  close(): Promise<void>;
}

type Condition = readonly [kind: string, field: string | number, value: string | number];
interface Policy {
  readonly expiration: string;
  readonly conditions: readonly (Condition | Readonly<Record<string, string>>)[];
}

/** What S3 refuses a form for: a signature that is not ours, an old policy, a field outside it, a size outside its range. */
function refusal(policy: Policy, fields: ReadonlyMap<string, string>, size: number): string | undefined {
  if (Date.parse(policy.expiration) < Date.now()) return 'AccessDenied: Policy expired';
  const open = new Set([...fields.keys()].filter((name) => !['policy', 'x-amz-signature'].includes(name)));
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition)) {
      const [[name, value]] = Object.entries(condition) as [[string, string]];
      if (fields.get(name) !== value) return `AccessDenied: ${name}`;
      open.delete(name);
      continue;
    }
    const [kind, field, value] = condition as Condition;
    if (kind === 'content-length-range') {
      if (size < Number(field)) return 'EntityTooSmall';
      if (size > Number(value)) return 'EntityTooLarge';
    } else {
      const name = String(field).slice(1);
      if (fields.get(name) !== value) return `AccessDenied: ${name}`;
      open.delete(name);
    }
  }
  return open.size === 0 ? undefined : `AccessDenied: extra input fields ${[...open].join()}`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Starts a bucket on a free port. */
export async function openBucket(): Promise<Bucket> {
  const objects: Bucket['objects'] = new Map();
  const secret = randomBytes(16);
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');

  async function take(request: IncomingMessage, response: ServerResponse) {
    const form = await new Response(new Uint8Array(await bodyOf(request)), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    const names = [...form.keys()];
    const refuse = (why: string) => response.writeHead(403).end(`<Error><Code>${why}</Code></Error>`);
    // What comes after the file is not read by S3.
    if (!(file instanceof File) || names.at(-1) !== 'file') return refuse('file must be the last field');
    const fields = new Map(
      [...form].flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    );
    const written = fields.get('policy') ?? '';
    if (sign(written) !== fields.get('x-amz-signature')) return refuse('SignatureDoesNotMatch');
    const policy = JSON.parse(Buffer.from(written, 'base64').toString()) as Policy;
    const why = refusal(policy, fields, file.size);
    if (why !== undefined) return refuse(why);
    const key = fields.get('key')!;
    objects.set(key, {
      bytes: new Uint8Array(await file.arrayBuffer()),
      type: fields.get('Content-Type')!,
    });
    const redirect = fields.get('success_action_redirect');
    if (redirect === undefined) return response.writeHead(201).end('<PostResponse/>');
    const to = new URL(redirect);
    to.search = new URLSearchParams({ bucket: 'files', key, etag: '"1"' }).toString();
    return response.writeHead(303, { location: to.href }).end();
  }

  function give(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url!, 'http://bucket');
    const signature = url.searchParams.get('signature');
    url.searchParams.delete('signature');
    const object = objects.get(url.pathname.slice('/files/'.length));
    if (signature !== sign(url.pathname + url.search)) return response.writeHead(403).end();
    if (object === undefined) return response.writeHead(404).end();
    const disposition = url.searchParams.get('response-content-disposition')!;
    const type = url.searchParams.get('response-content-type')!;
    return response
      .writeHead(200, { 'content-type': type, 'content-disposition': disposition })
      .end(object.bytes);
  }

  const server = createServer((request, response) => {
    // As the real bucket is set up: scripts of the site may send to it. One that watches its progress is asked for first.
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS')
      return void response.writeHead(200, { 'access-control-allow-methods': 'POST' }).end();
    if (request.method === 'POST') void take(request, response);
    else give(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const files: Files = {
    put: async (name, bytes, type) => void objects.set(name, { bytes, type }),
    get: async (name) => objects.get(name)?.bytes,
    remove: async (name) => void objects.delete(name),
    direct: {
      origin,
      async join(name, pieces, type) {
        const read = pieces.map((piece) => objects.get(piece)!.bytes);
        objects.set(name, { bytes: Buffer.concat(read), type });
      },
      async uploadForm(name, type, maxBytes, redirect) {
        const own = {
          key: name,
          'Content-Type': type,
          ...(redirect === undefined
            ? { success_action_status: '201' }
            : { success_action_redirect: redirect }),
        };
        const policy: Policy = {
          expiration: new Date(Date.now() + 900_000).toISOString(),
          conditions: [
            ['content-length-range', 1, maxBytes],
            ...Object.entries(own).map(([field, value]) => ({ [field]: value })),
          ],
        };
        const written = Buffer.from(JSON.stringify(policy)).toString('base64');
        return {
          url: `${origin}/files`,
          fields: { ...own, policy: written, 'x-amz-signature': sign(written) },
        };
      },
      async downloadUrl(name, filename, type) {
        const query = new URLSearchParams({
          'response-content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
          'response-content-type': type,
        });
        const path = `/files/${name}?${query}`;
        return `${origin}${path}&signature=${sign(path)}`;
      },
    },
  };
  return {
    files,
    origin,
    objects,
    close: () =>
      new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

/** Sends a file as a browser does: all fields of the form, then the file. */
export async function sendFile(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  bytes: Uint8Array,
  name = 'x.jpg',
): Promise<Response> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new File([Uint8Array.from(bytes)], name));
  return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
}
