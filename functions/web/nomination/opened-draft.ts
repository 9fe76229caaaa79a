/** What the pages of one draft need: its programme, its organisation, and the window that it must be in time for. */

import { entrySeat, type Seat } from '#actions/candidacy/seat.ts';
import { demandDraft, findOwnDraft } from '#actions/nomination/draft-record.ts';
import { getDraft, type OpenDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { demandMayStart } from '#actions/nomination/starting.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { contradictionsIn } from '#domain/nomination/document-facts.ts';
import { oddCodeFault, oddCodesIn } from '#domain/nomination/odd-codes.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { may } from '#domain/people/policy.ts';
import { type Fault, Problem } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { demandWindow } from '#domain/round/round.ts';
import { getOrganisation } from '#store/people.ts';
import { findNomination, getProgramme } from '#store/reads.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { stampOf } from './draft-stamp.ts';

/** Where a nomination starts; the form of one that nobody saved yet carries it in its addresses. */
const startFields = ['programme', 'org', 'channel'] as const;
type Start = Readonly<Record<(typeof startFields)[number], string>>;

export interface OpenedDraft extends OpenDraft {
  /** There while the draft is not made: its first save makes it. */
  readonly start?: Start;
  readonly programme: Programme;
  readonly org: Organisation;
  /** Where it would enter; absent while no federation above has set its round up. */
  readonly seat: Seat | undefined;
  readonly stamp: string;
  /** What was typed against an ID number, shown beside its fields. */
  readonly compared: readonly Fault[];
  /** The channel asks the nominee herself to agree. */
  readonly asksConsent: boolean;
  /** She may enter what came on paper. */
  readonly mayEnterPaper: boolean;
  /** Files go from the browser to the bucket. */
  readonly direct: boolean;
}

/** The seat where a nomination would enter, or undefined where the programme has none for it yet. */
export async function seatOrNone(
  deps: Pick<Deps, 'table'>,
  ...place: readonly [
    programme: string,
    document: Programme,
    channel: OpenDraft['draft']['channel'],
    org: Organisation,
  ]
): Promise<Seat | undefined> {
  try {
    return await entrySeat(deps.table, ...place);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Why nothing can be submitted to a seat at an instant: not open yet, over, or cancelled; undefined while it takes nominations. */
export function shutWhy(seat: Seat | undefined, at: string, org: string): Problem | undefined {
  try {
    if (seat !== undefined) demandWindow(seat.governing, at, [org]);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** A draft with all that its pages show; undefined when there is none of this id. Throws Problem `forbidden`. */
export async function openedDraft(deps: Deps, actor: Actor, id: string): Promise<OpenedDraft | undefined> {
  const row = await findOwnDraft(deps, actor, id);
  if (row === undefined) return undefined;
  const [open, { document }, org] = await Promise.all([
    getDraft(deps, actor, id),
    getProgramme(deps.table, row.programme),
    getOrganisation(deps.table, row.org),
  ]);
  return {
    ...open,
    programme: document,
    org,
    seat: await seatOrNone(deps, row.programme, document, row.channel, org),
    stamp: stampOf(row),
    compared: [
      ...contradictionsIn(document.form, open.answers, shanghaiDate(instantOf(deps))),
      ...oddCodesIn(document.form, open.answers).map(oddCodeFault),
    ],
    asksConsent: document.channels.find((channel) => channel.id === row.channel)?.consent === true,
    mayEnterPaper: may(actor, 'nomination.paper', { orgPath: org.path }),
    direct: deps.files.direct !== undefined,
  };
}

/** A draft that its first save will make; undefined when the programme has no such channel. Throws Problem `forbidden`. */
export async function newDraft(
  deps: Deps,
  actor: Actor,
  id: string,
  start: Start,
): Promise<OpenedDraft | undefined> {
  const [{ document }, org] = await Promise.all([
    getProgramme(deps.table, start.programme),
    getOrganisation(deps.table, start.org),
  ]);
  const channel = document.channels.find((one) => one.id === start.channel);
  if (channel === undefined) return undefined;
  const now = instantOf(deps);
  const draft = { ...start, id, channel: channel.id, owner: actor.id, name: '', attachments: [] };
  await demandDraft(deps, actor, draft, 'organisation');
  await demandMayStart(deps, draft);
  return {
    draft: { ...draft, createdAt: now, savedAt: now, savedBy: actor.id, version: 0 },
    answers: {},
    start,
    programme: document,
    org,
    seat: await seatOrNone(deps, start.programme, document, channel.id, org),
    stamp: '',
    compared: [],
    asksConsent: channel.consent === true,
    mayEnterPaper: may(actor, 'nomination.paper', { orgPath: org.path }),
    direct: deps.files.direct !== undefined,
  };
}

/** The start that the address of an unsaved form carries. */
function startIn(c: Ctx): Start | undefined {
  const [programme, org, channel] = startFields.map((name) => c.req.query(name) ?? '');
  return programme && org && channel ? { programme, org, channel } : undefined;
}

/** The draft that an address speaks of: the stored one, or one still to be made; undefined when there is neither. */
export async function draftAt(deps: Deps, c: Ctx): Promise<OpenedDraft | undefined> {
  const [actor, id, start] = [signedIn(c), c.req.param('id') ?? '', startIn(c)];
  const kept = await openedDraft(deps, actor, id);
  if (kept !== undefined || start === undefined) return kept;
  return (await findNomination(deps.table, id)) === undefined ? newDraft(deps, actor, id, start) : undefined;
}

/** Makes the draft of an unsaved form for a file that the script sends before anything is saved. */
export async function beginDraft(deps: Deps, c: Ctx): Promise<void> {
  const start = startIn(c);
  const opened = start && (await draftAt(deps, c));
  if (opened?.start === undefined) return;
  const { id, programme, org, channel } = opened.draft;
  await saveDraft(deps, signedIn(c), { id, programme, org, channel, answers: {} });
}
