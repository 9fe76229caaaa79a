/** A paper that may be long: given at once, or made as a file by a job first; how far it is, and when it was made. */
import type { PaperStanding } from '#actions/kept-papers.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx } from './context.ts';
import { type FormSpec, PostForm } from './post-form.tsx';
import type { Typed } from './take.ts';

export const makingWords = {
  zh: '已开始生成，本页每 3 秒刷新。',
  en: 'The file is being made; this page reloads every 3 seconds.',
} as const;

/** Which form of the page makes a paper. */
export const makeForm = (paper: string): string => `make-${paper}`;

const formOf = ({ paper, state }: PaperStanding, action: string): FormSpec => ({
  form: makeForm(paper),
  action,
  scoped: true,
  tone: 'secondary',
  button: state === 'ready' ? text('重新生成', 'Make it anew') : text('生成文件', 'Make the file'),
});

/** A long paper on its page: `href` is where the file is had, `action` where the form that makes it is posted. */
export const LongPaper = (props: {
  readonly c: Ctx;
  readonly of: PaperStanding;
  readonly title: string;
  readonly href: string;
  readonly action: string;
  readonly typed?: Typed | undefined;
}) => {
  const { c, of, title, href, action, typed } = props;
  const { say } = c.get('frame');
  const { state, count, done = 0, madeAt, until } = of;
  const all = count === undefined ? '' : say(` / ${count}`, ` of ${count}`);
  return (
    <>
      {state === 'ready' ? (
        <a href={href}>{title}</a>
      ) : (
        <span>
          {title}
          {say('：', ': ')}
          {state === 'making'
            ? say(`正在生成，已办 ${done}${all}`, `being made, ${done}${all} done`)
            : state === 'failed'
              ? say('没有做完', 'not finished')
              : count === undefined
                ? say('先生成文件再下载', 'it is made as a file first')
                : say('名单较长，先生成文件再下载', 'long; it is made as a file first')}
        </span>
      )}
      {state === 'ready' && (
        <span class="muted">
          {' '}
          {say(
            `${shownAt(madeAt)} 生成，保存至 ${shownAt(until)}${of.changed ? '；此后记录有变动' : ''}`,
            `made ${shownAt(madeAt)}, kept until ${shownAt(until)}${of.changed ? '; the record has changed since' : ''}`,
          )}
        </span>
      )}
      {of.job !== undefined && state !== 'ready' && (
        <>
          {' '}
          <a href={`/jobs/${of.job}`}>{say('后台任务', 'Job')}</a>
        </>
      )}
      {state !== 'making' && <PostForm c={c} of={formOf(of, action)} typed={typed} />}
    </>
  );
};
