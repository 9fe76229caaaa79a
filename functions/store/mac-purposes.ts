/** What HMAC keys are for: one for each purpose, so that what is verified for one says nothing of another. */
import type { MacPurpose } from '#ports';

export const macPurposes = [
  'identity',
  'link',
  'session',
  'checkpoint',
  'email',
  'objector',
] as const satisfies readonly MacPurpose[];
