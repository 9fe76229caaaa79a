/** Names of the measures that the functions log and the dashboard and alarms read: constants only, shared with infra/. */

export const metricNamespace = 'Hongbang';

/** The one dimension that every measure has: the deployment's name. */
export const deploymentDimension = 'Stage';

/** Of `TasksWaiting` only: for how long people have been asked, see `waitingAges`. */
export const ageDimension = 'Age';

export const metricNames = {
  /** Nominations submitted. */
  submissions: 'Submissions',
  /** Reviews, opinions and collective decisions recorded. */
  decisions: 'Decisions',
  lettersSent: 'LettersSent',
  /** Letters that were given up: refused for good, or tried too often. */
  lettersFailed: 'LettersFailed',
  /** Tries that the mail service refused since it is not set up or paused; the letters wait. */
  lettersHeld: 'LettersHeld',
  /** How long the oldest row that is left has been due, after a run of the sweeper. */
  sweepLagSeconds: 'SweepLagSeconds',
  /** The same for letters, which the mail function sends. */
  letterLagSeconds: 'LetterLagSeconds',
  /** Rows that failed in a run of the sweeper. */
  sweepFailed: 'SweepFailed',
  jobsOpen: 'JobsOpen',
  /** Executions that wait for a person, by age. */
  tasksWaiting: 'TasksWaiting',
} as const;

/** Classes of `TasksWaiting`: 3 to 10 working days are usual (docs/rules/deadlines.md#answers-due). */
export const waitingAges = ['under-3-days', '3-to-10-days', 'over-10-days'] as const;
