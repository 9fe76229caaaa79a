/** The one error of the system: what kind, which code, and words that a clerk understands in both languages. */

/** A sentence in both languages of the pages; Chinese comes first. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** One thing wrong with one field of a form, a file or a request. `field` is a path such as `stages.0.steps`. */
export interface Fault {
  readonly field: string;
  readonly code: string;
  readonly text: Text;
}

export type ProblemKind =
  | 'invalid' // 422: the input is wrong, see faults
  | 'unauthenticated' // 401: sign in first
  | 'forbidden' // 403: signed in, but not allowed
  | 'missing' // 404
  | 'conflict' // 409: somebody was faster, or the state does not allow it
  | 'limited' // 429: too often
  | 'toolarge' // 413
  | 'unavailable'; // 503: try again later

/** Everything that a caller may be told about a refusal; anything else is a defect and answers 500. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly text: Text;
  readonly faults: readonly Fault[];
  /** Seconds after which it may be tried again, where that is known. */
  retryAfter: number | undefined;
  constructor(kind: ProblemKind, code: string, text: Text, faults: readonly Fault[] = []) {
    super(`${code}: ${text.en}`);
    this.name = 'Problem';
    this.kind = kind;
    this.code = code;
    this.text = text;
    this.faults = faults;
  }

  /** With the seconds after which it may be tried again. */
  after(seconds: number): this {
    this.retryAfter = Math.max(1, Math.ceil(seconds));
    return this;
  }

  /** With what brought it about, for logs; whoever asked is not told. */
  because(cause: unknown): this {
    this.cause = cause;
    return this;
  }
}

/** Shorthand for a bilingual text. */
export const text = (zh: string, en: string): Text => ({ zh, en });

/** Shorthand for a fault beside a field. */
export const fault = (field: string, code: string, zh: string, en: string): Fault => ({
  field,
  code,
  text: { zh, en },
});

/** Makes a Problem of one kind by its code and words; `faults` names the fields that are wrong. */
const problemOf =
  (kind: ProblemKind) =>
  (code: string, zh: string, en: string, faults?: readonly Fault[]): Problem =>
    new Problem(kind, code, text(zh, en), faults);

export const invalid = problemOf('invalid');
export const unauthenticated = problemOf('unauthenticated');
export const forbidden = problemOf('forbidden');
export const missing = problemOf('missing');
export const conflict = problemOf('conflict');
export const limited = problemOf('limited');
export const tooLarge = problemOf('toolarge');
export const unavailable = problemOf('unavailable');

/** Throws an `invalid` Problem when there is at least one fault; otherwise does nothing. */
export function refuseIf(faults: readonly Fault[]): void {
  const first = faults[0];
  if (first === undefined) return;
  const more =
    faults.length > 1 ? text(`（共 ${faults.length} 处）`, ` (${faults.length} in all)`) : text('', '');
  throw new Problem('invalid', first.code, text(first.text.zh + more.zh, first.text.en + more.en), faults);
}
