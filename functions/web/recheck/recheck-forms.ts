/** The forms of a re-check: begin one, a verdict on ticked titles, remind, close. */

import { recheckClosing, recheckStart, recheckVerdict } from '#actions/recheck/recheck-input.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { readNumber } from '#domain/number-input.ts';
import { text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { usualName } from '#domain/programme/usual-names.ts';
import { bandsSaid } from '#domain/recheck/judging.ts';
import type { Recheck } from '#domain/recheck/recheck-record.ts';
import { type Ask, ask, type FormSpec } from '#web/frame/post-form.tsx';
import { type Body, one } from '#web/frame/posted.ts';

export const recheckPath = (id: string): string => `/rechecks/${id}`;

/** Begins a re-check. A page chooses among few lists, so that the list's id is not typed. */
export const startForm = (
  org: string,
  programmes: readonly ProgrammeRecord[],
  lists: readonly HonourList[],
  reviewers: readonly { readonly id: string; readonly name: string }[],
): FormSpec => ({
  form: 'start',
  action: `/rechecks?org=${encodeURIComponent(org)}`,
  groups: [
    [
      ask(recheckStart, 'programme', {
        type: 'choice',
        as: 'list',
        options: programmes.map(({ id, document }) => ({
          value: id,
          label: text(
            `${document.title.zh}（${document.edition}）`,
            `${document.title.zh} (${document.edition})`,
          ),
        })),
      }),
      ask(recheckStart, 'list', {
        type: 'choice',
        as: 'list',
        options: lists.map(({ id, title, date }) => ({
          value: id,
          label: text(`${title}（${date}）`, `${title} (${date})`),
        })),
        help: text(
          '不选则复查全部到期的称号，包括台账中以前授予的',
          'Left open: all titles that are due, those of the ledger too',
        ),
      }),
      ask(recheckStart, 'asOf', { type: 'date', help: text('不填为今天', 'Today when left empty') }),
      ask(recheckStart, 'dueOn', {
        type: 'date',
        help: text('不填按活动规定的天数', "By the programme's days when left empty"),
      }),
      ask(recheckStart, 'reviewers', {
        options: reviewers.map(({ id, name }) => ({ value: id, label: text(name, name) })),
        help: text(
          '不选则为本单位全部审核员；任务轮流分派',
          'All reviewers when left open; titles are dealt out in turn',
        ),
      }),
    ],
  ],
  button: text('启动复查', 'Begin'),
});

const scoreField = (id: string): string => `scores.${id}`;

/** A verdict as its page sends it; the points are read apart, one field an item. */
export const verdictForm = recheckVerdict.omit({ scores: true });

/** The points that were typed, full-width and with 分 too; what is no number stays for the schema to refuse. */
export const scoresIn = (rule: Recheck['rule'], body: Body): Readonly<Record<string, number>> =>
  Object.fromEntries(
    rule.items.flatMap(({ id }) => {
      const typed = one(body, scoreField(id));
      return typed === '' ? [] : [[id, readNumber(typed, ['分'])]];
    }),
  );

/** The fields of a verdict, by what the programme judges. */
export function verdictAsks(rule: Recheck['rule']): readonly (readonly Ask[])[] {
  const scores: readonly Ask[] = rule.items.map(({ id, title, max }) => ({
    id: scoreField(id),
    label: text(`${title}（满分 ${max}）`, `${usualName(title).en} (of ${max})`),
    type: 'text',
  }));
  const band = ask(verdictForm, 'band', {
    type: 'choice',
    options: rule.bands.map(({ id, title }) => ({ value: id, label: usualName(title) })),
  });
  return [
    rule.items.length > 0 ? scores : [band],
    [
      ...(rule.vetoes.length === 0
        ? []
        : [
            ask(verdictForm, 'vetoes', {
              options: rule.vetoes.map((veto) => ({ value: veto, label: usualName(veto) })),
              help: text('有一项即不保留，不论得分', 'One is enough, whatever the points'),
            }),
          ]),
      ask(verdictForm, 'note', {
        type: 'paragraph',
        help: text('不保留称号的必填：查出的问题', 'Needed where the title is not kept: what was found'),
      }),
    ],
  ];
}

export const judgeForm = ({ id, rule }: Recheck, state: string): FormSpec => ({
  form: 'judge',
  action: `${recheckPath(id)}/judge?state=${state}`,
  groups: verdictAsks(rule),
  note: text(
    `${bandsSaid(rule).zh}。结论登记后，称号状态随之变更，并通知申报、推荐单位和获得者。`,
    `${bandsSaid(rule).en}. The status of the titles follows; who nominated, recommended and holds them is told.`,
  ),
  button: text('登记结论', 'Record'),
});

export const remindForm = ({ id }: Recheck): FormSpec => ({
  form: 'remind',
  action: `${recheckPath(id)}/remind`,
  folded: text('催办', 'Remind'),
  note: text(
    '给还有未复查对象的复查人发信，每天一次。',
    'A letter to each reviewer who has titles left; once a day.',
  ),
});

export const closeForm = ({ id, version }: Recheck): FormSpec => ({
  form: 'close',
  action: `${recheckPath(id)}/close`,
  folded: text('结束复查', 'Close'),
  tone: 'danger',
  note: text(
    '结束后不再登记结论。还有未办结对象的，请写明原因。',
    'No verdict is taken after it. Say why where titles are not settled.',
  ),
  hidden: { version: String(version) },
  groups: [[ask(recheckClosing, 'reason')]],
});
