/** Why something was done, as the record beside a chain says it: found by what the event names and the instant that wrote both. */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HonourChange } from '#domain/honour/honour-records.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import type { RevocationProposal } from '#domain/honour/revocation-proposal.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import { type EventName, isEventName } from '#domain/trust/event-words.ts';
import { keys } from '#store/keys.ts';
import { ledgerKey } from '#store/ledger.ts';
import { find, getList, listPage } from '#store/reads.ts';
import type { Table } from '#store/table.ts';

/** What happens to an honour after its award; the event names its certificate, or the line of a ledger. */
const honourActs: ReadonlySet<EventName> = new Set<EventName>([
  'honour.revoke',
  'honour.annul',
  'honour.status',
  'honour.correct',
]);
/** What is proposed by one person and confirmed by another, or taken back. */
const proposals: ReadonlySet<EventName> = new Set<EventName>(['revocation.propose', 'annulment.propose']);
const refusals: ReadonlySet<EventName> = new Set<EventName>(['revocation.withdraw', 'annulment.withdraw']);
/** A whole list annulled, and each part of its honours. */
const annulments: ReadonlySet<EventName> = new Set<EventName>(['list.annul', 'honour.annul']);

/** Why something was done to a candidacy, as its record holds it: by the instant of the event, which wrote both. */
export async function candidacyReasons(
  table: Table,
  round: string,
  nomination: string,
): Promise<(event: AuditEvent) => string | undefined> {
  const [candidacy, acts] = await Promise.all([
    find<Candidacy>(table, keys.candidacy(round, nomination)),
    listPage<ActRecord>(table, {
      pk: keys.nomination(nomination).pk,
      prefix: keys.reviewPrefix,
      limit: 200,
    }),
  ]);
  const { reopened = [], carried, outcome, upward } = candidacy ?? {};
  const said = [
    ...reopened,
    ...(carried === undefined ? [] : [carried]),
    ...(outcome?.note === undefined ? [] : [{ at: outcome.at, reason: outcome.note }]),
    ...(upward?.reason === undefined ? [] : [{ at: upward.at, reason: upward.reason }]),
  ];
  return ({ at, actor }) =>
    acts.items.find((act) => act.at === at && act.member === actor && act.reason !== '')?.reason ??
    said.find((one) => one.at === at)?.reason;
}

/** Grounds, and the number of the decision where there is one. */
const joined = (reason: string, decision: string | undefined): string =>
  [reason, decision].filter((part) => part !== undefined).join('；');

const lineAt = (history: readonly HonourChange[] = [], at: string): string | undefined => {
  const line = history.findLast((one) => one.at === at);
  return line && joined(line.reason, line.decision);
};

/** The chain that is read, and whether its reader may know what was said against a nominee. */
interface Chain {
  readonly kind: string;
  readonly id: string;
  readonly judged: boolean;
}

/** Proposals to end a title: the one that is open, and those taken back. */
async function proposalsOf(table: Table, org: string, title: string): Promise<readonly RevocationProposal[]> {
  const open = keys.revoking(org, title);
  const [now, { items }] = await Promise.all([
    find(table, open),
    listPage<RevocationProposal>(table, { pk: open.pk, prefix: keys.pastProposalsOf(title), limit: 50 }),
  ]);
  return now === undefined ? items : [now, ...items];
}

/** Why titles ended or were changed: the public grounds of one honour, of a line of a ledger, of a whole list. */
async function honourReason(
  table: Table,
  { kind, id }: Chain,
  action: EventName,
  { details: { number, entry, year, title }, at }: AuditEvent,
): Promise<string | undefined> {
  const list = kind === 'list' ? await getList(table, id) : undefined;
  const org = list?.org ?? id;
  if (proposals.has(action) && title !== undefined) {
    const made = (await proposalsOf(table, org, String(title))).find((one) => one.at === at);
    return made && joined(made.grounds, made.decisionNumber);
  }
  if (refusals.has(action) && title !== undefined)
    return (await proposalsOf(table, org, String(title))).find(({ ended }) => ended?.at === at)?.ended
      ?.reason;
  if (list?.annulled !== undefined && number === undefined && annulments.has(action))
    return joined(list.annulled.reason, list.annulled.decision);
  if (!honourActs.has(action)) return undefined;
  if (entry !== undefined && year !== undefined) {
    const line = await find<LedgerEntry>(table, ledgerKey(org, Number(year), String(entry)));
    return lineAt(line?.history, at);
  }
  const place = number === undefined ? undefined : await find(table, keys.certificate(String(number)));
  if (place === undefined) return undefined;
  return lineAt((await find(table, keys.listEntry(place.list, place.position)))?.history, at);
}

/** Why a pair was settled, or honours came to their status, as the record that the event names says it. */
export async function namedReason(
  table: Table,
  chain: Chain,
  event: AuditEvent,
): Promise<string | undefined> {
  const { details, at, action } = event;
  if (details.pair !== undefined) {
    if (!chain.judged) return undefined;
    // Of two nominations in different rounds, the pair stands with the round of the later one.
    const round = String(details.pairRound ?? chain.id);
    const settled = (await find(table, keys.pair(round, String(details.pair))))?.settled;
    return settled?.at === at ? settled.reason : undefined;
  }
  if (!isEventName(action)) return undefined;
  return chain.kind === 'list' || chain.kind === 'organisation'
    ? honourReason(table, chain, action, event)
    : undefined;
}
