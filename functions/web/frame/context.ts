/** What every page and API route is given: the bound actions' dependencies, who asks, and the frame of the page. */

import type { Context } from 'hono';
import type { Session } from '#actions/people/sessions.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { type Problem, unauthenticated } from '#domain/problem.ts';
import { clientAddress, type IsTrusted } from './client-address.ts';
import type { Frame } from './layout.tsx';
import type { CallLimits } from './many-calls.ts';
import type { Say } from './words.ts';

export interface Variables {
  /** Who is signed in, by session cookie or access token. */
  actor?: Actor | undefined;
  session?: Session | undefined;
  frame: Frame & { readonly say: Say };
  /** Instant at which the server got the request: decides what was in time. */
  receivedAt: string;
  requestId: string;
  /** The answer may be shown in a frame of another site. */
  mayBeFramed?: true;
  /** Why what was sent was refused, where its form is shown again: for the log. */
  refused?: Problem | undefined;
  /** Why nobody acts though a session is there. */
  withheld?: Problem;
  /** Which peers are proxies of ours. */
  isTrusted?: IsTrusted | undefined;
}
export interface Env {
  /** What a request came with: API Gateway's event, or the connection of the server. */
  Bindings: {
    readonly requestContext?: { readonly http: { readonly sourceIp: string } };
    readonly incoming?: { readonly socket: { readonly remoteAddress?: string } };
  };
  Variables: Variables;
}
export type Ctx = Context<Env>;

/** What the web is built from; the extra doors exist on one machine only. */
export interface Web {
  readonly deps: Deps;
  /** Moves the rehearsal clock; undefined in a real home. */
  readonly advanceClock?: (instant: string) => Promise<void>;
  /** Resolves when all that can be read is on the disk, undefined when it is: a page is not sent before that. */
  readonly settled?: () => Promise<void> | undefined;
  /** The proxies in front, whose word on the visitor's address counts; none when absent. */
  readonly isTrusted?: IsTrusted | undefined;
  /** How many requests a minute an account or address may send; as many as it likes when absent. */
  readonly calls?: CallLimits | undefined;
  /** Id of the root organisation of this installation, for system-wide rights. */
  readonly root: string;
}

/** The signed-in person; throws Problem `unauthenticated`, which the pages answer with the way to sign in. */
export function signedIn(c: Ctx): Actor {
  const actor = c.get('actor');
  if (actor === undefined) throw unauthenticated('sign-in-first', '请先登录。', 'Sign in first.');
  return actor;
}

/** The organisation that a page is asked for (`?org=`); without it the reader's first, or the root. */
export const orgAsked = (c: Ctx, root: string): string =>
  c.req.query('org') ?? signedIn(c).grants[0]?.org ?? root;

/** Client address for limits: of who sent the request to API Gateway or to the server, or to the proxies in front. */
export function addressOf(c: Ctx): string {
  const { requestContext, incoming } = c.env ?? {};
  const peer = requestContext?.http.sourceIp ?? incoming?.socket.remoteAddress;
  if (peer === undefined) return 'local';
  return clientAddress(peer, c.req.header('x-forwarded-for'), c.get('isTrusted'));
}
