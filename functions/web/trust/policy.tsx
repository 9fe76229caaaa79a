/** `/policy`: who may do what, as the one table says. */
import { candidacyStateWords } from '#domain/candidacy/candidacy-state.ts';
import { honourStatusWords } from '#domain/honour/honour-status.ts';
import { entryUnder } from '#domain/members.ts';
import { policyRows } from '#domain/people/policy.ts';
import { programmeStatusWords } from '#domain/programme/programme-kinds.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box } from '#web/frame/parts.tsx';
import { type Lang, t, w } from '#web/frame/words.ts';

/** States of candidacies, honours and programmes by their words. */
const statesSaid = (lang: Lang, states: readonly string[]): string =>
  states
    .map((state) =>
      t(lang, entryUnder({ ...programmeStatusWords, ...honourStatusWords, ...candidacyStateWords }, state)!),
    )
    .join(lang === 'zh' ? '、' : ', ');

/** The page of the table. */
export function policyView(c: Ctx) {
  signedIn(c);
  const { lang, say } = c.get('frame');
  const needs = {
    read: say('令牌：只读', 'Token: read'),
    write: say('令牌：读写', 'Token: write'),
    admin: say('令牌：管理', 'Token: admin'),
    session: say('须本人登录', 'Signed in only'),
  };
  return (
    <Page
      {...framed(c, undefined)}
      title={say('权限表', 'Who may do what')}
      width="wide"
      lead={say(
        '没有列出的一律不允许。系统的每个操作都按这张表判断。',
        'What is not listed is refused. Every act of the system is judged by this table.',
      )}
    >
      <Box>
        <DataTable
          lang={lang}
          caption={say('权限', 'Rights')}
          rows={policyRows()}
          columns={[
            {
              title: say('操作', 'Act'),
              header: true,
              // By the code the documents and the tokens name it.
              cell: (row) => (
                <>
                  {t(lang, row.words)}
                  <br />
                  <code class="muted">{row.action}</code>
                </>
              ),
            },
            { title: say('何人', 'Who'), cell: (row) => t(lang, row.who) },
            { title: say('方式', 'By'), cell: (row) => needs[row.needs] },
            {
              title: say('信函链接', 'By e-mailed link'),
              cell: (row) => (row.link ? w(lang).form.yes : w(lang).form.no),
            },
            { title: say('仅在状态', 'Only in states'), cell: (row) => statesSaid(lang, row.states) || '—' },
          ]}
        />
      </Box>
    </Page>
  );
}
