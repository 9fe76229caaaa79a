/** What a selection keeps: panellists, ballots, scores, the shortlist, and the decision 审定. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { date, instant, lazily, type Stored, versioned } from '#domain/record.ts';

/** What groups of a quota look at, by field id: see `Facts` in domain/programme/group-limits.ts. */
export const factsRecord = lazily(() =>
  personal('answers', 'counted', z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
);

/** What the panel gave one nominee, exact, as the shortlist ranks it. */
export const panelScoreRecord = lazily(() =>
  z.object({
    /** Exact mean as "n/d"; by vote, the share of yes among those who may judge. */
    mean: z.string(),
    /** Ballots that count. */
    count: z.int(),
    /** Shared by equal means: 1, 1, 3. */
    rank: z.int().exactOptional(),
    /** The same among those of her own group, where the list has groups. */
    inGroup: z.int().exactOptional(),
    /** Others have the same score, and no declared rule tells them apart: the organisation decides. */
    tied: z.literal(true).exactOptional(),
    /** Exact means by criterion, as keys for ties. */
    criteria: z.record(z.string(), z.string()).exactOptional(),
    /** By vote only. */
    passed: z.boolean().exactOptional(),
  }),
);
export type PanelScore = Stored<typeof panelScoreRecord>;

/** A nominee's mean while a panel is being closed, before there are ranks. */
export const panelMeanRecord = lazily(() =>
  z.object({
    nomination: z.string(),
    score: panelScoreRecord().omit({ rank: true, inGroup: true, tied: true }),
  }),
);
export type PanelMean = Stored<typeof panelMeanRecord>;

/** That a panel is being closed, or was: since when, by whom, and the name of the closing, which is its job's. */
export const panelClosingRecord = lazily(() =>
  z.object({ at: z.int(), by: z.string(), job: z.string().exactOptional() }),
);
export type PanelClosing = Stored<typeof panelClosingRecord>;

export const decisionRecord = lazily(() =>
  z.object({
    body: z.string(),
    date: date,
    minutes: personal('words', 'office', z.string()).exactOptional(),
    by: z.string(),
    at: instant,
    refused: z.array(z.object({ nomination: z.string(), reason: personal('words', 'removed', z.string()) })),
    /** Set when every candidacy of the tranche has been told. */
    appliedAt: instant.exactOptional(),
  }),
);
export type Decision = Stored<typeof decisionRecord>;

/** A place that moved between groups of the quota, by their titles. */
export const movedRecord = lazily(() => z.object({ from: z.string(), to: z.string() }));

/** Places left empty on purpose, with the reason. */
export const vacancyRecord = lazily(() =>
  z.object({
    places: z.int(),
    /** Of each group with a cap of its own; of each grade with places. */
    groups: z.array(z.object({ title: z.string(), count: z.int() })),
    grades: z.array(z.object({ title: z.string(), count: z.int() })),
    reason: personal('words', 'office', z.string()),
  }),
);
export type Vacancy = Stored<typeof vacancyRecord>;

/** A shortlist as the administrator builds it; one item, so each change is checked against the quota in one write. */
export const shortlistRecord = lazily(() =>
  versioned().extend({
    round: z.string(),
    chosen: z.array(shortlistEntryRecord()),
    reserves: z.array(shortlistEntryRecord()),
    confirmedAt: instant.exactOptional(),
    confirmedBy: z.string().exactOptional(),
    vacancy: vacancyRecord().exactOptional(),
  }),
);
export type Shortlist = Stored<typeof shortlistRecord>;

/** Entries of a list that is too long for one row, with the version of the list that they belong to. */
export const shortlistPartRecord = lazily(() =>
  z.object({
    round: z.string(),
    version: z.int(),
    chosen: z.array(shortlistEntryRecord()),
    reserves: z.array(shortlistEntryRecord()),
  }),
);
export type ShortlistPart = Stored<typeof shortlistPartRecord>;

export const shortlistEntryRecord = lazily(() =>
  z.object({
    nomination: z.string(),
    name: personal('nominee', 'masked', z.string()),
    from: z.string(),
    facts: factsRecord(),
    score: z.string().exactOptional(),
    /** Her rank among those of her group. */
    inGroup: z.int().exactOptional(),
    /** Exact means by criterion, for grades that go by one. */
    criteria: z.record(z.string(), z.string()).exactOptional(),
    /** Grades as a person settled them, with the reason where they differ from the proposal; at the confirmation all are. */
    settled: z
      .object({
        grades: z.array(z.string()),
        reason: personal('words', 'removed', z.string()).exactOptional(),
      })
      .exactOptional(),
    tied: z.literal(true).exactOptional(),
    /** Her place moved to her group from another, by titles of the quota's groups. */
    moved: movedRecord().exactOptional(),
  }),
);
export type ShortlistEntry = Stored<typeof shortlistEntryRecord>;

/** A member invited to a round's panel 评审. */
export const panellistRecord = lazily(() =>
  z.object({
    round: z.string(),
    member: z.string(),
    name: personal('other', 'office', z.string()),
    invitedAt: instant,
    /** 评审承诺 that she accepted before her first ballot, by the version of its text. */
    commitment: z.object({ text: z.string(), at: instant }).exactOptional(),
    absent: z
      .object({ reason: personal('words', 'office', z.string()), at: instant, by: z.string() })
      .exactOptional(),
  }),
);
export type Panellist = Stored<typeof panellistRecord>;

/** One panellist's word on one nominee: marks by criterion, a vote, or a conflict of interest instead. */
export const ballotRecord = lazily(() =>
  versioned().extend({
    round: z.string(),
    nomination: z.string(),
    member: z.string(),
    scores: z.record(z.string(), z.string()).exactOptional(),
    vote: z.enum(['for', 'against', 'abstain']).exactOptional(),
    conflict: z.object({ reason: personal('words', 'removed', z.string()) }).exactOptional(),
    /** Keeps the digest in the audit event from being guessed. */
    salt: z.string(),
    at: instant,
  }),
);
export type BallotRecord = Stored<typeof ballotRecord>;

/** Marks of a panellist that do not count yet: she goes on to the next nominee and confirms all at the end. */
export const keptMarksRecord = lazily(() =>
  ballotRecord().pick({ round: true, nomination: true, member: true, scores: true, vote: true, at: true }),
);
export type KeptMarks = Stored<typeof keptMarksRecord>;
