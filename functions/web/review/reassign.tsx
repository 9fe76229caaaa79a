/** `/rounds/:id/reassign`: the tasks of one person in a round go to another; what stays is named. */
import { Hono } from 'hono';
import { barWords } from '#actions/review/task-transfer.ts';
import { type Reassigned, reassign } from '#actions/review/tasks-admin.ts';
import { demand } from '#domain/people/policy.ts';
import { findMember, listMembers } from '#store/people.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { Asked, framed, one, posted, type Typed } from '#web/frame/form.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import { RoundPage, seenRound } from '#web/round/seen-round.tsx';

/** Moves all tasks of a person in a round, page by page; what stays is named. */
async function moveAll(
  web: Web,
  c: Ctx,
  from: string,
  to: string,
  round: string,
): Promise<Pick<Reassigned, 'moved' | 'left'>> {
  const left: Reassigned['left'][number][] = [];
  let [moved, cursor]: [number, string | undefined] = [0, undefined];
  do {
    const page: Reassigned = await reassign(web.deps, signedIn(c), {
      from,
      to,
      round,
      ...(cursor !== undefined && { cursor }),
    });
    moved += page.moved;
    left.push(...page.left);
    cursor = page.cursor;
  } while (cursor !== undefined && moved < 500);
  return { moved, left };
}

async function reassignView(web: Web, c: Ctx, typed?: Typed, moved?: Pick<Reassigned, 'moved' | 'left'>) {
  const seen = await seenRound(web, c);
  const { lang, say, actor, round, path } = seen;
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
  const options = (list: readonly { id: string; name: string }[]) =>
    list.map((each) => ({ value: each.id, label: { zh: each.name } }));
  const why = (code: string) =>
    code in barWords
      ? t(lang, barWords[code as keyof typeof barWords])
      : code === 'personal'
        ? say('须由本人办理', 'Personal')
        : code;
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
      {moved !== undefined && (
        <div class="flash flash-success" role="status">
          <p class="flash-title">
            {say(
              `已改派 ${moved.moved} 项，留下 ${moved.left.length} 项。`,
              `${moved.moved} tasks moved, ${moved.left.length} stay.`,
            )}
          </p>
          <ul>
            {moved.left.map((each) => (
              <li>
                <a href={`${path}/nominations/${encodeURIComponent(each.nomination)}`}>{each.nomination}</a>：
                {why(each.why)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Panel>
        <form method="post" action={`${path}/reassign`}>
          <HiddenCsrf csrf={c.get('frame').csrf} />
          <Asked
            lang={lang}
            form="reassign"
            typed={typed}
            field={{
              id: 'from',
              type: 'choice',
              required: true,
              label: { zh: '原承办人', en: 'From' },
              options: options([...members, ...(former === undefined ? [] : [former])]),
            }}
            now={from}
          />
          <Asked
            lang={lang}
            form="reassign"
            typed={typed}
            field={{
              id: 'to',
              type: 'choice',
              required: true,
              label: { zh: '新承办人', en: 'To' },
              options: options(members),
            }}
          />
          <Actions>
            <Button>{say('改派', 'Reassign')}</Button>
            <a href={path}>{w(lang).buttons.cancel}</a>
          </Actions>
        </form>
      </Panel>
    </RoundPage>
  );
}

/** Reassigning within a round. */
export function reassignPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/reassign', async (c) => {
    const counts = /^(\d+)-(\d+)$/.exec(c.req.query('moved') ?? '');
    return c.html(
      await reassignView(
        web,
        c,
        undefined,
        counts === null ? undefined : { moved: Number(counts[1]), left: [] },
      ),
    );
  });
  pages.post('/rounds/:id/reassign', (c) => {
    let result: Pick<Reassigned, 'moved' | 'left'> | undefined;
    return posted(
      c,
      'reassign',
      async (body) => {
        const { round, path } = await seenRound(web, c);
        result = await moveAll(web, c, one(body, 'from'), one(body, 'to'), round.id);
        return `${path}/reassign?moved=${result.moved}-${result.left.length}`;
      },
      (typed) => reassignView(web, c, typed),
    ).then(async (answer) =>
      result !== undefined && result.left.length > 0
        ? c.html(await reassignView(web, c, undefined, result))
        : answer,
    );
  });
  return pages;
}
