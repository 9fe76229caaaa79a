/** Lists and honours as the public sees them: no identities, nobody's id. */
import * as z from 'zod';
import { honourListRecord, honourRecord, regradingRecord } from '#domain/honour/honour-records.ts';
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
