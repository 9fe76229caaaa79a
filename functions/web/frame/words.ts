/** The words of the pages in both languages: `w(lang).buttons.save`, and `t(lang, text)` for a text from elsewhere. */
import { memberOf } from '#domain/members.ts';
import type { Text } from '#domain/problem.ts';
import { commonWords } from './words-common.ts';
import { stateWords } from './words-states.ts';

export type Lang = 'zh' | 'en';

/** What every part of a page is given: the language that it speaks. */
export interface InLang {
  readonly lang: Lang;
}

/** A text whose English may be missing, as a programme writes it. */
export interface Words {
  readonly zh: string;
  readonly en?: string | undefined;
}

/** A tree of texts, and of functions to texts, as heard in one language. */
type Spoken<T> = T extends Text
  ? string
  : T extends (...args: infer A) => Text
    ? (...args: A) => string
    : { readonly [K in keyof T]: Spoken<T[K]> };

const isText = (value: object): value is Text => 'zh' in value && typeof value.zh === 'string';

function speak(tree: unknown, lang: Lang): unknown {
  if (typeof tree === 'function') return (...args: readonly unknown[]) => memberOf(tree(...args), lang);
  if (typeof tree !== 'object' || tree === null) return tree;
  if (isText(tree)) return tree[lang];
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, speak(part, lang)]));
}

const all = { ...commonWords, ...stateWords };
export type Vocabulary = Spoken<typeof all>;
const spoken: Readonly<Record<Lang, Vocabulary>> = {
  zh: speak(all, 'zh') as Vocabulary,
  en: speak(all, 'en') as Vocabulary,
};

/** All words in a language: `w(lang).states.review`, `w(lang).form.count(3, 500)`. */
export const w = (lang: Lang): Vocabulary => spoken[lang];

/** A text in a language; Chinese when a programme has no English words. */
export const t = (lang: Lang, words: Words): string => (lang === 'en' ? (words.en ?? words.zh) : words.zh);

/** The value of `<html lang>` and of Content-Language. */
export const htmlLang = (lang: Lang): string => (lang === 'en' ? 'en' : 'zh-CN');

/** Says one of two texts: a page's own words, written where they stand. */
export const sayIn =
  (lang: Lang) =>
  (zh: string, en: string): string =>
    lang === 'en' ? en : zh;
export type Say = ReturnType<typeof sayIn>;
