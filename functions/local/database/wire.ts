/** The database of one machine over bare HTTP: the SDK's client costs 0.7 to 1.5 ms of processor per request, this 0.2. */
import http from 'node:http';
import type { Operation, TableClient } from '#store/table.ts';
import { plainItem, type Typed, typedItem } from '#store/values.ts';

type Json = Record<string, unknown>;
/** Any operation with typed values, as the API has it. Errors carry name, message, Item, CancellationReasons, status. */
export type Wire = (operation: string, input: object) => Promise<Json>;

// A local database checks no signature, but wants to see one.
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};
const patience = 15_000;

function failure(status: number, body: string): Error {
  let answer: Json = {};
  try {
    answer = JSON.parse(body) as Json;
  } catch {
    answer = { message: body.slice(0, 200) };
  }
  const name = String(answer.__type ?? 'InternalServerError').replace(/^.*#/, '');
  const error = new Error(String(answer.message ?? answer.Message ?? ''));
  return Object.assign(error, {
    name,
    Item: answer.Item,
    CancellationReasons: answer.CancellationReasons,
    $metadata: { httpStatusCode: status },
  });
}

/** Opens kept-alive connections to an `http:` endpoint; `close` drops them. */
export function openWire(endpoint: string): { readonly wire: Wire; close(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  const { hostname, port } = new URL(endpoint);
  const wire: Wire = (operation, input) =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(JSON.stringify(input));
      const request = http.request(
        {
          agent,
          host: hostname,
          port,
          method: 'POST',
          timeout: patience,
          headers: {
            ...headers,
            'x-amz-target': `DynamoDB_20120810.${operation}`,
            'content-length': body.byteLength,
          },
        },
        (response) => {
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            answer += chunk;
          });
          response.on('error', reject);
          response.on('end', () => {
            if (response.statusCode !== 200) return reject(failure(response.statusCode ?? 500, answer));
            resolve(answer === '' ? {} : (JSON.parse(answer) as Json));
          });
        },
      );
      request.on('timeout', () =>
        request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
      );
      request.on('error', reject);
      request.end(body);
    });
  return { wire, close: () => agent.destroy() };
}

const item = (value: unknown) => typedItem(value as Json);

/** Gives a request with its plain members in typed form. */
function typedInput(operation: Operation, input: Json): Json {
  if (operation === 'TransactWriteItems') {
    const writes = input.TransactItems as Record<string, Json>[];
    return { ...input, TransactItems: writes.map((write) => mapMembers(write, members)) };
  }
  if (operation === 'BatchWriteItem')
    return {
      RequestItems: mapMembers(input.RequestItems as Record<string, Record<string, Json>[]>, (list) =>
        list.map((write) => mapMembers(write, members)),
      ),
    };
  return members(input);
}

function mapMembers<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function members(input: Json): Json {
  const out = { ...input };
  for (const name of ['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'])
    if (out[name] !== undefined) out[name] = item(out[name]);
  return out;
}

/** Gives the client of table.ts over a wire: plain values in and out, no SDK, no signature. */
export function wireClient(wire: Wire): TableClient {
  return async (operation, input) => {
    const answer = await wire(operation, typedInput(operation, input as Json));
    for (const name of ['Item', 'Attributes', 'LastEvaluatedKey'])
      if (answer[name] !== undefined) answer[name] = plainItem(answer[name] as Record<string, Typed>);
    if (answer.Items !== undefined) answer.Items = (answer.Items as Record<string, Typed>[]).map(plainItem);
    const left = answer.UnprocessedItems as Record<string, Record<string, Json>[]> | undefined;
    if (left !== undefined)
      answer.UnprocessedItems = mapMembers(left, (list) =>
        list.map((write) =>
          mapMembers(write, (inner) => mapMembers(inner, (raw) => plainItem(raw as never))),
        ),
      );
    return answer as never;
  };
}
