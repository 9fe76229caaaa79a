/** A tranche of a round, and the places that it gave to an organisation below. */

import * as z from 'zod';
import { noticeRecord } from '#domain/notice/notice-record.ts';
import { instant, lazily, type Stored, versioned } from '#domain/record.ts';
import { decisionRecord } from '#domain/selection/selection-records.ts';
import { trancheStates } from './tranche-state.ts';

/** Places that a round gave to an organisation below, and how many are used (own item, conditional writes). */
export const allotmentRecord = lazily(() =>
  z.object({
    round: z.string(),
    org: z.string(),
    places: z.int(),
    used: z.int(),
    tie: z.boolean().exactOptional(),
  }),
);
export type Allotment = Stored<typeof allotmentRecord>;

/** How many places of a stage a system (高校, 国资委) has used. */
export const systemCountRecord = lazily(() => z.object({ system: z.string(), used: z.int() }));
export type SystemCount = Stored<typeof systemCountRecord>;

/** What goes through notice, decision, grant, recommend and publish together. */
export const trancheRecord = lazily(() =>
  versioned().extend({
    round: z.string(),
    n: z.int(),
    state: z.enum(trancheStates),
    /** Everybody in it is honoured already: a new notice after a change of public facts, then up again. */
    honoured: z.literal(true).exactOptional(),
    /** Position in the stage's phases. */
    phase: z.int(),
    /** Where the chunked work of the phase goes on: position in `entries`. */
    cursor: z.int(),
    /** Nomination ids in the order of the list. */
    entries: z.array(z.string()),
    notice: noticeRecord().exactOptional(),
    decision: decisionRecord().exactOptional(),
    list: z.string().exactOptional(),
    publishedAt: instant.exactOptional(),
    /** Nominations to send up, once the administrator has said which. */
    recommended: z.array(z.string()).optional(),
    /** Set when each of them was looked at and may go up. */
    checkedAt: instant.exactOptional(),
    /** The choice that was taken back, and who of it may not go up. */
    takenBack: z
      .object({
        nominations: z.array(z.string()),
        refusals: z.array(
          z.object({
            nomination: z.string(),
            code: z.string(),
            reason: z.object({ zh: z.string(), en: z.string() }),
          }),
        ),
      })
      .optional(),
    sentAt: instant.exactOptional(),
    /** Whose act the machine carries out now: she formed it, posted its notice, recorded its decision, published it, sent it up. */
    actedBy: z.string().optional(),
  }),
);
export type Tranche = Stored<typeof trancheRecord>;
