/** A nomination as it is sent in, and what is wrong with it. */
import { attachmentFaults, checkAnswers } from '#domain/nomination/answers.ts';
import { isConsentVersion } from '#domain/nomination/consent-text.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import { fault, invalid, refuseIf } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { formChecks } from './nominee-facts.ts';

export interface Submission {
  /** Id of the draft, which becomes the nomination's: submitting twice is the same nomination. Left out: a new one. */
  readonly id?: string;
  readonly programme: string;
  readonly org: string;
  readonly channel: Nomination['channel'];
  readonly answers: Answers;
  /** Uploaded before under this id; what is known of them is taken from their records. */
  readonly attachments: readonly Pick<Attachment, 'id' | 'rule'>[];
  /** Address of the nominee when somebody else nominates and must first agree. */
  readonly consentEmail?: string;
  /** Version of the privacy text that was agreed to. */
  readonly consentText: string;
  /** When the server got the request: decides whether it was in time. */
  readonly receivedAt?: string;
}

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

/** Answers as they are kept. @throws Problem `invalid` with every fault of form, attachments and consents at once. */
export function checkSent(programme: Programme, submission: Submission, needsConsent: boolean): Answers {
  const checked = checkAnswers(programme.form, submission.answers, 'submit', formChecks);
  const counts: Record<string, number> = {};
  for (const file of submission.attachments) counts[file.rule] = (counts[file.rule] ?? 0) + 1;
  const faults = [...checked.faults, ...attachmentFaults(programme.form, counts)];
  if (!isConsentVersion(submission.consentText))
    faults.push(
      fault(
        'consentText',
        'privacy-consent',
        '请先阅读并同意个人信息处理告知',
        'Read and agree to the privacy notice first',
      ),
    );
  if (needsConsent && !submission.consentEmail)
    faults.push(
      fault(
        'consentEmail',
        'consent-email',
        '请填写被推荐人的邮箱，用于征得本人同意',
        "Give the nominee's e-mail address, so that she can agree",
      ),
    );
  refuseIf(faults);
  return checked.answers;
}
