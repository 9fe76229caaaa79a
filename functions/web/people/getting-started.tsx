/** The box of a new administrator's home page: the steps to the first open round, each done or not, and the next as a button. */
import { type GettingStarted, nextStart, type StartStep } from '#actions/people/getting-started.ts';
import { type Text, text } from '#domain/problem.ts';
import { Actions, Box, Button, HiddenCsrf, Tag } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  title: text('开始使用', 'Getting started'),
  done: text('已完成', 'Done'),
  open: text('未完成', 'To do'),
  begin: text('开始设置', 'Begin'),
  goOn: text('继续设置', 'Go on'),
  dismiss: text('不再显示', 'Do not show again'),
} as const;

const stepWords = (year: number): Readonly<Record<StartStep, Text>> => ({
  organisation: text(
    '写明由哪个单位组织评选，以及下级单位',
    'Say who runs the selection, and who stands below',
  ),
  members: text('邀请工作人员', 'Invite your colleagues'),
  calendar: text(`载入 ${year} 年放假安排`, `Load the holiday schedule of ${year}`),
  open: text('选择模板，一次开放评选', 'Choose a preset and open the round in one press'),
});

export const GettingStartedBox = (props: { lang: Lang; csrf: string; started: GettingStarted }) => {
  const { lang, started } = props;
  const titles = stepWords(started.year);
  return (
    <Box title={t(lang, words.title)} id="getting-started" tone="tinted">
      <ol>
        {started.steps.map((step) => (
          <li>
            {t(lang, titles[step])}{' '}
            <Tag tone={started.done[step] ? 'good' : 'neutral'}>
              {t(lang, started.done[step] ? words.done : words.open)}
            </Tag>
          </li>
        ))}
      </ol>
      <form method="post" action="/getting-started/dismiss">
        <HiddenCsrf csrf={props.csrf} />
        <Actions>
          <Button href={nextStart(started) === 'calendar' ? `/calendar?setup=${started.org}` : '/setup'}>
            {t(lang, started.isNew ? words.begin : words.goOn)}
          </Button>
          <Button tone="quiet" small>
            {t(lang, words.dismiss)}
          </Button>
        </Actions>
      </form>
    </Box>
  );
};
