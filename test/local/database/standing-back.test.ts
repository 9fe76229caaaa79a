import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStandingBack } from '#local/database/standing-back.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A request that goes on until it is ended. */
function request(standing: ReturnType<typeof openStandingBack>) {
  let end = () => {};
  const done = standing.answering(() => new Promise<void>((go) => (end = go)));
  return {
    end: () => {
      end();
      return done;
    },
  };
}

describe('background work', () => {
  it('has room when nobody is being answered', () => {
    expect(openStandingBack().room()).toBe(8);
  });

  it('stands back while somebody is answered, and goes on after the gap', async () => {
    const standing = openStandingBack();
    const pump = vi.fn();
    standing.onRoom(pump);
    const one = request(standing);
    expect(standing.room()).toBe(0);
    await one.end();
    expect(standing.room()).toBe(0);
    await vi.advanceTimersByTimeAsync(30);
    expect(pump).toHaveBeenCalled();
    expect(standing.room()).toBe(8);
  });

  it('gets one turn at a time after five seconds of answers without a gap', async () => {
    const standing = openStandingBack();
    const one = request(standing);
    expect(standing.room()).toBe(0);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(standing.room()).toBe(1);
    await one.end();
  });

  it('does not stand back while somebody waits for it', async () => {
    const standing = openStandingBack();
    const one = request(standing);
    await standing.insisting(async () => expect(standing.room()).toBe(8));
    expect(standing.room()).toBe(0);
    await one.end();
  });
});
