/** What the page of one candidacy shows: how it stands, whom it waits for, what was decided on it. */

import { demandReader } from '#actions/nomination/nomination-access.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { findingsFor } from '#actions/review/eligibility.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRevision, listPage, programmeRevision } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { memberNames, type NameOf, organisationNames, stepName } from '#web/frame/names.ts';
import { Panel, SummaryList, Tag } from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import { actWords } from '#web/review/acts.ts';
import { type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { type History, readHistory } from '#web/trust/history.tsx';
import { candidacyPath } from './inbox.tsx';

export interface SeenCandidacy extends SeenRound {
  readonly candidacy: Candidacy;
  readonly nomination: Nomination;
  /** The programme of the nomination's own form. */
  readonly form: Programme['form'];
  readonly here: string;
}

export async function seenCandidacy(web: Web, c: Ctx): Promise<SeenCandidacy> {
  const seen = await seenRound(web, c);
  const { table } = web.deps;
  const id = c.req.param('nomination') ?? '';
  const [candidacy, nomination] = await Promise.all([
    getCandidacy(table, seen.round.id, id),
    getNomination(table, id),
  ]);
  await demandReader(web.deps, seen.actor, nomination);
  const { form } = await programmeRevision(table, nomination.programme, nomination.programmeRevision);
  return { ...seen, candidacy, nomination, form, here: candidacyPath(seen, id) };
}

export interface Shown {
  readonly revision: Revision;
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
  const acts = await listPage<ActRecord>(deps.table, {
    pk: keys.nomination(nomination.id).pk,
    prefix: keys.reviewPrefix,
    limit: 100,
  });
  const members = [...candidacy.asked.map((asked) => asked.member), ...acts.items.map((act) => act.member)];
  return {
    revision,
    answers,
    erased,
    findings: await findingsFor(deps, programme, nomination, candidacy),
    acts: acts.items,
    history: await readHistory(deps.table, `candidacy:${candidacy.round}:${candidacy.nomination}`, lang),
    orgName: await organisationNames(deps.table, [
      candidacy.from,
      nomination.org,
      ...acts.items.map((act) => act.org),
    ]),
    memberName: await memberNames(deps.table, members, lang),
  };
}

export const State = ({ seen, shown }: { readonly seen: SeenCandidacy; readonly shown: Shown }) => {
  const { candidacy, nomination, lang, say } = seen;
  const { outcome, upward, score, honour } = candidacy;
  const isCarried = candidacy.carried !== undefined && candidacy.state === 'sentBack';
  return (
    <Panel
      title={say('现在的情况', 'How it stands')}
      aside={
        <Tag tone={candidacyTones[candidacy.state]}>
          {isCarried ? say('转入后续批次', 'Carried to a later tranche') : w(lang).states[candidacy.state]}
        </Tag>
      }
    >
      <SummaryList
        rows={[
          {
            label: say('来自', 'From'),
            value: `${shown.orgName(candidacy.from)}（${w(lang).channels[candidacy.channel]}）`,
          },
          { label: say('收到时间', 'Received'), value: shownAt(candidacy.receivedAt) },
          {
            label: say('申报表', 'Form'),
            value: say(`第 ${candidacy.revision} 稿`, `Revision ${candidacy.revision}`),
          },
          ...(candidacy.step === undefined
            ? []
            : [{ label: say('环节', 'Step'), value: stepName(lang, candidacy.step) }]),
          ...(score === undefined
            ? []
            : [{ label: say('评审名次', 'Rank by the panel'), value: score.rank ?? '—' }]),
          ...(candidacy.note === undefined
            ? []
            : [{ label: say('说明', 'Note'), value: <span class="prose">{candidacy.note}</span> }]),
          ...(outcome === undefined
            ? []
            : [
                {
                  label: say('结果', 'Outcome'),
                  value: `${w(lang).outReasons[outcome.reason]}${outcome.note === undefined ? '' : `：${outcome.note}`}`,
                },
              ]),
          ...(honour === undefined ? [] : [{ label: say('证书编号', 'Certificate'), value: honour.number }]),
          ...(upward === undefined
            ? []
            : [
                {
                  label: say('上报', 'Sent up'),
                  value: `${w(lang).upward[upward.state]} · ${shownAt(upward.at)}${upward.reason === undefined ? '' : ` · ${upward.reason}`}`,
                },
              ]),
          ...(nomination.consent === undefined
            ? []
            : [{ label: say('本人同意', 'Consent'), value: w(lang).consents[nomination.consent.state] }]),
          ...(candidacy.openObjections > 0
            ? [
                {
                  label: say('异议', 'Objections'),
                  value: (
                    <a href={`/objections?org=${candidacy.org}`}>
                      {say(
                        `${candidacy.openObjections} 件在核查`,
                        `${candidacy.openObjections} under inquiry`,
                      )}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {candidacy.asked.length > 0 && (
        <DataTable
          lang={lang}
          caption={say('本环节的承办人', 'Asked in this step')}
          rows={candidacy.asked}
          columns={[
            {
              title: say('承办人', 'Person'),
              header: true,
              cell: (asked) =>
                asked.department === undefined
                  ? shown.memberName(asked.member)
                  : `${asked.department}（${shown.memberName(asked.member)}）`,
            },
            { title: say('期限', 'Due'), cell: (asked) => shownAt(asked.due) },
            {
              title: say('答复', 'Answer'),
              cell: (asked) =>
                asked.answer === undefined ? (
                  <Tag tone="warn">{say('未答复', 'Not answered')}</Tag>
                ) : (
                  t(lang, actWords(candidacy.step?.kind ?? '', asked.answer)) +
                  (asked.late === true ? say('（逾期）', ' (late)') : '')
                ),
            },
          ]}
        />
      )}
      {seen.can('task.reassign') && candidacy.asked.some((asked) => asked.answer === undefined) && (
        <p>
          <a
            href={`${seen.path}/reassign?from=${encodeURIComponent(candidacy.asked.find((asked) => asked.answer === undefined)?.member ?? '')}`}
          >
            {say('改派给其他人', 'Reassign to somebody else')}
          </a>
        </p>
      )}
    </Panel>
  );
};
