/** What is wrong with a programme's text, each fault with its line and path, so that it is found in the text beside. */
import type { Fault } from '#domain/problem.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type InLang, sayIn, t } from '#web/frame/words.ts';
import { lineOf } from './programme-text.ts';

/** Nothing when there is no fault. */
export const YamlFaults = ({
  lang,
  content,
  faults,
}: InLang & { readonly content: string; readonly faults: readonly Fault[] }) => {
  if (faults.length === 0) return null;
  const say = sayIn(lang);
  const rows = faults
    .map((fault) => ({ fault, line: lineOf(content, fault.field) }))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="yaml-faults">
      <h2 id="yaml-faults">{say(`有 ${faults.length} 处需要修改`, `${faults.length} things to mend`)}</h2>
      <DataTable
        lang={lang}
        caption={say('需要修改之处', 'What to mend')}
        rows={rows}
        columns={[
          { title: say('行', 'Line'), numeric: true, cell: ({ line }) => line ?? '—' },
          { title: say('位置', 'Path'), cell: ({ fault }) => <code>{fault.field || '—'}</code> },
          { title: say('问题', 'Fault'), header: true, cell: ({ fault }) => t(lang, fault.text) },
        ]}
      />
    </div>
  );
};
