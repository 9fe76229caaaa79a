/** What submitting the drafts of an import together keeps. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { faultRecord, instant, lazily, type Stored } from '#domain/record.ts';

/** One press that submits them all; the consent given with it stands for each. */
export const submitRunRecord = lazily(() =>
  z.object({
    id: z.string(),
    import: z.string(),
    org: z.string(),
    by: z.string(),
    /** When the server got the press: each draft is in time by it. */
    receivedAt: instant,
    consentText: z.string(),
    /** The separate consent for sensitive data was given. */
    sensitive: z.boolean(),
    /** All of them agreed to be found on the roll of honour. */
    roll: z.boolean().exactOptional(),
    /** Statements of the form that were made of each. */
    declarations: z.array(z.string()),
  }),
);
export type SubmitRun = Stored<typeof submitRunRecord>;

/** What became of some of the drafts, by the row of the sheet. */
export const submittedRowsRecord = lazily(() =>
  z.object({
    submitted: z.array(
      z.object({ row: z.int(), id: z.string(), name: personal('nominee', 'timed', z.string()) }),
    ),
    refused: z.array(
      z.object({
        row: z.int(),
        id: z.string(),
        name: personal('nominee', 'timed', z.string()),
        faults: z.array(faultRecord()),
      }),
    ),
  }),
);
export type SubmittedRows = Stored<typeof submittedRowsRecord>;
