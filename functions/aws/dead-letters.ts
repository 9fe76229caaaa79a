/** Sends again what failed in the background: takes it out of the dead-letter queues and gives it to its function anew. */
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { answerTime } from '#store/answer-time.ts';
import { codeOf } from './home.ts';
import { ask } from './invoke.ts';

export interface DeadLetterPlaces {
  /** Addresses of the queues. */
  readonly queues: readonly string[];
  /** Names of the functions. */
  readonly mail: string;
  readonly tasks: string;
}

export interface Redriven {
  /** How many each function was given again. */
  readonly mail: number;
  readonly tasks: number;
  /** Executions that ended badly and whose mail to the operator could not be delivered: redrive them by name. */
  readonly ended: readonly string[];
  /** What stays in its queue: of an unknown kind, or its function did not take it. */
  readonly left: number;
  /** There may be more: call again. */
  readonly more: boolean;
}

/** What SQS gives at once, at most. */
const together = 10;
/** Real milliseconds after which the rest is left to the next call. */
const redriveMilliseconds = 20_000;

const mailShape = z.looseObject({ letters: z.array(z.unknown()) });
const noticesShape = z.looseObject({ Records: z.array(z.unknown()) });
/** SNS itself puts its envelope into the queue, where Lambda would have got a record of it. */
const envelopeShape = z.looseObject({ Type: z.literal('Notification'), Message: z.string() });
const sweepShape = z.looseObject({ sweep: z.literal(true) });
/** EventBridge puts the whole event there; a rule's own input is not in it. */
const scheduledShape = z.looseObject({ 'detail-type': z.literal('Scheduled Event') });
const endedShape = z.looseObject({
  source: z.literal('aws.states'),
  detail: z.looseObject({ name: z.string(), status: z.string() }),
});

type Found =
  | { readonly kind: 'call'; readonly to: 'mail' | 'tasks'; readonly payload: object }
  | { readonly kind: 'ended'; readonly execution: string }
  | undefined;

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What a message asks for, and of whom. A sweep goes to the function whose rule it was, by default to tasks. */
function read({ Body = '', MessageAttributes = {} }: Message, mailFunction: string): Found {
  const body = parsed(Body);
  for (const shape of [mailShape, noticesShape]) {
    const found = shape.safeParse(body);
    if (found.success) return { kind: 'call', to: 'mail', payload: found.data };
  }
  const envelope = envelopeShape.safeParse(body);
  if (envelope.success)
    return { kind: 'call', to: 'mail', payload: { Records: [{ Sns: { Message: envelope.data.Message } }] } };
  const target = MessageAttributes['TARGET_ARN']?.StringValue ?? '';
  const to = target.endsWith(`:function:${mailFunction}`) ? 'mail' : 'tasks';
  const sweep = sweepShape.safeParse(body);
  if (sweep.success) return { kind: 'call', to, payload: sweep.data };
  if (scheduledShape.safeParse(body).success) return { kind: 'call', to, payload: { sweep: true } };
  const ended = endedShape.safeParse(body);
  if (!ended.success) return undefined;
  const { name, status } = ended.data.detail;
  return { kind: 'ended', execution: `${name} ${status}` };
}

/**
 * Empties the queues for as long as there is time. A message goes only after its function has taken the payload, so one
 * may be sent twice and none is lost; what both functions do is safe to repeat. What is left shows itself again when the
 * queue's own time is over. SQS's redrive is not used: it is missing in the partition of China.
 */
export async function redriveDeadLetters(
  { queues, ...functions }: DeadLetterPlaces,
  log: (code: string, fields: Readonly<Record<string, string | number>>) => void,
): Promise<Redriven> {
  const client = new SQSClient(answerTime('short'));
  const end = performance.now() + redriveMilliseconds;
  const sent = { mail: 0, tasks: 0 };
  const ended: string[] = [];
  let left = 0;
  let more = false;
  async function take(QueueUrl: string, message: Message): Promise<void> {
    try {
      const found = read(message, functions.mail);
      if (found === undefined) {
        left++;
        log('dead-letter-unknown', { message: message.MessageId ?? '' });
        return;
      }
      if (found.kind === 'call') await ask(functions[found.to], found.payload);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      if (found.kind === 'call') sent[found.to]++;
      else ended.push(found.execution);
    } catch (error) {
      left++;
      log('dead-letter-left', { message: message.MessageId ?? '', error: codeOf(error) });
    }
  }
  for (const QueueUrl of queues)
    for (;;) {
      if (performance.now() >= end) {
        more = true;
        break;
      }
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: together,
          // A short wait asks all of SQS's servers, an unset one only some.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['TARGET_ARN'],
        }),
      );
      if (Messages.length === 0) break;
      await Promise.all(Messages.map((message) => take(QueueUrl, message)));
    }
  log('dead-letters-redriven', { ...sent, ended: ended.length, left });
  return { ...sent, ended, left, more };
}
