import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { openPapers } from '#aws/papers.ts';
import type { Files } from '#ports';
import { problemOf } from '../world.ts';

const lambda = mockClient(LambdaClient);
afterEach(() => void lambda.reset());

const files = {
  get: async (name: string) => (name === 'papers/0a1b' ? Uint8Array.of(7) : undefined),
  direct: {
    origin: 'https://files.example.cn',
    downloadUrl: async (name: string, filename: string, type: string) =>
      `https://files.example.cn/${name}?as=${filename}&type=${type}`,
  },
} as unknown as Files;
const logged: unknown[] = [];
const papers = openPapers(files, 'hongbang-test-papers', (code, fields) => void logged.push([code, fields]));
const answers = (value: unknown, more: object = {}) =>
  lambda.on(InvokeCommand).resolves({ Payload: Buffer.from(JSON.stringify(value)) as never, ...more });
const request = { paper: 'nomination-template', params: { programme: 'p1' } } as const;

describe('the papers of AWS', () => {
  it('are asked for by kind and ids, and given out by the bucket', async () => {
    answers({ key: 'papers/0a1b', name: '汇总表.xlsx', type: 'x/y' });
    expect(await papers.make(request)).toEqual({
      url: 'https://files.example.cn/papers/0a1b?as=汇总表.xlsx&type=x/y',
    });
    const [call] = lambda.commandCalls(InvokeCommand);
    const { FunctionName, Payload } = call!.args[0].input;
    expect([FunctionName, JSON.parse(Buffer.from(Payload as Uint8Array).toString())]).toEqual([
      'hongbang-test-papers',
      request,
    ]);
  });

  it('come as bytes where they go into an archive', async () => {
    answers({ key: 'papers/0a1b', name: '汇总表.xlsx', type: 'x/y' });
    expect(await papers.bytes(request)).toEqual(Uint8Array.of(7));
  });

  it.each([
    [
      'the function failed',
      { errorType: 'Problem', errorMessage: '李秀英' },
      { FunctionError: 'Unhandled' },
      'Problem',
    ],
    ['it answers something else', { key: 'files/secret', name: 'x', type: 'y' }, {}, 'ZodError'],
  ])(
    'that could not be made say what to do, and the log why, without names: %s',
    async (_, value, more, why) => {
      logged.length = 0;
      answers(value, more);
      const problem = await problemOf(papers.make(request));
      expect([problem?.kind, problem?.code]).toEqual(['unavailable', 'paper-failed']);
      expect(logged).toEqual([['paper-failed', { paper: 'nomination-template', error: why }]]);
    },
  );

  it('are refused the same way when the function is throttled', async () => {
    lambda.on(InvokeCommand).rejects(Object.assign(new Error(), { name: 'TooManyRequestsException' }));
    expect((await problemOf(papers.make(request)))?.code).toBe('paper-failed');
  });
});
