/** The notice of a tranche: previewed with both dates and its warnings, then posted, extended, suspended; its objections. */
import * as z from 'zod';
import { longerNotice, stoppedNotice } from '#actions/notice/notice-input.ts';
import { previewNotice } from '#actions/notice/notices.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { NoticeRecord, PublicNotice } from '#domain/notice/notice-record.ts';
import type { NoticeState } from '#domain/notice/notice-state.ts';
import type { Actor } from '#domain/people/people.ts';
import { Problem, text } from '#domain/problem.ts';
import { minimumNoticeDays } from '#domain/programme/stage-rules.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { find, inboxOf } from '#store/reads.ts';
import type { Web } from '#web/frame/context.ts';
import { Asked, keptText } from '#web/frame/form.tsx';
import { batchName } from '#web/frame/names.ts';
import { Actions, Box, Button, SummaryList, type SummaryRow, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { OnPage } from '#web/frame/take.ts';
import { noticeTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import type { SeenTranche } from '#web/round/tranche-parts.tsx';

interface Part extends OnPage {
  readonly seen: SeenTranche;
  readonly now: string;
}

const realDate = (written: string | undefined): string | undefined => z.iso.date().safeParse(written).data;

const postForm = ({ here, tranche }: SeenTranche, start: string): FormSpec => ({
  form: 'post',
  action: `${here}/post`,
  hidden: { version: String(tranche.version), start },
  note: text(
    `将公示 ${tranche.entries.length} 名，只显示评选活动允许公开的内容。`,
    `${tranche.entries.length} will be shown, with the permitted fields only.`,
  ),
  button: text(`自 ${start} 起公示`, `Post from ${start}`),
});

const why = ask(stoppedNotice, 'reason', { type: 'paragraph', max: 200 });

/** What can be done with a notice that runs. */
function noticeForms(seen: SeenTranche, notice: NoticeRecord, days: number | undefined): readonly FormSpec[] {
  if (notice.endedAt !== undefined) return [];
  const { here } = seen;
  const isStopped = notice.suspended !== undefined;
  const extend: FormSpec = {
    form: 'extend',
    action: `${here}/extend`,
    folded: text('延长公示', 'Extend'),
    note:
      seen.shortNotices.get(seen.tranche.n) ??
      text('填写延长后的总天数，须多于现在的天数。', 'Give the new length in days, more than now.'),
    groups: [[ask(longerNotice, 'days', { now: days }), why]],
  };
  const stop: FormSpec = {
    form: 'suspend',
    action: `${here}/suspend`,
    tone: 'danger',
    folded: text('中止公示', 'Suspend'),
    note: text(
      '中止期间不计公示期；恢复后重新计算。',
      'The period stops, and begins anew when it is resumed.',
    ),
    groups: [[why]],
  };
  const resume: FormSpec = {
    form: 'resume',
    action: `${here}/resume`,
    folded: text('恢复公示', 'Resume'),
    note: text('自今天起重新计算公示期。', 'The whole period begins anew today.'),
    groups: [[why]],
  };
  return [
    ...(seen.can('notice.extend') && !isStopped ? [extend] : []),
    ...(seen.can('notice.suspend') ? [isStopped ? resume : stop] : []),
  ];
}

/** The dates of a notice that begins on the chosen day, and what to be warned of. */
const Dates = (
  props: Pick<Awaited<ReturnType<typeof previewNotice>>, 'period' | 'warnings'> & {
    readonly seen: SeenTranche;
  },
) => {
  const { period, warnings } = props;
  const { lang, say, round, stage } = props.seen;
  const { days, mode, countPostingDay } = stage.notice;
  return (
    <>
      <SummaryList
        rows={[
          { label: say('开始', 'Begins'), value: period.start },
          {
            label: say('期限', 'Length'),
            value: say(
              `${days} 个${mode === 'working' ? '工作日' : '自然日'}，${countPostingDay ? '含' : '不含'}发布当日；本级一般不少于 ${minimumNoticeDays(round.level)} 个工作日`,
              `${days} ${mode === 'working' ? 'working' : 'calendar'} days, posting day ${countPostingDay ? 'counted' : 'not counted'}; at this level usually at least ${minimumNoticeDays(round.level)} working days`,
            ),
          },
          {
            label: say('结束（含发布当日计）', 'Ends, posting day counted'),
            value: (
              <>
                {period.inclusiveEnd}{' '}
                {countPostingDay && <Tag tone="info">{say('按此办理', 'In force')}</Tag>}
              </>
            ),
          },
          {
            label: say('结束（不含发布当日计）', 'Ends, posting day not counted'),
            value: (
              <>
                {period.strictEnd} {!countPostingDay && <Tag tone="info">{say('按此办理', 'In force')}</Tag>}
              </>
            ),
          },
          { label: say('异议截止', 'Objections until'), value: shownAt(period.closesAt) },
          { label: say('最早可审定', 'Decision from'), value: shownAt(period.decisionFrom) },
        ]}
      />
      {warnings.length > 0 && (
        <div class="flash flash-warning" role="alert">
          <p class="flash-title">{say('请注意', 'Please note')}</p>
          <ul>
            {warnings.map((each) => (
              <li>{t(lang, each.text)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
};

async function Preview({
  seen,
  c,
  typed,
  now,
  web,
  actor,
  start,
}: Part & { readonly web: Web; readonly actor: Actor; readonly start: string | undefined }) {
  const { lang, say, round, here } = seen;
  const chosen = realDate(keptText(typed, 'post', 'start', '')) ?? realDate(start) ?? shanghaiDate(now);
  const found = await previewNotice(web.deps, actor, round.id, chosen).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  return (
    <Box title={say('公示：先预览，再发布', 'Notice: look first, then post')} id="notice">
      <form method="get" action={here}>
        <Asked
          lang={lang}
          form="post"
          typed={typed}
          field={{ id: 'start', type: 'date', label: { zh: '公示开始日期', en: 'First day of the notice' } }}
          now={chosen}
        />
        <Actions>
          <Button tone="secondary">{say('预览这一天', 'Preview this day')}</Button>
        </Actions>
      </form>
      {found instanceof Problem ? (
        <div class="flash flash-warning" role="alert">
          <p class="flash-title">{t(lang, found.text)}</p>
          {found.code === 'calendar-not-loaded' && (
            <p>
              <a href="/calendar">{say('放假安排', 'Holiday schedules')}</a>
            </p>
          )}
        </div>
      ) : (
        <>
          <Dates seen={seen} {...found} />
          {seen.can('notice.post') && <PostForm c={c} of={postForm(seen, chosen)} typed={typed} />}
        </>
      )}
    </Box>
  );
}

function stateOf(notice: NoticeRecord, now: string): NoticeState {
  if (notice.endedAt !== undefined) return 'takenDown';
  if (notice.suspended !== undefined) return 'suspended';
  if (shanghaiDate(now) < notice.start) return 'planned';
  return now >= notice.decisionFrom ? 'ended' : 'open';
}

/** How a posted notice stands: its dates, who is held, and where objections are. */
function standing(
  { say, here, round, can }: SeenTranche,
  notice: NoticeRecord,
  shown: PublicNotice | undefined,
  held: readonly Candidacy[],
): readonly SummaryRow[] {
  const cases = `/objections?org=${round.org}`;
  const casesLink = (words: string) => (can('objection.read') ? <a href={cases}>{words}</a> : words);
  return [
    {
      label: say('公示期', 'Period'),
      value: say(`${notice.start} 至 ${notice.end}`, `${notice.start} to ${notice.end}`),
    },
    ...(shown === undefined || shown.strictEnd === notice.end
      ? []
      : [{ label: say('不含发布当日计', 'Posting day not counted'), value: shown.strictEnd }]),
    { label: say('异议截止', 'Objections until'), value: shownAt(notice.closesAt) },
    { label: say('最早可审定', 'Decision from'), value: shownAt(notice.decisionFrom) },
    ...(notice.suspended === undefined
      ? []
      : [
          {
            label: say('中止', 'Suspended'),
            value: `${shownAt(notice.suspended.since)} · ${notice.suspended.reason}`,
          },
        ]),
    ...(notice.extended === undefined
      ? []
      : [
          {
            label: say('延长', 'Extended'),
            value: `${shownAt(notice.extended.at)} · ${notice.extended.reason}`,
          },
        ]),
    {
      label: say('公示页', 'Public page'),
      value: (
        <a href={`/notices/${encodeURIComponent(notice.id)}`}>{say('打开公示页', 'Open the public page')}</a>
      ),
    },
    {
      label: say('异议', 'Objections'),
      value:
        held.length === 0 ? (
          casesLink(say('没有被搁置的对象', 'Nobody is held'))
        ) : (
          <>
            {say(`${held.length} 名因异议暂缓：`, `${held.length} held: `)}
            {held.map((each) => each.name).join('、')}
            {can('objection.read') && <> · {casesLink(say('查看异议', 'See the objections'))}</>}
          </>
        ),
    },
    ...(can('objection.handle')
      ? [
          {
            label: say('来信来电来访', 'Letters, calls, visits'),
            value: <a href={`${here}/objection`}>{say('登记异议', 'Enter an objection')}</a>,
          },
        ]
      : []),
  ];
}

/** The notice's part of a tranche page: the preview until it is posted, then how it stands. */
export async function NoticeBox(
  props: Part & { readonly web: Web; readonly actor: Actor; readonly start: string | undefined },
) {
  const { seen, c, typed, now, web } = props;
  const { lang, tranche, step, round } = seen;
  const { notice } = tranche;
  if (notice === undefined) return step === 'notice' ? <Preview {...props} /> : null;
  const shown = await find<PublicNotice>(web.deps.table, keys.notice(notice.id), false);
  const held = (await inboxOf(web.deps.table, round.id, 'held', undefined, 25)).items.filter(
    // Whoever was objected to after the notice stands in no tranche any more.
    (each) => (each.tranche ?? tranche.n) === tranche.n || tranche.entries.includes(each.nomination),
  );
  const state = stateOf(notice, now);
  return (
    <Box
      title={batchName(lang, seen.stage, 'notice')}
      aside={<Tag tone={noticeTones[state]}>{w(lang).notices[state]}</Tag>}
      id="notice"
    >
      <SummaryList rows={standing(seen, notice, shown, held)} />
      <div class="actions">
        {noticeForms(seen, notice, shown?.days).map((each) => (
          <PostForm c={c} of={each} typed={typed} />
        ))}
      </div>
    </Box>
  );
}
