/** Texts of plain signs, taken as people type them: full width, with spaces, in small letters. */
import * as z from 'zod';
import { compact } from './number-input.ts';

/** A code of plain signs in its form, taken as people type it: ４３０１０２ or "430 102" is 430102. */
export const coded = (form: RegExp) => z.string().overwrite(compact).regex(form);
/** The same in capital letters. */
export const codedInCapitals = (form: RegExp) =>
  z
    .string()
    .overwrite((written) => compact(written).toUpperCase())
    .regex(form);
/** An address, with ＠ too. */
export const email = () => z.string().overwrite(compact).check(z.email());

/** A telephone number, its digits and signs half width; `least` characters at least. */
export const telephone = (least = 0) =>
  z
    .string()
    .overwrite((written) => written.normalize('NFKC').trim())
    .min(least)
    .max(40);
