/** The one table of routes, in the order in which they are matched and described. */
import { attachmentRoutes } from './attachments.ts';
import { auditRoutes } from './audit.ts';
import { candidacyRoutes } from './candidacies.ts';
import { draftRoutes } from './drafts.ts';
import { erasureRoutes } from './erasure.ts';
import { honourRoutes } from './honours.ts';
import { importRoutes } from './imports.ts';
import { jobRoutes } from './jobs.ts';
import { ledgerRoutes } from './ledger.ts';
import { letterRoutes } from './letters.ts';
import { meRoutes } from './me.ts';
import { memberRoutes } from './members.ts';
import { nominationRoutes } from './nominations.ts';
import { noticeRoutes } from './notices.ts';
import { objectionRoutes } from './objections.ts';
import { organisationRoutes } from './organisations.ts';
import { pairRoutes } from './pairs.ts';
import { panelRoutes } from './panels.ts';
import { privacyRoutes } from './privacy.ts';
import { programmeRoutes } from './programmes.ts';
import { rehearsalRoutes } from './rehearsal.ts';
import { roundRoutes } from './rounds.ts';
import type { Route } from './route.ts';
import { scheduleRoutes } from './schedules.ts';
import { shortlistRoutes } from './shortlists.ts';
import { stepFileRoutes } from './step-files.ts';
import { taskRoutes } from './tasks.ts';
import { tokenRoutes } from './tokens.ts';
import { trancheRoutes } from './tranches.ts';

export const apiRoutes: readonly Route[] = [
  ...meRoutes,
  ...programmeRoutes,
  ...privacyRoutes,
  ...roundRoutes,
  ...shortlistRoutes,
  ...trancheRoutes,
  ...panelRoutes,
  ...candidacyRoutes,
  ...stepFileRoutes,
  ...pairRoutes,
  ...draftRoutes,
  ...importRoutes,
  ...nominationRoutes,
  ...erasureRoutes,
  ...attachmentRoutes,
  ...taskRoutes,
  ...noticeRoutes,
  ...objectionRoutes,
  ...honourRoutes,
  ...ledgerRoutes,
  ...organisationRoutes,
  ...memberRoutes,
  ...tokenRoutes,
  ...scheduleRoutes,
  ...letterRoutes,
  ...jobRoutes,
  ...auditRoutes,
  ...rehearsalRoutes,
];
