/** The pages of the shortlist page: a part of each list and of those who wait, and moves within a list by number. */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { fault, refuseIf, text } from '#domain/problem.ts';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';
import type { Listed as Page } from '#store/reads.ts';
import type { Ctx } from '#web/frame/context.ts';
import type { FieldSpec } from '#web/frame/fields.tsx';
import { Asked, whole } from '#web/frame/form.tsx';
import type { NameOf } from '#web/frame/names.ts';
import { Actions, Box, Button, Details, Pager } from '#web/frame/parts.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import type { Typed } from '#web/frame/take.ts';
import type { SeenRound } from '#web/round/seen-round.tsx';
import { type Lists, movedTo } from './shortlist-order.ts';
import { Candidates, type Foreseen, Listed } from './shortlist-view.tsx';

/** How many of those who wait, of the chosen and of the reserves a page shows. */
export const pageSize = 50;

/** Which part of each list the address asks for; a form comes back to it. */
export interface Shown {
  readonly chosen: number;
  readonly reserves: number;
  readonly rank: number | undefined;
  readonly cursor: string | undefined;
}
export const shownIn = (c: Ctx): Shown => {
  const number = (name: string) => whole(c.req.query(name) ?? '') || 0;
  return {
    chosen: number('chosen'),
    reserves: number('reserves'),
    rank: number('rank') || undefined,
    cursor: c.req.query('cursor'),
  };
};
export const queryOf = (shown: Shown): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(shown)) if (value) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query}`;
};

/** One of the two lists, a page of it, with the fields that move somebody to a place. */
export const ListBox = (props: {
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly typed: Typed | undefined;
  readonly kind: 'chosen' | 'reserves';
  readonly title: string;
  readonly entries: readonly ShortlistEntry[];
  readonly editable: boolean;
  readonly orgName: NameOf;
}) => {
  const { c, seen, typed, kind, title, entries, editable, orgName } = props;
  const { lang, say, path } = seen;
  const shown = shownIn(c);
  const from = shown[kind];
  const at = (start: number) => `${path}/shortlist${queryOf({ ...shown, [kind]: start })}#f-${kind}`;
  return (
    <Box id={`f-${kind}`}>
      <Listed
        seen={seen}
        title={title}
        kind={kind}
        entries={entries.slice(from, from + pageSize)}
        from={from}
        editable={editable}
        orgName={orgName}
      />
      <Pager
        lang={lang}
        previous={from > 0 ? at(Math.max(0, from - pageSize)) : undefined}
        next={from + pageSize < entries.length ? at(from + pageSize) : undefined}
      />
      {editable && entries.length > 1 && (
        <Details title={say('按序号移动', 'Move by number')} open={typed?.form === 'edit' && movedIn(typed)}>
          {placeFields(kind).map((field) => (
            <Asked lang={lang} form="edit" typed={typed} field={field} />
          ))}
          <Actions>
            <Button tone="secondary" name="press" value={`place:${kind}`}>
              {say('移动', 'Move')}
            </Button>
          </Actions>
        </Details>
      )}
    </Box>
  );
};

/** Who is to be moved, and to which place of the list. */
const placeFields = (kind: 'chosen' | 'reserves'): readonly FieldSpec[] => [
  { id: `${kind}.no`, type: 'text', label: text('移动序号', 'Move number') },
  { id: `${kind}.to`, type: 'text', label: text('移到第几位', 'To place') },
];
const movedIn = (typed: Typed): boolean =>
  (typed.problem?.faults ?? []).some(({ field }) => field.endsWith('.no') || field.endsWith('.to'));

/** The list after a move by number. @throws Problem `no-such-number` beside a number that is not on the list. */
export function placed(before: Lists, kind: 'chosen' | 'reserves', body: Body): Lists {
  const ids = before[kind];
  const numbers = placeFields(kind).map(({ id }) => ({ id, n: whole(one(body, id)) }));
  refuseIf(
    numbers
      .filter(({ n }) => !(n >= 1 && n <= ids.length))
      .map(({ id }) =>
        fault(
          id,
          'no-such-number',
          `请填写名单中的序号，1 至 ${ids.length}`,
          `Write a number of the list, 1 to ${ids.length}`,
        ),
      ),
  );
  return { ...before, [kind]: movedTo(ids, numbers[0]!.n, numbers[1]!.n) };
}

/** A page of those who wait, best first, without those on the list; and the way to the next and to a rank. */
export const CandidatesBox = (
  props: {
    readonly c: Ctx;
    readonly seen: SeenRound;
    readonly typed: Typed | undefined;
    readonly page: Page<Candidacy>;
    readonly rows: readonly Candidacy[];
    readonly orgName: NameOf;
  } & Foreseen,
) => {
  const { c, seen, typed, page, rows, orgName, breaks, full } = props;
  const { lang, say, path } = seen;
  const shown = shownIn(c);
  const at = (over: Partial<Shown>) => `${path}/shortlist${queryOf({ ...shown, ...over })}#f-waiting`;
  const isLater = shown.cursor !== undefined || shown.rank !== undefined;
  return (
    <Box id="f-waiting">
      <Candidates {...{ seen, rows, typed, orgName, breaks, full }} />
      <Pager
        lang={lang}
        previous={isLater ? at({ cursor: undefined, rank: undefined }) : undefined}
        next={page.cursor && at({ cursor: page.cursor })}
        note={
          rows.length < page.items.length
            ? say(
                `本页另有 ${page.items.length - rows.length} 名已列入名单`,
                `${page.items.length - rows.length} more of this page are listed`,
              )
            : undefined
        }
      />
    </Box>
  );
};

/** Goes to those who wait from a rank on. */
export const RankForm = ({ c, seen }: { readonly c: Ctx; readonly seen: SeenRound }) => {
  const shown = shownIn(c);
  const { say, path } = seen;
  return (
    <Box>
      <form method="get" action={`${path}/shortlist#f-waiting`}>
        {(['chosen', 'reserves'] as const).map(
          (name) => shown[name] > 0 && <input type="hidden" name={name} value={String(shown[name])} />,
        )}
        <div class="field">
          <label class="label" for="f-rank">
            {say('待选对象从第几名看起', 'Those to choose from, beginning at rank')}
          </label>
          <input type="text" inputmode="numeric" id="f-rank" name="rank" value={String(shown.rank ?? '')} />
        </div>
        <Button tone="secondary">{say('查看', 'Show')}</Button>
      </form>
    </Box>
  );
};
