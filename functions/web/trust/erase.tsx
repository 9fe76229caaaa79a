/** `/nominations/<id>/erase`: an administrator erases one nomination on request, by two presses (PIPL 47). */

import * as z from 'zod';
import { demandEraser, eraseOnRequest, erasureReceipt } from '#actions/trust/erasure.ts';
import { erasureRequest } from '#actions/trust/trust-input.ts';
import { faultsIn } from '#domain/input.ts';
import { entryUnder } from '#domain/members.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { refuseIf, type Text, text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { type ErasureReason, erasureReasons } from '#domain/trust/retention.ts';
import { getNomination } from '#store/reads.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, SummaryList } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';

const base = ({ id }: Pick<Nomination, 'id'>) => `/nominations/${id}`;

/** The first press asks why, the second repeats it. */
function eraseForm(nomination: Nomination, chosen?: ErasureReason): FormSpec {
  const shared = { form: 'erase', action: `${base(nomination)}/erase`, cancel: base(nomination) };
  if (chosen === undefined)
    return {
      ...shared,
      groups: [[ask(erasureRequest, 'reason', { options: optionsOf(erasureReasons) })]],
      button: text('下一步：确认', 'Next: confirm'),
    };
  const { zh, en } = erasureReasons[chosen];
  return {
    ...shared,
    hidden: { reason: chosen, sure: 'true' },
    note: text(
      `删除的原因：${zh}。确认删除？请核对后再按一次。`,
      `Why it is erased: ${en}. Erase it? Check, then press once more.`,
    ),
    tone: 'danger',
    button: text('确认删除', 'Erase'),
  };
}

const reasonWords = (reason: string): Text =>
  reason === 'retention'
    ? text('保存年限已满', 'its years of keeping were over')
    : (entryUnder(erasureReasons, reason) ?? text(reason, reason));

/** 删除凭证: when, why and by whom it was erased, and what went; to print for who asked. */
function receiptPage(c: Ctx, { nomination, receipt }: Awaited<ReturnType<typeof erasureReceipt>>) {
  const { say, lang } = c.get('frame');
  const rows = [
    { label: say('受理号', 'Receipt number'), value: nomination.receipt ?? nomination.id },
    { label: say('删除时间', 'Erased at'), value: shownAt(receipt.at) },
    { label: say('删除的原因', 'Why it is erased'), value: t(lang, reasonWords(receipt.reason)) },
    { label: say('申报表', 'Revisions of the form'), value: String(receipt.forms) },
    { label: say('附件', 'Attachments'), value: String(receipt.files) },
    { label: say('审查记录', 'Reviews and ballots'), value: String(receipt.acts) },
    { label: say('信函', 'Letters'), value: String(receipt.letters) },
    { label: say('异议案件', 'Cases'), value: String(receipt.cases) },
    {
      label: say('完成时间', 'Finished at'),
      value:
        receipt.finishedAt === undefined ? say('正在清除', 'still going on') : shownAt(receipt.finishedAt),
    },
  ];
  return (
    <Page
      {...framed(c, undefined)}
      title={say('删除凭证', 'Receipt of the erasure')}
      caption={nomination.name}
      crumbs={[{ href: base(nomination), title: nomination.name }]}
    >
      <Box>
        <SummaryList rows={rows} />
      </Box>
      <p>
        {say(
          '保留的内容：已经授予的荣誉及其编号、统计数字、注明“已删除”的操作记录。删除之前的备份到期后随之删除。',
          'What stays: honours that were granted and their numbers, counts, and the audit trail, which says that it was erased. Backups made before go when their time is over.',
        )}
      </p>
    </Page>
  );
}

async function page({ deps }: Web, c: Ctx, typed?: Typed, chosen?: ErasureReason) {
  const { say } = c.get('frame');
  const actor = signedIn(c);
  const nomination = await getNomination(deps.table, c.req.param('id') ?? '');
  await demandEraser(deps, actor, nomination);
  if (nomination.erased !== undefined)
    return receiptPage(c, await erasureReceipt(deps, actor, nomination.id));
  return (
    <Page
      {...framed(c, typed)}
      title={say('删除个人信息', 'Erase personal data')}
      caption={nomination.name}
      crumbs={[{ href: base(nomination), title: nomination.name }]}
    >
      <Box tone="tinted">
        <p>
          {say(
            '删除后无法恢复：申报表、附件、审查意见中的文字都将删除，操作记录保留并注明“已删除”。已经授予的荣誉及其编号长期保存，供核验；没有授予荣誉的，姓名改为掩码。',
            'This cannot be undone: the form, its attachments and the words of reviews go; the trail stays and says that it was erased. An honour that was granted and its number stay for verification; without one the name is masked.',
          )}
        </p>
      </Box>
      <PostForm c={c} of={eraseForm(nomination, chosen)} typed={typed} />
    </Page>
  );
}

/** The two presses. */
export const erasePages = mounting((app, web) => {
  const shown = async (c: Ctx, chosen?: ErasureReason) => {
    return c.html(await page(web, c, undefined, chosen));
  };
  app.get('/nominations/:id/erase', (c) => shown(c));
  app.post('/nominations/:id/erase', (c) =>
    take(c, {
      form: 'erase',
      input: erasureRequest.extend({ sure: z.boolean().optional() }),
      work: async ({ sure, ...sent }) => {
        refuseIf(faultsIn(erasureRequest, sent));
        if (sure !== true) return shown(c, sent.reason);
        const nomination = c.req.param('id');
        await eraseOnRequest(web.deps, signedIn(c), { ...sent, nomination });
        return doneAt(base({ id: nomination }), 'erased');
      },
      show: (typed) => page(web, c, typed),
    }),
  );
});
