/** `/organisations/:org/letters`: an organisation's own words for its letters, seen before they are saved, and taken back. */

import { letterWords } from '#actions/letter/letter-input.ts';
import {
  changeLetterText,
  letterText,
  letterTexts,
  previewLetterText,
  resetLetterText,
  shownLetter,
  type WordedLetter,
} from '#actions/letter/letter-texts.ts';
import { type NamedPlaces, placesShown } from '#domain/named-places.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { knownOrganisation } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Markup, type Typed, take } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { LetterText } from './letter-table.tsx';

const words = {
  title: text('信函文字', 'Texts of letters'),
  lead: text(
    '标题和正文可以改；链接、期限、待办列表、落款和安全提示由系统保证，不会改掉。本单位改过的文字，下级单位没有自己的文字时也使用。',
    'Subject and text may be worded anew. Link, dates, tasks, sender and safety notes always stand. Organisations below that have no words of their own use these.',
  ),
  kind: text('信函', 'Letter'),
  subject: text('标题', 'Subject'),
  from: text('文字', 'Words'),
  standard: text('标准文字', 'Standard'),
  preview: text('预览', 'Preview'),
  previews: {
    zh: text('预览（中文）', 'Preview in Chinese'),
    en: text('预览（英文）', 'Preview in English'),
  },
  save: text('保存', 'Save'),
  reset: text('恢复标准文字', 'Restore the standard words'),
  resetAsk: text(
    '本单位的文字将删除，信函改用上级单位的文字或标准文字。',
    'Words of this organisation go; letters use those of one above, or the standard ones.',
  ),
  saved: text('已保存，以后发出的信函使用新的文字', 'Saved; letters that go from now on are worded so'),
  restored: text('已恢复', 'Restored'),
} as const;

const pathOf = (org: string, template?: string): string =>
  `/organisations/${encodeURIComponent(org)}/letters${template === undefined ? '' : `/${template}`}`;

const ownerSaid = (lang: Lang, { from }: WordedLetter): string =>
  from === undefined ? t(lang, words.standard) : `${from.name} · ${shownAt(from.at)}`;

async function listView({ deps }: Web, c: Ctx, org: string): Promise<Markup> {
  const frame = framed(c, undefined);
  const { lang } = frame;
  const letters = await letterTexts(deps, signedIn(c), org);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      lead={t(lang, words.lead)}
      crumbs={[
        {
          href: `/organisations/${encodeURIComponent(org)}`,
          title: (await knownOrganisation(deps.table, org)).name,
        },
      ]}
    >
      <DataTable
        lang={lang}
        caption={t(lang, words.title)}
        rows={letters}
        columns={[
          {
            title: t(lang, words.kind),
            cell: (each) => <a href={pathOf(org, each.template)}>{t(lang, each.title)}</a>,
          },
          {
            title: t(lang, words.subject),
            cell: ({ now, places }) => placesShown(places, now.subject[lang], lang),
          },
          { title: t(lang, words.from), cell: (each) => ownerSaid(lang, each) },
        ]}
      />
    </Page>
  );
}

function formOf(org: string, letter: WordedLetter): FormSpec {
  const { template, now, version } = letter;
  const places: NamedPlaces | undefined = Object.keys(letter.places).length === 0 ? undefined : letter.places;
  return {
    form: 'words',
    action: pathOf(org, template),
    hidden: { version: String(version) },
    button: words.save,
    groups: [
      [
        ask(letterWords, 'subjectZh', { now: now.subject.zh, places, placesIn: 'zh' }),
        ask(letterWords, 'leadZh', { type: 'paragraph', now: now.lead.zh, places, placesIn: 'zh' }),
      ],
      [
        ask(letterWords, 'subjectEn', { now: now.subject.en, places, placesIn: 'en' }),
        ask(letterWords, 'leadEn', { type: 'paragraph', now: now.lead.en, places, placesIn: 'en' }),
      ],
    ],
  };
}

type Shown = ReturnType<typeof shownLetter>;
async function oneView(
  { deps }: Web,
  c: Ctx,
  { org, template, typed, shown }: { org: string; template: string; typed?: Typed; shown?: Shown },
): Promise<Markup> {
  const letter = await letterText(deps, signedIn(c), org, template);
  const frame = framed(c, typed, { saved: words.saved, restored: words.restored });
  const { lang } = frame;
  const now = shown ?? shownLetter(deps, letter);
  const here = pathOf(org, template);
  return (
    <Page
      {...frame}
      title={t(lang, letter.title)}
      caption={ownerSaid(lang, letter)}
      crumbs={[{ href: pathOf(org), title: t(lang, words.title) }]}
    >
      <PostForm c={c} of={formOf(org, letter)} typed={typed}>
        <Actions>
          <Button tone="secondary" formaction={`${here}/preview`}>
            {t(lang, words.preview)}
          </Button>
        </Actions>
      </PostForm>
      {letter.version > 0 && (
        <PostForm
          c={c}
          typed={typed}
          of={{
            form: 'reset',
            action: `${here}/reset`,
            folded: words.reset,
            note: words.resetAsk,
            button: words.reset,
          }}
        />
      )}
      {(['zh', 'en'] as const).map((language) => (
        <Box title={t(lang, words.previews[language])} id={`preview-${language}`}>
          <LetterText {...now[language]} />
        </Box>
      ))}
    </Page>
  );
}

/** Mounted at '/'. */
export const letterTextPages = mounting((pages, web) => {
  const root = '/organisations/:org/letters' as const;
  pages.get(root, async (c) => c.html(await listView(web, c, c.req.param('org'))));
  const at = (c: Ctx) => ({ org: c.req.param('org') ?? '', template: c.req.param('template') ?? '' });
  const about = (c: Ctx) => ({
    ...{ form: 'words', input: letterWords },
    show: (typed: Typed) => oneView(web, c, { ...at(c), typed }),
  });
  pages.get(`${root}/:template`, async (c) => c.html(await oneView(web, c, at(c))));
  pages.get(`${root}/:template/preview`, (c) => c.redirect(pathOf(at(c).org, at(c).template), 303));
  pages.post(`${root}/:template/preview`, (c) =>
    take(c, {
      ...about(c),
      work: async (sent, { body }) => {
        const shown = await previewLetterText(web.deps, signedIn(c), { ...sent, ...at(c) });
        return c.html(await oneView(web, c, { ...at(c), typed: { form: 'words', body }, shown }));
      },
    }),
  );
  pages.post(`${root}/:template`, (c) =>
    take(c, {
      ...about(c),
      work: async (sent) => {
        await changeLetterText(web.deps, signedIn(c), { ...sent, ...at(c) });
        return doneAt(pathOf(at(c).org, at(c).template), 'saved');
      },
    }),
  );
  pages.post(`${root}/:template/reset`, (c) =>
    take(c, {
      ...about(c),
      form: 'reset',
      work: async () => {
        await resetLetterText(web.deps, signedIn(c), at(c));
        return doneAt(pathOf(at(c).org, at(c).template), 'restored');
      },
    }),
  );
});
