/** What the roll of honour is looked through by: names, holders, and what lists there are, as stored. */
import * as z from 'zod';
import { lazily, type Stored } from '#domain/record.ts';

/** Where an honour stands that is found by its name, or on its holder's page; the honour itself says what is shown. */
export const rollPlaceRecord = lazily(() => z.object({ list: z.string(), position: z.int() }));
export type RollPlace = Stored<typeof rollPlaceRecord>;

/** An honour of which lists were published in a year. */
export const rollHonourRecord = lazily(() => z.object({ code: z.string(), title: z.string() }));
export type RollHonour = Stored<typeof rollHonourRecord>;

/** A place whose organisation, or one below it, published a list. */
export const rollAreaRecord = lazily(() =>
  z.object({
    area: z.string(),
    name: z.string(),
    /** The area above; absent for the first. */
    above: z.string().exactOptional(),
  }),
);
export type RollArea = Stored<typeof rollAreaRecord>;
