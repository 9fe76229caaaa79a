/** Ties between a person and a nominee that bar her from judging it, whatever she declares (docs/rules/steps.md#who-may-not-review). */
import { type Text, text } from '#domain/problem.ts';
import type { Candidacy } from './candidacy-record.ts';

export type Tie = 'nominee' | 'submitter' | 'organisation' | 'acted';

/** Everything that the table knows of where a candidacy comes from. */
export interface Origin {
  /** Member who submitted it. */
  readonly owner: string;
  /** Member who is the nominee: whose consent is asked. */
  readonly nominee: string | undefined;
  /** The organisation that nominated it, where another one judges it now: its own reviewers speak for it. */
  readonly organisation: string | undefined;
  /** Its members, where whoever is looked at comes from a list that says only her roles in another organisation. */
  readonly people?: ReadonlySet<string>;
  /** Members who acted on it below, or declared a conflict. */
  readonly acted: readonly string[];
}

/** Where a candidacy comes from. */
export const originOf = (
  candidacy: Pick<Candidacy, 'org' | 'actedBelow'>,
  nomination: {
    readonly owner: string;
    readonly org: string;
    readonly consent?: { readonly by: string } | undefined;
  },
): Origin => ({
  owner: nomination.owner,
  nominee: nomination.consent?.by,
  organisation: nomination.org === candidacy.org ? undefined : nomination.org,
  acted: candidacy.actedBelow,
});

/** Why somebody may not judge a candidacy; undefined when nothing is known against it. */
export function tieOf(
  person: { readonly id: string; readonly grants: readonly { readonly org: string }[] },
  { owner, nominee, organisation, people, acted }: Origin,
): Tie | undefined {
  if (person.id === nominee) return 'nominee';
  if (person.id === owner) return 'submitter';
  const isOfIt = people?.has(person.id) === true || person.grants.some(({ org }) => org === organisation);
  if (isOfIt) return 'organisation';
  return acted.includes(person.id) ? 'acted' : undefined;
}

/** Each tie as it is said to the person herself. */
export const tieWords: Readonly<Record<Tie, Text>> = {
  nominee: text('您是被推荐人本人', 'you are the nominee'),
  submitter: text('这份申报由您提交', 'you submitted this nomination'),
  organisation: text('您是申报单位的人员', 'you belong to the organisation that nominated it'),
  acted: text(
    '您已在下级办理过这份申报，或已申明回避',
    'you acted on it at a lower level, or declared a conflict',
  ),
};
