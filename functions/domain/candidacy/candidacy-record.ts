/** A candidacy as it is stored, with its states and who was asked. */

import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { nominationRecord } from '#domain/nomination/nomination-record.ts';
import { personal } from '#domain/personal-place.ts';
import { chained, date, instant, lazily, type Stored } from '#domain/record.ts';
import { factsRecord, movedRecord, panelScoreRecord } from '#domain/selection/selection-records.ts';
import { stepStates } from '#domain/step-kinds.ts';
import { outReasons, upwardStates } from './candidacy-ends.ts';
import { candidacyStates } from './candidacy-state.ts';

const words = () => personal('words', 'removed', z.string());

/** What a level outside this system granted. */
const outsideHonourRecord = lazily(() =>
  z.object({
    level: levelSchema,
    bodies: z.array(z.string()),
    date,
    documentNumber: z.string(),
    number: z.string().exactOptional(),
    grades: z.array(z.string()).exactOptional(),
    batch: z.int().exactOptional(),
  }),
);

/** One nomination in one stage of one organisation. Lives in its round's partition. */
/** What the way it came by gave or took. */
const cameBy = () => ({
  /** It came after the window, as its unit was allowed 补报. */
  late: z.literal(true).exactOptional(),
  /** The system 系统 whose place it takes here. */
  system: z.string().exactOptional(),
});

/** What was said of it in words. */
const saidOfIt = () => ({
  /** A handler asked the nominator to put facts right while she is held; `revision` is the form that did. */
  correction: z.object({ askedAt: instant, revision: z.int().exactOptional() }).optional(),
  /** An administrator took a rejection back, once or more often. */
  reopened: z.array(z.object({ at: instant, by: z.string(), reason: words() })).exactOptional(),
  /** A note to the nominator when returned, or to the level below. */
  note: words().exactOptional(),
});

export const candidacyRecord = lazily(() =>
  chained().extend({
    nomination: z.string(),
    round: z.string(),
    programme: z.string(),
    /** Revision of the programme by which it is judged. */
    programmeRevision: z.int(),
    /** Who owns the nomination: she never judges it. */
    owner: z.string(),
    /** The nominee's own account, where somebody else put her forward and her consent was asked. */
    nominee: z.string().exactOptional(),
    org: z.string(),
    stage: z.int(),
    level: levelSchema,
    revision: z.int(),
    name: personal('nominee', 'masked', z.string()),
    /** Who acted at lower levels: not again (docs/rules/steps.md#who-may-not-review). */
    actedBelow: z.array(z.string()),
    /** Organisation that sent it here: the nominating one, or the lower level's. */
    from: z.string(),
    channel: nominationRecord().shape.channel,
    state: z.enum(candidacyStates),
    /** Per-candidacy step now being taken, its id and how often it was asked. */
    step: z
      .object({ index: z.int(), id: z.string(), kind: z.enum(stepStates), attempt: z.int() })
      .exactOptional(),
    /** Who was asked in the step, and what they said so far. */
    asked: z.array(askedRecord()),
    /** Whom the step still wants and there is nobody for: departments, or the role once for each that is too few. */
    missing: z.array(z.string()).optional(),
    /** What a visit told her to put right 整改, how often by now, and until when. */
    mending: z.object({ step: z.string(), times: z.int(), until: date.exactOptional() }).exactOptional(),
    receivedAt: instant,
    since: instant.exactOptional(), // when she came to her state and step; when received, where it is absent
    /** What quota groups look at. */
    facts: factsRecord(),
    score: panelScoreRecord().exactOptional(),
    place: z.enum(['chosen', 'reserve']).exactOptional(),
    /** Ids of the grades that she has on the confirmed list, and in which group of it. */
    grades: z.array(z.string()).exactOptional(),
    gradedIn: z.string().exactOptional(),
    /** Her place moved to her group from another. */
    moved: movedRecord().exactOptional(),
    tranche: z.int().optional(),
    /** Objections accepted and not settled. */
    openObjections: z.int(),
    /** Tranche whose notice showed what an objection led to correct: only a further one, with its own notice, takes her on. */
    needsNewNotice: z.int().optional(),
    /** She was carried: rests as `sentBack`, out of the phase's count, until the first tranche is formed. */
    carried: z.object({ at: instant, phase: z.string(), reason: words() }).exactOptional(),
    honour: z
      .object({
        number: z.string(),
        list: z.string(),
        /** It was revoked, or its list annulled. */
        ended: z.enum(['revoked', 'annulled']).exactOptional(),
      })
      .exactOptional(),
    upward: z
      .object({
        round: z.string(),
        org: z.string(),
        state: z.enum(upwardStates),
        at: instant,
        reason: words().exactOptional(),
        honour: outsideHonourRecord().exactOptional(),
      })
      .exactOptional(),
    /** When it came to its final state: its years of keeping count from the last of them. */
    closedAt: instant.optional(),
    outcome: z
      .object({
        reason: z.enum(outReasons),
        note: words().exactOptional(),
        at: instant,
      })
      .optional(),
    ...cameBy(),
    ...saidOfIt(),
  }),
);
export type Candidacy = Stored<typeof candidacyRecord>;

export const askedRecord = lazily(() =>
  z.object({
    member: z.string(),
    /** For opinions: the department asked. */
    department: z.string().exactOptional(),
    due: instant,
    answer: z.string().exactOptional(),
    answeredAt: instant.exactOptional(),
    late: z.boolean().exactOptional(),
    escalated: z.boolean().exactOptional(),
  }),
);
export type Asked = Stored<typeof askedRecord>;
