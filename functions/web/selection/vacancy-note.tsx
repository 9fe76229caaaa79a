/** What a confirmed list left empty, and why: on the desk, beside the list and on the form of the decision. */
import type { Vacancy } from '#domain/selection/selection-records.ts';
import { vacancySaid } from '#domain/selection/vacancies.ts';
import { type Lang, t } from '#web/frame/words.ts';

export const VacancyNote = ({ lang, vacancy }: { readonly lang: Lang; readonly vacancy: Vacancy }) => (
  <p class="muted">{t(lang, vacancySaid(vacancy))}</p>
);
