/** The forms of revocations and annulments, which take two persons: propose titles by one decision, confirm those proposed, refuse them. */
import {
  revocationsConfirmed,
  revocationsProposed,
  revocationsWithdrawn,
} from '#actions/honour/revocation-input.ts';
import { text } from '#domain/problem.ts';
import { ask, type FormSpec } from '#web/frame/post-form.tsx';

export const revocationsPath = (org: string, recheck?: string): string =>
  `/revocations?org=${encodeURIComponent(org)}${recheck === undefined ? '' : `&recheck=${encodeURIComponent(recheck)}`}`;

const actPath = (act: string, org: string) => `/revocations/${act}?org=${encodeURIComponent(org)}`;

/** Where an older title of the ledger is proposed: `2019:led01`. */
export const oldTitlePath = (org: string, title: string): string =>
  `${revocationsPath(org)}&title=${encodeURIComponent(title)}#propose`;

/** Proposes what a re-check found wanting, or one title of the ledger. */
export const proposeForm = (
  org: string,
  of: { readonly recheck: string } | { readonly title: string },
): FormSpec => ({
  form: 'propose',
  action: `${actPath('propose', org)}&${new URLSearchParams(of)}`,
  ...('title' in of && { hidden: { titles: of.title } }),
  groups: [
    [
      ask(revocationsProposed, 'grounds', { type: 'paragraph' }),
      ask(revocationsProposed, 'decisionNumber'),
      ask(revocationsProposed, 'body'),
      ask(revocationsProposed, 'date', { type: 'date' }),
    ],
  ],
  note: text(
    '提出后须由另一名管理员或上级管理员确认，才会撤销。',
    'Nothing is revoked until another administrator, here or above, confirms it.',
  ),
  tone: 'danger',
  button: text('提出撤销', 'Propose'),
});

export const confirmForm = (org: string): FormSpec => ({
  form: 'confirm',
  action: actPath('confirm', org),
  note: text(
    '确认后立即撤销或作废：名单和证书查验注明“已撤销”或“已作废”和决定文号，编号不再使用。此操作不能撤回。自己提出的不能自己确认。',
    'They end at once: the list and the certificate check say so with the decision, and the numbers are never used again. It cannot be undone. Nobody confirms her own proposal.',
  ),
  tone: 'danger',
  button: text('确认勾选的撤销、作废', 'Confirm those ticked'),
});

export const withdrawForm = (org: string): FormSpec => ({
  form: 'withdraw',
  action: actPath('withdraw', org),
  groups: [[ask(revocationsWithdrawn, 'reason')]],
  note: text('退回后称号保持原状。', 'The titles stay as they are.'),
  button: text('退回勾选的', 'Refuse those ticked'),
});

export const revocationInputs = {
  propose: revocationsProposed,
  confirm: revocationsConfirmed,
  withdraw: revocationsWithdrawn,
} as const;
