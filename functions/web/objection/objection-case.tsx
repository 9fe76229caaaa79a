/** One objection for its handler: what is sealed only once it is opened, and what she can do. */

import type * as z from 'zod';
import {
  acceptLogged,
  appointHandler,
  askCorrection,
  extendInvestigation,
} from '#actions/objection/objection-handling.ts';
import { correctionRequest, handlerChoice, objectionConclusion } from '#actions/objection/objection-input.ts';
import {
  entryOf,
  getObjection,
  isHandler,
  type ObjectionEntry,
} from '#actions/objection/objection-reading.ts';
import { getObjectionRecord } from '#actions/objection/objection-secrets.ts';
import { settleObjection } from '#actions/objection/objection-settling.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { OfRecord } from '#domain/input.ts';
import { ofVersion } from '#domain/input.ts';
import { awaitsCorrection } from '#domain/nomination/correction.ts';
import { loggedReasons } from '#domain/objection/objection.ts';
import { objectionStatusWords } from '#domain/objection/objection-status.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, membersOf } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames } from '#web/frame/names.ts';
import { Actions, Box, Button, HiddenCsrf, SummaryList, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { objectionTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { caseForms, casePath, Secret } from './objection-parts.tsx';

const done = {
  accepted: { zh: '已受理，对象暂缓。', en: 'Accepted; the nominee is held.' },
  appointed: { zh: '已指定承办人。', en: 'The handler is appointed.' },
  correction: { zh: '已通知申报单位更正材料。', en: 'The nominator is asked to put the facts right.' },
  extended: { zh: '核查期限已延长。', en: 'The inquiry is extended.' },
  'settled-letter': {
    zh: '结论已作出，答复异议人的信函已交发。',
    en: 'Settled; a letter goes to the objector.',
  },
  'settled-page': {
    zh: '结论已作出。异议人没有留邮箱，可凭受理编号查询结果；需要书面答复的请另行办理。',
    en: 'Settled. The objector left no address and finds it by the receipt; answer in writing where that is due.',
  },
  'settled-none': {
    zh: '结论已作出。匿名反映，没有答复对象。',
    en: 'Settled. It was anonymous: nobody is answered.',
  },
};

/** How the case stands, without who objected. */
const CaseBox = (props: {
  readonly lang: Lang;
  readonly entry: ObjectionEntry;
  readonly held: Candidacy | undefined;
  readonly handler: string;
}) => {
  const { lang, entry, held, handler } = props;
  const say = sayIn(lang);
  return (
    <Box
      title={entry.name ?? say('针对组织评选的单位', 'Against the organisation')}
      aside={<Tag tone={objectionTones[entry.status]}>{t(lang, objectionStatusWords[entry.status])}</Tag>}
    >
      <SummaryList
        rows={[
          { label: say('收到', 'Received'), value: shownAt(entry.receivedAt) },
          { label: say('以此日计', 'Dated'), value: entry.datedOn },
          {
            label: say('轮次', 'Round'),
            value: (
              <a href={`/rounds/${encodeURIComponent(entry.round)}`}>
                {say('打开评选工作台', 'Open its desk')}
              </a>
            ),
          },
          ...(entry.reason === undefined
            ? []
            : [
                {
                  label: say('未受理原因', 'Why only logged'),
                  value: t(lang, loggedReasons[entry.reason]),
                },
              ]),
          ...(entry.due === undefined ? [] : [{ label: say('核查期限', 'Due'), value: entry.due }]),
          {
            label: say('承办人', 'Handler'),
            value: handler,
          },
          ...(held?.correction === undefined
            ? []
            : [
                {
                  label: say('更正材料', 'Correction'),
                  value: awaitsCorrection(held)
                    ? say(
                        `已于 ${shownAt(held.correction.askedAt)} 要求更正，尚未提交`,
                        `Asked for on ${shownAt(held.correction.askedAt)}, not there yet`,
                      )
                    : say(
                        `已提交（申报表第 ${held.correction.revision} 版）`,
                        `Sent (revision ${held.correction.revision} of the form)`,
                      ),
                },
              ]),
          ...(entry.settled === undefined
            ? []
            : [{ label: say('结论时间', 'Settled'), value: shownAt(entry.settled.at) }]),
        ]}
      />
    </Box>
  );
};

/** A GET shows nothing sealed; opening is a press, because it is an event and needs the handler. */
async function caseView(web: Web, c: Ctx, typed?: Typed, isOpened = false) {
  const actor = signedIn(c);
  const { lang, csrf, say } = c.get('frame');
  const id = c.req.param('objection') ?? '';
  const { objection: entry, secret, finding } = await openedCase(web, c, isOpened);
  const org = await getOrganisation(web.deps.table, entry.org);
  const colleagues = await membersOf(web.deps.table, entry.org, 'administrator');
  const handler =
    entry.handler === undefined
      ? say('本单位管理员', 'Administrators')
      : (await memberNames(web.deps.table, [entry.handler], lang))(entry.handler);
  const held =
    entry.nomination === undefined
      ? undefined
      : await find<Candidacy>(web.deps.table, keys.candidacy(entry.round, entry.nomination));
  const canHandle = may(actor, 'objection.handle', {
    orgPath: org.path,
    ...(entry.handler === actor.id && { assigned: actor.id }),
  });
  return (
    <Page
      {...framed(c, typed, done)}
      title={say('异议核查', 'Objection')}
      caption={org.name}
      current="rounds"
      width="wide"
      crumbs={[{ href: `/objections?org=${entry.org}`, title: say('异议', 'Objections') }]}
    >
      <CaseBox lang={lang} entry={entry} held={held} handler={handler} />
      <Box title={say('异议人与内容', 'Who objected, and what it says')}>
        {isOpened ? (
          <Secret c={c} secret={secret} finding={finding} />
        ) : (
          <form method="post" action={`${casePath(id)}/open`}>
            <HiddenCsrf csrf={csrf} />
            <p>
              {say(
                '只有承办人可以查看，每次查看都有记录。',
                'Only the handler may, and each opening is recorded.',
              )}
            </p>
            <Actions>
              <Button tone="secondary">{say('打开', 'Open')}</Button>
            </Actions>
          </form>
        )}
      </Box>
      {canHandle && entry.settled === undefined && (
        <Box title={say('可以办理', 'What you can do')}>
          <div class="actions">
            {caseForms(entry, colleagues).map((each) => (
              <PostForm c={c} of={each} typed={typed} />
            ))}
          </div>
        </Box>
      )}
      <p>
        <a href={`/objections?org=${entry.org}`}>{w(lang).buttons.back}</a>
      </p>
    </Page>
  );
}

/** The case; its secret only when it was opened. Without opening, what the list shows of it. */
async function openedCase(web: Web, c: Ctx, isOpened: boolean) {
  const actor = signedIn(c);
  const id = c.req.param('objection') ?? '';
  if (isOpened) return getObjection(web.deps, actor, id);
  return { objection: await readEntry(web, c, id), secret: undefined, finding: undefined };
}

async function readEntry(web: Web, c: Ctx, id: string): Promise<ObjectionEntry> {
  const actor = signedIn(c);
  const record = await getObjectionRecord(web.deps, id);
  const org = await getOrganisation(web.deps.table, record.org);
  demand(actor, 'objection.read', {
    orgPath: org.path,
    ...(isHandler(actor, record) && { assigned: actor.id }),
  });
  return entryOf(record);
}

/** One objection and its forms. `/objections/receipt` belongs to the public pages. */
export const objectionCasePages = mounting((pages, web) => {
  pages.get('/objections/:objection', async (c, next) =>
    c.req.param('objection') === 'receipt' ? next() : c.html(await caseView(web, c)),
  );
  pages.post('/objections/:objection/open', async (c) => c.html(await caseView(web, c, undefined, true)));
  const form = <S extends z.ZodObject>(
    name: string,
    input: S,
    confirmation: keyof typeof done | ((after: ObjectionEntry) => keyof typeof done),
    work: (deps: Deps, actor: Actor, sent: OfRecord<S>) => Promise<ObjectionEntry>,
  ) =>
    pages.post(`/objections/:objection/${name}`, (c) => {
      const id = c.req.param('objection');
      return take(c, {
        ...{ form: name, input },
        work: async (sent) => {
          const after = await work(web.deps, signedIn(c), { ...sent, id });
          return doneAt(casePath(id), typeof confirmation === 'string' ? confirmation : confirmation(after));
        },
        show: (typed) => caseView(web, c, typed),
      });
    });
  form('accept', ofVersion, 'accepted', acceptLogged);
  form('appoint', handlerChoice, 'appointed', appointHandler);
  form('correction', correctionRequest, 'correction', askCorrection);
  form('extend', ofVersion, 'extended', extendInvestigation);
  const saidOf = ({ settled }: ObjectionEntry) => `settled-${settled?.reply ?? 'none'}` as const;
  form('settle', objectionConclusion, saidOf, settleObjection);
});
