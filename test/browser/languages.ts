/** What a page of one language says in the other, beside what people typed. */
import type { Database } from '#local/database/database.ts';
import { families, furtherFamily } from '#local/demo/families.ts';
import { streets } from '#local/demo/furong.ts';
import { family } from '../furong.ts';

type Lang = 'zh' | 'en';

/** Rows whose texts are ours: programmes and their revisions, letters' texts and what fills them, the trail. */
const ours = /^(PROG|LET|CHAIN|DUE|EXEC|DEF|WORK|JOB|WAIT)/;
/** Members that hold our words in a stored record: a title that has an English twin beside it. */
const twinned = /^(title|programme|step)(Zh|En)?$|^(label|criteria|steps|groups|tags)$/;

function textsIn(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    const said = value.trim();
    if ([...said].length > 1) found.add(said);
  } else if (Array.isArray(value)) for (const one of value) textsIn(one, found);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) if (!twinned.test(name)) textsIn(one, found);
}

const papers = /^(LIST|CERT|HON|LEDGER|ROLL|PKG|PACKAGE|IDENT)/;
const titlesIn = ({ title, parts = [] }: Record<string, unknown>): unknown => [
  title,
  ...(Array.isArray(parts) ? parts.map((part: { readonly title?: unknown }) => part.title) : []),
];

/** Every text that people typed into the stored records, the longest first. */
export async function typedIn(database: Database): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const row of database.rows('main')) {
    if (ours.test(String(row.pk))) continue;
    textsIn(row, found);
    // What a list, an older honour and a package are called is typed, or stands so on the paper.
    if (papers.test(String(row.pk))) textsIn(titlesIn(row), found);
  }
  // What stands sealed in the records: the forms of the demo and of the gallery.
  textsIn(families, found);
  for (let n = 0; n < 310; n++) textsIn(family(n), found);
  for (let n = 0; n < 60; n++)
    textsIn(
      streets.map((_, street) => furtherFamily(n, street)),
      found,
    );
  return [...found].toSorted((a, b) => b.length - a.length);
}

/** What is shown as it was written: code, what stands in an input. */
const asWritten = /<(script|style|code|pre|textarea|svg)\b[\s\S]*?<\/\1>/g;
/** What is marked as the other language: papers, letters, certificates, the button that changes it. */
const inOther = (lang: Lang): RegExp =>
  new RegExp(`<(\\w+)\\b[^>]* lang="${lang === 'en' ? 'zh-CN' : 'en'}"[^>]*>[\\s\\S]*?</\\1>`, 'g');
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const heardIn = /\s(?:aria-label|title|alt|data-text|data-over|placeholder)="([^"]*)"/g;

/** What a page says, text by text, as a reader sees or hears it. */
function saidOn(html: string, lang: Lang): readonly string[] {
  const body = html.slice(html.indexOf('<head'));
  const shown = body.replace(asWritten, ' ').replace(inOther(lang), ' ');
  const heard = [...shown.matchAll(heardIn)].map(([, said]) => said!);
  return [...shown.split(/<[^>]*>/), ...heard]
    .map((said) => said.replace(/&(\w+|#39);/g, (all, name: string) => entities[name] ?? all).trim())
    .filter((said) => said !== '');
}

/** Names of things that Chinese texts write in Latin letters. */
const known = new Set(
  'Excel Word PDF CSV JSON YAML Atom API HTML QR JPG PNG MP4 XLSX DOCX KB MB GB Cookie WPS A4 A3 AI dpi English txt xlsx csv iframe next Microsoft Authenticator FreeOTP Shift'.split(
    ' ',
  ),
);

/** Addresses, and codes and numbers as they are written. */
const asMachine =
  /https?:\S+|\S+@\S+|\/[\w./-]+|\?list=|npm run [\w: -]+|\b(round|candidacy|nomination|programme):|\b[A-Z]{2,8}(-[\d-]+)?\b/g;

/** The texts of a page that are in the other language, without what was typed. */
export function strangersOn(html: string, lang: Lang, typed: readonly string[]): readonly string[] {
  const strange = lang === 'en' ? /\p{Script=Han}/u : /[A-Za-z]{2,}/;
  const found = saidOn(html, lang).filter((said) => {
    if (!strange.test(said)) return false;
    let rest = said;
    for (const one of typed)
      if (lang === 'zh' && /^[a-z]+$/.test(one) ? rest === one : rest.includes(one))
        rest = rest.replaceAll(one, ' ');
    // Masked: the first characters of what was typed. Letters of a rehearsal say so in both languages.
    rest = rest.replace(/\S{1,12}\*{4}|演练 Rehearsal/g, ' ');
    return lang === 'en'
      ? strange.test(rest)
      : [...rest.replace(asMachine, ' ').matchAll(/[A-Za-z][A-Za-z0-9]+/g)].some(
          ([word]) => !known.has(word),
        );
  });
  return [...new Set(found)];
}
