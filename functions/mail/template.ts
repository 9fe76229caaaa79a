/** What a letter template is, and the words that several of them share. */
import type { SmsKind } from '#domain/people/mobile.ts';
import { type Text, text } from '#domain/problem.ts';

/** One task as a letter lists it: the nominee's name and the day, nothing else about her. */
export interface LetterTask {
  readonly name: string;
  readonly title: Text;
  /** Instant at which the answer is due. */
  readonly due: string;
  /** The departments for which she is asked. */
  readonly departments?: readonly string[];
}
/** The first tasks of a worklist, and how many there are; `atLeast` when they were not counted to the end. */
export interface LetterTasks {
  readonly items: readonly LetterTask[];
  readonly count: number;
  readonly atLeast: boolean;
}

/** What a template may say: its parameters, read with words to stand in for those that are not there. */
export interface Told {
  readonly now: string;
  readonly tasks: LetterTasks;
  /** A parameter as it is; empty when absent. */
  readonly value: (name: string) => string;
  /** A parameter in both languages, `<name>Zh` and `<name>En`, or `<name>` for both. */
  readonly words: (name: string, otherwise?: Text) => Text;
  readonly programme: Text;
  readonly step: Text;
  /** How many tasks there are. */
  readonly howMany: Text;
  /** The earliest day among the tasks listed. */
  readonly firstDue: Text;
  /** How many of those listed are past their day, as a clause; empty when none is. */
  readonly late: Text;
  /** What came of it, as the template's `result` says. */
  readonly result: Text;
}

/** A kind of letter. Everything is bilingual; the reader gets her language. */
export interface Template {
  /** How the outbox names it. */
  readonly title: Text;
  readonly subject: (told: Told) => Text;
  /** One paragraph or several. */
  readonly lead: (told: Told) => Text | readonly Text[];
  /** A fact whose value is not there is left out. */
  readonly facts?: (told: Told) => readonly (readonly [label: Text, value: Text])[];
  /** True when it lists the reader's tasks; without any the letter has nothing to say and does not go. */
  readonly listsTasks?: true;
  /** What its reader chooses it by, for her telephone too. */
  readonly short?: SmsKind;
  /** True when it holds a one-time link and code; they are never among the stored parameters. */
  readonly carriesSecret?: true;
  /** True when it has nothing to say to somebody who left before it went. */
  readonly lapses?: true;
  readonly action?: Text;
  readonly notes?: readonly Text[];
  readonly why: (told: Told) => Text;
  /** What the letter must tell and only its parameters know; whoever words it anew has to keep it. */
  readonly result?: (told: Omit<Told, 'result'>) => Text;
}

export const same = (value: string): Text => text(value, value);

export const thisSelection: Text = text('本次评选', 'this selection');

/** Opening is safe: mail scanners open every link (docs/architecture.md#links). */
export const openingIsSafe: Text = text(
  '打开链接不会改变任何内容，也不会替您提交任何意见；只有您作出选择并再次确认后才生效。',
  'Opening the link changes nothing and submits nothing for you; only your own choice, confirmed once more, counts.',
);
export const forYouOnly: Text = text(
  '此链接仅供您本人使用，请勿转发。',
  'The link is for you alone; please do not forward it.',
);
