import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyHead } from '#domain/empty-head.ts';
import type { ChainHead } from '#domain/record.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { canonicalJson, headKey, nextEvent, saltedDigest, verifyChain } from '#store/chain.ts';

const aggregate = 'organisation:gz';
const [a, b, c] = ['nomination.submit', 'nomination.amend', 'nomination.withdraw'] as const;

function chainOf(actions: readonly EventName[]): { events: AuditEvent[]; head: ChainHead } {
  let head: ChainHead = emptyHead;
  const events = actions.map((action, i) => {
    const next = nextEvent(head, aggregate, {
      at: `2027-03-01T02:00:${String(i % 60).padStart(2, '0')}.000Z`,
      actor: 'm1',
      via: 'session',
      action,
      details: { fields: ['name', 'order'], step: i },
    });
    head = next.head;
    return next.event;
  });
  return { events, head };
}
const kinds = (events: readonly AuditEvent[], head?: ChainHead) =>
  verifyChain(aggregate, events, head).map((fault) => `${fault.kind} ${fault.seq}`);

/** The same value with the members of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
}
const json = fc.jsonValue({ noUnicodeString: false });

describe('canonical JSON', () => {
  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('sorts members by code unit, leaves undefined ones and spaces out', () => {
    expect(canonicalJson({ b: [1, { d: null, c: '三八' }], a: undefined, B: true })).toBe(
      '{"B":true,"b":[1,{"c":"三八","d":null}]}',
    );
  });

  it('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson({ n: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson([undefined])).toThrow(TypeError);
  });
});

describe('a chain', () => {
  const names = fc.array(fc.constantFrom(a, b, c), { minLength: 1, maxLength: 12 });

  it('is intact as it was written', () => {
    fc.assert(
      fc.property(names, (actions) => {
        const { events, head } = chainOf(actions);
        expect(kinds(events, head)).toEqual([]);
      }),
    );
  });

  it('shows an edit of any member of any event', () => {
    const members = ['at', 'actor', 'via', 'action', 'details', 'prev', 'hash', 'aggregate'] as const;
    fc.assert(
      fc.property(names, fc.nat(), fc.constantFrom(...members), (actions, pick, member) => {
        const { events, head } = chainOf(actions);
        const at = pick % events.length;
        events[at] = { ...events[at]!, [member]: member === 'details' ? { step: -1 } : 'forged' };
        expect(kinds(events, head)).toContain(`edit ${at + 1}`);
      }),
    );
  });

  it('shows an event with a member too many', () => {
    const { events, head } = chainOf([a, b]);
    events[1] = { ...events[1]!, note: 'more' } as AuditEvent;
    expect(kinds(events, head)).toEqual(['edit 2']);
  });

  it('shows a removed event as a gap, or as a cut tail when it was the last', () => {
    fc.assert(
      fc.property(names, fc.nat(), (actions, pick) => {
        const { events, head } = chainOf(actions);
        const at = pick % events.length;
        const last = at === events.length - 1;
        events.splice(at, 1);
        expect(kinds(events, head)).toEqual([`${last ? 'cut' : 'gap'} ${at + 1}`]);
      }),
    );
  });

  it('shows an edit that was hashed anew, by the event after it', () => {
    const { events, head } = chainOf([a, b, c]);
    const { prev: hash, seq, hash: _, aggregate: __, ...happened } = events[1]!;
    events[1] = nextEvent({ seq: seq - 1, hash }, aggregate, { ...happened, action: b, actor: 'm2' }).event;
    expect(kinds(events, head)).toEqual(['edit 3']);
  });

  it('shows a chain written anew against its old head, and a head set back', () => {
    const { head } = chainOf([a, b]);
    expect(kinds(chainOf([a, c]).events, head)).toEqual(['edit 2']);
    expect(kinds(chainOf([a, b, c]).events, head)).toEqual(['edit 2']);
  });

  it('tells what is wrong in both languages', () => {
    const { events, head } = chainOf([a, b]);
    expect(verifyChain(aggregate, events.slice(0, 1), head)[0]?.text).toEqual({
      zh: 'organisation:gz：第 2 条起的操作记录被截去',
      en: 'organisation:gz: events from 2 on were cut off',
    });
  });
});

describe('an event', () => {
  const happened = { at: '2027-03-01T02:00:00.000Z', actor: 'm1', via: 'session', action: a };

  it.each(['王芳', 'free text', 'x'.repeat(129)])('refuses “%s” in its details', (word) => {
    expect(() => nextEvent(emptyHead, aggregate, { ...happened, details: { field: word } })).toThrow(
      TypeError,
    );
    expect(() => nextEvent(emptyHead, aggregate, { ...happened, details: { field: [word] } })).toThrow(
      TypeError,
    );
  });

  it('takes salted digests, which differ by salt', () => {
    const digest = saltedDigest('nom1', '王芳');
    expect(nextEvent(emptyHead, aggregate, { ...happened, details: { name: digest } }).event.details).toEqual(
      {
        name: digest,
      },
    );
    expect(saltedDigest('nom2', '王芳')).not.toBe(digest);
  });
});

it('finds the head of each kind of aggregate', () => {
  expect(headKey('organisation:gz')).toEqual({ pk: 'ORG#gz', sk: 'META' });
  expect(headKey('candidacy:r1:n1')).toEqual({ pk: 'RND#r1', sk: 'CAND#n1' });
  expect(headKey('unheard:of')).toBeUndefined();
});
