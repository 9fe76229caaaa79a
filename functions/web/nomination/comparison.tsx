/** Two nominees side by side: photographs, then every field in a row, for a desk screen; on a phone one below the other. */

import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { maskPersonal } from '#domain/nomination/personal.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import { answeredForm } from '#domain/programme/asked-form.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { AnswerValue, isAccount } from '#web/frame/answers-view.tsx';
import { type Lang, t } from '#web/frame/words.ts';
import { Photographs } from './photographs.tsx';

const words = {
  field: text('项目', 'Item'),
  photographs: text('照片', 'Photographs'),
  caption: text('并排比较', 'Side by side'),
} as const;

export interface Compared {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly form: Form;
  readonly answers: Answers;
  readonly photographs: readonly Attachment[];
  readonly fileHref: ((file: string) => string) | undefined;
}

/** Two ids, or what is wrong with the choice. */
export function pairIn(chosen: readonly string[]): readonly [string, string] | Fault {
  const [a, b, ...more] = [...new Set(chosen)];
  return a === undefined || b === undefined || more.length > 0
    ? fault('who', 'two-needed', '请勾选两个对象进行比较', 'Tick two nominees to compare')
    : [a, b];
}

/** The fields of both, accounts of deeds first, each once. */
function fieldsOf(pair: readonly Compared[]) {
  const all = pair.flatMap(({ form, answers }) => answeredForm(form, answers).fields);
  const once = [...new Map(all.map((field) => [field.id, field])).values()];
  return [...once.filter(isAccount), ...once.filter((field) => !isAccount(field))];
}

/** Personal data are masked. */
export const Comparison = ({ lang, pair }: { readonly lang: Lang; readonly pair: readonly Compared[] }) => {
  const masked = pair.map(({ form, answers }) => maskPersonal(form, answers));
  const hasPhotographs = pair.some(({ photographs }) => photographs.length > 0);
  return (
    <table class="compare">
      <caption class="visually-hidden">{t(lang, words.caption)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(lang, words.field)}</th>
          {pair.map(({ name, href }) => (
            <th scope="col">
              <a href={href}>{name}</a>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hasPhotographs && (
          <tr>
            <th scope="row">{t(lang, words.photographs)}</th>
            {pair.map((each, i) => (
              <td data-title={each.name}>
                <Photographs
                  lang={lang}
                  files={each.photographs}
                  hrefOf={each.fileHref}
                  id={`photo-${i === 0 ? 'a' : 'b'}`}
                />
              </td>
            ))}
          </tr>
        )}
        {fieldsOf(pair).map((field) => (
          <tr>
            <th scope="row">{t(lang, field.label)}</th>
            {pair.map(({ name }, i) => (
              <td data-title={name}>
                <AnswerValue lang={lang} field={field} value={masked[i]![field.id]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
