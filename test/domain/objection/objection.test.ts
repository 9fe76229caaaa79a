/** Objections: accepted or logged, investigated, settled (docs/rules/objections.md#who). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCalendar } from '#domain/calendar-years.ts';
import { instantAt, isBefore } from '#domain/instant.ts';
import { noticePeriod } from '#domain/notice/notice.ts';
import {
  checkObjectionStatus,
  handlingOrganisation,
  investigationDue,
  isHeld,
  type ObjectionReceived,
  objectionTransitions,
  receive,
  settle,
} from '#domain/objection/objection.ts';
import { objectionStatuses } from '#domain/objection/objection-status.ts';
import { noticeSettingsSchema, objectionSettingsSchema } from '#domain/programme/stage-rules.ts';

const calendar = makeCalendar();
const settings = (change: object = {}) => objectionSettingsSchema.parse(change);
/** docs/rules/scenarios.md#longhua-safe-families: posted 2022-02-25, ends 2022-03-03 at 17:30. */
const period = noticePeriod(calendar, noticeSettingsSchema.parse({}), '2022-02-25');
const person = { kind: 'person', name: '李某', contact: '13800138000' } as const;

const objection = (receivedAt: string, change: object = {}): ObjectionReceived => ({
  channel: 'web',
  against: 'nominee',
  objector: person,
  content: '事迹不实',
  clearLeads: false,
  ...change,
  receivedAt,
});
const outcome = (given: ObjectionReceived, change: object = {}, of = period) => {
  const receipt = receive(given, of, settings(change));
  return receipt.status === 'accepted' ? 'accepted' : receipt.reason;
};

describe('the safe families of 龙华', () => {
  test('(a) real name, 03-03 17:20: accepted', () => {
    expect(receive(objection(instantAt('2022-03-03', '17:20')), period, settings())).toEqual({
      status: 'accepted',
      datedOn: '2022-03-03',
    });
  });
  test('(b) anonymous without leads, 03-02: logged', () => {
    const given = objection(instantAt('2022-03-02', '10:00'), { objector: { kind: 'anonymous' } });
    expect(receive(given, period, settings())).toEqual({
      status: 'logged',
      datedOn: '2022-03-02',
      reason: 'anonymous',
    });
  });
  test('(c) real name, 03-03 17:40: late', () => {
    expect(outcome(objection(instantAt('2022-03-03', '17:40')))).toBe('late');
  });
  test('(d) letter, arrival postmark 03-04: late by the arrival rule, in time by the sending rule', () => {
    const letter = objection(instantAt('2022-03-04', '09:00'), {
      channel: 'letter',
      arrivalPostmark: '2022-03-04',
      sentPostmark: '2022-03-02',
    });
    expect(outcome(letter)).toBe('late');
    const waiting = noticePeriod(
      calendar,
      noticeSettingsSchema.parse({}),
      '2022-02-25',
      settings({ letterDateRule: 'sending' }),
    );
    expect(outcome(letter, { letterDateRule: 'sending' }, waiting)).toBe('accepted');
  });
});

describe('when an objection came', () => {
  test.each([
    ['2022-02-24', '23:59', 'early'],
    ['2022-02-25', '00:00', 'accepted'],
    ['2022-03-03', '17:30', 'accepted'],
    ['2022-03-03', '17:31', 'late'],
  ])('%s %s: %s, by page, phone, visit or e-mail', (date, time, expected) => {
    for (const channel of ['web', 'phone', 'visit', 'email']) {
      expect(outcome(objection(instantAt(date, time), { channel }))).toBe(expected);
    }
  });

  test('a letter counts by whole days: stamped on the last day, found in the box after hours', () => {
    expect(outcome(objection(instantAt('2022-03-03', '18:00'), { channel: 'letter' }))).toBe('accepted');
    const nextDay = { channel: 'letter', arrivalPostmark: '2022-03-03' };
    expect(outcome(objection(instantAt('2022-03-04', '09:00'), nextDay))).toBe('accepted');
  });

  test('a letter sent in time that comes after the grace is too late', () => {
    const sending = settings({ letterDateRule: 'sending' });
    const waiting = noticePeriod(calendar, noticeSettingsSchema.parse({}), '2022-02-25', sending);
    const arriving = (date: string) =>
      objection(instantAt(date, '09:00'), { channel: 'letter', sentPostmark: '2022-03-03' });
    // Three working days after Thursday 03-03: 03-04, 03-07, 03-08.
    expect(outcome(arriving('2022-03-08'), { letterDateRule: 'sending' }, waiting)).toBe('accepted');
    expect(outcome(arriving('2022-03-09'), { letterDateRule: 'sending' }, waiting)).toBe(
      'letter-after-grace',
    );
  });

  test('postmarks that cannot be right are refused', () => {
    const letter = (marks: object) =>
      objection(instantAt('2022-03-02', '09:00'), { channel: 'letter', ...marks });
    expect(() => outcome(letter({ arrivalPostmark: '2022-03-03' }))).toThrow(/postmark-after-receipt/);
    expect(() => outcome(letter({ sentPostmark: '2022-03-02', arrivalPostmark: '2022-03-01' }))).toThrow(
      /postmarks-reversed/,
    );
  });

  test('accepted by page exactly when it came no later than the close', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * 86_400_000 }), (ms) => {
        const at = new Date(Date.parse('2022-02-25T00:00:00Z') + ms).toISOString();
        expect(outcome(objection(at)) === 'accepted').toBe(!isBefore(period.closesAt, at));
      }),
    );
  });
});

describe('who objects', () => {
  const at = instantAt('2022-03-01', '10:00');
  const unit = { kind: 'unit', name: '某公司', sealed: false };
  test.each([
    [{ kind: 'person', name: '李某', contact: '' }, 'no-contact'],
    [{ kind: 'person', name: ' ', contact: '13800138000' }, 'no-name'],
    [unit, 'no-seal'],
    [{ ...unit, sealed: true }, 'accepted'],
    [{ ...unit, sealed: true, name: '' }, 'no-name'],
    [{ kind: 'anonymous' }, 'anonymous'],
  ])('%j: %s', (objector, expected) => {
    expect(outcome(objection(at, { objector }))).toBe(expected);
  });

  test('clear leads make up for a name, unless the round only logs', () => {
    for (const objector of [{ kind: 'anonymous' }, unit, { kind: 'person', name: '', contact: '' }]) {
      const given = objection(at, { objector, clearLeads: true });
      expect(outcome(given)).toBe('accepted');
      expect(outcome(given, { anonymousPolicy: 'log-only' })).not.toBe('accepted');
      expect(outcome({ ...given, clearLeads: false }, { anonymousPolicy: 'accept' })).toBe('accepted');
    }
  });
});

describe('the investigation', () => {
  test('has ten working days after the day of acceptance, and as many for the one extension', () => {
    expect(investigationDue(calendar, settings(), '2022-03-03')).toBe('2022-03-17');
    expect(investigationDue(calendar, settings(), '2022-03-03', 1)).toBe('2022-03-31');
    expect(() => investigationDue(calendar, settings(), '2022-03-03', 2)).toThrow(/objection-extensions/);
  });

  test('only the pairs of the table are moves', () => {
    for (const from of objectionStatuses) {
      for (const to of objectionStatuses) {
        if (objectionTransitions[from].includes(to)) checkObjectionStatus(from, to);
        else expect(() => checkObjectionStatus(from, to)).toThrow(/objection-state/);
      }
    }
    expect(objectionTransitions).toEqual({
      logged: ['accepted'],
      accepted: ['upheld', 'dismissed', 'corrected'],
      upheld: [],
      dismissed: [],
      corrected: [],
    });
  });

  const accepted = { objector: person, status: 'accepted' } as const;
  test.each([
    ['upheld', true, { nominee: 'out', newNotice: false }],
    ['dismissed', true, { nominee: 'stays', newNotice: false }],
    ['corrected', false, { nominee: 'stays', newNotice: false }],
    ['corrected', true, { nominee: 'stays', newNotice: true }],
  ] as const)('%s, public facts changed %s: %j', (status, publicFactsChanged, expected) => {
    expect(settle(accepted, status, { finding: '经查', publicFactsChanged })).toEqual({
      status,
      ...expected,
      reply: true,
    });
  });

  test('an anonymous objector gets no reply', () => {
    const anonymous = { objector: { kind: 'anonymous' }, status: 'accepted' } as const;
    const about = { finding: '经查不实', publicFactsChanged: false };
    expect(settle(anonymous, 'dismissed', about).reply).toBe(false);
  });

  test('needs a finding, and an objection that is open', () => {
    const about = { finding: '经查', publicFactsChanged: false };
    expect(() => settle(accepted, 'upheld', { ...about, finding: ' ' })).toThrow(/objection-finding/);
    expect(() => settle({ ...accepted, status: 'logged' }, 'upheld', about)).toThrow(/objection-state/);
    expect(() => settle({ ...accepted, status: 'dismissed' }, 'upheld', about)).toThrow(/objection-state/);
  });

  test('a nominee is held while one objection to her is accepted and not settled', () => {
    const held = (...statuses: (typeof objectionStatuses)[number][]) =>
      isHeld(statuses.map((status) => ({ status })));
    expect(held()).toBe(false);
    expect(held('logged', 'dismissed', 'corrected', 'upheld')).toBe(false);
    expect(held('dismissed', 'accepted')).toBe(true);
  });
});

describe('who investigates', () => {
  test('the organisation of the round, or the one above when it is objected to itself', () => {
    const district = { id: 'longhua', parent: 'shenzhen' };
    expect(handlingOrganisation('nominee', district)).toBe('longhua');
    expect(handlingOrganisation('organisation', district)).toBe('shenzhen');
    expect(() => handlingOrganisation('organisation', { id: 'nation' })).toThrow(/objection-nobody-above/);
  });
});
