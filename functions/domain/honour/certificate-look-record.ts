/** How the certificates of a round look, as it is stored: the sheet, where the parts stand on it, the federation's own picture. */
import * as z from 'zod';
import { pictureRecord } from '#domain/picture-record.ts';
import { lazily, type Stored } from '#domain/record.ts';
import { certificateLies } from './certificate-placing.ts';

export const certificateLookRecord = lazily(() =>
  z.object({
    paper: z.enum(['A4', 'A3']),
    /** On its side unless it says otherwise. */
    lies: z.enum(certificateLies).exactOptional(),
    /** The organisation's seal or logo is printed. */
    emblem: z.literal(true).exactOptional(),
    /** By part; millimetres of A4 as it lies, and points. */
    places: z.record(z.string(), z.object({ x: z.number(), y: z.number(), size: z.number() })),
    background: pictureRecord().exactOptional(),
  }),
);
export type StoredCertificateLook = Stored<typeof certificateLookRecord>;
