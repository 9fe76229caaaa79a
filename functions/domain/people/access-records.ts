/** How people get in: challenges of sign-in, sessions, access tokens and their list, generations of links. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';

/** What an access token may be used for. */
export const tokenScopes = ['read', 'write', 'admin'] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** An asked-for sign-in: its link or code is not used yet. */
export const challengeRecord = lazily(() =>
  z.object({
    email: personal('contact', 'timed', z.string()),
    /** Absent when the address is not a member's. */
    member: z.string().exactOptional(),
    purpose: z.enum(['work', 'nominate']),
    language: z.enum(['zh', 'en']),
    codeHash: z.string(),
    attempts: z.int(),
    expiresAt: z.int(),
    usedAt: z.int().exactOptional(),
    /** Hash of what the browser that used it alone knows. */
    usedBy: z.string().exactOptional(),
  }),
);
export type Challenge = Stored<typeof challengeRecord>;

/** Somebody signed in, beside her own row. */
export const sessionRecord = lazily(() =>
  z.object({
    member: z.string(),
    createdAt: z.int(),
    seenAt: z.int(),
    expiresAt: z.int(),
    /** By `deviceOf`. */
    device: z.string().exactOptional(),
    /** She gave a code of her second factor. */
    factor: z.literal(true).exactOptional(),
  }),
);
export type SessionRow = Stored<typeof sessionRecord>;

/** A second factor that waits for its first code: the secret of the app, sealed. */
export const newFactorRecord = lazily(() => z.object({ secret: z.string(), expiresAt: z.int() }));
export type NewFactorRow = Stored<typeof newFactorRecord>;
/** Somebody's second factor. */
export const factorRecord = lazily(() =>
  z.object({
    secret: z.string(),
    since: instant,
    /** The step of thirty seconds whose code was used last: none of it or before is taken again. */
    step: z.int(),
    salt: z.string(),
    /** Hashes of the recovery codes that are left. */
    recovery: z.array(z.string()),
    version: z.int(),
  }),
);
export type FactorRow = Stored<typeof factorRecord>;

/** A token as its owner's list shows it. */
export const tokenEntryRecord = lazily(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    createdAt: instant,
    expiresAt: instant,
  }),
);
export type TokenEntry = Stored<typeof tokenEntryRecord>;
/** The same with what finds the token's own row. */
export const tokenListingRecord = lazily(() => tokenEntryRecord().extend({ hash: z.string() }));
export type TokenListing = Stored<typeof tokenListingRecord>;

/** A token as it is asked for: found by its hash. */
export const tokenRecord = lazily(() =>
  z.object({
    member: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    expiresAt: instant,
    /** Made in a session that had her second factor. */
    factor: z.literal(true).exactOptional(),
  }),
);
export type TokenRow = Stored<typeof tokenRecord>;
