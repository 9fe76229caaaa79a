/** `/rounds/:id/tranches/:n/objection`: an objection that came by letter, call, visit or mail is entered, and its receipt printed. */
import { Hono } from 'hono';
import { type ObjectionAnswer, raiseObjection } from '#actions/objection/objections.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { instantAt, shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import { objectionChannels } from '#domain/objection/objection.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, Problem, refuseIf, text } from '#domain/problem.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { findShortlist, getTranche, inboxOf } from '#store/reads.ts';
import { faultsOr, textsOf } from '#web/frame/common.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { type FieldSpec, FormField } from '#web/frame/fields.tsx';
import { framed, Tick, whole } from '#web/frame/form.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { nowOf } from '#web/frame/times.ts';
import { w } from '#web/frame/words.ts';
import { type Place, RoundPage, roundPlace } from '#web/round/round-place.tsx';
import { channelWords, ReceiptPage } from './objection-slip.tsx';

type Sent = Readonly<Record<string, string>>;
interface EntryPlace extends Place {
  readonly tranche: Tranche & { readonly notice: NonNullable<Tranche['notice']> };
  readonly here: string;
}

const channels = objectionChannels.filter((channel) => channel !== 'web');
const kinds = ['person', 'unit', 'anonymous'] as const;
/** Stands for the organisation itself among the nominees. */
const organisation = 'organisation';
const kindWords = {
  person: text('个人实名', 'A person, by real name'),
  unit: text('单位', 'A unit'),
  anonymous: text('匿名', 'Anonymous'),
} as const;

/** The tranche with its notice, for somebody who may enter: of the organisation that runs it, or of the one above. */
async function entryPlace(web: Web, c: Ctx): Promise<EntryPlace> {
  const place = await roundPlace(web, c);
  const tranche = await getTranche(web.deps.table, place.round.id, whole(c.req.param('n') ?? '') || 0);
  const above = place.round.orgPath.slice(0, -1);
  const isAbove = above.length > 0 && may(place.actor, 'objection.handle', { orgPath: above });
  if (!isAbove) demand(place.actor, 'objection.handle', { orgPath: place.round.orgPath });
  const { notice } = tranche;
  if (notice === undefined)
    throw conflict(
      'notice-not-posted',
      '本批次还没有公示，不能登记异议。',
      'This tranche has no notice yet to object to.',
    );
  return { ...place, tranche: { ...tranche, notice }, here: `${place.path}/tranches/${tranche.n}/objection` };
}

/** Whom an objection may be about: those on the notice, and those who fell off it since; in the order of the list. */
async function subjectsOf(web: Web, { round, tranche }: EntryPlace) {
  const { table } = web.deps;
  const fallen = (state: string) => inboxOf(table, round.id, state, undefined, 100);
  const [list, held, out] = await Promise.all([
    findShortlist(table, round.id),
    fallen('held'),
    fallen('out'),
  ]);
  const left = [...held.items, ...out.items].filter((each: Candidacy) => each.tranche === tranche.n);
  const named = new Map(
    [...(list?.chosen ?? []), ...(list?.reserves ?? []), ...left].map((each) => [each.nomination, each.name]),
  );
  const ids = new Set([...tranche.entries, ...left.map((each) => each.nomination)]);
  return [...ids].map((id) => ({ value: id, label: text(named.get(id) ?? id, named.get(id) ?? id) }));
}

async function entryPage(web: Web, c: Ctx, sent: Sent, faults: readonly Fault[]) {
  const place = await entryPlace(web, c);
  const { lang, say, here, org, tranche } = place;
  const now = nowOf(web.deps);
  const ask = (field: FieldSpec, value = sent[field.id]) => (
    <FormField lang={lang} faults={faults} field={field} value={value} />
  );
  const subjects = await subjectsOf(web, place);
  const chosen = sent.nomination ?? c.req.query('nominee');
  c.header('cache-control', 'no-store');
  return c.html(
    <RoundPage
      {...framed(c, undefined)}
      faults={faults}
      place={place}
      title={say('登记异议', 'Enter an objection')}
      crumbs={[
        {
          href: `${place.path}/tranches/${tranche.n}`,
          title: say(`第 ${tranche.n} 批`, `Tranche ${tranche.n}`),
        },
      ]}
    >
      <form method="post" action={here} data-guard>
        <HiddenCsrf csrf={c.get('frame').csrf} />
        <input type="hidden" name="key" value={sent.key ?? crypto.randomUUID()} />
        <div class="group">
          {ask({
            id: 'channel',
            type: 'choice',
            required: true,
            label: text('收到方式', 'How it came'),
            options: channels.map((value) => ({ value, label: channelWords[value] })),
          })}
          {ask(
            { id: 'receivedOn', type: 'date', required: true, label: text('收到日期', 'Day it came') },
            sent.receivedOn ?? shanghaiDate(now),
          )}
          {ask(
            {
              id: 'receivedTime',
              type: 'text',
              required: true,
              label: text('收到时刻', 'Time of day'),
              help: text('如 17:30，决定是否在公示期内', 'Like 17:30: it decides whether it was in time'),
            },
            sent.receivedTime ?? shanghaiTime(now),
          )}
          {ask({
            id: 'sentPostmark',
            type: 'date',
            label: text('寄出邮戳日期（来信）', 'Sending postmark, of a letter'),
          })}
          {ask({
            id: 'arrivalPostmark',
            type: 'date',
            label: text('到达邮戳日期（来信）', 'Arrival postmark, of a letter'),
            help: text('看不清的不填', 'Leave empty when it cannot be read'),
          })}
        </div>
        <div class="group">
          <FormField
            lang={lang}
            faults={faults}
            name="nomination"
            value={chosen}
            field={{
              id: 'subject',
              type: 'choice',
              required: true,
              label: text('反映对象', 'Whom it is about'),
              options: [
                ...subjects,
                {
                  value: organisation,
                  label: text(
                    `组织评选的单位（${org.name}），由其上级核查`,
                    `The organisation that runs it (${org.name}), examined by the one above`,
                  ),
                },
              ],
            }}
          />
          {ask({
            id: 'content',
            type: 'paragraph',
            required: true,
            max: 2000,
            label: text('反映内容', 'What it says'),
            help: text(
              '来电来访按记录如实填写，书面材料附卷保存',
              'Of a call or visit what was noted down; papers are kept on file',
            ),
          })}
        </div>
        <div class="group">
          {ask({
            id: 'by',
            type: 'choice',
            required: true,
            label: text('反映人', 'Who objects'),
            options: kinds.map((value) => ({ value, label: kindWords[value] })),
          })}
          {ask({ id: 'name', type: 'text', label: text('姓名或单位全称', 'Real name, or name of the unit') })}
          {ask({
            id: 'contact',
            type: 'text',
            personal: true,
            label: text('联系方式（电话或邮箱）', 'Phone or e-mail'),
            help: text('没有留下的不填：只作登记', 'Leave empty when none was given: it is then only logged'),
          })}
          <div class="options">
            <Tick name="seal" value="true" checked={sent.seal === 'true'}>
              {say('单位材料盖有公章', 'The paper of the unit bears its seal')}
            </Tick>
            <Tick name="leads" value="true" checked={sent.leads === 'true'}>
              {say('虽匿名，但线索明确、可以核查', 'Anonymous, yet with clear leads that can be checked')}
            </Tick>
          </div>
        </div>
        <Actions>
          <Button>{say('登记', 'Enter it')}</Button>
          <a href={`${place.path}/tranches/${tranche.n}`}>{w(lang).buttons.cancel}</a>
        </Actions>
      </form>
    </RoundPage>,
    faults.length > 0 ? 422 : 200,
  );
}

/** What the page can tell alone; an objection without name or contact is no fault, it is logged. */
function readSent(sent: Sent) {
  const channel = channels.find((each) => each === sent.channel);
  const by = kinds.find((each) => each === sent.by);
  const required = (field: string, zh: string, en: string, isThere: boolean) =>
    isThere ? [] : [fault(field, 'required', zh, en)];
  let receivedAt = '';
  const faults = [
    ...required('channel', '请选择收到方式', 'Say how it came', channel !== undefined),
    ...required('by', '请选择反映人', 'Say who objects', by !== undefined),
    ...required('nomination', '请选择反映对象', 'Choose whom it is about', (sent.nomination ?? '') !== ''),
    ...required('content', '请填写反映内容', 'Write what it says', (sent.content ?? '').trim() !== ''),
  ];
  try {
    receivedAt = instantAt((sent.receivedOn ?? '').trim(), (sent.receivedTime ?? '').trim());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const field = error.code === 'not-a-time' ? 'receivedTime' : 'receivedOn';
    faults.push({ field, code: error.code, text: error.text });
  }
  refuseIf(faults);
  return { channel: channel!, by: by!, receivedAt };
}

async function enter(web: Web, c: Ctx) {
  const place = await entryPlace(web, c);
  const sent = await textsOf(c);
  const date = (name: 'sentPostmark' | 'arrivalPostmark') => {
    const value = (sent[name] ?? '').trim();
    return value === '' ? {} : { [name]: value };
  };
  let answer: ObjectionAnswer;
  let came: ReturnType<typeof readSent>;
  try {
    came = readSent(sent);
    const against = sent.nomination === organisation ? organisation : 'nominee';
    answer = await raiseObjection(web.deps, place.actor, {
      notice: place.tranche.notice.id,
      against,
      ...(against === 'nominee' && { nomination: sent.nomination! }),
      ...came,
      name: sent.name ?? '',
      contact: sent.contact ?? '',
      seal: sent.seal === 'true',
      leads: sent.leads === 'true',
      body: sent.content ?? '',
      ...(came.channel === 'letter' && { ...date('sentPostmark'), ...date('arrivalPostmark') }),
      ...((sent.key ?? '') !== '' && { key: sent.key!.slice(0, 100) }),
    });
  } catch (error) {
    const faults = faultsOr(error).map((one) => ({
      ...one,
      field: one.field === 'receivedAt' ? 'receivedOn' : one.field.replace(/^objector\./, ''),
    }));
    return entryPage(web, c, sent, faults);
  }
  c.header('cache-control', 'no-store');
  return c.html(<ReceiptPage web={web} c={c} place={place} answer={answer} came={came} />);
}

/** The form and its receipt. */
export function objectionEntryPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/tranches/:n/objection', (c) => entryPage(web, c, {}, []));
  pages.post('/rounds/:id/tranches/:n/objection', (c) => enter(web, c));
  return pages;
}
