/** `/rounds/:id/nominations/:nomination`: one candidacy with form, findings and history, and what its organisation does to it. */
import { Hono } from 'hono';
import { recordExternalResult } from '#actions/external-results.ts';
import { demandReader } from '#actions/nomination-access.ts';
import { settleVerification } from '#actions/opinions.ts';
import { type ActRecord, findingsFor, openAnswers } from '#actions/reviews.ts';
import { type Carried, closePhase, openPhase, resumeCarried, standByCarried } from '#actions/stragglers.ts';
import { returnBelow, sendAgain, withdrawUpward } from '#actions/upward.ts';
import type { Finding } from '#domain/eligibility-check.ts';
import type { Answers } from '#domain/form.ts';
import { opinionWords } from '#domain/opinion.ts';
import type { Nomination, Revision } from '#domain/records.ts';
import { reviewWords } from '#domain/review.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRevision, listPage, programmeRevision } from '#store/reads.ts';
import { AnswersView } from '../answers-view.tsx';
import { DataTable } from '../boards.tsx';
import type { Ctx, Env, Web } from '../context.ts';
import { Actions, Button, Details, HiddenCsrf, Panel, SummaryList, Tag } from '../parts.tsx';
import { candidacyTones } from '../tones.ts';
import { t, w } from '../words.ts';
import { CandidacyActs } from './candidacy-acts.tsx';
import { type History, HistoryView, readHistory } from './history.tsx';
import { candidacyPath } from './inbox.tsx';
import { at, memberNames, type NameOf, organisationNames, stepName } from './names.ts';
import { type Place, RoundPage, roundPlace } from './place.tsx';
import { type Body, doneAt, framed, one, posted, type Typed, whole } from './posting.tsx';
import type { Programme } from '#domain/programme.ts';

export interface CandidacyPlace extends Place {
  readonly candidacy: Carried;
  readonly nomination: Nomination;
  /** The programme of the nomination's own form. */
  readonly form: Programme['form'];
  readonly here: string;
}

async function candidacyPlace(web: Web, c: Ctx): Promise<CandidacyPlace> {
  const place = await roundPlace(web, c);
  const { table } = web.deps;
  const id = c.req.param('nomination') ?? '';
  const [candidacy, nomination] = await Promise.all([getCandidacy(table, place.round.id, id), getNomination(table, id)]);
  await demandReader(web.deps, place.actor, nomination);
  const { form } = await programmeRevision(table, nomination.programme, nomination.programmeRevision);
  return { ...place, candidacy, nomination, form, here: candidacyPath(place, id) };
}

interface Shown {
  readonly revision: Revision;
  readonly answers: Answers;
  readonly erased: boolean;
  readonly findings: readonly Finding[];
  readonly acts: readonly ActRecord[];
  readonly history: History;
  readonly orgName: NameOf;
  readonly memberName: NameOf;
}

async function readShown(web: Web, place: CandidacyPlace): Promise<Shown> {
  const { deps } = web;
  const { candidacy, nomination, programme, lang } = place;
  const revision = await getRevision(deps.table, nomination.id, candidacy.revision);
  const { answers, erased } = await openAnswers(deps, revision);
  const acts = await listPage<ActRecord>(deps.table, { pk: keys.nomination(nomination.id).pk, prefix: keys.reviewPrefix, limit: 100 });
  const members = [...candidacy.asked.map((asked) => asked.member), ...acts.items.map((act) => act.member)];
  return {
    revision,
    answers,
    erased,
    findings: await findingsFor(deps, programme, nomination, candidacy),
    acts: acts.items,
    history: await readHistory(deps.table, `candidacy:${candidacy.round}:${candidacy.nomination}`, lang),
    orgName: await organisationNames(deps.table, [candidacy.from, nomination.org, ...acts.items.map((act) => act.org)]),
    memberName: await memberNames(deps.table, members, lang),
  };
}

const outcomeWord = (lang: 'zh' | 'en', act: ActRecord): string => {
  const words = act.kind === 'opinions' ? opinionWords[act.outcome as keyof typeof opinionWords] : reviewWords[act.outcome as keyof typeof reviewWords];
  return words === undefined ? act.outcome : words[lang];
};

const State = ({ place, shown }: { readonly place: CandidacyPlace; readonly shown: Shown }) => {
  const { candidacy, nomination, lang, say } = place;
  const { outcome, upward, score, honour } = candidacy;
  const isCarried = candidacy.carried !== undefined && candidacy.state === 'sentBack';
  return (
    <Panel
      title={say('现在的情况', 'How it stands')}
      aside={<Tag tone={candidacyTones[candidacy.state]}>{isCarried ? say('转入后续批次', 'Carried to a later tranche') : w(lang).states[candidacy.state]}</Tag>}
    >
      <SummaryList
        rows={[
          { label: say('来自', 'From'), value: `${shown.orgName(candidacy.from)}（${w(lang).channels[candidacy.channel]}）` },
          { label: say('收到时间', 'Received'), value: at(candidacy.receivedAt) },
          { label: say('申报表', 'Form'), value: say(`第 ${candidacy.revision} 稿`, `Revision ${candidacy.revision}`) },
          ...(candidacy.step === undefined ? [] : [{ label: say('环节', 'Step'), value: stepName(lang, candidacy.step) }]),
          ...(score === undefined ? [] : [{ label: say('评审名次', 'Rank by the panel'), value: score.rank ?? '—' }]),
          ...(candidacy.note === undefined ? [] : [{ label: say('说明', 'Note'), value: <span class="prose">{candidacy.note}</span> }]),
          ...(outcome === undefined
            ? []
            : [{ label: say('结果', 'Outcome'), value: `${w(lang).outReasons[outcome.reason]}${outcome.note === undefined ? '' : `：${outcome.note}`}` }]),
          ...(honour === undefined ? [] : [{ label: say('证书编号', 'Certificate'), value: honour.number }]),
          ...(upward === undefined
            ? []
            : [{ label: say('上报', 'Sent up'), value: `${w(lang).upward[upward.state]} · ${at(upward.at)}${upward.reason === undefined ? '' : ` · ${upward.reason}`}` }]),
          ...(nomination.consent === undefined ? [] : [{ label: say('本人同意', 'Consent'), value: w(lang).consents[nomination.consent.state] }]),
          ...(candidacy.openObjections > 0
            ? [{ label: say('异议', 'Objections'), value: <a href={`/objections?org=${candidacy.org}`}>{say(`${candidacy.openObjections} 件在核查`, `${candidacy.openObjections} under inquiry`)}</a> }]
            : []),
        ]}
      />
      {candidacy.asked.length > 0 && (
        <DataTable
          lang={lang}
          caption={say('本环节的承办人', 'Asked in this step')}
          rows={candidacy.asked}
          columns={[
            { title: say('承办人', 'Person'), header: true, cell: (asked) => (asked.department === undefined ? shown.memberName(asked.member) : `${asked.department}（${shown.memberName(asked.member)}）`) },
            { title: say('期限', 'Due'), cell: (asked) => at(asked.due) },
            {
              title: say('答复', 'Answer'),
              cell: (asked) =>
                asked.answer === undefined ? (
                  <Tag tone="warn">{say('未答复', 'Not answered')}</Tag>
                ) : (
                  outcomeWord(lang, { ...({} as ActRecord), kind: candidacy.step?.kind ?? '', outcome: asked.answer }) + (asked.late === true ? say('（逾期）', ' (late)') : '')
                ),
            },
          ]}
        />
      )}
      {place.can('task.reassign') && candidacy.asked.some((asked) => asked.answer === undefined) && (
        <p>
          <a href={`${place.path}/reassign?from=${encodeURIComponent(candidacy.asked.find((asked) => asked.answer === undefined)?.member ?? '')}`}>
            {say('改派给其他人', 'Reassign to somebody else')}
          </a>
        </p>
      )}
    </Panel>
  );
};

const done = {
  returned: { zh: '已退回下级。', en: 'Returned to the level below.' },
  verified: { zh: '核实情况已记录。', en: 'The verification is recorded.' },
  straggler: { zh: '已处理。', en: 'Done.' },
  resumed: { zh: '已继续办理。', en: 'Taken up again.' },
  standby: { zh: '已列为备选，可进入新批次。', en: 'In reserve now, free for a further tranche.' },
  sent: { zh: '已再次上报。', en: 'Sent up again.' },
  withdrawn: { zh: '已撤回上报。', en: 'The recommendation is withdrawn.' },
  result: { zh: '上级结果已登记，并已通知申报人。', en: 'The result is recorded and the nominator told.' },
};

async function view(web: Web, c: Ctx, typed?: Typed, reveal = false) {
  const place = await candidacyPlace(web, c);
  const { candidacy, lang, say, here } = place;
  const shown = await readShown(web, place);
  const phase = await openPhase(web.deps, place.round.id);
  return (
    <RoundPage
      {...framed(c, typed, done)}
      place={place}
      tab="inbox"
      title={candidacy.name}
      crumbs={[{ href: `${place.path}/inbox?state=${candidacy.state}`, title: say('申报对象', 'Nominees') }]}
    >
      <State place={place} shown={shown} />
      <CandidacyActs place={place} csrf={c.get('frame').csrf} typed={typed} closable={phase?.closable === true} findings={shown.acts} />
      <Panel title={say('申报条件', 'Conditions')}>
        <ul class="ticks">
          {shown.findings.map((finding) => (
            <li>
              <Tag tone={finding.ok ? 'good' : 'bad'}>{finding.ok ? say('符合', 'Met') : say('不符合', 'Not met')}</Tag> {t(lang, finding.text)}
            </li>
          ))}
        </ul>
      </Panel>
      {shown.acts.length > 0 && (
        <Panel title={say('各环节意见', 'What was decided')}>
          <DataTable
            lang={lang}
            caption={say('意见', 'Opinions')}
            captionHidden
            rows={shown.acts}
            columns={[
              { title: say('环节', 'Step'), header: true, cell: (act) => `${shown.orgName(act.org)} · ${w(lang).steps[act.kind as 'review'] ?? act.kind}` },
              { title: say('意见', 'Opinion'), cell: (act) => outcomeWord(lang, act) },
              { title: say('理由', 'Reason'), cell: (act) => <span class="prose">{act.reason || '—'}</span> },
              { title: say('何人何时', 'Who and when'), cell: (act) => `${act.department ?? shown.memberName(act.member)} · ${at(act.at)}` },
            ]}
          />
        </Panel>
      )}
      <Panel
        title={say('申报表', 'The form')}
        aside={
          !reveal && !shown.erased ? (
            <form method="post" action={`${here}/reveal`}>
              <HiddenCsrf csrf={c.get('frame').csrf} />
              <Button tone="secondary" small>
                {say('显示个人信息（记录在案）', 'Show personal data (logged)')}
              </Button>
            </form>
          ) : undefined
        }
      >
        {shown.erased && <p>{say('个人信息已按规定删除。', 'Personal data were erased as the rules demand.')}</p>}
        <AnswersView form={place.form} answers={shown.answers} lang={lang} reveal={reveal} />
        {shown.revision.attachments.length > 0 && (
          <Details title={w(lang).form.attachments} open>
            <ul>
              {shown.revision.attachments.map((file) => (
                <li>
                  <a href={`/nominations/${encodeURIComponent(place.nomination.id)}/attachments/${encodeURIComponent(file.id)}`}>{file.name}</a>
                </li>
              ))}
            </ul>
          </Details>
        )}
      </Panel>
      <Panel title={say('操作记录', 'History')}>
        <HistoryView lang={lang} history={shown.history} />
      </Panel>
      <Actions>
        <Button href={`${place.path}/inbox?state=${candidacy.state}`} tone="secondary">
          {w(lang).buttons.back}
        </Button>
      </Actions>
    </RoundPage>
  );
}

type Work = (place: CandidacyPlace, body: Body) => Promise<unknown>;

/** One candidacy and the forms on its page. */
export function candidacyPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  const { deps } = web;
  const root = '/rounds/:id/nominations/:nomination';
  const form = (name: string, confirmation: keyof typeof done, work: Work) =>
    pages.post(`${root}/${name}`, (c) =>
      posted(
        c,
        name,
        async (body) => {
          const place = await candidacyPlace(web, c);
          await work(place, body);
          return doneAt(place.here, confirmation);
        },
        (typed) => view(web, c, typed),
      ),
    );
  pages.get(root, async (c) => c.html(await view(web, c)));
  pages.post(`${root}/reveal`, async (c) => {
    const { actor, nomination } = await candidacyPlace(web, c);
    deps.log('personal-opened', { nomination: nomination.id, by: actor.id });
    return c.html(await view(web, c, undefined, true));
  });
  form('return', 'returned', ({ actor, round, nomination }, body) => returnBelow(deps, actor, round.id, nomination.id, one(body, 'note')));
  form('verified', 'verified', ({ actor, round, nomination }, body) =>
    settleVerification(deps, actor, {
      round: round.id,
      nomination: nomination.id,
      verified: one(body, 'verified') === 'true',
      reason: one(body, 'reason'),
    }),
  );
  form('straggler', 'straggler', ({ actor, round, nomination }, body) => {
    const fate = one(body, 'fate');
    return closePhase(deps, actor, round.id, {
      stragglers: fate === 'out' || fate === 'carry' ? [{ nomination: nomination.id, fate }] : [],
      reason: one(body, 'reason'),
      version: whole(one(body, 'version')),
    });
  });
  form('resume', 'resumed', ({ actor, round, nomination }) => resumeCarried(deps, actor, round.id, nomination.id));
  form('stand-by', 'standby', ({ actor, round, nomination }) => standByCarried(deps, actor, round.id, nomination.id));
  form('send-again', 'sent', ({ actor, round, nomination }) => sendAgain(deps, actor, round.id, nomination.id));
  form('withdraw-up', 'withdrawn', ({ actor, round, nomination }) => withdrawUpward(deps, actor, round.id, nomination.id));
  form('external', 'result', ({ actor, round, nomination }, body) =>
    recordExternalResult(deps, actor, { round: round.id, nomination: nomination.id, state: one(body, 'state'), source: one(body, 'source') }),
  );
  return pages;
}
