/** A draft 草稿 as it is stored: encrypted like a form, with the id that its nomination will have. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored, versioned } from '#domain/record.ts';
import { attachmentRecord, nominationRecord } from './nomination-record.ts';

export const draftRecord = lazily(() =>
  versioned().extend({
    id: z.string(),
    programme: z.string(),
    org: z.string(),
    /** Down to the organisation that nominates: by it those are found whom a change of the round above concerns. */
    orgPath: z.array(z.string()),
    channel: nominationRecord().shape.channel,
    owner: z.string(),
    /** Name of the nominee as far as typed. */
    name: personal('nominee', 'removed', z.string()),
    open: personal('answers', 'removed', z.record(z.string(), z.unknown())),
    /** Personal answers and the address for consent, under the record's key. */
    sealed: personal('sealed', 'key', z.string()),
    attachments: z.array(attachmentRecord()),
    /** How many answers are missing or wrong before it can be submitted. */
    lacks: z.int(),
    /** Least number of files by attachment rule, of the rules that want any. */
    wants: z.record(z.string(), z.int()),
    createdAt: instant,
    savedAt: instant,
    savedBy: z.string(),
  }),
);
export type Draft = Stored<typeof draftRecord>;

/** What is found of a draft by programme and organisation: whose it is, and by which way it goes. */
export const draftPlaceRecord = lazily(() => draftRecord().pick({ org: true, channel: true, owner: true }));
export type DraftPlace = Stored<typeof draftPlaceRecord>;
