/** Turns the names of an HTML form (`members.0.name`, a checkbox sent several times) into answers. */
import { typeOf } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';

/** The texts of a posted form: each name with all that was sent under it, in order. */
export type FormBody = Readonly<Record<string, readonly string[]>>;

/** A list where many may be ticked ([] when none is ticked, since HTML sends nothing then), else the last text sent. */
function valueSent(field: Pick<Field, 'type'>, texts: readonly string[] = []): unknown {
  if (typeOf(field).isMany === true) return texts.filter((one) => one !== '');
  // A hidden "false" before a checkbox "true" is the usual way to send an unticked box: the last one counts.
  return texts.at(-1);
}

function rowsOf(field: Field, body: FormBody): readonly Readonly<Record<string, unknown>>[] | undefined {
  const columns = field.columns ?? [];
  const numbers = new Set<number>();
  for (const name of Object.keys(body)) {
    const [table, row = '', column, ...rest] = name.split('.');
    const isCell = table === field.id && rest.length === 0 && columns.some(({ id }) => id === column);
    if (isCell && /^\d{1,4}$/.test(row)) numbers.add(Number(row));
  }
  if (numbers.size === 0) return undefined;
  const rows = [...numbers]
    .sort((a, b) => a - b)
    .map((row) =>
      Object.fromEntries(
        columns.map((column) => [column.id, valueSent(column, body[`${field.id}.${row}.${column.id}`])]),
      ),
    );
  // Gaps and rows left blank close up, so the row numbers of faults are those of the page shown next.
  return rows.filter((row) =>
    Object.values(row).some(
      (cell) => (typeof cell === 'string' && cell.trim() !== '') || (Array.isArray(cell) && cell.length > 0),
    ),
  );
}

/**
 * The answers in a posted form. Names that are not the form's (buttons, tokens) are passed over. Values
 * stay texts; `checkAnswers` reads them. Declarations come as `declarations`, once per ticked statement.
 */
export function formFromBody(form: Form, body: FormBody): Answers {
  const own = (name: string) => (Object.hasOwn(body, name) ? body[name] : undefined);
  const entries = form.fields.map((field): [string, unknown] => [
    field.id,
    field.type === 'table' ? rowsOf(field, body) : valueSent(field, own(field.id)),
  ]);
  const declarations = (own('declarations') ?? []).filter((one) => one !== '');
  return Object.fromEntries([
    ...entries.filter(([, value]) => value !== undefined),
    ...(form.declarations.length > 0 ? [['declarations', declarations] as const] : []),
  ]);
}
