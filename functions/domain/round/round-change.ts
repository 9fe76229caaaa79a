/** What was changed of a round, kept with its reason, and how it is said to those concerned (docs/rules/deadlines.md#changing-a-round). */
import * as z from 'zod';
import { type Text, text } from '#domain/problem.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';
import { shownAt } from '#domain/shown-dates.ts';

/** One change, as it is stored. */
export const roundChangeRecord = lazily(() =>
  z.object({
    round: z.string(),
    at: instant,
    by: z.string(),
    kind: z.enum(['change', 'cancel', 'late']),
    reason: z.string(),
    changes: z.array(
      z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }),
    ),
  }),
);
export type RoundChange = Stored<typeof roundChangeRecord>;

/** How many of the places that a unit was given after the window are used. */
export const lateCountRecord = lazily(() => z.object({ org: z.string(), places: z.int(), used: z.int() }));
export type LateCount = Stored<typeof lateCountRecord>;

const labels: Readonly<Record<string, Text>> = {
  opensAt: text('申报开始', 'Window opens'),
  closesAt: text('申报截止', 'Window closes'),
  phaseEnds: text('环节截止', 'Ends of phases'),
  places: text('名额', 'Places'),
  shares: text('各单位名额', 'Places of units'),
  ceremony: text('表彰日期', 'Ceremony'),
  contact: text('联系方式', 'Contact'),
  certificate: text('证书文字', 'Certificate'),
  late: text('补报', 'After the window'),
};

function valueWords(value: unknown): string {
  if (value === undefined || value === null) return '—';
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? shownAt(value) : value;
  if (typeof value !== 'object') return String(value);
  const parts = Array.isArray(value) ? value.map(valueWords) : Object.values(value).map(valueWords);
  return parts.join('、');
}

/** The fields of two values that differ, key by key where both have keys. */
const parts = (from: unknown, to: unknown): readonly (readonly [string, unknown, unknown])[] => {
  const keyed = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!keyed(from) || !keyed(to)) return [['', from, to]];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]))
    .map((key) => [key, from[key], to[key]]);
};

/** Each change as "申报截止：2021-04-10 17:30 → 2021-04-12 17:30". */
export const changeWords = ({ changes }: Pick<RoundChange, 'changes'>): readonly Text[] =>
  changes.flatMap(({ field, from, to }) =>
    parts(from, to).map(([key, before, after]) => {
      const { zh, en } = labels[field] ?? text(field, field);
      const of = key === '' ? '' : ` ${key}`;
      const values = `${valueWords(before)} → ${valueWords(after)}`;
      return text(`${zh}${of}：${values}`, `${en}${of}: ${values}`);
    }),
  );
