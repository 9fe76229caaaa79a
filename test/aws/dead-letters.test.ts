import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as admin } from '../../functions/admin.lambda.ts';
import { type Embedded, openEmbedded } from '../local/database/embedded.ts';
import { type Cloud, environment, mockCloud, readLog, refusal, setEnvironment } from './cloud.ts';

const mailQueue = environment['MAIL_DEAD_LETTERS_URL']!;
const eventQueue = environment['EVENT_DEAD_LETTERS_URL']!;
const sqs = mockClient(SQSClient);
let embedded: Embedded;
let cloud: Cloud;
/** What lies in each queue; what was received is hidden, as for the visibility timeout. */
let waiting: Map<string, Message[]>;
let deleted: string[];

beforeAll(async () => {
  embedded = await openEmbedded();
  setEnvironment(await embedded.serve());
  cloud = mockCloud();
  readLog();
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  sqs.restore();
  await embedded.close();
});
beforeEach(() => {
  waiting = new Map();
  deleted = [];
  sqs.reset();
  sqs.on(ReceiveMessageCommand).callsFake(({ QueueUrl, MaxNumberOfMessages }) => ({
    Messages: waiting.get(QueueUrl)?.splice(0, MaxNumberOfMessages),
  }));
  sqs.on(DeleteMessageCommand).callsFake(({ ReceiptHandle }) => {
    deleted.push(ReceiptHandle);
    return {};
  });
  cloud.lambda.resetHistory();
  cloud.lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
});

const message = (id: string, body: unknown, target?: string): Message => ({
  MessageId: id,
  ReceiptHandle: id,
  Body: typeof body === 'string' ? body : JSON.stringify(body),
  ...(target !== undefined && {
    MessageAttributes: { TARGET_ARN: { DataType: 'String', StringValue: target } },
  }),
});
const asked = () =>
  cloud.lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => {
    expect(input.InvocationType).toBe('Event');
    return [input.FunctionName, JSON.parse(Buffer.from(input.Payload as Uint8Array).toString())];
  });
const redrive = () => admin({ redrive: 'dead-letters' });

describe('what failed in the background', () => {
  it('is given to its function again with the payload of then, and only then taken out', async () => {
    const letters = { letters: [{ letter: 'out-m1', at: '2026-11-20T01:00:00.000Z' }] };
    const returned = { Records: [{ EventSource: 'aws:sns', Sns: { Message: '{"eventType":"Bounce"}' } }] };
    const envelope = { Type: 'Notification', Message: '{"eventType":"Complaint"}' };
    const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    waiting.set(mailQueue, [message('1', letters), message('2', returned), message('3', envelope)]);
    const mailArn = 'arn:aws:lambda:eu-west-1:111122223333:function:hongbang-test-mail';
    waiting.set(eventQueue, [
      message('4', { sweep: true }),
      message('5', scheduled, mailArn),
      message('6', scheduled, mailArn.replace('-mail', '-tasks')),
    ]);
    expect(await redrive()).toEqual({ mail: 4, tasks: 2, ended: [], left: 0, more: false });
    expect(asked()).toEqual([
      ['hongbang-test-mail', letters],
      ['hongbang-test-mail', returned],
      ['hongbang-test-mail', { Records: [{ Sns: { Message: envelope.Message } }] }],
      ['hongbang-test-tasks', { sweep: true }],
      ['hongbang-test-mail', { sweep: true }],
      ['hongbang-test-tasks', { sweep: true }],
    ]);
    expect(deleted).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('is taken in batches until the queue is empty', async () => {
    const many = Array.from({ length: 23 }, (_, n) => message(`m${n}`, { letters: [] }));
    waiting.set(mailQueue, many);
    expect(await redrive()).toMatchObject({ mail: 23, more: false });
    expect(new Set(deleted).size).toBe(23);
    const sizes = sqs
      .commandCalls(ReceiveMessageCommand)
      .map(({ args }) => args[0].input.MaxNumberOfMessages);
    expect(sizes).toEqual([10, 10, 10, 10, 10]);
  });

  it('stays when its function does not take it, or when nobody knows what it is', async () => {
    cloud.lambda.on(InvokeCommand).rejectsOnce(refusal('TooManyRequestsException', 'too many', 429));
    waiting.set(mailQueue, [message('1', { letters: [] })]);
    waiting.set(eventQueue, [message('2', 'not JSON'), message('3', { something: 'else' })]);
    expect(await redrive()).toEqual({ mail: 0, tasks: 0, ended: [], left: 3, more: false });
    expect(deleted).toEqual([]);
  });

  it('tells the operator of executions whose mail did not reach her', async () => {
    const detail = { name: 'r1-t0', status: 'FAILED', input: '{"round":"r1"}' };
    waiting.set(eventQueue, [message('1', { source: 'aws.states', detail })]);
    expect(await redrive()).toEqual({ mail: 0, tasks: 0, ended: ['r1-t0 FAILED'], left: 0, more: false });
    expect([asked(), deleted]).toEqual([[], ['1']]);
  });
});
