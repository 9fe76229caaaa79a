/** Certificates and plaques after they were handed over 已发, 待收回, 已收回 (docs/rules/honours.md#handed-over). */
import { conflict, type Text, text } from '#domain/problem.ts';
import type { HonourStatus } from './honour-status.ts';

export const handedStates = ['issued', 'toReturn', 'returned'] as const;
export type HandedState = (typeof handedStates)[number];

export const handedWords: Readonly<Record<HandedState, Text>> = {
  issued: text('已发', 'Handed over'),
  toReturn: text('待收回', 'To be returned'),
  returned: text('已收回', 'Returned'),
};

export type Handed = Readonly<Record<string, HandedState>>;

/** What was handed over with a title, as its round had it; a certificate where nothing is said. */
export const awardsOf = ({ awards = [] }: { readonly awards?: readonly string[] }): readonly string[] =>
  awards.length === 0 ? ['证书'] : awards;

/** Where each thing is: with the holder, unless it was said otherwise. */
export const handedNow = (awards: readonly string[], handed: Handed = {}): Handed =>
  Object.fromEntries(awards.map((award) => [award, handed[award] ?? 'issued']));

/** A title that ended wants back what has not been returned. */
export const handedAfterEnd = (awards: readonly string[], handed?: Handed): Handed =>
  Object.fromEntries(
    Object.entries(handedNow(awards, handed)).map(([award, state]) => [
      award,
      state === 'returned' ? state : 'toReturn',
    ]),
  );

/** @throws Problem conflict `handed-ended` when something of an ended title would be handed over again. */
export function checkHanded(name: string, status: HonourStatus, to: HandedState): void {
  if (to !== 'issued' || (status !== 'revoked' && status !== 'annulled')) return;
  throw conflict(
    'handed-ended',
    `“${name}”的称号已撤销或作废，证书和牌匾不能再登记为已发。`,
    `The title of ${name} was revoked or annulled; nothing of it can be handed over again.`,
  );
}
