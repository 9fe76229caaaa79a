/** `/rounds/:id/inbox`: the candidacies of a round by state, or by the beginning of a name. */

import { searchCandidacies } from '#actions/nomination/search.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { candidaciesAsRead } from '#domain/candidacy/candidacy-view.ts';
import { isOneOf } from '#domain/members.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { inboxOf, type Listed } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames, type NameOf, organisationNames, stateName } from '#web/frame/names.ts';
import { Actions, Box, Button, nextPage, Pager, Tabs, Tag } from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { w } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';

const isState = (value: string | undefined): value is CandidacyState => isOneOf(candidacyStates, value);

/** Whom a candidacy waits for, in one line. */
export const waitsFor = (
  seen: Pick<SeenRound, 'lang' | 'say'>,
  candidacy: Candidacy,
  nameOf: NameOf,
): string =>
  candidacy.asked
    .filter((asked) => asked.answer === undefined)
    .map((asked) => {
      const who =
        asked.department === undefined
          ? nameOf(asked.member)
          : `${asked.department}（${nameOf(asked.member)}）`;
      return seen.say(`${who}，${shownAt(asked.due)} 前`, `${who}, by ${shownAt(asked.due)}`);
    })
    .join('；');

export const candidacyPath = (seen: Pick<SeenRound, 'path'>, nomination: string): string =>
  `${seen.path}/nominations/${encodeURIComponent(nomination)}`;

const List = (props: {
  readonly seen: SeenRound;
  readonly items: readonly Candidacy[];
  readonly caption: string;
  readonly orgName: NameOf;
  readonly memberName: NameOf;
}) => {
  const { seen, items, orgName, memberName } = props;
  const { lang, say } = seen;
  return (
    <DataTable
      lang={lang}
      caption={props.caption}
      captionShown
      rows={items}
      columns={[
        {
          title: say('对象', 'Nominee'),
          cell: (each) => <a href={candidacyPath(seen, each.nomination)}>{each.name}</a>,
        },
        { title: say('来自', 'From'), cell: (each) => orgName(each.from) },
        { title: say('渠道', 'Channel'), cell: (each) => w(lang).channels[each.channel] },
        { title: say('收到', 'Received'), cell: (each) => shownAt(each.receivedAt) },
        {
          title: say('状态', 'State'),
          cell: (each) => <Tag tone={candidacyTones[each.state]}>{stateName(lang, each.state)}</Tag>,
        },
        // Who has still to answer tells who answered.
        ...(seen.reader.judged
          ? [
              {
                title: say('等待', 'Waits for'),
                cell: (each: Candidacy) => waitsFor(seen, each, memberName) || '—',
              },
            ]
          : []),
      ]}
      empty={<p>{say('这里没有申报对象。', 'Nobody here.')}</p>}
    />
  );
};

async function inboxView(web: Web, c: Ctx) {
  const seen = await seenRound(web, c, 'candidacy.list');
  const { actor, lang, say, round, path } = seen;
  const { table } = web.deps;
  const tally = await readTally(table, round.id);
  const query = (c.req.query('q') ?? '').trim();
  const cursor = c.req.query('cursor');
  const wanted = c.req.query('state');
  // Which states somebody is in, and how many, would tell a reviewer of her own nomination.
  const { judged } = seen.reader;
  const filled = candidacyStates.filter((state) => !judged || (tally.states[state] ?? 0) > 0);
  const state = isState(wanted) ? wanted : ((judged ? filled[0] : undefined) ?? 'review');
  const page: Listed<Candidacy> =
    query === ''
      ? await inboxOf(table, round.id, state, cursor)
      : await searchCandidacies(web.deps, actor, round.id, query, cursor);
  const items = candidaciesAsRead(page.items, seen.reader);
  const orgName = await organisationNames(
    table,
    items.map((each) => each.from),
  );
  const memberName = await memberNames(
    table,
    items.flatMap((each) => each.asked.map((asked) => asked.member)),
    lang,
  );
  const here = query === '' ? `${path}/inbox?state=${state}` : `${path}/inbox?q=${encodeURIComponent(query)}`;
  const shownStates = [...new Set([...filled, state])];
  return (
    <RoundPage {...framed(c, undefined)} seen={seen} tab="inbox" title={say('申报对象', 'Nominees')}>
      <Box>
        <form method="get" action={`${path}/inbox`}>
          <div class="field">
            <label class="label" for="f-q">
              {say('按名称开头查找', 'Find by the beginning of the name')}
            </label>
            <input type="search" id="f-q" name="q" value={query} autocomplete="off" />
          </div>
          <Actions>
            <Button tone="secondary">{w(lang).buttons.search}</Button>
            {query !== '' && <a href={`${path}/inbox`}>{say('清除查找', 'Clear')}</a>}
          </Actions>
        </form>
      </Box>
      {query === '' && (
        <Tabs
          label={say('状态', 'States')}
          tabs={shownStates.map((each) => ({
            href: `${path}/inbox?state=${each}`,
            title: stateName(lang, each),
            ...(judged && { count: tally.states[each] ?? 0 }),
            current: each === state,
          }))}
        />
      )}
      <Box>
        <List
          seen={seen}
          items={items}
          orgName={orgName}
          memberName={memberName}
          caption={
            query === ''
              ? stateName(lang, state)
              : say(`名称以“${query}”开头`, `Names beginning with "${query}"`)
          }
        />
        <Pager
          lang={lang}
          previous={cursor === undefined ? undefined : here}
          next={nextPage(here, page.cursor)}
        />
      </Box>
    </RoundPage>
  );
}

/** Lists of the candidacies of a round. */
export const inboxPages = mounting((pages, web) => {
  pages.get('/rounds/:id/inbox', async (c) => c.html(await inboxView(web, c)));
});
