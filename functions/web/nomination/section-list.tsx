/** The list of the sections of a draft: what each still lacks, and the way into it. */

import type { Fault } from '#domain/problem.ts';
import { text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, HiddenCsrf, SummaryList, Tag } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import { closingOf, listCrumb, WayOut } from './edit-page.tsx';
import { type OpenedDraft, shutWhy } from './opened-draft.ts';
import { faultsOf, type Section, sectionTitle } from './sections.ts';

const words = {
  title: text('填写申报表', 'Fill in the form'),
  lacking: (n: number) => text(`还差 ${n} 项`, `${n} ${n === 1 ? 'item' : 'items'} missing`),
  done: text('已完成', 'Complete'),
  fill: text('填写', 'Fill in'),
  change: text('修改', 'Change'),
  preview: text('预览并提交', 'Preview and submit'),
  seen: text('预览', 'Preview'),
  whole: text('改为在一页填写', 'All on one page'),
} as const;

/** `missing` is what submission would refuse now. */
export const SectionList = (props: {
  readonly c: Ctx;
  readonly opened: OpenedDraft;
  readonly now: string;
  readonly sections: readonly Section[];
  readonly missing: readonly Fault[];
}) => {
  const { c, opened, now, sections, missing } = props;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const { draft, programme, org } = opened;
  const base = `/nominations/${draft.id}`;
  const shut = shutWhy(opened.seat, now, org.id);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, programme.title)} · ${org.name} · ${w(lang).channels[draft.channel]}`}
      lead={closingOf(lang, opened, now)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
    >
      <Box title={draft.name}>
        <SummaryList
          rows={sections.map((section) => {
            const lacks = faultsOf(section, sections, missing).length;
            return {
              label: sectionTitle(lang, section),
              value: (
                <Tag tone={lacks === 0 ? 'good' : 'neutral'}>
                  {t(lang, lacks === 0 ? words.done : words.lacking(lacks))}
                </Tag>
              ),
              action: {
                href: `${base}/edit?section=${section.n}`,
                text: t(lang, lacks === 0 ? words.change : words.fill),
              },
            };
          })}
        />
      </Box>
      <form method="post" action={`${base}/edit/view`}>
        <HiddenCsrf csrf={csrf} />
        <Actions>
          <Button href={`${base}/preview`} tone={missing.length === 0 ? 'primary' : 'secondary'}>
            {t(lang, shut === undefined ? words.preview : words.seen)}
          </Button>
          <Button tone="quiet">{t(lang, words.whole)}</Button>
        </Actions>
      </form>
      <WayOut opened={opened} lang={lang} csrf={csrf} />
    </Page>
  );
};
