/** Visits 实地评估 as data of the programme's step: a checklist, and how many photographs prove it. */

import { cut } from '#domain/characters.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { ChecklistAnswer } from './act-record.ts';
import type { ReviewOutcome, ReviewVote } from './review.ts';

/** What a programme says about a visit; documents written before `minPhotos` lack it. */
export interface VisitRule {
  readonly checklist: readonly (string | { readonly label: string; readonly required: boolean })[];
  readonly photos: boolean;
  readonly minPhotos?: number | undefined;
}
export interface ChecklistItem {
  readonly label: string;
  readonly required: boolean;
}
/** The lines of the checklist, in order. */
export const checklistOf = ({ checklist }: Pick<VisitRule, 'checklist'>): readonly ChecklistItem[] =>
  checklist.map((item) => (typeof item === 'string' ? { label: item, required: true } : item));

/** The least number of photographs; `photos: true` alone asks for one. */
export const fewestPhotos = ({ photos, minPhotos = 0 }: VisitRule): number =>
  Math.max(minPhotos, photos ? 1 : 0);

/** What is missing in a visit as sent, whatever its outcome: every required line answered, and photographs enough. */
export function visitFaults(
  rule: VisitRule,
  sent: { readonly checklist: readonly ChecklistAnswer[]; readonly photos: number },
): readonly Fault[] {
  const items = checklistOf(rule);
  const answered = new Set(sent.checklist.map(({ item }) => item));
  const faults = items.flatMap(({ label, required }, n) =>
    required && !answered.has(label)
      ? [fault(`checklist.${n}`, 'required', `请逐项选择：${label}`, `Choose for each item: ${label}`)]
      : [],
  );
  const strangers = [...answered].filter((item) => !items.some(({ label }) => label === item));
  for (const item of strangers)
    faults.push(
      fault(
        'checklist',
        'unknown-item',
        `评估清单中没有「${cut(item, 60)}」`,
        `The checklist has no "${cut(item, 60)}"`,
      ),
    );
  const fewest = fewestPhotos(rule);
  if (sent.photos < fewest)
    faults.push(
      fault(
        'attachments.photos',
        'too-few-photos',
        `请上传实地评估照片，至少 ${fewest} 张，现有 ${sent.photos} 张`,
        `Upload at least ${fewest} photographs of the visit; there are ${sent.photos}`,
      ),
    );
  return faults;
}

/**
 * The result of a visit: every visitor signs her own record first, then the strictest counts, 不通过 before 整改 before
 * 通过 (docs/rules/steps.md#visit-result). Nobody alone passes, sends back or fails a nominee whom several visit.
 */
export function visitResult(votes: readonly ReviewVote[], visitors: number): 'waiting' | ReviewOutcome {
  const first = new Map<string, ReviewOutcome>();
  for (const { member, outcome } of votes) if (!first.has(member)) first.set(member, outcome);
  if (first.size < visitors) return 'waiting';
  const said = new Set(first.values());
  return (['reject', 'return'] as const).find((one) => said.has(one)) ?? 'approve';
}
