/** 推荐审批表: a nominee's form with a box for each level that judges her, filled with what is recorded and else to be written and sealed. */
import { answeredForm } from '#domain/programme/asked-form.ts';
import { sayAnswer } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { shownDate } from '#domain/shown-dates.ts';
import {
  openDay,
  type Paper,
  type PaperBlock,
  type PaperCell,
  type PaperPicture,
  type PaperRow,
  plain,
  rehearsalMark,
  title,
} from './paper.ts';

/** A box of the form: who judges, and what she said where that is known. */
export interface OpinionBox {
  /** 芙蓉区妇联 审核意见. */
  readonly title: string;
  /** Empty: to be written by hand. */
  readonly said: string;
  /** Who signed in the record. */
  readonly name?: string | undefined;
  readonly date?: string | undefined;
}

export interface ApprovalForm {
  readonly title: string;
  /** Short number of the receipt, or the id. */
  readonly number: string;
  readonly from: string;
  readonly submitted: string;
  readonly form: Form;
  /** As they are to be printed: masked already where they are to be. */
  readonly answers: Answers;
  /** Only for a form that asks for photographs; `undefined` where there is none that can be shown. */
  readonly photo?: { readonly picture?: PaperPicture | undefined };
  readonly boxes: readonly OpinionBox[];
  /** What is said at the foot, as that the form was masked. */
  readonly notes: readonly string[];
  readonly rehearsal: boolean;
}

/** Rows beside the photograph. */
const photoRows = 5;

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field whose answer needs the whole width. */
const isLong = (field: Field): boolean => field.type === 'paragraph' || (field.max ?? 0) > 60;

const label = (text: string, more: Partial<PaperCell> = {}): PaperCell => ({ text, label: true, ...more });

/** Short answers two to a row, the first rows beside the photograph; long ones over the whole width. */
function answerRows(
  answers: Answers,
  photo: ApprovalForm['photo'],
  fields: readonly Field[],
): readonly PaperRow[] {
  const rows: PaperRow[] = [];
  let waiting: readonly PaperCell[] = [];
  const isBeside = () => photo !== undefined && rows.length < photoRows;
  const push = (cells: readonly PaperCell[], least: number): void => {
    const framed = rows.length === 0 && photo !== undefined;
    rows.push({
      cells: framed
        ? [
            ...cells,
            {
              text: photo.picture === undefined ? '照片' : '',
              label: true,
              down: photoRows,
              picture: photo.picture,
            },
          ]
        : cells,
      least,
    });
  };
  const flush = (): void => {
    const [name, value] = waiting;
    if (name === undefined || value === undefined) return;
    push([name, { ...value, across: isBeside() ? 3 : 4 }], 9);
    waiting = [];
  };
  for (const field of fields) {
    const said = sayAnswer(field, answers[field.id]).zh;
    const head = label(field.label.zh);
    if (isLong(field) && !isBeside()) {
      flush();
      push(
        [head, { text: said, across: 4 }],
        field.type === 'paragraph' ? ((field.max ?? 0) > 300 ? 40 : 16) : 9,
      );
    } else if (isLong(field)) {
      flush();
      push([head, { text: said, across: isBeside() ? 3 : 4 }], 9);
    } else if (waiting.length === 0) waiting = [head, { text: said }];
    else {
      push([...waiting, head, { text: said, across: isBeside() ? 1 : 2 }], 9);
      waiting = [];
    }
  }
  flush();
  // A short form still has room for its photograph.
  while (isBeside()) push([{ text: '', across: 4 }], 9);
  return rows;
}

/** How much room a column wants, in characters. */
const roomFor = ({ type, label: { zh }, max = 20 }: Omit<Field, 'columns'>): number =>
  Math.max(
    [...zh].length,
    type === 'idDocument' || type === 'creditCode'
      ? 10
      : type === 'date' || type === 'phone'
        ? 7.5
        : Math.min(8, max / 5),
  ) + 1;

/** The rows of a table: its name on the left, its columns beside it. */
function tableBlock(field: Field, value: unknown): PaperBlock {
  const columns = field.columns ?? [];
  const given = Array.isArray(value) ? value.filter(isRow) : [];
  const rows = given.length === 0 ? [{}] : given;
  return {
    kind: 'table',
    widths: [
      16,
      ...columns.map(
        (column) => (84 * roomFor(column)) / columns.reduce((sum, each) => sum + roomFor(each), 0),
      ),
    ],
    rows: [
      {
        cells: [
          label(field.label.zh, { down: rows.length + 1 }),
          ...columns.map((column) => label(column.label.zh)),
        ],
      },
      ...rows.map((row) => ({
        cells: columns.map((column) => ({ text: sayAnswer(column, row[column.id]).zh })),
      })),
    ],
  };
}

/** Short answers and long ones in their order, tables where they stand among them. */
function answerBlocks(of: ApprovalForm, fields: readonly Field[]): readonly PaperBlock[] {
  const blocks: PaperBlock[] = [];
  let run: Field[] = [];
  let photo = of.photo;
  const flush = (): void => {
    if (run.length === 0) return;
    blocks.push({
      kind: 'table',
      widths: [16, 26, 16, 20, 22],
      rows: answerRows(of.answers, photo, run),
    });
    photo = undefined;
    run = [];
  };
  for (const field of fields) {
    if (field.type !== 'table') run.push(field);
    else {
      flush();
      blocks.push(tableBlock(field, of.answers[field.id]));
    }
  }
  flush();
  return blocks;
}

/** Millimetres of a box: ten of them and the declarations are the back of the sheet, and a seal of 42 mm may reach over the line. */
const boxHeight = 24;

const boxRow = ({ title, said, name, date }: OpinionBox): PaperRow => ({
  cells: [
    label(title),
    {
      text: said,
      across: 4,
      foot: [
        `签字：${name ?? '　　　　'}　　（盖章）　　　　　`,
        date === undefined ? openDay : shownDate(date).zh,
      ],
    },
  ],
  least: boxHeight,
});

/** The form: the nominee's own answers on its first side, the opinions behind them. */
export function approvalForm(of: ApprovalForm): Paper {
  const { form, answers, boxes } = of;
  const asked = answeredForm(form, answers);
  const ticked: readonly unknown[] = Array.isArray(answers.declarations) ? answers.declarations : [];
  const declared = asked.declarations.map(
    ({ id, text }) => `${ticked.includes(id) ? '〔√〕' : '〔　〕'}${text.zh}`,
  );
  return {
    title: `${of.title}推荐审批表（${of.number}）`,
    layout: 'form',
    blocks: [
      ...rehearsalMark('本表为演练内容，不产生任何效力', of.rehearsal),
      title(`${of.title}推荐审批表`),
      plain(`编号：${of.number}　　推荐单位：${of.from}　　填报日期：${shownDate(of.submitted).zh}`),
      ...answerBlocks(of, asked.fields),
      {
        kind: 'table',
        widths: [16, 26, 16, 20, 22],
        rows: [
          ...(declared.length === 0
            ? []
            : [
                {
                  cells: [
                    label('承诺'),
                    { text: declared.join('\n'), across: 4, foot: ['承诺人签字：　　　　　　　　　'] },
                  ],
                },
              ]),
          ...boxes.map(boxRow),
        ],
      },
      ...of.notes.map((text) => ({ kind: 'note' as const, text })),
    ],
  };
}
