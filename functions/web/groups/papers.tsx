/** `/rounds/:id/papers/…`: the papers of a round, made from the stored record each time they are opened. */

import { Hono } from 'hono';
import {
  approvalPaper,
  noticePaper,
  paperIndex,
  roundSummary,
  summaryKinds,
} from '#actions/round/round-papers.ts';
import type { Deps } from '#deps';
import { approvalText } from '#papers/approval-text.ts';
import { noticeText } from '#papers/notice-text.ts';
import { asked, PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Box } from '#web/frame/parts.tsx';
import { named, sendPaper } from '#web/frame/send.ts';

const trancheOf = (c: Ctx): number | undefined => {
  const n = Number(asked(c, 'tranche'));
  return Number.isSafeInteger(n) && n >= 1 && n <= 999 ? n : undefined;
};

async function indexPage(c: Ctx, deps: Deps, id: string) {
  const frame = c.get('frame');
  const { say } = frame;
  const { round, stage, tranches } = await paperIndex(deps, signedIn(c), id);
  const base = `/rounds/${encodeURIComponent(id)}/papers`;
  return c.html(
    <Page
      {...frame}
      title={say('材料与导出', 'Papers')}
      caption={round.title}
      current="rounds"
      crumbs={[{ href: `/rounds/${encodeURIComponent(id)}`, title: round.title }]}
      lead={say(
        '以下材料都由系统记录生成，无需重复填写；个人信息已隐去。',
        'These are made from the record, nothing is typed twice; personal data are masked.',
      )}
    >
      <PublicStyle />
      {stage.recommend && (
        <p>
          <a href={`/packages?org=${encodeURIComponent(round.org)}`}>
            {say(
              '报送包：几个活动的材料一起报送上级',
              'Packages: papers of several programmes for the level above',
            )}
          </a>
        </p>
      )}
      <Box title={say('汇总表（Excel）', 'Summary lists (Excel)')}>
        <ul>
          <li>
            <a href={`${base}/summary.xlsx?of=inbox`}>
              {say('申报汇总表（全部申报）', 'Everything that came in')}
            </a>
          </li>
          {stage.recommend && tranches.some((tranche) => tranche.recommended !== undefined) && (
            <li>
              <a href={`${base}/summary.xlsx?of=recommended`}>
                {say('推荐汇总表（上报对象）', 'Who is recommended up')}
              </a>
            </li>
          )}
        </ul>
      </Box>
      {tranches.map((tranche) => {
        const query = `tranche=${tranche.n}`;
        return (
          <Box
            title={say(
              `第 ${tranche.n} 批（${tranche.entries.length} 个）`,
              `Tranche ${tranche.n} (${tranche.entries.length})`,
            )}
          >
            <ul>
              <li>
                <a href={`${base}/summary.xlsx?of=tranche&${query}`}>{say('本批汇总表', 'Summary list')}</a>
              </li>
              {tranche.notice !== undefined && (
                <li>
                  <a href={`${base}/notice?${query}`}>{say('公示正文', 'Text of the notice')}</a> (
                  <a href={`${base}/notice.txt?${query}`}>txt</a>)
                </li>
              )}
              {tranche.decision !== undefined && (
                <li>
                  <a href={`${base}/approval?${query}`}>
                    {stage.honour ? say('决定', 'Decision') : say('审定意见', 'Decision')}
                  </a>{' '}
                  (<a href={`${base}/approval.txt?${query}`}>txt</a>)
                </li>
              )}
            </ul>
          </Box>
        );
      })}
    </Page>,
  );
}

async function summary(c: Ctx, deps: Deps, id: string) {
  const of = summaryKinds.find((kind) => kind === asked(c, 'of')) ?? 'tranche';
  return sendPaper(c, await roundSummary(deps, signedIn(c), id, { of, tranche: trancheOf(c) }));
}

const textOf = {
  notice: async (c: Ctx, deps: Deps, id: string) =>
    noticeText(
      await noticePaper(deps, signedIn(c), id, { tranche: trancheOf(c) ?? 1, start: asked(c, 'start') }),
    ),
  approval: async (c: Ctx, deps: Deps, id: string) =>
    approvalText(await approvalPaper(deps, signedIn(c), id, trancheOf(c) ?? 1)),
} as const;

/** The text as a page to print: its first lines are the heading, its last the signature. */
async function paperPage(c: Ctx, deps: Deps, id: string, which: keyof typeof textOf) {
  const frame = c.get('frame');
  const body = (await textOf[which](c, deps, id)).trimEnd();
  const lines = body.split('\n');
  const mark = lines[0]?.startsWith('【演练】') === true ? lines.shift() : undefined;
  const [title = '', ...rest] = lines;
  const end = rest.lastIndexOf('');
  return c.html(
    <Page {...frame} title={title} heading={false} current="rounds">
      <PublicStyle />
      <article class="paper" lang="zh-CN">
        {mark !== undefined && <p class="mark">{mark}</p>}
        <h1>{title}</h1>
        {rest.slice(0, end).map((line) => (
          <p>{line}</p>
        ))}
        <div class="paper-sign">
          {rest.slice(end + 1).map((line) => (
            <p>{line}</p>
          ))}
        </div>
      </article>
    </Page>,
  );
}

/** Mounted at '/'. Who may export may open them (policy `export.read`). */
export function paperPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const base = '/rounds/:id/papers';
  app.get(base, (c) => indexPage(c, deps, c.req.param('id')));
  app.get(`${base}/summary.xlsx`, (c) => summary(c, deps, c.req.param('id')));
  for (const which of ['notice', 'approval'] as const) {
    app.get(`${base}/${which}`, (c) => paperPage(c, deps, c.req.param('id'), which));
    app.get(`${base}/${which}.txt`, async (c) => {
      const made = await textOf[which](c, deps, c.req.param('id'));
      named(c, `${which}.txt`, `${which === 'notice' ? '公示' : '审定'}.txt`);
      return c.body(`\ufeff${made}`, 200, { 'content-type': 'text/plain; charset=utf-8' });
    });
  }
  return app;
}
