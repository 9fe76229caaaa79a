/** Organisations and members as they are stored. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { pictureRecord } from '#domain/picture-record.ts';
import { chainHead, lazily, type Stored } from '#domain/record.ts';
import { smsKinds } from './mobile.ts';
import { organisationSchema } from './organisation.ts';
import { roles } from './roles.ts';

export const organisationRecord = lazily(() =>
  z.object({
    ...organisationSchema.shape,
    /** Ids from the root down to this organisation, itself included. */
    path: z.array(z.string()),
    /** The seal or logo in the head of its public pages. */
    logo: pictureRecord().exactOptional(),
    version: z.int(),
    head: chainHead(),
  }),
);
export type Organisation = Stored<typeof organisationRecord>;

export const grantRecord = lazily(() =>
  z.object({
    org: z.string(),
    role: z.enum(roles),
    /** For the role `department`: which one, e.g. 公安. */
    department: z.string().exactOptional(),
  }),
);
export type Grant = Stored<typeof grantRecord>;

export const memberRecord = lazily(() =>
  z.object({
    id: z.string(),
    name: personal('other', 'account', z.string()),
    email: personal('contact', 'account', z.string()),
    /** Her mobile, sealed under a key of her own; gone when she takes it back or leaves. */
    phone: personal('sealed', 'account', z.string()).exactOptional(),
    /** What she is told there; nothing where it is empty or absent. */
    sms: z.array(z.enum(smsKinds)).exactOptional(),
    grants: z.array(grantRecord()),
    /** Where she had roles when she left: who works there still finds her. */
    leftFrom: z.array(z.string()).exactOptional(),
    status: z.enum(['active', 'left']),
    /** Signing in asks for a code of her authenticator app. */
    factor: z.literal('app').exactOptional(),
    language: z.enum(['zh', 'en']),
    version: z.int(),
  }),
);
export type Member = Stored<typeof memberRecord>;
