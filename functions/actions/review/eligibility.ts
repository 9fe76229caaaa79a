/** Judges eligibility 资格: one way for the preview of a draft, the reviewer's page, her conclusion and the API. */
import { openAnswers } from '#actions/nomination/revision.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HeldHonour } from '#domain/honour/honour-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { levelRank } from '#domain/level.ts';
import { contradictionsIn, provenAnswers } from '#domain/nomination/document-facts.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { certificateOf, oddCodesIn } from '#domain/nomination/odd-codes.ts';
import { text } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import { honourNamesOf, type Programme } from '#domain/programme/programme.ts';
import { checkEligibility, type Finding, fieldLabels } from '#domain/review/eligibility-check.ts';
import { judgeOddCode } from '#domain/review/odd-code.ts';
import { findRound, getRevision, honoursHeld } from '#store/reads.ts';

const inBoth = ({ zh, en = zh }: { readonly zh: string; readonly en?: string | undefined }) => text(zh, en);

/** A nominee as she stands at one stage of a programme. */
export interface Judged {
  readonly programme: Programme;
  /** Index of the stage. */
  readonly stage: number;
  readonly answers: Answers;
  readonly channel: string;
  readonly identities: readonly string[];
  /** First day of the window, YYYY-MM-DD. */
  readonly asOf: string;
  /** A reviewer's yes or no to doubts, by their ids. */
  readonly doubtAnswers?: Readonly<Record<string, boolean>>;
}

/**
 * One finding per rule of the programme and the stage, judged on the form and the ledger of honours, after one for each
 * answer that contradicts an ID number and each credit code with an odd check digit. Ages are by the ID number where there
 * is one.
 */
export async function judgeEligibility(deps: Deps, judged: Judged): Promise<readonly Finding[]> {
  const { programme, answers, channel, asOf } = judged;
  const stage = programme.stages[judged.stage]!;
  const held = await Promise.all(judged.identities.map((identity) => honoursHeld(deps.table, identity)));
  // What this very edition grants here or above does not stop it; what it granted below may be asked for
  // (docs/rules/levels.md#lower-honour).
  const isOwnGrant = (honour: HeldHonour): boolean =>
    honour.edition === programme.edition &&
    honour.code === programme.code &&
    levelRank(honour.level) >= levelRank(stage.level);
  const today = shanghaiDate(instantOf(deps));
  const contradicted = contradictionsIn(programme.form, answers, today).map(
    ({ field, text }): Finding => ({ rule: 'idDocument', ok: false, text, field }),
  );
  const doubtAnswers = judged.doubtAnswers ?? {};
  const oddCodes = oddCodesIn(programme.form, answers).map((odd) => {
    const { path, code, field } = odd;
    const certificate = certificateOf(programme.form, odd);
    const label = inBoth(field.label);
    const shown = certificate && inBoth(certificate.label);
    return judgeOddCode(
      { path, code: field.personal ? code.slice(-4) : code, label, certificate: shown },
      doubtAnswers,
    );
  });
  const findings = checkEligibility([...programme.eligibility, ...stage.eligibility], {
    answers: provenAnswers(programme.form, answers),
    channel,
    stageLevel: stage.level,
    programmeCode: programme.code,
    asOf,
    honours: held.flatMap((page) => page.items).filter((honour) => !isOwnGrant(honour)),
    labels: fieldLabels(programme.form),
    honourNames: honourNamesOf(programme),
    doubtAnswers,
  });
  return [...contradicted, ...oddCodes, ...findings];
}

/** The findings on a candidacy's present form, with what the reviewer says of doubts. */
export async function findingsFor(
  deps: Deps,
  programme: Programme,
  nomination: Nomination,
  candidacy: Candidacy,
  doubtAnswers: Readonly<Record<string, boolean>> = {},
): Promise<readonly Finding[]> {
  const revision = await getRevision(deps.table, nomination.id, candidacy.revision);
  const { answers } = await openAnswers(deps, revision);
  const round = await findRound(deps.table, candidacy.round);
  return judgeEligibility(deps, {
    programme,
    stage: candidacy.stage,
    answers,
    channel: nomination.channel,
    identities: nomination.identities,
    asOf: shanghaiDate(round?.settings.opensAt ?? nomination.submittedAt),
    doubtAnswers,
  });
}
