/** Many who want the same thing in the same moment, over HTTP on the real engine: what each was told, and what stands afterwards. */

import { createAdminLink } from '#actions/people/signin.ts';
import { verifyAll } from '#actions/trust/verification.ts';
import { addDays } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { checkRound } from '#local/commands/counters.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';
import { idNumber } from '../furong.ts';
import {
  type Answer,
  answerAll,
  candidaciesOf,
  done,
  type Journey,
  newPerson,
  onTranche,
  openJourney,
  type Person,
  pressed,
  shortlist,
  tasksOf,
} from '../journey/client.ts';
import { contest, openYuelu } from '../journey/contest.ts';
import { decide, honoursOf, openProgramme, openRound, several } from '../journey/driver.ts';

/** One thing that was fought over: how many wanted it, what they were told, and every way in which it did not end as it must. */
export interface Rivalry {
  readonly name: string;
  readonly rivals: number;
  /** Status and code of the answers, each with how often it was given. */
  readonly told: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
  readonly seconds: number;
}

export interface RivalSizes {
  readonly clients: number;
  /** Decisions that race with the time-out of their step. */
  readonly races: number;
}

const places = 10;

/** Collects what is not as it must be. */
function judging() {
  const wrong: string[] = [];
  return {
    wrong,
    must: (is: boolean, words: string): void => {
      if (!is) wrong.push(words);
    },
  };
}
type Must = ReturnType<typeof judging>['must'];

const toldIn = (answers: readonly Answer[]): Readonly<Record<string, number>> => {
  const told: Record<string, number> = {};
  for (const { status, body } of answers) {
    const said = status < 400 ? String(status) : `${status} ${body?.code}`;
    told[said] = (told[said] ?? 0) + 1;
  }
  return told;
};
const accepted = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 400);
/** Everybody who was refused reads why, in both languages of the API. */
const areTold = (answers: readonly Answer[]): boolean =>
  answers.every(
    ({ status, body }) => status < 400 || (status < 500 && String(body?.detail ?? '').length > 5),
  );

/** What the verification of the trails and the recount of a round find. */
async function faultsOf({ journey }: Field, round: string): Promise<readonly string[]> {
  const { deps } = journey.home;
  const [trails, counters] = await Promise.all([verifyAll(deps), checkRound(deps.table, round)]);
  return [...trails.faults, ...counters].map(({ text }) => text.en).concat(journey.logged);
}

interface Fought {
  readonly answers: readonly Answer[];
  readonly round: string;
}

interface Field {
  readonly journey: Journey;
  readonly desk: Person;
  /** Clerks of the two streets, as programs that do not wait for the machines. */
  readonly clerks: readonly Person[];
  /** The desk's administrator in another browser, which does not wait for them either. */
  readonly hurried: Person;
}

const streets = ['wangcheng', 'juzizhou'] as const;

async function openField(): Promise<Field> {
  const journey = await openJourney('2022-05-09 10:00');
  const { desk } = await openYuelu(journey);
  await journey.organisation({
    ...{ id: streets[1], name: '橘子洲街道妇联', level: 'street', region: '430104', parent: 'yuelu' },
  });
  const apart = { url: journey.url, settle: async () => undefined };
  const tokenOf = async (person: Person): Promise<Person> => {
    const { token } = await done(person.post('/api/tokens', { name: 'rival', scopes: ['write'], days: 30 }));
    return newPerson(apart, person, token);
  };
  const clerks = await several(streets, 1, async (street) =>
    tokenOf(await journey.person(street, 'clerk', `${street}填报员`)),
  );
  const hurried = await pressed(newPerson(apart, desk), await createAdminLink(journey.home.deps, desk.id));
  return { journey, desk, clerks, hurried };
}

const draftOf = async (clerk: Person, programme: string, org: string, name: string, more: Answers = {}) => {
  const answers: Answers = { name, size: '个人', ...more };
  const typed = { programme, org, channel: 'organisation', answers };
  const { id } = await done(clerk.post('/api/drafts', typed));
  return { ...typed, id: String(id) };
};
const submitDraft = (clerk: Person, draft: Awaited<ReturnType<typeof draftOf>>) =>
  clerk.post('/api/nominations', { ...draft, attachments: [], consentText: consentVersion, sensitive: true });

/** A contest of its own; `more` changes what the programme says. */
const programmeFor = async ({ desk }: Field, id: string, settings: object, more: object = {}) => {
  await openProgramme(desk, 'yuelu', id, { ...contest, code: id.slice(0, 4).toUpperCase(), ...more });
  return openRound(desk, id, 'yuelu', ['2022-05-09', '2022-05-13'], settings as never);
};

/** So many clients hand in for ten places: ten are in, the others are told, and keep what they wrote. */
async function forPlaces(field: Field, clients: number, must: Must): Promise<Fought> {
  const { desk, clerks } = field;
  const round = await programmeFor(field, 'cxpl-2022', {
    places,
    shares: [{ organisation: streets[0], places }],
  });
  const numbers = Array.from({ length: clients }, (_, n) => n + 1);
  const drafts = await several(numbers, 8, (n) =>
    draftOf(clerks[0]!, 'cxpl-2022', streets[0], `名额作品${n}`),
  );
  const answers = await Promise.all(drafts.map((draft) => submitDraft(clerks[0]!, draft)));
  await field.journey.settle();
  const inside = await candidaciesOf(desk, round);
  must(accepted(answers).length === places, `${accepted(answers).length} were told that they are in`);
  must(inside.length === places, `${inside.length} are in for ${places} places`);
  const lost = drafts.filter((_, n) => answers[n]!.status >= 400);
  const kept = await several(lost, 8, async (draft) => {
    const { body } = await clerks[0]!.get(`/api/drafts/${draft.id}`);
    return (body?.draft ?? body)?.answers?.name === draft.answers.name;
  });
  must(kept.every(Boolean), `${kept.filter((is) => !is).length} of those refused lost what they wrote`);
  return { answers, round };
}

const document = {
  ...{ id: 'document', label: { zh: '证件号码' }, type: 'idDocument', required: true },
  ...{ personal: true, sensitive: true },
};

/** A nominee is handed in twice by one unit and once by another, at once: one of a unit is in, and one of two units waits as a pair. */
async function forIdentity(field: Field, clients: number, must: Must): Promise<Fought> {
  const { desk, clerks } = field;
  const { fields } = contest.form as unknown as { readonly fields: readonly object[] };
  const form = { ...contest.form, fields: [...fields, document] };
  const identity = { by: 'document', field: document.id };
  const round = await programmeFor(field, 'cxid-2022', { places: 500 }, { form, identity });
  const people = Array.from({ length: Math.ceil(clients / 3) }, (_, n) => ({
    name: `两处作品${n}`,
    [document.id]: idNumber('1985-03-08', n),
  }));
  const handed = people.flatMap((person) =>
    [0, 0, 1].map((n) => ({ person, street: streets[n]!, clerk: clerks[n]! })),
  );
  const drafts = await several(handed, 8, async ({ person: { name, ...more }, street, clerk }) => ({
    clerk,
    draft: await draftOf(clerk, 'cxid-2022', street, name, more),
  }));
  const answers = await Promise.all(drafts.map(({ clerk, draft }) => submitDraft(clerk, draft)));
  await field.journey.settle();
  const inside = await candidaciesOf(desk, round);
  const pairs: unknown[] = [];
  for (let cursor: string | undefined = '', first = true; first || cursor !== undefined; first = false) {
    const query: string = cursor === '' ? '' : `?${new URLSearchParams({ cursor: cursor! })}`;
    const page = await done(desk.get(`/api/rounds/${round}/pairs${query}`));
    pairs.push(...page.items);
    cursor = page.cursor;
  }
  must(inside.length === 2 * people.length, `${inside.length} candidacies of ${people.length} nominees`);
  must(accepted(answers).length === inside.length, `${accepted(answers).length} told that they are in`);
  must(pairs.length === people.length, `${pairs.length} pairs are shown`);
  return { answers, round };
}

/** One review is decided by all at once, half of them otherwise: one decision stands. */
async function forTask(field: Field, clients: number, must: Must): Promise<Fought> {
  const { journey, desk, hurried, clerks } = field;
  const round = await programmeFor(field, 'cxta-2022', { places: 5 });
  const { id } = await done(
    submitDraft(clerks[0]!, await draftOf(clerks[0]!, 'cxta-2022', streets[0], '一份作品')),
  );
  await journey.settle();
  const [task] = await tasksOf(desk, round);
  const answers = await Promise.all(
    Array.from({ length: clients }, (_, n) =>
      hurried.post(`/api/rounds/${round}/candidacies/${id}/review`, {
        step: task!.step,
        ...(n % 2 === 0 ? { outcome: 'approve', reason: '' } : { outcome: 'reject', reason: '材料不实' }),
      }),
    ),
  );
  await journey.settle();
  const { items } = await listPage<ActRecord>(journey.home.deps.table, {
    ...{ pk: keys.nomination(id).pk, prefix: keys.reviewPrefix, limit: 50 },
  });
  const [candidacy] = await candidaciesOf(desk, round);
  must(items.length === 1, `${items.length} decisions on one task`);
  const is = items[0]?.outcome === 'approve' ? 'waiting' : 'out';
  must(candidacy.state === is, `decided ${items[0]?.outcome}, and it is ${candidacy.state}`);
  return { answers, round };
}

/** A list is published by all at once: one list, and its certificates are numbered without a gap. */
async function forCertificates(field: Field, clients: number, must: Must): Promise<Fought> {
  const { journey, desk, hurried, clerks } = field;
  const round = await programmeFor(field, 'cxce-2022', { places: 12 });
  const made = await several(
    Array.from({ length: 12 }, (_, n) => n),
    4,
    async (n) => {
      const draft = await draftOf(clerks[0]!, 'cxce-2022', streets[0], `证书作品${n}`);
      return String((await done(submitDraft(clerks[0]!, draft))).id);
    },
  );
  await journey.settle();
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  await shortlist(desk, round, made);
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  await journey.clock('2022-05-24');
  await done(decide(desk, round, '2022-05-24'));
  const { version } = await done(desk.get(`/api/rounds/${round}/tranches/1`));
  const answers = await Promise.all(
    Array.from({ length: clients }, () =>
      hurried.post(`/api/rounds/${round}/tranches/1/list`, {
        ...{ version, title: '获奖名单', documentNumber: '岳妇〔2022〕1号', date: '2022-05-24' },
        bodies: ['岳麓区妇联'],
      }),
    ),
  );
  await journey.settle();
  await journey.home.sweep();
  await journey.settle();
  const { list } = await done(desk.get(`/api/rounds/${round}/tranches/1`));
  const numbers = (await honoursOf(desk, list)).map(({ number }) => Number(String(number).slice(-4)));
  must(numbers.join() === Array.from({ length: 12 }, (_, n) => n + 1).join(), `numbers ${numbers.join(' ')}`);
  return { answers, round };
}

/** Who is told that somebody was faster, and to try again, does. */
async function untilTaken(press: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await press();
    if (answer.body?.code !== 'row-changed' || tries === 5) return answer;
  }
}

/** A hundred at a time: they are decided in the very moment in which their time is over. */
async function againstTime(field: Field, races: number, must: Must): Promise<Fought> {
  const { journey, desk, hurried, clerks } = field;
  const round = await programmeFor(field, 'cxti-2022', { places: 5_000 });
  const entrants = Array.from({ length: races }, (_, n) => `限时作品${n}`);
  const handed = await several(entrants, 8, async (name) =>
    submitDraft(clerks[0]!, await draftOf(clerks[0]!, 'cxti-2022', streets[0], name)),
  );
  must(accepted(handed).length === races, `${accepted(handed).length} of ${races} handed in`);
  await journey.settle();
  const tasks = await tasksOf(desk, round);
  must(tasks.length === races, `${tasks.length} tasks for ${races} nominations`);
  const answers: Answer[] = [];
  const size = Math.max(5, Math.ceil(races / 10));
  for (let at = 0, day = tasks[0]!.due.slice(0, 10); at < tasks.length; at += size, day = addDays(day, 7)) {
    // The clock jumps over the due hour while they are decided, some before it and some behind.
    const jump = journey.clock(day, '17:31');
    const some = tasks.slice(at, at + size).map(({ nomination, step }) =>
      untilTaken(() =>
        hurried.post(`/api/rounds/${round}/candidacies/${nomination}/review`, {
          ...{ step, outcome: 'approve', reason: '' },
        }),
      ),
    );
    answers.push(...(await Promise.all(some)));
    await jump;
    await journey.settle();
  }
  const states = (await candidaciesOf(desk, round)).map(({ state }) => String(state));
  must(
    states.every((state) => state === 'waiting'),
    `${states.filter((state) => state !== 'waiting').length} decided and not moved on`,
  );
  must(accepted(answers).length === races, `${accepted(answers).length} of ${races} decisions taken`);
  must((await tasksOf(desk, round)).length === 0, 'tasks are left');
  return { answers, round };
}

const contests = [
  ['places', forPlaces],
  ['identity', forIdentity],
  ['task', forTask],
  ['certificates', forCertificates],
] as const;

/** Lets all of them compete, one thing after the other, and looks whether the home is sound afterwards. */
export async function compete({ clients, races }: RivalSizes): Promise<readonly Rivalry[]> {
  const found: Rivalry[] = [];
  const run = async (
    name: string,
    rivals: number,
    work: (field: Field, rivals: number, must: Must) => Promise<Fought>,
    field: Field,
  ) => {
    const begun = performance.now();
    const { wrong, must } = judging();
    const { answers, round } = await work(field, rivals, must);
    must(areTold(answers), 'somebody was refused without a word');
    wrong.push(...(await faultsOf(field, round)));
    const seconds = (performance.now() - begun) / 1_000;
    found.push({ name, rivals, told: toldIn(answers), wrong, seconds });
  };
  const field = await openField();
  try {
    for (const [name, work] of contests) await run(name, clients, work, field);
  } finally {
    await field.journey.close();
  }
  const later = await openField();
  try {
    await run('time-out', races, againstTime, later);
  } finally {
    await later.journey.close();
  }
  return found;
}
