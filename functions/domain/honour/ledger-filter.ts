/** What is looked for in a year of the ledger: one way for page, API and export (docs/rules/honours.md#ledger). */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, line } from '#domain/input.ts';
import { text } from '#domain/problem.ts';
import { programmeKinds } from '#domain/programme/programme-kinds.ts';
import { ledgerCategories, ledgerLevels, ledgerOutcomes } from './ledger-input.ts';
import type { LedgerEntry } from './ledger-record.ts';

/** `here`: granted by the organisation itself in this system. */
export const ledgerSources = ['here', 'above', 'form', 'import'] as const;
export type LedgerSource = (typeof ledgerSources)[number];

/** A line as it is read, recorded or granted here. */
export type LedgerLine = Omit<LedgerEntry, 'source' | 'identities' | 'others' | 'job' | 'by' | 'at'> & {
  readonly source: LedgerSource;
  readonly at?: string;
  /** Its holder is known by an identity. */
  readonly identified: boolean;
  readonly programme?: string;
  readonly list?: string;
};

export const ledgerFilter = z.strictObject({
  level: labelled(z.enum(ledgerLevels).optional(), text('级别', 'Level')),
  category: labelled(z.enum(ledgerCategories).optional(), text('类别', 'Category')),
  kind: labelled(z.enum(programmeKinds).optional(), text('性质', 'Kind of selection')),
  code: labelled(line(8).toUpperCase().optional(), text('荣誉代码', 'Honour code')),
  programme: labelled(id.optional(), text('评选活动', 'Programme')),
  batch: labelled(z.coerce.number().int().min(1).max(999).optional(), text('批次', 'Batch')),
  group: labelled(line(60).optional(), text('名单内类别', 'Group of the list')),
  grade: labelled(line(20).optional(), text('等次', 'Grade')),
  outcome: labelled(z.enum(ledgerOutcomes).optional(), text('结果', 'Outcome')),
  source: labelled(z.enum(ledgerSources).optional(), text('来源', 'Source')),
  name: labelled(line(60).optional(), text('名称包含', 'Name holds')),
});
export type LedgerFilter = z.output<typeof ledgerFilter>;

/** True when a line is looked for. */
export function isLookedFor(filter: LedgerFilter, entry: LedgerLine): boolean {
  const equal: readonly (readonly [unknown, unknown])[] = [
    [filter.level, entry.level ?? 'other'],
    [filter.category, entry.category ?? 'mixed'],
    [filter.kind, entry.kind],
    [filter.code, entry.code],
    [filter.programme, entry.programme],
    [filter.batch, entry.batch],
    [filter.group, entry.group],
    [filter.outcome, entry.outcome ?? 'granted'],
    [filter.source, entry.source],
  ];
  return (
    equal.every(([wanted, there]) => wanted === undefined || wanted === '' || wanted === there) &&
    (!filter.grade || (entry.grades ?? []).includes(filter.grade)) &&
    (!filter.name || [...entry.names, entry.title].some((each) => each.includes(filter.name ?? '')))
  );
}

/** The beginning of the index that a filter allows: code and level stand first in it. */
export const prefixOf = ({ code, level }: LedgerFilter): string | undefined =>
  !code ? undefined : level === undefined ? `${code}#` : `${code}#${level === 'other' ? '' : level}#`;
