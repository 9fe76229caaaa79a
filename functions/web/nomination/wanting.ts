/** What submission would refuse of a draft now, each beside its field, and what a notice would show of it. */
import { formChecks, identityMacs } from '#actions/nomination/nominee-facts.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { formOnPaper, readPaper } from '#domain/nomination/paper.ts';
import { checkSubmitted } from '#domain/nomination/submitted-form.ts';
import { type PublicItem, publicEntry } from '#domain/notice/public-entry.ts';
import { type Fault, fault, Problem } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { OpenedDraft } from './opened-draft.ts';

/** Faults that stand on the preview itself; all others are of the form. */
export const ownFields: readonly string[] = ['consentText', 'sensitive', 'certified', ''];

/** Who the nominee is, or what keeps that from being known: submission would refuse it in the same words. */
function identified(...given: Parameters<typeof identityMacs>): {
  readonly identities: readonly string[];
  readonly faults: readonly Fault[];
} {
  try {
    return { identities: identityMacs(...given), faults: [] };
  } catch (error) {
    if (error instanceof Problem) return { identities: [], faults: error.faults };
    throw error;
  }
}

/** The day by which age and conditions are judged: the opening of the round that takes it. */
export const judgedOn = (deps: Deps, { seat }: OpenedDraft): string =>
  shanghaiDate(seat?.governing.settings.opensAt ?? instantOf(deps));

/** A table that lacks its rows is said once, whatever its columns lack. */
const isWithin = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

export interface Wanting {
  /** As they were read: tidy. */
  readonly answers: Answers;
  readonly missing: readonly Fault[];
  /** What a notice would show; nothing where it may not. */
  readonly shown: readonly PublicItem[];
  readonly identities: readonly string[];
}

/** Judges a draft as submission does; nothing is written. */
export function wantingIn(deps: Deps, opened: OpenedDraft): Wanting {
  const { programme, draft } = opened;
  const { form } = programme;
  const sent = { answers: opened.answers, attachments: draft.attachments };
  const checks = formChecks(deps);
  const { paper, asksConsent } = opened;
  const checked = checkSubmitted(formOnPaper(form, paper), sent, checks);
  // What only a box of this page lacks is said at the box.
  const missing = [
    ...checked.faults.filter(({ field }) => !ownFields.includes(field)),
    ...readPaper(paper, { asksConsent, today: checks.today }).faults,
  ];
  if (asksConsent && !opened.consentEmail && !paper?.consentOn)
    missing.push(
      fault('consentEmail', 'consent-email', '请填写被推荐人的邮箱', "Give the nominee's e-mail address"),
    );
  const { identities, faults } = identified(deps, programme, checked.answers, judgedOn(deps, opened));
  missing.push(...faults.filter(({ field }) => !missing.some((one) => isWithin(one.field, field))));
  let shown: readonly PublicItem[] = [];
  try {
    shown = publicEntry(form, checked.answers);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    missing.push(...error.faults);
  }
  return { answers: checked.answers, missing, shown, identities };
}
