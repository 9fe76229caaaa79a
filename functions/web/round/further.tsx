/** `/rounds/:id/tranches/new`: a further tranche from reserves, those released from a hold, and those carried. */
import { Hono } from 'hono';
import { formFurtherTranche } from '#actions/round/further-tranches.ts';
import { readShortlist } from '#actions/selection/shortlists.ts';
import { instantOf } from '#actions/write.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { mayMoveUp } from '#domain/round/round-end.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { inboxOf } from '#store/reads.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { QuotaBoard } from '#web/frame/boards.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { doneAt, framed, keptTick, many, one, posted, Tick, type Typed, whole } from '#web/frame/form.tsx';
import { Actions, Button, Empty, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import { idsOf, reserveOrder } from '#web/selection/shortlist-moves.ts';
import { quotaLines } from '#web/selection/shortlist-view.tsx';
import { ChangedPanel, changedSince } from '#web/trust/history.tsx';
import { type Place, RoundPage, roundPlace } from './round-place.tsx';

const Choices = (props: {
  readonly place: Place;
  readonly title: string;
  readonly hint: string;
  readonly items: readonly Candidacy[];
  readonly typed: Typed | undefined;
}) => {
  const { place, items } = props;
  if (items.length === 0) return null;
  return (
    <fieldset class="group">
      <legend class="group-title">{props.title}</legend>
      <p class="hint">{props.hint}</p>
      <div class="options">
        {items.map((each) => (
          <Tick
            name="nomination"
            value={each.nomination}
            checked={keptTick(props.typed, 'further', 'nomination', each.nomination)}
          >
            <a href={candidacyPath(place, each.nomination)}>{each.name}</a>
          </Tick>
        ))}
      </div>
    </fieldset>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const place = await roundPlace(web, c, 'shortlist.confirm');
  const { actor, lang, say, round, path } = place;
  const { table } = web.deps;
  const of = async (state: string, most = 50) =>
    (await inboxOf(table, round.id, state, undefined, most)).items;
  const [reserves, held, cleared, approved, waiting, resting, shortlist] = await Promise.all([
    of('reserve'),
    of('held'),
    of('cleared'),
    // Those of a tranche that is not through are among them.
    of('approved', 200),
    of('waiting'),
    of('sentBack'),
    readShortlist(web.deps, actor, round.id),
  ]);
  const { programme } = place;
  const movable = reserves.filter((each) => mayMoveUp(programme.vacancy, each));
  const order = reserveOrder(idsOf(shortlist.list.reserves));
  const released = [...held.filter((each) => each.openObjections === 0)];
  const clean = cleared.filter((each) => each.tranche === undefined);
  const leftOut = approved.filter((each) => each.tranche === undefined && each.openObjections === 0);
  const carried = [...resting, ...waiting].filter((each) => each.carried !== undefined);
  const none = movable.length + released.length + clean.length + leftOut.length === 0;
  return (
    <RoundPage {...framed(c, typed)} place={place} title={say('形成新批次', 'Form a further tranche')}>
      <ChangedPanel lang={lang} history={await changedSince(table, `round:${round.id}`, lang, typed)} />
      <Panel title={say('名额使用情况', 'Places used')}>
        <QuotaBoard lang={lang} lines={quotaLines(place, shortlist.board)} />
      </Panel>
      {movable.length < reserves.length && (
        <p class="muted">
          {say(
            '本评选活动规定名额空缺不递补，备选对象不列在下面。',
            'The rules of this programme leave vacancies empty: reserves are not offered below.',
          )}
        </p>
      )}
      {none ? (
        <Empty lang={lang} title={say('没有可以进入新批次的对象', 'Nobody is free for a further tranche')} />
      ) : (
        <form method="post" action={`${path}/tranches/new`}>
          <HiddenCsrf csrf={c.get('frame').csrf} />
          <input type="hidden" name="version" value={String(round.version)} />
          <Choices
            place={place}
            typed={typed}
            items={movable.toSorted(order)}
            title={say('备选（按递补顺序）', 'Reserves, in the order of promotion')}
            hint={say('递补须单独公示。', 'Promoted reserves get a notice of their own.')}
          />
          <Choices
            place={place}
            typed={typed}
            items={released}
            title={say('异议已处理，须重新公示', 'Objection settled, needs a new notice')}
            hint={say('公示内容已更正的，须重新公示。', 'What the public was shown has changed.')}
          />
          <Choices
            place={place}
            typed={typed}
            items={clean}
            title={say('异议已解除，无须再公示', 'Released, no new notice needed')}
            hint={say(
              '直接进入公示后的环节；与须公示的对象不能同批。',
              'Goes on after the notice; not together with those who need one.',
            )}
          />
          <Choices
            place={place}
            typed={typed}
            items={leftOut}
            title={say('审定后异议已解除，未列入名单', 'Released after the decision, not on the list')}
            hint={say(
              '直接进入审定后的环节，单独成批。',
              'Goes on after the decision, in a tranche of its own.',
            )}
          />
          <Actions>
            <Button>{say('形成新批次', 'Form the tranche')}</Button>
            <a href={path}>{w(lang).buttons.cancel}</a>
          </Actions>
        </form>
      )}
      {carried.length > 0 && (
        <Panel title={say('转入后续批次、尚在办理的对象', 'Carried and still under way')} tone="tinted">
          <ul>
            {carried.map((each) => (
              <li>
                <a href={candidacyPath(place, each.nomination)}>{each.name}</a> · {w(lang).states[each.state]}
              </li>
            ))}
          </ul>
          <p class="muted">
            {say(
              '打开对象页继续办理；办完后列为备选，即可进入新批次。',
              'Open each to go on; once through, put it in reserve to make it free.',
            )}
          </p>
        </Panel>
      )}
      <p class="muted">
        {say(`现在是 ${shownAt(instantOf(web.deps))}。`, `It is ${shownAt(instantOf(web.deps))}.`)}
      </p>
    </RoundPage>
  );
}

/** The form of a further tranche; mounted before the page of a tranche, since `new` is no number. */
export function furtherPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/tranches/new', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/tranches/new', (c) =>
    posted(
      c,
      'further',
      async (body) => {
        const { actor, round, path } = await roundPlace(web, c);
        const tranche = await formFurtherTranche(web.deps, actor, round.id, {
          nominations: many(body, 'nomination'),
          version: whole(one(body, 'version')),
        });
        return doneAt(`${path}/tranches/${tranche.n}`, 'formed');
      },
      (typed) => view(web, c, typed),
    ),
  );
  return pages;
}
