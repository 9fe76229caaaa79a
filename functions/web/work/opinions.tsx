/** 征求意见: one table for a page of nominees, one explicit opinion in each row; rows left empty are not sent. */
import { answerOpinion } from '#actions/opinions.ts';
import type { FormBody } from '#domain/form-body.ts';
import { opinionFaults, opinionWords } from '#domain/opinion.ts';
import { type Fault, fault, Problem, text } from '#domain/problem.ts';
import type { Candidacy, Todo } from '#domain/records.ts';
import { keys } from '#store/keys.ts';
import { find, worklistOf } from '#store/reads.ts';
import type { Deps } from '../../deps.ts';
import { DataTable } from '../boards.tsx';
import type { Ctx } from '../context.ts';
import { Page } from '../layout.tsx';
import { Actions, Button, HiddenCsrf, Pager } from '../parts.tsx';
import { bodyOf, type Refused, textIn } from '../unit/body.ts';
import { refusalOf } from '../unit/uploads.ts';
import { t } from '../words.ts';
import { type Desk, frameAt, nextTask, stepHref } from './desk.ts';
import { linesOf, OpinionRows } from './opinion-rows.tsx';
import { ConfirmPage, GoOn, staleConfirmation, workCrumb } from './parts.tsx';
import { sealed, unsealed } from './seal.ts';

interface StepRef {
  readonly round: string;
  readonly step: string;
}
/** One answered row. */
interface Said {
  readonly nomination: string;
  readonly name: string;
  readonly department: string;
  readonly outcome: string;
  readonly reason: string;
}

const words = {
  lead: text(
    '请逐一选择意见。没有选择的行不会提交，可以分几次答复；不答复不视为同意。',
    'Choose an opinion in each row. Rows without a choice are not sent; you can come back for them. Silence is not taken as agreement.',
  ),
  opinion: text('意见', 'Opinion'),
  reason: text('理由（不同意、需核实时必填）', 'Reason (needed to disagree or to ask for verification)'),
  name: text('对象', 'Nominee'),
  next: text('下一步：核对', 'Next: check'),
  department: text('部门', 'Department'),
  recorded: (n: number) => text(`已提交 ${n} 项意见`, `${n} opinions recorded`),
  partly: text('有的意见没有提交', 'Some opinions were not recorded'),
  nothing: text('这一环节没有等您答复的对象了', 'Nobody waits for your opinion in this step'),
} as const;

/** The table of one page of the step's tasks. */
export async function opinionsPage(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: StepRef,
  shown: { body?: FormBody; refused?: Refused } = {},
): Promise<Response> {
  const frame = frameAt(c, desk);
  const { lang, csrf } = frame;
  const page = await worklistOf(
    deps.table,
    desk.actor.id,
    keys.worklistPrefix(ref.round, ref.step),
    c.req.query('cursor'),
  );
  const lines = await linesOf(deps, desk.actor.id, page.items);
  const here = stepHref(desk, ref);
  const count = Number(c.req.query('done') ?? 0);
  return c.html(
    <Page
      {...frame}
      title={page.items[0] === undefined ? t(lang, words.nothing) : t(lang, page.items[0].title)}
      lead={lines.length === 0 ? undefined : t(lang, words.lead)}
      current="tasks"
      crumbs={[workCrumb(lang, desk)]}
      faults={shown.refused?.faults}
      flash={count > 0 ? { kind: 'success', title: t(lang, words.recorded(count)) } : undefined}
    >
      {lines.length === 0 ? (
        <GoOn lang={lang} desk={desk} next={await nextTask(deps, desk)} />
      ) : (
        <form method="post" action={here} data-guard>
          <HiddenCsrf csrf={csrf} />
          <OpinionRows
            lang={lang}
            desk={desk}
            lines={lines}
            body={shown.body}
            faults={shown.refused?.faults}
            detail
          />
          <Actions>
            <Button>{t(lang, words.next)}</Button>
          </Actions>
        </form>
      )}
      <Pager
        lang={lang}
        next={page.cursor === undefined ? undefined : `${here}?cursor=${encodeURIComponent(page.cursor)}`}
      />
    </Page>,
    shown.refused?.status ?? 200,
  );
}

/** Rows that a form sends: those with a choice, and those with a reason but none, which are faults. */
async function saidIn(
  deps: Deps,
  desk: Desk,
  ref: StepRef,
  body: FormBody,
): Promise<{ readonly said: readonly Said[]; readonly faults: readonly Fault[] }> {
  const sent = Object.keys(body).flatMap((name) =>
    name.startsWith('outcome.') || name.startsWith('reason.') ? [name.slice(name.indexOf('.') + 1)] : [],
  );
  const rows = [...new Set(sent)]
    .filter((key) => textIn(body, `outcome.${key}`) !== '' || textIn(body, `reason.${key}`).trim() !== '')
    .slice(0, 50);
  const faults: Fault[] = [];
  const said: Said[] = [];
  for (const key of rows) {
    const nomination = key.slice(0, key.lastIndexOf('.'));
    const asked = (await find<Candidacy>(deps.table, keys.candidacy(ref.round, nomination)))?.asked[
      Number(key.slice(nomination.length + 1))
    ];
    const todo = await find<Todo>(deps.table, keys.todo(desk.actor.id, ref.round, ref.step, nomination));
    if (asked?.department === undefined || todo === undefined || asked.member !== desk.actor.id) {
      faults.push(
        fault(
          '',
          'task-gone',
          '有一行已经办结或已转给他人，请刷新页面',
          'One row is finished or was passed on; reload the page',
        ),
      );
      continue;
    }
    const row = {
      outcome: textIn(body, `outcome.${key}`),
      reason: textIn(body, `reason.${key}`).slice(0, 1_000),
    };
    const wrong = opinionFaults(row).map((one) => ({
      ...one,
      field: `${one.field}.${key}`,
      text: text(`${todo.name}：${one.text.zh}`, `${todo.name}: ${one.text.en}`),
    }));
    faults.push(...wrong);
    said.push({ ...row, nomination, name: todo.name, department: asked.department });
  }
  if (rows.length === 0)
    faults.push(
      fault(
        '',
        'required',
        '还没有选择任何意见，请至少选择一行',
        'Nothing is chosen yet; choose in at least one row',
      ),
    );
  return { said, faults };
}

const sealName = (ref: StepRef): string => `opinions#${ref.round}#${ref.step}`;

/** The first press: repeats every row that was answered. */
export async function confirmOpinions(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: StepRef,
  again: (body: FormBody, refused: Refused) => Promise<Response>,
): Promise<Response> {
  const body = await bodyOf(c);
  const { said, faults } = await saidIn(deps, desk, ref, body);
  if (faults.length > 0) return again(body, refusalOf(faults));
  const { lang } = c.get('frame');
  return c.html(
    <ConfirmPage
      c={c}
      desk={desk}
      caption={`${t(lang, words.opinion)} · ${said.length}`}
      action={`${stepHref(desk, ref)}/confirm`}
      back={stepHref(desk, ref)}
      fields={sealed(deps, desk.actor.id, sealName(ref), said)}
    >
      <DataTable
        lang={lang}
        caption={t(lang, words.opinion)}
        captionHidden
        rows={said}
        columns={[
          { title: t(lang, words.name), header: true, cell: (row) => row.name },
          { title: t(lang, words.department), cell: (row) => row.department },
          {
            title: t(lang, words.opinion),
            cell: (row) => <b>{t(lang, opinionWords[row.outcome as keyof typeof opinionWords])}</b>,
          },
          { title: t(lang, words.reason), cell: (row) => row.reason },
        ]}
      />
    </ConfirmPage>,
  );
}

/** The second press: records every row; what could not be recorded is named. */
export async function recordOpinions(deps: Deps, c: Ctx, desk: Desk, ref: StepRef): Promise<Response> {
  const said = unsealed<readonly Said[]>(deps, desk.actor.id, sealName(ref), await bodyOf(c));
  if (said === undefined)
    return opinionsPage(deps, c, desk, ref, { refused: refusalOf([staleConfirmation]) });
  const faults: Fault[] = [];
  for (const { nomination, name, department, outcome, reason } of said)
    try {
      await answerOpinion(deps, desk.actor, { ...ref, nomination, department, outcome, reason });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      faults.push({
        field: '',
        code: error.code,
        text: text(`${name}：${error.text.zh}`, `${name}: ${error.text.en}`),
      });
    }
  if (faults.length === 0) return c.redirect(`${stepHref(desk, ref)}?done=${said.length}`, 303);
  const problem = new Problem('conflict', 'partly-recorded', words.partly, faults);
  return opinionsPage(deps, c, desk, ref, { refused: { problem, faults, status: 409 } });
}
