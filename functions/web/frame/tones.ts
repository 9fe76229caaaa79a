/** Which tone each state of the records wears; the words stand beside each list in the domain. */

import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import type { NoticeState } from '#domain/notice/notice-state.ts';
import type { ObjectionStatus } from '#domain/objection/objection-status.ts';
import { perNomineeStep } from '#domain/step-kinds.ts';
import type { Tone } from './parts.tsx';

export const candidacyTones: Readonly<Record<CandidacyState, Tone>> = {
  checking: 'warn',
  consent: 'warn',
  ...perNomineeStep((): Tone => 'info'),
  returned: 'warn',
  waiting: 'info',
  chosen: 'gold',
  reserve: 'neutral',
  notice: 'info',
  held: 'bad',
  cleared: 'good',
  approved: 'good',
  sentBack: 'warn',
  done: 'good',
  out: 'neutral',
  withdrawn: 'neutral',
};

export const honourTones: Readonly<Record<HonourRecord['status'], Tone>> = {
  valid: 'good',
  underReview: 'warn',
  rectifying: 'warn',
  revoked: 'bad',
  annulled: 'bad',
  expired: 'neutral',
};

export const noticeTones: Readonly<Record<NoticeState, Tone>> = {
  planned: 'neutral',
  open: 'info',
  suspended: 'warn',
  ended: 'good',
  takenDown: 'neutral',
};

export const objectionTones: Readonly<Record<ObjectionStatus, Tone>> = {
  logged: 'neutral',
  accepted: 'warn',
  upheld: 'bad',
  dismissed: 'good',
  corrected: 'good',
};
