/** The pages for the years after an award: re-checks, revocations, discipline. */
import { together } from '#web/frame/mounting.ts';
import { revocationPages } from '#web/honour/revocations.tsx';
import { barPages } from '#web/people/bars.tsx';
import { recheckPages } from '#web/recheck/one-recheck.tsx';
import { recheckListPages } from '#web/recheck/rechecks.tsx';

/** Mounted at '/'. */
export const afterPages = together([recheckListPages, recheckPages, revocationPages, barPages]);
