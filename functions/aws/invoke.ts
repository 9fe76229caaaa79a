/** One function calls another: loaded when it first does, since most requests never do. */

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { memberOf } from '#domain/members.ts';
import { answerTime } from '#store/answer-time.ts';

const client = new LambdaClient(answerTime('long'));
/** Lambda takes an event in milliseconds; what it does not take stays a row, and a reader waits for this. */
const askMilliseconds = 5_000;

/** Asks a function to do something some time soon; Lambda has taken it when this resolves. */
export async function ask(FunctionName: string, payload: object): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(payload));
  await client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }), {
    abortSignal: AbortSignal.timeout(askMilliseconds),
  });
}

/** Calls a function and gives its answer. Throws an Error with the name of the function's own when it failed. */
export async function call(FunctionName: string, payload: object, milliseconds: number): Promise<unknown> {
  const Payload = Buffer.from(JSON.stringify(payload));
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload }), {
    abortSignal: AbortSignal.timeout(milliseconds),
  });
  const body: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
  // By its name only: the message of an error may hold names of people.
  if (answer.FunctionError !== undefined)
    throw Object.assign(new Error(`${FunctionName} failed`), {
      name: String(memberOf(body, 'errorType')),
    });
  return body;
}
