/** Who may nominate directly into a level, as a form asks it: channels, none at all, or no rule (docs/rules/levels.md#entry). */
import { type Text, text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';

const nobody = 'none';

export const directHelp = text(
  '不勾选为不限制；勾选“不接受”的，一律由下级推荐上来',
  'Nothing ticked: no rule. "None" takes only what comes from below',
);

export const directChoices = ({
  channels,
}: Pick<Programme, 'channels'>): readonly { readonly value: string; readonly label: Text }[] => [
  ...channels.map(({ id, title }) => ({ value: id, label: text(title.zh, title.en ?? title.zh) })),
  { value: nobody, label: text('不接受直接申报', 'None') },
];

/** What is ticked for a rule as it stands. */
export const directNow = (value: unknown): readonly string[] =>
  !Array.isArray(value) ? [] : value.length === 0 ? [nobody] : value.map(String);

/** The rule that was ticked; undefined for none. With both, the channels are meant to be looked at again, so they stay. */
export const directRead = (ticked: readonly string[]): readonly string[] | undefined =>
  ticked.length === 0 ? undefined : ticked.filter((each) => each !== nobody);
