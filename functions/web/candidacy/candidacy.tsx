/** `/rounds/:id/nominations/:nomination`: one candidacy with form, findings and history, and what its organisation does to it. */

import { Hono } from 'hono';
import { returnBelow, sendAgain, withdrawUpward } from '#actions/candidacy/upward.ts';
import { recordReveal } from '#actions/nomination/reveal.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { recordExternalResult } from '#actions/recommendation/external-results.ts';
import { settleVerification } from '#actions/review/opinions.ts';
import { closePhase, openPhase, resumeCarried, standByCarried } from '#actions/review/stragglers.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';
import { getRevision } from '#store/reads.ts';
import { ActDetails } from '#web/frame/act-details.tsx';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { type Body, doneAt, framed, one, posted, type Typed, whole } from '#web/frame/form.tsx';
import { Actions, Button, Details, HiddenCsrf, Panel, Tag } from '#web/frame/parts.tsx';
import { StampedPanel, wantedPages } from '#web/frame/stamped-panel.tsx';
import { t, w } from '#web/frame/words.ts';
import { actWords } from '#web/review/acts.ts';
import { RoundPage } from '#web/round/seen-round.tsx';
import { HistoryView } from '#web/trust/history.tsx';
import { CandidacyActs } from './candidacy-acts.tsx';
import { readShown, type SeenCandidacy, State, seenCandidacy } from './candidacy-read.tsx';

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
  const seen = await seenCandidacy(web, c);
  const { candidacy, lang, say, here } = seen;
  const shown = await readShown(web, seen);
  const phase = await openPhase(web.deps, seen.round.id);
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab="inbox"
      title={candidacy.name}
      crumbs={[{ href: `${seen.path}/inbox?state=${candidacy.state}`, title: say('申报对象', 'Nominees') }]}
    >
      <State seen={seen} shown={shown} />
      <CandidacyActs
        seen={seen}
        csrf={c.get('frame').csrf}
        typed={typed}
        closable={phase?.closable === true}
        findings={shown.acts}
      />
      <StampedPanel
        lang={lang}
        nomination={seen.nomination.id}
        pages={await wantedPages(web.deps, seen.nomination, [{ seat: candidacy, orgName: seen.round.title }])}
        hrefOf={(file) => `/nominations/${encodeURIComponent(seen.nomination.id)}/acts/${file}`}
        acts
      />
      <Panel title={say('申报条件', 'Conditions')}>
        <ul class="ticks">
          {shown.findings.map((finding) => (
            <li>
              <Tag tone={finding.ok ? 'good' : 'bad'}>
                {finding.ok ? say('符合', 'Met') : say('不符合', 'Not met')}
              </Tag>{' '}
              {t(lang, finding.text)}
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
              {
                title: say('环节', 'Step'),
                header: true,
                cell: (act) =>
                  `${shown.orgName(act.org)} · ${isNomineeStep(act.kind) ? w(lang).steps[act.kind] : act.kind}`,
              },
              { title: say('意见', 'Opinion'), cell: (act) => t(lang, actWords(act.kind, act.outcome)) },
              {
                title: say('理由', 'Reason'),
                cell: (act) => (
                  <>
                    <span class="prose">{act.reason || '—'}</span>
                    <ActDetails
                      lang={lang}
                      act={act}
                      hrefOf={(file) => `/nominations/${encodeURIComponent(seen.nomination.id)}/acts/${file}`}
                    />
                  </>
                ),
              },
              {
                title: say('何人何时', 'Who and when'),
                cell: (act) => `${act.department ?? shown.memberName(act.member)} · ${shownAt(act.at)}`,
              },
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
        {shown.erased && (
          <p>{say('个人信息已按规定删除。', 'Personal data were erased as the rules demand.')}</p>
        )}
        <AnswersView form={seen.form} answers={shown.answers} lang={lang} reveal={reveal} />
        {shown.revision.attachments.length > 0 && (
          <Details title={w(lang).form.attachments} open>
            <ul>
              {shown.revision.attachments.map((file) => (
                <li>
                  <a
                    href={`/nominations/${encodeURIComponent(seen.nomination.id)}/files/${encodeURIComponent(file.id)}`}
                  >
                    {file.name}
                  </a>
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
        <Button href={`${seen.path}/inbox?state=${candidacy.state}`} tone="secondary">
          {w(lang).buttons.back}
        </Button>
      </Actions>
    </RoundPage>
  );
}

type Work = (seen: SeenCandidacy, body: Body) => Promise<unknown>;

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
          const seen = await seenCandidacy(web, c);
          await work(seen, body);
          return doneAt(seen.here, confirmation);
        },
        (typed) => view(web, c, typed),
      ),
    );
  pages.get(root, async (c) => c.html(await view(web, c)));
  pages.post(`${root}/reveal`, async (c) => {
    const { actor, nomination, candidacy, form: asked } = await seenCandidacy(web, c);
    const revision = await getRevision(deps.table, nomination.id, candidacy.revision);
    const { answers, erased } = await openAnswers(deps, revision);
    if (!erased) await recordReveal(deps, actor, nomination.id, asked, answers);
    return c.html(await view(web, c, undefined, true));
  });
  form('return', 'returned', ({ actor, round, nomination }, body) =>
    returnBelow(deps, actor, round.id, nomination.id, one(body, 'note')),
  );
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
  form('resume', 'resumed', ({ actor, round, nomination }) =>
    resumeCarried(deps, actor, round.id, nomination.id),
  );
  form('stand-by', 'standby', ({ actor, round, nomination }) =>
    standByCarried(deps, actor, round.id, nomination.id),
  );
  form('send-again', 'sent', ({ actor, round, nomination }) =>
    sendAgain(deps, actor, round.id, nomination.id),
  );
  form('withdraw-up', 'withdrawn', ({ actor, round, nomination }) =>
    withdrawUpward(deps, actor, round.id, nomination.id),
  );
  form('external', 'result', ({ actor, round, nomination }, body) =>
    recordExternalResult(deps, actor, {
      round: round.id,
      nomination: nomination.id,
      state: one(body, 'state'),
      source: one(body, 'source'),
    }),
  );
  return pages;
}
