/** A real run, counted: families nominated in a district, a third of them recommended and selected in the city, by pages and API. */
import { openTablesInMemory } from '#local/database/tables.ts';
import { families } from '#local/demo/families.ts';
import { streetId } from '#local/demo/furong.ts';
import type { Tasks } from '#ports';
import type { Counted } from '#tools/scale/counted.ts';
import { dynamoOver } from '../dynamodb.ts';
import {
  answerAll,
  done,
  hiddenFields,
  type Journey,
  judge,
  nominate,
  onTranche,
  openJourney,
  type Person,
  shortlist,
  tasksOf,
} from '../journey/client.ts';
import {
  type Federation,
  openRound,
  plantClerks,
  plantFederation,
  plantFurong,
  preset,
  publish,
} from '../journey/furong.ts';
import { type Meter, openMeter } from './meter.ts';

const programme = 'zmjt-2021';
/** Nominated in the district, and how many of them go up and are selected in the city. */
const nominated = 18;
const climbing = 6;

interface Tally {
  web: number;
  webBytes: number;
  tasks: number;
  nomination: number;
  round: number;
  wraps: number;
  unwraps: number;
  puts: number;
  gets: number;
}
const zero = (): Tally => ({
  web: 0,
  webBytes: 0,
  tasks: 0,
  nomination: 0,
  round: 0,
  wraps: 0,
  unwraps: 0,
  puts: 0,
  gets: 0,
});

/** States that an execution enters around a call of a task: TakeNextStep with ByKind, Ask or Now alone, one more at its end. */
function watching(tally: { now: Tally }): (tasks: Tasks) => Tasks {
  return (tasks) =>
    Object.fromEntries(
      Object.entries(tasks).map(([name, act]) => [
        name,
        async (payload, context) => {
          const result = (await act(payload, context)) as { readonly kind?: string };
          const machine = name.startsWith('round') ? 'round' : 'nomination';
          const ends = result.kind === 'done' || result.kind === 'dropped';
          tally.now.tasks++;
          tally.now[machine] += name.endsWith('.next') ? (ends ? 3 : 2) : 1;
          return result;
        },
      ]),
    );
}

/** Counts keys and attachments at their ports. */
function countPorts({ home }: Journey, tally: { now: Tally }): void {
  const { keys, files } = home.deps as unknown as {
    keys: Record<'wrap' | 'unwrap', (given: never) => Promise<unknown>>;
    files: Record<'put' | 'get', (...given: never[]) => Promise<unknown>>;
  };
  for (const [on, name, as] of [
    [keys, 'wrap', 'wraps'],
    [keys, 'unwrap', 'unwraps'],
    [files, 'put', 'puts'],
    [files, 'get', 'gets'],
  ] as const) {
    const port = on as Record<string, (...given: never[]) => Promise<unknown>>;
    const real = port[name]!;
    port[name] = (...given) => {
      tally.now[as]++;
      return real(...given);
    };
  }
}

/** Counts the requests that reach the server, and the bytes of its answers. */
function countRequests(url: string, tally: { now: Tally }): () => void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await real(input, init);
    if (String(input).startsWith(url)) {
      tally.now.web++;
      tally.now.webBytes += (await answer.clone().arrayBuffer()).byteLength + 600; // and its headers
    }
    return answer;
  };
  return () => {
    globalThis.fetch = real;
  };
}

/** What a clerk opens beside what she sends: the list, the form, the preview, the record, and it again on two later days. */
async function readAsClerk(clerk: Person, id: string): Promise<void> {
  for (const path of [
    '/nominations',
    `/nominations/${id}`,
    `/nominations/${id}`,
    '/programmes/open',
    `/nominations/${id}`,
  ])
    await done(clerk.get(path));
}

/** Decides a review by its pages: the list, the task with the photographs, the choice, the confirmation. */
async function decideByPages(person: Person, round: string): Promise<void> {
  await done(person.get('/tasks'));
  // The second press leads to the next one.
  let next: { readonly path: string; readonly page: Awaited<ReturnType<Person['get']>> } | undefined;
  for (const task of await tasksOf(person, round)) {
    const path = `/tasks/${round}/${task.step}/${task.nomination}`;
    const page = next?.path === path ? next.page : await person.get(path);
    for (const [, file] of String(page.body).matchAll(
      /href="(\/nominations\/[^"]+\/(?:files|attachments)\/[^"]+)"/g,
    ))
      await person.get(file!);
    const asked = await person.press(path, { outcome: 'approve', reason: '材料齐全，同意' });
    const recorded = await person.press(`${path}/confirm`, hiddenFields(asked.body));
    if (recorded.status !== 303) throw new Error(`deciding answers ${recorded.status}`);
    next = { path: recorded.location.split('?', 1)[0]!, page: await person.get(recorded.location) };
  }
}

interface Selection {
  readonly round: string;
  readonly team: Federation;
  readonly criteria: Readonly<Record<string, string>>;
  readonly nominations: readonly string[];
  readonly places: number;
  readonly dates: readonly [closed: string, notice: string, decided: string, published: string, up: string];
  readonly up: number;
}

/** One level from review to list and recommendation, as the people of a federation do it. */
async function select(journey: Journey, selection: Selection): Promise<readonly string[]> {
  const { round, team, nominations, places, dates, criteria } = selection;
  const { administrator } = team;
  for (const reviewer of team.reviewers) await decideByPages(reviewer, round);
  for (const department of team.departments) await answerAll(department, round);
  await journey.clock(dates[0]);
  for (const reviewer of team.reviewers) await answerAll(reviewer, round);
  for (const department of team.departments) await answerAll(department, round);
  for (const path of ['', '/inbox', '/panel', '/shortlist'])
    await done(administrator.get(`/rounds/${round}${path}`));
  await judge(administrator, team.panel, round, nominations, () => criteria);
  const chosen = nominations.slice(0, places);
  await shortlist(administrator, round, chosen);
  await journey.clock(dates[1]);
  const { id } = await done(onTranche(administrator, round, 'notice', { start: dates[1] }));
  const visitor = await journey.visitor();
  for (let n = 0; n < places; n++) await visitor.get(`/notices/${id}`);
  await journey.clock(dates[2]);
  await done(
    onTranche(administrator, round, 'decision', {
      body: '主席办公会',
      date: dates[2],
      minutes: '5号',
      refused: [],
    }),
  );
  await journey.clock(dates[3]);
  const list = {
    title: '关于公布名单的决定',
    documentNumber: `妇〔2021〕${dates[3]}号`,
    date: dates[3],
    bodies: ['妇联'],
  };
  await done(onTranche(administrator, round, 'list', list));
  await journey.clock(dates[4]);
  const sent = chosen.slice(0, selection.up);
  await done(
    onTranche(administrator, round, 'recommendations', {
      nominations: sent,
      nobody: sent.length === 0,
    }),
  );
  return sent;
}

function share(tally: Tally, database: ReturnType<Meter['take']>, by: number): Counted {
  const each = (n: number) => Math.round((n / by) * 100) / 100;
  return {
    nominationTransitions: each(tally.nomination),
    roundTransitions: each(tally.round),
    requests: each(tally.web),
    responseBytes: Math.round(tally.webBytes / by),
    taskCalls: each(tally.tasks),
    databaseRequests: each(database.requests),
    writeUnits: each(database.writes),
    readUnits: each(database.reads),
    storedBytes: Math.round(database.bytes / by),
    wraps: each(tally.wraps),
    unwraps: each(tally.unwraps),
    puts: each(tally.puts),
    gets: each(tally.gets),
  };
}

/** Plays it, and gives what one nomination cost: to hand it in, to be selected in its first level, and in the next. */
export async function countRun(): Promise<Readonly<Record<'submission' | 'first' | 'further', Counted>>> {
  const tables = openTablesInMemory();
  const meter = await openMeter(dynamoOver(tables));
  process.env.DYNAMODB_ENDPOINT = meter.endpoint;
  const tally = { now: zero() };
  const journey = await openJourney('2021-04-01 09:00', { watch: watching(tally) });
  countPorts(journey, tally);
  const stopCounting = countRequests(journey.url, tally);
  try {
    await plantFurong(journey);
    const departments = ['公安', '文明办'];
    const district = await plantFederation(journey, 'furong', '区', { departments });
    const city = await plantFederation(journey, 'changsha', '市', { departments });
    const clerks = await plantClerks(journey);
    await publish(city.administrator, 'changsha', programme, preset('zmjt', '2021'));
    const take = (by: number) => {
      const counted = share(tally.now, meter.take(), by);
      tally.now = zero();
      return counted;
    };
    take(1);
    const first = await openRound(district.administrator, programme, 'furong', {
      opens: '2021-04-01 10:00',
      closes: '2021-04-20 17:30',
      places: climbing,
      ceremony: '2021-05-15',
    });
    const further = await openRound(city.administrator, programme, 'changsha', {
      opens: '2021-05-16 00:00',
      closes: '2021-05-31 17:30',
      places: 2,
      shares: [{ organisation: 'furong', places: climbing }],
    });
    await journey.clock('2021-04-01', '10:00');
    take(1);
    const nominations: string[] = [];
    for (const { street, answers } of families.slice(0, nominated)) {
      const clerk = clerks[street]!;
      const input = { programme, org: streetId(street), answers, pictures: ['photos', 'photos'] };
      const id = await nominate(clerk, input);
      nominations.push(id);
      await readAsClerk(clerk, id);
    }
    const submission = take(nominated);
    const sent = await select(journey, {
      round: first,
      team: district,
      criteria: { deeds: '45', ethos: '25', public: '18' },
      nominations,
      places: climbing,
      dates: ['2021-04-21', '2021-05-06', '2021-05-12', '2021-05-15', '2021-05-17'],
      up: climbing,
    });
    const atFirst = take(nominated);
    await select(journey, {
      round: further,
      team: city,
      criteria: { overall: '90' },
      nominations: sent,
      places: 2,
      dates: ['2021-06-01', '2021-06-07', '2021-06-15', '2021-06-18', '2021-06-21'],
      up: 0,
    });
    const atFurther = take(climbing);
    if (journey.logged.length > 0) throw new Error(journey.logged.join('\n'));
    return { submission, first: atFirst, further: atFurther };
  } finally {
    stopCounting();
    await journey.close();
    delete process.env.DYNAMODB_ENDPOINT;
    await meter.close();
    await tables.close();
  }
}
