/** `/honours/:list/manage/:number`: one honour with its history, and the acts on it: revoke, review, put right, correct. */

import type * as z from 'zod';
import { honourCorrection, honourRegrade, honourStatusChange } from '#actions/honour/honour-input.ts';
import { entryOf } from '#actions/honour/honour-roll.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { findProposal } from '#actions/honour/proposals.ts';
import { regradeHonour } from '#actions/honour/regrading.ts';
import { correctHonour, setHonourStatus } from '#actions/honour/revocations.ts';
import { proposeRevocation } from '#actions/honour/revoking.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import type { Input } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { entryUnder } from '#domain/members.ts';
import type { Actor } from '#domain/people/people.ts';
import { missing, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { Timeline } from '#web/frame/boards.tsx';
import { certificatePath, dayIn, listPath, PublicStyle } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, SummaryList, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { honourTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { regradedSaid } from './grade-words.ts';
import { honourForms, honourPath } from './honour-forms.ts';
import { Proposed } from './proposed.tsx';
import { demandSure, managed, ruledForm } from './ruling.ts';

const History = ({ lang, honour }: { readonly lang: Lang; readonly honour: HonourRecord }) => {
  const say = sayIn(lang);
  const { history } = honour;
  if (history.length === 0) return null;
  const words = (status: string) => entryUnder(w(lang).honours, status) ?? status;
  return (
    <Box title={say('变更记录', 'History')}>
      <Timeline
        events={history.map((line) => ({
          at: shownAt(line.at),
          dateTime: line.at,
          title:
            line.regraded !== undefined && line.from === line.to
              ? regradedSaid(lang, [line.regraded])
              : line.field === undefined
                ? `${words(line.from)} → ${words(line.to)}`
                : say(`更正（原文：${line.oldText ?? ''}）`, `Corrected (was: ${line.oldText ?? ''})`),
          body: [line.reason, line.decision, line.body, line.decidedOn]
            .filter((part) => part !== undefined)
            .join('；'),
        }))}
      />
    </Box>
  );
};

const done = {
  done: text('已办理', 'Done'),
  proposed: text(
    '撤销已提出，等待另一名管理员确认',
    'The revocation is proposed and waits for another administrator',
  ),
};

async function onePage(c: Ctx, deps: Deps, typed?: Typed) {
  const { lang, say } = c.get('frame');
  const id = c.req.param('list') ?? '';
  const { list, shown } = await managed(c, deps, id);
  const { honour } = await honourByNumber(deps, c.req.param('number') ?? '');
  if (honour.list !== list.id)
    throw missing('honour-unknown', '这份名单中没有这个编号。', 'This list has no such number.');
  const entry = entryOf(honour, list, shanghaiDate(instantOf(deps)));
  const proposal = await findProposal(deps, honour.org, honour.number);
  const isOver = entry.status === 'revoked' || entry.status === 'annulled';
  return (
    <Page
      {...framed(c, typed, done)}
      title={honour.name}
      caption={shown.title}
      current="honours"
      crumbs={[
        { href: listPath(id), title: shown.title },
        { href: `${listPath(id)}/manage`, title: say('撤销与更正', 'Revoke and correct') },
      ]}
    >
      <PublicStyle />
      <Box>
        <SummaryList
          rows={[
            {
              label: say('证书编号', 'Number'),
              value: <a href={certificatePath(honour.number)}>{honour.number}</a>,
            },
            {
              label: w(lang).parts.status,
              value: <Tag tone={honourTones[entry.status]}>{t(lang, entry.words)}</Tag>,
            },
            ...(entry.grades === undefined
              ? []
              : [{ label: say('等次', 'Grade'), value: t(lang, titlesSaid(entry.grades)) }]),
            ...(entry.regraded === undefined
              ? []
              : [{ label: say('等次变动', 'Grade changed'), value: regradedSaid(lang, entry.regraded) }]),
            ...Object.entries(entry.shown).map(([label, value]) => ({ label, value })),
            { label: say('授予日期', 'Date'), value: dayIn(lang, honour.date) },
          ]}
        />
      </Box>
      <History lang={lang} honour={honour} />
      {proposal !== undefined && <Proposed lang={lang} proposal={proposal} />}
      {!isOver && (
        <Box title={say('可以办理', 'What can be done')}>
          <Actions>
            {honourForms(honour, list, proposal !== undefined).map(({ title, form }) => (
              <PostForm c={c} of={{ ...form, folded: title }} typed={typed} />
            ))}
          </Actions>
        </Box>
      )}
    </Page>
  );
}

/** Mounted at '/'. */
export const honourPages = mounting((app, { deps }) => {
  const base = '/honours/:list/manage/:number';
  app.get(base, async (c) => c.html(await onePage(c, deps)));
  const form = <S extends z.ZodObject>(
    name: string,
    input: S,
    work: (actor: Actor, sent: Input<S>, number: string) => Promise<unknown>,
  ) =>
    app.post(`${base}/${name}`, async (c) => {
      const { actor } = await managed(c, deps, c.req.param('list'));
      return take(c, {
        ...{ form: name, input },
        work: async (sent) => {
          const { list, number } = c.req.param();
          await work(actor, sent, number);
          return doneAt(honourPath({ list, number }), name === 'revoke' ? 'proposed' : 'done');
        },
        show: (typed) => onePage(c, deps, typed),
      });
    });
  form('revoke', ruledForm, (actor, sent, number) =>
    proposeRevocation(deps, actor, { ...demandSure(sent), number }),
  );
  form('correct', honourCorrection, (actor, sent, number) => correctHonour(deps, actor, { ...sent, number }));
  form('regrade', honourRegrade, (actor, sent, number) => regradeHonour(deps, actor, { ...sent, number }));
  form('status', honourStatusChange, (actor, sent, number) =>
    setHonourStatus(deps, actor, { ...sent, number }),
  );
});
