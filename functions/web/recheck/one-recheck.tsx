/** `/rechecks/:id`: how a re-check stands, its titles by state, and the verdict on those that are ticked. */

import * as z from 'zod';
import { closeRecheck } from '#actions/recheck/closing.ts';
import { recheckClosing } from '#actions/recheck/recheck-input.ts';
import { getRecheck, recheckItems } from '#actions/recheck/rechecks.ts';
import { remindReviewers } from '#actions/recheck/reminding.ts';
import { recordVerdict, type VerdictsDone } from '#actions/recheck/verdicts.ts';
import { may } from '#domain/people/policy.ts';
import { type Text, text } from '#domain/problem.ts';
import { bandsSaid, type RecheckState, recheckStates } from '#domain/recheck/judging.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import { recheckStateWords, recheckStatusWords } from '#domain/recheck/recheck-words.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed, keptTick } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames, type NameOf } from '#web/frame/names.ts';
import { Actions, Box, Button, nextPage, Pager, SummaryList, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, sayIn, t } from '#web/frame/words.ts';
import { regradedSaid } from '#web/honour/grade-words.ts';
import { revocationsPath } from '#web/honour/revocation-forms.ts';
import { closeForm, judgeForm, recheckPath, remindForm, scoresIn, verdictForm } from './recheck-forms.ts';

const total = ({ counts }: Recheck): number => Object.values(counts).reduce((sum, n) => sum + n, 0);
/** Those that take no further verdict. */
const settledStates: readonly RecheckState[] = ['raised', 'lowered', 'revoked', 'over'];
const stateOf = (c: Ctx): RecheckState =>
  recheckStates.find((state) => state === c.req.query('state')) ?? 'open';

const Standing = ({ lang, recheck }: { readonly lang: Lang; readonly recheck: Recheck }) => {
  const say = sayIn(lang);
  const { counts, left } = recheck;
  const all = total(recheck);
  const absent = [
    ...(left.ended > 0 ? [say(`已终止 ${left.ended}`, `${left.ended} ended`)] : []),
    ...(left.early > 0 ? [say(`未到期 ${left.early}`, `${left.early} not due yet`)] : []),
    ...(left.unnamed > 0 ? [say(`未列名 ${left.unnamed}`, `${left.unnamed} only counted`)] : []),
  ];
  return (
    <Box title={say('进度', 'Progress')} aside={<Tag>{t(lang, recheckStatusWords[recheck.status])}</Tag>}>
      <Progress
        lang={lang}
        label={recheck.status === 'starting' ? say('已分派', 'Given out') : say('已复查', 'Looked at')}
        value={recheck.status === 'starting' ? all : all - counts.open}
        max={all}
      />
      <SummaryList
        rows={[
          { label: say('截止日', 'Last day'), value: t(lang, shownDate(recheck.dueOn)) },
          { label: say('等次', 'Bands'), value: t(lang, bandsSaid(recheck.rule)) },
          ...(absent.length === 0
            ? []
            : [{ label: say('不参加复查', 'Take no part'), value: absent.join(say('、', ', ')) }]),
          ...(recheck.closedFor === undefined
            ? []
            : [{ label: say('提前结束的原因', 'Closed early because'), value: recheck.closedFor }]),
        ]}
      />
      <Actions>
        {recheckStates.map((state) => (
          <Button href={`${recheckPath(recheck.id)}?state=${state}`} tone="quiet">
            {t(lang, recheckStateWords[state])} {counts[state]}
          </Button>
        ))}
      </Actions>
    </Box>
  );
};

const lastOf = ({ verdicts }: RecheckItem) => verdicts.at(-1);

const Items = (props: {
  readonly lang: Lang;
  readonly items: readonly RecheckItem[];
  readonly state: RecheckState;
  readonly nameOf: NameOf;
  /** The box of a title that may be judged; none where nothing is judged. */
  readonly tick: ((item: RecheckItem) => boolean) | undefined;
}) => {
  const { lang, items, state, nameOf, tick } = props;
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={t(lang, recheckStateWords[state])}
      captionShown
      rows={items}
      columns={[
        {
          title: say('名称', 'Name'),
          cell: (item) =>
            tick === undefined ? (
              item.name
            ) : (
              <label class="option">
                <input type="checkbox" name="titles" value={item.id} checked={tick(item)} />
                <span>{item.name}</span>
              </label>
            ),
        },
        {
          title: say('证书编号', 'Number'),
          cell: (item) => (item.id.includes(':') ? say('台账', 'Ledger') : item.id),
        },
        { title: say('授予日期', 'Awarded'), cell: (item) => item.awarded },
        { title: say('复查人', 'Reviewer'), cell: (item) => nameOf(item.member) },
        {
          title: say('结论', 'Verdict'),
          cell: (item) => {
            const last = lastOf(item);
            if (last === undefined) return '';
            return [
              last.band,
              last.total === undefined ? '' : say(`${last.total} 分`, `${last.total}`),
              ...last.vetoes,
              last.regraded === undefined ? '' : regradedSaid(lang, [last.regraded]),
              last.full === undefined
                ? ''
                : say('上一等次名额已满，没有升级', 'the grade above is full: not raised'),
              last.note,
            ]
              .filter((part) => part !== '')
              .join(say('；', '; '));
          },
        },
        {
          title: say('整改期限', 'Put right by'),
          cell: (item) => item.rectifyBy ?? '',
        },
        { title: say('连续不合格', 'Failures'), numeric: true, cell: (item) => item.failures },
      ]}
    />
  );
};

const done: Readonly<Record<string, Text>> = {
  judged: text('结论已登记', 'Recorded'),
  reminded: text('已催办', 'Reminded'),
  closed: text('复查已结束', 'The re-check is closed'),
};

/** What a press over many came to, where some were refused. */
const partly = ({ done: n, refused }: VerdictsDone): Text =>
  text(
    `登记 ${n} 个，${refused.length} 个没有登记：${refused.map((one) => one.text.zh).join('')}`,
    `${n} recorded, ${refused.length} not: ${refused.map((one) => one.text.en ?? one.text.zh).join(' ')}`,
  );

async function recheckView(web: Web, c: Ctx, { typed, said }: { typed?: Typed; said?: Text } = {}) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const id = c.req.param('recheck') ?? '';
  const { recheck, organisation } = await getRecheck(web.deps, actor, id);
  const runs = may(actor, 'recheck.run', { orgPath: organisation.path });
  const state = stateOf(c);
  // A reviewer sees those that were given to her; whoever runs it sees all.
  const member = runs ? undefined : actor.id;
  const page = await recheckItems(web.deps, actor, id, { state, member, cursor: c.req.query('cursor') });
  const nameOf = await memberNames(
    web.deps.table,
    page.items.map((item) => item.member),
    lang,
  );
  const judges = recheck.status === 'open' && !settledStates.includes(state) && page.items.length > 0;
  const shown = { lang, items: page.items, state, nameOf };
  return (
    <Page
      {...framed(c, typed, done)}
      title={say(`复查：${recheck.title}`, `Re-check: ${recheck.title}`)}
      caption={organisation.name}
      width="wide"
      crumbs={[{ href: `/rechecks?org=${recheck.org}`, title: say('复查', 'Re-checks') }]}
      {...(said !== undefined && { flash: { kind: 'warning' as const, title: t(lang, said) } })}
    >
      <Standing lang={lang} recheck={recheck} />
      <Box title={say('对象', 'Titles')} id="titles">
        {judges ? (
          <PostForm c={c} of={judgeForm(recheck, state)} typed={typed}>
            <Items {...shown} tick={(item) => keptTick(typed, 'judge', 'titles', item.id)} />
          </PostForm>
        ) : (
          <Items {...shown} tick={undefined} />
        )}
        <Pager lang={lang} next={nextPage(`${recheckPath(id)}?state=${state}`, page.cursor)} />
      </Box>
      {runs && recheck.counts.proposed > 0 && (
        <p>
          <a href={revocationsPath(recheck.org, recheck.id)}>
            {say('办理拟撤销的称号', 'Go on with the proposed revocations')}
          </a>
        </p>
      )}
      {runs && recheck.status !== 'closed' && (
        <Box title={say('办理', 'Acts')}>
          {recheck.status === 'open' && <PostForm c={c} of={remindForm(recheck)} typed={typed} />}
          <PostForm c={c} of={closeForm(recheck)} typed={typed} />
        </Box>
      )}
    </Page>
  );
}

/** Mounted at '/'. */
export const recheckPages = mounting((pages, web) => {
  const base = '/rechecks/:recheck';
  const show = (c: Ctx) => (typed: Typed) => recheckView(web, c, { typed });
  const idOf = (c: Ctx) => c.req.param('recheck') ?? '';
  pages.get(base, async (c) => c.html(await recheckView(web, c)));
  pages.post(`${base}/judge`, (c) =>
    take(c, {
      ...{ form: 'judge', input: verdictForm },
      work: async (sent, { body }) => {
        const actor = signedIn(c);
        const { recheck } = await getRecheck(web.deps, actor, idOf(c));
        const scores = scoresIn(recheck.rule, body);
        const came = await recordVerdict(web.deps, actor, { ...sent, scores, recheck: recheck.id });
        if (came.refused.length > 0) return c.html(await recheckView(web, c, { said: partly(came) }));
        return doneAt(`${recheckPath(recheck.id)}?state=${stateOf(c)}`, 'judged');
      },
      show: show(c),
    }),
  );
  pages.post(`${base}/remind`, (c) =>
    take(c, {
      ...{ form: 'remind', input: z.object() },
      work: async () => {
        const { id } = await remindReviewers(web.deps, signedIn(c), idOf(c));
        return doneAt(recheckPath(id), 'reminded');
      },
      show: show(c),
    }),
  );
  pages.post(`${base}/close`, (c) =>
    take(c, {
      ...{ form: 'close', input: recheckClosing },
      work: async (sent) => {
        const { id } = await closeRecheck(web.deps, signedIn(c), { ...sent, id: idOf(c) });
        return doneAt(recheckPath(id), 'closed');
      },
      show: show(c),
    }),
  );
});
