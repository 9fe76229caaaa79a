/** Every letter of the system: from template and parameters to subject, text and HTML in the reader's language. */
import { keysOf } from '#domain/members.ts';
import type { SmsKind } from '#domain/people/mobile.ts';
import { type Text, text } from '#domain/problem.ts';
import { shownInstant } from '#domain/shown-dates.ts';
import { letterHtml } from './layout.tsx';
import { type LetterWording, standardWording, worded } from './letter-wording.ts';
import { plainText } from './plain.ts';
import type { Language, RenderedLetter, Sheet } from './sheet.ts';
import { type LetterTask, type LetterTasks, type Template, type Told, thisSelection } from './template.ts';
import { outcomeTemplates } from './templates-outcome.ts';
import { recheckTemplates } from './templates-recheck.ts';
import { roundTemplates } from './templates-round.ts';
import { standingTemplates } from './templates-standing.ts';
import { workTemplates } from './templates-work.ts';

export type { LetterWording } from './letter-wording.ts';
export type { Language, RenderedLetter } from './sheet.ts';
export type { LetterTask, LetterTasks } from './template.ts';

export const templates = {
  ...workTemplates,
  ...outcomeTemplates,
  ...recheckTemplates,
  ...roundTemplates,
  ...standingTemplates,
} as const;
export type TemplateName = keyof typeof templates;
export const templateNames = keysOf(templates);
export const isTemplate = (name: string): name is TemplateName => Object.hasOwn(templates, name);

const templateOf = (name: TemplateName): Template => templates[name];

/** How the outbox names a letter. */
export const templateTitle = (name: TemplateName): Text => templates[name].title;
/** True when the letter lists tasks, and so has nothing to say without any. */
export const listsTasks = (name: TemplateName): boolean => templateOf(name).listsTasks === true;
/** True when the letter has nothing to say to somebody who left before it went. */
export const lapses = (name: TemplateName): boolean => templateOf(name).lapses === true;
/** True when the letter holds a one-time link and code, and cannot be written without them. */
export const carriesSecret = (name: TemplateName): boolean => templateOf(name).carriesSecret === true;
/** What a member chooses, where the letter may go to her telephone too. */
export const shortKind = (name: TemplateName): SmsKind | undefined => templateOf(name).short;
/** How many tasks a letter lists by name; the rest is a number. */
export const listedTasks = 20;

export interface LetterInput {
  readonly template: TemplateName;
  readonly language: Language;
  readonly params: Readonly<Record<string, string | number>>;
  /** Instant of sending: says which tasks are late. */
  readonly now: string;
  readonly site: { readonly url: string; readonly name: Text; readonly rehearsal: boolean };
  /** Whole address of what the letter opens. */
  readonly link?: string;
  readonly tasks?: LetterTasks;
  /** The organisation's own words for it, where it has some (letter-wording.ts). */
  readonly wording?: LetterWording | undefined;
}

const noTasks: LetterTasks = { items: [], count: 0, atLeast: false };

function told({ template, params, now, tasks = noTasks }: LetterInput): Told {
  const value = (name: string): string => String(params[name] ?? '');
  const words: Told['words'] = (name, otherwise = text('', '')) => {
    const plain = value(name);
    const zh = value(`${name}Zh`) || plain || otherwise.zh;
    return text(zh, value(`${name}En`) || plain || (zh === otherwise.zh ? otherwise.en : zh));
  };
  const { count, atLeast } = tasks;
  const late = tasks.items.filter((task) => task.due <= now).length;
  const data = {
    ...{ now, tasks, value, words },
    firstDue: shownInstant(tasks.items.map((task) => task.due).sort()[0] ?? now),
    late:
      late === 0
        ? text('', '')
        : text(`，下表中有 ${late} 项已过办理期限`, `; ${late} of those listed are past their date`),
    programme: words('programme', thisSelection),
    step: words('step', text('评选', 'selection')),
    // Shown before it is sent, or opened when all is done: a letter never says that nothing is to do.
    howMany:
      count === 0
        ? text('若干项', 'some tasks')
        : atLeast
          ? text(`${count} 项以上`, `more than ${count} tasks`)
          : text(`${count} 项`, count === 1 ? '1 task' : `${count} tasks`),
  };
  return { ...data, result: templateOf(template).result?.(data) ?? text('', '') };
}

/** 征求意见（公安、文明办）: a contact may be that of several departments. */
const taskWords = ({ title, departments = [] }: LetterTask, language: Language): string =>
  departments.length === 0
    ? title[language]
    : language === 'zh'
      ? `${title.zh}（${departments.join('、')}）`
      : `${title.en} (${departments.join(', ')})`;

function tableOf(tasks: LetterTasks, language: Language): NonNullable<Sheet['table']> {
  const listed = tasks.items.slice(0, listedTasks);
  const left = tasks.count - listed.length;
  const more = tasks.atLeast
    ? text(`另有 ${left} 项以上，请在待办清单中查看。`, `There are more than ${left} others in the worklist.`)
    : text(`另有 ${left} 项，请在待办清单中查看。`, `There are ${left} more in the worklist.`);
  const head = [text('申报对象', 'Nominee'), text('事项', 'Task'), text('办理期限', 'Due')];
  return {
    head: head.map((words) => words[language]),
    rows: listed.map((task) => [task.name, taskWords(task, language), shownInstant(task.due)[language]]),
    ...(left > 0 && { more: more[language] }),
  };
}

const banner = text(
  '演练邮件：以下内容仅供演练，不产生任何实际效力。',
  '演练 Rehearsal: this letter is an exercise and has no effect.',
);
const marked = text('【演练】', '[演练 Rehearsal] ');
const automatic = text('系统自动发送，请勿直接回复。', 'Sent automatically; please do not reply.');
const orCopy = text(
  '如按钮无法打开，请将以下网址复制到浏览器：',
  'If the button does not work, copy this address:',
);
/** Subjects stay on one line whatever a name holds, so that no header can be smuggled in. */
const oneLine = (words: string): string => words.replace(/[\p{Cc}\s]+/gu, ' ').trim();

function sheetOf(input: LetterInput): Sheet {
  const { language, site, wording } = input;
  const template: Template = templates[input.template];
  const data = told(input);
  const say = (words: Text): string => words[language];
  return {
    language,
    subject:
      (site.rehearsal ? say(marked) : '') +
      oneLine(wording === undefined ? say(template.subject(data)) : worded(wording.subject, data, language)),
    ...(site.rehearsal && { banner: say(banner) }),
    greeting: say(text('您好！', 'Hello,')),
    lead:
      wording === undefined
        ? [template.lead(data)].flat().map(say)
        : worded(wording.lead, data, language).split(/\n+/),
    facts: (template.facts?.(data) ?? [])
      .map(([label, value]) => [say(label), say(value)] as const)
      .filter(([, value]) => value !== ''),
    ...(template.listsTasks === true && { table: tableOf(data.tasks, language) }),
    ...(input.link !== undefined &&
      template.action !== undefined && {
        action: { label: say(template.action), url: input.link, orCopy: say(orCopy) },
      }),
    notes: (template.notes ?? []).map(say),
    footer: [say(template.why(data)), `${say(site.name)} · ${site.url} · ${say(automatic)}`],
  };
}

/** A letter's words as they stand without an organisation's own, with its places by id. */
export const standardOf = (name: TemplateName): LetterWording => standardWording(templateOf(name));

/** Writes a letter. Text and HTML come from the same sheet; nothing remote is loaded. */
export function renderLetter(input: LetterInput): RenderedLetter {
  const sheet = sheetOf(input);
  return { subject: sheet.subject, text: plainText(sheet), html: letterHtml(sheet) };
}
