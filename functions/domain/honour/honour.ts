/** Honours after the grant: numbers, states, revocation, correction, terms (docs/rules/honours.md#status). */
import { addDays, addYears, plainDate } from '#domain/instant.ts';
import type { Level } from '#domain/level.ts';
import { conflict, type Fault, fault, invalid, refuseIf, type Text } from '#domain/problem.ts';
import type { GivenGrade, HonourChange } from './honour-records.ts';
import { type HonourStatus, honourStatusWords } from './honour-status.ts';

/** What the honours of one series have in common; the series belongs to issuer, honour code, edition and level. */
export interface Series {
  /** The issuing organisation's printed code, by default its GB/T 2260 region. */
  readonly region: string;
  /** Honour code, e.g. ZMJT. */
  readonly code: string;
  /** `2021`, or `2021-2` for a second edition in one year, printed whole so that the two never share a number. */
  readonly edition: string;
  /** Honours of a rehearsal can't be mistaken for real ones: `T-`. */
  readonly rehearsal: boolean;
}

/** Positions 0, 1, 2 … of a list have the numbers from `from` up to `to`. */
export interface Block extends Series {
  readonly from: number;
  readonly to: number;
}

/** `430102-ZMJT-2021-0001`: at least four digits, more when the series outgrows them. */
export const honourNumber = (series: Series, sequence: number): string =>
  `${series.rehearsal ? 'T-' : ''}${series.region}-${series.code}-${series.edition}-${String(sequence).padStart(4, '0')}`;

/** The parts of a printed number, typed in any width and letter case; undefined when it is none. */
export function parseHonourNumber(written: string): (Series & { readonly sequence: number }) | undefined {
  const plain = written.normalize('NFKC').toUpperCase().replace(/\s/g, '');
  const match = /^(T-)?([A-Z0-9]{2,12})-([A-Z]{2,8})-(\d{4}(?:-\d{1,2})?)-(\d{4,})$/.exec(plain);
  if (match === null) return undefined;
  const [, rehearsal, region = '', code = '', edition = '', sequence] = match;
  return { rehearsal: rehearsal !== undefined, region, code, edition, sequence: Number(sequence) };
}

/**
 * The block after the last number that the series gave out. Numbers are never given twice, not even those of a list
 * that was revoked or annulled, so a series only grows.
 */
export function nextBlock(series: Series, last: number, count: number): Block {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw invalid(
      'honour-list-empty',
      '表彰名单为空，不能编号，请先确定名单',
      'The list is empty and takes no numbers; fill the list first',
    );
  }
  return { ...series, from: last + 1, to: last + count };
}

/**
 * The number of the entry at a position of a list, counted from 0.
 * @throws Problem `honour-number-outside` when the block does not reach that far.
 */
export function numberAt(block: Block, position: number): string {
  const sequence = block.from + position;
  if (Number.isSafeInteger(position) && position >= 0 && sequence <= block.to) {
    return honourNumber(block, sequence);
  }
  throw conflict(
    'honour-number-outside',
    `名单第 ${position + 1} 位超出已取号段 ${block.from}–${block.to}，请另取号段，不得重复用号`,
    `Entry ${position + 1} is outside the block ${block.from}–${block.to} of this list; take a further block, never reuse a number`,
  );
}

/**
 * Where an honour may go from each status; every other pair is refused. A term that ended does not protect from
 * revocation; revoked and annulled are for ever, a title won back is a new honour with a new number.
 */
export const honourTransitions: Readonly<Record<HonourStatus, readonly HonourStatus[]>> = {
  valid: ['underReview', 'rectifying', 'revoked', 'annulled', 'expired'],
  underReview: ['valid', 'rectifying', 'revoked', 'annulled', 'expired'],
  rectifying: ['valid', 'underReview', 'revoked', 'annulled', 'expired'],
  expired: ['revoked', 'annulled'],
  revoked: [],
  annulled: [],
};

/** What the rules of this file need of an honour; a stored record has more, which they keep. */
export interface HonourState {
  readonly status: HonourStatus;
  readonly name: string;
  readonly shown: Readonly<Record<string, string>>;
  readonly grades?: readonly GivenGrade[] | undefined;
  readonly history: readonly HonourChange[];
}

/** The group under which an honour is listed: the text that it shows there, as corrected. */
export const groupIn = ({
  listedBy,
  shown,
}: {
  readonly listedBy?: string;
  readonly shown: Readonly<Record<string, string>>;
}): string | undefined => (listedBy === undefined ? undefined : shown[listedBy]);

/** Throws Problem `honour-state` unless the table allows the move. */
export function checkHonourStatus(from: HonourStatus, to: HonourStatus): void {
  if (honourTransitions[from].includes(to)) return;
  const [was, will] = [honourStatusWords[from], honourStatusWords[to]];
  throw conflict(
    'honour-state',
    `该荣誉目前为“${was.zh}”，不能改为“${will.zh}”，请刷新后查看最新状态`,
    `This honour is “${was.en}” and cannot become “${will.en}”; reload to see where it stands`,
  );
}

/** Moves an honour to another status and writes it into its history. `at` is the instant. */
export function changeHonour<H extends HonourState>(
  honour: H,
  to: HonourStatus,
  change: Omit<HonourChange, 'from' | 'to'>,
): H {
  checkHonourStatus(honour.status, to);
  return { ...honour, status: to, history: [...honour.history, { ...change, from: honour.status, to }] };
}

/** On what a revocation or annulment rests. `date` is the decision's day. */
export interface Ruling {
  readonly grounds: string;
  readonly decisionNumber: string;
  readonly date: string;
  readonly body: string;
}

function checkRuling(ruling: Ruling): void {
  const faults: Fault[] = [];
  const need = (field: keyof Ruling, zh: string, en: string) => {
    if (ruling[field].trim() === '') {
      faults.push(fault(field, 'ruling-incomplete', `请填写${zh}`, `Give ${en}`));
    }
  };
  need('grounds', '撤销或作废的事由', 'the grounds');
  need('decisionNumber', '决定文号', 'the number of the decision');
  need('body', '作出决定的机构', 'the body that decided');
  refuseIf(faults);
  plainDate(ruling.date);
}

/**
 * A ruling as a line of the history has it. A revoked honour stays listed with the decision's number, and its own number
 * is never reused.
 * @throws Problem `invalid` for an incomplete ruling.
 */
export function rulingLine(ruling: Ruling): Omit<HonourChange, 'at' | 'from' | 'to'> {
  checkRuling(ruling);
  return {
    reason: ruling.grounds.trim(),
    decision: ruling.decisionNumber.trim(),
    decidedOn: ruling.date,
    body: ruling.body.trim(),
  };
}

/** Annuls a whole list 作废, the revoked excepted (docs/rules/honours.md#annulment). */
export function annulList<H extends HonourState>(
  honours: readonly H[],
  ruling: Ruling,
  at: string,
): readonly H[] {
  const line = { ...rulingLine(ruling), at };
  return honours.map((honour) =>
    honourTransitions[honour.status].includes('annulled') ? changeHonour(honour, 'annulled', line) : honour,
  );
}

/** Titles of grades as a correction says and reads them: 二等奖、人气奖. */
const gradesText = (grades: readonly GivenGrade[]): string => grades.map(({ title }) => title.zh).join('、');

/** The text of an honour that a correction mends: its name, its grades, or another shown text; undefined for what it has not. */
export function correctable({ name, grades, shown }: HonourState, field: string): string | undefined {
  if (field === 'name') return name;
  if (field === 'grades') return grades === undefined ? undefined : gradesText(grades);
  return Object.hasOwn(shown, field) ? shown[field] : undefined;
}

/** The grades of a list that a typed text names, in their order; undefined where it names another, or none. */
function gradesNamed(text: string, grades: readonly GivenGrade[]): readonly GivenGrade[] | undefined {
  const named = text.split(/[、，,;；\s]+/u).filter((part) => part !== '');
  const held = grades.filter(({ title }) => named.includes(title.zh));
  return held.length > 0 && held.length === named.length ? held : undefined;
}

/**
 * Mends a clerical error in the name, the grades or another shown text 更正; the old text stays in the history with the
 * reason. No cap binds it: two who were taken for each other are mended one after the other.
 * @param correction.field `name`, `grades`, or the id of a shown field.
 * @param grades The grades of its list, by which a grade is known.
 * @throws Problem `invalid` when the field is not shown, the text is empty or the same, or the reason is missing.
 */
export function correct<H extends HonourState>(
  honour: H,
  correction: { readonly field: string; readonly text: string; readonly reason: string },
  at: string,
  grades: readonly GivenGrade[] = [],
): H {
  const { field, reason } = correction;
  const oldText = correctable(honour, field);
  const newText = correction.text.trim();
  const faults: Fault[] = [];
  if (oldText === undefined) {
    faults.push(
      fault(
        'field',
        'correct-unknown',
        '荣誉册没有这一项，请选择已有的一项',
        'The roll shows no such field; choose one that it shows',
      ),
    );
  } else if (newText === '' || newText === oldText) {
    faults.push(
      fault(
        'text',
        'correct-nothing',
        '请填写与原文不同的更正内容',
        'Give the corrected text; it must differ from the old one',
      ),
    );
  }
  if (reason.trim() === '') {
    faults.push(fault('reason', 'correct-reason', '请填写更正原因', 'Give the reason for the correction'));
  }
  const held = field === 'grades' ? gradesNamed(newText, grades) : undefined;
  if (field === 'grades' && faults.length === 0 && held === undefined)
    faults.push(
      fault(
        'text',
        'correct-grade',
        `等次只能是：${gradesText(grades)}`,
        `A grade is one of these: ${gradesText(grades)}`,
      ),
    );
  refuseIf(faults);
  const line: HonourChange = {
    at,
    from: honour.status,
    to: honour.status,
    reason: reason.trim(),
    field,
    oldText: oldText ?? '',
  };
  return {
    ...honour,
    ...(field === 'name' && { name: newText }),
    ...(held !== undefined && { grades: held }),
    ...(field !== 'name' && field !== 'grades' && { shown: { ...honour.shown, [field]: newText } }),
    history: [...honour.history, line],
  };
}

/** The last day of a term of whole years that begins on the day of the grant; undefined for a title without term. */
export const termEnds = (grantedOn: string, termYears: number | undefined): string | undefined =>
  termYears === undefined ? undefined : addDays(addYears(grantedOn, termYears), -1);

/** What the roll and the certificate check show on a day: the status, with the decision when it was revoked or annulled. */
export function publicStatus(
  honour: Pick<HonourState, 'status' | 'history'> & { readonly termEnds?: string | undefined },
  today: string,
): {
  readonly status: HonourStatus;
  readonly words: Text;
  readonly decision?: string;
  readonly date?: string;
} {
  const ended = honour.termEnds !== undefined && today > honour.termEnds;
  const status = ended && honourTransitions[honour.status].includes('expired') ? 'expired' : honour.status;
  const words = honourStatusWords[status];
  if (status !== 'revoked' && status !== 'annulled') return { status, words };
  const last = honour.history.findLast(({ from, to }) => to === status && from !== status);
  return {
    status,
    words,
    ...(last?.decision === undefined ? {} : { decision: last.decision }),
    ...(last?.decidedOn === undefined ? {} : { date: last.decidedOn }),
  };
}

/**
 * One honour per honour code, edition, level and identity (docs/rules/identity.md#one-honour). `identity` is
 * the HMAC of an identity part.
 */
export const honourKey = (of: {
  readonly code: string;
  readonly edition: string;
  readonly level: Level;
  readonly identity: string;
}): string => [of.code, of.edition, of.level, of.identity].join('#');
