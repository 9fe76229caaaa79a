/** The re-check of a level in the editor: how often, what is judged, what follows. */
import { memberOf } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { type Blank, blank } from './editor-blanks.ts';
import type { Part, PartList } from './editor-part.ts';
import { recheckStepWords } from './editor-words.ts';

const follows = (at: string, zh: string, en: string): Blank =>
  blank(at, 'choice', zh, en, { required: true, options: () => optionsOf(recheckStepWords) });
/** An entry by its title. */
export const titled = (entry: unknown) =>
  text(String(memberOf(entry, 'title')), String(memberOf(entry, 'title')));
const list = (at: string, zh: string, en: string, start: object): PartList => ({
  at,
  title: text(zh, en),
  add: text(`添加${zh}`, `Add to ${en.toLowerCase()}`),
  start: () => start,
  said: titled,
});

/** What a level that has none begins with: points out of a hundred would want items, so a plain verdict. */
export const recheckStart = {
  everyYears: 2,
  days: 30,
  rectifyDays: 30,
  failing: 'rectify',
  failures: 2,
  again: 'propose-revocation',
  vetoed: 'propose-revocation',
  bulk: true,
  bands: [
    { id: 'pass', title: '合格', keeps: true },
    { id: 'fail', title: '不合格', keeps: false },
  ],
};

const recheck: Part = {
  title: () => text('复查', 'Re-check'),
  blanks: () => [
    blank('everyYears', 'whole', '每几年一次', 'Every so many years', {
      help: text('年和月只填一个', 'Years or months, not both'),
    }),
    blank('everyMonths', 'whole', '或每几个月一次', 'Or every so many months'),
    blank('days', 'whole', '复查人有几天', 'Days for the reviewers', { required: true }),
    blank('rectifyDays', 'whole', '整改几天', 'Days to put right', { required: true }),
    blank('vetoes', 'lines', '一票否决', 'Vetoes'),
    follows('failing', '一次不合格', 'After a failure'),
    blank('failures', 'whole', '连续第几次不合格算屡次', 'Failures one after the other', { required: true }),
    follows('again', '屡次不合格', 'After so many failures'),
    follows('vetoed', '一票否决的', 'After a veto'),
    blank('bulk', 'tick', '可以一次登记多个', 'Many may be judged alike'),
    blank('renews', 'tick', '保留的称号顺延一届', 'A kept title holds another term'),
  ],
  lists: (value) =>
    memberOf(value, 'bands') === undefined
      ? []
      : [
          list('items', '评分项目', 'Items', { max: 20 }),
          list('bands', '结论等次', 'Bands', { keeps: true }),
        ],
};
const entry = (blanks: readonly Blank[]): Part => ({ title: titled, blanks: () => blanks, lists: () => [] });
const title = blank('title', 'line', '名称', 'Title', { required: true });

export const recheckParts: readonly (readonly [pattern: RegExp, part: Part])[] = [
  [/^stages\.\d+\.recheck$/, recheck],
  [
    /\.recheck\.items\.\d+$/,
    entry([title, blank('max', 'whole', '满分', 'Most points', { required: true })]),
  ],
  [
    /\.recheck\.bands\.\d+$/,
    entry([
      title,
      blank('atLeast', 'number', '不低于几分（含本数）', 'At least (inclusive)'),
      blank('keeps', 'tick', '保留称号', 'The title is kept'),
    ]),
  ],
];
