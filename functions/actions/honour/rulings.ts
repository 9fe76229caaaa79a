/** Rulings: their day is one that can be, from the award until today; sent again they say the same. */
import type * as z from 'zod';
import type { Ruling } from '#domain/honour/honour.ts';
import { plainDate } from '#domain/instant.ts';
import { type Fault, fault, refuseIf } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import { honourRuling } from './honour-input.ts';

/** A decision that has not been made yet cannot revoke anything. */
export function checkRulingDate(ruling: Pick<Ruling, 'date'>, granted: string, today: string): void {
  const faults: Fault[] = [];
  try {
    plainDate(ruling.date);
    if (ruling.date > today)
      faults.push(
        fault(
          'date',
          'ruling-future',
          `决定日期不能晚于今天（${today}）`,
          `The decision cannot be after today (${today})`,
        ),
      );
    else if (ruling.date < granted)
      faults.push(
        fault(
          'date',
          'ruling-early',
          `决定日期不能早于授予日期（${granted}）`,
          `The decision cannot be before the award (${granted})`,
        ),
      );
  } catch {
    faults.push(
      fault('date', 'not-a-date', '请填写决定日期，如 2022-06-01', 'Give the date of the decision'),
    );
  }
  refuseIf(faults);
}

/** Refuses another ruling than the one that stands. @throws Problem conflict `code`. */
export const demandSameRuling = (
  stands: {
    readonly reason: string;
    readonly decision: string;
    readonly date: string;
    readonly body: string;
  },
  sent: Omit<z.output<typeof honourRuling>, 'version'>,
  refusal: Parameters<typeof demandSame>[2],
): void =>
  demandSame(
    honourRuling,
    {
      grounds: { stands: stands.reason, sent: sent.grounds },
      decisionNumber: { stands: stands.decision, sent: sent.decisionNumber },
      date: { stands: stands.date, sent: sent.date },
      body: { stands: stands.body, sent: sent.body },
    },
    refusal,
  );
