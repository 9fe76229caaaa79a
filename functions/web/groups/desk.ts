/** The round desk 评选工作台: every page of it, mounted together. */

import { candidacyPages } from '#web/candidacy/candidacy.tsx';
import { inboxPages } from '#web/candidacy/inbox.tsx';
import { together } from '#web/frame/mounting.ts';
import { roundLetterPages } from '#web/letter/round-letters.tsx';
import { pairPages } from '#web/nomination/pairs.tsx';
import { objectionCasePages } from '#web/objection/objection-case.tsx';
import { objectionEntryPages } from '#web/objection/objection-entry.tsx';
import { objectionPages } from '#web/objection/objections.tsx';
import { intakePages } from '#web/recommendation/intake.tsx';
import { opinionLetterPages } from '#web/review/opinion-letter.tsx';
import { reassignPages } from '#web/review/reassign.tsx';
import { stragglerPages } from '#web/review/stragglers.tsx';
import { endingPages } from '#web/round/ending.tsx';
import { roundPages } from '#web/round/rounds.tsx';
import { settingsPages } from '#web/round/settings.tsx';
import { tranchePages } from '#web/round/tranche.tsx';
import { jobPages } from '#web/running/jobs.tsx';
import { comparisonPages } from '#web/selection/desk-comparison.tsx';
import { panelPages } from '#web/selection/panel-board.tsx';
import { shortlistPages } from '#web/selection/shortlist.tsx';

/** All pages of the desk. */
export const deskPages = together([
  roundPages,
  roundLetterPages,
  inboxPages,
  candidacyPages,
  shortlistPages,
  comparisonPages,
  tranchePages,
  intakePages,
  settingsPages,
  endingPages,
  panelPages,
  pairPages,
  objectionPages,
  jobPages,
  objectionCasePages,
  objectionEntryPages,
  reassignPages,
  opinionLetterPages,
  stragglerPages,
]);
