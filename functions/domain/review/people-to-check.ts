/** Who is checked by a department 征求意见: the nominee, or every member of a family, by the fields that the programme says (docs/rules/departments.md#people). */
import { maskAnswer, sayAnswer } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { NamedStep } from '#domain/programme/step.ts';

/** Fields are `id`, columns of a table `table.id`; all columns of one rule are of one table. */
export interface CheckRule {
  /** For these departments; for all that have no rule of their own where left out. */
  readonly departments?: readonly string[] | undefined;
  /** What is never masked: the name of a member. */
  readonly name?: string | undefined;
  readonly by: readonly string[];
}
type Cell = Omit<Field, 'columns' | 'maxRows'>;
interface Place {
  readonly at: string;
  readonly table?: string;
  readonly field: Cell;
}

/** A field or column by its place in the form; undefined where there is none. */
export function placeIn(form: Pick<Form, 'fields'>, at: string): Place | undefined {
  const [id, column] = at.split('.');
  const field = form.fields.find((one) => one.id === id);
  if (column === undefined) return field === undefined ? undefined : { at, field };
  const cell = field?.columns?.find((one) => one.id === column);
  return field === undefined || cell === undefined ? undefined : { at, table: field.id, field: cell };
}

/** What a department is given where the step says nothing: the number by which the programme tells who is the same, with each member's name. */
function usualRule({ form, identity }: Pick<Programme, 'form' | 'identity'>): CheckRule | undefined {
  if (identity.by === 'own') return undefined;
  if (identity.by !== 'members') return { by: [identity.field] };
  const columns = form.fields.find(({ id }) => id === identity.table)?.columns ?? [];
  const at = (column: Cell) => `${identity.table}.${column.id}`;
  const name = columns.find(({ type, personal }) => type === 'text' && personal);
  const by = columns.filter((one) => one.id === identity.column || !(one.personal || one.sensitive));
  return { ...(name !== undefined && { name: at(name) }), by: by.map(at) };
}

/** The rule for one department; `programme` is that of the nomination, whose form was answered. */
export function ruleFor(
  programme: Pick<Programme, 'form' | 'identity'>,
  step: NamedStep | undefined,
  department: string,
): CheckRule | undefined {
  if (step?.kind !== 'opinions') return undefined;
  if (step.checks === undefined) return usualRule(programme);
  return (
    step.checks.find(({ departments }) => departments?.includes(department)) ??
    step.checks.find(({ departments }) => departments === undefined)
  );
}

export interface PeopleToCheck {
  readonly columns: readonly { readonly zh: string; readonly en?: string | undefined }[];
  /** One line a person, in the order of the form. */
  readonly people: readonly (readonly string[])[];
  /** What of it is personal and masked unless opened, as an event names it: `members.idNumber`. */
  readonly personal: readonly string[];
}

const isPersonal = ({ personal, sensitive }: Cell): boolean => personal || sensitive;
const rowsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : [];

/**
 * The people of one nomination: every row of the table that the rule names, or the nominee alone. All but the name is
 * masked where it is personal (docs/rules/privacy.md#masks), unless it was `opened`.
 */
export function peopleToCheck(
  form: Pick<Form, 'fields'>,
  rule: CheckRule,
  answers: Answers,
  opened: boolean,
): PeopleToCheck {
  const places = [...(rule.name === undefined ? [] : [rule.name]), ...rule.by].flatMap(
    (at) => placeIn(form, at) ?? [],
  );
  const table = places.find((place) => place.table !== undefined)?.table;
  const isMasked = ({ at, field }: Place) => at !== rule.name && isPersonal(field);
  const said = (place: Place, row: Readonly<Record<string, unknown>>): string => {
    const value = place.table === undefined ? answers[place.field.id] : row[place.field.id];
    if (value === undefined || value === '' || value === null) return '—';
    const shown = isMasked(place) && !opened ? maskAnswer(place.field, value) : value;
    return sayAnswer(place.field, shown).zh || '—';
  };
  const rows = table === undefined ? [{}] : rowsIn(answers[table]);
  return {
    columns: places.map(({ field }) => field.label),
    people: rows.map((row) => places.map((place) => said(place, row))),
    personal: places.filter(isMasked).map(({ at }) => at),
  };
}
