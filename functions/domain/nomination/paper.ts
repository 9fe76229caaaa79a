/** Nominations and consents that came on paper and are entered by a clerk (docs/rules/forms.md#on-paper). */

import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import { readDate } from '#domain/programme/field-reading.ts';
import type { AttachmentRule, Form } from '#domain/programme/form.ts';
import type { Nomination } from './nomination-record.ts';

/** Dates as they stand on the paper. */
export interface Paper {
  readonly receivedOn: string;
  /** When the nominee signed; left out where the system asks her by e-mail. */
  readonly consentOn?: string;
}
/** The same as typed; empty texts stand for what is not on paper. */
export interface PaperTyped {
  readonly receivedOn: string;
  readonly consentOn: string;
}
export const paperLabels = {
  receivedOn: text('收到纸质申报表的日期', 'The form on paper came on'),
  consentOn: text('本人签字同意的日期', 'The nominee signed her consent on'),
} as const satisfies Readonly<Record<keyof PaperTyped, Text>>;

const scan = (id: string, zh: string, en: string): AttachmentRule => ({
  id,
  label: { zh, en },
  min: 1,
  max: 10,
  types: ['pdf', 'jpg', 'png'],
  maxMegabytes: 10,
});
const formScan = scan('paperForm', '纸质申报表扫描件', 'The form on paper, scanned');
const consentScan = scan('paperConsent', '本人签字的同意书扫描件', 'The signed consent, scanned');
/** The items under which scans of papers are uploaded, whatever the programme's own are. */
export const paperScans: readonly AttachmentRule[] = [formScan, consentScan];

const isTyped = (written: string | undefined): boolean => written !== undefined && written.trim() !== '';
/** True when a clerk says that the form came on paper. */
export const isOnPaper = (typed: PaperTyped | undefined): typed is PaperTyped =>
  typed !== undefined && (isTyped(typed.receivedOn) || isTyped(typed.consentOn));

/** The programme's form with the scans that a paper needs. */
export const formOnPaper = (form: Form, typed: PaperTyped | undefined): Form =>
  isOnPaper(typed)
    ? {
        ...form,
        attachments: [...form.attachments, formScan, ...(isTyped(typed.consentOn) ? [consentScan] : [])],
      }
    : form;

/** The form by which a nomination is amended: with the scans that it came with. */
export const formOfRecord = (form: Form, { paper, consent }: Pick<Nomination, 'paper' | 'consent'>): Form =>
  formOnPaper(form, paper && { receivedOn: paper.receivedOn, consentOn: consent?.signedOn ?? '' });

/**
 * The dates as they are kept. `asksConsent`: the channel wants the nominee's own consent. `today` is a date in Shanghai;
 * nothing on paper is from the future.
 */
export function readPaper(
  typed: PaperTyped | undefined,
  { asksConsent, today }: { readonly asksConsent: boolean; readonly today: string },
): { readonly paper?: Paper; readonly faults: readonly Fault[] } {
  if (!isOnPaper(typed)) return { faults: [] };
  const faults: Fault[] = [];
  const refuse = (key: keyof PaperTyped, code: string, words: Text) => {
    const { zh, en } = paperLabels[key];
    faults.push(fault(`paper.${key}`, code, `「${zh}」：${words.zh}`, `"${en}": ${words.en}`));
  };
  const dateOf = (key: keyof PaperTyped): string | undefined => {
    const reading = readDate(typed[key]);
    if (reading.kind === 'bad') refuse(key, reading.code, reading.text);
    else if (String(reading.value) > today)
      refuse(key, 'in-future', text('不能晚于今天', 'it cannot be later than today'));
    else return String(reading.value);
    return undefined;
  };
  const receivedOn = isTyped(typed.receivedOn) ? dateOf('receivedOn') : undefined;
  if (!isTyped(typed.receivedOn)) refuse('receivedOn', 'required', text('请填写', 'fill it in'));
  const consentOn = isTyped(typed.consentOn) ? dateOf('consentOn') : undefined;
  if (isTyped(typed.consentOn) && !asksConsent)
    refuse(
      'consentOn',
      'consent-unasked',
      text('这个渠道不需要另行同意，请留空', 'this channel asks for none; leave it empty'),
    );
  if (faults.length > 0 || receivedOn === undefined) return { faults };
  return { paper: { receivedOn, ...(consentOn !== undefined && { consentOn }) }, faults };
}
