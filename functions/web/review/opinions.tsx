/** 征求意见: one table for a page of nominees, one explicit opinion in each row; rows left empty are not sent. */

import { replyRule, stepFiles } from '#actions/files/step-files.ts';
import { answerOpinion } from '#actions/review/opinions.ts';
import { peopleOfTasks } from '#actions/review/people-asked.ts';
import { departmentOpinion } from '#actions/review/review-input.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { faultsIn } from '#domain/input.ts';
import { conflict, type Fault, fault, Problem, refuseIf, text } from '#domain/problem.ts';
import type { NamedStep } from '#domain/programme/step.ts';
import { opinionFaults, replyFaults } from '#domain/review/opinion.ts';
import { answersSaid, questionFaults } from '#domain/review/questions.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { keys } from '#store/keys.ts';
import { find, worklistOf } from '#store/reads.ts';
import { keptIn, replyFor, StepUpload, uploadedIn, withKept } from '#web/files/step-uploads.tsx';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, nextPage, Pager } from '#web/frame/parts.tsx';
import { type Body, one, postedOf } from '#web/frame/posted.ts';
import { answerPage, type Markup, press, type Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { answerName, linesOf, OpinionRows, Repeated, type Said } from './opinion-rows.tsx';
import { PeopleToCheck } from './people-to-check.tsx';
import { ConfirmPage, GoOn, workCrumb } from './task-parts.tsx';
import { getStep } from './task-step.ts';
import { frameAt, nextTask, type Reader, stepHref } from './worklist-reader.ts';

interface StepRef {
  readonly round: string;
  readonly step: string;
}
const words = {
  lead: text(
    '请逐一选择意见。没有选择的行不会提交，可以分几次答复；不答复不视为同意。',
    'Choose an opinion in each row. Rows without a choice are not sent; you can come back for them. Silence is not taken as agreement.',
  ),
  opinion: text('意见', 'Opinion'),
  next: text('下一步：核对', 'Next: check'),
  recorded: (n: number) => text(`已提交 ${n} 项意见`, `${n} opinions recorded`),
  partly: text('有的意见没有提交', 'Some opinions were not recorded'),
  replyFile: text('盖章回函', 'Stamped reply'),
  nothing: text('这一环节没有等您答复的对象了', 'Nobody waits for your opinion in this step'),
} as const;

/** The opinions step of a task, as the candidacy's programme has it. */
export async function opinionsStep(
  deps: Deps,
  { round, nomination, step }: Pick<Todo, 'round' | 'nomination' | 'step'>,
): Promise<Extract<NamedStep, { kind: 'opinions' }> | undefined> {
  const candidacy = await find<Candidacy>(deps.table, keys.candidacy(round, nomination));
  const found = candidacy === undefined ? undefined : await getStep(deps, candidacy, step);
  return found?.kind === 'opinions' ? found : undefined;
}

/** The table of one page of the step's tasks. */
export async function opinionsPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: StepRef,
  typed?: Typed,
  opened = false,
): Promise<Markup> {
  const frame = { ...framed(c, typed), ...frameAt(c, who) };
  const { lang, csrf, faults } = frame;
  const page = await worklistOf(
    deps.table,
    who.actor.id,
    keys.worklistPrefix(ref.round, ref.step),
    c.req.query('cursor'),
  );
  const lines = await linesOf(deps, who.actor.id, page.items);
  const here = stepHref(who, ref);
  const people = await peopleOfTasks(deps, who.actor, page.items, opened);
  const count = Number(c.req.query('done') ?? 0);
  const step = page.items[0] === undefined ? undefined : await opinionsStep(deps, page.items[0]);
  // One reply often covers more nominees than a page: the next page offers the same file.
  const reply =
    typed === undefined
      ? await stepFiles(deps, who.actor.id, ref, [c.req.query('reply') ?? ''])
      : await keptIn(deps, who, ref, replyRule, typed.body);
  return (
    <Page
      {...frame}
      title={page.items[0] === undefined ? t(lang, words.nothing) : t(lang, page.items[0].title)}
      lead={lines.length === 0 ? undefined : t(lang, words.lead)}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
      flash={count > 0 ? { kind: 'success', title: t(lang, words.recorded(count)) } : frame.flash}
    >
      <PeopleToCheck c={c} who={who} task={ref} people={people} opened={opened} />
      {lines.length === 0 ? (
        <GoOn lang={lang} who={who} next={await nextTask(deps, who)} />
      ) : (
        <form method="post" action={here} enctype="multipart/form-data" data-guard>
          <HiddenCsrf csrf={csrf} />
          <OpinionRows lang={lang} who={who} lines={lines} body={typed?.body} faults={faults} detail />
          <StepUpload deps={deps} lang={lang} rule={replyFor(step ?? {})} files={reply} faults={faults} />
          <Actions>
            <Button>{t(lang, words.next)}</Button>
          </Actions>
        </form>
      )}
      <Pager lang={lang} next={nextPage(here, page.cursor)} />
    </Page>
  );
}

/** Rows that a form sends: those with a choice, and those with a reason but none, which are faults. */
async function saidIn(
  deps: Deps,
  who: Reader,
  ref: StepRef,
  body: Body,
): Promise<{ readonly said: readonly Said[]; readonly faults: readonly Fault[] }> {
  const sent = Object.keys(body).flatMap((name) =>
    name.startsWith('outcome.') || name.startsWith('reason.') ? [name.slice(name.indexOf('.') + 1)] : [],
  );
  const rows = [...new Set(sent)]
    .filter((key) => one(body, `outcome.${key}`) !== '' || one(body, `reason.${key}`) !== '')
    .slice(0, 50);
  const faults: Fault[] = [];
  const said: Said[] = [];
  for (const key of rows) {
    const nomination = key.slice(0, key.lastIndexOf('.'));
    const asked = (await find<Candidacy>(deps.table, keys.candidacy(ref.round, nomination)))?.asked[
      Number(key.slice(nomination.length + 1))
    ];
    const todo = await find<Todo>(deps.table, keys.todo(who.actor.id, ref.round, ref.step, nomination));
    if (asked?.department === undefined || todo === undefined || asked.member !== who.actor.id) {
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
    const line = (await linesOf(deps, who.actor.id, [todo])).find((each) => each.key === key);
    const questions = line?.questions ?? [];
    const answers = Object.fromEntries(
      questions.flatMap((each) => {
        const said = one(body, answerName({ key }, each));
        return said === '' ? [] : [[each.id, said]];
      }),
    );
    const row = {
      ...{ outcome: one(body, `outcome.${key}`), reason: one(body, `reason.${key}`) },
      answers,
    };
    const { step } = ref;
    const sent = { step, department: asked.department, ...row };
    const wrong = [
      ...opinionFaults(row),
      ...questionFaults(questions, answers),
      ...faultsIn(departmentOpinion, sent),
    ].map((one) => ({
      ...one,
      field: `${one.field}.${key}`,
      text: text(`${todo.name}：${one.text.zh}`, `${todo.name}: ${one.text.en}`),
    }));
    faults.push(...wrong);
    const told = answersSaid(questions, answers);
    said.push({ ...row, told, nomination, name: todo.name, department: asked.department });
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

const form = 'opinions';
const signerOf = (deps: Deps, who: Reader, ref: StepRef): Signer => ({
  deps,
  actor: who.actor.id,
  what: `opinions#${ref.round}#${ref.step}`,
});

/** The first press: repeats every row that was answered. */
export async function confirmOpinions(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: StepRef,
  show: (typed: Typed) => Promise<Markup>,
): Promise<Response> {
  const posted = await postedOf(c);
  const reply = await uploadedIn(deps, who, ref, replyRule, posted);
  const body = withKept(posted.body, replyRule, reply.files);
  if (reply.asksAgain) return answerPage(c, await show({ form, body }));
  return press(c, form, body, {
    show,
    work: async () => {
      const { said: rows, faults } = await saidIn(deps, who, ref, body);
      const step = rows[0] === undefined ? undefined : await opinionsStep(deps, { ...ref, ...rows[0] });
      const file = reply.files[0];
      refuseIf([
        ...[...posted.faults, ...faults],
        ...(reply.faults.length > 0 ? reply.faults : replyFaults(step ?? {}, file)),
      ]);
      const said = rows.map((row) => (file === undefined ? row : { ...row, reply: file.id }));
      const { lang } = c.get('frame');
      return c.html(
        <ConfirmPage
          c={c}
          who={who}
          caption={`${t(lang, words.opinion)} · ${said.length}`}
          action={`${stepHref(who, ref)}/confirm`}
          fields={signedFields(signerOf(deps, who, ref), said, body)}
        >
          <Repeated lang={lang} said={said} />
          {file !== undefined && (
            <p>
              {t(lang, words.replyFile)}：{file.name}
            </p>
          )}
        </ConfirmPage>,
      );
    },
  });
}

/** Records every row; what could not be recorded is named. */
async function record(deps: Deps, who: Reader, ref: StepRef, said: readonly Said[]): Promise<string> {
  const faults: Fault[] = [];
  for (const { name, told: _told, ...row } of said)
    try {
      await answerOpinion(deps, who.actor, { ...ref, ...row });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const words = text(`${name}：${error.text.zh}`, `${name}: ${error.text.en}`);
      faults.push({ field: '', code: error.code, text: words });
    }
  if (faults.length > 0) throw conflict('partly-recorded', words.partly.zh, words.partly.en, faults);
  const file = said[0]?.reply;
  return `${stepHref(who, ref)}?done=${said.length}${file === undefined ? '' : `&reply=${file}`}`;
}

/** The second press. */
export const recordOpinions = (deps: Deps, c: Ctx, who: Reader, ref: StepRef): Promise<Response> =>
  takeConfirmed<readonly Said[]>(c, signerOf(deps, who, ref), {
    form,
    work: (said) => record(deps, who, ref, said),
    show: (typed) => opinionsPage(deps, c, who, ref, typed),
  });
