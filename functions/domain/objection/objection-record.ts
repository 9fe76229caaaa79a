/** A case as it is stored. */
import * as z from 'zod';
import { keysOf } from '#domain/members.ts';
import { personal } from '#domain/personal-place.ts';
import { objectionSettingsSchema } from '#domain/programme/stage-rules.ts';
import { date, instant, lazily, type Stored, versioned } from '#domain/record.ts';
import { loggedReasons, objectionAims, objectionChannels } from './objection.ts';
import { objectionStatuses } from './objection-status.ts';

/** A case against one nominee on a notice, or against its organisation. Who raised it, what it says and what was found are sealed. */
export const objectionRecord = lazily(() =>
  versioned().extend({
    id: z.string(),
    notice: z.string(),
    round: z.string(),
    tranche: z.int(),
    against: z.enum(objectionAims),
    /** Absent when it is against the organisation alone. */
    nomination: z.string().exactOptional(),
    name: personal('nominee', 'masked', z.string()).exactOptional(),
    /** The organisation that handles it: the round's own, or the one above when it is against that. */
    org: z.string(),
    channel: z.enum(objectionChannels),
    by: z.enum(['person', 'unit', 'anonymous']),
    status: z.enum(objectionStatuses),
    /** Why it is only logged. */
    reason: z.enum(keysOf(loggedReasons)).exactOptional(),
    receivedAt: instant,
    /** The day in Shanghai that decided whether it was in time. */
    datedOn: date,
    /** Member who typed it, for a letter, a call or a visit. */
    enteredBy: z.string().exactOptional(),
    settings: objectionSettingsSchema,
    acceptedOn: date.exactOptional(),
    /** Last day of the investigation. */
    due: date.exactOptional(),
    extensions: z.int(),
    /** The one member who may see who objected; every administrator of the organisation when absent. */
    handler: z.string().exactOptional(),
    /** Members with a task for it. */
    told: z.array(z.string()),
    /** Objector and content, under the objection's own key. */
    sealed: personal('sealed', 'key', z.string()),
    /** When a handler first read it; nobody settles what was not read. */
    openedAt: instant.exactOptional(),
    /** Last characters of the receipt, to name it in a letter. */
    receiptEnd: z.string(),
    hasEmail: z.boolean(),
    settled: z
      .object({
        at: instant,
        by: z.string(),
        /** Sealed under the objection's key. */
        finding: personal('sealed', 'key', z.string()),
        newNotice: z.boolean(),
        reply: z.enum(['letter', 'page', 'none']),
      })
      .exactOptional(),
  }),
);
export type ObjectionRecord = Stored<typeof objectionRecord>;
