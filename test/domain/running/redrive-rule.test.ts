/** Which stopped executions go on by themselves: those that AWS or a busy table stopped, three times, later each time. */
import { describe, expect, test } from 'vitest';
import { isRedriveDue } from '#domain/running/redrive-rule.ts';

const at = '2027-03-08T01:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(at) + seconds * 1_000).toISOString();
const stuck = (error: object, execution = 'nom1-0-1') => ({ execution, at, error: JSON.stringify(error) });

describe('a stopped execution', () => {
  test.each([
    [{ Error: 'Lambda.TooManyRequestsException', Cause: 'Rate exceeded' }, true],
    [{ Error: 'Lambda.Unknown' }, true],
    [{ Error: 'Busy' }, true],
    [{ Error: 'States.Timeout' }, true],
    [{ execution: 'nom1-0-1', status: 'TIMED_OUT' }, true],
    // As the event says it of one that could not tell so itself.
    [{ execution: 'nom1-0-1', status: 'FAILED', error: 'Lambda.TooManyRequestsException' }, true],
    [{ execution: 'nom1-0-1', status: 'FAILED', error: 'TypeError' }, false],
    [{ execution: 'nom1-0-1', status: 'ABORTED' }, false],
    [{ Error: 'TypeError', Cause: 'Lambda.Unknown is not a function' }, false],
    [{ Error: 'Stuck' }, false],
  ])('%j goes on by itself: %s', (error, expected) => {
    expect(isRedriveDue(stuck(error), later(300))).toBe(expected);
  });

  test('waits longer each time, and after three times for the operator', () => {
    const busy = { Error: 'Busy' };
    expect(isRedriveDue(stuck(busy), later(299))).toBe(false);
    expect(isRedriveDue(stuck(busy, 'a-r1'), later(1_799))).toBe(false);
    expect(isRedriveDue(stuck(busy, 'a-r1'), later(1_800))).toBe(true);
    expect(isRedriveDue(stuck(busy, 'a-r2'), later(7_200))).toBe(true);
    expect(isRedriveDue(stuck(busy, 'a-r3'), later(999_999))).toBe(false);
  });
});
