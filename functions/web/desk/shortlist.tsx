/** `/rounds/:id/shortlist`: candidates by score, the list with its quota board, reserves, and its confirmation. */
import { Hono } from 'hono';
import { confirmShortlist, editShortlist, readShortlist } from '#actions/shortlists.ts';
import { parseExact, showExact } from '#domain/fraction.ts';
import type { BoardRow } from '#domain/quota.ts';
import type { Candidacy, ShortlistEntry } from '#domain/records.ts';
import { stepPhases } from '#domain/step.ts';
import { candidaciesOf } from '#store/reads.ts';
import type { Table } from '#store/table.ts';
import { DataTable, QuotaBoard, type QuotaLine } from '../boards.tsx';
import type { Ctx, Env, Web } from '../context.ts';
import { Actions, Button, Details, Empty, HiddenCsrf, Panel, Tag } from '../parts.tsx';
import { t, w } from '../words.ts';
import { Act } from './act.tsx';
import { ChangedPanel, changedSince } from './history.tsx';
import { candidacyPath } from './inbox.tsx';
import { type NameOf, organisationNames } from './names.ts';
import { type Place, RoundPage, roundPlace } from './place.tsx';
import { doneAt, framed, keptTick, many, one, posted, Tick, type Typed, whole } from './posting.tsx';
import { idsOf, pressed, type RankedCandidate, ranked } from './shortlist-moves.ts';

/** So many candidates are read to rank them; a round with more is shortlisted from its panel's board. */
const mostCandidates = 2_000;

async function waitingOf(table: Table, round: string): Promise<readonly Candidacy[]> {
  const found: Candidacy[] = [];
  let cursor: string | undefined;
  do {
    const page = await candidaciesOf(table, round, cursor, 200);
    found.push(...page.items.filter((each) => each.state === 'waiting'));
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < mostCandidates);
  return found;
}

/** The board of the quota as lines of bars. */
export const quotaLines = (place: Pick<Place, 'lang' | 'say'>, board: readonly BoardRow[]): readonly QuotaLine[] =>
  board.map((row) => ({
    label: t(place.lang, row.title),
    used: row.count,
    ...(row.kind === 'atLeast' ? { atLeast: row.limit } : { atMost: row.limit }),
  }));

const scoreText = (score: string | undefined): string => {
  const exact = score === undefined ? undefined : parseExact(score);
  return exact === undefined ? '—' : showExact(exact);
};

const Row = (props: { readonly place: Place; readonly id: string; readonly editable: boolean; readonly kind: 'chosen' | 'reserves' }) => {
  const { place, id } = props;
  const { say } = place;
  if (!props.editable) return <>—</>;
  const press = (what: string, text: string) => (
    <Button small tone="quiet" name="press" value={`${what}:${id}`}>
      {text}
    </Button>
  );
  return (
    <span class="actions">
      {press('up', say('上移', 'Up'))}
      {press('down', say('下移', 'Down'))}
      {props.kind === 'chosen' ? press('reserve', say('改为备选', 'To reserve')) : press('choose', say('改为拟推荐', 'Choose'))}
      {press('off', say('移出', 'Take off'))}
    </span>
  );
};

const Listed = (props: {
  readonly place: Place;
  readonly title: string;
  readonly kind: 'chosen' | 'reserves';
  readonly entries: readonly ShortlistEntry[];
  readonly editable: boolean;
  readonly orgName: NameOf;
}) => {
  const { place, entries, orgName } = props;
  const { lang, say } = place;
  const numbered = entries.map((entry, i) => ({ entry, n: i + 1 }));
  return (
    <DataTable
      lang={lang}
      caption={props.title}
      rows={numbered}
      columns={[
        { title: say('序号', 'No.'), numeric: true, cell: ({ n }) => n },
        { title: say('对象', 'Nominee'), header: true, cell: ({ entry }) => <a href={candidacyPath(place, entry.nomination)}>{entry.name}</a> },
        { title: say('来自', 'From'), cell: ({ entry }) => orgName(entry.from) },
        { title: say('得分', 'Score'), numeric: true, cell: ({ entry }) => scoreText(entry.score) },
        ...(props.editable
          ? [{ title: say('调整', 'Change'), cell: ({ entry }: { entry: ShortlistEntry }) => <Row place={place} id={entry.nomination} editable kind={props.kind} /> }]
          : []),
      ]}
      empty={<p>{say('还没有列入。', 'Nobody yet.')}</p>}
    />
  );
};

const Candidates = (props: {
  readonly place: Place;
  readonly rows: readonly RankedCandidate[];
  readonly typed: Typed | undefined;
  readonly orgName: NameOf;
}) => {
  const { place, rows, typed, orgName } = props;
  const { lang, say, stage } = place;
  const groups = stage.quota.groups;
  return (
    <>
      <DataTable
        lang={lang}
        caption={say('待选对象（按得分）', 'To choose from, by score')}
        rows={rows}
        columns={[
          { title: say('名次', 'Rank'), numeric: true, cell: ({ rank }) => rank ?? '—' },
          {
            title: say('对象', 'Nominee'),
            header: true,
            cell: ({ candidacy }) => (
              <Tick name="ticked" value={candidacy.nomination} checked={keptTick(typed, 'edit', 'ticked', candidacy.nomination)}>
                <a href={candidacyPath(place, candidacy.nomination)}>{candidacy.name}</a>
              </Tick>
            ),
          },
          { title: say('来自', 'From'), cell: ({ candidacy }) => orgName(candidacy.from) },
          {
            title: say('得分', 'Score'),
            numeric: true,
            cell: ({ candidacy, tied }) => (
              <>
                {scoreText(candidacy.score?.mean)} {tied && <Tag tone="warn">{say('并列', 'Tie')}</Tag>}
              </>
            ),
          },
          ...(groups.length === 0
            ? []
            : [
                {
                  title: say('结构', 'Groups'),
                  cell: ({ candidacy }: RankedCandidate) =>
                    groups.filter((group) => group.values.includes(candidacy.facts[group.field] ?? '')).map((group) => group.title).join('、') || '—',
                },
              ]),
        ]}
        empty={<p>{say('没有待选对象。', 'Nobody is left to choose from.')}</p>}
      />
      {rows.some((row) => row.tied) && (
        <p class="muted">
          {say(
            '同分的对象名次并列。评选活动没有规定同分时的取舍规则，系统不自动排序，由本单位集体研究确定并在会议纪要中写明。',
            'Equal scores share a rank. No rule is declared for ties, so the system orders none of them: the organisation decides and writes it in its minutes.',
          )}
        </p>
      )}
      {rows.length > 0 && (
        <Actions>
          <Button name="press" value="choose">
            {say('勾选的列入拟推荐', 'Choose the ticked')}
          </Button>
          <Button tone="secondary" name="press" value="reserve">
            {say('勾选的列为备选', 'Ticked to reserve')}
          </Button>
        </Actions>
      )}
    </>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const place = await roundPlace(web, c);
  const { actor, lang, say, round, stage, path } = place;
  const { csrf } = c.get('frame');
  const { list, board } = await readShortlist(web.deps, actor, round.id);
  const phase = stepPhases(stage)[round.phase];
  const isHere = round.status === 'selecting' && phase?.steps[0].kind === 'shortlist' && round.progress === 'idle';
  const editable = isHere && place.can('shortlist.edit');
  const listed = new Set([...idsOf(list.chosen), ...idsOf(list.reserves)]);
  const rows = isHere ? ranked((await waitingOf(web.deps.table, round.id)).filter((each) => !listed.has(each.nomination))) : [];
  const orgName = await organisationNames(web.deps.table, [
    ...list.chosen.map((entry) => entry.from),
    ...list.reserves.map((entry) => entry.from),
    ...rows.map((row) => row.candidacy.from),
  ]);
  const short = board.some((row) => row.kind === 'atLeast' && !row.ok) || list.chosen.length < (round.settings.places ?? 0);
  return (
    <RoundPage
      {...framed(c, typed, { saved: { zh: '名单已更新。', en: 'The list is changed.' } })}
      place={place}
      tab="shortlist"
      title={w(lang).steps.shortlist}
      lead={list.confirmedAt === undefined ? undefined : say('名单已确认，不能再改。', 'The list is confirmed and fixed.')}
    >
      <ChangedPanel lang={lang} history={await changedSince(web.deps.table, `round:${round.id}`, lang, typed)} />
      <Panel title={say('名额与结构', 'Places and groups')}>
        <QuotaBoard lang={lang} lines={quotaLines(place, board)} />
        {stage.quota.mode === 'differential' && (
          <p class="muted">{say(`差额评选，候选人数为名额的 ${stage.quota.ratio ?? 1} 倍。`, `More candidates than places, by ${stage.quota.ratio ?? 1}.`)}</p>
        )}
      </Panel>
      {!isHere && list.confirmedAt === undefined && <Empty lang={lang} title={say('还没有到拟定名单的环节', 'Not yet at this step')} />}
      <form method="post" action={`${path}/shortlist`}>
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="version" value={String(list.version)} />
        <Panel id="f-chosen">
          <Listed place={place} title={say(`拟推荐 ${list.chosen.length} 名`, `Chosen: ${list.chosen.length}`)} kind="chosen" entries={list.chosen} editable={editable} orgName={orgName} />
        </Panel>
        {(stage.quota.reserves > 0 || list.reserves.length > 0) && (
          <Panel id="f-reserves">
            <Listed place={place} title={say(`备选 ${list.reserves.length} 名（按递补顺序）`, `Reserves: ${list.reserves.length}, in the order of promotion`)} kind="reserves" entries={list.reserves} editable={editable} orgName={orgName} />
          </Panel>
        )}
        {editable && (
          <Panel>
            <Candidates place={place} rows={rows} typed={typed} orgName={orgName} />
          </Panel>
        )}
      </form>
      {isHere && place.can('shortlist.confirm') && list.chosen.length > 0 && (
        <Panel title={say('确认名单', 'Confirm the list')} tone="tinted">
          <p>
            {say(
              `确认后进入下一环节，名单不能再改；未列入的 ${rows.length} 名为落选。`,
              `The round then goes on and the list is fixed; ${rows.length} not listed are not chosen.`,
            )}
          </p>
          <Act
            lang={lang}
            csrf={csrf}
            form="confirm"
            typed={typed}
            action={`${path}/shortlist/confirm`}
            fields={{ version: String(list.version) }}
            label={say('确认拟推荐名单', 'Confirm the shortlist')}
            question={say(`拟推荐 ${list.chosen.length} 名，备选 ${list.reserves.length} 名。确认吗？`, `${list.chosen.length} chosen, ${list.reserves.length} in reserve. Confirm?`)}
          >
            {short && (
              <Tick name="leaveVacant" value="yes" checked={keptTick(typed, 'confirm', 'leaveVacant', 'yes')}>
                {say('名额未用完，空缺的名额不再递补', 'Leave the places that are not used vacant')}
              </Tick>
            )}
          </Act>
        </Panel>
      )}
      <Details title={say('规则', 'Rules')}>
        <p>{say('比例以名额为基数，上限向下取整、下限向上取整；每次修改都按全部批次核对。', 'Ratios are taken of the places; caps round down, floors round up; each change is checked over all tranches.')}</p>
      </Details>
    </RoundPage>
  );
}

/** The shortlist of a round. */
export function shortlistPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/shortlist', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/shortlist', (c) =>
    posted(
      c,
      'edit',
      async (body) => {
        const { actor, round, path } = await roundPlace(web, c);
        const { list } = await readShortlist(web.deps, actor, round.id);
        const before = { chosen: idsOf(list.chosen), reserves: idsOf(list.reserves) };
        const next = pressed(before, one(body, 'press'), many(body, 'ticked'));
        await editShortlist(web.deps, actor, round.id, { ...next, version: whole(one(body, 'version')) });
        return doneAt(`${path}/shortlist`, 'saved');
      },
      (typed) => view(web, c, typed),
    ),
  );
  pages.post('/rounds/:id/shortlist/confirm', (c) =>
    posted(
      c,
      'confirm',
      async (body) => {
        const { actor, round, path } = await roundPlace(web, c);
        await confirmShortlist(web.deps, actor, round.id, {
          version: whole(one(body, 'version')),
          leaveVacant: one(body, 'leaveVacant') === 'yes',
        });
        return doneAt(path, 'confirmed');
      },
      (typed) => view(web, c, typed),
    ),
  );
  return pages;
}
