/** The blanks of the editor's forms: what a value of the document looks like in its input, and how what was typed is read. */
import { valueAt } from '#domain/fault-path.ts';
import { hasMembers, isOneOf, memberOf } from '#domain/members.ts';
import { readNumber } from '#domain/number-input.ts';
import { type Text, text } from '#domain/problem.ts';
import type { FieldTypeName } from '#domain/programme/field-types.ts';
import type { Condition } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keysAt } from '#domain/programme/programme-edit.ts';
import { linesOf } from '#web/frame/form.tsx';
import type { Ask } from '#web/frame/post-form.tsx';
import type { Body } from '#web/frame/posted.ts';
import { directChoices, directHelp, directNow, directRead } from './direct-channels.ts';
import { optionsIn, picksIn, privacyOf } from './editor-choices.ts';

export interface Option {
  readonly value: string;
  readonly label: Text;
}
export interface Blank {
  /** The place of its value in the part; '' for one that fills several members of the part itself. */
  readonly at: string;
  readonly type: BlankType;
  readonly label: Text;
  readonly help?: Text;
  readonly required?: true;
  /** A list that is left out of the document where it is empty. */
  readonly orNone?: true;
  /** Stands below, with what is seldom needed. */
  readonly seldom?: true;
  /** The types of fields that it is for; not asked and not read with any other. */
  readonly only?: readonly FieldTypeName[];
  readonly options?: (programme: Programme, value: unknown) => readonly Option[];
}

interface BlankRow {
  readonly ask: (value: unknown, blank: Blank, programme: Programme) => Partial<Ask>;
  /** What was typed, in the document's own types; undefined for nothing. What can't be read stays as it was typed, for the document's checks to refuse. */
  readonly read: (texts: readonly string[], before: unknown, programme: Programme) => unknown;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);
const last = (texts: readonly string[]): string => (texts.at(-1) ?? '').trim();
const lineHelp = text('每行一个', 'One a line');
const notNeeded = /[（(]\s*选填\s*[）)]\s*$/;
const asList = (type: Ask['type']) => (value: unknown, blank: Blank, programme: Programme) => ({
  type,
  options: [...(blank.options?.(programme, value) ?? [])],
  now: value,
});
const figure = (texts: readonly string[]): unknown => {
  const written = last(texts);
  if (written === '') return undefined;
  const number = readNumber(written);
  return Number.isNaN(number) ? written : number;
};

/** Options by their labels, one a line; what was an option keeps its value and its English. */
function optionsRead(texts: readonly string[], before: unknown): unknown {
  const known: readonly unknown[] = Array.isArray(before) ? before : [];
  const lines = linesOf(last(texts));
  if (lines.length === 0) return undefined;
  return lines.map(
    (zh) => known.find((each) => valueAt(each, ['label', 'zh']) === zh) ?? { value: zh, label: { zh } },
  );
}

/** What was ticked, in the order in which it stood before; what is new comes after it. */
const inOrder = (texts: readonly string[], before: readonly string[]): readonly string[] => [
  ...before.filter((each) => texts.includes(each)),
  ...texts.filter((each) => each.trim() !== '' && !before.includes(each)),
];

/** `field=value` and `field<18`, as they were ticked; those of a second field are refused by not fitting the first. */
function picksRead(texts: readonly string[], before: unknown): Condition | undefined {
  const picked = inOrder(texts, optionsIn(before));
  const first = picked[0];
  if (first === undefined) return undefined;
  const under = /^(\w+)<(\d+)$/.exec(first);
  if (under !== null) return { field: under[1]!, under: Number(under[2]) };
  const field = first.slice(0, first.indexOf('='));
  return {
    field,
    values: picked.map((each) => (each.startsWith(`${field}=`) ? each.slice(field.length + 1) : each)),
  };
}

const rows = {
  line: {
    ask: (value) => ({ type: 'text', now: value }),
    read: (texts) => last(texts) || undefined,
  },
  paragraph: {
    ask: (value) => ({ type: 'paragraph', now: value }),
    read: (texts) => last(texts) || undefined,
  },
  /** Several texts, one a line. */
  lines: {
    ask: (value, { help }) => ({ type: 'paragraph', now: textsIn(value).join('\n'), help: help ?? lineHelp }),
    read: (texts) => linesOf(last(texts)),
  },
  /** Lines of a checklist; those that need not be answered say so. */
  checklist: {
    ask: (value) => ({
      type: 'paragraph',
      now: (Array.isArray(value) ? value : [])
        .map((each: unknown) =>
          isText(each)
            ? each
            : `${String(memberOf(each, 'label'))}${memberOf(each, 'required') === false ? '（选填）' : ''}`,
        )
        .join('\n'),
      help: text(
        '每行一项；可以不核对的在末尾写（选填）',
        'One a line; end a line with (选填) where it may be left open',
      ),
    }),
    read: (texts) =>
      linesOf(last(texts)).map((each) =>
        notNeeded.test(each) ? { label: each.replace(notNeeded, ''), required: false } : each,
      ),
  },
  options: {
    ask: (value) => ({
      type: 'paragraph',
      now: (Array.isArray(value) ? value : [])
        .map((each: unknown) => String(valueAt(each, ['label', 'zh']) ?? ''))
        .join('\n'),
      help: text('每行一个选项', 'One option a line'),
    }),
    read: optionsRead,
  },
  tick: {
    ask: (value) => ({ type: 'boolean', as: 'tick', now: value === true }),
    read: (texts) => texts.includes('true'),
  },
  choice: {
    ask: (value, blank, programme) => ({ ...asList('choice')(value, blank, programme), as: 'list' }),
    read: (texts) => last(texts) || undefined,
  },
  ticks: {
    ask: asList('choices'),
    read: (texts, before) => inOrder(texts, textsIn(before)),
  },
  /** Channels, or none at all; nothing ticked is no rule. */
  entries: {
    ask: (value, _, programme) => ({
      type: 'choices',
      options: [...directChoices(programme)],
      now: directNow(value),
      help: directHelp,
    }),
    read: (texts, before) => directRead(inOrder(texts, textsIn(before))),
  },
  whole: { ask: (value) => ({ type: 'integer', now: value }), read: figure },
  number: { ask: (value) => ({ type: 'number', now: value }), read: figure },
  date: { ask: (value) => ({ type: 'date', now: value }), read: (texts) => last(texts) || undefined },
  /** A number, or 不限. */
  places: {
    ask: (value) => ({
      type: 'text',
      now: value === 'open' ? '不限' : value,
      help: text('个数，或写“不限”', 'A number, or 不限 for any'),
    }),
    read: (texts) => (['不限', 'open'].includes(last(texts)) ? 'open' : figure(texts)),
  },
  /** A field and some of its options. */
  picks: {
    ask: (value, _, programme) => ({
      type: 'choices',
      options: [...picksIn(programme, false, value)],
      now: optionsIn(value),
    }),
    read: (texts, before) => picksRead(texts, before) ?? { field: undefined, values: undefined },
  },
  /** Who is asked something: a field and options, or an age. */
  condition: {
    ask: (value, _, programme) => ({
      type: 'choices',
      options: [...picksIn(programme, true, value)],
      now: optionsIn(value),
      help: text(
        '不勾选就人人都填；只能勾选同一项的选项',
        'Nothing ticked: everybody. Tick options of one field only',
      ),
    }),
    read: picksRead,
  },
  privacy: {
    ask: (value, blank, programme) => ({
      type: 'choice',
      options: [...(blank.options?.(programme, value) ?? [])],
      now: privacyOf(programme, value),
    }),
    read: (texts) => ({
      personal: ['personal', 'sensitive'].includes(last(texts)),
      sensitive: last(texts) === 'sensitive',
    }),
  },
  /** Options whose value is a group of settings, as JSON: who is the same nominee. */
  settings: {
    ask: (value, blank, programme) => ({
      type: 'choice',
      as: 'list',
      options: [...(blank.options?.(programme, value) ?? [])],
      now: JSON.stringify(value),
    }),
    read: (texts, before) => {
      const given: unknown = last(texts) === '' ? {} : JSON.parse(last(texts));
      return {
        ...Object.fromEntries(Object.keys(hasMembers(before) ? before : {}).map((key) => [key, undefined])),
        ...(hasMembers(given) ? given : {}),
      };
    },
  },
  /** The columns of a table that is new, by their labels. */
  columns: {
    ask: () => ({
      type: 'paragraph',
      help: text('每行一个列名，保存后可以逐列设置', 'One a line, each set up later'),
    }),
    read: (texts) => {
      const labels = linesOf(last(texts));
      return labels.length === 0
        ? undefined
        : labels.map((zh, i) => ({ id: `column${i + 1}`, label: { zh }, type: 'text', required: i === 0 }));
    },
  },
} as const satisfies Readonly<Record<string, BlankRow>>;
export type BlankType = keyof typeof rows;
/** A blank in short. */
export const blank = (
  at: string,
  type: BlankType,
  zh: string,
  en: string,
  more: Partial<Blank> = {},
): Blank => ({ at, type, label: text(zh, en), ...more });

const rowOf = ({ type }: Blank): BlankRow => rows[type];

/** The name of a blank's input. */
export const nameOf = ({ at, type }: Blank): string => (at === '' ? type : at);
const standing = (part: unknown, { at }: Blank): unknown => valueAt(part, keysAt(at));

/** A blank as a field of a form, with what stands in the document now. */
export function askOf(blank: Blank, part: unknown, programme: Programme): Ask {
  const { label, help, required, only } = blank;
  return {
    id: nameOf(blank),
    label,
    type: 'text',
    ...(help !== undefined && { help }),
    ...(required === true && { required }),
    ...(only !== undefined && { when: { field: 'type', values: only } }),
    ...rowOf(blank).ask(standing(part, blank), blank, programme),
  };
}

/** What was typed, by places in the part: each value in the document's own types, undefined where there is to be none. */
export function readBlanks(
  blanks: readonly Blank[],
  body: Body,
  part: unknown,
  programme: Programme,
): readonly (readonly [at: string, value: unknown])[] {
  return blanks.flatMap((blank): readonly (readonly [string, unknown])[] => {
    if (blank.only !== undefined && !isOneOf<unknown>(blank.only, (body.type ?? []).at(-1)))
      return [[blank.at, undefined]];
    const given = rowOf(blank).read(body[nameOf(blank)] ?? [], standing(part, blank), programme);
    const read = blank.orNone === true && Array.isArray(given) && given.length === 0 ? undefined : given;
    if (blank.at !== '') return [[blank.at, read ?? (blank.required === true ? '' : undefined)]];
    return hasMembers(read) ? Object.entries(read) : [];
  });
}

/** Where on the page a fault of the document stands: beside the blank that its place belongs to, else in the summary. */
export const faultAtBlank = (root: string, blanks: readonly Blank[]) => (field: string) => {
  const inside = root === '' ? field : field.startsWith(`${root}.`) ? field.slice(root.length + 1) : '';
  const own = blanks
    .filter(({ at }) => at !== '' && (inside === at || inside.startsWith(`${at}.`)))
    .toSorted((a, b) => b.at.length - a.at.length)[0];
  const several = blanks.find(
    ({ at, type }) => at === '' && covers[type]?.includes(inside.split('.')[0] ?? ''),
  );
  const found = own ?? several;
  return found === undefined ? '' : nameOf(found);
};
const covers: Readonly<Partial<Record<BlankType, readonly string[]>>> = {
  picks: ['field', 'values'],
  privacy: ['personal', 'sensitive'],
  settings: ['by', 'field', 'table', 'column', 'postField'],
};
