/** What the pages of one draft need: its programme, its organisation, and the window that it must be in time for. */

import { entrySeat, type Seat } from '#actions/candidacy/seat.ts';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { getDraft, type OpenDraft } from '#actions/nomination/drafts.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { Problem } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { stampOf } from './draft-stamp.ts';

export interface DraftDesk extends OpenDraft {
  readonly programme: Programme;
  readonly org: Organisation;
  /** Where it would enter; absent while no federation above has set its round up. */
  readonly seat: Seat | undefined;
  readonly stamp: string;
  /** The channel asks the nominee herself to agree. */
  readonly asksConsent: boolean;
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

/** A draft with all that its pages show; undefined when there is none of this id. Throws Problem `forbidden`. */
export async function draftDesk(deps: Deps, actor: Actor, id: string): Promise<DraftDesk | undefined> {
  const row = await findDraft(deps.table, id);
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
    asksConsent: document.channels.find((channel) => channel.id === row.channel)?.consent === true,
    direct: deps.files.direct !== undefined,
  };
}
