/** An honour that a level outside this system granted: it stands in every ledger on the way, as one from inside does. */
import type { Level } from '#domain/level.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import { lowerOrgsOf } from './ledger.ts';
import type { LedgerEntry } from './ledger-record.ts';

/** What the outer level published of it. */
export interface ExternalHonour {
  readonly level: Level;
  /** Awarding bodies in their printed order. */
  readonly bodies: readonly string[];
  readonly date: string;
  readonly documentNumber: string;
  /** Number of the certificate, where it has one. */
  readonly number?: string;
  /** Prizes or other grades, as they are printed, and the number of its batch. */
  readonly grades?: readonly string[];
  readonly batch?: number;
}

/** What is missing or wrong in a result that says "honoured". `today` is the date in Shanghai. */
export function externalHonourFaults(
  given: { readonly bodies: readonly string[]; readonly date?: string | undefined },
  today: string,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (given.bodies.length === 0)
    faults.push(
      fault(
        'bodies',
        'external-bodies',
        '请按印制顺序填写授予单位',
        'give the awarding bodies in their printed order',
      ),
    );
  if (given.date === undefined)
    faults.push(fault('date', 'external-date', '请填写授予日期', 'give the date of the award'));
  else if (given.date > today)
    faults.push(
      fault(
        'date',
        'external-future',
        `授予日期不能晚于今天（${today}）`,
        `the award cannot be after today (${today})`,
      ),
    );
  return faults;
}

interface Of {
  readonly nomination: Pick<Nomination, 'id' | 'name' | 'org' | 'channel' | 'seats' | 'code'>;
  readonly title: string;
  readonly category: Category;
  readonly by: string;
  readonly at: string;
}

/** Its entries in the ledgers of everybody through whom the nomination came: the level that sent it up included. */
export const externalEntries = (honour: ExternalHonour, of: Of): readonly LedgerEntry[] =>
  lowerOrgsOf(of.nomination, of.nomination.seats).map((org) => ({
    id: `external-${of.nomination.id}-${honour.level}`,
    org,
    year: Number(honour.date.slice(0, 4)),
    level: honour.level,
    code: of.nomination.code,
    title: of.title,
    category: of.category,
    count: 1,
    names: [of.nomination.name],
    bodies: [...honour.bodies],
    documentNumber: honour.documentNumber,
    date: honour.date,
    ...(honour.number !== undefined && { number: honour.number }),
    ...(honour.grades !== undefined && { grades: [...honour.grades] }),
    ...(honour.batch !== undefined && { batch: honour.batch }),
    nomination: of.nomination.id,
    source: 'above',
    status: 'valid',
    by: of.by,
    at: of.at,
    version: 1,
  }));
