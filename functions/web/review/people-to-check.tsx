/** Who is to be checked, as a table: names for all, numbers masked behind a letter's link, in full by a press of whoever is signed in. */
import type { PeopleAsked } from '#actions/review/people-asked.ts';
import { text } from '#domain/problem.ts';
import { usualName } from '#domain/programme/usual-names.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { asked } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { t } from '#web/frame/words.ts';
import { askForm } from '#web/people/sign-in.tsx';
import { type Reader, stepHref } from './worklist-reader.ts';

const words = {
  title: text('核查名单', 'Who is to be checked'),
  nominee: text('对象', 'Nominee'),
  erased: text('个人信息已删除', 'Personal data erased'),
  show: text('显示证件号码（留下记录）', 'Show the numbers (recorded)'),
  shown: text('证件号码已显示，并已记入操作记录。', 'The numbers are shown, and that was recorded.'),
  signIn: text('登录查看证件号码', 'Sign in to see the numbers'),
  signInNote: text(
    '邮件链接只显示脱敏号码。请用收到这封邮件的邮箱登录，登录后显示完整号码并留下记录。',
    'The link of a letter shows masked numbers. Sign in with the address that got it to see them in full; that is recorded.',
  ),
} as const;

/** The tables, one a department; nothing where the programme names nobody to check. */
export const PeopleToCheck = (props: {
  readonly c: Ctx;
  readonly who: Reader;
  readonly task: { readonly round: string; readonly step: string };
  readonly people: readonly PeopleAsked[];
  readonly opened?: boolean;
}) => {
  const { c, who, task, people, opened = false } = props;
  const { lang, csrf } = c.get('frame');
  if (people.length === 0) return null;
  const hidden = people.some(({ personal, erased }) => personal.length > 0 && !erased);
  const cursor = asked(c, 'cursor');
  const here = `${stepHref(who, task)}/numbers${cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`}`;
  const next = `/tasks/${task.round}/${task.step}`;
  return (
    <Box title={t(lang, words.title)}>
      <div class="people">
        {[...Map.groupBy(people, ({ department }) => department)].map(([department, of]) => (
          <DataTable
            lang={lang}
            caption={t(lang, usualName(department))}
            captionShown
            rows={of.flatMap(({ name, people: lines, erased }) =>
              erased ? [{ name, cells: [t(lang, words.erased)] }] : lines.map((cells) => ({ name, cells })),
            )}
            columns={[
              { title: t(lang, words.nominee), cell: (row) => row.name },
              ...(of[0]?.columns ?? []).map(({ zh, en = zh }, n) => ({
                title: t(lang, text(zh, en)),
                cell: (row: { readonly cells: readonly string[] }) => row.cells[n] ?? '',
              })),
            ]}
          />
        ))}
      </div>
      {opened && <p role="status">{t(lang, words.shown)}</p>}
      {hidden && !opened && who.link === undefined && (
        <form method="post" action={here}>
          <HiddenCsrf csrf={csrf} />
          <Actions>
            <Button tone="secondary">{t(lang, words.show)}</Button>
          </Actions>
        </form>
      )}
      {hidden && who.link !== undefined && (
        <PostForm
          c={c}
          typed={undefined}
          of={{
            ...askForm({ email: '', next, purpose: 'work' }),
            folded: words.signIn,
            note: words.signInNote,
          }}
        />
      )}
    </Box>
  );
};
