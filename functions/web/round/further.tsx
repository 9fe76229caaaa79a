/** `/rounds/:id/tranches/new`: a further tranche from reserves, those released from a hold, and those carried. */

import { formFurtherTranche } from '#actions/round/further-tranches.ts';
import { furtherTranche } from '#actions/round/round-input.ts';
import { readShortlist } from '#actions/selection/shortlists.ts';
import { instantOf } from '#actions/write.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Text, text } from '#domain/problem.ts';
import { mayStepUp } from '#domain/round/round-end.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { inboxOf } from '#store/reads.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { QuotaBoard } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed, keptTick, Tick } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Empty } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { idsOf, reserveOrder } from '#web/selection/shortlist-order.ts';
import { quotaLines } from '#web/selection/shortlist-view.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { RoundPage, type SeenRound, seenRound } from './seen-round.tsx';

/** Those free for a further tranche, by why they are. */
interface Free {
  readonly title: Text;
  readonly hint: Text;
  readonly items: readonly Candidacy[];
}

/** Who could go, by why; who is carried and still under way; and whether reserves are left out. */
async function whoIsLeft(web: Web, seen: SeenRound) {
  const { round, actor, programme } = seen;
  const of = async (state: string, most = 50) =>
    (await inboxOf(web.deps.table, round.id, state, undefined, most)).items;
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
  const movable = reserves.filter((each) => mayStepUp(programme.vacancy, each));
  const free: readonly Free[] = [
    {
      items: movable.toSorted(reserveOrder(idsOf(shortlist.list.reserves))),
      title: text('备选（按递补顺序）', 'Reserves, in the order of promotion'),
      hint: text('递补须单独公示。', 'Promoted reserves get a notice of their own.'),
    },
    {
      items: held.filter((each) => each.openObjections === 0),
      title: text('异议已处理，须重新公示', 'Objection settled, needs a new notice'),
      hint: text('公示内容已更正的，须重新公示。', 'What the public was shown has changed.'),
    },
    {
      items: cleared.filter((each) => each.tranche === undefined),
      title: text('异议已解除，无须再公示', 'Released, no new notice needed'),
      hint: text(
        '直接进入公示后的环节；与须公示的对象不能同批。',
        'Goes on after the notice; not together with those who need one.',
      ),
    },
    {
      items: approved.filter((each) => each.tranche === undefined && each.openObjections === 0),
      title: text('审定后异议已解除，未列入名单', 'Released after the decision, not on the list'),
      hint: text('直接进入审定后的环节，单独成批。', 'Goes on after the decision, in a tranche of its own.'),
    },
  ];
  return {
    free: free.filter(({ items }) => items.length > 0),
    carried: [...resting, ...waiting].filter((each) => each.carried !== undefined),
    isEmptyLeft: movable.length < reserves.length,
    board: shortlist.board,
  };
}

const Choices = (props: {
  readonly seen: SeenRound;
  readonly of: Free;
  readonly typed: Typed | undefined;
}) => {
  const { seen, of, typed } = props;
  return (
    <fieldset class="group">
      <legend class="group-title">{t(seen.lang, of.title)}</legend>
      <p class="hint">{t(seen.lang, of.hint)}</p>
      <div class="options">
        {of.items.map(({ nomination, name }) => (
          <Tick
            name="nomination"
            value={nomination}
            checked={keptTick(typed, 'further', 'nomination', nomination)}
          >
            <a href={candidacyPath(seen, nomination)}>{name}</a>
          </Tick>
        ))}
      </div>
    </fieldset>
  );
};

const CarriedBox = ({
  seen,
  carried,
}: {
  readonly seen: SeenRound;
  readonly carried: readonly Candidacy[];
}) => (
  <Box title={seen.say('转入后续批次、尚在办理的对象', 'Carried and still under way')} tone="tinted">
    <ul>
      {carried.map((each) => (
        <li>
          <a href={candidacyPath(seen, each.nomination)}>{each.name}</a> · {w(seen.lang).states[each.state]}
        </li>
      ))}
    </ul>
    <p class="muted">
      {seen.say(
        '打开对象页继续办理；办完后列为备选，即可进入新批次。',
        'Open each to go on; once through, put it in reserve to make it free.',
      )}
    </p>
  </Box>
);

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c, 'shortlist.confirm');
  const { lang, say, round, path } = seen;
  const { table } = web.deps;
  const { free, carried, isEmptyLeft, board } = await whoIsLeft(web, seen);
  const form = {
    form: 'further',
    action: `${path}/tranches/new`,
    hidden: { version: String(round.version) },
    button: text('形成新批次', 'Form the tranche'),
    cancel: path,
  };
  return (
    <RoundPage {...framed(c, typed)} seen={seen} title={say('形成新批次', 'Form a further tranche')}>
      <ChangedBox lang={lang} history={await changedSince(table, `round:${round.id}`, typed)} />
      <Box title={say('名额使用情况', 'Places used')}>
        <QuotaBoard lang={lang} lines={quotaLines(seen, board)} />
      </Box>
      {isEmptyLeft && (
        <p class="muted">
          {say(
            '本评选活动规定名额空缺不递补，备选对象不列在下面。',
            'The rules of this programme leave vacancies empty: reserves are not offered below.',
          )}
        </p>
      )}
      {free.length === 0 ? (
        <Empty lang={lang} title={say('没有可以进入新批次的对象', 'Nobody is free for a further tranche')} />
      ) : (
        <PostForm c={c} of={form} typed={typed}>
          {free.map((each) => (
            <Choices seen={seen} of={each} typed={typed} />
          ))}
        </PostForm>
      )}
      {carried.length > 0 && <CarriedBox seen={seen} carried={carried} />}
      <p class="muted">
        {say(`现在是 ${shownAt(instantOf(web.deps))}。`, `It is ${shownAt(instantOf(web.deps))}.`)}
      </p>
    </RoundPage>
  );
}

/** The form of a further tranche; mounted before the page of a tranche, since `new` is no number. */
export const furtherPages = mounting((pages, web) => {
  pages.get('/rounds/:id/tranches/new', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/tranches/new', (c) =>
    take(c, {
      form: 'further',
      input: furtherTranche,
      names: { nominations: 'nomination' },
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        const tranche = await formFurtherTranche(web.deps, actor, round.id, sent);
        return doneAt(`${path}/tranches/${tranche.n}`, 'formed');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
