/** Events as a history says them: what, who, why, from what to what, and everybody by name, joined from the records beside the chain. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { candidacyStates, candidacyStateWords } from '#domain/candidacy/candidacy-state.ts';
import { isOneOf, oneOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { stepTitle } from '#domain/programme/said-parts.ts';
import { nameSteps } from '#domain/programme/step.ts';
import { changeKinds, changeWords } from '#domain/round/round-change.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { stepKinds, stepWords } from '#domain/step-kinds.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import { type EventName, eventWords, isEventName } from '#domain/trust/event-words.ts';
import { keys } from '#store/keys.ts';
import { find, programmeRevision } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import type { Table } from '#store/table.ts';
import { memberNames, type NameOf, nobodyWords, organisationNames } from '#web/frame/names.ts';
import { candidacyReasons, namedReason } from './event-reasons.ts';

/** What a line says beside its event. */
export interface EventLine {
  readonly event: AuditEvent;
  readonly what: Text;
  readonly who: Text;
  readonly reason: string | undefined;
  /** From what to what, part by part. */
  readonly changes: readonly Text[];
  readonly details: readonly Text[];
}

/** Events of a round that are kept with a reason (actions/kept-change.ts). */
const kept: ReadonlySet<EventName> = new Set<EventName>([
  'round.change',
  'round.late-entry',
  'round.cancel',
  'round.end',
  'phase.close',
  'notice.extend',
  'notice.suspend',
]);

/** What is said of an event, by its words; digests, ids and codes without words stand in the export alone. */
const labels: Readonly<Record<string, Text>> = {
  step: text('环节', 'step'),
  attempt: text('第几次', 'attempt'),
  tranche: text('批次', 'tranche'),
  count: text('人数', 'number'),
  entries: text('人数', 'number'),
  nominees: text('人数', 'number'),
  granted: text('授予数', 'granted'),
  chosen: text('拟推荐', 'chosen'),
  reserves: text('备选', 'reserves'),
  vacant: text('空缺', 'left empty'),
  moved: text('调剂', 'moved'),
  refused: text('未通过', 'refused'),
  left: text('未入选', 'not chosen'),
  out: text('逾期未办结', 'not finished in time'),
  carried: text('转入后续批次', 'carried'),
  number: text('证书编号', 'certificate'),
  rank: text('名次', 'rank'),
  start: text('开始', 'from'),
  end: text('结束', 'to'),
  date: text('日期', 'date'),
  until: text('截止', 'until'),
  places: text('份数', 'places'),
  revision: text('版本', 'revision'),
  stage: text('层级', 'level'),
  org: text('单位', 'organisation'),
  parent: text('上级单位', 'above'),
  year: text('年度', 'year'),
  member: text('人员', 'member'),
  members: text('人员', 'members'),
  asked: text('承办人', 'asked'),
  overdue: text('逾期人员', 'overdue'),
  state: text('状态', 'state'),
  department: text('部门', 'department'),
  grade: text('等次', 'grade'),
  code: text('荣誉代码', 'honour code'),
};

const memberId = /^m[0-9a-f]{24}$/;
const valuesOf = (value: AuditEvent['details'][string]): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map(String);

/** Details that name an organisation; `from` and `to` are states, numbers or dates elsewhere. */
const organisationsOf = ({ action, details }: AuditEvent): readonly string[] =>
  ['org', 'parent', action === 'candidacy.admit' && 'from', action === 'nomination.go-up' && 'to'].flatMap(
    (name) => (name === false || details[name] === undefined ? [] : valuesOf(details[name])),
  );

function valueWords(name: string, value: string, nameOf: NameOf, steps: StepTitles): Text {
  const state = oneOf(candidacyStates, value);
  if (state !== undefined) return candidacyStateWords[state];
  const titled = name === 'step' ? steps.get(value) : undefined;
  if (titled !== undefined) return titled;
  const step = name === 'step' ? oneOf(stepKinds, value.replace(/-\d+$/, '')) : undefined;
  if (step !== undefined) return stepWords[step];
  if (name === 'stage') return text(`第 ${Number(value) + 1} 级`, `number ${Number(value) + 1}`);
  const said = /^\d{4}-\d\d-\d\dT/.test(value) ? shownAt(value) : nameOf(value);
  return text(said, said);
}

function detailsOf(event: AuditEvent, nameOf: NameOf, steps: StepTitles): readonly Text[] {
  const { details, action } = event;
  const { from, to, ...others } = details;
  const said = Object.entries(others).flatMap(([name, value]) => {
    const label = labels[name];
    if (label === undefined) return [];
    const values = valuesOf(value).map((one) => valueWords(name, one, nameOf, steps));
    return values.length === 0
      ? []
      : [
          text(
            `${label.zh}：${values.map(({ zh }) => zh).join('、')}`,
            `${label.en}: ${values.map(({ en }) => en).join(', ')}`,
          ),
        ];
  });
  const [before, after] = [from, to].map((one) =>
    one === undefined ? undefined : valueWords('', String(one), nameOf, steps),
  );
  if (before !== undefined && after !== undefined)
    return from === to ? said : [text(`${before.zh} → ${after.zh}`, `${before.en} → ${after.en}`), ...said];
  const way = before !== undefined ? text('来自', 'from') : text('去向', 'to');
  const place = before ?? after;
  return place === undefined || !(action === 'candidacy.admit' || action === 'nomination.go-up')
    ? said
    : [text(`${way.zh}：${place.zh}`, `${way.en}: ${place.en}`), ...said];
}

type StepTitles = ReadonlyMap<string, Text>;
/** What the programme calls the steps of a candidacy's stage, by their ids. */
async function stepTitles(table: Table, round: string, nomination: string): Promise<StepTitles> {
  const candidacy = await find<Candidacy>(table, keys.candidacy(round, nomination));
  if (candidacy === undefined) return new Map();
  const programme = await programmeRevision(table, candidacy.programme, candidacy.programmeRevision);
  const steps = nameSteps(programme.stages[candidacy.stage]?.steps ?? []);
  return new Map(steps.flatMap((step) => (step.title === undefined ? [] : [[step.id, stepTitle(step)]])));
}

/** Who had a place moved to her, and between which groups, from the list that says it; the event has `nom1:2>1`. */
async function movedNames(
  table: Table,
  round: string,
  events: readonly AuditEvent[],
): Promise<ReadonlyMap<string, string>> {
  const moves = events.flatMap(({ action, details }) =>
    action === 'shortlist.reallocate' && details.moved !== undefined ? valuesOf(details.moved) : [],
  );
  if (moves.length === 0) return new Map();
  const { chosen = [] } = (await findShortlist(table, round)) ?? {};
  return new Map(
    moves.flatMap((move) => {
      const entry = chosen.find(({ nomination }) => move.startsWith(`${nomination}:`));
      return entry?.moved === undefined
        ? []
        : [[move, `${entry.name}（${entry.moved.from} → ${entry.moved.to}）`] as const];
    }),
  );
}

/**
 * Each event with its words. What was said against a nominee is read for those alone who may (`judged`,
 * docs/rules/privacy.md#secrecy-of-judgement).
 */
export async function linesOf(
  table: Table,
  aggregate: string,
  events: readonly AuditEvent[],
  { judged }: { readonly judged: boolean },
): Promise<readonly EventLine[]> {
  const [kind = '', a = '', b = ''] = aggregate.split(':');
  const values = events.flatMap(({ details }) => Object.values(details).flatMap(valuesOf));
  const people = [...events.map(({ actor }) => actor), ...values.filter((one) => memberId.test(one))];
  const [memberOf, organisationOf, reasonOf] = await Promise.all([
    memberNames(table, people, 'zh'),
    organisationNames(table, events.flatMap(organisationsOf)),
    kind === 'candidacy' && judged ? candidacyReasons(table, a, b) : () => undefined,
  ]);
  const steps = kind === 'candidacy' ? await stepTitles(table, a, b) : new Map<string, Text>();
  const movedOf = await movedNames(table, a, judged ? events : []);
  return Promise.all(
    events.map(async (event): Promise<EventLine> => {
      const { action, actor, seq } = event;
      const change =
        kind === 'round' && isEventName(action) && kept.has(action)
          ? await find(table, keys.roundChange(a, seq))
          : undefined;
      const named = organisationsOf(event);
      const nobody = isOneOf(['system', 'public'] as const, actor) ? nobodyWords[actor] : undefined;
      const name = memberOf(actor);
      return {
        event,
        what:
          change !== undefined && (change.kind === 'resume' || change.kind === 'suspend')
            ? changeKinds[change.kind]
            : isEventName(action)
              ? eventWords[action]
              : text(action, action),
        who: nobody ?? text(name, name),
        reason:
          change?.reason ?? reasonOf(event) ?? (await namedReason(table, { kind, id: a, judged }, event)),
        changes: change === undefined ? [] : changeWords(change),
        // What was changed says it all; the details of its event are but names of fields.
        details:
          change === undefined
            ? detailsOf(
                event,
                (id) => movedOf.get(id) ?? (named.includes(id) ? organisationOf(id) : memberOf(id)),
                steps,
              )
            : [],
      };
    }),
  );
}
