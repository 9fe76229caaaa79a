/** 评审: the commitment first, then the list of nominees with the panellist's own ballots; nobody else's are shown. */

import { commitToPanel } from '#actions/selection/panel-ballots.ts';
import { type PanelBoard, panelBoard } from '#actions/selection/panel-board.ts';
import { panelPromise } from '#actions/selection/panel-input.ts';
import { keptMarks } from '#actions/selection/panel-marks.ts';
import type { Deps } from '#deps';
import { entryUnder } from '#domain/members.ts';
import { type Fault, text } from '#domain/problem.ts';
import { commitmentLines, commitmentVersion } from '#domain/selection/commitment.ts';
import type { BallotRecord, Panellist } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from '#web/frame/errors.tsx';
import { framed, whole } from '#web/frame/form.tsx';
import { type Flash, Page } from '#web/frame/layout.tsx';
import { stepName } from '#web/frame/names.ts';
import { Actions, Box, Button, HiddenCsrf, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { type Markup, type Typed, take } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { secondPress } from '#web/review/second-press.tsx';
import { workCrumb } from '#web/review/task-parts.tsx';
import { frameAt, type Reader, stepHref } from '#web/review/worklist-reader.ts';

const words = {
  commitment: text('评审承诺书', 'Commitment of the panel'),
  commitLead: text('开始评审前，请阅读并作出承诺。', 'Please read this and promise it before you begin.'),
  promise: text('我已阅读，并作出以上承诺', 'I have read this and promise it'),
  begin: text('开始评审', 'Begin'),
  name: text('申报对象', 'Nominee'),
  mine: text('我的评审', 'My ballot'),
  todo: text('未评', 'Not yet'),
  judged: text('已评', 'Judged'),
  kept: text('已保存，待确认', 'Kept, not confirmed'),
  compare: text('比较', 'Compare'),
  sideBySide: text('并排比较勾选的两位', 'Compare the two that are ticked'),
  two: text('请勾选两位再比较。', 'Tick two nominees to compare.'),
  waiting: (n: number) =>
    text(`有 ${n} 位的评分已保存，还没有确认。`, `The marks of ${n} are kept and not confirmed.`),
  confirmAll: text('核对并一并确认', 'Check and confirm all'),
  savedAll: text('已确认，评分已记入。', 'Confirmed; your marks are recorded.'),
  aside: text('已回避', 'Stood aside'),
  barred: text('按规定回避', 'Barred'),
  lead: text(
    '评审结束前可以修改自己的评分；评分和名次不向评委公布。',
    'You may change your ballots until the panel is closed; marks and ranks are not shown to the panel.',
  ),
  paper: text('我的评审承诺书（可打印）', 'My commitment, to print'),
  closed: text('评审已经结束或尚未开始。', 'The panel is over, or has not begun.'),
  saved: text('已保存', 'Saved'),
  stoodAside: text('已申明回避', 'You stood aside'),
} as const;

interface StepRef {
  readonly round: string;
  readonly step: string;
}

/** An own ballot in words; the marks themselves stand on its page. */
function ballotState(lang: Lang, own: BallotRecord | undefined, barred: boolean, isKept: boolean) {
  if (own?.conflict !== undefined) return <Tag>{t(lang, words.aside)}</Tag>;
  if (barred) return <Tag>{t(lang, words.barred)}</Tag>;
  if (isKept) return <Tag tone="info">{t(lang, words.kept)}</Tag>;
  return own === undefined ? (
    <Tag tone="warn">{t(lang, words.todo)}</Tag>
  ) : (
    <Tag tone="good">{t(lang, words.judged)}</Tag>
  );
}

const Commitment = (props: { lang: Lang; csrf: string; action: string; faults: readonly Fault[] }) => {
  const { lang } = props;
  const own = faultsAt(props.faults, 'commitment');
  const id = fieldId('commitment');
  return (
    <form method="post" action={props.action}>
      <HiddenCsrf csrf={props.csrf} />
      <fieldset class="group">
        <legend class="group-title">{t(lang, words.commitment)}</legend>
        <p>{t(lang, words.commitLead)}</p>
        <ol>
          {commitmentLines().map((line) => (
            <li>{t(lang, line)}</li>
          ))}
        </ol>
        <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
          {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
          <label class="option">
            <input type="checkbox" id={id} name="commitment" value={commitmentVersion} required />
            <span>
              {t(lang, words.promise)}
              <RequiredMark />
            </span>
          </label>
        </div>
      </fieldset>
      <Actions>
        <Button>{t(lang, words.begin)}</Button>
      </Actions>
    </form>
  );
};

/** The panellist's own seat; undefined for somebody who only oversees. */
export const seatOf = (deps: Deps, who: Reader, round: string): Promise<Panellist | undefined> =>
  find<Panellist>(deps.table, keys.panellist(round, who.actor.id));

/** The nominees with the panellist's own ballots; two that are ticked are compared side by side. */
const Nominees = (props: {
  lang: Lang;
  here: string;
  board: PanelBoard;
  kept: ReadonlySet<string>;
  /** How many stand on the pages before. */
  from: number;
}) => {
  const { lang, here, board, kept, from } = props;
  const rows = board.items.map((row, i) => ({ ...row, n: from + i + 1 }));
  return (
    <form method="get" action={`${here}/compare`}>
      <DataTable
        lang={lang}
        caption={t(lang, words.mine)}
        rows={rows}
        columns={[
          {
            title: t(lang, words.name),
            cell: (row) => <a href={`${here}/${row.nomination}?n=${row.n}`}>{row.name}</a>,
          },
          {
            title: t(lang, words.mine),
            cell: (row) => ballotState(lang, row.own, row.barred, kept.has(row.nomination)),
          },
          {
            title: t(lang, words.compare),
            cell: (row) => (
              <label class="option">
                <input type="checkbox" name="who" value={row.nomination} />
                <span class="visually-hidden">{row.name}</span>
              </label>
            ),
          },
        ]}
      />
      {rows.length > 1 && (
        <Actions>
          <Button tone="secondary">{t(lang, words.sideBySide)}</Button>
        </Actions>
      )}
      <Pager lang={lang} next={nextPage(`${here}?from=${from + rows.length}`, board.cursor)} />
    </form>
  );
};

const doneWords = { conflict: words.stoodAside, ballots: words.savedAll } as const;
const flashOf = (lang: Lang, done: string | undefined): Flash | undefined =>
  done === undefined
    ? undefined
    : done === 'two'
      ? { kind: 'warning', title: t(lang, words.two) }
      : { kind: 'success', title: t(lang, entryUnder(doneWords, done) ?? words.saved) };

/** The board of one panellist, or the commitment while she has not made it. */
export async function panelPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: StepRef,
  typed?: Typed,
): Promise<Markup> {
  const frame = { ...framed(c, typed), ...frameAt(c, who) };
  const { lang, csrf, faults } = frame;
  const [board, seat] = await Promise.all([
    panelBoard(deps, who.actor, ref.round, c.req.query('cursor')),
    seatOf(deps, who, ref.round),
  ]);
  const marks = seat === undefined ? [] : await keptMarks(deps, who.actor, ref.round);
  const here = stepHref(who, ref);
  const commits = board.sitting.isOpen && seat !== undefined && seat.commitment === undefined;
  return (
    <Page
      {...frame}
      title={t(lang, board.sitting.programme)}
      caption={stepName(lang, board.sitting.step)}
      lead={commits ? undefined : t(lang, board.sitting.isOpen ? words.lead : words.closed)}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
      flash={frame.flash ?? flashOf(lang, c.req.query('done'))}
    >
      {commits ? (
        <Commitment lang={lang} csrf={csrf} action={`${here}/commit`} faults={faults} />
      ) : (
        <Box>
          {marks.length > 0 && board.sitting.isOpen && (
            <Actions>
              <span>{t(lang, words.waiting(marks.length))}</span>
              <Button href={`${here}/marks`}>{t(lang, words.confirmAll)}</Button>
            </Actions>
          )}
          <Nominees
            {...{ lang, here, board }}
            kept={new Set(marks.map(({ nomination }) => nomination))}
            from={Math.max(0, whole(c.req.query('from') ?? '') || 0)}
          />
          {seat?.commitment !== undefined && (
            <p>
              <a href={`${here}/commitment`}>{t(lang, words.paper)}</a>
            </p>
          )}
        </Box>
      )}
    </Page>
  );
}

/** Accepts the commitment. */
export const commit = (deps: Deps, c: Ctx, who: Reader, ref: StepRef): Promise<Response> =>
  take(c, {
    form: 'commitment',
    input: panelPromise,
    names: { text: 'commitment' },
    work: async ({ text: version = '' }, { body }) => {
      const accepts = version.trim() === commitmentVersion;
      const sure =
        accepts &&
        secondPress(c, who, body, {
          ...{ form: 'commitment', question: text('作出评审承诺？', 'Make this commitment?') },
          ...{ kept: ['commitment'], back: stepHref(who, ref) },
        });
      if (sure) return sure;
      await commitToPanel(deps, who.actor, ref.round, version);
      return stepHref(who, ref);
    },
    show: (typed) => panelPage(deps, c, who, ref, typed),
  });
