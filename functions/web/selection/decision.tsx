/** The decision of a tranche 审定: body, date, minutes, and who was not approved; then as it was recorded. */
import { trancheDecision } from '#actions/selection/selection-input.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { text } from '#domain/problem.ts';
import { gradeTitles, titlesSaid } from '#domain/programme/grade.ts';
import { type Step, stepPhases } from '#domain/programme/step.ts';
import { readNumbered } from '#domain/round/serial-numbers.ts';
import type { Decision, Vacancy } from '#domain/selection/selection-records.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import type { FieldSpec } from '#web/frame/fields.tsx';
import { Asked, keptText, linesOf } from '#web/frame/form.tsx';
import { batchName } from '#web/frame/names.ts';
import { Box, Details, SummaryList } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import type { Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { pageQuery, type SeenTranche } from '#web/round/tranche-parts.tsx';
import { VacancyNote } from './vacancy-note.tsx';

interface Refusal {
  readonly nomination: string;
  readonly reason: string;
}

/** Those not approved, with their reasons: a box ticked, or a reason written, says so; those of other pages by number. */
export const refusalsIn = (body: Body, entries: readonly string[]): readonly Refusal[] => [
  ...namedIn(body),
  ...readNumbered(linesOf(one(body, 'numbered')), entries.length, 'numbered').map(({ n, text: reason }) => ({
    nomination: entries[n - 1]!,
    reason,
  })),
];

const namedIn = (body: Body): readonly Refusal[] =>
  Object.entries(body).flatMap(([name, values]) => {
    if (!name.startsWith('refused.')) return [];
    const nomination = name.slice('refused.'.length);
    const reason = (values.at(-1) ?? '').trim();
    const ticked = body.refuse?.includes(nomination) === true;
    return ticked || reason !== '' ? [{ nomination, reason }] : [];
  });

/** Those of a tranche who stand on other pages of it. */
const numbered: FieldSpec = {
  id: 'numbered',
  type: 'paragraph',
  label: text('其他页未通过的对象', 'Not approved, on other pages'),
  help: text('每行一名：序号 理由，如 53 材料不实', 'One a line: number and reason, such as 53 untrue'),
};

const formOf = (
  c: Ctx,
  { here, tranche }: SeenTranche,
  { bodies, needsMinutes }: Extract<Step, { kind: 'decision' }>,
  now: string,
): FormSpec => ({
  form: 'decide',
  action: `${here}/decide${pageQuery(c)}`,
  hidden: { version: String(tranche.version) },
  note: text('登记后不能更改，系统随即逐个落实。', 'It cannot be changed afterwards and is applied at once.'),
  button: text('登记审定结果', 'Record the decision'),
  groups: [
    [
      ask(trancheDecision, 'body', {
        type: 'choice',
        options: bodies.map((body) => ({ value: body, label: { zh: body } })),
      }),
      ask(trancheDecision, 'date', { type: 'date', now: shanghaiDate(now) }),
      ask(trancheDecision, 'minutes', { required: needsMinutes, max: 60 }),
    ],
  ],
});

/** What was decided, with whom, and what the list left empty. */
const Decided = (props: {
  readonly seen: SeenTranche;
  readonly decision: Decision;
  readonly vacancy: Vacancy | undefined;
}) => {
  const { decision, vacancy } = props;
  const { lang, say, stage } = props.seen;
  return (
    <Box title={batchName(lang, stage, 'decision')} id="decision">
      <SummaryList
        rows={[
          { label: say('审定机构', 'Body'), value: decision.body },
          {
            label: say('联合主办', 'Co-hosts'),
            value: stage.coHosts.length > 0 && stage.coHosts.join('、'),
          },
          { label: say('日期', 'Date'), value: decision.date },
          { label: say('会议纪要', 'Minutes'), value: decision.minutes ?? '—' },
          { label: say('登记时间', 'Recorded'), value: shownAt(decision.at) },
          { label: say('未通过', 'Not approved'), value: decision.refused.length },
        ]}
      />
      {vacancy !== undefined && <VacancyNote lang={lang} vacancy={vacancy} />}
    </Box>
  );
};

/** The form until the decision is recorded, then what was recorded. */
export const DecisionBox = (props: {
  readonly seen: SeenTranche;
  readonly c: Ctx;
  readonly typed: Typed | undefined;
  readonly now: string;
  readonly items: readonly Candidacy[];
  /** What the list left empty, for who decides. */
  readonly vacancy: Vacancy | undefined;
}) => {
  const { seen, c, typed, now, items, vacancy } = props;
  const { lang, say, tranche, stage } = seen;
  const { decision } = tranche;
  if (decision !== undefined) return <Decided seen={seen} decision={decision} vacancy={vacancy} />;
  const step = stepPhases(stage)[tranche.phase]?.steps[0];
  if (step?.kind !== 'decision' || !seen.can('decision.record')) return null;
  const faults = typed?.form === 'decide' ? (typed.problem?.faults ?? []) : [];
  const isOpen =
    typed?.form === 'decide' &&
    faults.some(({ field }) => field === 'numbered' || field.startsWith('refused.'));
  return (
    <Box title={say('登记审定结果', 'Record the decision')} id="decision">
      {vacancy !== undefined && <VacancyNote lang={lang} vacancy={vacancy} />}
      <PostForm c={c} of={formOf(c, seen, step, now)} typed={typed}>
        <Details
          title={say(
            `有未通过的对象（本批共 ${tranche.entries.length} 名）`,
            `Somebody was not approved (${tranche.entries.length} in all)`,
          )}
          open={isOpen}
        >
          {items.map((each) => {
            const name = `refused.${each.nomination}`;
            const own = faultsAt(faults, name);
            return (
              <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
                <label class="label" for={fieldId(name)}>
                  {each.name}
                  {each.grades !== undefined &&
                    `（${t(lang, titlesSaid(gradeTitles(stage.grades, each.grades)))}）`}
                </label>
                {own.length > 0 && <FieldErrors lang={lang} id={fieldId(name)} faults={own} />}
                <input
                  type="text"
                  id={fieldId(name)}
                  name={name}
                  value={keptText(typed, 'decide', name, '')}
                  placeholder={say(
                    '未通过的写明理由，通过的留空',
                    'Reason when not approved, else leave empty',
                  )}
                  autocomplete="off"
                />
              </div>
            );
          })}
          {tranche.entries.length > items.length && (
            <Asked lang={lang} form="decide" typed={typed} field={numbered} />
          )}
        </Details>
      </PostForm>
    </Box>
  );
};
