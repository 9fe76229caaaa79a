/** Lists and honours as the public sees them: no identities, nobody's id. */
import * as z from 'zod';
import { honourListRecord, honourRecord, regradingRecord } from '#domain/honour/honour-records.ts';
import { rollAreaRecord, rollHonourRecord } from '#domain/honour/roll-records.ts';
import { standingRecord } from '#domain/honour/standing-record.ts';
import { date, named, words } from '#web/api/schemas.ts';

export const honourList = named(
  'HonourList',
  honourListRecord().pick({
    id: true,
    org: true,
    round: true,
    tranche: true,
    title: true,
    code: true,
    edition: true,
    level: true,
    year: true,
    documentNumber: true,
    date: true,
    bodies: true,
    batch: true,
    listedBy: true,
    lists: true,
    units: true,
    sums: true,
    grades: true,
    vacant: true,
    granted: true,
    publishedAt: true,
    annulled: true,
    version: true,
  }),
);

export const honour = named(
  'Honour',
  honourRecord()
    .pick({
      number: true,
      list: true,
      org: true,
      code: true,
      edition: true,
      level: true,
      year: true,
      title: true,
      name: true,
      shown: true,
      bodies: true,
      date: true,
      lists: true,
      batch: true,
      listedBy: true,
      grades: true,
      awards: true,
      termEnds: true,
      status: true,
      version: true,
    })
    .extend({
      words,
      /** Every move up or down by a grade, oldest first. */
      regraded: z.array(regradingRecord()).optional(),
      /** The decision that revoked or annulled it. */
      decision: z.string().optional(),
      decidedOn: date.optional(),
      /** The last re-check, and until when it may put right what was found. */
      standing: standingRecord().pick({ rechecked: true, rectifyBy: true }).optional(),
    }),
);

/** An honour as it is found by name or stands on its holder's page. */
export const foundHonour = named(
  'FoundHonour',
  honourRecord()
    .pick({
      ...{ number: true, name: true, list: true, code: true, level: true, year: true, date: true },
      status: true,
    })
    .extend({
      /** Title of the list. */
      title: z.string(),
      orgName: z.string(),
      words,
      /** What `/api/honours/holders/{holder}` calls its holder, where she agreed to a page. */
      holder: z.string().optional(),
    }),
);

/** What lists may be chosen by: the way down to the place that was asked for, and what is right below it. */
export const rollChoices = named(
  'HonourChoices',
  z.object({
    honours: z.array(rollHonourRecord()),
    way: z.array(rollAreaRecord()),
    below: z.array(rollAreaRecord()),
  }),
);
