/**
 * By a letter's link everything takes two presses, as a decision does: scanners of mail open links, and some send the
 * forms that they find there.
 */
import { type Text, text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Box } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { one, type Posted } from '#web/frame/posted.ts';
import { t } from '#web/frame/words.ts';
import type { Reader } from './worklist-reader.ts';

/** Gives the page of the second press, with what was typed in the first; undefined when this was it, or she signed in. */
export function secondPress(
  c: Ctx,
  who: Reader,
  body: Posted['body'],
  about: {
    /** Which form of the page it is. */
    readonly form: string;
    readonly question: Text;
    /** Names of what the first press sent. */
    readonly kept: readonly string[];
    /** Where "cancel" leads. */
    readonly back: string;
  },
): Response | Promise<Response> | undefined {
  if (who.link === undefined || one(body, 'again') === '1') return undefined;
  const { form, question, kept, back } = about;
  const sent = kept.flatMap((name) => (one(body, name) === '' ? [] : [[name, one(body, name)] as const]));
  const of = {
    ...{ form, action: c.req.path, cancel: back, button: text('确认', 'Confirm') },
    hidden: { ...Object.fromEntries(sent), again: '1' },
  };
  const frame = c.get('frame');
  return c.html(
    <Page {...frame} title={t(frame.lang, question)}>
      <Box>
        <PostForm c={c} of={of} typed={undefined} />
      </Box>
    </Page>,
  );
}
