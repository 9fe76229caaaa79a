/** When a background job is over. */
import type { Job } from './job-record.ts';

/** True when nothing of the job runs any more: done, failed for good, or stopped by a person. */
export const isJobOver = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'done' || state === 'failed' || state === 'stopped';
