/** A round as it is stored. */

import * as z from 'zod';
import { certificateLookRecord } from '#domain/honour/certificate-look-record.ts';
import { levelSchema } from '#domain/level-schema.ts';
import { stageSettingsSchema } from '#domain/programme/stage-settings.ts';
import { chained, instant, lazily, type Stored } from '#domain/record.ts';

/** A unit that may still hand in after the window. */
export const lateEntryRecord = lazily(() =>
  z.object({
    org: z.string(),
    until: instant,
    places: z.int(),
    reason: z.string(),
    by: z.string(),
    at: instant,
  }),
);

export const roundRecord = lazily(() =>
  chained().extend({
    id: z.string(),
    programme: z.string(),
    /** Revision of the programme, pinned when the round opens. */
    programmeRevision: z.int(),
    title: z.string(),
    titleEn: z.string().optional(),
    org: z.string(),
    orgPath: z.array(z.string()),
    stage: z.int(),
    level: levelSchema,
    settings: stageSettingsSchema,
    status: z.enum(['planned', 'open', 'selecting', 'settled', 'cancelled']),
    /** Position in the stage's phases; for the round until the first tranche is formed. */
    phase: z.int(),
    /** A batch step is open (`idle`), confirmed and being applied in chunks (`starting`), or `ended`. */
    progress: z.enum(['idle', 'starting', 'ended']),
    /** Where the chunked work of the phase goes on. */
    cursor: z.string().exactOptional(),
    tranches: z.int(),
    /** True when places were given to organisations below; then each needs an allotment. */
    allotted: z.boolean(),
    openedAt: instant.exactOptional(),
    /** Nobody else is selected: who was left in reserve or open is passed over. Packages from above may still come back. */
    endedAt: instant.exactOptional(),
    cancelledAt: instant.exactOptional(),
    /** Whose act the machine carries out now: she confirmed the list, closed the panel. Absent after a mere date. */
    actedBy: z.string().optional(),
    /** Units that may still hand in after the window 补报, each once; how many have is counted in rows of their own. */
    late: z.array(lateEntryRecord()).exactOptional(),
    /** How its certificates look, where an administrator has set it. */
    look: certificateLookRecord().exactOptional(),
    /** Why an administrator ended it; absent when it ended by itself. */
    endReason: z.string().exactOptional(),
  }),
);
export type Round = Stored<typeof roundRecord>;
