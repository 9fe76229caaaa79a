/** A picture of a federation's own as records name it: its file, and how large it is. */
import * as z from 'zod';
import { lazily } from './record.ts';

export const pictureRecord = lazily(() =>
  z.object({
    file: z.string(),
    type: z.enum(['image/jpeg', 'image/png']),
    width: z.int(),
    height: z.int(),
  }),
);
