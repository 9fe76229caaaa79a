/** What the editor calls types of fields, kinds of rules and other choices of a programme's document. */
import { type Text, text } from '#domain/problem.ts';
import type { Rule } from '#domain/programme/eligibility.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { RecheckStep } from '#domain/programme/recheck-rule.ts';

/** Each kind of rule as the beginning of its sentence. */
export const ruleKindWords: Readonly<Record<Rule['kind'], Text>> = {
  oneOf: text('某项须选……', 'An answer must be …'),
  noneOf: text('某项不得选……', 'An answer must not be …'),
  age: text('年龄在……之间', 'The age is within …'),
  number: text('某个数字在……之间', 'A number is within …'),
  ratio: text('某个数字占另一个数字的百分比……', 'One number is so much of another …'),
  rank: text('职级不高于……', 'The rank is at most …'),
  years: text('从某个日期起满……年', 'So many years since a date …'),
  declared: text('须填写或承诺……', 'Something must be stated …'),
  priorHonour: text('须曾获……荣誉', 'An earlier honour is needed …'),
  noRepeat: text('不重复授予……', 'Not granted twice …'),
  any: text('以下条件满足一项即可……', 'One of several is enough …'),
  when: text('某类对象另有条件……', 'Further rules for some …'),
};

/** What becomes of places that stay empty. */
export const vacancyWords: Readonly<Record<Programme['vacancy'], Text>> = {
  'leave-empty': text('不递补', 'Left empty'),
  'promote-reserve-with-new-notice': text('备选递补，重新公示', 'Reserves with a new notice'),
  're-allocate': text('按总分调剂给其他类别', 'Re-allocated to other groups by total score'),
};

/** What a level may change in its own settings. */
export const changeWords: Readonly<Record<Programme['levelMayChange'][number], Text>> = {
  kind: text('性质', 'Kind'),
  legalBasis: text('依据', 'Legal basis'),
  coHosts: text('联合主办', 'Co-hosts'),
  notice: text('公示', 'Notice'),
  objection: text('异议', 'Objections'),
  quota: text('名额规则', 'Quota'),
  awards: text('授予物', 'Awards'),
  direct: text('直接申报的渠道', 'Channels that enter directly'),
  steps: text('环节', 'Steps'),
};

/** What follows from a re-check that went badly. */
export const recheckStepWords: Readonly<Record<RecheckStep, Text>> = {
  rectify: text('限期整改', 'To be put right'),
  downgrade: text('降低等次', 'Put a grade lower'),
  'propose-revocation': text('提出撤销', 'Revocation is proposed'),
};

/** Who sees a field. */
export const privacyWords = {
  open: text('公开：公示中显示', 'Public: shown in notices'),
  inner: text('内部：审核时可见，不公示', 'Internal: seen in review, never in a notice'),
  personal: text('个人信息：加密保存，名单中隐藏', 'Personal: encrypted, masked in lists'),
  sensitive: text('敏感个人信息：另须单独同意', 'Sensitive: needs a separate consent'),
} as const;
export type Privacy = keyof typeof privacyWords;
