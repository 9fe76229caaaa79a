/** The guided set-up: the frame of its pages, which organisation they are about, and the step that comes next. */
import type { Child } from 'hono/jsx';
import { type GettingStarted, gettingStarted, type StartStep } from '#actions/people/getting-started.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Text, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { StepProgress } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import type { Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';

/** Each step by its name. */
export const stepTitles: Readonly<Record<StartStep, Text>> = {
  organisation: text('单位', 'Organisation'),
  members: text('人员', 'People'),
  calendar: text('放假安排', 'Holidays'),
  open: text('评选活动', 'Programme'),
};

/** Where each step is done. */
export const stepHref = (step: StartStep, org: string): string =>
  step === 'calendar'
    ? `/calendar?${new URLSearchParams({ setup: org })}`
    : `/setup/${step}?${new URLSearchParams({ org })}`;

export interface Guided {
  readonly org: Organisation;
  readonly started: GettingStarted;
}

/** The organisation of `?org=` (`?setup=` of a page that stands for itself too), else the federation that the reader administers. */
export async function guided(web: Web, c: Ctx): Promise<Guided> {
  const started = await gettingStarted(web.deps, signedIn(c), c.req.query('org') ?? c.req.query('setup'));
  return { started, org: await getOrganisation(web.deps.table, started.org) };
}

const done = {
  organisation: text('单位已建立，您是它的管理员。', 'The organisation is there, and you administer it.'),
  members: text('已邀请，每人都会收到邮件。', 'Invited; each of them gets a letter.'),
  administrator: text('您已是该单位的管理员。', 'You administer it now.'),
  unchanged: text('这些人员都已有这些角色。', 'All of them have these roles already.'),
} as const;

/** A page of the set-up, its steps above it. */
export const GuidePage = (props: {
  readonly c: Ctx;
  readonly at: StartStep;
  readonly of: Guided;
  readonly typed: Typed | undefined;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly children?: Child;
}) => {
  const { c, at, of } = props;
  const { lang, say } = c.get('frame');
  const { started, org } = of;
  return (
    <Page
      {...framed(c, props.typed, done)}
      title={props.title}
      caption={started.isNew ? say('开始使用', 'Getting started') : org.name}
      lead={props.lead}
      current="home"
    >
      <StepProgress
        lang={lang}
        label={say('设置步骤', 'Steps of the set-up')}
        steps={started.steps.map((step) => ({
          title: t(lang, stepTitles[step]),
          state: step === at ? 'current' : started.done[step] ? 'done' : 'todo',
          ...(step !== at && { href: stepHref(step, org.id) }),
        }))}
      />
      {props.children}
    </Page>
  );
};
