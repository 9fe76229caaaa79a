/** What one nomination takes, counted in a real run by test/scale/scale.test.ts, which also keeps these numbers true. */

/** Means by candidacy; a round's own work is shared among its candidacies. */
export interface Counted {
  /** States entered by the candidacy's machine, and its share of the round's. */
  readonly nominationTransitions: number;
  readonly roundTransitions: number;
  /** HTTP requests, and bytes of their answers with 600 for headers. */
  readonly requests: number;
  readonly responseBytes: number;
  /** Calls of the tasks function by the machines. */
  readonly taskCalls: number;
  readonly databaseRequests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Growth of the tables with their indexes. */
  readonly storedBytes: number;
  /** Record keys wrapped and unwrapped: calls of KMS by one process, which keeps a key in memory for a minute. */
  readonly wraps: number;
  readonly unwraps: number;
  /** Attachments stored and read. */
  readonly puts: number;
  readonly gets: number;
}

/** How many candidacies each mean was taken over. */
export const countedOver = { submission: 18, first: 18, further: 6 } as const;

/**
 * To hand a nomination in; to be selected in the first level with review, opinions, panel, shortlist, notice, decision,
 * list and recommendation (a third go up, whose admission above is part of it); the same in a further level.
 */
export const counted: Readonly<Record<keyof typeof countedOver, Counted>> = {
  submission: {
    nominationTransitions: 3,
    roundTransitions: 0.33,
    requests: 9,
    responseBytes: 59_623,
    taskCalls: 2.22,
    databaseRequests: 97,
    writeUnits: 117.5,
    readUnits: 80.78,
    storedBytes: 13_355,
    wraps: 1,
    unwraps: 1,
    puts: 2,
    gets: 0,
  },
  first: {
    nominationTransitions: 7,
    roundTransitions: 4.83,
    requests: 14.56,
    responseBytes: 43_013,
    taskCalls: 6.78,
    databaseRequests: 177.83,
    writeUnits: 215.28,
    readUnits: 154.78,
    storedBytes: 24_878,
    wraps: 0,
    unwraps: 0,
    puts: 0,
    gets: 0,
  },
  further: {
    nominationTransitions: 6,
    roundTransitions: 13,
    requests: 19,
    responseBytes: 52_402,
    taskCalls: 11.33,
    databaseRequests: 256.67,
    writeUnits: 286.83,
    readUnits: 213.25,
    storedBytes: 30_496,
    wraps: 0,
    unwraps: 1,
    puts: 0,
    gets: 0,
  },
};
