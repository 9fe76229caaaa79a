/** What faults call the parts of a programme: phases, steps and fields by the titles that a clerk sees, never by their codes. */
import { type Text, text } from '#domain/problem.ts';
import { stepWords } from '#domain/step-kinds.ts';
import type { Field, Form } from './form.ts';
import { editionTitle, type Programme } from './programme.ts';
import type { Phase, Step } from './step.ts';
import { titled } from './usual-names.ts';

/** What a step is called: its own title, else the words of its kind; those also say in English what has no English title. */
export function stepTitle({ kind, title, titleEn }: Pick<Step, 'kind' | 'title' | 'titleEn'>): Text {
  const usual = stepWords[kind];
  if (title === undefined) return usual;
  const { en } = titled({ title, titleEn });
  return text(title, en === title ? usual.en : en);
}

/** One edition among others, as lists and captions name it: 2027年最美家庭, the second of a year 2027年第2次…. */
export function editionSaid({ edition, title }: Pick<Programme, 'edition' | 'title'>): Text {
  const [year, nth] = edition.split('-');
  const said = title.zh.includes(year!)
    ? title.zh
    : `${year}年${nth === undefined ? '' : `第${Number(nth)}次`}${title.zh}`;
  return text(said, `${title.en ?? title.zh} ${edition}`);
}

/** What a round of a programme is called, as its record keeps it. */
export const roundTitles = ({ title: { zh, en } }: Pick<Programme, 'title'>) => ({
  title: zh,
  ...(en !== undefined && { titleEn: en }),
});

/** What a notice of a programme is called, as its record keeps it. */
export const noticeTitles = (programme: Pick<Programme, 'edition' | 'title'>) => ({
  title: editionTitle(programme),
  ...(programme.title.en !== undefined && { titleEn: editionSaid(programme).en }),
});

/** A phase by its steps. */
export function phaseWords({ steps }: Phase): Text {
  const words = steps.map(stepTitle);
  return text(words.map(({ zh }) => zh).join('、'), words.map(({ en }) => en).join(', '));
}

/** A field's English label, else the Chinese one. */
export const labelEn = ({ label }: Pick<Field, 'label'>): string => label.en ?? label.zh;

/** A field by its label; the channel is asked of everybody; what is in no form keeps its code. */
export function fieldWords({ fields }: Pick<Form, 'fields'>, id: string): Text {
  if (id === 'channel') return text('申报渠道', 'channel');
  const field = fields.find((one) => one.id === id);
  return field === undefined ? text(id, id) : text(field.label.zh, labelEn(field));
}
