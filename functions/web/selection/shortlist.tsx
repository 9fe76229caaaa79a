/** `/rounds/:id/shortlist`: candidates by score, the list with its quota board, reserves, and its confirmation. */

import { confirmShortlist } from '#actions/selection/confirming.ts';
import { settleGrades } from '#actions/selection/grade-settling.ts';
import { reallocateVacancies } from '#actions/selection/reallocation.ts';
import {
  gradeSettling,
  reallocation,
  shortlistConfirmation,
  shortlistOrder,
} from '#actions/selection/selection-input.ts';
import { editShortlist, isShortlisting, listBreaks, readShortlist } from '#actions/selection/shortlists.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { text } from '#domain/problem.ts';
import { leaveVacantTick } from '#domain/selection/vacancies.ts';
import { type Listed as Page, waitingOf } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { assetPaths } from '#web/frame/assets.ts';
import { QuotaBoard } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { batchName, organisationNames } from '#web/frame/names.ts';
import { Box, Details, Empty, HiddenCsrf } from '#web/frame/parts.tsx';
import { many, one } from '#web/frame/posted.ts';
import { type OnPage, type Typed, take } from '#web/frame/take.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { ConfirmBox } from './confirm-box.tsx';
import { comparisonPath } from './desk-comparison.tsx';
import { GradesBox, gradesIn } from './grades-box.tsx';
import { GroupsBox } from './groups-box.tsx';
import { dragged, idsOf, pressed } from './shortlist-order.ts';
import { CandidatesBox, ListBox, pageSize, placed, queryOf, RankForm, shownIn } from './shortlist-pages.tsx';
import { quotaLines } from './shortlist-view.tsx';
import { VacancyNote } from './vacancy-note.tsx';

const done = {
  saved: text('名单已更新。', 'The list is changed.'),
  graded: text('等次已保存。', 'The grades are saved.'),
  moved: text('空缺名额已调剂，见各类别。', 'The empty places are re-allocated; see the groups.'),
};

/** What the page shows: the list and its board, one page of those who wait, and how many wait in all. */
async function loaded(web: Web, c: Ctx, seen: SeenRound) {
  const { actor, round, stage } = seen;
  const { table } = web.deps;
  const { list, board, grades } = await readShortlist(web.deps, actor, round.id);
  const isHere = isShortlisting(round, stage);
  const editable = isHere && seen.can('shortlist.edit');
  const shown = shownIn(c);
  const page: Page<Candidacy> = editable
    ? await waitingOf(table, round.id, shown, pageSize)
    : { items: [], cursor: undefined };
  const listed = new Set([...idsOf(list.chosen), ...idsOf(list.reserves)]);
  const rows = page.items.filter((each) => !listed.has(each.nomination));
  const orgName = await organisationNames(table, [
    ...list.chosen.slice(shown.chosen, shown.chosen + pageSize).map((entry) => entry.from),
    ...list.reserves.slice(shown.reserves, shown.reserves + pageSize).map((entry) => entry.from),
    ...rows.map(({ from }) => from),
  ]);
  const { states } = await readTally(table, round.id);
  return { list, board, grades, isHere, editable, shown, page, rows, orgName, waiting: states.waiting ?? 0 };
}

/** Both lists and those who wait, in one form: a press changes the list as a whole. */
const ListForm = (
  props: OnPage & { readonly seen: SeenRound; readonly of: Awaited<ReturnType<typeof loaded>> },
) => {
  const { c, seen, typed, of } = props;
  const { say, stage, path } = seen;
  const { list, editable, orgName } = of;
  const { chosen, reserves } = list;
  const listProps = { c, seen, typed, editable, orgName };
  return (
    <form
      method="post"
      action={`${path}/shortlist${queryOf(of.shown)}`}
      {...(editable && { 'data-sort': 'moved' })}
    >
      <HiddenCsrf csrf={c.get('frame').csrf} />
      <input type="hidden" name="version" value={String(list.version)} />
      {editable && chosen.length + reserves.length > 1 && (
        <>
          <p class="hint" hidden data-sort-hint>
            {say(
              '调整顺序：拖动一行，或在行内按 Alt 加上下方向键，或按“上移”“下移”。',
              'To put them in order: drag a row, press Alt with an arrow inside it, or use Up and Down.',
            )}
          </p>
          <script type="module" src={assetPaths.sort}></script>
        </>
      )}
      <ListBox
        {...listProps}
        kind="chosen"
        title={say(`拟推荐 ${chosen.length} 名`, `Chosen: ${chosen.length}`)}
        entries={chosen}
      />
      {(stage.quota.reserves > 0 || reserves.length > 0) && (
        <ListBox
          {...listProps}
          kind="reserves"
          title={say(
            `备选 ${reserves.length} 名（按递补顺序）`,
            `Reserves: ${reserves.length}, in the order of promotion`,
          )}
          entries={reserves}
        />
      )}
      {editable && (
        <CandidatesBox
          {...{ c, seen, typed, orgName }}
          page={of.page}
          rows={of.rows}
          breaks={listBreaks(stage, seen.round, list)}
          full={of.board.find(({ kind, count, limit }) => kind === 'places' && count >= limit)}
        />
      )}
    </form>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { lang, say, round, stage } = seen;
  const of = await loaded(web, c, seen);
  const { list, board, isHere, editable, waiting } = of;
  const short =
    board.some((row) => row.kind === 'atLeast' && !row.ok) ||
    of.grades.some(({ count, places }) => places !== 'open' && count < places) ||
    board.some(({ kind, count, limit }) => kind === 'places' && count < limit);
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab="shortlist"
      title={batchName(lang, stage, 'shortlist')}
      lead={
        list.confirmedAt === undefined
          ? undefined
          : say('名单已确认，不能再改。', 'The list is confirmed and fixed.')
      }
    >
      <ChangedBox lang={lang} history={await changedSince(web.deps.table, `round:${round.id}`, typed)} />
      <Box title={say('名额与结构', 'Places and groups')}>
        <QuotaBoard lang={lang} lines={quotaLines(seen, board)} />
        {short && isHere && list.chosen.length > 0 && (
          <p>
            {say(
              `名额没有用完。要留空，请在“确认名单”中勾选“${leaveVacantTick.zh}”并写明原因；否则请继续列入。`,
              `Places are left. To leave them empty tick "${leaveVacantTick.en}" when you confirm, and say why; or list more.`,
            )}
          </p>
        )}
        {list.vacancy !== undefined && <VacancyNote lang={lang} vacancy={list.vacancy} />}
        {stage.quota.mode === 'differential' && (
          <p class="muted">
            {say(
              `差额评选，候选人数为名额的 ${stage.quota.ratio ?? 1} 倍。`,
              `More candidates than places, by ${stage.quota.ratio ?? 1}.`,
            )}
          </p>
        )}
      </Box>
      {!isHere && list.confirmedAt === undefined && (
        <Empty lang={lang} title={say('还没有到拟定名单的环节', 'Not yet at this step')} />
      )}
      <ListForm c={c} seen={seen} typed={typed} of={of} />
      {editable && waiting > pageSize && <RankForm c={c} seen={seen} />}
      <GroupsBox c={c} seen={seen} typed={typed} list={list} board={board} editable={editable} />
      <GradesBox {...{ c, seen, typed, list, isHere }} board={of.grades} shown={of.shown} />
      {isHere && seen.can('shortlist.confirm') && list.chosen.length > 0 && (
        <ConfirmBox c={c} seen={seen} typed={typed} list={list} waiting={waiting} short={short} />
      )}
      <Details title={say('规则', 'Rules')}>
        <p>
          {say(
            '比例以名额为基数，上限向下取整、下限向上取整；每次修改都按全部批次核对。',
            'Ratios are taken of the places; caps round down, floors round up; each change is checked over all tranches.',
          )}
        </p>
      </Details>
    </RoundPage>
  );
}

/** The shortlist of a round. */
export const shortlistPages = mounting((pages, web) => {
  pages.get('/rounds/:id/shortlist', async (c) => c.html(await view(web, c)));
  const show = (c: Ctx) => (typed: Typed) => view(web, c, typed);
  pages.post('/rounds/:id/shortlist', (c) =>
    take(c, {
      form: 'edit',
      input: shortlistOrder.pick({ version: true }),
      work: async (sent, { body }) => {
        const seen = await seenRound(web, c);
        const { actor, round, path } = seen;
        if (one(body, 'press') === 'compare') return comparisonPath(seen, many(body, 'ticked'));
        const { list } = await readShortlist(web.deps, actor, round.id);
        const before = { chosen: idsOf(list.chosen), reserves: idsOf(list.reserves) };
        const press = one(body, 'press');
        const kind = (['chosen', 'reserves'] as const).find((each) => press === `place:${each}`);
        const moved = one(body, 'moved');
        const next =
          moved !== ''
            ? dragged(before, moved)
            : kind === undefined
              ? pressed(before, press, many(body, 'ticked'))
              : placed(before, kind, body);
        await editShortlist(web.deps, actor, round.id, { ...next, ...sent });
        const who = moved.split('.')[0] || /^(?:up|down):(.+)$/.exec(press)?.[1];
        const at = who === undefined ? '' : `#at-${encodeURIComponent(who)}`;
        return doneAt(`${path}/shortlist${queryOf(shownIn(c))}`, 'saved') + at;
      },
      show: show(c),
    }),
  );
  pages.post('/rounds/:id/shortlist/reallocate', (c) =>
    take(c, {
      form: 'reallocate',
      input: reallocation,
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        await reallocateVacancies(web.deps, actor, round.id, sent);
        return doneAt(`${path}/shortlist`, 'moved');
      },
      show: show(c),
    }),
  );
  pages.post('/rounds/:id/shortlist/grades', (c) =>
    take(c, {
      form: 'grades',
      input: gradeSettling.pick({ version: true }),
      work: async (sent, { body }) => {
        const seen = await seenRound(web, c);
        const { actor, round, path } = seen;
        const { list } = await readShortlist(web.deps, actor, round.id);
        const nominees = gradesIn(body, seen, list);
        if (nominees.length > 0) await settleGrades(web.deps, actor, round.id, { nominees, ...sent });
        return doneAt(`${path}/shortlist${queryOf(shownIn(c))}`, 'graded');
      },
      show: show(c),
    }),
  );
  pages.post('/rounds/:id/shortlist/confirm', (c) =>
    take(c, {
      form: 'confirm',
      input: shortlistConfirmation,
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        await confirmShortlist(web.deps, actor, round.id, sent);
        return doneAt(path, 'confirmed');
      },
      show: show(c),
    }),
  );
});
