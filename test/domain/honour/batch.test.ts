import { describe, expect, it } from 'vitest';
import { batchSaid, otherBatchIn, titleWithBatch } from '#domain/honour/batch.ts';

describe('a batch (docs/rules/numbers.md#batches)', () => {
  it.each([
    [1, '首批', 'first batch'],
    [2, '第二批', 'second batch'],
    [10, '第十批', 'tenth batch'],
    [11, '第十一批', '11th batch'],
    [20, '第二十批', '20th batch'],
    [21, '第二十一批', '21st batch'],
    [101, '第一百零一批', '101st batch'],
    [110, '第一百一十批', '110th batch'],
    [112, '第一百一十二批', '112th batch'],
  ])('%i is %s', (n, zh, en) => {
    expect(batchSaid(n)).toEqual({ zh, en });
  });

  it('is no other than the one that a typed title names', () => {
    expect(otherBatchIn('第二批家教家风实践基地名单', 2)).toBeUndefined();
    expect(otherBatchIn('第 2 批家教家风实践基地名单', 2)).toBeUndefined();
    expect(otherBatchIn('第１批名单', 1)).toBeUndefined();
    expect(otherBatchIn('第一批名单', 1)).toBeUndefined();
    expect(otherBatchIn('家教家风实践基地名单', 2)).toBeUndefined();
    expect(otherBatchIn('首批家教家风实践基地名单', 2)).toBe('首批');
    expect(otherBatchIn('第十二批名单', 2)).toBe('第十二批');
  });

  it('stands in the title of a list once', () => {
    expect(titleWithBatch({ title: '家教家风实践基地名单', batch: 1 })).toBe('家教家风实践基地名单（首批）');
    expect(titleWithBatch({ title: '首批家教家风实践基地名单', batch: 1 })).toBe('首批家教家风实践基地名单');
    expect(titleWithBatch({ title: '最美家庭名单' })).toBe('最美家庭名单');
  });
});
