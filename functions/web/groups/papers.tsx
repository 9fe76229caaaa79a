/** `/rounds/:id/papers/…`: the papers of a round, made from the stored record; long ones as files, by a job. */

import { Hono } from 'hono';
import * as z from 'zod';
import type { GivenPaper, PaperStanding } from '#actions/kept-papers.ts';
import {
  giveRoundPaper,
  makeRoundPaper,
  paperIndex,
  paperNamed,
  type RoundPaper,
  roundPaper,
} from '#actions/round/round-papers.ts';
import type { Deps } from '#deps';
import { text } from '#domain/problem.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { titled } from '#domain/programme/usual-names.ts';
import type { Round } from '#domain/round/round-record.ts';
import { summaryKinds } from '#domain/running/kept-paper-record.ts';
import { officialPaper } from '#papers/official-paper.ts';
import type { PaperBlock } from '#papers/paper.ts';
import { asked, PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { LongPaper, makeForm, makingWords } from '#web/frame/kept-paper.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box } from '#web/frame/parts.tsx';
import { sendPaper, writtenIn } from '#web/frame/send.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, type Say, t } from '#web/frame/words.ts';
import { certificateLookPages } from '#web/honour/certificate-look.tsx';

const trancheOf = (c: Ctx): number | undefined => {
  const n = Number(asked(c, 'tranche'));
  return Number.isSafeInteger(n) && n >= 1 && n <= 999 ? n : undefined;
};
const basePath = (id: string) => `/rounds/${encodeURIComponent(id)}/papers`;

const formats = { docx: 'Word', pdf: 'PDF' } as const;
const titlesOf = (say: Say, stage: Stage) => ({
  notice: say('公示正文', 'Text of the notice'),
  approval: stage.honour ? say('决定', 'Decision') : say('审定意见', 'Decision'),
  report: say('推荐工作报告', 'Report on the recommendation'),
  certificates: say('全部证书（PDF）', 'All certificates (PDF)'),
  tags: say('席卡（PDF，每页十张）', 'Name tags (PDF, ten a sheet)'),
  labels: say(
    '地址标签（PDF，A4 标签纸 3×8，每枚 70×37 毫米）',
    'Address labels (PDF, A4 sheets of 3 × 8 labels of 70 × 37 mm)',
  ),
  ceremony: say(
    '颁奖仪式名单（Excel，含座位和签到）',
    'List for the ceremony (Excel, with seats and attendance)',
  ),
  merge: say('邮件合并数据（Excel）', 'Data for a mail merge (Excel)'),
  archive: say('全部材料（压缩包）', 'All papers as one archive'),
});

function titleOf(say: Say, choice: RoundPaper, stage: Stage): string {
  if (choice.paper !== 'summary') {
    const as =
      'as' in choice && choice.as !== undefined
        ? say(`（${formats[choice.as]}）`, ` (${formats[choice.as]})`)
        : choice.paper === 'report'
          ? ' (txt)'
          : '';
    return `${titlesOf(say, stage)[choice.paper]}${as}`;
  }
  return {
    inbox: say('申报汇总表（全部申报）', 'Everything that came in'),
    recommended: say('推荐汇总表（上报对象）', 'Who is recommended up'),
    tranche: say('本批汇总表', 'Summary list'),
  }[choice.of];
}

/** A text that is a page to print as well. */
const isPage = (choice: RoundPaper): boolean =>
  (choice.paper === 'notice' || choice.paper === 'approval') && choice.as === undefined;

/** Where a paper is had: a text as a page to print, anything else as a file. */
function hrefOf(base: string, choice: RoundPaper, key: string): string {
  if (choice.paper === 'summary')
    return `${base}/summary.xlsx?of=${choice.of}${choice.tranche === undefined ? '' : `&tranche=${choice.tranche}`}`;
  return isPage(choice) ? `${base}/${choice.paper}?tranche=${choice.tranche}` : `${base}/file/${key}`;
}

const Line = (props: {
  readonly c: Ctx;
  readonly base: string;
  readonly stage: Stage;
  readonly paper: PaperStanding & { readonly choice: RoundPaper };
  readonly typed: Typed | undefined;
}) => {
  const { c, base, stage, paper, typed } = props;
  const { choice } = paper;
  const title = titleOf(c.get('frame').say, choice, stage);
  const href = hrefOf(base, choice, paper.paper);
  const isThere = paper.state === 'short' || paper.state === 'ready';
  return (
    <li id={paper.paper}>
      {paper.state === 'short' ? (
        <a href={href}>{title}</a>
      ) : (
        <LongPaper {...{ c, title, href, typed }} of={paper} action={`${base}/${paper.paper}`} />
      )}
      {isPage(choice) && isThere && (
        <>
          {' '}
          (<a href={href.replace('?', '.txt?')}>txt</a>)
        </>
      )}
    </li>
  );
};

/** What belongs to a round's papers and has a page of its own. */
const furtherWords = {
  title: text('另行办理', 'Made on pages of their own'),
  letters: text('征求意见函（附回复表）', 'Letters to departments, with a reply form'),
  certificate: text('证书样式：纸张、底图和位置', 'Look of the certificates: paper, background, places'),
  packages: text(
    '报送包：几个活动的材料一起报送上级',
    'Packages: papers of several programmes for the level above',
  ),
} as const;

const Further = ({
  lang,
  round,
  stage,
}: {
  readonly lang: Lang;
  readonly round: Round;
  readonly stage: Stage;
}) => {
  const at = `/rounds/${encodeURIComponent(round.id)}`;
  const pages = [
    ...(stage.steps.some(({ kind }) => kind === 'opinions')
      ? [{ href: `${at}/opinion-letters`, words: furtherWords.letters }]
      : []),
    ...(stage.honour ? [{ href: `${at}/certificate`, words: furtherWords.certificate }] : []),
    ...(stage.recommend
      ? [{ href: `/packages?org=${encodeURIComponent(round.org)}`, words: furtherWords.packages }]
      : []),
  ];
  if (pages.length === 0) return null;
  return (
    <Box title={t(lang, furtherWords.title)} tone="tinted">
      <ul>
        {pages.map(({ href, words }) => (
          <li>
            <a href={href}>{t(lang, words)}</a>
          </li>
        ))}
      </ul>
    </Box>
  );
};

async function indexPage(c: Ctx, deps: Deps, id: string, typed?: Typed) {
  const frame = c.get('frame');
  const { say } = frame;
  const { round, stage, tranches, papers } = await paperIndex(deps, signedIn(c), id);
  const base = basePath(id);
  const lines = (isOf: (choice: RoundPaper) => boolean) =>
    papers
      .filter(({ choice }) => isOf(choice))
      .map((paper) => <Line {...{ c, base, stage, paper, typed }} />);
  // Without script the browser asks again by itself; by header, as the page's policy allows.
  if (papers.some(({ state }) => state === 'making')) c.header('refresh', '3');
  return (
    <Page
      {...framed(c, typed, { making: makingWords })}
      title={say('材料与导出', 'Papers')}
      caption={t(frame.lang, titled(round))}
      current="rounds"
      crumbs={[{ href: `/rounds/${encodeURIComponent(id)}`, title: t(frame.lang, titled(round)) }]}
      lead={say(
        '以下材料都由系统记录生成，无需重复填写；个人信息已隐去。',
        'These are made from the record, nothing is typed twice; personal data are masked.',
      )}
    >
      <PublicStyle />
      <Box title={say('整轮材料', 'Of the whole round')}>
        <ul>{lines((choice) => choice.tranche === undefined)}</ul>
      </Box>
      {tranches.map(({ n, entries }) => (
        <Box title={say(`第 ${n} 批（${entries.length} 个）`, `Tranche ${n} (${entries.length})`)}>
          <ul>{lines((choice) => choice.tranche === n)}</ul>
        </Box>
      ))}
      <Further lang={frame.lang} round={round} stage={stage} />
    </Page>
  );
}

/** A long paper that is not made yet leads to the page where it is made; a short or finished one is given by `give`. */
async function given(
  c: Ctx,
  deps: Deps,
  choice: RoundPaper,
  give: (paper: GivenPaper) => Response | Promise<Response>,
): Promise<Response> {
  const { state, paper } = await roundPaper(deps, signedIn(c), choice);
  if (state !== 'short' && state !== 'ready') return c.redirect(`${basePath(choice.round)}#${paper}`, 303);
  return give(await giveRoundPaper(deps, signedIn(c), choice));
}

const summary = (c: Ctx, deps: Deps, round: string) => {
  const of = summaryKinds.find((kind) => kind === asked(c, 'of')) ?? 'tranche';
  const tranche = trancheOf(c);
  const choice = { paper: 'summary', round, of, ...(tranche !== undefined && { tranche }) } as const;
  return given(c, deps, choice, (paper) => sendPaper(c, paper));
};

function textOf(c: Ctx, round: string, paper: 'notice' | 'approval'): RoundPaper {
  const tranche = trancheOf(c) ?? 1;
  if (paper === 'approval') return { paper, round, tranche };
  const start = asked(c, 'start');
  return { paper, round, tranche, ...(start !== undefined && start !== '' && { start }) };
}

/** One part of a text on its page. */
const Block = ({ block, isFirst }: { readonly block: PaperBlock; readonly isFirst: boolean }) => {
  switch (block.kind) {
    case 'title':
      return isFirst ? <h1>{block.text}</h1> : <h2>{block.text}</h2>;
    case 'sign':
      return (
        <div class="paper-sign">
          {block.lines.map((line) => (
            <p>{line}</p>
          ))}
        </div>
      );
    case 'mark':
    case 'annex':
      return <p class={block.kind === 'mark' ? 'mark' : 'paper-annex'}>{block.text}</p>;
    case 'number':
      return <p class="paper-number">{block.text}</p>;
    case 'gap':
    case 'page':
    case 'table':
      return null;
    case 'plain':
      return <p class="paper-plain">{block.text}</p>;
    default:
      return <p>{block.text}</p>;
  }
};

/** The text as a page to print. */
async function paperPage(c: Ctx, paper: GivenPaper): Promise<Response> {
  if ('url' in paper) return c.redirect(paper.url);
  const frame = c.get('frame');
  const { title, blocks } = officialPaper(await writtenIn(paper.bytes));
  const first = blocks.findIndex(({ kind }) => kind === 'title');
  return c.html(
    <Page {...frame} title={t(frame.lang, text(title, 'Text of a paper'))} heading={false} current="rounds">
      <PublicStyle />
      <article class="paper" lang="zh-CN">
        {blocks.map((block, n) => (
          <Block block={block} isFirst={n === first} />
        ))}
      </article>
    </Page>,
  );
}

/** Mounted at '/'. Who may export may open them (policy `export.read`). */
export function paperPages(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  const base = '/rounds/:id/papers';
  app.get(base, async (c) => c.html(await indexPage(c, deps, c.req.param('id'))));
  app.get(`${base}/file/:paper`, (c) => {
    const { id, paper } = c.req.param();
    return given(c, deps, paperNamed(id, paper), (made) => sendPaper(c, made));
  });
  app.get(`${base}/summary.xlsx`, (c) => summary(c, deps, c.req.param('id')));
  for (const which of ['notice', 'approval'] as const) {
    const choice = (c: Ctx) => textOf(c, c.req.param('id') ?? '', which);
    app.get(`${base}/${which}`, (c) => given(c, deps, choice(c), (paper) => paperPage(c, paper)));
    app.get(`${base}/${which}.txt`, (c) => given(c, deps, choice(c), (paper) => sendPaper(c, paper)));
  }
  app.route('/', certificateLookPages(web));
  app.post(`${base}/:paper`, (c) => {
    const { id, paper } = c.req.param();
    return take(c, {
      ...{ form: makeForm(paper), input: z.object() },
      work: async () => {
        await makeRoundPaper(deps, signedIn(c), paperNamed(id, paper));
        return doneAt(basePath(id), 'making');
      },
      show: (typed) => indexPage(c, deps, id, typed),
    });
  });
  return app;
}
