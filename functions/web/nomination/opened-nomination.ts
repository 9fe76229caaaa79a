/** What the page of an amendment needs: the nomination as it stands, the seat that waits for it, and its files. */
import { amendFiles } from '#actions/files/unused-files.ts';
import { demandAmender } from '#actions/nomination/nomination-access.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';

export interface OpenedNomination {
  readonly nomination: Nomination;
  readonly seat: Candidacy;
  readonly programme: Programme;
  readonly before: Answers;
  /** Those of the form now in force, and what was uploaded for its amendment since. */
  readonly attachments: readonly Attachment[];
  readonly uploaded: readonly Attachment[];
  /** Files go from the browser to the bucket. */
  readonly direct: boolean;
}

/** The nomination that an address speaks of, for whoever may amend it. @throws Problem as `demandAmender`. */
export async function openedOf(deps: Deps, c: Ctx): Promise<OpenedNomination> {
  const nomination = await getNomination(deps.table, c.req.param('id') ?? '');
  const seat = await demandAmender(deps, signedIn(c), nomination);
  const [programme, revision] = await Promise.all([
    programmeRevision(deps.table, nomination.programme, nomination.programmeRevision),
    getRevision(deps.table, nomination.id, nomination.revision),
  ]);
  const [{ answers }, uploaded] = await Promise.all([
    openAnswers(deps, revision),
    amendFiles(deps, nomination.id, revision.at),
  ]);
  const { attachments } = revision;
  return {
    nomination,
    seat,
    programme,
    before: answers,
    attachments,
    uploaded: uploaded.filter((file) => !attachments.some(({ id }) => id === file.id)),
    direct: deps.files.direct !== undefined,
  };
}
