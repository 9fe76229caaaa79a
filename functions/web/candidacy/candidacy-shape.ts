/** A candidacy as routes show it to those who run, review or oversee it: no personal fields, no digests. */
import * as z from 'zod';
import { askedRecord, candidacyRecord } from '#domain/candidacy/candidacy-record.ts';
import { named } from '#web/api/schemas.ts';

const asked = askedRecord().pick({
  member: true,
  department: true,
  due: true,
  answer: true,
  answeredAt: true,
  late: true,
});

export const candidacy = named(
  'Candidacy',
  candidacyRecord()
    .pick({
      nomination: true,
      round: true,
      programme: true,
      org: true,
      stage: true,
      level: true,
      revision: true,
      name: true,
      from: true,
      channel: true,
      state: true,
      step: true,
      missing: true,
      mending: true,
      receivedAt: true,
      late: true,
      facts: true,
      score: true,
      place: true,
      grades: true,
      tranche: true,
      openObjections: true,
      honour: true,
      upward: true,
      outcome: true,
      reopened: true,
      note: true,
      version: true,
    })
    .extend({ asked: z.array(asked) }),
);
