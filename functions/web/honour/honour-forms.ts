/** What an administrator may do with one honour, as forms on its page: revoke, put right, correct. */
import { honourCorrection, honourRegrade, honourStatusChange } from '#actions/honour/honour-input.ts';
import { honourTransitions } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { honourStatusWords } from '#domain/honour/honour-status.ts';
import { isUp, ladderOf, rungOf } from '#domain/honour/regrade.ts';
import { type Text, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { listPath } from '#web/frame/common.tsx';
import { ask, type FormSpec, optionsOf } from '#web/frame/post-form.tsx';
import { rulingFields } from './ruling.ts';

export const honourPath = (honour: Pick<HonourRecord, 'list' | 'number'>): string =>
  `${listPath(honour.list)}/manage/${encodeURIComponent(honour.number)}`;

/** The texts of an honour that may be corrected, each as it reads now. */
const shownTexts = (honour: HonourRecord) => [
  { value: 'name', label: text(`名称：${honour.name}`, `Name: ${honour.name}`) },
  ...(honour.grades === undefined
    ? []
    : [
        {
          value: 'grades',
          label: text(
            `等次：${titlesSaid(honour.grades.map(({ title }) => title)).zh}`,
            `Grade: ${titlesSaid(honour.grades.map(({ title }) => title)).en}`,
          ),
        },
      ]),
  ...Object.entries(honour.shown).map(([label, value]) => ({
    value: label,
    label: text(`${label}：${value}`, `${label}: ${value}`),
  })),
];

/** The grades that an honour may go to, each with its direction. */
const rungOptions = ({ grades }: HonourRecord, list: Pick<HonourList, 'grades'>) => {
  const ladder = ladderOf(list.grades);
  const own = rungOf(ladder, grades);
  return ladder.flatMap(({ id, title }, i) => {
    const up = isUp(ladder, grades, { id });
    return i === own
      ? []
      : [
          {
            value: id,
            label: text(`${title.zh}（${up ? '升级' : '降级'}）`, `${title.en} (${up ? 'up' : 'down'})`),
          },
        ];
  });
};

/** Where a form of an honour is sent, on the version that its page shows. */
type FormAt = (form: string) => Pick<FormSpec, 'form' | 'action' | 'hidden'>;

/** Raises or lowers the honour by a decision. */
const regradeForm = (at: FormAt, rungs: ReturnType<typeof rungOptions>) => ({
  title: text('升级或降级', 'Up or down by a grade'),
  form: {
    ...at('regrade'),
    groups: [
      [
        ask(honourRegrade, 'grade', { type: 'choice', options: rungs }),
        ask(honourRegrade, 'grounds', { type: 'paragraph' }),
        ask(honourRegrade, 'decisionNumber'),
        ask(honourRegrade, 'body'),
        ask(honourRegrade, 'date', { type: 'date' }),
      ],
    ],
    note: text(
      '自决定之日起按新等次公布，原等次保留在记录中。填错等次的用“更正文字”，不在此办理。',
      'From the day of the decision the new grade is shown; the old one stays on record. A grade that was written down wrongly is corrected below, not here.',
    ),
    button: text('升级或降级', 'Change the grade'),
  },
});

/** Each form with the title of its box; none once the honour is revoked or annulled. */
export function honourForms(
  honour: HonourRecord,
  list: Pick<HonourList, 'grades'>,
  isProposed: boolean,
): readonly { readonly title: Text; readonly form: FormSpec }[] {
  const at = (form: string) => ({
    form,
    action: `${honourPath(honour)}/${form}`,
    hidden: { version: String(honour.version) },
  });
  const next = (['underReview', 'rectifying', 'valid'] as const).filter((to) =>
    honourTransitions[honour.status].includes(to),
  );
  const rungs = rungOptions(honour, list);
  const forms = [
    ...(rungs.length > 0 ? [regradeForm(at, rungs)] : []),
    {
      title: text('复核与整改', 'Review and putting right'),
      form: {
        ...at('status'),
        groups: [
          [
            ask(honourStatusChange, 'to', { options: optionsOf(honourStatusWords, next) }),
            ask(honourStatusChange, 'reason'),
          ],
        ],
      },
    },
    {
      title: text('更正文字', 'Correct a slip of the pen'),
      form: {
        ...at('correct'),
        groups: [
          [
            ask(honourCorrection, 'field', { type: 'choice', options: shownTexts(honour) }),
            ask(honourCorrection, 'text'),
            ask(honourCorrection, 'reason'),
          ],
        ],
        note: text(
          '只更正笔误；原文保留在记录中。',
          'For clerical slips only; the old text stays on record.',
        ),
        button: text('更正', 'Correct'),
      },
    },
    {
      title: text('提出撤销', 'Propose to revoke'),
      form: {
        ...at('revoke'),
        groups: [
          rulingFields(
            text(
              `我提出撤销“${honour.name}”的荣誉`,
              `I propose that the honour of ${honour.name} be revoked`,
            ),
          ),
        ],
        note: text(
          '须由另一名管理员或上级管理员确认后生效。撤销后仍列在名单中并注明“已撤销”和决定文号，证书查验同步显示，编号不再使用。此操作不能撤回。',
          'It takes effect when another administrator, here or above, confirms it. It stays on the list as revoked with the decision, the certificate check says so, and its number is never used again. It cannot be undone.',
        ),
        tone: 'danger',
        button: text('提出撤销', 'Propose'),
      },
    },
  ] as const satisfies readonly { readonly title: Text; readonly form: FormSpec }[];
  return isProposed ? forms.slice(0, -1) : forms;
}
