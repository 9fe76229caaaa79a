/** What a form says about its saved draft; site.js keeps it up to date where script runs. */
import type { Fault } from '#domain/problem.ts';
import type { Ctx } from './context.ts';
import { fieldId } from './errors.tsx';
import { type InLang, t, w } from './words.ts';

/**
 * Stands inside a form with `data-autosave="<url>"`. site.js posts the form there when it rests and expects JSON
 * `{ savedAt, version?, faults?, compared? }`; `savedAt` is an instant, `version` replaces the form's hidden `_version`,
 * `faults` and `compared` (`id` of the input, `text`) are shown beside their fields: where there is a fault the text saved
 * before stays, what was compared is saved.
 * @param time local time `HH:mm` of the last save, when there was one.
 */
export const AutosaveStatus = ({ lang, time }: InLang & { readonly time?: string | undefined }) => {
  const words = w(lang).form;
  return (
    <p
      class="autosave"
      role="status"
      data-autosave-status
      data-saved={words.savedAt('{time}')}
      data-partly={words.savedPartly('{time}', '{n}')}
      data-signed-out={words.signedOut}
      data-saving={words.saving}
      data-failed={words.notSavedRetry}
      data-unsaved={words.notSaved}
    >
      {time === undefined ? words.notSaved : words.savedAt(time)}
    </p>
  );
};

/** What was saved, as site.js reads it: faults by the id of their input. */
export function savedAnswer(
  c: Ctx,
  saved: Readonly<{ savedAt: string; faults: readonly Fault[]; compared: readonly Fault[] }>,
) {
  const beside = (faults: readonly Fault[]) =>
    faults.map(({ field, text }) => ({ id: fieldId(field), text: t(c.get('frame').lang, text) }));
  return { savedAt: saved.savedAt, faults: beside(saved.faults), compared: beside(saved.compared) };
}
