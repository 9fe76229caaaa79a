/** The sections of a form that is filled in a section a page: its groups, and at the end statements and files. */

import { formFromBody } from '#domain/nomination/form-body.ts';
import { type Fault, type Text, text } from '#domain/problem.ts';
import { askedForm } from '#domain/programme/asked-form.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import type { FormPart } from '#web/frame/form-fields.tsx';
import { groupsOf, pressedRow } from '#web/frame/groups.ts';
import type { Body } from '#web/frame/posted.ts';
import { type Lang, t } from '#web/frame/words.ts';

export interface Section extends FormPart {
  /** Counted from 1. */
  readonly n: number;
  /** The group's title; empty for fields without one, and for the last. */
  readonly title: string;
  readonly said: Text;
  /** Statements, files, and what the channel asks. */
  readonly isLast: boolean;
}

const words = {
  basic: text('基本情况', 'Basics'),
  last: text('附件和承诺', 'Files and statements'),
} as const;

/** What a section is called. */
export const sectionTitle = (
  lang: Lang,
  { isLast, title, said }: Pick<Section, 'isLast' | 'title' | 'said'>,
): string => t(lang, isLast ? words.last : title === '' ? words.basic : said);

/** A form of a single group is one page anyway. */
export const hasSections = (form: Form): boolean => groupsOf(form).length > 1;

/** The sections of a form as these answers make it: one whose fields nobody is asked is left out. */
export function sectionsOf(form: Form, answers: Answers, today: string): readonly Section[] {
  const asked = askedForm(form, answers, today);
  const here = new Set(asked.fields.map(({ id }) => id));
  // A field whose condition stands in its own group is shown or not by what is typed there.
  const groups = groupsOf(form)
    .map(({ fields, ...group }) => {
      const own = new Set(fields.map(({ id }) => id));
      const shown = fields.filter(
        ({ id, when }) => here.has(id) || (when !== undefined && own.has(when.field)),
      );
      return { ...group, fields: shown };
    })
    .filter(({ fields }) => fields.length > 0);
  return [
    ...groups.map((group, i) => ({
      n: i + 1,
      ...group,
      declarations: [],
      isLast: false,
    })),
    {
      n: groups.length + 1,
      title: '',
      said: words.last,
      fields: [],
      declarations: asked.declarations,
      isLast: true,
    },
  ];
}

/** The section of this number, as a form or an address names it; undefined for the whole form. */
export const sectionNamed = (form: Form, answers: Answers, today: string, n: string): Section | undefined =>
  sectionsOf(form, answers, today).find((one) => String(one.n) === n);

/** What was typed; a section leaves what the others hold as it was saved. */
export function answersIn(form: Form, section: Section | undefined, body: Body, saved: Answers): Answers {
  const sent = pressedRow(form, body)?.body ?? body;
  if (section === undefined) return formFromBody(form, sent);
  const asked = new Set<string>([
    ...section.fields.map(({ id }) => id),
    ...(section.isLast ? ['declarations'] : []),
  ]);
  const others = Object.entries(saved).filter(([id]) => !asked.has(id));
  return { ...Object.fromEntries(others), ...formFromBody({ ...form, ...section }, sent) };
}

/** The section that asks a field; the last for whatever is no field of the form. */
export const sectionWith = (all: readonly Section[], field: string): Section | undefined =>
  all.find(({ fields }) => fields.some(({ id }) => id === field)) ?? all.at(-1);

/** The faults that stand in a section; those of files, statements, consent and paper in the last. */
export function faultsOf(section: Section, all: readonly Section[], faults: readonly Fault[]) {
  const inOthers = new Set(all.flatMap(({ fields }) => fields.map(({ id }) => id)));
  const own = new Set(section.fields.map(({ id }) => id));
  return faults.filter(({ field }) => {
    const first = field.split('.')[0]!;
    return section.isLast ? !inOthers.has(first) : own.has(first);
  });
}

/** The files that the last section asks: what decides about them stands in other sections, so it is settled here. */
export function filesAsked(form: Form, answers: Answers, today: string): Form {
  const { attachments } = askedForm(form, answers, today);
  return { ...form, attachments: attachments.map((rule) => ({ ...rule, when: undefined })) };
}
