/** The one table of routes, in the order in which they are matched and described. */

import { candidacyRoutes } from '#web/candidacy/candidacies-api.ts';
import { attachmentRoutes } from '#web/files/attachments-api.ts';
import { stepFileRoutes } from '#web/files/step-files-api.ts';
import { certificateLookRoutes } from '#web/honour/certificate-look-api.ts';
import { certificateRoutes } from '#web/honour/certificates-api.ts';
import { honourRoutes } from '#web/honour/honours-api.ts';
import { ledgerRoutes } from '#web/honour/ledger-api.ts';
import { revocationRoutes } from '#web/honour/revocations-api.ts';
import { letterTextRoutes } from '#web/letter/letter-texts-api.ts';
import { letterRoutes } from '#web/letter/letters-api.ts';
import { draftRoutes } from '#web/nomination/drafts-api.ts';
import { formPaperRoutes } from '#web/nomination/form-paper-api.ts';
import { importRoutes } from '#web/nomination/imports-api.ts';
import { nominationRoutes } from '#web/nomination/nominations-api.ts';
import { pairRoutes } from '#web/nomination/pairs-api.ts';
import { privacyRoutes } from '#web/nomination/privacy-api.ts';
import { noticeRoutes } from '#web/notice/notices-api.ts';
import { objectionRoutes } from '#web/objection/objections-api.ts';
import { packageRoutes } from '#web/package/packages-api.ts';
import { barRoutes } from '#web/people/bars-api.ts';
import { factorRoutes } from '#web/people/factor-api.ts';
import { meRoutes } from '#web/people/me-api.ts';
import { memberRoutes } from '#web/people/members-api.ts';
import { organisationRoutes } from '#web/people/organisations-api.ts';
import { tokenRoutes } from '#web/people/tokens-api.ts';
import { programmeRoutes } from '#web/programme/programmes-api.ts';
import { scheduleRoutes } from '#web/programme/schedules-api.ts';
import { recheckRoutes } from '#web/recheck/rechecks-api.ts';
import { placesRoutes } from '#web/recommendation/places-api.ts';
import { opinionRoutes } from '#web/review/opinions-api.ts';
import { taskRoutes } from '#web/review/tasks-api.ts';
import { changeRoutes } from '#web/round/changes-api.ts';
import { paperRoutes } from '#web/round/papers-api.ts';
import { roundRoutes } from '#web/round/rounds-api.ts';
import { trancheRoutes } from '#web/round/tranches-api.ts';
import { jobRoutes } from '#web/running/jobs-api.ts';
import { rehearsalRoutes } from '#web/running/rehearsal-api.ts';
import { panelRoutes } from '#web/selection/panels-api.ts';
import { shortlistRoutes } from '#web/selection/shortlists-api.ts';
import { auditRoutes } from '#web/trust/audit-api.ts';
import { erasureRoutes } from '#web/trust/erasure-api.ts';
import type { Route } from './route.ts';

export const apiRoutes: readonly Route[] = [
  ...meRoutes,
  ...factorRoutes,
  ...programmeRoutes,
  ...privacyRoutes,
  ...changeRoutes,
  ...roundRoutes,
  ...paperRoutes,
  ...placesRoutes,
  ...shortlistRoutes,
  ...trancheRoutes,
  ...panelRoutes,
  ...opinionRoutes,
  ...candidacyRoutes,
  ...stepFileRoutes,
  ...pairRoutes,
  ...draftRoutes,
  ...importRoutes,
  ...nominationRoutes,
  ...erasureRoutes,
  ...attachmentRoutes,
  ...formPaperRoutes,
  ...taskRoutes,
  ...noticeRoutes,
  ...objectionRoutes,
  ...honourRoutes,
  ...certificateRoutes,
  ...certificateLookRoutes,
  ...ledgerRoutes,
  ...revocationRoutes,
  ...packageRoutes,
  ...recheckRoutes,
  ...organisationRoutes,
  ...barRoutes,
  ...memberRoutes,
  ...tokenRoutes,
  ...scheduleRoutes,
  ...letterRoutes,
  ...letterTextRoutes,
  ...jobRoutes,
  ...auditRoutes,
  ...rehearsalRoutes,
];
