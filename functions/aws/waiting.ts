/** How many executions wait for people, by age, for the dashboard: counted from Step Functions now and then. */
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { answerTime } from '#store/answer-time.ts';
import type { waitingAges } from './metrics.ts';

type Age = (typeof waitingAges)[number];
/** Pages of 1,000: beyond this the picture is incomplete, and the number large enough to see. */
const mostPages = 30;
const day = 86_400_000;

/** The class of an age in milliseconds. */
export const ageOf = (milliseconds: number): Age =>
  milliseconds < 3 * day ? 'under-3-days' : milliseconds <= 10 * day ? '3-to-10-days' : 'over-10-days';

/** Counts the running executions of a machine by how long ago they began, in real time. */
export async function countWaiting(stateMachineArn: string): Promise<Readonly<Record<Age, number>>> {
  const client = new SFNClient(answerTime('short'));
  const counts: Record<Age, number> = { 'under-3-days': 0, '3-to-10-days': 0, 'over-10-days': 0 };
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: 1_000,
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    for (const { startDate } of answer.executions ?? [])
      counts[ageOf(Date.now() - (startDate?.getTime() ?? Date.now()))]++;
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return counts;
}
