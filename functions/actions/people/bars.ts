/** Discipline: an organisation is barred from recommending for an honour for a while, told so, and let again. */

import * as z from 'zod';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import { type Input, readInput, reasonWhy, version } from '#domain/input.ts';
import { addYears, shanghaiDate } from '#domain/instant.ts';
import { type Bar, type BarredFrom, barFor, refuseBarred } from '#domain/people/bar.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, fault, invalid, refuseIf, text } from '#domain/problem.ts';
import { noSuch } from '#domain/things.ts';
import { codedInCapitals } from '#domain/typed-code.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, knownOrganisation, membersOf, organisationEventOps } from '#store/people.ts';
import { find, listPage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import type { Writing } from '#store/writing.ts';

export const barring = z.strictObject({
  code: labelled(codedInCapitals(/^[A-Z]{2,8}$/), text('荣誉代码', 'Honour code')),
  reason: reasonWhy(),
  /** Today when left out: rounds that opened before go on. */
  from: labelled(z.iso.date().optional(), text('自', 'From')),
  until: labelled(z.iso.date().optional(), text('至', 'Until')),
});
export const barLifting = z.strictObject({ reason: reasonWhy(), version });

/** The nearest organisation above that the actor administers: the one that sets the bar. */
function barrerOf(actor: Actor, organisation: Organisation): string {
  const held = new Set(actor.grants.filter(({ role }) => role === 'administrator').map(({ org }) => org));
  const by = organisation.path.slice(0, -1).findLast((org) => held.has(org));
  if (by !== undefined) return by;
  const above = organisation.path.at(-2);
  if (above === undefined)
    throw invalid(
      'bar-root',
      '最高一级单位没有上级，不能限制。',
      'The organisation at the root has none above it and cannot be barred.',
    );
  return above;
}

/** Administrators and clerks of one organisation that are told. */
const mostTold = 10;

async function tell(deps: Deps, write: Writing, bar: Bar, template: 'barred' | 'barLifted'): Promise<void> {
  const people = await Promise.all([
    membersOf(deps.table, bar.org, 'administrator'),
    membersOf(deps.table, bar.org, 'clerk'),
  ]);
  for (const to of [...new Set(people.flat().map(({ id }) => id))].slice(0, mostTold))
    write.letter({
      key: `${template}-${to}-${bar.id}`,
      ...{ template, to, org: bar.by },
      params: { by: bar.byName, code: bar.code, from: bar.from, until: bar.until },
      opens: { kind: 'page', scope: `/bars?org=${bar.org}` },
    });
}

const event = (
  write: Writing,
  organisation: Organisation,
  action: 'organisation.bar' | 'organisation.bar-lift',
  { id, code, by }: Bar,
) =>
  write.op(
    ...organisationEventOps(organisation, {
      at: write.now,
      ...write.by,
      action,
      details: { bar: id, code, by },
    }),
  );

/**
 * Bars an organisation from recommending for an honour, in rounds that open within some days; by default the coming year.
 * @throws Problem `invalid` with faults, `bar-root`; forbidden.
 */
export async function barOrganisation(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: Input<typeof barring> & { readonly org: string },
): Promise<Bar> {
  const id = deps.id('bar');
  return again(async () => {
    const organisation = await getOrganisation(deps.table, org);
    const by = await getOrganisation(deps.table, barrerOf(actor, organisation));
    demand(actor, 'organisation.bar', { orgPath: by.path });
    const { code, reason, ...days } = readInput(barring, sent);
    const write = begin(deps, actor);
    const from = days.from ?? shanghaiDate(write.now);
    const until = days.until ?? addYears(from, 1);
    if (until < from)
      refuseIf([fault('until', 'bar-days', '结束日期不能早于开始日期', 'It cannot end before it begins')]);
    const bar: Bar = {
      ...{ id, org, code, reason, from, until },
      ...{ by: by.id, byName: by.name, member: actor.id, at: write.now, version: 1 },
    };
    write.op({ put: rows.bar(bar), when: rowAbsent });
    event(write, organisation, 'organisation.bar', bar);
    await tell(deps, write, bar, 'barred');
    await finish(deps, write);
    return bar;
  });
}

/** Lets an organisation recommend again before its time, with the reason. The same twice is once. */
export async function liftBar(
  deps: Deps,
  actor: Actor,
  { org, bar: id, ...sent }: Input<typeof barLifting> & { readonly org: string; readonly bar: string },
): Promise<Bar> {
  const [organisation, bar] = await Promise.all([
    getOrganisation(deps.table, org),
    find(deps.table, keys.bar(org, id)),
  ]);
  if (bar === undefined) throw noSuch('bar');
  demand(
    actor,
    'organisation.bar',
    { orgPath: (await getOrganisation(deps.table, bar.by)).path },
    may(actor, 'round.read', { orgPath: organisation.path }) ? 'organisation' : 'bar',
  );
  const { reason, version: seen } = readInput(barLifting, sent);
  if (bar.lifted !== undefined) return bar;
  if (bar.version !== seen)
    throw conflict('bar-changed', '这项限制刚有变动，请刷新。', 'This bar has just changed; reload.');
  const write = begin(deps, actor);
  const lifted = { reason, member: actor.id, at: write.now };
  write.op(replaced(rows.bar, bar, { lifted }));
  event(write, organisation, 'organisation.bar-lift', bar);
  await tell(deps, write, bar, 'barLifted');
  await finish(deps, write);
  return { ...bar, lifted, version: bar.version + 1 };
}

/** More bars than an organisation ever has. */
const mostBars = 200;
const barsOf = async (deps: Pick<Deps, 'table'>, org: string): Promise<readonly Bar[]> =>
  (await listPage<Bar>(deps.table, { pk: keys.bars(org), prefix: keys.barPrefix, limit: mostBars })).items;

/** The bars of an organisation, for who works there and above. @throws Problem forbidden. */
export async function listBars(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  org: string,
): Promise<{ readonly organisation: Organisation; readonly bars: readonly Bar[] }> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'round.read', { orgPath: organisation.path }, 'organisation');
  return { organisation, bars: await barsOf(deps, org) };
}

/** Refuses an organisation that is barred from a round. @throws Problem conflict `org-barred`. */
export async function demandNotBarred(
  deps: Pick<Deps, 'table'>,
  organisation: Pick<Organisation, 'id' | 'name'>,
  round: BarredFrom,
): Promise<void> {
  const bars = (await barsOf(deps, organisation.id)).filter(({ code }) => code === round.code);
  const setBy = await Promise.all(bars.map(({ by }) => knownOrganisation(deps.table, by)));
  const paths = new Map(setBy.map(({ id, path }) => [id, path]));
  refuseBarred(
    barFor(bars, round, (by) => paths.get(by) ?? [by]),
    organisation.name,
  );
}
