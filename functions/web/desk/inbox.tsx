/** `/rounds/:id/inbox`: the candidacies of a round by state, or by the beginning of a name; `/stragglers` closes a phase. */
import { Hono } from 'hono';
import { searchCandidacies } from '#actions/search.ts';
import { closePhase, listStragglers, mayCarry, openPhase, type Straggler } from '#actions/stragglers.ts';
import { type Candidacy, type CandidacyState, candidacyStates } from '#domain/records.ts';
import { inboxOf, type Listed } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { DataTable } from '../boards.tsx';
import type { Ctx, Env, Web } from '../context.ts';
import { Actions, Button, Empty, HiddenCsrf, Pager, Panel, Tabs, Tag } from '../parts.tsx';
import { candidacyTones } from '../tones.ts';
import { w } from '../words.ts';
import { ChangedPanel, changedSince } from './history.tsx';
import { at, memberNames, type NameOf, organisationNames, phaseName, stepName } from './names.ts';
import { type Place, RoundPage, roundPlace } from './place.tsx';
import { doneAt, framed, keptText, one, posted, Reason, type Typed, whole } from './posting.tsx';
import { stepPhases } from '#domain/step.ts';

const isState = (value: string | undefined): value is CandidacyState =>
  (candidacyStates as readonly (string | undefined)[]).includes(value);

/** Whom a candidacy waits for, in one line. */
export const waitsFor = (place: Pick<Place, 'lang' | 'say'>, candidacy: Candidacy, nameOf: NameOf): string =>
  candidacy.asked
    .filter((asked) => asked.answer === undefined)
    .map((asked) => {
      const who = asked.department === undefined ? nameOf(asked.member) : `${asked.department}（${nameOf(asked.member)}）`;
      return place.say(`${who}，${at(asked.due)} 前`, `${who}, by ${at(asked.due)}`);
    })
    .join('；');

export const candidacyPath = (place: Pick<Place, 'path'>, nomination: string): string =>
  `${place.path}/nominations/${encodeURIComponent(nomination)}`;

const List = (props: {
  readonly place: Place;
  readonly items: readonly Candidacy[];
  readonly caption: string;
  readonly orgName: NameOf;
  readonly memberName: NameOf;
}) => {
  const { place, items, orgName, memberName } = props;
  const { lang, say } = place;
  return (
    <DataTable
      lang={lang}
      caption={props.caption}
      rows={items}
      columns={[
        {
          title: say('对象', 'Nominee'),
          header: true,
          cell: (each) => <a href={candidacyPath(place, each.nomination)}>{each.name}</a>,
        },
        { title: say('来自', 'From'), cell: (each) => orgName(each.from) },
        { title: say('渠道', 'Channel'), cell: (each) => w(lang).channels[each.channel] },
        { title: say('收到', 'Received'), cell: (each) => at(each.receivedAt) },
        {
          title: say('状态', 'State'),
          cell: (each) => <Tag tone={candidacyTones[each.state]}>{w(lang).states[each.state]}</Tag>,
        },
        { title: say('等待', 'Waits for'), cell: (each) => waitsFor(place, each, memberName) || '—' },
      ]}
      empty={<p>{say('这里没有申报对象。', 'Nobody here.')}</p>}
    />
  );
};

async function inboxView(web: Web, c: Ctx) {
  const place = await roundPlace(web, c, 'nomination.read');
  const { actor, lang, say, round, path } = place;
  const { table } = web.deps;
  const tally = await readTally(table, round.id);
  const query = (c.req.query('q') ?? '').trim();
  const cursor = c.req.query('cursor');
  const wanted = c.req.query('state');
  const filled = candidacyStates.filter((state) => (tally.states[state] ?? 0) > 0);
  const state = isState(wanted) ? wanted : (filled[0] ?? 'review');
  const page: Listed<Candidacy> =
    query === ''
      ? await inboxOf(table, round.id, state, cursor)
      : await searchCandidacies(web.deps, actor, round.id, query, cursor);
  const orgName = await organisationNames(table, page.items.map((each) => each.from));
  const memberName = await memberNames(table, page.items.flatMap((each) => each.asked.map((asked) => asked.member)), lang);
  const here = query === '' ? `${path}/inbox?state=${state}` : `${path}/inbox?q=${encodeURIComponent(query)}`;
  const shownStates = [...new Set([...filled, state])];
  return (
    <RoundPage {...framed(c, undefined)} place={place} tab="inbox" title={say('申报对象', 'Nominees')}>
      <Panel>
        <form method="get" action={`${path}/inbox`} role="search">
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
      </Panel>
      {query === '' && (
        <Tabs
          label={say('状态', 'States')}
          tabs={shownStates.map((each) => ({
            href: `${path}/inbox?state=${each}`,
            title: w(lang).states[each],
            count: tally.states[each] ?? 0,
            current: each === state,
          }))}
        />
      )}
      <Panel>
        <List
          place={place}
          items={page.items}
          orgName={orgName}
          memberName={memberName}
          caption={query === '' ? w(lang).states[state] : say(`名称以“${query}”开头`, `Names beginning with "${query}"`)}
        />
        <Pager
          lang={lang}
          previous={cursor === undefined ? undefined : here}
          next={page.cursor === undefined ? undefined : `${here}&cursor=${encodeURIComponent(page.cursor)}`}
        />
      </Panel>
    </RoundPage>
  );
}

const fates = (body: Typed['body']): readonly Straggler[] =>
  Object.entries(body).flatMap(([name, values]): Straggler[] => {
    const nomination = name.startsWith('fate.') ? name.slice(5) : '';
    const fate = values.at(-1);
    return nomination !== '' && (fate === 'out' || fate === 'carry') ? [{ nomination, fate }] : [];
  });

async function stragglersView(web: Web, c: Ctx, typed?: Typed) {
  const place = await roundPlace(web, c, 'nomination.read');
  const { actor, lang, say, round, path, stage } = place;
  const phase = await openPhase(web.deps, round.id);
  const page = await listStragglers(web.deps, actor, round.id);
  const orgName = await organisationNames(web.deps.table, page.items.map((each) => each.from));
  const memberName = await memberNames(web.deps.table, page.items.flatMap((each) => each.asked.map((asked) => asked.member)), lang);
  const named = stepPhases(stage).find((each) => each.id === phase?.id);
  const isReady = phase?.closable === true && place.can('round.configure');
  const Choice = ({ each }: { readonly each: Candidacy }) => (
    <fieldset>
      <legend class="visually-hidden">{each.name}</legend>
      <div class="options options-inline" id={`f-fate-${each.nomination}`}>
        {(['', 'out', 'carry'] as const).map((fate) => (
          <label class="option">
            <input
              type="radio"
              name={`fate.${each.nomination}`}
              value={fate}
              checked={keptText(typed, 'close', `fate.${each.nomination}`, '') === fate}
              disabled={fate === 'carry' && !mayCarry(each)}
            />
            <span>
              {fate === '' ? say('继续等待', 'Wait on') : fate === 'out' ? say('逾期不再参评', 'Out') : say('转入后续批次', 'Later tranche')}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
  return (
    <RoundPage
      {...framed(c, typed)}
      place={place}
      title={say('处理未办结对象', 'Settle those not through')}
      lead={
        named === undefined
          ? undefined
          : say(`${phaseName('zh', named)}：还有 ${phase?.open ?? 0} 名未办结。`, `${phaseName('en', named)}: ${phase?.open ?? 0} not through.`)
      }
    >
      <ChangedPanel lang={lang} history={await changedSince(web.deps.table, `round:${round.id}`, lang, typed)} />
      {phase !== undefined && !phase.closable && (
        <p>
          {phase.end === undefined
            ? say('还有申报正在进入本阶段，请稍后再来。', 'Some are still entering the phase; come back in a moment.')
            : say(`本阶段截止日是 ${phase.end}，次日起可以结束。`, `The phase runs until ${phase.end} and may be closed from the next day.`)}
        </p>
      )}
      {page.items.length === 0 ? (
        <Empty lang={lang} title={say('没有未办结的对象', 'Nobody is left')} />
      ) : (
        <form method="post" action={`${path}/stragglers`}>
          <HiddenCsrf csrf={c.get('frame').csrf} />
          <input type="hidden" name="version" value={String(round.version)} />
          <Panel>
            <DataTable
              lang={lang}
              caption={say('未办结的对象', 'Not through')}
              rows={page.items}
              columns={[
                { title: say('对象', 'Nominee'), header: true, cell: (each) => <a href={candidacyPath(place, each.nomination)}>{each.name}</a> },
                { title: say('来自', 'From'), cell: (each) => orgName(each.from) },
                {
                  title: say('状态', 'State'),
                  cell: (each) => (
                    <Tag tone={candidacyTones[each.state]}>
                      {each.step === undefined || each.step.kind !== each.state ? w(lang).states[each.state] : stepName(lang, each.step)}
                    </Tag>
                  ),
                },
                { title: say('等待', 'Waits for'), cell: (each) => waitsFor(place, each, memberName) || '—' },
                ...(isReady ? [{ title: say('如何处理', 'What becomes of it'), cell: (each: Candidacy) => <Choice each={each} /> }] : []),
              ]}
            />
            {page.cursor !== undefined && <p class="muted">{say('这里先列 50 名，处理后继续。', 'The first 50; go on with the rest afterwards.')}</p>}
          </Panel>
          {isReady && (
            <Panel>
              <Reason
                lang={lang}
                form="close"
                typed={typed}
                help={{ zh: '会告知申报人；转入后续批次的，在首批名单产生后继续办理。', en: 'The nominators read it; those carried go on after the first tranche was formed.' }}
              />
              <Actions>
                <Button>{say('确认处理', 'Settle them')}</Button>
                <a href={path}>{w(lang).buttons.cancel}</a>
              </Actions>
            </Panel>
          )}
        </form>
      )}
    </RoundPage>
  );
}

/** Lists of candidacies, and the end of a phase. */
export function inboxPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/inbox', async (c) => c.html(await inboxView(web, c)));
  pages.get('/rounds/:id/stragglers', async (c) => c.html(await stragglersView(web, c)));
  pages.post('/rounds/:id/stragglers', (c) =>
    posted(
      c,
      'close',
      async (body) => {
        const { actor, round, path } = await roundPlace(web, c);
        await closePhase(web.deps, actor, round.id, {
          stragglers: fates(body),
          reason: one(body, 'reason'),
          version: whole(one(body, 'version')),
        });
        return doneAt(path, 'closed');
      },
      (typed) => stragglersView(web, c, typed),
    ),
  );
  return pages;
}
