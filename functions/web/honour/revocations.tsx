/** `/revocations`: titles that a re-check found wanting are proposed for revocation, and what was proposed, annulments too, is confirmed or refused. */

import type { Many } from '#actions/honour/many.ts';
import {
  confirmRevocations,
  listProposals,
  proposeRevocations,
  withdrawRevocations,
} from '#actions/honour/revoking.ts';
import { getTitle } from '#actions/honour/titles.ts';
import { recheckItems } from '#actions/recheck/rechecks.ts';
import type { RevocationProposal } from '#domain/honour/revocation-proposal.ts';
import { titleRef } from '#domain/honour/title-id.ts';
import { type Text, text } from '#domain/problem.ts';
import type { RecheckItem } from '#domain/recheck/recheck-record.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, orgAsked, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed, keptTick } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames, type NameOf } from '#web/frame/names.ts';
import { Box, nextPage, Pager } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, sayIn, t } from '#web/frame/words.ts';
import {
  confirmForm,
  proposeForm,
  revocationInputs,
  revocationsPath,
  withdrawForm,
} from './revocation-forms.ts';

interface Ticked {
  readonly lang: Lang;
  readonly form: string;
  readonly typed: Typed | undefined;
}

const TitleTick = ({
  form,
  typed,
  id,
  name,
}: Omit<Ticked, 'lang'> & { readonly id: string; readonly name: string }) => (
  <label class="option">
    <input type="checkbox" name="titles" value={id} checked={keptTick(typed, form, 'titles', id)} />
    <span>{name}</span>
  </label>
);

/** What waits for a second person. */
const Proposals = (
  props: Ticked & { readonly items: readonly RevocationProposal[]; readonly nameOf: NameOf },
) => {
  const { lang, form, typed, items, nameOf } = props;
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('待确认的撤销、作废', 'Revocations and annulments that wait')}
      rows={items}
      columns={[
        {
          title: say('名称', 'Name'),
          cell: (one) => <TitleTick {...{ form, typed, id: one.id, name: one.name }} />,
        },
        { title: say('荣誉', 'Honour'), cell: (one) => one.title },
        {
          title: say('编号', 'Number'),
          cell: (one) =>
            one.whole === 'edition'
              ? say(
                  `整届作废，${one.lists?.length ?? 0} 份名单`,
                  `Whole edition, ${one.lists?.length ?? 0} lists`,
                )
              : one.whole === 'list'
                ? say('整份名单作废', 'Whole list')
                : one.id.includes(':')
                  ? say('台账', 'Ledger')
                  : one.id,
        },
        { title: say('事由', 'Grounds'), cell: (one) => one.grounds },
        {
          title: say('决定', 'Decision'),
          cell: (one) => `${one.decisionNumber}（${one.date}，${one.body}）`,
        },
        { title: say('提出人', 'Proposed by'), cell: (one) => nameOf(one.by) },
      ]}
    />
  );
};

/** What a re-check found wanting, and nobody has proposed yet. */
const Wanting = ({ lang, form, typed, items }: Ticked & { readonly items: readonly RecheckItem[] }) => {
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('复查不合格', 'Found wanting')}
      rows={items}
      columns={[
        {
          title: say('名称', 'Name'),
          cell: (one) => <TitleTick {...{ form, typed, id: one.id, name: one.name }} />,
        },
        {
          title: say('结论', 'Verdict'),
          cell: ({ verdicts }) => {
            const last = verdicts.at(-1);
            return [last?.band ?? '', ...(last?.vetoes ?? []), last?.note ?? '']
              .filter((part) => part !== '')
              .join(say('；', '; '));
          },
        },
      ]}
    />
  );
};

const done: Readonly<Record<string, Text>> = {
  propose: text('撤销已提出，等待另一名管理员确认', 'Proposed; another administrator must confirm'),
  confirm: text('已确认，撤销或作废立即生效', 'Confirmed: it takes effect at once'),
  withdraw: text('已退回，称号保持原状', 'Refused; the titles stay as they are'),
};

const partly = ({ done: n, refused }: Many): Text =>
  text(
    `办理 ${n} 个，${refused.length} 个没有办理：${refused.map((one) => one.text.zh).join('')}`,
    `${n} done, ${refused.length} not: ${refused.map((one) => one.text.en ?? one.text.zh).join(' ')}`,
  );

/** The title of the ledger that is asked for, once the right to the page is clear. */
async function oldTitle({ deps }: Web, org: string, id: string | undefined) {
  if (id === undefined) return undefined;
  const { name, title } = await getTitle(deps, titleRef(id, org));
  return { id, name, title };
}

async function revocationsView(web: Web, c: Ctx, { typed, said }: { typed?: Typed; said?: Text } = {}) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const org = orgAsked(c, web.root);
  const recheck = c.req.query('recheck');
  const page = await listProposals(web.deps, actor, org, c.req.query('cursor'));
  const nameOf = await memberNames(
    web.deps.table,
    page.items.map(({ by }) => by),
    lang,
  );
  const proposed = new Set(page.items.map(({ id }) => id));
  const found =
    recheck === undefined ? [] : (await recheckItems(web.deps, actor, recheck, { state: 'proposed' })).items;
  const wanting = found.filter(({ id }) => !proposed.has(id));
  const title = await oldTitle(web, org, c.req.query('title'));
  const table = (form: string) => <Proposals {...{ lang, form, typed, items: page.items, nameOf }} />;
  return (
    <Page
      {...framed(c, typed, done)}
      title={say('撤销与作废', 'Revocations and annulments')}
      caption={page.organisation.name}
      width="wide"
      lead={say(
        '撤销荣誉、作废名单须由两人办理：一人提出，本单位另一名管理员或上级管理员确认。',
        'Revoking titles and annulling lists take two persons: one proposes it, another administrator, here or above, confirms it.',
      )}
      {...(said !== undefined && { flash: { kind: 'warning' as const, title: t(lang, said) } })}
    >
      {recheck !== undefined && wanting.length > 0 && (
        <Box title={say('复查不合格，拟撤销', 'Found wanting in a re-check')} id="propose">
          <PostForm c={c} of={proposeForm(org, { recheck })} typed={typed}>
            <Wanting {...{ lang, form: 'propose', typed, items: wanting }} />
          </PostForm>
        </Box>
      )}
      {title !== undefined && !proposed.has(title.id) && (
        <Box title={say('提出撤销', 'Propose to revoke')} id="propose">
          <p>
            {title.name}：{title.title}
          </p>
          <PostForm c={c} of={proposeForm(org, { title: title.id })} typed={typed} />
        </Box>
      )}
      <Box title={say('待确认', 'To be confirmed')} id="confirm">
        {page.items.length === 0 ? (
          <p>{say('没有等待确认的撤销或作废。', 'Nothing waits.')}</p>
        ) : (
          <PostForm c={c} of={confirmForm(org)} typed={typed}>
            {table('confirm')}
          </PostForm>
        )}
        <Pager lang={lang} next={nextPage(revocationsPath(org, recheck), page.cursor)} />
      </Box>
      {page.items.length > 0 && (
        <Box title={say('退回', 'Refuse')} id="withdraw">
          <PostForm c={c} of={withdrawForm(org)} typed={typed}>
            {table('withdraw')}
          </PostForm>
        </Box>
      )}
    </Page>
  );
}

/** Mounted at '/'. */
export const revocationPages = mounting((pages, web) => {
  const { deps } = web;
  const org = (c: Ctx) => orgAsked(c, web.root);
  const came = async (c: Ctx, form: string, many: Many) =>
    many.refused.length > 0
      ? c.html(await revocationsView(web, c, { said: partly(many) }))
      : doneAt(revocationsPath(org(c), c.req.query('recheck')), form);
  const show = (c: Ctx) => (typed: Typed) => revocationsView(web, c, { typed });
  pages.get('/revocations', async (c) => c.html(await revocationsView(web, c)));
  pages.post('/revocations/propose', (c) =>
    take(c, {
      ...{ form: 'propose', input: revocationInputs.propose, show: show(c) },
      work: async (sent) => {
        const recheck = c.req.query('recheck');
        const of = { ...sent, org: org(c), ...(recheck !== undefined && { recheck }) };
        return came(c, 'propose', await proposeRevocations(deps, signedIn(c), of));
      },
    }),
  );
  pages.post('/revocations/confirm', (c) =>
    take(c, {
      ...{ form: 'confirm', input: revocationInputs.confirm, show: show(c) },
      work: async (sent) =>
        came(c, 'confirm', await confirmRevocations(deps, signedIn(c), { ...sent, org: org(c) })),
    }),
  );
  pages.post('/revocations/withdraw', (c) =>
    take(c, {
      ...{ form: 'withdraw', input: revocationInputs.withdraw, show: show(c) },
      work: async (sent) =>
        came(c, 'withdraw', await withdrawRevocations(deps, signedIn(c), { ...sent, org: org(c) })),
    }),
  );
});
