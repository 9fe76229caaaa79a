/** The main navigation: which entries there are, where they lead, and who sees them. */
import type { Actor } from '#domain/people/people.ts';
import type { Role } from '#domain/people/roles.ts';
import type { commonWords } from './words-common.ts';

export type NavId = keyof typeof commonWords.nav;

interface Entry {
  readonly id: NavId;
  readonly href: string;
  /** `everyone` also without signing in; `signedIn` whoever confirmed her address; `members` with any role; otherwise only these roles. */
  readonly for: 'everyone' | 'signedIn' | 'members' | readonly Role[];
}

const entries: readonly Entry[] = [
  { id: 'home', href: '/', for: 'everyone' },
  { id: 'tasks', href: '/tasks', for: 'members' },
  { id: 'nominations', href: '/nominations', for: 'signedIn' },
  { id: 'rounds', href: '/rounds', for: ['administrator', 'reviewer'] },
  { id: 'programmes', href: '/programmes', for: ['administrator'] },
  { id: 'organisations', href: '/organisations', for: ['administrator'] },
  { id: 'audit', href: '/audit', for: ['auditor'] },
  { id: 'notices', href: '/notices', for: 'everyone' },
  { id: 'honours', href: '/honours', for: 'everyone' },
  { id: 'check', href: '/check', for: 'everyone' },
];

/** Entries for an actor, in order. One who came by an e-mailed link, or nobody at all, sees the public ones only. */
export function navigationFor(actor: Actor | undefined): readonly Entry[] {
  const held = actor?.via === 'session' ? actor.grants.map((grant) => grant.role) : [];
  return entries.filter((entry) => {
    if (entry.for === 'everyone') return true;
    if (entry.for === 'signedIn') return actor?.via === 'session';
    if (entry.for === 'members') return held.length > 0;
    return entry.for.some((role) => held.includes(role));
  });
}
