/** The files of a package on its page: the archive, and a long list in full. */
import type { PaperStanding } from '#actions/kept-papers.ts';
import type { ArchiveState } from '#actions/package/archive.ts';
import type { Package } from '#domain/package/package-record.ts';
import { type Text, text } from '#domain/problem.ts';
import { shownAt, shownDate } from '#domain/shown-dates.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Actions, Box, Button, SummaryList, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import type { OnPage } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { archiveForm, packagePath } from './package-forms.ts';

const stateWords: Readonly<Record<ArchiveState, ReturnType<typeof text>>> = {
  none: text('未制作', 'Not made'),
  making: text('正在制作', 'Being made'),
  failed: text('没有做完', 'Not finished'),
  ready: text('已做好', 'Ready'),
  over: text('已过保存期', 'Kept no longer'),
};

/** Whom and what an archive does not hold. */
const leftOut = ({ left, filesLeft }: NonNullable<Package['archive']>): readonly Text[] => [
  ...(left === 0
    ? []
    : [text(`${left} 个（已撤回、退回或删除个人信息）`, `${left} (withdrawn, returned or erased)`)]),
  ...(filesLeft === 0
    ? []
    : [text(`附件 ${filesLeft} 个（已不存在或放不下）`, `${filesLeft} files (gone or no room)`)]),
];

export const Archive = (
  props: OnPage & { readonly found: Package; readonly state: ArchiveState; readonly mayMake: boolean },
) => {
  const { c, found, state, typed, mayMake } = props;
  const { lang, say } = c.get('frame');
  const { archive } = found;
  const size = archive?.pieces.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  return (
    <Box title={say('压缩包', 'Archive')} id="archive" aside={<Tag>{t(lang, stateWords[state])}</Tag>}>
      {archive !== undefined && (
        <SummaryList
          rows={[
            {
              label: say('进度', 'Progress'),
              value: <a href={`/jobs/${archive.job}`}>{say('后台任务', 'Job')}</a>,
            },
            ...(state === 'ready'
              ? [
                  { label: say('大小', 'Size'), value: `${Math.ceil(size / 1024)} KB` },
                  { label: say('保存至', 'Kept until'), value: t(lang, shownDate(archive.until)) },
                ]
              : []),
            ...leftOut(archive).map((each) => ({ label: say('未放入', 'Left out'), value: t(lang, each) })),
          ]}
        />
      )}
      {state === 'ready' && (
        <Actions>
          <Button href={`${packagePath(found.id)}/archive.zip`}>{say('下载压缩包', 'Download')}</Button>
        </Actions>
      )}
      {mayMake && state !== 'making' && <PostForm c={c} of={archiveForm(found)} typed={typed} />}
    </Box>
  );
};

/** A long list in full that is being made, or can be opened by its form. */
export const Full = ({ c, of }: { readonly c: Ctx; readonly of: PaperStanding }) => {
  const { say } = c.get('frame');
  const { state, done = 0, count = 0 } = of;
  if (state === 'making')
    return (
      <p class="muted">
        {say(
          `未脱敏汇总表正在生成，已办 ${done} / ${count}`,
          `The unmasked list is being made, ${done} of ${count} done`,
        )}
      </p>
    );
  if (state !== 'ready') return null;
  return (
    <p class="muted">
      {say(
        `未脱敏汇总表 ${shownAt(of.madeAt)} 生成，加密保存至 ${shownAt(of.until)}，可以打开`,
        `The unmasked list was made ${shownAt(of.madeAt)} and is kept sealed until ${shownAt(of.until)}; it can be opened`,
      )}
    </p>
  );
};
