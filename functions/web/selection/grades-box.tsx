/** The grades of a shortlist: what the ranking proposes, what is settled, and the form that settles it (docs/rules/grades.md#settling). */
import { mayBeGraded } from '#actions/selection/grade-settling.ts';
import { type Text, text } from '#domain/problem.ts';
import { gradeTitle, gradeTitles, prizeTable, titlesSaid } from '#domain/programme/grade.ts';
import type { Grade } from '#domain/programme/grade-schema.ts';
import { groupOf } from '#domain/programme/list-group.ts';
import type { GradeRow } from '#domain/selection/grade-places.ts';
import { type GradedEntry, gradedEntries } from '#domain/selection/grades.ts';
import type { Shortlist, ShortlistEntry } from '#domain/selection/selection-records.ts';
import { DataTable, QuotaBoard } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import { keptText, keptTick } from '#web/frame/form.tsx';
import { Box, Tag } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Body, many, one } from '#web/frame/posted.ts';
import type { Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import type { SeenRound } from '#web/round/seen-round.tsx';
import { pageSize, queryOf, type Shown } from './shortlist-pages.tsx';

const form = 'grades';

interface Line {
  readonly entry: ShortlistEntry;
  readonly graded: GradedEntry;
  readonly editable: boolean;
}

/** Everybody who has a grade, or may be given one now: the chosen of an open list, later those of a tranche. */
function linesOf(
  { stage, programme, tranches }: SeenRound,
  list: Shortlist,
  isHere: boolean,
): readonly Line[] {
  const graded = new Map(
    gradedEntries(prizeTable(programme.form, stage), list.chosen).map((each) => [each.nomination, each]),
  );
  const open = new Set(tranches.filter(mayBeGraded).flatMap(({ entries }) => entries));
  const reserves = list.reserves.filter(
    ({ nomination, settled }) => settled !== undefined || open.has(nomination),
  );
  const none = { grades: [], tied: [] };
  return [...list.chosen, ...reserves].map((entry) => {
    const { nomination, settled } = entry;
    const held = settled?.grades ?? [];
    return {
      entry,
      graded: graded.get(nomination) ?? { nomination, held, proposal: none, open: held.length === 0 },
      editable: list.confirmedAt === undefined ? isHere : open.has(nomination),
    };
  });
}

const said = (grades: readonly Grade[], ids: readonly string[]): Text => titlesSaid(gradeTitles(grades, ids));

/** What the ranking proposes, in words. */
const Proposed = ({ seen, line }: { readonly seen: SeenRound; readonly line: Line }) => {
  const { lang, say, stage } = seen;
  const { grades, tied } = line.graded.proposal;
  const between = t(lang, said(stage.grades, tied));
  return (
    <>
      {t(lang, said(stage.grades, grades)) || '—'}{' '}
      {tied.length > 0 && (
        <Tag tone="warn">{say(`同分，待评定：${between}`, `Tied, to be settled: ${between}`)}</Tag>
      )}
    </>
  );
};

/** The inputs of one nominee: her ranked grade, those beside the ranking, and why. */
const Settling = (props: {
  readonly seen: SeenRound;
  readonly line: Line;
  readonly typed: Typed | undefined;
}) => {
  const { seen, line, typed } = props;
  const { lang, say, stage } = seen;
  const { nomination, name } = line.entry;
  const { held } = line.graded;
  const ranked = stage.grades.filter(({ beside }) => !beside);
  const beside = stage.grades.filter((grade) => grade.beside);
  const field = `nominees.${nomination}`;
  const own = faultsAt(typed?.form === form ? (typed.problem?.faults ?? []) : [], field);
  const picked = keptText(
    typed,
    form,
    `grade.${nomination}`,
    ranked.find(({ id }) => held.includes(id))?.id ?? '',
  );
  return (
    <div class={`field${own.length > 0 ? ' field-bad' : ''}`} id={fieldId(field)}>
      {own.length > 0 && <FieldErrors lang={lang} id={fieldId(field)} faults={own} />}
      <input type="hidden" name="graded" value={nomination} />
      {ranked.length > 0 && (
        <select name={`grade.${nomination}`} aria-label={say(`${name}的等次`, `Grade of ${name}`)}>
          <option value="">{say('无', 'None')}</option>
          {ranked.map((grade) => (
            <option value={grade.id} selected={grade.id === picked}>
              {t(lang, gradeTitle(grade))}
            </option>
          ))}
        </select>
      )}
      {beside.map((grade) => (
        <label class="option">
          <input
            type="checkbox"
            name={`beside.${nomination}`}
            value={grade.id}
            checked={
              typed?.form === form
                ? keptTick(typed, form, `beside.${nomination}`, grade.id)
                : held.includes(grade.id)
            }
          />
          <span>{t(lang, gradeTitle(grade))}</span>
        </label>
      ))}
      <input
        type="text"
        name={`why.${nomination}`}
        value={keptText(typed, form, `why.${nomination}`, line.entry.settled?.reason ?? '')}
        placeholder={say('与提出的不同时写明理由', 'Reason where it differs')}
        aria-label={say(`${name}：理由`, `${name}: reason`)}
        autocomplete="off"
      />
    </div>
  );
};

const formOf = ({ path }: SeenRound, list: Shortlist, query: string): FormSpec => ({
  form,
  action: `${path}/shortlist/grades${query}`,
  hidden: { version: String(list.version) },
  note: text(
    '保存后记入操作记录；每个等次不能超过名额。',
    'It is written in the history; no grade may have more holders than places.',
  ),
  button: text('保存等次', 'Save the grades'),
});

/** The grades that were sent, as far as they differ from what stands there. */
export function gradesIn(body: Body, seen: SeenRound, list: Shortlist) {
  const lines = new Map(linesOf(seen, list, true).map((line) => [line.entry.nomination, line]));
  return many(body, 'graded').flatMap((nomination) => {
    const grades = [one(body, `grade.${nomination}`), ...many(body, `beside.${nomination}`)].filter(
      (id) => id !== '',
    );
    const reason = one(body, `why.${nomination}`).trim();
    const line = lines.get(nomination);
    const isSame =
      line !== undefined &&
      reason === (line.entry.settled?.reason ?? '') &&
      grades.length === line.graded.held.length &&
      grades.every((id) => line.graded.held.includes(id));
    return isSame ? [] : [{ nomination, grades, reason }];
  });
}

/** In which group each stands, where grades are given by group. */
const groupColumn = ({ lang, say, stage, programme }: SeenRound) => {
  const { by, grades } = prizeTable(programme.form, stage);
  if (by === undefined || !grades.some(({ perGroup }) => perGroup)) return [];
  return [
    {
      title: say(by.label, by.label),
      cell: ({ entry }: Line) => {
        const group = by.groups.find(({ value }) => value === groupOf(by.field, entry.facts));
        return group === undefined ? '—' : t(lang, group.title);
      },
    },
  ];
};

/** How many hold each grade, and how they are proposed. */
const Board = ({ seen, board }: { readonly seen: SeenRound; readonly board: readonly GradeRow[] }) => {
  const { lang, say, stage } = seen;
  return (
    <>
      <QuotaBoard
        lang={lang}
        lines={board.map(({ title, count, ok, places }) => ({
          label: t(lang, title),
          used: count,
          ok,
          ...(places !== 'open' && { atMost: places }),
        }))}
      />
      <p class="muted">
        {say(
          '按得分从高到低、由高等次到低等次依次提出。同分的对象同时占名额：都在一个等次内的得该等次；跨两个等次的不提出，由本单位集体研究评定。不按名次的等次（如人气奖）可与名次等次兼得。',
          'Proposed from the best score down, best grade first. Equal scores take their places together: within one grade each gets it; across a border none is proposed, and the organisation settles who gets which. A grade beside the ranking may be held with a ranked one.',
        )}
        {stage.grades.some(({ perGroup }) => perGroup) &&
          say(
            '按类别评的等次，名次和名额都只在本类别内计。',
            ' Grades of a group go by the ranking and the places of that group alone.',
          )}
      </p>
    </>
  );
};

/** Grades with their places, who is proposed for which, and the form while they may be settled. */
export const GradesBox = (props: {
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly typed: Typed | undefined;
  readonly list: Shortlist;
  readonly board: readonly GradeRow[];
  readonly isHere: boolean;
  /** The page of the lists that is shown: the same nominees are settled here. */
  readonly shown: Shown;
}) => {
  const { c, seen, typed, list, board, isHere, shown } = props;
  const { lang, say, stage } = seen;
  if (stage.grades.length === 0) return null;
  const here = new Set([
    ...list.chosen.slice(shown.chosen, shown.chosen + pageSize),
    ...list.reserves.slice(shown.reserves, shown.reserves + pageSize),
  ]);
  const lines = linesOf(seen, list, isHere).filter(({ entry }) => here.has(entry));
  const editable = seen.can('shortlist.confirm') && lines.some((line) => line.editable);
  const table = (
    <DataTable
      lang={lang}
      caption={say('各对象的等次', 'Grade of each nominee')}
      captionShown
      rows={lines}
      columns={[
        { title: say('对象', 'Nominee'), cell: ({ entry }) => entry.name },
        ...groupColumn(seen),
        {
          title: say('按得分提出', 'Proposed by score'),
          cell: (line) => <Proposed seen={seen} line={line} />,
        },
        {
          title: say('等次', 'Grade'),
          cell: (line) =>
            editable && line.editable ? (
              <Settling seen={seen} line={line} typed={typed} />
            ) : (
              <>
                {t(lang, said(stage.grades, line.graded.held)) || '—'}
                {line.entry.settled?.reason !== undefined && (
                  <span class="muted">{say('：', ': ') + line.entry.settled.reason}</span>
                )}
              </>
            ),
        },
      ]}
      empty={<p>{say('先列入拟推荐对象。', 'Choose nominees first.')}</p>}
    />
  );
  return (
    <Box title={say('等次', 'Grades')} id="f-grades">
      <Board seen={seen} board={board} />
      {editable && lines.length > 0 ? (
        <PostForm c={c} of={formOf(seen, list, queryOf(shown))} typed={typed}>
          {table}
        </PostForm>
      ) : (
        table
      )}
    </Box>
  );
};
