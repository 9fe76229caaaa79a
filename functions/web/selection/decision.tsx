/** The decision of a tranche 审定: body, date, minutes, and who was not approved; then as it was recorded. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import { Asked, type Body, keptText, type Typed } from '#web/frame/form.tsx';
import { Actions, Button, Details, HiddenCsrf, Panel, SummaryList } from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import type { SeenTranche } from '#web/round/tranche-parts.tsx';

/** Those not approved, with their reasons: a box ticked, or a reason written, says so. */
export const refusalsIn = (body: Body): readonly { readonly nomination: string; readonly reason: string }[] =>
  Object.entries(body).flatMap(([name, values]) => {
    if (!name.startsWith('refused.')) return [];
    const nomination = name.slice('refused.'.length);
    const reason = (values.at(-1) ?? '').trim();
    const ticked = body.refuse?.includes(nomination) === true;
    return ticked || reason !== '' ? [{ nomination, reason }] : [];
  });

/** The form until the decision is recorded, then what was recorded. */
export const DecisionPanel = (props: {
  readonly seen: SeenTranche;
  readonly csrf: string;
  readonly typed: Typed | undefined;
  readonly now: string;
  readonly items: readonly Candidacy[];
}) => {
  const { seen, csrf, typed, now, items } = props;
  const { lang, say, tranche, here, stage } = seen;
  const { decision } = tranche;
  if (decision !== undefined)
    return (
      <Panel title={w(lang).steps.decision} id="decision">
        <SummaryList
          rows={[
            { label: say('审定机构', 'Body'), value: decision.body },
            { label: say('日期', 'Date'), value: decision.date },
            { label: say('会议纪要', 'Minutes'), value: decision.minutes ?? '—' },
            { label: say('登记时间', 'Recorded'), value: shownAt(decision.at) },
            { label: say('未通过', 'Not approved'), value: decision.refused.length },
          ]}
        />
      </Panel>
    );
  const step = stepPhases(stage)[tranche.phase]?.steps[0];
  if (step?.kind !== 'decision' || !seen.can('decision.record')) return null;
  const faults = typed?.form === 'decide' ? (typed.problem?.faults ?? []) : [];
  const isOpen = typed?.form === 'decide' && faults.some((each) => each.field.startsWith('refused.'));
  return (
    <Panel title={say('登记审定结果', 'Record the decision')} id="decision">
      <form method="post" action={`${here}/decide`}>
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="version" value={String(tranche.version)} />
        <Asked
          lang={lang}
          form="decide"
          typed={typed}
          field={{
            id: 'body',
            type: 'choice',
            required: true,
            label: { zh: '审定机构', en: 'Deciding body' },
            options: step.bodies.map((body) => ({ value: body, label: { zh: body } })),
          }}
        />
        <Asked
          lang={lang}
          form="decide"
          typed={typed}
          field={{
            id: 'date',
            type: 'date',
            required: true,
            label: { zh: '审定日期', en: 'Date of the decision' },
          }}
          now={shanghaiDate(now)}
        />
        <Asked
          lang={lang}
          form="decide"
          typed={typed}
          field={{
            id: 'minutes',
            type: 'text',
            required: step.needsMinutes,
            max: 60,
            label: { zh: '会议纪要文号或编号', en: 'Reference of the minutes' },
          }}
        />
        <Details
          title={say(
            `有未通过的对象（本批共 ${items.length} 名）`,
            `Somebody was not approved (${items.length} in all)`,
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
        </Details>
        <p>
          {say(
            '登记后不能更改，系统随即逐个落实。',
            'It cannot be changed afterwards and is applied at once.',
          )}
        </p>
        <Actions>
          <Button>{say('登记审定结果', 'Record the decision')}</Button>
        </Actions>
      </form>
    </Panel>
  );
};
