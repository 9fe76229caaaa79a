/** Objections 异议: by whom, in time or late, accepted or logged (docs/rules/objections.md#who). */
import { addWorkingDays, type Calendar } from '#domain/calendar.ts';
import { inTime, isBefore, shanghaiDate, startOfDay } from '#domain/instant.ts';
import type { NoticePeriod } from '#domain/notice/notice.ts';
import { conflict, type Fault, fault, refuseIf, type Text, text } from '#domain/problem.ts';
import type { ObjectionSettings } from '#domain/programme/stage-rules.ts';
import { type ObjectionStatus, objectionStatusWords } from './objection-status.ts';

export const objectionChannels = ['web', 'letter', 'phone', 'visit', 'email'] as const;
export const objectorKinds = ['person', 'unit', 'anonymous'] as const;
export const objectionAims = ['nominee', 'organisation'] as const;

/** Who objects. Whether that is in good order is for `receive` to say. */
export type Objector =
  /** 实名: real name and how to reach the person. */
  | { readonly kind: 'person'; readonly name: string; readonly contact: string }
  /** By a unit: its seal is on the paper. */
  | { readonly kind: 'unit'; readonly name: string; readonly sealed: boolean; readonly contact: string }
  | { readonly kind: 'anonymous' };

/** An objection as it came in, by a page or typed by a clerk. */
export interface ObjectionInput {
  readonly channel: (typeof objectionChannels)[number];
  /** Against one nominee, or against the organisation that runs the round; the latter goes to the one above. */
  readonly against: (typeof objectionAims)[number];
  readonly objector: Objector;
  readonly content: string;
  /** The handling person found that it names facts that can be checked. */
  readonly clearLeads: boolean;
  /** For a letter, the dates of its postmarks, where they can be read. */
  readonly sentPostmark?: string | undefined;
  readonly arrivalPostmark?: string | undefined;
}
/** An objection with the instant at which the server got it, or at which the call or visit took place. */
export type ObjectionReceived = ObjectionInput & { readonly receivedAt: string };

export type ObjectionOutcome = Extract<ObjectionStatus, 'upheld' | 'dismissed' | 'corrected'>;

/** Where an objection may go from each status; every other pair is refused. Leads may still turn up in a logged one. */
export const objectionTransitions: Readonly<Record<ObjectionStatus, readonly ObjectionStatus[]>> = {
  logged: ['accepted'],
  accepted: ['upheld', 'dismissed', 'corrected'],
  upheld: [],
  dismissed: [],
  corrected: [],
};

/** Throws Problem `objection-state` unless the table allows the move. */
export function checkObjectionStatus(from: ObjectionStatus, to: ObjectionStatus): void {
  if (objectionTransitions[from].includes(to)) return;
  const [was, will] = [objectionStatusWords[from], objectionStatusWords[to]];
  throw conflict(
    'objection-state',
    `该异议目前为“${was.zh}”，不能改为“${will.zh}”，请刷新后查看最新状态`,
    `This objection is “${was.en}” and cannot become “${will.en}”; reload to see where it stands`,
  );
}

/** Why an objection is logged and not accepted. */
export const loggedReasons = {
  late: text('超过公示期限', 'It came after the notice had closed'),
  early: text('公示尚未开始', 'It came before the notice was posted'),
  'letter-after-grace': text('信件晚于等候期到达', 'The letter arrived after the days of grace'),
  anonymous: text('匿名且无明确线索', 'It is anonymous and gives no clear leads'),
  'no-name': text('未署真实姓名或单位名称', 'It gives no real name'),
  'no-contact': text('未留联系方式', 'It gives no way to reach the objector'),
  'no-seal': text('单位异议未加盖公章', 'It is by a unit but bears no seal'),
} as const satisfies Record<string, Text>;
export type LoggedReason = keyof typeof loggedReasons;

export type Receipt =
  /** `datedOn` is the day in Shanghai that decides whether it is in time. */
  | { readonly status: 'accepted'; readonly datedOn: string }
  | { readonly status: 'logged'; readonly datedOn: string; readonly reason: LoggedReason };

function postmarkFaults(objection: ObjectionReceived): Fault[] {
  const { sentPostmark: sent, arrivalPostmark: arrived } = objection;
  const future = (field: string) =>
    fault(
      field,
      'postmark-after-receipt',
      '邮戳日期晚于收到日期，请核对信封',
      'The postmark is later than the day of receipt; check the envelope',
    );
  const today = shanghaiDate(objection.receivedAt);
  return [
    ...(sent !== undefined && sent > today ? [future('sentPostmark')] : []),
    ...(arrived !== undefined && arrived > today ? [future('arrivalPostmark')] : []),
    ...(sent !== undefined && arrived !== undefined && sent > arrived
      ? [
          fault(
            'sentPostmark',
            'postmarks-reversed',
            '寄出邮戳晚于到达邮戳，请核对信封',
            'The sending postmark is later than the arrival postmark; check the envelope',
          ),
        ]
      : []),
  ];
}

type Timing = { readonly datedOn: string; readonly reason?: LoggedReason };

/** A letter is dated by days, all else by its instant (docs/rules/objections.md#letters). */
function timingOf(objection: ObjectionReceived, period: NoticePeriod, settings: ObjectionSettings): Timing {
  const came = shanghaiDate(objection.receivedAt);
  if (objection.channel !== 'letter') {
    if (came < period.start) return { datedOn: came, reason: 'early' };
    return inTime(objection.receivedAt, period.closesAt)
      ? { datedOn: came }
      : { datedOn: came, reason: 'late' };
  }
  const arrived = objection.arrivalPostmark ?? came;
  // A sending postmark that can't be read leaves the day of arrival.
  const datedOn = settings.letterDateRule === 'sending' ? (objection.sentPostmark ?? arrived) : arrived;
  if (datedOn < period.start) return { datedOn, reason: 'early' };
  if (datedOn > period.end) return { datedOn, reason: 'late' };
  // From decisionFrom on a decision may stand already, so a letter still under way then is too late by any rule.
  return settings.letterDateRule === 'sending' && !isBefore(startOfDay(arrived), period.decisionFrom)
    ? { datedOn, reason: 'letter-after-grace' }
    : { datedOn };
}

/** What a real-name objection lacks: seal, or name and contact (docs/rules/objections.md#who). */
function formLack({ objector }: ObjectionReceived): LoggedReason | undefined {
  if (objector.kind === 'anonymous') return 'anonymous';
  if (objector.name.trim() === '') return 'no-name';
  if (objector.kind === 'unit') return objector.sealed ? undefined : 'no-seal';
  return objector.contact.trim() === '' ? 'no-contact' : undefined;
}

/**
 * Accepts an objection or only logs it. One that lacks name, contact or seal stands as an anonymous one does: where the
 * round accepts those, or those with clear leads, it is accepted too.
 * @param period the notice as extended, with the grace for letters in its `decisionFrom`.
 * @throws Problem `invalid` when the postmarks can't be right.
 */
export function receive(
  objection: ObjectionReceived,
  period: NoticePeriod,
  settings: ObjectionSettings,
): Receipt {
  if (objection.channel === 'letter') refuseIf(postmarkFaults(objection));
  const { datedOn, reason } = timingOf(objection, period, settings);
  if (reason !== undefined) return { status: 'logged', datedOn, reason };
  const lack = formLack(objection);
  const anonymousAccepted =
    settings.anonymousPolicy === 'accept' ||
    (settings.anonymousPolicy === 'log-only-unless-clear-leads' && objection.clearLeads);
  return lack === undefined || anonymousAccepted
    ? { status: 'accepted', datedOn }
    : { status: 'logged', datedOn, reason: lack };
}

/**
 * The last day of the investigation: so many working days after the day of acceptance, which is not counted, and as
 * many again for each extension.
 * @throws Problem `objection-extensions` when more extensions are asked for than the round allows; `calendar-not-loaded`.
 */
export function investigationDue(
  calendar: Calendar,
  settings: ObjectionSettings,
  acceptedOn: string,
  extensionsUsed = 0,
): string {
  if (extensionsUsed > settings.extensions) {
    throw conflict(
      'objection-extensions',
      `核查期限最多延长 ${settings.extensions} 次，请按期作出结论`,
      `An investigation may be extended ${settings.extensions} times at most; conclude it by its date`,
    );
  }
  return addWorkingDays(calendar, acceptedOn, settings.investigationDays * (1 + extensionsUsed));
}

export interface Settlement {
  readonly status: ObjectionOutcome;
  /** `out`: the nominee leaves the list. A place left so is filled only by a reserve with its own notice. */
  readonly nominee: 'out' | 'stays';
  /** What the public was shown has changed: this nominee needs a new notice. */
  readonly newNotice: boolean;
  /** The objector is known and gets an answer. */
  readonly reply: boolean;
}

/**
 * Ends an accepted objection: upheld, the nominee is out; dismissed, she goes on; corrected, she goes on with facts
 * put right, and is shown again when those facts were public.
 * @param about.publicFactsChanged whether the correction touches what the notice shows (`publicFactsChanged` of notice.ts).
 * @throws Problem `objection-state`; `invalid` without a finding in writing.
 */
export function settle(
  objection: Pick<ObjectionReceived, 'objector'> & { readonly status: ObjectionStatus },
  outcome: ObjectionOutcome,
  about: { readonly finding: string; readonly publicFactsChanged: boolean },
): Settlement {
  checkObjectionStatus(objection.status, outcome);
  if (about.finding.trim() === '') {
    refuseIf([
      fault(
        'finding',
        'objection-finding',
        '请填写核查结论及依据',
        'Write down what the investigation found and on what grounds',
      ),
    ]);
  }
  return {
    status: outcome,
    nominee: outcome === 'upheld' ? 'out' : 'stays',
    newNotice: outcome === 'corrected' && about.publicFactsChanged,
    reply: objection.objector.kind !== 'anonymous',
  };
}

/** True while an accepted objection is not settled; she alone waits (docs/rules/objections.md#hold). */
export const isHeld = (objections: readonly { readonly status: ObjectionStatus }[]): boolean =>
  objections.some(({ status }) => status === 'accepted');

/**
 * The id of the organisation that investigates: the one that runs the round, or the one above it when the objection is
 * against itself (docs/rules/objections.md#against-the-organisation).
 * @throws Problem `objection-nobody-above` when there is none above it in this system.
 */
export function handlingOrganisation(
  against: ObjectionInput['against'],
  organisation: { readonly id: string; readonly parent?: string | undefined },
): string {
  if (against === 'nominee') return organisation.id;
  if (organisation.parent !== undefined) return organisation.parent;
  throw conflict(
    'objection-nobody-above',
    '本单位在系统中没有上级，针对本单位的异议请向纪检监察部门或上级机关提出',
    'This organisation has none above it in the system; take an objection against it to the discipline inspectors or to the authority above',
  );
}
