/** The flows that are measured, each as a person or a program does it, from outside. */
import { hasMembers } from '#domain/members.ts';
import type { Answers } from '#domain/programme/form.ts';
import { type Client, type Fields, hasForm, openClient, until } from './load.ts';
import { benchAnswers, benchNomination, type Seeded } from './seed.ts';

/** What flows work on: one site, seeded, with what the round holds. */
export interface Stand extends Seeded {
  readonly port: number;
  readonly programme: string;
  readonly round: string;
  /** The organisation for which is submitted. */
  readonly unit: string;
  /** Path of the reviewer's worklist by her letter's link. */
  readonly link: string;
  /** Nominations with an open task of the reviewer, oldest first; reviews take from it, submissions add to it. */
  readonly open: string[];
  /** A notice of 100 families, and the port of the rehearsal that shows it. */
  readonly notice: { readonly port: number; readonly path: string };
  /** How many nominations were begun, so that each is unique. */
  begun: number;
}

export interface Flow {
  readonly name: string;
  /** How many times in one measurement, with one client and with sixteen. */
  readonly counts: readonly [one: number, sixteen: number];
  /** A client for it, with a connection of its own. */
  client(stand: Stand): Client;
  once(stand: Stand, client: Client): Promise<void>;
  /** Whether what follows from it is done; asked once the server rests. */
  settled?(stand: Stand): Promise<boolean>;
}

export async function submitByApi(stand: Stand, client: Client): Promise<void> {
  const { id } = await client.api<{ id: string }>('POST', '/api/nominations', {
    ...benchNomination(stand, stand.programme, stand.begun++),
    org: stand.unit,
  });
  stand.open.push(id);
}

/** Answers under the names that the form's inputs have. */
function inputsOf(answers: Answers): Fields {
  const fields: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(answers))
    if (Array.isArray(value) && value.every(hasMembers))
      for (const [row, cells] of value.entries())
        for (const [column, cell] of Object.entries(cells)) fields[`${name}.${row}.${column}`] = String(cell);
    else fields[name] = Array.isArray(value) ? value.map(String) : String(value);
  return fields;
}

/** From "nominate" to the record page, as a browser does it: every page, press and redirect; no autosaves. */
export async function submitByPages(stand: Stand, client: Client): Promise<void> {
  const query = new URLSearchParams({
    programme: stand.programme,
    org: stand.unit,
    channel: 'organisation',
  });
  let page = await client.open(`/nominations/new?${query}`);
  if (hasForm(page, '/nominations/new'))
    page = await client.press(page, '/nominations/new', { org: stand.unit, channel: 'organisation' });
  const [, save = '', id = ''] =
    /action="(\/nominations\/([^/"]+)\/edit\/attachments[^"]*)"/.exec(page) ?? [];
  const fields = { ...inputsOf(benchAnswers(stand.begun++)), _go: 'preview' };
  const preview = await client.press(page, save, fields);
  const consent = { consentText: stand.consentText, sensitive: stand.takesSensitive ? 'true' : 'yes' };
  const record = await client.press(preview, `/nominations/${id}/submit`, consent);
  if (!record.includes('测试')) throw new Error('the record page does not show the nomination');
  stand.open.push(id);
}

/** From the letter's link: the task, the decision, its confirmation, and the page after it. */
async function reviewByLink(stand: Stand, client: Client): Promise<void> {
  const nomination = stand.open.shift();
  if (nomination === undefined) throw new Error('no open task is left for a review');
  const path = `${stand.link}/${stand.round}/review/${nomination}`;
  const task = await client.open(path);
  const confirm = await client.press(task, path, { outcome: 'approve', reason: '' });
  await client.press(confirm, `${path}/confirm`, {});
}

/** Every row under review, at least a thousand, page by page; as large pages as the API gives. */
async function allRows(stand: Stand, client: Client): Promise<void> {
  const base = `/api/rounds/${stand.round}/candidacies?state=review`;
  let rows = 0;
  for (let cursor: string | undefined; rows < 1_000; ) {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await client.api<{ items: readonly unknown[]; cursor?: string }>(
      'GET',
      `${base}${pageSizes.get(stand.port) ?? ''}${after}`,
    );
    rows += page.items.length;
    cursor = page.cursor;
    if (cursor === undefined && rows < 1_000) throw new Error(`only ${rows} rows are there`);
  }
}
/** How a site is asked for large pages; a version without that parameter refuses it. */
const pageSizes = new Map<number, string>();
export async function learnPageSize(stand: Stand): Promise<void> {
  const asked = '&limit=500';
  const path = `/api/rounds/${stand.round}/candidacies?state=review${asked}`;
  await stand.administrator.token.api('GET', path).then(
    () => pageSizes.set(stand.port, asked),
    () => pageSizes.set(stand.port, ''),
  );
}

/** Whether as many are under review as have an open task, and the reviewer was asked for the last of them. */
async function allAsked({ administrator: { token }, round, open }: Stand): Promise<boolean> {
  const at = `/api/rounds/${round}`;
  const { counts } = await token.api<{ counts: { states: { review?: number } } }>('GET', at);
  if (counts.states.review !== open.length) return false;
  for (const nomination of open.slice(-20)) {
    const path = `${at}/candidacies/${nomination}`;
    const { asked } = await token.api<{ asked: readonly unknown[] }>('GET', path);
    if (asked.length === 0) return false;
  }
  return true;
}

export const flows: readonly Flow[] = [
  {
    name: 'submit',
    counts: [250, 600],
    client: ({ clerk }) => clerk.token.again(),
    once: submitByApi,
    settled: allAsked,
  },
  {
    name: 'web-submission',
    counts: [50, 160],
    client: ({ clerk }) => clerk.session.again(),
    once: submitByPages,
    settled: allAsked,
  },
  {
    name: 'review',
    counts: [80, 240],
    client: ({ port }) => openClient(port),
    once: reviewByLink,
    settled: allAsked,
  },
  {
    name: 'list-page',
    counts: [200, 600],
    client: ({ administrator }) => administrator.session.again(),
    once: async ({ round }, client) => void (await client.open(`/rounds/${round}/inbox?state=review`)),
  },
  {
    name: 'record-page',
    counts: [200, 600],
    client: ({ clerk }) => clerk.session.again(),
    once: async ({ open }, client) => void (await client.open(`/nominations/${open[0]}`)),
  },
  {
    name: 'all-rows',
    counts: [15, 48],
    client: ({ administrator }) => administrator.token.again(),
    once: allRows,
  },
  {
    name: 'notice-page',
    counts: [200, 600],
    client: ({ notice }) => openClient(notice.port),
    once: async ({ notice }, client) => void (await client.open(notice.path)),
  },
];

/** Pages that everybody opens in the course of a round, by name. */
export const pagesOf = (stand: Stand): Readonly<Record<string, readonly [client: Client, path: string]>> => {
  const { administrator, clerk, reviewer, round, open } = stand;
  return {
    home: [openClient(stand.port), '/'],
    'open programmes': [clerk.session, '/programmes/open?org=street'],
    'my nominations': [clerk.session, '/nominations'],
    'start of a nomination': [clerk.session, `/nominations/new?programme=${stand.programme}`],
    record: [clerk.session, `/nominations/${open[0]}`],
    tasks: [reviewer.session, '/tasks'],
    'worklist by link': [openClient(stand.port), `${stand.link}/${round}/review`],
    'task by link': [openClient(stand.port), `${stand.link}/${round}/review/${open[0]}`],
    'rounds of an organisation': [administrator.session, '/rounds'],
    'desk of a round': [administrator.session, `/rounds/${round}`],
    'list of a round': [administrator.session, `/rounds/${round}/inbox?state=review`],
    'candidacy at the desk': [administrator.session, `/rounds/${round}/nominations/${open[0]}`],
    'search by name': [administrator.session, `/rounds/${round}/inbox?q=${encodeURIComponent('测试12')}`],
    notices: [openClient(stand.port), '/notices'],
    honours: [openClient(stand.port), '/honours'],
    'audit trail': [administrator.session, `/audit/${encodeURIComponent(`round:${round}`)}`],
  };
};

/** Puts a thousand nominations under review, with sixteen clients, and waits for their tasks. */
export async function fill(stand: Stand, rest: () => Promise<number>, count: number): Promise<void> {
  const clients = Array.from({ length: 16 }, () => flows[0]!.client(stand));
  await Promise.all(
    clients.map(async (client, c) => {
      for (let i = c; i < count; i += clients.length) await submitByApi(stand, client);
    }),
  );
  await rest();
  await until('tasks of the first thousand', () => allAsked(stand));
}
