/** The forms of a list's desk: annul it, its edition, go on with that; where certificates and plaques are. */
import { handing } from '#actions/honour/handing.ts';
import { handedWords } from '#domain/honour/handed.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { text } from '#domain/problem.ts';
import { ask, type FormSpec, optionsOf } from '#web/frame/post-form.tsx';
import { w } from '#web/frame/words.ts';
import { rulingFields } from './ruling.ts';

export const annulForm = (path: string, list: HonourList): FormSpec => ({
  form: 'annul',
  action: `${path}/annul`,
  hidden: { version: String(list.version) },
  groups: [
    rulingFields(
      text(
        `我确认将“${list.title}”共 ${list.granted} 项荣誉全部作废`,
        `I confirm that all ${list.granted} honours of “${list.title}” are annulled`,
      ),
    ),
  ],
  note: text(
    '作废立即生效：名单和每份证书都注明“已作废”，编号不再使用。此操作不能撤回。',
    'It takes effect at once: the list and each certificate say “annulled”, and the numbers are never used again. It cannot be undone.',
  ),
  tone: 'danger',
  button: text('作废名单', 'Annul the list'),
});
export const editionForm = (path: string, { code, edition }: HonourList): FormSpec => ({
  form: 'annul-edition',
  action: `${path}/annul-edition`,
  folded: text('整届作废', 'Annul the whole edition'),
  groups: [
    rulingFields(
      text(
        `我确认将 ${edition} 届 ${code} 已发布的全部名单作废`,
        `I confirm that every published list of ${code}, edition ${edition}, is annulled`,
      ),
    ),
  ],
  note: text(
    '本单位这一届各批次的名单全部作废，以前已作废的保留原决定。此操作不能撤回。',
    'Every list of this edition that this organisation published is annulled; those annulled before keep their own decision. It cannot be undone.',
  ),
  tone: 'danger',
});
export const againForm = (path: string): FormSpec => ({
  form: 'annul-again',
  action: `${path}/annul-again`,
  note: text('逐项办理中断，请继续。', 'The work on the single honours was cut off; go on with it.'),
  button: text(w('zh').buttons.continue, w('en').buttons.continue),
});

/** Records where certificates and plaques of the ticked ones are. */
export const handingForm = (path: string, awards: readonly string[]): FormSpec => ({
  form: 'handed',
  action: `${path}/handed`,
  groups: [
    [
      ask(handing, 'award', {
        type: 'choice',
        options: awards.map((award) => ({ value: award, label: text(award, award) })),
        help: text('不选则为全部', 'All of them when left open'),
      }),
      ask(handing, 'to', { options: optionsOf(handedWords) }),
    ],
  ],
  note: text(
    '撤销或作废的，证书和牌匾自动转为“待收回”。',
    'Those of a revoked or annulled honour are to be returned by themselves.',
  ),
  button: text('登记勾选的', 'Record those ticked'),
});
