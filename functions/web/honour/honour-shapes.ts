/** Lists and honours as the public sees them: no identities, nobody's id. */
import * as z from 'zod';
import { honourListRecord, honourRecord, regradingRecord } from '#domain/honour/honour-records.ts';
import { rollAreaRecord, rollHonourRecord } from '#domain/honour/roll-records.ts';
import { standingRecord } from '#domain/honour/standing-record.ts';
import { only } from '#domain/record.ts';
import { date, named, words } from '#web/api/schemas.ts';

export const honourList = named(
  'HonourList',
  honourListRecord().pick(
    only(
      'id org round tranche title code edition level year documentNumber date bodies batch listedBy',
      'lists units sums grades vacant granted publishedAt annulled version',
    ),
  ),
);

export const honour = named(
  'Honour',
  honourRecord()
    .pick(
      only(
        'number list org code edition level year title name shown bodies date lists batch listedBy',
        'grades awards termEnds status version',
      ),
    )
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
  honourRecord().pick(only('number name list code level year date status')).extend({
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
