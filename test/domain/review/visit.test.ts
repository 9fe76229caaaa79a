import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepSchema } from '#domain/programme/step.ts';
import { replyFaults } from '#domain/review/opinion.ts';
import { checklistOf, fewestPhotos, visitFaults, visitResult } from '#domain/review/visit.ts';

const rule = (given: object) => {
  const step = stepSchema.parse({ kind: 'visit', ...given });
  if (step.kind !== 'visit') throw new Error('not a visit');
  return step;
};
const codes = (faults: readonly { readonly field: string; readonly code: string }[]) =>
  faults.map(({ field, code }) => `${field} ${code}`);

describe('a visit', () => {
  it('reads lines by their words alone, and lines that may stay open; reading again gives the same', () => {
    const step = rule({ checklist: ['台账齐全', { label: '志愿服务', required: false }, { label: '标识' }] });
    expect(checklistOf(step)).toEqual([
      { label: '台账齐全', required: true },
      { label: '志愿服务', required: false },
      { label: '标识', required: true },
    ]);
    expect(stepSchema.parse(step)).toEqual(step);
  });
  it('asks for one photograph when photographs are asked for, and for `minPhotos` when that is more', () => {
    expect(fewestPhotos(rule({}))).toBe(0);
    expect(fewestPhotos(rule({ photos: true }))).toBe(1);
    expect(fewestPhotos(rule({ photos: true, minPhotos: 3 }))).toBe(3);
    // a document written before `minPhotos`
    expect(fewestPhotos({ checklist: [], photos: true })).toBe(1);
  });
  it('names each required line that is open, photographs that are missing, and lines that it does not have', () => {
    const step = rule({ checklist: ['甲', { label: '乙', required: false }, '丙'], minPhotos: 2 });
    expect(codes(visitFaults(step, { checklist: [{ item: '丙', ok: false }], photos: 1 }))).toEqual([
      'checklist.0 required',
      'attachments.photos too-few-photos',
    ]);
    expect(
      codes(
        visitFaults(step, {
          checklist: ['甲', '丙', '丁'].map((item) => ({ item, ok: true })),
          photos: 2,
        }),
      ),
    ).toEqual(['checklist unknown-item']);
  });
  it('is complete exactly when every required line is answered and photographs suffice, whatever the answers say', () => {
    const lines = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 6 }),
        fc.nat(4),
        fc.nat(4),
        (labels, marks, minPhotos, photos) => {
          const step = rule({
            checklist: labels.map((label, n) => ({ label, required: marks[n]![0] })),
            minPhotos,
          });
          const checklist = labels.flatMap((item, n) => (marks[n]![1] ? [{ item, ok: marks[n]![2] }] : []));
          const open = labels.filter((_, n) => marks[n]![0] && !marks[n]![1]).length;
          expect(visitFaults(step, { checklist, photos })).toHaveLength(open + (photos < minPhotos ? 1 : 0));
        },
      ),
    );
  });
});

it('wants the stamped reply only where the programme says so', () => {
  expect(replyFaults({}, undefined)).toEqual([]);
  expect(replyFaults({ requireStampedReply: false }, undefined)).toEqual([]);
  expect(codes(replyFaults({ requireStampedReply: true }, undefined))).toEqual([
    'attachments.reply stamped-reply-required',
  ]);
  expect(replyFaults({ requireStampedReply: true }, { id: 'x' })).toEqual([]);
});

describe('the result of a visit', () => {
  const signed = (...outcomes: ('approve' | 'return' | 'reject')[]) =>
    outcomes.map((outcome, n) => ({ member: `m${n}`, outcome }));
  it.each([
    [['approve', 'approve'], 'approve'],
    [['return', 'approve'], 'return'],
    [['approve', 'return'], 'return'],
    [['return', 'reject'], 'reject'],
    [['reject'], 'waiting'],
    [['return'], 'waiting'],
  ] as const)('of two visitors who say %j is %s', (outcomes, result) => {
    expect(visitResult(signed(...outcomes), 2)).toBe(result);
  });
  it('counts nobody twice', () => {
    const twice = [...signed('approve'), ...signed('reject')];
    expect(visitResult(twice, 2)).toBe('waiting');
    expect(visitResult(twice, 1)).toBe('approve');
  });
});
