/** Judges eligibility 资格: one way for the preview of a draft, the reviewer's page, her conclusion and the API. */
import { openAnswers } from '#actions/nomination/revision.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HeldHonour } from '#domain/honour/honour-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { levelRank } from '#domain/level.ts';
import { contradictionsIn, provenAnswers } from '#domain/nomination/document-facts.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { certificateOf, oddCodesIn } from '#domain/nomination/odd-codes.ts';
import { text } from '#domain/problem.ts';
import { honourCodesOf } from '#domain/programme/eligibility.ts';
import type { Answers } from '#domain/programme/form.ts';
import { honourNamesOf, type Programme } from '#domain/programme/programme.ts';
import type { NamedHonour } from '#domain/review/earlier-honour.ts';
import { checkEligibility, type Finding, fieldLabels } from '#domain/review/eligibility-check.ts';
import { judgeOddCode } from '#domain/review/odd-code.ts';
import { unclaimedOf } from '#store/ledger.ts';
import { getOrganisation } from '#store/people.ts';
import { findRound, getRevision, honoursHeld } from '#store/reads.ts';
import type { Table } from '#store/table.ts';

const inBoth = ({ zh, en = zh }: { readonly zh: string; readonly en?: string | undefined }) => text(zh, en);

/** A nominee as she stands at one stage of a programme. */
export interface Judged {
  readonly programme: Programme;
  /** Index of the stage. */
  readonly stage: number;
  readonly answers: Answers;
  readonly channel: string;
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
export async function judgeEligibility(
  deps: Deps,
  judged: Judged & { readonly identities: readonly string[]; readonly org: string },
): Promise<readonly Finding[]> {
  const { programme, answers, identities, org } = judged;
  const name = String(answers[programme.form.nameField] ?? '');
  const named = await namedLike(deps, { programme, stage: judged.stage, name, identities, org });
  return judge(judged, { held: await heldBy(deps, identities), named }, shanghaiDate(instantOf(deps)));
}

/** What is known of a nominee's earlier honours: by her identity, and by her name alone. */
interface Earlier {
  readonly held: readonly HeldHonour[];
  readonly named: readonly NamedHonour[];
}

/** Titles of ledgers above and below an organisation that a nominee may hold by her name; whom a person denied is left out. */
async function namedLike(
  deps: Deps,
  of: Pick<Judged, 'programme' | 'stage'> & {
    readonly name: string;
    readonly identities: readonly string[];
    readonly org: string;
  },
): Promise<readonly NamedHonour[]> {
  const { programme, name, identities } = of;
  const rules = [...programme.eligibility, ...programme.stages[of.stage]!.eligibility];
  const codes = honourCodesOf(rules, programme.code);
  if (codes.length === 0 || name.trim() === '') return [];
  const entries = await unclaimedOf(deps.table, name, (code) => codes.includes(code));
  if (entries.length === 0) return [];
  const { path } = await getOrganisation(deps.table, of.org);
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly NamedHonour[]> => {
      const isKin =
        path.includes(entry.org) || (await getOrganisation(deps.table, entry.org)).path.includes(of.org);
      const isOther = identities.some((identity) => entry.others?.includes(identity));
      const { code, level, year, date, status, title, holderUnit } = entry;
      if (!isKin || isOther || level === undefined) return [];
      const honour = { code, level, year, status, ...(date !== undefined && { date }) };
      return [{ honour, title, name: name.trim(), ...(holderUnit !== undefined && { unit: holderUnit }) }];
    }),
  );
  return found.flat();
}

async function heldBy(deps: Deps, identities: readonly string[]): Promise<readonly HeldHonour[]> {
  const pages = await Promise.all(identities.map((identity) => honoursHeld(deps.table, identity)));
  return pages.flatMap(({ items }) => items);
}

function judge(judged: Judged, { held, named }: Earlier, today: string): readonly Finding[] {
  const { programme, answers, channel, asOf } = judged;
  const stage = programme.stages[judged.stage]!;
  // What this very edition grants here or above does not stop it; what it granted below may be asked for
  // (docs/rules/levels.md#lower-honour).
  const isOwnGrant = (honour: HeldHonour): boolean =>
    honour.edition === programme.edition &&
    honour.code === programme.code &&
    levelRank(honour.level) >= levelRank(stage.level);
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
    honours: held.filter((honour) => !isOwnGrant(honour)),
    named,
    labels: fieldLabels(programme.form),
    honourNames: honourNamesOf(programme),
    doubtAnswers,
  });
  return [...contradicted, ...oddCodes, ...findings];
}

/** What was found on forms lately, by all that it depends on: a reviewer's page, her check and her conclusion ask for the same. */
interface Kept {
  readonly findings: readonly Finding[];
  readonly until: number;
}
const found = new WeakMap<Table, Map<string, Kept>>();
const keptFindings = 500;
const keptMilliseconds = 10 * 60_000;

function keep(kept: Map<string, Kept>, name: string, findings: readonly Finding[]): void {
  const oldest = kept.keys().next().value;
  if (kept.size >= keptFindings && oldest !== undefined) kept.delete(oldest);
  kept.set(name, { findings, until: performance.now() + keptMilliseconds });
}

/** The findings on a candidacy's present form, with what the reviewer says of doubts; `read` is the form where it is at hand. */
export async function findingsFor(
  deps: Deps,
  programme: Programme,
  nomination: Nomination,
  candidacy: Candidacy,
  {
    doubtAnswers = {},
    read,
  }: { readonly doubtAnswers?: Judged['doubtAnswers']; readonly read?: Revision | undefined } = {},
): Promise<readonly Finding[]> {
  const { stage, revision } = candidacy;
  const { channel, identities, erased } = nomination;
  const round = await findRound(deps.table, candidacy.round);
  const asOf = shanghaiDate(round?.settings.opensAt ?? nomination.submittedAt);
  const held = await heldBy(deps, identities);
  const of = { programme, stage, name: nomination.name, identities, org: candidacy.org };
  const named = await namedLike(deps, of);
  const today = shanghaiDate(instantOf(deps));
  const form = [nomination.id, revision, candidacy.programme, candidacy.programmeRevision, stage];
  const name = JSON.stringify([form, channel, asOf, today, held, named, doubtAnswers]);
  const kept = found.get(deps.table) ?? new Map<string, Kept>();
  found.set(deps.table, kept);
  const known = kept.get(name);
  if (erased === undefined && known !== undefined && known.until > performance.now()) return known.findings;
  const { answers } = await openAnswers(
    deps,
    read ?? (await getRevision(deps.table, nomination.id, revision)),
  );
  const findings = judge({ programme, stage, answers, channel, asOf, doubtAnswers }, { held, named }, today);
  if (erased === undefined) keep(kept, name, findings);
  return findings;
}
