/** What was changed of a round, kept with its reason, and how it is said to those concerned (docs/rules/deadlines.md#changing-a-round). */
import * as z from 'zod';
import { hasMembers, keysOf } from '#domain/members.ts';
import { placesShown } from '#domain/named-places.ts';
import { personal } from '#domain/personal-place.ts';
import { type Text, text } from '#domain/problem.ts';
import { certificatePlaces } from '#domain/programme/certificate-places.ts';
import { programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { bilingual, instant, lazily, type Stored } from '#domain/record.ts';
import { shownAt } from '#domain/shown-dates.ts';

/** What is done to a round with a reason. */
export const changeKinds = {
  change: text('更改设置', 'Settings changed'),
  late: text('准予补报', 'Allowed to hand in late'),
  close: text('结束审查阶段', 'Phase closed'),
  extend: text('延长公示', 'Notice extended'),
  suspend: text('中止公示', 'Notice suspended'),
  resume: text('恢复公示', 'Notice resumed'),
  cancel: text('取消本轮', 'Round cancelled'),
  end: text('结束本轮', 'Round ended'),
} as const satisfies Readonly<Record<string, Text>>;

/** One change, as it is stored. */
export const roundChangeRecord = lazily(() =>
  z.object({
    round: z.string(),
    at: instant,
    by: z.string(),
    /** Its event in the round's history, by number. */
    seq: z.int(),
    kind: z.enum(keysOf(changeKinds)),
    reason: personal('words', 'office', z.string()),
    changes: z.array(
      z.object({
        field: z.string(),
        /** Which part of it: the phase, the organisation, the line of the contact. */
        part: z.string().exactOptional(),
        label: bilingual(),
        from: personal('contact', 'office', z.unknown()).optional(),
        to: personal('contact', 'office', z.unknown()).optional(),
      }),
    ),
  }),
);
export type RoundChange = Stored<typeof roundChangeRecord>;
type Part = RoundChange['changes'][number];

/** How many of the places that a unit was given after the window are used. */
export const lateCountRecord = lazily(() => z.object({ org: z.string(), places: z.int(), used: z.int() }));
export type LateCount = Stored<typeof lateCountRecord>;

const labels: Readonly<Record<string, Text>> = {
  kind: text('性质', 'Kind'),
  legalBasis: text('依据', 'Legal basis'),
  coHosts: text('联合主办单位', 'Co-hosts'),
  opensAt: text('申报开始', 'Window opens'),
  closesAt: text('申报截止', 'Window closes'),
  phaseEnds: text('截止日', 'Last day'),
  places: text('名额', 'Places'),
  shares: text('名额', 'Places'),
  handed: text('可上报名额', 'Places to go up'),
  notice: text('公示', 'Notice'),
  objection: text('异议', 'Objections'),
  quota: text('结构要求', 'Quota'),
  awards: text('奖项', 'Awards'),
  direct: text('直接申报', 'Direct nomination'),
  steps: text('环节', 'Steps'),
  ceremony: text('表彰日期', 'Ceremony'),
  contact: text('联系方式', 'Contact'),
  certificate: text('证书', 'Certificate'),
};

const partLabels: Readonly<Record<string, Text>> = {
  'notice.days': text('公示天数', 'Days of notice'),
  'notice.mode': text('天数的算法', 'Days counted in'),
  'notice.countPostingDay': text('发布当日计入', 'The posting day counts'),
  'notice.closesAt': text('公示末日截止时刻', 'Closing time on the last day of notice'),
  'contact.office': text('联系部门', 'Office'),
  'contact.phone': text('联系电话', 'Telephone'),
  'contact.email': text('电子邮箱', 'E-mail'),
  'contact.hours': text('办公时间', 'Office hours'),
  'contact.address': text('地址', 'Address'),
  'certificate.wording': text('证书文字', 'Wording of the certificate'),
  'certificate.bodies': text('证书落款单位', 'Signing bodies'),
};

/** Parts that are named by something else than their own word. */
export interface PartNames {
  readonly phases: Readonly<Record<string, Text>>;
  readonly organisations: Readonly<Record<string, string>>;
}

function labelOf(field: string, part: string, names: PartNames): Text {
  const { zh, en } = labels[field] ?? text(field, field);
  if (field === 'phaseEnds') {
    const phase = names.phases[part];
    return phase === undefined ? text(zh, en) : text(`${phase.zh}${zh}`, `${en} of ${phase.en}`);
  }
  if (field === 'shares' || field === 'handed') {
    const name = names.organisations[part] ?? part;
    return text(`${name}${zh}`, `${en} of ${name}`);
  }
  return partLabels[`${field}.${part}`] ?? text(zh, en);
}

/** Shares as places by organisation, so that each is a part of its own. */
const keyed = (field: string, value: unknown): unknown =>
  (field === 'shares' || field === 'handed') && Array.isArray(value)
    ? Object.fromEntries(
        value.flatMap((one: unknown) =>
          hasMembers(one) && typeof one.organisation === 'string' ? [[one.organisation, one.places]] : [],
        ),
      )
    : value;

/** The parts in which two values differ, key by key where they have keys, each with its label. */
export const changedParts = (
  changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[],
  names: PartNames,
): readonly Part[] =>
  changes.flatMap(({ field, ...values }): readonly Part[] => {
    const [from, to] = [keyed(field, values.from), keyed(field, values.to)];
    const isKeyed = (one: unknown): one is Readonly<Record<string, unknown>> | undefined =>
      one === undefined || (hasMembers(one) && !Array.isArray(one));
    if (!isKeyed(from) || !isKeyed(to)) return [{ field, label: labelOf(field, '', names), from, to }];
    return [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])]
      .filter((part) => JSON.stringify(from?.[part]) !== JSON.stringify(to?.[part]))
      .map((part) => ({
        field,
        part,
        label: labelOf(field, part, names),
        from: from?.[part],
        to: to?.[part],
      }));
  });

const valueWords: Readonly<Record<string, Text>> = {
  working: text('工作日', 'working days'),
  calendar: text('自然日', 'calendar days'),
  true: text('是', 'yes'),
  false: text('否', 'no'),
  ...programmeKindWords,
};

function wordsOf(value: unknown): Text {
  if (value === undefined || value === null || value === '') return text('—', '—');
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value))
    return text(shownAt(value), shownAt(value));
  if (!hasMembers(value)) return valueWords[String(value)] ?? text(String(value), String(value));
  if (typeof value.zh === 'string' && typeof value.en === 'string') return text(value.zh, value.en);
  const all = Object.values(value).map(wordsOf);
  return text(all.map(({ zh }) => zh).join('、'), all.map(({ en }) => en).join(', '));
}

/** The wording of a certificate as its editor shows it: with the words that stand for what is filled in. */
const wordingSaid = (value: unknown): Text =>
  typeof value === 'string' && value !== ''
    ? text(placesShown(certificatePlaces, value, 'zh'), placesShown(certificatePlaces, value, 'en'))
    : wordsOf(value);

/** One value that was something and is something else now, with the words for it. */
export const changedTo = (field: string, label: Text, from: unknown, to: unknown): Part => ({
  field,
  label,
  ...(from !== undefined && { from }),
  to,
});

/** Each change as "申报截止：2021-04-10 17:30 → 2021-04-12 17:30". */
export const changeWords = ({ changes }: Pick<RoundChange, 'changes'>): readonly Text[] =>
  changes.map(({ field, part, label, from, to }) => {
    const say = field === 'certificate' && part === 'wording' ? wordingSaid : wordsOf;
    const [before, after] = [say(from), say(to)];
    return text(`${label.zh}：${before.zh} → ${after.zh}`, `${label.en}: ${before.en} → ${after.en}`);
  });

/** The organisations whose places were changed: they are told also when they have none any more. */
export const organisationsIn = ({ changes }: Pick<RoundChange, 'changes'>): readonly string[] =>
  changes.flatMap(({ field, part }) =>
    (field === 'shares' || field === 'handed') && part !== undefined ? [part] : [],
  );
