/** An organisation's own words for a letter: subject and first paragraphs in both languages; all that a letter must say stands around them. */
import { placesFilled } from '#domain/named-places.ts';
import { type Text, text } from '#domain/problem.ts';
import { same, type Template, type Told } from './template.ts';

export interface LetterWording {
  readonly subject: Text;
  /** Paragraphs by line. */
  readonly lead: Text;
}

const place = (id: string): Text => same(`{${id}}`);

/** A template's own words with its places by id. */
export function standardWording(template: Template): LetterWording {
  const places: Told = {
    now: '',
    tasks: { items: [], count: 0, atLeast: false },
    value: (name) => `{${name}}`,
    words: place,
    programme: place('programme'),
    step: place('step'),
    howMany: place('howMany'),
    firstDue: place('firstDue'),
    late: place('late'),
    result: place('result'),
  };
  const lead = [template.lead(places)].flat();
  return {
    subject: template.subject(places),
    lead: text(lead.map(({ zh }) => zh).join('\n'), lead.map(({ en }) => en).join('\n')),
  };
}

/** One text of a wording with its places filled in from what the letter knows. */
export function worded(kept: Text, data: Told, language: 'zh' | 'en'): string {
  const told: Readonly<Record<string, Text>> = {
    programme: data.programme,
    step: data.step,
    howMany: data.howMany,
    firstDue: data.firstDue,
    late: data.late,
    result: data.result,
  };
  return placesFilled(kept[language], (id) => (told[id] ?? data.words(id))[language]);
}
