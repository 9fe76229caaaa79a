/** 整改 after a visit: until when, how often, and what a further one means (docs/rules/steps.md#mending). */
import { addDays, instantAt } from '#domain/instant.ts';
import { type Text, text } from '#domain/problem.ts';

/** What a programme says of it in a visit's options. */
export interface MendRule {
  /** Working days to put right what was found; then the visit is taken again by itself. */
  readonly mendDays?: number | undefined;
  /** How often a nominee may be told to; the next 整改 is 不通过. */
  readonly mendings?: number | undefined;
}

/** A nominee who was told to put something right, as it stands on the candidacy. */
export interface Mending {
  readonly step: string;
  readonly times: number;
  /** Last day, where the programme gives one. */
  readonly until?: string | undefined;
}

/** How often she was told so in a step; other visits of the stage count by themselves. */
export const mendedIn = (mending: Mending | undefined, step: string): number =>
  mending?.step === step ? mending.times : 0;

/** True while another 整改 leads to another visit; false where it is 不通过. */
export const mayMend = ({ mendings }: MendRule, times: number): boolean =>
  mendings === undefined || times < mendings;

/** Calendar days before the last one on which the nominator is reminded. */
const remindedEarly = 3;
/** When she is reminded, in the morning, and when the visit is taken again, as office ends; ISO in UTC. */
export const mendingTimes = (until: string): { readonly reminder: string; readonly again: string } => ({
  reminder: instantAt(addDays(until, -remindedEarly), '08:30'),
  again: instantAt(until, '17:30'),
});

/** What a visitor is told before she chooses 整改; undefined where the programme says nothing about it. */
export function mendingWords(rule: MendRule, times: number): Text | undefined {
  if (!mayMend(rule, times))
    return text(
      `已要求整改 ${times} 次，达到上限：再选“整改”按不通过办理`,
      `Told to mend ${times} times, which is the limit: another time is a failure`,
    );
  const said = [
    rule.mendDays === undefined
      ? undefined
      : text(
          `选“整改”的，整改期限为 ${rule.mendDays} 个工作日，期满再次评估`,
          `What is to be mended has ${rule.mendDays} working days; then the visit is taken again`,
        ),
    rule.mendings === undefined
      ? undefined
      : text(
          `最多整改 ${rule.mendings} 次，已整改 ${times} 次`,
          `at most ${rule.mendings} times, so far ${times}`,
        ),
  ].filter((each) => each !== undefined);
  if (said.length === 0) return undefined;
  return text(said.map(({ zh }) => zh).join('；'), said.map(({ en }) => en).join('; '));
}

/** What the nominator is told to do. */
export const mendAsked = ({ until }: Pick<Mending, 'until'>): Text =>
  until === undefined
    ? text('实地评估要求整改，整改后请重新提交', 'The visit found something to mend: send it again when done')
    : text(
        `实地评估要求整改：请于 ${until} 前完成；完成后可重新提交，期满将再次评估`,
        `The visit found something to mend until ${until}: send it again when done; the visit is taken again then in any case`,
      );

/** True while a candidacy waits for what a visit told her to mend. */
export const isMending = (candidacy: {
  readonly state: string;
  readonly step?: { readonly id: string } | undefined;
  readonly mending?: Mending | undefined;
}): boolean =>
  candidacy.state === 'returned' &&
  candidacy.mending !== undefined &&
  candidacy.mending.step === candidacy.step?.id;
