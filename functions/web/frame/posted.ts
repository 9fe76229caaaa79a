/** The one reader of posted forms: read once for each request, for the CSRF check and for its page, within limits. */
import type { Context } from 'hono';
import { type Fault, Problem, type ProblemKind, text } from '#domain/problem.ts';
import { cleanText } from '#domain/text-input.ts';

/** The texts of a form: each name with all that was sent under it, in order. */
export type Body = Readonly<Record<string, readonly string[]>>;

/** A posted form. */
export interface Posted {
  readonly body: Body;
  /** The files under each name; an empty file input sends one without a name, which is none. */
  readonly files: Readonly<Record<string, readonly File[]>>;
  /** Texts that cannot be taken, each by its name; what was typed stands in `body` all the same. */
  readonly faults: readonly Fault[];
}

/** More than any form of ours has: the longest tables have a few hundred cells. */
const mostFields = 5_000;
const longestName = 300;

const refused = (kind: ProblemKind, code: string, zh: string, en: string) =>
  new Problem(kind, code, text(zh, en));
const malformed = () =>
  refused(
    'invalid',
    'malformed-form',
    '表单内容不完整或格式不对，没有提交。请返回上一页，再提交一次。',
    'The form came incomplete or malformed, and nothing was sent. Go back and send it again.',
  );
const tooMany = () =>
  refused(
    'toolarge',
    'too-many-fields',
    `表单超过 ${mostFields} 项，请分次提交。`,
    `The form has more than ${mostFields} fields; send it in parts.`,
  );

/** How often a byte sequence stands in the bytes, counted up to one more than is allowed. */
function timesIn(bytes: Buffer, wanted: string): number {
  let times = 0;
  for (let at = bytes.indexOf(wanted); at >= 0 && times <= mostFields; at = bytes.indexOf(wanted, at + 1))
    times++;
  return times;
}

type Entries = Iterable<[string, FormDataEntryValue]>;

async function multipart(c: Context, type: string): Promise<Entries> {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed();
  const bytes = await c.req.arrayBuffer();
  // Counted before it is parsed: a hundred thousand parts would keep the thread for seconds.
  if (timesIn(Buffer.from(bytes), `--${boundary}`) > mostFields) throw tooMany();
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    throw malformed();
  }
}

async function urlencoded(c: Context): Promise<Entries> {
  const bytes = Buffer.from(await c.req.arrayBuffer());
  if (timesIn(bytes, '&') >= mostFields) throw tooMany();
  return new URLSearchParams(bytes.toString('utf8'));
}

async function entriesOf(c: Context): Promise<Entries> {
  const type = c.req.header('content-type') ?? '';
  if (/^multipart\/form-data\b/i.test(type)) return multipart(c, type);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return urlencoded(c);
  // A press that sends nothing has no type; anything else is no form.
  if ((await c.req.arrayBuffer()).byteLength === 0) return [];
  throw refused(
    'invalid',
    'not-a-form',
    '这里只接受表单（application/x-www-form-urlencoded 或 multipart/form-data）。',
    'A form is wanted here (application/x-www-form-urlencoded or multipart/form-data).',
  );
}

async function read(c: Context): Promise<Posted> {
  const entries = [...(await entriesOf(c))];
  // One of several small forms of a page names its inputs `form.field`, see `Scoped`.
  const scoped = entries.findLast(([name]) => name === '_scoped')?.[1];
  const scope = typeof scoped === 'string' ? `${scoped}.` : undefined;
  // Without a prototype: a field may be called `__proto__`.
  const body: Record<string, string[]> = Object.create(null);
  const files: Record<string, File[]> = Object.create(null);
  const faults: Fault[] = [];
  for (const [sent, value] of entries) {
    if (sent.length > longestName) throw malformed();
    const name = scope !== undefined && sent.startsWith(scope) ? sent.slice(scope.length) : sent;
    if (typeof value === 'string') {
      const clean = cleanText(value, name);
      body[name] = [...(body[name] ?? []), clean.value];
      faults.push(...clean.faults);
    } else if (value.name !== '' || value.size > 0) files[name] = [...(files[name] ?? []), value];
  }
  return { body, files, faults };
}

const kept = new WeakMap<object, Promise<Posted>>();

/** The form of this request. @throws Problem `malformed-form`, `not-a-form`; toolarge `too-many-fields`. */
export function postedOf(c: Context): Promise<Posted> {
  const before = kept.get(c.req);
  if (before !== undefined) return before;
  const posted = read(c);
  kept.set(c.req, posted);
  return posted;
}

/** The last text under a name, trimmed; '' when nothing was sent. */
export const one = (body: Body, name: string): string => (body[name]?.at(-1) ?? '').trim();
/** All texts under a name that are not empty. */
export const many = (body: Body, name: string): readonly string[] =>
  (body[name] ?? []).map((each) => each.trim()).filter((each) => each !== '');
