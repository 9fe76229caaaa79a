/** The words of a short message: that something waits, and where to sign in. No name, no selection, no link of anybody's. */
import { type Text, text } from '#domain/problem.ts';
import { shownInstant } from '#domain/shown-dates.ts';
import type { LetterInput } from './letters.tsx';

const marked = text('演练，', 'Rehearsal. ');

/** One message in the reader's language; its address opens a page that asks to sign in. */
export function shortText(input: Omit<LetterInput, 'params'> & { readonly signature: string }): string {
  const { tasks = { items: [], count: 0, atLeast: false }, now, site, language, template } = input;
  const { count, atLeast } = tasks;
  const due = tasks.items.map((task) => task.due).sort()[0];
  const late = tasks.items.some((task) => task.due <= now);
  const by: Text = due === undefined ? text('', '') : shownInstant(due);
  const many = text(
    atLeast ? `${count} 项以上` : `${count} 项`,
    atLeast ? `more than ${count} tasks` : count === 1 ? '1 task' : `${count} tasks`,
  );
  const what =
    template === 'reminder'
      ? text(
          `您尚有 ${many.zh}待办${late ? '，已有逾期' : `，最早一项请于${by.zh}前办理`}`,
          `You still have ${many.en}${late ? ', some past the date' : `, the first by ${by.en}`}`,
        )
      : text(`您有 ${many.zh}待办，最早一项请于${by.zh}前办理`, `You have ${many.en}, the first by ${by.en}`);
  const address = `${site.url.replace(/\/+$/, '')}/tasks`;
  const said = text(
    `${site.rehearsal ? marked.zh : ''}${what.zh}。请登录办理：${address}`,
    `${site.rehearsal ? marked.en : ''}${what.en}. Sign in: ${address}`,
  );
  return `【${input.signature}】${said[language]}`;
}
