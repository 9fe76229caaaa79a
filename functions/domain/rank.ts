/** Administrative ranks 职级 as an ordered list, for rank ceilings (docs/rules/eligibility.md#rank-ceiling). */

import { oneOf } from './members.ts';

/** Lowest first. A unit or person without rank writes 无 (docs/rules/forms.md#no-rank). */
export const ranks = [
  '无',
  '办事员',
  '科员',
  '副科级',
  '正科级',
  '副处级',
  '正处级',
  '副厅局级',
  '正厅局级',
  '副部级',
  '正部级',
] as const;
type Rank = (typeof ranks)[number];

const groups: Readonly<Record<string, readonly [Rank, Rank]>> = {
  科级: ['副科级', '正科级'],
  处级: ['副处级', '正处级'],
  厅局级: ['副厅局级', '正厅局级'],
  部级: ['副部级', '正部级'],
};
const otherNames: Readonly<Record<string, string>> = {
  无职级: '无',
  无行政级别: '无',
  乡科级: '科级',
  乡科级副职: '副科级',
  乡科级正职: '正科级',
  县处级: '处级',
  县处级副职: '副处级',
  县处级正职: '正处级',
  厅级: '厅局级',
  副厅级: '副厅局级',
  正厅级: '正厅局级',
  司局级: '厅局级',
  副司局级: '副厅局级',
  正司局级: '正厅局级',
  厅局级副职: '副厅局级',
  厅局级正职: '正厅局级',
  省部级: '部级',
  副省级: '副部级',
  正省级: '正部级',
  副省部级: '副部级',
  正省部级: '正部级',
  省部级副职: '副部级',
  省部级正职: '正部级',
};

/**
 * Where a rank stands: lowest and highest position in `ranks`. 处级 as a group covers 副处级 and 正处级;
 * "科级及以下" reaches down to 无 and "处级及以上" up to the top. Undefined for a word that is not a rank.
 */
export function rankSpan(name: string): { readonly low: number; readonly high: number } | undefined {
  const [, stem = '', ending] = /^(.*?)(及以下|及以上)?$/u.exec(name.trim()) ?? [];
  const known = Object.hasOwn(otherNames, stem) ? otherNames[stem]! : stem;
  const rank = oneOf(ranks, known);
  const span = Object.hasOwn(groups, known) ? groups[known] : rank && ([rank, rank] as const);
  if (span === undefined) return undefined;
  const [low, high] = [ranks.indexOf(span[0]), ranks.indexOf(span[1])];
  return { low: ending === '及以下' ? 0 : low, high: ending === '及以上' ? ranks.length - 1 : high };
}
