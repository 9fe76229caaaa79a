/** The history of a record as a timeline: who did what, when; ids and field names only, as the audit trail holds them. */
import { shownAt } from '#domain/shown-dates.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import { readEvents } from '#store/chain.ts';
import type { Table } from '#store/table.ts';
import { Timeline } from '#web/frame/boards.tsx';
import { sayIn, type Typed } from '#web/frame/form.tsx';
import { eventName, memberNames, type NameOf } from '#web/frame/names.ts';
import { Box } from '#web/frame/parts.tsx';
import { type Lang, w } from '#web/frame/words.ts';

export interface History {
  readonly events: readonly AuditEvent[];
  readonly nameOf: NameOf;
  readonly cursor: string | undefined;
}

/** One page of the events of an aggregate, newest first, with the names of who acted. */
export async function readHistory(
  table: Table,
  aggregate: string,
  lang: Lang,
  { limit = 30, cursor }: { readonly limit?: number; readonly cursor?: string | undefined } = {},
): Promise<History> {
  const page = await readEvents(table, aggregate, { limit, cursor, descending: true });
  return {
    events: page.events,
    nameOf: await memberNames(
      table,
      page.events.map((event) => event.actor),
      lang,
    ),
    cursor: page.cursor,
  };
}

/** Events as a timeline. */
export const HistoryView = ({ lang, history }: { readonly lang: Lang; readonly history: History }) => (
  <Timeline
    events={history.events.map((event) => ({
      at: shownAt(event.at),
      dateTime: event.at,
      title: eventName(lang, event.action),
      by: `${history.nameOf(event.actor)}${event.via === 'session' || event.via === 'system' ? '' : ` · ${w(lang).via[event.via as 'link' | 'token'] ?? event.via}`}`,
    }))}
  />
);

/** What happened since the page of a stale form was made, so that its writer can compare. Nothing for other refusals. */
export async function changedSince(
  table: Table,
  aggregate: string,
  lang: Lang,
  typed: Typed | undefined,
): Promise<History | undefined> {
  const isStale = typed?.problem?.kind === 'conflict' && typed.problem.code.endsWith('-changed');
  return isStale ? readHistory(table, aggregate, lang, { limit: 5 }) : undefined;
}

/** The box of a stale form: what others did meanwhile. */
export const ChangedBox = ({
  lang,
  history,
}: {
  readonly lang: Lang;
  readonly history: History | undefined;
}) => {
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
