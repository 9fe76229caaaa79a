/** The rows of a request for opinions: what is asked of a person, and one explicit choice with a reason in each. */

import { stepAt } from '#actions/candidacy/moving.ts';
import { questionsAsked } from '#actions/review/opinions.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { entryUnder } from '#domain/members.ts';
import { type Fault, text } from '#domain/problem.ts';
import { usualName } from '#domain/programme/usual-names.ts';
import { opinionOutcomes, opinionWords } from '#domain/review/opinion.ts';
import type { answersSaid, Question } from '#domain/review/questions.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { ActDetails } from '#web/frame/act-details.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import { FormField } from '#web/frame/fields.tsx';
import { Box } from '#web/frame/parts.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { Choice } from './task-parts.tsx';
import { type Reader, taskHref } from './worklist-reader.ts';

const words = {
  opinion: text('意见', 'Opinion'),
  department: text('部门', 'Department'),
  reason: text('理由（不同意、需核实时必填）', 'Reason (needed to disagree or to ask for verification)'),
  due: text('答复期限', 'Answer by'),
  from: text('报送单位', 'Sent by'),
  detail: text('查看申报材料', 'Read the nomination'),
  name: text('对象', 'Nominee'),
} as const;

/** One question: a department's opinion on one nominee. */
export interface OpinionLine {
  /** `<nomination>.<n>`, n its place among those asked. */
  readonly key: string;
  readonly todo: Todo;
  readonly department: string;
  readonly due: string;
  readonly from: string;
  readonly questions: readonly Question[];
}
/** The input of an answer. */
export const answerName = ({ key }: Pick<OpinionLine, 'key'>, { id }: Question): string =>
  `answers.${id}.${key}`;
/** The open questions behind some tasks of one step. */
export async function linesOf(
  deps: Deps,
  member: string,
  todos: readonly Todo[],
): Promise<readonly OpinionLine[]> {
  const lines = await Promise.all(
    todos.map(async (todo) => {
      const candidacy = await find<Candidacy>(deps.table, keys.candidacy(todo.round, todo.nomination));
      if (candidacy === undefined) return [];
      const { programme, step } = await stepAt(deps, candidacy);
      const from = (await getOrganisation(deps.table, candidacy.from)).name;
      return candidacy.asked.flatMap((asked, n): readonly OpinionLine[] =>
        asked.member === member && asked.answer === undefined && asked.department !== undefined
          ? [
              {
                ...{
                  key: `${todo.nomination}.${n}`,
                  todo,
                  department: asked.department,
                  due: asked.due,
                  from,
                },
                questions: questionsAsked(programme, candidacy, step, asked.department),
              },
            ]
          : [],
      );
    }),
  );
  return lines.flat();
}

/** One question besides: radios where there are options, else a line; needed with an opinion only. */
const AnswerField = (props: {
  lang: Lang;
  question: Question;
  name: string;
  body: Body;
  faults: readonly Fault[] | undefined;
}) => {
  const { lang, question, name, body, faults } = props;
  const label = text(question.label, question.label);
  return question.options === undefined ? (
    <FormField
      lang={lang}
      field={{ id: 'answer', type: 'text', max: 500, label }}
      name={name}
      value={one(body, name)}
      faults={faults}
    />
  ) : (
    <Choice
      lang={lang}
      name={name}
      label={label}
      options={question.options.map((value) => ({ value, label: usualName(value) }))}
      picked={one(body, name)}
      faults={faults}
      required={false}
    />
  );
};

/** The questions as cards in one form, each with its own radios and reason. */
export const OpinionRows = (props: {
  lang: Lang;
  who: Reader;
  lines: readonly OpinionLine[];
  body?: Body | undefined;
  faults?: readonly Fault[] | undefined;
  detail: boolean;
}) => {
  const { lang, who, lines, body = {}, faults } = props;
  return (
    <>
      {lines.map((line) => (
        <Box
          title={line.todo.name}
          aside={props.detail && <a href={taskHref(who, line.todo)}>{t(lang, words.detail)}</a>}
        >
          <p class="muted">
            {t(lang, words.department)}：{t(lang, usualName(line.department))} · {t(lang, words.from)}：
            {line.from} · {t(lang, words.due)} {shownAt(line.due)}
          </p>
          <Choice
            lang={lang}
            name={`outcome.${line.key}`}
            label={words.opinion}
            options={opinionOutcomes.map((value) => ({ value, label: opinionWords[value] }))}
            picked={one(body, `outcome.${line.key}`)}
            faults={faults}
            required={false}
          />
          {line.questions.map((question) => (
            <AnswerField {...{ lang, question, faults }} name={answerName(line, question)} body={body} />
          ))}
          <FormField
            lang={lang}
            field={{ id: 'reason', type: 'text', max: 300, label: words.reason }}
            name={`reason.${line.key}`}
            value={body[`reason.${line.key}`]?.at(-1)}
            faults={faults}
          />
        </Box>
      ))}
    </>
  );
};

/** One answered row. */
export interface Said {
  readonly nomination: string;
  readonly name: string;
  readonly department: string;
  readonly outcome: string;
  readonly reason: string;
  readonly answers: Readonly<Record<string, string>>;
  /** The same with their questions, as they are kept and repeated. */
  readonly told: ReturnType<typeof answersSaid>;
  /** Id of the stamped reply that came with it. */
  readonly reply?: string;
}

/** The answered rows, repeated before they are recorded. */
export const Repeated = ({ lang, said }: { readonly lang: Lang; readonly said: readonly Said[] }) => (
  <DataTable
    lang={lang}
    caption={t(lang, words.opinion)}
    rows={said}
    columns={[
      { title: t(lang, words.name), cell: (row) => row.name },
      { title: t(lang, words.department), cell: (row) => t(lang, usualName(row.department)) },
      {
        title: t(lang, words.opinion),
        cell: (row) => <b>{t(lang, entryUnder(opinionWords, row.outcome) ?? { zh: row.outcome })}</b>,
      },
      {
        title: t(lang, words.reason),
        cell: (row) => (
          <>
            {row.reason}
            <ActDetails lang={lang} act={{ answers: row.told }} />
          </>
        ),
      },
    ]}
  />
);
