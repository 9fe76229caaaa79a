/** A nomination as it is sent in, and what is wrong with it. */
import type * as z from 'zod';
import type { Deps } from '#deps';
import { privacyFaults } from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { formOnPaper, type Paper, readPaper } from '#domain/nomination/paper.ts';
import { checkSubmitted } from '#domain/nomination/submitted-form.ts';
import { fault, invalid, refuseIf } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { submission } from './nomination-input.ts';
import { formChecks } from './nominee-facts.ts';

export type Submission = z.output<typeof submission>;

/** The channel that a submission came by. @throws Problem `channel-unknown`. */
export function channelOf(programme: Programme, id: Nomination['channel']): Programme['channels'][number] {
  const channel = programme.channels.find((each) => each.id === id);
  if (channel !== undefined) return channel;
  throw invalid(
    'channel-unknown',
    '这个评选活动不接受该申报渠道。',
    'This programme does not take that channel.',
    [
      fault(
        'channel',
        'channel-unknown',
        '请选择本活动开放的申报渠道',
        'Choose a channel that this programme takes',
      ),
    ],
  );
}

/** Answers as they are kept, and what came on paper. @throws Problem `invalid` with every fault of form, attachments, paper and consents at once. */
export function checkSent(
  deps: Pick<Deps, 'clock'>,
  programme: Programme,
  sent: Submission,
  asksConsent: boolean,
): { readonly answers: Answers; readonly paper?: Paper } {
  const checks = formChecks(deps);
  const onPaper = readPaper(sent.paper, { asksConsent, today: checks.today });
  const checked = checkSubmitted(formOnPaper(programme.form, sent.paper), sent, checks);
  const faults = [...checked.faults, ...onPaper.faults, ...privacyFaults(programme.form, sent)];
  if (asksConsent && !sent.consentEmail && !sent.paper?.consentOn)
    faults.push(
      fault(
        'consentEmail',
        'consent-email',
        '请填写被推荐人的邮箱，用于征得本人同意',
        "Give the nominee's e-mail address, so that she can agree",
      ),
    );
  refuseIf(faults);
  return { answers: checked.answers, ...(onPaper.paper !== undefined && { paper: onPaper.paper }) };
}
