/** Opinions 征求意见: whom to ask, what the answers mean (docs/rules/departments.md#who-is-asked). */
import { type Fault, fault, type Text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { stepRows } from '#domain/step-rows.ts';

/** 同意, 不同意 (a veto), 无意见, 需核实. There is no value for silence: silence never means consent. */
export const opinionOutcomes = ['agree', 'disagree', 'none', 'verify'] as const;
export type OpinionOutcome = (typeof opinionOutcomes)[number];
export const opinionWords: Readonly<Record<OpinionOutcome, Text>> = stepRows.opinions.answer.words;

type DepartmentRow = Programme['departments'][number];

/**
 * The departments to ask for a nominee class, without doubles: those of `all`, then those of the class.
 * A row with "+X" entries extends the row written just before it (国企负责人: [+审计, +纪检监察] is asked
 * of all that 企业负责人 is, and of these two; docs/rules/departments.md#who-is-asked). A class without a row
 * takes the row 其他 if there is one.
 */
export function departmentsFor(rows: readonly DepartmentRow[], nomineeClass?: string): readonly string[] {
  const full = new Map<string, readonly string[]>();
  let before: readonly string[] = [];
  for (const row of rows) {
    const extends_ = row.departments.some((name) => name.startsWith('+'));
    const names = row.departments.map((name) => name.replace(/^\+\s*/u, ''));
    const whole = [
      ...(full.get(row.class) ?? []),
      ...(extends_ && row.class !== 'all' ? before : []),
      ...names,
    ];
    full.set(row.class, whole);
    if (row.class !== 'all') before = whole;
  }
  const own = nomineeClass === undefined || nomineeClass === 'all' ? undefined : full.get(nomineeClass);
  return [...new Set([...(full.get('all') ?? []), ...(own ?? full.get('其他') ?? [])])];
}

export interface AskedDepartment {
  readonly department: string;
  /** Last instant in time, ISO in UTC; an answer at that instant is in time. */
  readonly due: string;
}
export interface OpinionAnswer {
  readonly department: string;
  readonly outcome: OpinionOutcome;
  /** When the server got it, ISO in UTC. */
  readonly at: string;
}
export interface OpinionRow extends AskedDepartment {
  readonly outcome?: OpinionOutcome;
  readonly at?: string;
  /** Answered after the deadline: it counts, and is recorded as late. */
  readonly late: boolean;
  /** Not answered and the deadline is past: remind and escalate, assume nothing. */
  readonly overdue: boolean;
}
export interface OpinionsVerdict {
  /**
   * clear: all agree or have no opinion · vetoed: somebody disagrees · escalate: somebody is overdue ·
   * waiting: answers are still in time to come · verify: all have answered and the organisation must
   * decide on what is to be verified.
   */
  readonly state: 'clear' | 'vetoed' | 'escalate' | 'waiting' | 'verify';
  readonly rows: readonly OpinionRow[];
}

/**
 * What the answers mean at `now` (ISO). A department's latest answer counts, one from a department that was
 * not asked does not. A veto stands whoever else is still to answer; nothing is clear while one is missing.
 */
export function opinionsVerdict(
  asked: readonly AskedDepartment[],
  answers: readonly OpinionAnswer[],
  now: string,
): OpinionsVerdict {
  const rows = asked.map(({ department, due }): OpinionRow => {
    const latest = answers
      .filter((answer) => answer.department === department)
      .reduce<OpinionAnswer | undefined>(
        (last, one) => (last === undefined || Date.parse(one.at) >= Date.parse(last.at) ? one : last),
        undefined,
      );
    if (latest === undefined)
      return { department, due, late: false, overdue: Date.parse(now) > Date.parse(due) };
    const late = Date.parse(latest.at) > Date.parse(due);
    return { department, due, outcome: latest.outcome, at: latest.at, late, overdue: false };
  });
  const has = (outcome: OpinionOutcome) => rows.some((row) => row.outcome === outcome);
  if (has('disagree')) return { state: 'vetoed', rows };
  if (rows.some((row) => row.overdue)) return { state: 'escalate', rows };
  if (rows.some((row) => row.outcome === undefined)) return { state: 'waiting', rows };
  return { state: has('verify') ? 'verify' : 'clear', rows };
}

/** What is wrong with an opinion as sent: it must be chosen, and 不同意 and 需核实 need a reason. */
export function opinionFaults(sent: {
  readonly outcome?: unknown;
  readonly reason?: unknown;
}): readonly Fault[] {
  const outcome = opinionOutcomes.find((one) => one === sent.outcome);
  if (outcome === undefined)
    return [
      fault(
        'outcome',
        'required',
        '请选择意见：同意、不同意、无意见或需核实',
        'Choose an opinion: agree, disagree, no opinion or to be verified',
      ),
    ];
  const needsReason = outcome === 'disagree' || outcome === 'verify';
  if (!needsReason || (typeof sent.reason === 'string' && sent.reason.trim() !== '')) return [];
  const { zh, en } = opinionWords[outcome];
  return [
    fault('reason', 'required', `选择「${zh}」须说明理由，请填写`, `"${en}" needs a reason; write one`),
  ];
}

/** What is missing when a step wants the department's stamped reply with each answer (`requireStampedReply`). */
export const replyFaults = (
  rule: { readonly requireStampedReply?: boolean | undefined },
  reply: unknown,
): readonly Fault[] =>
  rule.requireStampedReply !== true || reply !== undefined
    ? []
    : [
        fault(
          'attachments.reply',
          'stamped-reply-required',
          '本活动要求附盖章回函：请上传加盖公章的回函扫描件（PDF、JPG 或 PNG）',
          'This programme wants the stamped reply: upload the scan with the seal (PDF, JPG or PNG)',
        ),
      ];
