/** `/rounds/:id/end`: who would be passed over if the round ended now, and the press that ends it. */

import { endRound, leftAtEnd } from '#actions/round/round-ending.ts';
import { roundEnding } from '#actions/round/round-input.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Empty } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { w } from '#web/frame/words.ts';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { RoundPage, type SeenRound, seenRound } from './seen-round.tsx';

/** Names on the page; the job takes all of them. */
const mostShown = 100;

const Names = (props: {
  readonly seen: SeenRound;
  readonly items: readonly Candidacy[];
  /** How many there are in all. */
  readonly of: number;
}) => {
  const { seen, items, of } = props;
  return (
    <ul>
      {items.map((each) => (
        <li>
          <a href={candidacyPath(seen, each.nomination)}>{each.name}</a> · {w(seen.lang).states[each.state]}
        </li>
      ))}
      {of > items.length && <li>… {seen.say(`共 ${of} 名`, `${of} in all`)}</li>}
    </ul>
  );
};

const endForm = ({ path, round }: SeenRound, passed: number): FormSpec => ({
  form: 'end',
  action: `${path}/end`,
  tone: 'danger',
  folded: text('结束本轮', 'End the round'),
  note: text(
    `${passed} 名对象将列为未入选，申报单位和本人会收到通知；结束后不能再递补。`,
    `${passed} will be passed over and told by letter; nobody is promoted from reserve afterwards.`,
  ),
  hidden: { version: String(round.version) },
  groups: [[ask(roundEnding, 'reason', { type: 'paragraph' })]],
});

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c, 'shortlist.confirm');
  const { lang, say, round, path, tranches } = seen;
  const { passed, blocking, names } = await leftAtEnd(web.deps, round.id);
  const running = tranches.filter(({ state }) => state !== 'done');
  const isOver = round.status === 'settled' && running.length === 0 && blocking === 0;
  return (
    <RoundPage {...framed(c, typed)} seen={seen} title={say('结束本轮', 'End the round')}>
      <ChangedBox lang={lang} history={await changedSince(web.deps.table, `round:${round.id}`, typed)} />
      {round.endedAt !== undefined && (
        <Box tone="tinted">
          <p>
            {say(
              `本轮已于 ${shownAt(round.endedAt)} 结束。`,
              `This round ended on ${shownAt(round.endedAt)}.`,
            )}
          </p>
          {round.endReason !== undefined && <p class="prose">{round.endReason}</p>}
        </Box>
      )}
      {!isOver && (
        <Box title={say('还不能结束', 'It cannot end yet')} tone="tinted">
          <p>
            {say(
              '各批次办结、异议均有结论、审定通过的对象都进入批次后，才能结束本轮。',
              'Every tranche must be completed, every objection settled, and everybody approved be on a tranche.',
            )}
          </p>
          <Names seen={seen} items={await names('blocks', mostShown)} of={blocking} />
        </Box>
      )}
      <Box title={say('结束后列为“未入选”的对象', 'Passed over when it ends')}>
        {passed === 0 ? (
          <Empty lang={lang} title={say('没有', 'Nobody')} />
        ) : (
          <Names seen={seen} items={await names('passed', mostShown)} of={passed} />
        )}
      </Box>
      {isOver && round.endedAt === undefined && <PostForm c={c} of={endForm(seen, passed)} typed={typed} />}
      <p>
        <a href={path}>{w(lang).buttons.back}</a>
      </p>
    </RoundPage>
  );
}

/** The page that ends a round. */
export const endingPages = mounting((pages, web) => {
  pages.get('/rounds/:id/end', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/end', (c) =>
    take(c, {
      form: 'end',
      input: roundEnding,
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        await endRound(web.deps, actor, round.id, sent);
        return doneAt(path, 'ended');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
