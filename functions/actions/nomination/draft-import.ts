/** Import of nominations from a sheet: each good row becomes a draft, each bad one is told by row and column. */

import * as z from 'zod';
import type { Deps } from '#deps';
import { cut } from '#domain/characters.ts';
import type { Input } from '#domain/input.ts';
import { checkAnswers } from '#domain/nomination/answers.ts';
import { oddCheck } from '#domain/nomination/odd-codes.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Fault, fault, refuseIf, tooLarge } from '#domain/problem.ts';
import { fromSheet } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import type { Deep } from '#domain/read-only.ts';
import { plainHead, type SheetTable } from '#domain/sheet.ts';
import { getProgramme } from '#store/reads.ts';
import { demandDraft } from './draft-record.ts';
import { saveOnce } from './drafts.ts';
import type { sheetRows } from './nomination-input.ts';
import { formChecks } from './nominee-facts.ts';

export interface Imported {
  /** Row numbers count from 2, as the sheet shows them below its header. */
  readonly saved: readonly { readonly row: number; readonly id: string; readonly name: string }[];
  /** Rows that an earlier import of the same sheet brought already. */
  readonly known: readonly number[];
  readonly faulty: readonly { readonly row: number; readonly faults: readonly Fault[] }[];
}

const mostRows = 500;

type Target = {
  readonly field: Field;
  readonly column?: NonNullable<Field['columns']>[number];
  readonly at?: number;
};

const named = (cell: {
  readonly id: string;
  readonly label: { readonly zh: string; readonly en?: string | undefined };
}): readonly string[] =>
  [cell.id, cell.label.zh, cell.label.en ?? ''].filter((name) => name !== '').map(plainHead);

/** Every header that a sheet may use: id or label; for tables `members.1.name` or 家庭成员1姓名. */
function targetOf(form: Form, head: string): Target | undefined {
  const word = plainHead(head);
  const whole = form.fields.find((field) => field.type !== 'table' && named(field).includes(word));
  if (whole !== undefined) return { field: whole };
  for (const field of form.fields)
    for (const name of field.type === 'table' ? named(field) : []) {
      if (!word.startsWith(name)) continue;
      const [, row, rest] = /^[.·]?(\d{1,2})[.·]?(.+)$/u.exec(word.slice(name.length)) ?? [];
      const column = field.columns?.find((each) => rest !== undefined && named(each).includes(rest));
      if (column !== undefined && Number(row) > 0) return { field, column, at: Number(row) - 1 };
    }
  return undefined;
}

function readRow(
  targets: ReadonlyMap<string, Target>,
  row: Readonly<Record<string, unknown>>,
): { readonly answers: Answers; readonly faults: readonly Fault[] } {
  const answers: Record<string, unknown> = {};
  const tables = new Map<string, Record<string, unknown>[]>();
  const faults: Fault[] = [];
  for (const [head, target] of targets) {
    const value = row[head];
    const { field, column, at } = target;
    const cell = column ?? field;
    if (value === undefined || value === null || value === '') continue;
    // Excel keeps 15 digits of a number; an ID number typed as one has lost its end.
    if (typeof value === 'number' && Math.abs(value) >= 1e15) {
      faults.push(
        fault(
          field.id,
          'digits-lost',
          `「${head}」：Excel 已把号码存为数字并丢失末几位，请将该列设为文本格式后重新填写`,
          `"${head}": Excel stored this as a number and lost its last digits; format the column as text and type it again`,
        ),
      );
      continue;
    }
    if (column === undefined || at === undefined) answers[field.id] = fromSheet(cell, value);
    else {
      const rows = tables.get(field.id) ?? [];
      tables.set(field.id, rows);
      while (rows.length <= at) rows.push({});
      rows[at]![column.id] = fromSheet(cell, value);
      answers[field.id] = rows;
    }
  }
  return { answers, faults };
}

/**
 * What makes a row unfit for a draft: unreadable cells and a nominee without name. What is missing, and the certificate of
 * a credit code with an odd check digit, comes later.
 */
const rowFaults = (form: Form, faults: readonly Fault[]): readonly Fault[] =>
  faults.filter(
    ({ code, field }) =>
      code !== 'declaration' && code !== oddCheck && (code !== 'required' || field === form.nameField),
  );

/** A row that is fit for a draft. Its id is made from its content, so that the same row is the same draft. */
export const goodRow = z.object({
  row: z.int(),
  id: z.string(),
  name: z.string(),
  answers: z.record(z.string(), z.unknown()),
});
export type GoodRow = Deep<z.output<typeof goodRow>>;
export interface CheckedRows {
  readonly good: readonly GoodRow[];
  /** Rows that repeat an earlier one of the same sheet. */
  readonly doubles: readonly number[];
  readonly faulty: Imported['faulty'];
}
export interface ImportInput extends Input<typeof sheetRows> {
  /** Cells of the sheet that could not be read, by their line. */
  readonly unread?: SheetTable['unread'];
}

/** The titles of columns that people are likely to have, and whether a word is one of a form. */
export const columnsOf = (form: Form) => ({
  isKnown: (head: string): boolean => targetOf(form, head) !== undefined,
  wanted: form.fields.filter((field) => field.type !== 'table').map((field) => field.label.zh),
});

/**
 * Checks every row of a sheet and writes nothing. Throws Problem `invalid` for headers that the form does not have,
 * `toolarge` beyond `most` rows, `forbidden`; row faults are in the answer.
 */
export async function checkRows(
  deps: Deps,
  actor: Actor,
  { programme, org, rows, unread = [] }: ImportInput,
  most: number,
): Promise<CheckedRows> {
  await demandDraft(deps, actor, { org, channel: 'organisation', owner: actor.id }, 'organisation');
  const { form } = (await getProgramme(deps.table, programme)).document;
  const filled = rows.filter((row) => Object.keys(row).length > 0).length;
  if (filled > most)
    throw tooLarge(
      'too-many-rows',
      `一次最多导入 ${most} 行，表中有 ${filled} 行，请分几次导入。`,
      `At most ${most} rows at once; the sheet has ${filled}. Import it in parts.`,
    );
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 500);
  const targets = new Map<string, Target>();
  const strangers: Fault[] = [];
  for (const head of heads) {
    const target = targetOf(form, head);
    if (target !== undefined) targets.set(head, target);
    else
      strangers.push(
        fault(
          cut(head, 60),
          'unknown-column',
          `表单中没有「${cut(head, 60)}」这一列，请使用模板的表头或删去该列`,
          `The form has no column "${cut(head, 60)}"; use the header of the template or remove it`,
        ),
      );
  }
  refuseIf(strangers);
  const unreadIn = new Map(unread.map(({ row, faults }) => [row, faults]));
  const good = new Map<string, GoodRow>();
  const doubles: number[] = [];
  const faulty: { row: number; faults: readonly Fault[] }[] = [];
  for (const [n, sheetRow] of rows.entries()) {
    const row = n + 2;
    const read = readRow(targets, sheetRow);
    const cells = [...(unreadIn.get(row) ?? []), ...read.faults];
    if (Object.keys(read.answers).length === 0 && cells.length === 0) continue;
    const { answers, faults } = checkAnswers(form, read.answers, 'submit', formChecks(deps));
    const bad = [...cells, ...rowFaults(form, faults)];
    if (bad.length > 0) {
      faulty.push({ row, faults: bad });
      continue;
    }
    // The content under a secret key: the same row is the same draft, and the id tells nothing.
    const id = `imp${deps.keys.mac('link', JSON.stringify(['import', actor.id, programme, org, answers])).slice(0, 32)}`;
    if (good.has(id)) doubles.push(row);
    else good.set(id, { row, id, name: String(answers[form.nameField]), answers });
  }
  return { good: [...good.values()], doubles, faulty };
}

/**
 * Makes a draft of each good row at once, at most 500; more go through `import-job.ts`. A row imported before is not made
 * again. Throws what `checkRows` does.
 */
export async function importNominations(deps: Deps, actor: Actor, input: ImportInput): Promise<Imported> {
  const { programme, org } = input;
  const { good, doubles, faulty } = await checkRows(deps, actor, input, mostRows);
  const saved: { row: number; id: string; name: string }[] = [];
  const known: number[] = [...doubles];
  for (const { row, id, name, answers } of good)
    if ((await saveOnce(deps, actor, id, { programme, org, channel: 'organisation', answers })) === 'saved')
      saved.push({ row, id, name });
    else known.push(row);
  return { saved, known: known.toSorted((a, b) => a - b), faulty };
}
