/** `/tasks/<round>/<step>/marks`: the marks that a panellist kept, repeated together, and the press by which they count. */

import type { PanelSitting } from '#actions/selection/panel.ts';
import { panelSitting } from '#actions/selection/panel.ts';
import { type Confirmed, confirmMarks, keptMarks } from '#actions/selection/panel-marks.ts';
import { panelNominee } from '#actions/selection/panel-reading.ts';
import type { Deps } from '#deps';
import { conflict, fault, Problem, text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { totalSaid } from '#domain/selection/mark.ts';
import type { KeptMarks } from '#domain/selection/selection-records.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { ErrorSummary } from '#web/frame/errors.tsx';
import type { Markup } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { ConfirmPage } from '#web/review/task-parts.tsx';
import { frameAt, type Reader, stepHref } from '#web/review/worklist-reader.ts';
import { voteSaid } from './ballot-form.tsx';

interface StepRef {
  readonly round: string;
  readonly step: string;
}

const words = {
  caption: (n: number) => text(`我的评审 · ${n} 位`, `My ballots · ${n}`),
  name: text('申报对象', 'Nominee'),
  vote: text('表决', 'Vote'),
  sum: text('合计', 'Sum'),
  change: text('修改', 'Change'),
} as const;

interface Row {
  readonly marks: KeptMarks;
  readonly name: string;
  /** Of the ballot that stands; 0 when there is none. */
  readonly version: number;
}

/** Each nominee as her panel reads of her. One who is no longer before the panel, or barred, is left out: nothing of her can count. */
async function rowsOf(deps: Deps, who: Reader, { round }: StepRef): Promise<readonly Row[]> {
  const kept = await keptMarks(deps, who.actor, round);
  const found = kept.map(async (marks): Promise<readonly Row[]> => {
    try {
      const { name, own, barred } = await panelNominee(deps, who.actor, round, marks.nomination);
      return barred || own?.conflict !== undefined ? [] : [{ marks, name, version: own?.version ?? 0 }];
    } catch (error) {
      if (error instanceof Problem && error.code === 'not-before-panel') return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}

type Shown = Pick<KeptMarks, 'nomination' | 'scores' | 'vote'> & { readonly version: number };
const choiceOf = (rows: readonly Row[]): readonly Shown[] =>
  rows.map(({ marks: { nomination, scores, vote }, version }) => ({
    nomination,
    version,
    ...(scores !== undefined && { scores }),
    ...(vote !== undefined && { vote }),
  }));

const signerOf = (deps: Deps, who: Reader, { round }: StepRef): Signer => ({
  deps,
  actor: who.actor.id,
  what: `marks#${round}`,
});

const columnsOf = (lang: 'zh' | 'en', here: string, { step }: PanelSitting) => [
  {
    title: t(lang, words.name),
    cell: ({ name, marks }: Row) => <a href={`${here}/${marks.nomination}`}>{name}</a>,
  },
  ...(step.method === 'vote'
    ? [{ title: t(lang, words.vote), cell: ({ marks }: Row) => <b>{voteSaid(lang, marks.vote)}</b> }]
    : [
        ...step.criteria.map(({ id, ...named }) => ({
          title: t(lang, titled(named)),
          numeric: true,
          cell: ({ marks }: Row) => marks.scores?.[id] ?? '',
        })),
        {
          title: t(lang, words.sum),
          numeric: true,
          cell: ({ marks }: Row) => <b>{totalSaid(step.criteria, marks.scores ?? {})}</b>,
        },
      ]),
];

/** All that is kept, to be confirmed by one press; the board where nothing is. */
export async function keptMarksPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: StepRef,
  problem?: Problem,
): Promise<Markup | Response> {
  const { lang } = frameAt(c, who);
  const here = stepHref(who, ref);
  const [sitting, rows] = await Promise.all([panelSitting(deps, ref.round), rowsOf(deps, who, ref)]);
  if (rows.length === 0) return c.redirect(here, 303);
  return (
    <ConfirmPage
      c={c}
      who={who}
      caption={t(lang, words.caption(rows.length))}
      action={`${here}/marks`}
      fields={signedFields(signerOf(deps, who, ref), choiceOf(rows), {})}
      changeable
    >
      {problem !== undefined && <ErrorSummary lang={lang} faults={problem.faults} />}
      <DataTable
        lang={lang}
        caption={t(lang, words.caption(rows.length))}
        rows={rows}
        columns={columnsOf(lang, here, sitting)}
      />
    </ConfirmPage>
  );
}

/** What could not be recorded, each by the name of its nominee. */
function partly({ recorded, refused }: Confirmed, nameOf: ReadonlyMap<string, string>): Problem {
  return conflict(
    'partly-recorded',
    `已记入 ${recorded.length} 位，有 ${refused.length} 位没有记入`,
    `${recorded.length} were recorded, ${refused.length} were not`,
    refused.map(({ nomination, problem }) => {
      const name = nameOf.get(nomination) ?? '';
      return fault('', problem.code, `${name}：${problem.text.zh}`, `${name}: ${problem.text.en}`);
    }),
  );
}

/** The press: records what was shown. */
export const recordKeptMarks = (deps: Deps, c: Ctx, who: Reader, ref: StepRef): Promise<Response> =>
  takeConfirmed<readonly Shown[]>(c, signerOf(deps, who, ref), {
    form: 'marks',
    work: async (ballots) => {
      const names = new Map(
        (await rowsOf(deps, who, ref)).map(({ marks, name }) => [marks.nomination, name]),
      );
      const told = await confirmMarks(deps, who.actor, ref.round, { ballots: [...ballots] });
      if (told.refused.length > 0) throw partly(told, names);
      return `${stepHref(who, ref)}?done=ballots`;
    },
    show: (typed) =>
      typed.problem === undefined
        ? c.redirect(stepHref(who, ref), 303)
        : keptMarksPage(deps, c, who, ref, typed.problem),
  });
