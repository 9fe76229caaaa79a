/** `/rounds/:id/end`: who would be passed over if the round ended now, and the press that ends it. */
import { Hono } from 'hono';
import { endRound, leftAtEnd } from '#actions/round/round-ending.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { Act } from '#web/frame/act.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { doneAt, framed, one, posted, Reason, type Typed, whole } from '#web/frame/form.tsx';
import { Empty, Panel } from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import { ChangedPanel, changedSince } from '#web/trust/history.tsx';
import { type Place, RoundPage, roundPlace } from './round-place.tsx';

/** Names on the page; the job takes all of them. */
const mostShown = 100;

const Names = ({ place, items }: { readonly place: Place; readonly items: readonly Candidacy[] }) => (
  <ul>
    {items.slice(0, mostShown).map((each) => (
      <li>
        <a href={candidacyPath(place, each.nomination)}>{each.name}</a> · {w(place.lang).states[each.state]}
      </li>
    ))}
    {items.length > mostShown && <li>…</li>}
  </ul>
);

async function view(web: Web, c: Ctx, typed?: Typed) {
  const place = await roundPlace(web, c, 'shortlist.confirm');
  const { lang, say, round, path, tranches } = place;
  const { passed, blocking } = await leftAtEnd(web.deps, round.id);
  const running = tranches.filter(({ state }) => state !== 'done');
  const isOver = round.status === 'settled' && running.length === 0 && blocking.length === 0;
  return (
    <RoundPage {...framed(c, typed)} place={place} title={say('结束本轮', 'End the round')}>
      <ChangedPanel
        lang={lang}
        history={await changedSince(web.deps.table, `round:${round.id}`, lang, typed)}
      />
      {round.endedAt !== undefined && (
        <Panel tone="tinted">
          <p>
            {say(
              `本轮已于 ${shownAt(round.endedAt)} 结束。`,
              `This round ended on ${shownAt(round.endedAt)}.`,
            )}
          </p>
          {round.endReason !== undefined && <p class="prose">{round.endReason}</p>}
        </Panel>
      )}
      {!isOver && (
        <Panel title={say('还不能结束', 'It cannot end yet')} tone="tinted">
          <p>
            {say(
              '各批次办结、异议均有结论、审定通过的对象都进入批次后，才能结束本轮。',
              'Every tranche must be completed, every objection settled, and everybody approved be on a tranche.',
            )}
          </p>
          <Names place={place} items={blocking} />
        </Panel>
      )}
      <Panel title={say('结束后列为“未入选”的对象', 'Passed over when it ends')}>
        {passed.length === 0 ? (
          <Empty lang={lang} title={say('没有', 'Nobody')} />
        ) : (
          <Names place={place} items={passed} />
        )}
      </Panel>
      {isOver && round.endedAt === undefined && (
        <Act
          lang={lang}
          csrf={c.get('frame').csrf}
          typed={typed}
          form="end"
          tone="danger"
          action={`${path}/end`}
          label={say('结束本轮', 'End the round')}
          question={say(
            `${passed.length} 名对象将列为未入选，申报单位和本人会收到通知；结束后不能再递补。`,
            `${passed.length} will be passed over and told by letter; nobody is promoted from reserve afterwards.`,
          )}
          fields={{ version: String(round.version) }}
        >
          <Reason lang={lang} form="end" typed={typed} />
        </Act>
      )}
      <p>
        <a href={path}>{w(lang).buttons.back}</a>
      </p>
    </RoundPage>
  );
}

/** The page that ends a round. */
export function endingPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/end', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/end', (c) =>
    posted(
      c,
      'end',
      async (body) => {
        const { actor, round, path } = await roundPlace(web, c);
        await endRound(web.deps, actor, round.id, {
          reason: one(body, 'reason'),
          version: whole(one(body, 'version')),
        });
        return doneAt(path, 'ended');
      },
      (typed) => view(web, c, typed),
    ),
  );
  return pages;
}
