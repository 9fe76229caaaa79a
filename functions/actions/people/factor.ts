/** The second factor of a member: set up by herself, taken away by herself or, when it was lost, by who governs her. */
import { openText, sealText } from '#actions/sealed-text.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { newLetter } from '#domain/letter/new-letter.ts';
import { compact } from '#domain/number-input.ts';
import { mustHaveFactor } from '#domain/people/factor.ts';
import { demandFresh } from '#domain/people/fresh.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Problem } from '#domain/problem.ts';
import { noSuch } from '#domain/things.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { rowThere, versionIs } from '#store/guard.ts';
import { letterOps } from '#store/letters.ts';
import {
  findMemberByEmail,
  forgetKnown,
  getMember,
  getOrganisation,
  memberOps,
  organisationEventOps,
  peopleKeys,
} from '#store/people.ts';
import type { Op } from '#store/table.ts';
import { countTry, sealedFor, wrongFactor } from './factor-code.ts';
import { demandGoverning } from './member-address.ts';
import { addressOf, keepCodes, newRecoveryCodes, newSecret, stepOf } from './one-time-code.ts';
import { memberKnownTo } from './people.ts';
import { factorCode } from './people-input.ts';
import { endSessions, keyboardNow, provedOp } from './sessions.ts';

type FactorDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'site'>;
type ResetDeps = Omit<FactorDeps, 'site'>;

/** What an app is told: the secret, typed by hand, or as the address in a QR code. */
export interface NewFactor {
  readonly secret: string;
  readonly address: string;
}

/** How long a secret waits for its first code. */
const waits = 15 * 60_000;

const demandOwn = (actor: Actor): void => demand(actor, 'token.create', { orgPath: [], owner: actor.id });

const notBegun = (): Problem =>
  conflict('factor-not-begun', '二维码已过期，请重新开始设置。', 'The QR code has expired; begin anew.');

/** Who has roles in some organisations, with a change that each of their chains tells. */
async function changeOps(
  deps: ResetDeps,
  actor: Actor,
  [before, after]: readonly [Member, Member],
  action: EventName,
): Promise<readonly Op[]> {
  const orgs = [...new Set(before.grants.map(({ org }) => org))];
  const organisations = await Promise.all(orgs.map((org) => getOrganisation(deps.table, org)));
  const happened = {
    ...{ at: instantOf(deps), actor: actor.id, via: actor.via, action },
    details: { member: before.id },
  };
  return [
    ...(before === after ? [] : memberOps(deps.keys, before, after)),
    ...organisations.flatMap((organisation) => organisationEventOps(organisation, happened)),
  ];
}

const withFactor = (member: Member): Member => ({ ...member, factor: 'app', version: member.version + 1 });
function withoutFactor({ factor: _, ...member }: Member): Member {
  return { ...member, version: member.version + 1 };
}

/**
 * Begins with a new secret, which waits a quarter of an hour for its first code; a factor that she has stays until then.
 * Needs a session, and to have signed in just now. @throws Problem forbidden; unauthenticated `sign-in-again`.
 */
export async function beginFactor(deps: FactorDeps, actor: Actor): Promise<NewFactor> {
  demandOwn(actor);
  demandFresh(actor);
  const secret = newSecret();
  const expiresAt = keyboardNow(deps) + waits;
  await deps.table.put({
    ...peopleKeys.newFactor(actor.id),
    ...{ secret: await sealText(deps.keys, sealedFor(actor.id), secret), expiresAt },
    ttl: Math.ceil(expiresAt / 1_000),
  });
  return shown(deps, actor, secret);
}

async function shown(deps: FactorDeps, { id }: Actor, secret: string): Promise<NewFactor> {
  const { email } = await getMember(deps.table, id);
  return { secret, address: addressOf(secret, deps.site.name.en, email) };
}

const secretBegun = async (deps: FactorDeps, { id }: Actor): Promise<string | undefined> => {
  const row = await deps.table.get(peopleKeys.newFactor(id), { consistent: true });
  if (row === undefined || row.expiresAt <= keyboardNow(deps)) return undefined;
  return openText(deps.keys, sealedFor(id), row.secret);
};

/** What she began and has not confirmed yet; undefined when there is nothing, or its time is over. */
export async function begunFactor(deps: FactorDeps, actor: Actor): Promise<NewFactor | undefined> {
  demandOwn(actor);
  const secret = await secretBegun(deps, actor);
  return secret === undefined ? undefined : shown(deps, actor, secret);
}

/**
 * Takes the first code of the app: from now on signing in asks for one. Other sessions of hers end, tokens that were made
 * before are no longer good. Gives ten recovery codes, shown once.
 * @throws Problem invalid `factor-wrong`; conflict `factor-not-begun`; limited; forbidden.
 */
export async function confirmFactor(
  deps: FactorDeps,
  actor: Actor,
  sent: Input<typeof factorCode>,
): Promise<readonly string[]> {
  demandOwn(actor);
  const { code } = readInput(factorCode, sent);
  const secret = await secretBegun(deps, actor);
  if (secret === undefined) throw notBegun();
  await countTry(deps, actor.id);
  const step = stepOf(secret, compact(code), keyboardNow(deps));
  if (step === undefined) throw wrongFactor();
  const codes = newRecoveryCodes();
  const row = {
    ...{ secret: await sealText(deps.keys, sealedFor(actor.id), secret), step, version: 1 },
    ...{ since: instantOf(deps), ...(await keepCodes(codes)) },
  };
  await again(async () => {
    const before = await getMember(deps.table, actor.id);
    await deps.table.together([
      { put: { ...peopleKeys.factor(actor.id), ...row } },
      { remove: peopleKeys.newFactor(actor.id), when: rowThere },
      ...(await changeOps(deps, actor, [before, withFactor(before)], 'member.factor')),
      ...provedOp(actor),
    ]);
  });
  forgetKnown(deps.table);
  await endSessions(deps, actor.id, actor.session?.id);
  return codes;
}

export interface FactorState {
  readonly enrolled: boolean;
  /** The deployment demands it of her roles. */
  readonly required: boolean;
  readonly since?: string | undefined;
  readonly recoveryLeft?: number | undefined;
}

/** How it stands with the actor's own second factor. */
export async function factorOf(deps: FactorDeps, actor: Actor): Promise<FactorState> {
  demandOwn(actor);
  const required = mustHaveFactor(actor.grants, deps.site.secondFactor);
  const row = await deps.table.get(peopleKeys.factor(actor.id), { consistent: true });
  if (row === undefined) return { enrolled: false, required };
  return { enrolled: true, required, since: row.since, recoveryLeft: row.recovery.length };
}

const none = (): Problem => conflict('factor-none', '还没有设置二次验证。', 'There is no second factor yet.');

/** Makes ten new recovery codes, shown once; those before are no longer good. Needs to have signed in just now. */
export async function renewRecovery(deps: FactorDeps, actor: Actor): Promise<readonly string[]> {
  demandOwn(actor);
  demandFresh(actor);
  const codes = newRecoveryCodes();
  const set = { ...(await keepCodes(codes)) };
  await again(async () => {
    const row = await deps.table.get(peopleKeys.factor(actor.id), { consistent: true });
    if (row === undefined) throw none();
    const her = await getMember(deps.table, actor.id);
    await deps.table.together([
      {
        update: peopleKeys.factor(actor.id),
        change: { set, add: { version: 1 } },
        when: versionIs(row.version),
      },
      ...(await changeOps(deps, actor, [her, her], 'member.factor-codes')),
    ]);
  });
  return codes;
}

/** Takes it away, with a letter where somebody else did. */
async function takeAway(
  deps: ResetDeps,
  actor: Actor,
  before: Member,
  action: EventName,
  also: readonly Op[] = [],
): Promise<void> {
  await deps.table.together([
    { remove: peopleKeys.factor(before.id) },
    ...(await changeOps(deps, actor, [before, withoutFactor(before)], action)),
    ...also,
  ]);
  forgetKnown(deps.table);
}

/**
 * Gives up the actor's own second factor; her other sessions end. Needs to have signed in just now. Safe to repeat.
 * @throws Problem conflict `factor-required` where her roles must have one.
 */
export async function removeFactor(deps: FactorDeps, actor: Actor): Promise<void> {
  demandOwn(actor);
  demandFresh(actor);
  if (mustHaveFactor(actor.grants, deps.site.secondFactor))
    throw conflict(
      'factor-required',
      '您的角色须启用二次验证，可以更换，不能停用。',
      'Your roles must have a second factor; it can be changed, and not given up.',
    );
  await again(async () => {
    const before = await getMember(deps.table, actor.id);
    if (before.factor !== undefined) await takeAway(deps, actor, before, 'member.factor-removed');
  });
  await endSessions(deps, actor.id, actor.session?.id);
}

/**
 * Takes away the second factor of a member who lost it: her sessions end, she gets a letter, and sets up another where
 * her roles must have one. For whoever governs every organisation where she has a role and signed in just now, and for
 * the operator. Safe to repeat. @throws Problem missing; forbidden; unauthenticated `sign-in-again`.
 */
export async function resetFactor(deps: ResetDeps, actor: Actor, member: string): Promise<void> {
  await again(async () => {
    const before = await memberKnownTo(deps, actor, member);
    if (actor.via !== 'system') await demandGoverning(deps, actor, before);
    demandFresh(actor);
    if (before.factor === undefined) return;
    const letter = newLetter(instantOf(deps), {
      key: `factor-reset-${member}-${before.version}`,
      ...{ template: 'factorReset', to: member, params: {} },
      ...(before.grants[0] !== undefined && { org: before.grants[0].org }),
      opens: { kind: 'page', scope: '/account/factor' },
    });
    await takeAway(deps, actor, before, 'member.factor-reset', letterOps(letter));
  });
  await endSessions(deps, member, actor.session?.id);
}

/** The same by the operator, who owns the installation anyway, for the member with an address. @throws Problem missing `member-unknown`. */
export async function resetByAddress(deps: ResetDeps, email: string): Promise<Member> {
  const member = await findMemberByEmail(deps, email);
  if (member === undefined) throw noSuch('member');
  await resetFactor(deps, systemActor, member.id);
  return member;
}
