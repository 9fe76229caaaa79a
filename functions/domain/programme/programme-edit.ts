/** One press of the editor as data: a small change at a place of a programme's document. */
import * as z from 'zod';
import { valueAt } from '#domain/fault-path.ts';
import { labelled } from '#domain/field-label.ts';
import { hasMembers, memberOf } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';

/** A place such as `stages.1.steps.0.days`: keys and counts, joined by dots. */
const at = labelled(
  z
    .string()
    .max(200)
    .refine((written) => /^[a-zA-Z][a-zA-Z0-9]*(\.[a-zA-Z0-9]+){0,12}$/.test(written), {
      message:
        '应为用点连接的键和序号，如 stages.0.steps / must be keys and counts joined by dots, such as stages.0.steps',
    }),
  text('位置', 'Place'),
);
const value = z.unknown().refine((given): boolean => given !== undefined, {
  message: '必须给出内容 / must be given',
});

export const programmeEditSchema = z.discriminatedUnion('do', [
  /** Writes a value, whether one stood there or not. */
  z.strictObject({ do: z.literal('set'), at, value }),
  z.strictObject({ do: z.literal('remove'), at }),
  /** Adds an entry at the end of a list, which is made when it is not there; one without an id gets one. */
  z.strictObject({ do: z.literal('add'), at, value }),
  /** Moves an entry of a list to another place in it, counted from 0. */
  z.strictObject({ do: z.literal('move'), at, to: z.int().nonnegative().max(1000) }),
]);
export type ProgrammeEdit = Deep<z.infer<typeof programmeEditSchema>>;

/** The keys of a place; those of digits count entries. */
export const keysAt = (place: string): readonly (string | number)[] =>
  place === '' ? [] : place.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

/** Lists whose entries have an id that nobody should have to think up. */
const named = [
  'fields',
  'columns',
  'attachments',
  'declarations',
  'grades',
  'lists',
  'criteria',
  'items',
  'bands',
  'questions',
];
/** Ids of what every second form asks; anything else is called by its English label, or counted. */
const usual: Readonly<Record<string, string>> = {
  姓名: 'name',
  性别: 'gender',
  出生日期: 'birthDate',
  出生年月: 'birthDate',
  身份证号: 'idNumber',
  证件号码: 'idNumber',
  民族: 'ethnicity',
  政治面貌: 'party',
  学历: 'education',
  工作单位: 'workUnit',
  职务: 'position',
  联系电话: 'phone',
  手机号: 'phone',
  电子邮箱: 'email',
  地址: 'address',
  主要事迹: 'deeds',
  事迹简介: 'brief',
  曾获荣誉: 'honours',
  照片: 'photos',
  荣誉名称: 'title',
  级别: 'level',
  年份: 'year',
};

const labelOf = (entry: unknown, lang: 'zh' | 'en'): string | undefined => {
  for (const key of ['label', 'title', 'text']) {
    const words = memberOf(entry, key);
    const said = typeof words === 'string' ? (lang === 'zh' ? words : undefined) : memberOf(words, lang);
    if (typeof said === 'string') return said;
  }
  return undefined;
};

/** An id from an English label: `Work unit` is `workUnit`; undefined where nothing of it can stand in an id. */
function camel(label: string | undefined): string | undefined {
  const parts = (label ?? '').match(/[a-zA-Z0-9]+/g) ?? [];
  const joined = parts
    .slice(0, 4)
    .map((part, i) => (i === 0 ? part.toLowerCase() : part[0]!.toUpperCase() + part.slice(1).toLowerCase()))
    .join('');
  return /^[a-z]/.test(joined) ? joined : undefined;
}

/** Ids in use around a list: fields, statements and files of a form share theirs. */
function takenAt(document: unknown, list: string): ReadonlySet<unknown> {
  const form = memberOf(document, 'form');
  const lists = /^form\.(fields|attachments|declarations)$/.test(list)
    ? ['fields', 'attachments', 'declarations'].map((key) => memberOf(form, key))
    : [valueAt(document, keysAt(list))];
  return new Set([
    'channel',
    'declarations',
    ...lists.flatMap((each) => (Array.isArray(each) ? each.map((one: unknown) => memberOf(one, 'id')) : [])),
  ]);
}

/** An entry for a list with an id of its own, made from its label where it has none, so that no clerk types one. */
export function withId(document: unknown, list: string, entry: unknown): unknown {
  const name = list.split('.').at(-1) ?? '';
  if (!named.includes(name) || !hasMembers(entry) || entry.id !== undefined) return entry;
  const taken = takenAt(document, list);
  const label = labelOf(entry, 'zh') ?? '';
  const known = Object.hasOwn(usual, label) ? usual[label] : undefined;
  const stem = known ?? camel(labelOf(entry, 'en')) ?? name.replace(/s$/, '');
  const free = (id: string, count: number): string =>
    taken.has(id) ? free(`${stem}${count}`, count + 1) : id;
  return { id: free(stem, 2), ...entry };
}
