/** `/rounds/:id/reassign`: the tasks of one person in a round go to another; what stays is named. */

import { reassignment } from '#actions/review/review-input.ts';
import { barWords } from '#actions/review/task-transfer.ts';
import { type Reassigned, reassign } from '#actions/review/tasks-admin.ts';
import type { Input } from '#domain/input.ts';
import type { Member } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { type Text, text } from '#domain/problem.ts';
import { findMember, listMembers } from '#store/people.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';

type Passed = Pick<Reassigned, 'moved' | 'left'>;

/** Moves all tasks of a person in a round, page by page; what stays is named. */
async function reassignAll(web: Web, c: Ctx, sent: Input<typeof reassignment>): Promise<Passed> {
  const left: Reassigned['left'][number][] = [];
  let [moved, cursor]: [number, string | undefined] = [0, undefined];
  do {
    const page: Reassigned = await reassign(web.deps, signedIn(c), { ...sent, cursor });
    moved += page.moved;
    left.push(...page.left);
    cursor = page.cursor;
  } while (cursor !== undefined && moved < 500);
  return { moved, left };
}

const whyWords: Readonly<Record<string, Text>> = { ...barWords, personal: text('须由本人办理', 'Personal') };

const Outcome = ({ seen, moved }: { readonly seen: SeenRound; readonly moved: Passed }) => {
  const { lang, say, path } = seen;
  return (
    <div class="flash flash-success" role="status">
      <p class="flash-title">
        {say(
          `已改派 ${moved.moved} 项，留下 ${moved.left.length} 项。`,
          `${moved.moved} tasks moved, ${moved.left.length} stay.`,
        )}
      </p>
      <ul>
        {moved.left.map(({ nomination, why }) => (
          <li>
            <a href={`${path}/nominations/${encodeURIComponent(nomination)}`}>{nomination}</a>：
            {t(lang, whyWords[why] ?? text(why, why))}
          </li>
        ))}
      </ul>
    </div>
  );
};

type Named = Pick<Member, 'id' | 'name'>;
const optionsOf = (list: readonly Named[]) =>
  list.map(({ id, name }) => ({ value: id, label: { zh: name } }));

const formOf = (path: string, from: string | undefined, givers: readonly Named[], takers: readonly Named[]) =>
  ({
    form: 'reassign',
    action: `${path}/reassign`,
    button: text('改派', 'Reassign'),
    cancel: path,
    groups: [
      [
        ask(reassignment, 'from', { type: 'choice', options: optionsOf(givers), now: from }),
        ask(reassignment, 'to', { type: 'choice', options: optionsOf(takers) }),
      ],
    ],
  }) satisfies FormSpec;

async function reassignView(web: Web, c: Ctx, typed?: Typed, moved?: Passed) {
  const seen = await seenRound(web, c);
  const { say, actor, round, path } = seen;
  demand(actor, 'task.reassign', { orgPath: round.orgPath });
  const members = (await listMembers(web.deps.table, round.org, { limit: 200 })).items.filter(
    (each) => each.status === 'active',
  );
  const from = c.req.query('from');
  // She may have left, and so stand in no list any more.
  const former =
    from === undefined || members.some((each) => each.id === from)
      ? undefined
      : await findMember(web.deps.table, from);
  const givers = former === undefined ? members : [...members, former];
  return (
    <RoundPage
      {...framed(c, typed)}
      seen={seen}
      title={say('改派待办', 'Reassign tasks')}
      lead={say(
        '把一个人在本轮的全部待办转给另一个人；本人提交或办理过的对象留下。',
        'All tasks of one person in this round go to another; those she may not take stay.',
      )}
    >
      {moved !== undefined && <Outcome seen={seen} moved={moved} />}
      <Box>
        <PostForm c={c} of={formOf(path, from, givers, members)} typed={typed} />
      </Box>
    </RoundPage>
  );
}

/** Reassigning within a round. */
export const reassignPages = mounting((pages, web) => {
  pages.get('/rounds/:id/reassign', async (c) => {
    const moved = /^(\d+)-0$/.exec(c.req.query('moved') ?? '')?.[1];
    const done = moved === undefined ? undefined : { moved: Number(moved), left: [] };
    return c.html(await reassignView(web, c, undefined, done));
  });
  pages.post('/rounds/:id/reassign', (c) =>
    take(c, {
      form: 'reassign',
      input: reassignment.pick({ from: true, to: true }),
      work: async (sent) => {
        const { round, path } = await seenRound(web, c);
        const moved = await reassignAll(web, c, { ...sent, round: round.id });
        if (moved.left.length > 0) return c.html(await reassignView(web, c, undefined, moved));
        return `${path}/reassign?moved=${moved.moved}-0`;
      },
      show: (typed) => reassignView(web, c, typed),
    }),
  );
});
