/** The forms of a list's desk: propose to annul it, its edition, go on with that; where certificates and plaques are. */
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
  folded: text('提出作废名单', 'Propose to annul the list'),
  hidden: { version: String(list.version) },
  groups: [
    rulingFields(
      text(
        `我确认提出作废“${list.title}”共 ${list.granted} 项荣誉`,
        `I propose that all ${list.granted} honours of “${list.title}” are annulled`,
      ),
    ),
  ],
  note: text(
    '作废须由两人办理：另一名管理员或上级管理员确认后立即生效，名单和每份证书都注明“已作废”，编号不再使用，不能恢复。',
    'It takes two persons: once another administrator, here or above, confirms it, the list and each certificate say “annulled”, and the numbers are never used again.',
  ),
  tone: 'danger',
  button: text('提出作废名单', 'Propose to annul the list'),
});
export const editionForm = (path: string, { code, edition }: HonourList): FormSpec => ({
  form: 'annul-edition',
  action: `${path}/annul-edition`,
  folded: text('提出整届作废', 'Propose to annul the whole edition'),
  groups: [
    rulingFields(
      text(
        `我确认提出作废 ${edition} 届 ${code} 已发布的全部名单`,
        `I propose that every published list of ${code}, edition ${edition}, is annulled`,
      ),
    ),
  ],
  note: text(
    '另一名管理员或上级管理员确认后，本单位这一届各批次的名单全部作废，以前已作废的保留原决定，不能恢复。',
    'Once another administrator, here or above, confirms it, every list of this edition that this organisation published is annulled for good; those annulled before keep their own decision.',
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
        anyOf: text('全部', 'All of them'),
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
