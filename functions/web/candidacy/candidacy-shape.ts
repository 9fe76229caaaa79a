/** A candidacy as routes show it to those who run, review or oversee it: no personal fields, no digests. */
import * as z from 'zod';
import { askedRecord, candidacyRecord } from '#domain/candidacy/candidacy-record.ts';
import { only } from '#domain/record.ts';
import { named } from '#web/api/schemas.ts';

const asked = askedRecord().pick(only('member department due answer answeredAt late'));

export const candidacy = named(
  'Candidacy',
  candidacyRecord()
    .pick(
      only(
        'nomination round programme org stage level revision name from channel state step missing',
        'mending receivedAt late facts score place grades tranche openObjections honour upward outcome',
        'reopened note version',
      ),
    )
    .extend({ asked: z.array(asked) }),
);
