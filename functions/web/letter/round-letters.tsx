/** `/rounds/:id/letters`: letters of a round that did not arrive, and the links of open tasks, to be reissued. */

import { linkReissue } from '#actions/letter/letter-input.ts';
import { unsentOfRound } from '#actions/letter/outbox.ts';
import { askedInRound, reissueLink } from '#actions/letter/reissue.ts';
import { text } from '#domain/problem.ts';
import { nameSteps } from '#domain/programme/step.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames, stepName } from '#web/frame/names.ts';
import { Box, Button } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { RoundPage, seenRound } from '#web/round/seen-round.tsx';
import { bulkMailPages, tellForm } from './bulk-mail.tsx';
import { LetterTable } from './letter-table.tsx';

interface Task {
  readonly member: string;
  readonly step: string;
}
const formOf = ({ member, step }: Task) => `reissue-${member}-${step}`;
const reissueForm = (path: string, task: Task): FormSpec => ({
  form: formOf(task),
  action: `${path}/letters/reissue`,
  hidden: { member: task.member, step: task.step },
  folded: text('重发链接', 'Reissue the link'),
  note: text(
    '原来的链接随即失效，新链接马上发到其邮箱。',
    'The link that was sent ends at once, and a new one goes to her address.',
  ),
});

const done = {
  again: text('已重新发送。', 'Sent again.'),
  reissued: text('原链接已失效，新链接已发出。', 'The old link has ended; a new one is on its way.'),
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { lang, say, actor, round, path, stage } = seen;
  const [letters, asked] = await Promise.all([
    unsentOfRound(web.deps, actor, round.id),
    askedInRound(web.deps, actor, round.id),
  ]);
  const nameOf = await memberNames(
    web.deps.table,
    asked.tasks.map((task) => task.member),
    lang,
  );
  const titleOf = (id: string) => {
    const step = nameSteps(stage.steps).find((each) => each.id === id);
    return step === undefined ? say('已取消的环节', 'A step that is no more') : stepName(lang, step);
  };
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab="letters"
      title={say('信函和链接', 'Letters and links')}
    >
      <Box title={say('没有送达的信函', 'Letters that did not arrive')}>
        <LetterTable c={c} letters={letters} back={`${path}/letters`} empty={say('没有。', 'None.')} />
        <p class="muted">
          {say(
            '邮箱有误的，请在“人员与角色”中更改后再重发。',
            'Where the address is wrong, change it under Members and roles, then send again.',
          )}
        </p>
      </Box>
      <Box title={say('待办的链接', 'Links of open tasks')}>
        <DataTable
          lang={lang}
          caption={say('待办的链接', 'Links of open tasks')}
          rows={asked.tasks}
          columns={[
            { title: say('人员', 'Who'), cell: (task) => nameOf(task.member) },
            { title: say('环节', 'Step'), cell: (task) => titleOf(task.step) },
            {
              title: say('办理', 'Act'),
              cell: (task) => <PostForm c={c} of={reissueForm(path, task)} typed={typed} />,
            },
          ]}
          empty={<p>{say('没有人有待办。', 'Nobody has an open task.')}</p>}
        />
        {asked.tasks.length > 0 && seen.can('letters.send') && (
          <p>
            <Button href={`${path}/letters/send`} tone="secondary">
              {say('催办尚未答复的人员', 'Remind those who have not answered')}
            </Button>
          </p>
        )}
        {asked.more && (
          <p class="muted">
            {say('人员较多，只列出前一部分。', 'There are many; only the first are listed.')}
          </p>
        )}
      </Box>
      {seen.can('letters.send') && <PostForm c={c} of={tellForm(path)} typed={typed} />}
    </RoundPage>
  );
}

/** Letters and links of a round. */
export const roundLetterPages = mounting((pages, web) => {
  pages.route(
    '/',
    bulkMailPages(web, (c, typed) => view(web, c, typed)),
  );
  pages.get('/rounds/:id/letters', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/letters/reissue', async (c) => {
    const { body } = await postedOf(c);
    const round = c.req.param('id');
    return take(c, {
      form: formOf({ member: one(body, 'member'), step: one(body, 'step') }),
      input: linkReissue,
      work: async (sent) => {
        await reissueLink(web.deps, signedIn(c), { ...sent, round });
        return doneAt(`/rounds/${encodeURIComponent(round)}/letters`, 'reissued');
      },
      show: (typed) => view(web, c, typed),
    });
  });
});
