/** No call of AWS is waited for without end: every client of the SDK is made with the time that an answer may take. */
import { globSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { answerTime } from '#store/answer-time.ts';
import { localEndpoint } from '#store/client.ts';

/** What stands between the brackets of `new …Client(` in a text, by the client's name. */
function* clientsIn(text: string): Iterable<readonly [client: string, given: string]> {
  for (const found of text.matchAll(/new (\w+Client)\(/g)) {
    const start = found.index + found[0].length;
    let end = start;
    for (let open = 1; open > 0; end++) open += { '(': 1, ')': -1 }[text[end]!] ?? 0;
    yield [found[1]!, text.slice(start, end - 1)];
  }
}
test('every client of the SDK says how long it waits', () => {
  const made = globSync('functions/**/*.{ts,tsx}').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('@aws-sdk/')) return [];
    return [...clientsIn(text)].map(([client, given]) => ({
      path,
      client,
      waits: /\banswerTime\('(short|long)'\)/.test(given),
    }));
  });
  expect(made.filter(({ waits }) => !waits)).toEqual([]);
  // All that the project has: the table, and what stands beside it.
  expect([...new Set(made.map(({ client }) => client))].toSorted()).toEqual([
    'DynamoDBClient',
    'KMSClient',
    'LambdaClient',
    'S3Client',
    'SESClient',
    'SFNClient',
    'SQSClient',
    'SecretsManagerClient',
  ]);
});

/** Asks a server for a row with 200 ms of patience; gives the name of the error. */
async function askedOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((open) => server.once('listening', open));
  const { port } = server.address() as AddressInfo;
  const given = { maxAttempts: 1, ...answerTime(200), ...localEndpoint(`http://127.0.0.1:${port}`) };
  const client = new DynamoDBClient(given);
  try {
    await client.send(new GetItemCommand({ TableName: 'main', Key: { pk: { S: 'a' } } }));
    return 'answered';
  } catch (error) {
    return (error as Error).name;
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

test.each<readonly [string, RequestListener]>([
  ['says nothing', () => {}],
  ['stops half-way', (_, answer) => void answer.writeHead(200, { 'content-length': 100 }).write('{"Item":')],
])('a server that %s is given up in time', async (_, listener) => {
  const began = performance.now();
  expect(await askedOf(listener)).not.toBe('answered');
  expect(performance.now() - began).toBeLessThan(3_000);
});
