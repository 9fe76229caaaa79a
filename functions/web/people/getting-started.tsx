/** The box of a new administrator's home page: five steps to the first open round, each done or not. */
import { type GettingStarted, type StartStep, startSteps } from '#actions/people/getting-started.ts';
import { type Text, text } from '#domain/problem.ts';
import { Actions, Box, Button, HiddenCsrf, Tag } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  title: text('开始使用', 'Getting started'),
  done: text('已完成', 'Done'),
  open: text('未完成', 'To do'),
  dismiss: text('不再显示', 'Do not show again'),
} as const;

const stepWords = (year: number): Readonly<Record<StartStep, Text>> => ({
  organisation: text('建立下级单位，邀请工作人员', 'Add organisations below and invite your colleagues'),
  calendar: text(`导入 ${year} 年放假安排`, `Load the holiday schedule of ${year}`),
  programme: text('从模板新建评选活动', 'Make a programme from a preset'),
  settings: text('填写本级评选设置', 'Fill in the settings of your level'),
  open: text('到申报开始时间，评选自动开放', 'Open the round: it opens by itself when its window begins'),
});

const hrefs = ({ org, programme }: GettingStarted): Readonly<Record<StartStep, string>> => ({
  organisation: `/organisations/${org}`,
  calendar: '/calendar',
  programme: '/programmes/new',
  settings: programme === undefined ? '/programmes' : `/programmes/${programme}/rounds/new?org=${org}`,
  open: '/rounds',
});

export const GettingStartedBox = (props: { lang: Lang; csrf: string; started: GettingStarted }) => {
  const { lang, started } = props;
  const [titles, links] = [stepWords(started.year), hrefs(started)];
  return (
    <Box title={t(lang, words.title)} id="getting-started" tone="tinted">
      <ol>
        {startSteps.map((step) => (
          <li>
            {started.done[step] ? t(lang, titles[step]) : <a href={links[step]}>{t(lang, titles[step])}</a>}{' '}
            <Tag tone={started.done[step] ? 'good' : 'neutral'}>
              {t(lang, started.done[step] ? words.done : words.open)}
            </Tag>
          </li>
        ))}
      </ol>
      <form method="post" action="/getting-started/dismiss">
        <HiddenCsrf csrf={props.csrf} />
        <Actions>
          <Button tone="secondary" small>
            {t(lang, words.dismiss)}
          </Button>
        </Actions>
      </form>
    </Box>
  );
};
