/** `/rounds/:id/panel`: who sits on the panel, how each nominee stands, and its closing. */

import * as z from 'zod';
import { invitePanel, recordAbsent } from '#actions/selection/panel.ts';
import { type PanelBoard, panelBoard } from '#actions/selection/panel-board.ts';
import { closePanel } from '#actions/selection/panel-closing.ts';
import { panelAbsence, panelInvitation } from '#actions/selection/panel-input.ts';
import { text } from '#domain/problem.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { jointOf } from '#domain/step-kinds.ts';
import { membersOf } from '#store/people.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { organisationNames, stepName } from '#web/frame/names.ts';
import { Box, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { w } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { allCommitments } from './commitment-sheet.tsx';
import { PanellistsBox } from './panel-people.tsx';
import { RankingBox, rankingJob } from './ranking-box.tsx';

const done = {
  invited: {
    zh: '评委已邀请，评审开始时会收到通知。',
    en: 'The panellists are invited; they get a letter when the panel begins.',
  },
  absent: { zh: '缺席已登记，其评分不计入。', en: 'The absence is recorded; her ballots do not count.' },
};

const closeForm = (path: string): FormSpec => ({
  form: 'close',
  action: `${path}/panel/close`,
  folded: text('结束评审', 'Close the panel'),
  note: text('结束后不能再评分。确定吗？', 'No more ballots afterwards. Close it?'),
});

/** How each nominee stands before the panel. */
const NomineesBox = (props: {
  readonly seen: SeenRound;
  readonly board: PanelBoard;
  readonly orgName: (id: string) => string;
  readonly previous: boolean;
}) => {
  const { seen, board, orgName, previous } = props;
  const { lang, say, path } = seen;
  const { step } = board.sitting;
  const judged = board.items.reduce((sum, row) => sum + row.judged, 0);
  const due = judged + board.items.reduce((sum, row) => sum + row.missing, 0);
  return (
    <Box title={say('评审进度', 'How it stands')} id="f-nominees">
      <Progress lang={lang} label={say('本页已评', 'Judged on this page')} value={judged} max={due} />
      <DataTable
        lang={lang}
        caption={say('评审对象', 'Nominees')}
        rows={board.items}
        columns={[
          {
            title: say('名次', 'Rank'),
            numeric: true,
            cell: (row) => (
              <>
                {row.score?.rank ?? '—'}{' '}
                {row.score?.tied === true && <Tag tone="warn">{say('并列', 'Tie')}</Tag>}
              </>
            ),
          },
          {
            title: say('对象', 'Nominee'),
            header: true,
            cell: (row) => <a href={candidacyPath(seen, row.nomination)}>{row.name}</a>,
          },
          { title: say('来自', 'From'), cell: (row) => orgName(row.from ?? '') },
          {
            title: say('已评', 'Judged'),
            numeric: true,
            cell: (row) => w(lang).parts.of(row.judged, row.judged + row.missing),
          },
          {
            title:
              step.method === 'vote'
                ? say('赞成 / 反对 / 弃权', 'For / against / abstain')
                : say('平均分', 'Mean'),
            numeric: true,
            cell: (row) =>
              row.tally?.votes === undefined
                ? (row.tally?.mean?.shown ?? '—')
                : `${row.tally.votes.for} / ${row.tally.votes.against} / ${row.tally.votes.abstain}`,
          },
          {
            title: say('回避', 'Conflicts'),
            numeric: true,
            cell: (row) => row.tally?.leftOut.length ?? '—',
          },
        ]}
        empty={<p>{say('还没有进入评审的对象。', 'Nobody is before the panel yet.')}</p>}
      />
      {board.items.some((row) => row.score?.tied === true) && (
        <p class="muted">
          {say(
            '平均分完全相同的并列同一名次（如 1、1、3），系统不排先后；谁入选由本单位在拟推荐名单中决定并写明理由。',
            'Equal means share a rank (1, 1, 3) and the system orders none of them: the organisation decides on the shortlist, with its reason.',
          )}
        </p>
      )}
      <Pager
        lang={lang}
        previous={previous ? `${path}/panel` : undefined}
        next={nextPage(`${path}/panel`, board.cursor)}
      />
    </Box>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { actor, lang, say, round, path } = seen;
  const board = await panelBoard(web.deps, actor, round.id, c.req.query('cursor'));
  const { step, isOpen, isRanking } = board.sitting;
  const job = isRanking ? await rankingJob(web.deps, board.sitting) : undefined;
  const canRun = seen.can('round.configure') && !board.sitting.closing && round.status !== 'cancelled';
  const seated = new Set(board.panellists.map((each) => each.member));
  const able = canRun
    ? (await membersOf(web.deps.table, round.org, 'panellist')).filter(
        (each) => each.status === 'active' && !seated.has(each.id),
      )
    : [];
  const orgName = await organisationNames(
    web.deps.table,
    board.items.flatMap((row) => row.from ?? []),
  );
  const present = board.panellists.filter((each) => each.absent === undefined).length;
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab="panel"
      title={stepName(lang, step)}
      lead={say(
        `${step.method === 'vote' ? '投票' : '评分'}；评委至少 ${step.min} 人${step.odd ? '，须为单数' : ''}${step.dropExtremes ? '；去掉一个最高分和一个最低分' : ''}${jointOf(step).length > 0 ? `；须有${jointOf(step).join('、')}的评委` : ''}。现有 ${present} 人。`,
        `${step.method === 'vote' ? 'By vote' : 'By marks'}; at least ${step.min} panellists${step.odd ? ', an odd number' : ''}${step.dropExtremes ? '; highest and lowest left out' : ''}${jointOf(step).length > 0 ? `; with somebody of ${jointOf(step).join(', ')}` : ''}. Now ${present}.`,
      )}
    >
      <PanellistsBox c={c} typed={typed} seen={seen} board={board} able={able} canRun={canRun} />
      <NomineesBox
        seen={seen}
        board={board}
        orgName={orgName}
        previous={c.req.query('cursor') !== undefined}
      />
      <RankingBox seen={seen} job={job} />
      {seen.can('shortlist.edit') && (isOpen || (isRanking && (job === undefined || isJobOver(job)))) && (
        <Box title={say('结束评审', 'Close the panel')} tone="tinted">
          <p>
            {say(
              '所有评委评完（或登记缺席）后结束；系统精确计算平均分和名次，之后不再接受评分。',
              'Close it when all have judged or are recorded as absent; exact means and ranks follow, and no more ballots are taken.',
            )}
          </p>
          <PostForm c={c} of={closeForm(path)} typed={typed} />
        </Box>
      )}
    </RoundPage>
  );
}

/** The panel of a round for its administrators; panellists score from their worklist. */
export const panelPages = mounting((pages, web) => {
  const { deps } = web;
  pages.get('/rounds/:id/panel', async (c) => c.html(await view(web, c)));
  pages.get('/rounds/:id/panel/commitments', async (c) => c.html(await allCommitments(web, c)));
  const show = (c: Ctx) => (typed: Typed) => view(web, c, typed);
  pages.post('/rounds/:id/panel/invite', (c) =>
    take(c, {
      form: 'invite',
      input: panelInvitation,
      names: { members: 'member' },
      work: async ({ members }) => {
        const { actor, round, path } = await seenRound(web, c);
        await invitePanel(deps, actor, round.id, members);
        return doneAt(`${path}/panel`, 'invited');
      },
      show: show(c),
    }),
  );
  pages.post('/rounds/:id/panel/absent', (c) =>
    take(c, {
      form: 'absent',
      input: panelAbsence,
      work: async (sent, { body }) => {
        const { actor, round, path } = await seenRound(web, c);
        await recordAbsent(deps, actor, { ...sent, round: round.id, member: one(body, 'member') });
        return doneAt(`${path}/panel`, 'absent');
      },
      // Each panellist has a form of her own on the page.
      show: (typed) => view(web, c, { ...typed, form: `absent-${one(typed.body, 'member')}` }),
    }),
  );
  pages.post('/rounds/:id/panel/close', (c) =>
    take(c, {
      form: 'close',
      input: z.object(),
      work: async () => {
        const { actor, round, path } = await seenRound(web, c);
        const { job } = await closePanel(deps, actor, round.id);
        return job === undefined ? doneAt(path, 'panel') : c.redirect(`/jobs/${job}`, 303);
      },
      show: show(c),
    }),
  );
});
