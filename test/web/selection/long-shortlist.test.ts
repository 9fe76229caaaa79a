/** A long list, from the ranking to the published list: every page and every step of it touches a bounded number of rows. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextForRound, nowRound } from '#actions/round/round-tasks.ts';
import { runJob } from '#actions/running/jobs.ts';
import { checkRound } from '#local/commands/counters.ts';
import { keys } from '#store/keys.ts';
import { find, getList, getRound, getTranche, roundWithStage } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { findShortlist } from '#store/shortlists.ts';
import { manyId, plantMany } from '../../actions/many.ts';
import { type Office, openOffice } from '../../actions/office.ts';
import { province } from '../../furong.ts';
import { type Read, readBy } from '../../reading.ts';
import { serveApp } from '../../served.ts';
import { type Browser, openBrowser, type Sent } from '../people/account-browser.ts';

const id = manyId;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => id(from + i));

interface Desk {
  readonly office: Office;
  readonly browser: Browser;
  readonly path: string;
}
async function openDesk(count: number): Promise<Desk> {
  const office = await openOffice();
  office.test.use({ site: { url: 'http://localhost' } });
  await plantMany(office, count, (n) => ({ score: { mean: `${count - n}/1`, count: 3, rank: n } }));
  await office.move({ status: 'selecting', phase: 2, progress: 'idle' });
  const browser = openBrowser(office.deps);
  await browser.signIn(office.admin);
  return { office, browser, path: `/rounds/${encodeURIComponent(office.round)}` };
}

/** Puts some on the list, so many at a time; gives the most that one change read. */
async function list({ office, browser, path }: Desk, ids: readonly string[], size = 200): Promise<Read> {
  const most = { requests: 0, rows: 0 };
  for (let at = 0; at < ids.length; at += size) {
    const { version = 0 } = (await findShortlist(office.deps.table, office.round)) ?? {};
    const sent = { press: 'choose', ticked: ids.slice(at, at + size), version: String(version) };
    const read = await readBy(office.deps, async () => {
      expect((await browser.post(`${path}/shortlist`, sent)).status).toBe(303);
    });
    most.rows = Math.max(most.rows, read.rows);
    most.requests = Math.max(most.requests, read.requests);
  }
  return most;
}
const press = async ({ office, browser, path }: Desk, sent: Sent, query = '') => {
  const { version = 0 } = (await findShortlist(office.deps.table, office.round)) ?? {};
  return browser.post(`${path}/shortlist${query}`, { version: String(version), ...sent });
};
const numbersIn = (html: string) => [...html.matchAll(/>作品(\d+)</g)].map(([, n]) => Number(n));

describe('a list of hundreds', () => {
  let small: Desk;
  let large: Desk;
  beforeAll(async () => {
    small = await openDesk(200);
    large = await openDesk(2_000);
    await list(small, range(1, 101), 20);
    await list(large, range(1, 1_001));
  });
  afterAll(async () => {
    await small.office.test.embedded.close();
    await large.office.test.embedded.close();
  });

  it('has pages that read as many rows of 2,000 as of 200', async () => {
    for (const page of ['', '/shortlist', '/shortlist?chosen=50', '/inbox', '/intake', '/end', '/panel']) {
      const [few, many] = await Promise.all(
        [small, large].map(async ({ office, browser, path }) => {
          await browser.get(`${path}${page}`);
          return readBy(office.deps, async () => {
            expect((await browser.get(`${path}${page}`)).status).toBe(200);
          });
        }),
      );
      expect([page, many]).toEqual([page, few]);
      expect([page, many!.rows < 250]).toEqual([page, true]);
    }
  });

  it('shows those who wait by their rank, from any rank on, a page at a time', async () => {
    const { browser, path } = large;
    const first = await browser.get(`${path}/shortlist`);
    expect(first.text).toContain('本页另有 50 名已列入名单');
    const later = await browser.get(`${path}/shortlist?rank=1201`);
    expect(numbersIn(later.html).filter((n) => n > 1_000)).toEqual(
      Array.from({ length: 50 }, (_, i) => 1_201 + i),
    );
    const next = /href="([^"]*cursor=[^"]*)"/.exec(later.html)![1]!.replaceAll('&amp;', '&');
    expect(numbersIn((await browser.get(next)).html).filter((n) => n > 1_000)[0]).toBe(1_251);
  });

  it('says on the desk how far the first tranche is while it is being formed', async () => {
    const { office, browser, path } = small;
    const { cursor: _, ...rest } = await getRound(office.deps.table, office.round);
    await office.move({ cursor: 'there' });
    await office.deps.table.put({ ...keys.forming(office.round), entries: range(1, 26) });
    expect((await browser.get(path)).text).toContain('正在形成第一批：已找到 25 名');
    await office.deps.table.remove(keys.forming(office.round));
    await office.deps.table.put(rows.round(rest));
    expect((await browser.get(path)).text).not.toContain('正在形成');
  });

  it('moves by number, on any page, and says which numbers there are', async () => {
    const { office, browser, path } = large;
    const page = await browser.get(`${path}/shortlist?chosen=950`);
    expect(page.text).toContain('1000');
    const moved = await press(
      large,
      { press: 'place:chosen', 'chosen.no': '１０００', 'chosen.to': '2' },
      '?chosen=950',
    );
    expect([moved.status, moved.to]).toEqual([303, `${path}/shortlist?chosen=950&done=saved`]);
    const ids = (await findShortlist(office.deps.table, office.round))!.chosen.map((each) => each.nomination);
    expect([ids.length, ...ids.slice(0, 3), ids.at(-1)]).toEqual([1_000, id(1), id(1_000), id(2), id(999)]);
    const wrong = await press(large, { press: 'place:chosen', 'chosen.no': '1001', 'chosen.to': '2' });
    expect([wrong.status, wrong.text.includes('请填写名单中的序号，1 至 1000')]).toEqual([422, true]);
  });

  it('takes two hundred more in one change, and says so of more', async () => {
    const refused = await press(large, { press: 'choose', ticked: range(1_100, 1_301) });
    expect([refused.status, refused.text.includes('一次最多新列入 200 名，这次是 201 名')]).toEqual([
      422,
      true,
    ]);
  });
});

describe('a list of hundreds, to its end', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(1_000);
  });
  afterAll(() => desk.office.test.embedded.close());

  /** Does what the machine would, until it waits; no step reads more than a chunk's worth of rows. */
  const drive = async (tranche: number) => {
    const { deps, round } = desk.office;
    for (;;) {
      const next = await nextForRound(deps, { round, tranche });
      if (next.kind !== 'now') return;
      const read = await readBy(deps, () => nowRound(deps, { round, tranche, step: next.step }));
      expect([next.step, read.rows < 600]).toEqual([next.step, true]);
    }
  };
  const send = async (form: string, sent: Sent) => {
    const { office, browser, path } = desk;
    const { version } = await getTranche(office.deps.table, office.round, 1);
    const read = await readBy(office.deps, async () => {
      const answer = await browser.post(`${path}/tranches/1/${form}`, { version: String(version), ...sent });
      expect([form, answer.status]).toEqual([form, 303]);
    });
    expect([form, read.rows < 100]).toEqual([form, true]);
  };

  it('is confirmed, noticed, decided and published, and each who was chosen is honoured once', async () => {
    const { office, browser, path } = desk;
    const { deps, round } = office;
    expect((await list(desk, range(1, 701))).rows).toBeLessThan(250);
    const { version } = (await findShortlist(deps.table, round))!;
    const confirmed = await browser.post(`${path}/shortlist/confirm`, { version: String(version) });
    expect(confirmed.status).toBe(303);
    await drive(0);
    const { entries } = await getTranche(deps.table, round, 1);
    expect(entries).toEqual(range(1, 701));
    expect(await find(deps.table, keys.forming(round))).toBeUndefined();
    const page = await readBy(deps, () => browser.get(`${path}/tranches/1`));
    expect(page.rows).toBeLessThan(100);
    await send('post', { start: '2022-02-25' });
    await drive(1);
    office.at('2022-03-04T02:00:00.000Z');
    await browser.signIn(office.admin);
    await drive(1);
    const { stage } = await roundWithStage(deps.table, round);
    const [body = ''] = stage.steps.flatMap((step) => (step.kind === 'decision' ? step.bodies : []));
    await send('decide', { body, date: '2022-03-04', minutes: '1号', numbered: '700 材料不实' });
    await drive(1);
    await send('publish', {
      ...{ title: '获奖名单', documentNumber: '妇〔2022〕2号', date: '2022-03-04', bodies: '区妇联' },
    });
    await drive(1);
    const tranche = await getTranche(deps.table, round, 1);
    expect([tranche.state, tranche.entries.length]).toEqual(['done', 699]);
    expect((await getList(deps.table, tranche.list!)).granted).toBe(699);
    expect(await checkRound(deps.table, round)).toEqual([]);
  }, 240_000);

  /** Lets the job of a paper run to its end; no chunk of it reads more than its hundred names need. */
  const make = async (path: string) => {
    const { deps } = desk.office;
    for (;;) {
      const { html } = await desk.browser.get(path);
      if (!html.includes('正在生成')) return;
      const [, job = ''] = /href="\/jobs\/(\w+)"/.exec(html) ?? [];
      const read = await readBy(deps, () => runJob(deps, job));
      expect([path, read.rows < 600]).toEqual([path, true]);
    }
  };
  const bounded = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    const answers: T[] = [];
    const read = await readBy(desk.office.deps, async () => void answers.push(await work()));
    expect([path, read.rows < 250]).toEqual([path, true]);
    return answers[0]!;
  };

  it('is given out as CSV and JSON page by page: what nobody has read yet is not looked up', async () => {
    const { deps, round } = desk.office;
    const { list: id = '' } = await getTranche(deps.table, round, 1);
    const app = serveApp({ deps, root: province });
    for (const [kind, names] of [
      ['csv', /作品\d+/g],
      ['json', /"name":"作品\d+"/g],
    ] as const) {
      const chunks: Uint8Array[] = [];
      const rows: number[] = [];
      const { body } = await app.request(`http://localhost/honours/${id}.${kind}`);
      const reader = body!.getReader();
      for (let over = false; !over; ) {
        const read = await readBy(deps, async () => {
          const { done, value } = await reader.read();
          over = done;
          if (value !== undefined) chunks.push(value);
        });
        rows.push(read.rows);
      }
      expect([kind, Math.max(...rows) <= 100, rows.length > 7]).toEqual([kind, true, true]);
      const whole = Buffer.concat(chunks).toString('utf8');
      expect([kind, new Set(whole.match(names)).size]).toEqual([kind, 699]);
    }
    const shown = await readBy(deps, () => desk.browser.get(`/honours/${id}?page=7`));
    expect(shown.rows).toBeLessThan(150);
  });

  it('has papers made by jobs, which no request reads name by name', async () => {
    const { browser, path } = desk;
    const papers = `${path}/papers`;
    for (const [paper, at, names] of [
      ['notice-1', 'notice?tranche=1', 699],
      ['notice-1', 'notice.txt?tranche=1', 699],
      ['approval-1', 'approval.txt?tranche=1', 699],
      ['summary-tranche-1', 'summary.xlsx?of=tranche&tranche=1', 699],
      ['summary-inbox', 'summary.xlsx?of=inbox', 1_000],
    ] as const) {
      const asked = await bounded(at, () => browser.get(`${papers}/${at}`));
      if (asked.status !== 200) {
        expect([at, asked.status, asked.to]).toEqual([at, 303, `${papers}#${paper}`]);
        const begun = await bounded(at, () => browser.post(`${papers}/${paper}`));
        expect([at, begun.status]).toEqual([at, 303]);
        await make(papers);
      }
      const shown = await bounded(papers, () => browser.get(papers));
      expect(shown.text).toMatch(/2022-03-04 10:00 生成，保存至 2022-03-05 10:00/);
      const file = await bounded(at, () => browser.get(`${papers}/${at}`));
      expect([at, file.status]).toEqual([at, 200]);
      if (!at.includes('xlsx')) {
        expect([...file.text.matchAll(/(\d+)．作品\d+/g)].map(([, n]) => Number(n))).toEqual(
          Array.from({ length: names }, (_, n) => n + 1),
        );
        expect([at, file.text.includes(`${names}名`)]).toEqual([at, true]);
      }
    }
  });
});
