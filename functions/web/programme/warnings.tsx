/** What is doubtful in a programme or round, told where it is set up and where its honours are published. */
import { type Fault, text } from '#domain/problem.ts';
import { type Lang, t } from '#web/frame/words.ts';

/** Nothing when there is none. */
export const Warnings = ({ lang, warnings }: { readonly lang: Lang; readonly warnings: readonly Fault[] }) =>
  warnings.length === 0 ? null : (
    <div class="flash flash-warning">
      <p class="flash-title">{t(lang, text('发布前请核对', 'Check before publishing'))}</p>
      <ul>
        {warnings.map((each) => (
          <li>{t(lang, each.text)}</li>
        ))}
      </ul>
    </div>
  );
