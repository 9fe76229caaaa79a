/** `/rounds/:id/tranches/:n/objection`: an objection that came by letter, call, visit or mail is entered, and its receipt printed. */

import { namesAtOnce } from '#actions/composing.ts';
import { noticePageSize } from '#actions/notice/notice-pages.ts';
import { enteredObjection, otherChannels } from '#actions/objection/objection-input.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { instantOf } from '#actions/write.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { labelled } from '#domain/field-label.ts';
import { faultsIn, type Input, words } from '#domain/input.ts';
import { instantAt, shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, type Fault, refuseIf, text } from '#domain/problem.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { readTime } from '#domain/typed-time.ts';
import { keys } from '#store/keys.ts';
import { getTranche, inboxOf } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { framed, whole } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { ask, type FormSpec, keyOf, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { shownProblem, type Typed, take } from '#web/frame/take.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { aimed, kindWords, meant, type Subjects, subjectAsk, subjectFaults } from './objection-fields.ts';
import { channelWords, ReceiptPage } from './objection-slip.tsx';

interface SeenEntry extends SeenRound {
  readonly tranche: Tranche & { readonly notice: NonNullable<Tranche['notice']> };
  readonly here: string;
}

/** The tranche with its notice, for somebody who may enter: of the organisation that runs it, or of the one above. */
async function seenEntry(web: Web, c: Ctx): Promise<SeenEntry> {
  const seen = await seenRound(web, c);
  const tranche = await getTranche(web.deps.table, seen.round.id, whole(c.req.param('n') ?? '') || 0);
  const above = seen.round.orgPath.slice(0, -1);
  const isAbove = above.length > 0 && may(seen.actor, 'objection.handle', { orgPath: above });
  if (!isAbove) demand(seen.actor, 'objection.handle', { orgPath: seen.round.orgPath }, 'round');
  const { notice } = tranche;
  if (notice === undefined)
    throw conflict(
      'notice-not-posted',
      '本批次还没有公示，不能登记异议。',
      'This tranche has no notice yet to object to.',
    );
  return { ...seen, tranche: { ...tranche, notice }, here: `${seen.path}/tranches/${tranche.n}/objection` };
}

/** Whom an objection may be about: those on the notice, and those who fell off it since; in the order of the list. */
async function subjectsOf(web: Web, { round, tranche, org }: SeenEntry): Promise<Subjects> {
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
  // A stage without a shortlist has her name on the notice alone.
  const isNamed = [...ids].every((id) => named.has(id));
  for (let page = 0; !isNamed && page * noticePageSize < ids.size; page++)
    for (const { nomination, name } of (await table.get(keys.noticePage(tranche.notice.id, page)))
      ?.nominees ?? [])
      named.set(nomination, name);
  const all = [...ids].map((id) => ({ id, name: named.get(id) ?? id, number: id }));
  return { all, orgName: org.name, typed: all.length > (web.deps.namesAtOnce ?? namesAtOnce) };
}

/** What the form sends: the time in two fields, and the notice by its address. */
const typedEntry = enteredObjection.omit({ notice: true, receivedAt: true }).extend({
  receivedOn: labelled(words(20), text('收到日期', 'Day it came')),
  receivedTime: labelled(words(20), text('收到时刻', 'Time of day')),
});

const formOf = (seen: SeenEntry, subjects: Subjects, chosen: string | undefined, now: string): FormSpec => ({
  form: 'entry',
  action: seen.here,
  button: text('登记', 'Enter it'),
  cancel: `${seen.path}/tranches/${seen.tranche.n}`,
  once: 'key',
  groups: [
    [
      ask(typedEntry, 'channel', { options: optionsOf(channelWords, otherChannels) }),
      ask(typedEntry, 'receivedOn', { type: 'date', now: shanghaiDate(now) }),
      ask(typedEntry, 'receivedTime', {
        help: text('如 17:30，决定是否在公示期内', 'Like 17:30: it decides whether it was in time'),
        now: shanghaiTime(now),
      }),
      ask(typedEntry, 'sentPostmark', { type: 'date' }),
      ask(typedEntry, 'arrivalPostmark', {
        type: 'date',
        help: text('看不清的不填', 'Leave empty when it cannot be read'),
      }),
    ],
    [
      subjectAsk(subjects, chosen),
      ask(typedEntry, 'body', {
        name: 'content',
        type: 'paragraph',
        help: text(
          '来电来访按记录如实填写，书面材料附卷保存',
          'Of a call or visit what was noted down; papers are kept on file',
        ),
      }),
    ],
    [
      ask(typedEntry, 'by', { label: text('反映人', 'Who objects'), options: optionsOf(kindWords) }),
      ask(typedEntry, 'name'),
      ask(typedEntry, 'contact', {
        personal: true,
        help: text('没有留下的不填：只作登记', 'Leave empty when none was given: it is then only logged'),
      }),
      ask(typedEntry, 'seal', { as: 'tick' }),
      ask(typedEntry, 'leads', { as: 'tick' }),
    ],
  ],
});

async function entryPage(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenEntry(web, c);
  const { say, tranche } = seen;
  const subjects = await subjectsOf(web, seen);
  c.header('cache-control', 'no-store');
  return (
    <RoundPage
      {...framed(c, typed)}
      seen={seen}
      title={say('登记异议', 'Enter an objection')}
      crumbs={[
        {
          href: `${seen.path}/tranches/${tranche.n}`,
          title: say(`第 ${tranche.n} 批`, `Tranche ${tranche.n}`),
        },
      ]}
    >
      <PostForm
        c={c}
        of={formOf(seen, subjects, c.req.query('nominee'), instantOf(web.deps))}
        typed={typed}
      />
    </RoundPage>
  );
}

/** The instant that was typed, or what is wrong with it. */
function instantIn(day: string, time: string): { readonly at: string; readonly faults: readonly Fault[] } {
  try {
    return { at: instantAt(day.trim(), readTime(time) ?? time.trim()), faults: [] };
  } catch (error) {
    const { code, text } = shownProblem(error);
    return { at: '', faults: [{ field: code === 'not-a-time' ? 'receivedTime' : 'receivedOn', code, text }] };
  }
}

async function enter(web: Web, c: Ctx, typed: Input<typeof typedEntry>, key: string | undefined) {
  const seen = await seenEntry(web, c);
  const { sent, faults: unknown } = meant(typed, await subjectsOf(web, seen));
  const { receivedOn, receivedTime, sentPostmark, arrivalPostmark, ...said } = sent;
  const { at: receivedAt, faults } = instantIn(receivedOn, receivedTime);
  refuseIf([...unknown, ...faultsIn(typedEntry, sent), ...subjectFaults(sent), ...faults]);
  const answer = await raiseObjection(web.deps, seen.actor, {
    ...{ ...aimed(said), notice: seen.tranche.notice.id, receivedAt, key },
    ...(said.channel === 'letter' && { sentPostmark, arrivalPostmark }),
  });
  c.header('cache-control', 'no-store');
  const came = { channel: said.channel, receivedAt };
  return c.html(<ReceiptPage web={web} c={c} seen={seen} answer={answer} came={came} />);
}

/** The form and its receipt. */
export const objectionEntryPages = mounting((pages, web) => {
  pages.get('/rounds/:id/tranches/:n/objection', async (c) => c.html(await entryPage(web, c)));
  pages.post('/rounds/:id/tranches/:n/objection', (c) =>
    take(c, {
      form: 'entry',
      input: typedEntry,
      names: { body: 'content', receivedAt: 'receivedOn' },
      work: (sent, posted) => enter(web, c, sent, keyOf(posted, 'key')),
      show: (typed) => entryPage(web, c, typed),
    }),
  );
});
