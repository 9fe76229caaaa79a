/** The home page of a visitor: what this is, what is public now, and the way in. */

import type { openNotices } from '#actions/notice/notice-pages.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { shownDay } from '#domain/shown-dates.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';

const words = {
  lead: text(
    '妇联系统荣誉的申报、评选、公示、表彰和查验，都在这里办理。',
    'Nomination, selection, public notice, award and verification of the honours of women’s federations.',
  ),
  nominateSelf: text('自荐或推荐他人', 'Nominate yourself or another'),
  nominateWords: text(
    '个人、家庭可以自荐，也可以推荐身边的人。先确认邮箱，再选择评选活动填写；随时保存，用同一邮箱继续。',
    'People and families may nominate themselves or others. Confirm your e-mail address, choose a programme and fill in; it is saved as you go.',
  ),
  notices: text('正在公示', 'On public notice'),
  noNotices: text('现在没有正在公示的名单。', 'No list is on public notice now.'),
  lists: text('最新表彰', 'Latest honours'),
  noLists: text('今年还没有发布表彰名单。', 'No list was published this year.'),
  more: text('查看全部', 'See all'),
  check: text('查验证书', 'Check a certificate'),
  checkWords: text(
    '输入证书编号或扫描二维码，核对荣誉是否真实有效。',
    'Type the number or scan the code to see whether an honour is genuine and valid.',
  ),
} as const;

/** Lines shown of each list. */
export const newsShown = 5;

/** What is public now. */
export interface News {
  readonly notices: Awaited<ReturnType<typeof openNotices>>['items'];
  readonly lists: readonly HonourList[];
}

/** The page of somebody who has not signed in. */
export const Welcome = (props: { c: Ctx; news: News }) => {
  const { notices, lists } = props.news;
  const frame = props.c.get('frame');
  const { lang } = frame;
  return (
    <Page {...frame} title={t(lang, frame.site.name)} lead={t(lang, words.lead)} current="home">
      <Box title={t(lang, words.nominateSelf)} tone="tinted">
        <p>{t(lang, words.nominateWords)}</p>
        <Actions>
          <Button href="/sign-in?for=nominate">{t(lang, words.nominateSelf)}</Button>
          <Button href="/programmes/open" tone="secondary">
            {w(lang).nav.programmes}
          </Button>
        </Actions>
      </Box>
      <Box title={t(lang, words.notices)} aside={<a href="/notices">{t(lang, words.more)}</a>}>
        {notices.length === 0 ? (
          <p class="muted">{t(lang, words.noNotices)}</p>
        ) : (
          <ul>
            {notices.slice(0, newsShown).map((one) => (
              <li>
                <a href={`/notices/${one.id}`}>{t(lang, titled(one))}</a>{' '}
                <span class="muted">
                  {t(lang, shownDay(one.start))} – {t(lang, shownDay(one.end))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Box>
      <Box title={t(lang, words.lists)} aside={<a href="/honours">{t(lang, words.more)}</a>}>
        {lists.length === 0 ? (
          <p class="muted">{t(lang, words.noLists)}</p>
        ) : (
          <ul>
            {lists.map((one) => (
              <li>
                <a href={`/honours/lists/${one.id}`}>{one.title}</a> <span class="muted">{one.date}</span>
              </li>
            ))}
          </ul>
        )}
      </Box>
      <Box title={t(lang, words.check)}>
        <p>{t(lang, words.checkWords)}</p>
        <Actions>
          <Button href="/check" tone="secondary">
            {t(lang, words.check)}
          </Button>
        </Actions>
      </Box>
    </Page>
  );
};
