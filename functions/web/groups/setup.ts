/** Setting up: organisations and members, programmes, calendar, outbox, audit; mounted together. */
import { together } from '#web/frame/mounting.ts';
import { letterTextPages } from '#web/letter/letter-texts.tsx';
import { outboxPages } from '#web/letter/outbox.tsx';
import { memberPages } from '#web/people/members.tsx';
import { organisationImportPages } from '#web/people/organisation-import.tsx';
import { organisationLogoPages } from '#web/people/organisation-logo.tsx';
import { organisationPages } from '#web/people/organisations.tsx';
import { calendarPages } from '#web/programme/calendar.tsx';
import { editorPages } from '#web/programme/editor.tsx';
import { editorPreviewPages } from '#web/programme/editor-preview.tsx';
import { guideOpeningPages } from '#web/programme/guide-opening.tsx';
import { guidePeoplePages } from '#web/programme/guide-people.tsx';
import { programmeEditPages } from '#web/programme/programme-edit.tsx';
import { programmePages } from '#web/programme/programmes.tsx';
import { auditPages } from '#web/trust/audit.tsx';

/** All pages of the setup. */
export const setupPages = together([
  guidePeoplePages,
  guideOpeningPages,
  organisationPages,
  organisationLogoPages,
  organisationImportPages,
  memberPages,
  programmePages,
  programmeEditPages,
  editorPages,
  editorPreviewPages,
  calendarPages,
  outboxPages,
  letterTextPages,
  auditPages,
]);
