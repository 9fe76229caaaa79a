/** Routes of an organisation's own words for its letters. */
import * as z from 'zod';
import { letterWords } from '#actions/letter/letter-input.ts';
import {
  changeLetterText,
  letterText,
  letterTexts,
  previewLetterText,
  resetLetterText,
  type WordedLetter,
} from '#actions/letter/letter-texts.ts';
import { placesShown } from '#domain/named-places.ts';
import { routesOf } from '#web/api/route.ts';
import { instant, named, words } from '#web/api/schemas.ts';

const ofLetters = routesOf('letters');

const wording = z.object({ subject: words, lead: words });
const worded = named(
  'WordedLetter',
  z.object({
    template: z.string(),
    title: words,
    standard: wording,
    now: wording,
    /** What may stand in it, as it is typed. */
    places: z.array(z.object({ label: words, example: words })),
    from: z.object({ org: z.string(), name: z.string(), at: instant }).optional(),
    version: z.int(),
  }),
);
const rendered = z.object({ subject: z.string(), text: z.string() });
const sent = z.object({ zh: rendered, en: rendered });

/** As it is typed: 【对象】 for its places. */
function said({ places, standard, now, from, ...letter }: WordedLetter) {
  const both = ({ zh, en }: { readonly zh: string; readonly en: string }) => ({
    zh: placesShown(places, zh, 'zh'),
    en: placesShown(places, en, 'en'),
  });
  const shown = ({ subject, lead }: WordedLetter['now']) => ({ subject: both(subject), lead: both(lead) });
  return {
    ...letter,
    ...{ standard: shown(standard), now: shown(now), places: Object.values(places) },
    ...(from !== undefined && { from }),
  };
}

const all = '/api/organisations/{org}/letters' as const;
const one = `${all}/{template}` as const;
const example = {
  subjectZh: '【待办】【评选活动】：请办理【环节】',
  leadZh: '请在【办理期限】前打开待办清单，逐项答复【待办项数】。',
  subjectEn: 'To do: 【Step】 in 【Selection】',
  leadEn: 'Open your worklist and answer 【Number of tasks】 by 【Due】.',
  version: 0,
};

export const letterTextRoutes = [
  ofLetters.get({
    path: all,
    id: 'listLetterTexts',
    needs: 'admin',
    summary: { zh: '单位的信函文字', en: 'How the letters of an organisation are worded' },
    answer: z.object({ items: z.array(worded) }),
    handle: async (deps, actor, { params }) => ({
      items: (await letterTexts(deps, actor, params.org)).map(said),
    }),
  }),
  ofLetters.get({
    path: one,
    id: 'getLetterText',
    needs: 'admin',
    summary: { zh: '一种信函的文字', en: 'How one kind of letter is worded' },
    answer: worded,
    handle: async (deps, actor, { params }) =>
      said(await letterText(deps, actor, params.org, params.template)),
  }),
  ofLetters.put({
    path: one,
    id: 'changeLetterText',
    needs: 'admin',
    summary: { zh: '修改一种信函的文字', en: 'Word a kind of letter anew' },
    body: letterWords,
    example,
    answer: worded,
    handle: async (deps, actor, { params, body }) =>
      said(await changeLetterText(deps, actor, { ...body, ...params })),
  }),
  ofLetters.post({
    path: `${one}/preview`,
    id: 'previewLetterText',
    needs: 'admin',
    summary: { zh: '预览修改后的信函，不保存', en: 'See a letter in other words; saves nothing' },
    body: letterWords,
    example,
    answer: sent,
    handle: (deps, actor, { params, body }) => previewLetterText(deps, actor, { ...body, ...params }),
  }),
  ofLetters.post({
    path: `${one}/reset`,
    id: 'resetLetterText',
    needs: 'admin',
    summary: { zh: '恢复信函的标准文字', en: 'Restore the standard words of a letter' },
    answer: worded,
    handle: async (deps, actor, { params }) => said(await resetLetterText(deps, actor, params)),
  }),
];
