/** The receipt number 受理号 of a submission: short enough for a phone call (docs/rules/forms.md#receipt). */

/** `ZMJT-2021-0017`, `T-` before it in a rehearsal; at least four digits. */
export const receiptNumber = (
  { code, edition }: { readonly code: string; readonly edition: string },
  sequence: number,
  rehearsal: boolean,
): string => `${rehearsal ? 'T-' : ''}${code}-${edition}-${String(sequence).padStart(4, '0')}`;

/** The place in that series, 0 for what is no receipt. */
export const sequenceOf = (receipt: string): number => Number(/-(\d{4,})$/.exec(receipt)?.[1] ?? 0);
