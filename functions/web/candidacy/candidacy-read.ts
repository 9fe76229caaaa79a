/** What the page of one candidacy reads: the candidacy with its form, findings, what was decided on it, and its history. */

import { withVerdicts } from '#actions/files/scanning.ts';
import { demandOthers, demandReader } from '#actions/nomination/nomination-access.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { findingsFor } from '#actions/review/eligibility.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { actAsRead, withoutJudgement } from '#domain/candidacy/candidacy-view.ts';
import type { StoredFile } from '#domain/files/file-record.ts';
import type { Attachment, Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRevision, listPage, programmeRevision } from '#store/reads.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { memberNames, type NameOf, organisationNames } from '#web/frame/names.ts';
import { type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { type History, readHistory } from '#web/trust/history.tsx';
import { judgedView } from './candidacy-access.ts';
import { candidacyPath } from './inbox.tsx';

export interface SeenCandidacy extends SeenRound {
  readonly candidacy: Candidacy;
  readonly nomination: Nomination;
  /** The programme of the nomination's own form. */
  readonly form: Programme['form'];
  readonly here: string;
}

export async function seenCandidacy(web: Web, c: Ctx): Promise<SeenCandidacy> {
  const seen = await seenRound(web, c, 'candidacy.list');
  const { table } = web.deps;
  const id = c.req.param('nomination') ?? '';
  const [candidacy, nomination] = await Promise.all([
    getCandidacy(table, seen.round.id, id),
    getNomination(table, id),
  ]);
  await demandReader(web.deps, seen.actor, nomination);
  if (!seen.reader.judged) demandOthers(seen.actor, nomination);
  const { form } = await programmeRevision(table, nomination.programme, nomination.programmeRevision);
  const shown = seen.reader.judged
    ? await judgedView(web.deps, candidacy)
    : withoutJudgement(candidacy, seen.actor.id);
  return { ...seen, candidacy: shown, nomination, form, here: candidacyPath(seen, id) };
}

export interface Shown {
  readonly revision: Revision;
  /** With what a scanner says of those that nobody may use. */
  readonly attachments: readonly (Attachment & Pick<StoredFile, 'scan'>)[];
  readonly answers: Answers;
  readonly erased: boolean;
  readonly findings: readonly Finding[];
  readonly acts: readonly ActRecord[];
  readonly history: History;
  readonly orgName: NameOf;
  readonly memberName: NameOf;
}

export async function readShown(web: Web, seen: SeenCandidacy): Promise<Shown> {
  const { deps } = web;
  const { candidacy, nomination, programme, lang } = seen;
  const revision = await getRevision(deps.table, nomination.id, candidacy.revision);
  const { answers, erased } = await openAnswers(deps, revision);
  const { judged } = seen.reader;
  const page = await listPage<ActRecord>(deps.table, {
    pk: keys.nomination(nomination.id).pk,
    prefix: keys.reviewPrefix,
    limit: 100,
  });
  const acts = judged ? page.items : page.items.flatMap((act) => actAsRead(act, candidacy, seen.actor.id));
  const members = [...candidacy.asked, ...acts].map(({ member }) => member);
  members.push(...(candidacy.reopened ?? []).map(({ by }) => by));
  return {
    revision,
    attachments: await withVerdicts(deps, revision.attachments),
    answers,
    erased,
    findings: await findingsFor(deps, programme, nomination, candidacy),
    acts,
    history: await readHistory(deps.table, `candidacy:${candidacy.round}:${candidacy.nomination}`),
    orgName: await organisationNames(deps.table, [
      candidacy.from,
      nomination.org,
      ...acts.map((act) => act.org),
    ]),
    memberName: await memberNames(deps.table, members, lang),
  };
}
