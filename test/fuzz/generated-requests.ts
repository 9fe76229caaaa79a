/** Requests that nobody would write: made from the OpenAPI document and from the forms of pages, half right and half wrong. */
import fc from 'fast-check';
import { memberOf } from '#domain/members.ts';
import { openApi } from '#web/api/openapi.ts';
import { apiRoutes } from '#web/api/table.ts';

export interface Generated {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
}
/** Names in an address → values that exist. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** What programs stumble over: widths, signs outside the basic plane, halves of them, marks, wrong dates, ways out. */
const odd = fc.constantFrom(
  ...[
    '',
    ' ',
    '0',
    '-1',
    '９０',
    '𠮷'.repeat(40),
    '\ud800',
    '\u0000',
    'a\r\nb',
    '\u202e',
    '%00',
    '../../etc/passwd',
  ],
  ...[
    '__proto__',
    'constructor',
    '2021-02-30',
    '2021-04-05',
    '9'.repeat(30),
    '1e309',
    "' OR 1=1",
    '{{7*7}}',
    '=1+1',
  ],
  ...[
    '<script>alert(1)</script>',
    'x'.repeat(5_000),
    'NaN',
    'null',
    '[]',
    'a#b',
    'PROG#x',
    '张三',
    'a@例子.中国',
  ],
);
const words = fc.oneof({ weight: 3, arbitrary: odd }, fc.string({ unit: 'binary', maxLength: 30 }));
const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: words },
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, -1, 0, 2 ** 53, 1e300, [], {}, [[]]),
);

type Schemas = object;
/** Values of a schema, now and then something else. */
function valuesOf(shape: unknown, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const one = fittingOf(shape, schemas, depth);
  return fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: rubbish });
}

function fittingOf(shape: unknown, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const of = (key: string) => memberOf(shape, key);
  const ref = of('$ref');
  if (depth > 7) return rubbish;
  if (ref !== undefined)
    return valuesOf(memberOf(schemas, String(ref).split('/').at(-1)!), schemas, depth + 1);
  if (of('const') !== undefined) return fc.constant(of('const'));
  if (Array.isArray(of('enum'))) return fc.constantFrom(...(of('enum') as unknown[]));
  const ways = of('anyOf') ?? of('oneOf');
  if (Array.isArray(ways)) return fc.oneof(...ways.map((way) => valuesOf(way, schemas, depth + 1)));
  switch (of('type')) {
    case 'object': {
      const members = Object.entries(of('properties') ?? {});
      const required = (of('required') ?? []) as string[];
      const record = Object.fromEntries(
        members.map(([name, each]) => [name, valuesOf(each, schemas, depth + 1)]),
      );
      return fc.record(record, { requiredKeys: required.filter((name) => name in record) });
    }
    case 'array':
      return fc.array(valuesOf(of('items'), schemas, depth + 1), { maxLength: 3 });
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer());
    case 'boolean':
      return fc.boolean();
    default:
      return typeof of('pattern') === 'string' && /^\^\\d\{4\}/.test(String(of('pattern')))
        ? fc.constantFrom('2021-04-06', '2021-02-30', '2021-05-06')
        : fc.oneof(words, fc.constantFrom('张三', '事迹突出', '2021-04-06', '430102'));
  }
}

/** A lone half of a sign cannot be written into an address. */
const inAddress = (value: unknown) =>
  encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed());

const namesIn = (path: string, known: Known): fc.Arbitrary<string> => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return fc
    .tuple(
      ...names.map((name) =>
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...(known[name] ?? ['1', 'nom00000001'])) },
          { weight: 1, arbitrary: words.filter((word) => word !== '') },
        ),
      ),
    )
    .map((values) =>
      names.reduce((at, name, i) => at.replace(`{${name}}`, () => inAddress(values[i])), path),
    );
};

/** One arbitrary for each operation of the document. */
export function ofDocument(known: Known): readonly fc.Arbitrary<Generated>[] {
  const { paths, components } = openApi(
    apiRoutes.filter((route) => route.elsewhere !== true),
    'http://localhost',
  );
  return Object.entries(paths).flatMap(([path, of]) =>
    Object.entries(of).map(([method, operation]) => {
      const parameters = (memberOf(operation, 'parameters') ?? []) as {
        name: string;
        in: string;
        schema: object;
      }[];
      const asked = parameters.filter((each) => each.in === 'query');
      const query = fc.record(
        Object.fromEntries(asked.map(({ name, schema }) => [name, valuesOf(schema, components.schemas, 0)])),
        { requiredKeys: [] },
      );
      const [[type, content] = []] = Object.entries(
        (memberOf(memberOf(operation, 'requestBody'), 'content') ?? {}) as Record<
          string,
          { schema: object; example?: unknown }
        >,
      );
      const body =
        content === undefined
          ? fc.constant(undefined)
          : fc.oneof(
              { weight: 5, arbitrary: valuesOf(content.schema, components.schemas, 0) },
              { weight: 2, arbitrary: fc.constant(content.example ?? {}) },
              { weight: 1, arbitrary: rubbish },
            );
      return fc.tuple(namesIn(path, known), query, body).map(([at, ask, sent]): Generated => {
        const search = Object.entries(ask).map(([name, value]) => `${name}=${inAddress(value)}`);
        return {
          method: method.toUpperCase(),
          path: at + (search.length > 0 ? `?${search.join('&')}` : ''),
          ...(sent !== undefined && { type: type!, body: JSON.stringify(sent) }),
        };
      });
    }),
  );
}

export interface Form {
  readonly action: string;
  /** Its fields as the page shows them. */
  readonly fields: readonly (readonly [string, string])[];
}

const plain = (html: string) =>
  html.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<');

/** The forms of a page that send by POST; one without an address sends to the page itself. */
export function formsIn(html: string, page: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head = '', inner = '']) => {
    if (!/method="post"/i.test(head)) return [];
    const action = plain(/\saction="([^"]*)"/.exec(head)?.[1] ?? page);
    const fields = [...inner.matchAll(/<(?:input|select|textarea|button)\b[^>]*\sname="([^"]+)"[^>]*>/g)].map(
      ([tag, name]) => [plain(name!), plain(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? '')] as const,
    );
    return [{ action, fields }];
  });
}

/** What a form sends with some fields changed and some left out; the sign against other sites stays. */
export const ofForm = ({ action, fields }: Form): fc.Arbitrary<Generated> =>
  fc
    .tuple(
      ...fields.map(([name, value]) =>
        name === '_csrf'
          ? fc.constant(value as string | undefined)
          : fc.oneof(fc.constant<string | undefined>(value), words, fc.constant(undefined)),
      ),
    )
    .map((values) => ({
      method: 'POST',
      path: action,
      type: 'application/x-www-form-urlencoded',
      body: fields
        .flatMap(([name], i) =>
          values[i] === undefined ? [] : [`${inAddress(name)}=${inAddress(values[i])}`],
        )
        .join('&'),
    }));
