/** The history of a record as a timeline: who did what, when and why, each by name. */
import { shownAt } from '#domain/shown-dates.ts';
import { readEvents } from '#store/chain.ts';
import type { Table } from '#store/table.ts';
import { Timeline } from '#web/frame/boards.tsx';
import type { Typed } from '#web/frame/form.tsx';
import { Box } from '#web/frame/parts.tsx';
import { type InLang, type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { type EventLine, linesOf } from './event-lines.ts';

export interface History {
  readonly lines: readonly EventLine[];
  readonly cursor: string | undefined;
}

/** One page of the events of an aggregate, newest first, for somebody who may read all that was said of it. */
export async function readHistory(
  table: Table,
  aggregate: string,
  { limit = 30, cursor }: { readonly limit?: number; readonly cursor?: string | undefined } = {},
): Promise<History> {
  const page = await readEvents(table, aggregate, { limit, cursor, descending: true });
  return { lines: await linesOf(table, aggregate, page.events, { judged: true }), cursor: page.cursor };
}

/** Who, and how: by a link or a token, or carried out for her by the machine. */
export function whoIn(lang: Lang, { event, who }: EventLine): string {
  const { via, actor } = event;
  const how =
    via === 'link' || via === 'token'
      ? w(lang).via[via]
      : via === 'system' && actor !== 'system' && actor !== 'public'
        ? sayIn(lang)('依其决定自动办理', 'carried out as decided')
        : undefined;
  return [t(lang, who), ...(how === undefined ? [] : [how])].join(' · ');
}

/** What a line says beyond its event: from what to what, details, the reason. */
export const LineBody = ({ lang, line }: { readonly lang: Lang; readonly line: EventLine }) => (
  <>
    {[...line.changes, ...line.details].map((each) => (
      <div>{t(lang, each)}</div>
    ))}
    {line.reason !== undefined && line.reason !== '' && (
      <p class="prose">
        {sayIn(lang)('原因：', 'Reason: ')}
        {line.reason}
      </p>
    )}
  </>
);

/** Events as a timeline. */
export const HistoryView = ({ lang, history }: { readonly lang: Lang; readonly history: History }) => (
  <Timeline
    events={history.lines.map((line) => ({
      at: shownAt(line.event.at),
      dateTime: line.event.at,
      title: t(lang, line.what),
      by: whoIn(lang, line),
      body: <LineBody lang={lang} line={line} />,
    }))}
  />
);

/** What happened since the page of a stale form was made, so that its writer can compare. Nothing for other refusals. */
export async function changedSince(
  table: Table,
  aggregate: string,
  typed: Typed | undefined,
): Promise<History | undefined> {
  const isStale = typed?.problem?.kind === 'conflict' && typed.problem.code.endsWith('-changed');
  return isStale ? readHistory(table, aggregate, { limit: 5 }) : undefined;
}

/** The box of a stale form: what others did meanwhile. */
export const ChangedBox = ({ lang, history }: InLang & { readonly history: History | undefined }) => {
  if (history === undefined) return null;
  const say = sayIn(lang);
  return (
    <Box title={say('刚才发生的变化', 'What changed meanwhile')} tone="tinted">
      <p>
        {say(
          '您填写的内容仍在下面的表单中。请对照最新情况，确认后再提交一次。',
          'What you typed is still in the form below. Compare it with the newest state, then send it again.',
        )}
      </p>
      <HistoryView lang={lang} history={history} />
    </Box>
  );
};
