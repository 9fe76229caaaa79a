/** `/rounds/:id/nominations/:nomination`: one candidacy with form, findings and history, and what its organisation does to it. */

import * as z from 'zod';
import { returnBelow, sendAgain, withdrawUpward } from '#actions/candidacy/upward.ts';
import { handedBack } from '#actions/candidacy/upward-input.ts';
import { personalFields, recordReveal } from '#actions/nomination/reveal.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { recordExternalResult } from '#actions/recommendation/external-results.ts';
import { externalResult } from '#actions/recommendation/recommendation-input.ts';
import { askMissing } from '#actions/review/asking-step.ts';
import { resumeCarried, standByCarried } from '#actions/review/carried.ts';
import { settleVerification } from '#actions/review/opinions.ts';
import { reopenReview } from '#actions/review/reopening.ts';
import { phaseClosing, reopenedReview, straggler, verification } from '#actions/review/review-input.ts';
import { closePhase, openPhase } from '#actions/review/stragglers.ts';
import type { Deps } from '#deps';
import { listedIn } from '#domain/honour/ledger.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { getRevision } from '#store/reads.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { StampedBox, wantedPages } from '#web/frame/stamped-box.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { w } from '#web/frame/words.ts';
import { RoundPage } from '#web/round/seen-round.tsx';
import { HistoryView } from '#web/trust/history.tsx';
import { CandidacyForms } from './candidacy-forms.tsx';
import { actFile, Conditions, Decided, TheForm } from './candidacy-parts.tsx';
import { readShown, seenCandidacy } from './candidacy-read.ts';
import { State } from './candidacy-state.tsx';

const done = {
  returned: { zh: '已退回下级。', en: 'Returned to the level below.' },
  verified: { zh: '核实情况已记录。', en: 'The verification is recorded.' },
  asked: { zh: '已补派承办人。', en: 'They are asked.' },
  straggler: { zh: '已处理。', en: 'Done.' },
  reopened: {
    zh: '已重新审查，待办已重新分派。',
    en: 'The review is reopened; its tasks are given out anew.',
  },
  resumed: { zh: '已继续办理。', en: 'Taken up again.' },
  standby: { zh: '已列为备选，可进入新批次。', en: 'In reserve now, free for a further tranche.' },
  sent: { zh: '已再次上报。', en: 'Sent up again.' },
  withdrawn: { zh: '已撤回上报。', en: 'The recommendation is withdrawn.' },
  result: { zh: '上级结果已登记，并已通知申报人。', en: 'The result is recorded and the nominator told.' },
};

async function view(web: Web, c: Ctx, typed?: Typed, revealed = false) {
  const seen = await seenCandidacy(web, c);
  const { candidacy, nomination, lang, say } = seen;
  const { csrf } = c.get('frame');
  const shown = await readShown(web, seen);
  const phase = await openPhase(web.deps, seen.round.id);
  const stamped = await wantedPages(web.deps, nomination, [{ seat: candidacy, orgName: seen.round.title }]);
  const inbox = `${seen.path}/inbox?state=${candidacy.state}`;
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab="inbox"
      title={candidacy.name}
      crumbs={[{ href: inbox, title: say('申报对象', 'Nominees') }]}
    >
      <State seen={seen} shown={shown} />
      <CandidacyForms c={c} seen={seen} typed={typed} closable={phase?.closable === true} />
      <StampedBox lang={lang} nomination={nomination.id} pages={stamped} hrefOf={actFile(seen)} editable />
      <Conditions seen={seen} shown={shown} />
      <Decided seen={seen} shown={shown} />
      <TheForm seen={seen} shown={shown} csrf={csrf} revealed={revealed} />
      {seen.can('candidacy.judged') && (
        <Box title={say('操作记录', 'History')}>
          <HistoryView lang={lang} history={shown.history} />
        </Box>
      )}
      <Actions>
        <Button href={inbox} tone="secondary">
          {w(lang).buttons.back}
        </Button>
      </Actions>
    </RoundPage>
  );
}

interface Where {
  readonly deps: Deps;
  readonly actor: Actor;
  readonly round: string;
  readonly nomination: string;
}
type FormOf = <S extends z.ZodType>(
  name: string,
  confirmation: keyof typeof done,
  input: S,
  work: (where: Where, sent: Input<S>) => Promise<unknown>,
) => void;
const nothing = z.strictObject({});
const ownFate = phaseClosing.pick({ reason: true, version: true }).extend({ fate: straggler.shape.fate });

/** The forms by their names, each with the words said when it is done. */
function addForms(form: FormOf): void {
  form('return', 'returned', handedBack, ({ deps, actor, round, nomination }, sent) =>
    returnBelow(deps, actor, round, nomination, sent),
  );
  form('verified', 'verified', verification, ({ deps, actor, round, nomination }, sent) =>
    settleVerification(deps, actor, { ...sent, round, nomination }),
  );
  form('ask-missing', 'asked', nothing, ({ deps, actor, round, nomination }) =>
    askMissing(deps, actor, round, nomination),
  );
  form('straggler', 'straggler', ownFate, ({ deps, actor, round, nomination }, sent) => {
    const { fate, ...rest } = readInput(ownFate, sent);
    return closePhase(deps, actor, round, { ...rest, stragglers: [{ nomination, fate }] });
  });
  form('reopen', 'reopened', reopenedReview, ({ deps, actor, round, nomination }, sent) =>
    reopenReview(deps, actor, round, nomination, sent),
  );
  form('resume', 'resumed', nothing, ({ deps, actor, round, nomination }) =>
    resumeCarried(deps, actor, round, nomination),
  );
  form('stand-by', 'standby', nothing, ({ deps, actor, round, nomination }) =>
    standByCarried(deps, actor, round, nomination),
  );
  form('send-again', 'sent', nothing, ({ deps, actor, round, nomination }) =>
    sendAgain(deps, actor, round, nomination),
  );
  form('withdraw-up', 'withdrawn', nothing, ({ deps, actor, round, nomination }) =>
    withdrawUpward(deps, actor, round, nomination),
  );
  form('external', 'result', externalResult, ({ deps, actor, round, nomination }, sent) =>
    recordExternalResult(deps, actor, {
      ...sent,
      bodies: listedIn(sent.bodies?.join('、')),
      grades: listedIn(sent.grades?.join('、')),
      round,
      nomination,
    }),
  );
}

/** One candidacy and the forms on its page. */
export const candidacyPages = mounting((pages, web) => {
  const { deps } = web;
  const root = '/rounds/:id/nominations/:nomination';
  pages.get(root, async (c) => c.html(await view(web, c)));
  pages.post(`${root}/reveal`, async (c) => {
    const { actor, nomination, candidacy, form: asked } = await seenCandidacy(web, c);
    const revision = await getRevision(deps.table, nomination.id, candidacy.revision);
    const { answers, erased } = await openAnswers(deps, revision);
    if (!erased) await recordReveal(deps, actor, nomination.id, personalFields(asked, answers));
    return c.html(await view(web, c, undefined, true));
  });
  addForms((name, confirmation, input, work) => {
    pages.post(`${root}/${name}`, (c) =>
      take(c, {
        form: name,
        input,
        // A fault in one of several bodies or grades stands at the text that they were typed in.
        faultAt: (field) =>
          field === 'stragglers.0' ? 'fate' : field.replace(/^(bodies|grades)\.\d+$/, '$1'),
        work: async (sent) => {
          const { actor, round, nomination, here } = await seenCandidacy(web, c);
          await work({ deps, actor, round: round.id, nomination: nomination.id }, sent);
          return doneAt(here, confirmation);
        },
        show: (typed) => view(web, c, typed),
      }),
    );
  });
});
