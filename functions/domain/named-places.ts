/** Named places in a text that somebody writes 代入词: typed as 【获奖者姓名】, stored as `{name}`, filled in when it is printed or sent. */
import { nearest } from './nearest.ts';
import { type Fault, fault, type Text, text } from './problem.ts';

export interface NamedPlace {
  readonly label: Text;
  /** What may stand there, for whoever writes the text. */
  readonly example: Text;
}
export type NamedPlaces = Readonly<Record<string, NamedPlace>>;

const bracketed = /[【［]\s*([^【】［］]{1,30}?)\s*[】］]/gu;
const stored = /\{\s*([^{}]{0,40}?)\s*\}/gu;

const idOf = (places: NamedPlaces, said: string): string | undefined =>
  Object.entries(places).find(
    ([, { label }]) => label.zh === said || label.en.toLowerCase() === said.toLowerCase(),
  )?.[0];

/** A text as it is kept: every place that is known by its label in either language becomes `{id}`; all else stays. */
export const placesRead = (places: NamedPlaces, typed: string): string =>
  typed.replace(bracketed, (all, said: string) => {
    const id = idOf(places, said);
    return id === undefined ? all : `{${id}}`;
  });

/** A place as people type it: 【获奖者姓名】. */
export const placeSaid = ({ label }: NamedPlace, lang: 'zh' | 'en'): string => `【${label[lang]}】`;

/** A kept text with its places filled in; what is no place stays as it stands. */
export const placesFilled = (kept: string, toldOf: (id: string) => string | undefined): string =>
  kept.replace(stored, (all, id: string) => toldOf(id) ?? all);

/** A kept text as people read and type it. */
export const placesShown = (places: NamedPlaces, kept: string, lang: 'zh' | 'en'): string =>
  placesFilled(kept, (id) => (Object.hasOwn(places, id) ? placeSaid(places[id]!, lang) : undefined));

/** Which places a kept text has. */
export const placesIn = (kept: string): readonly string[] => [
  ...new Set([...kept.matchAll(stored)].map(([, id = '']) => id)),
];

/**
 * What is wrong with a text of a field: braces that mean no place, and words in 【】 that are none but nearly one; where
 * `strict`, whatever stands in 【】 must be one.
 */
export function placeFaults(
  places: NamedPlaces,
  kept: string,
  { field, label, strict }: { readonly field: string; readonly label: Text; readonly strict: boolean },
): readonly Fault[] {
  const known = Object.values(places);
  const labels = known.flatMap((place) => [place.label.zh, place.label.en]);
  const all = text(
    known.map((place) => placeSaid(place, 'zh')).join(''),
    known.map((place) => placeSaid(place, 'en')).join(''),
  );
  const wrong = (said: string): Fault => {
    const near = nearest(said, [...labels, ...Object.keys(places)]);
    const meant = near === undefined ? undefined : (places[near] ?? places[idOf(places, near) ?? '']);
    return fault(
      field,
      'unknown-word',
      `「${label.zh}」里没有“${said}”这个代入词。${meant === undefined ? '' : `是否应为“${placeSaid(meant, 'zh')}”？`}可以用：${all.zh}`,
      `${label.en}: nothing is called "${said}".${meant === undefined ? '' : ` Did you mean ${placeSaid(meant, 'en')}?`} There are: ${all.en}`,
    );
  };
  const braces = placesIn(kept).filter((id) => !Object.hasOwn(places, id));
  const left = [...kept.matchAll(bracketed)]
    .map(([, said = '']) => said)
    .filter((said) => strict || nearest(said, labels) !== undefined);
  return [...braces, ...left].map(wrong);
}
