/** An old ledger brought in by its page: how long the upload and its job take, and the most memory that the server took; and the re-check of titles that such a ledger brought. */
import { type Client, until } from './load.ts';
import { presetIn, type Seeded } from './seed.ts';
import type { Site } from './site.ts';

/** A sheet as an office keeps it, with names, units and ID-less lines of four honours in ten years. */
function sheetOf(rows: number): string {
  const titles = ['三八红旗手', '最美家庭', '巾帼文明岗', '平安家庭'];
  const lines = Array.from({ length: rows }, (_, n) => {
    const title = titles[n % titles.length]!;
    const level = n % 9 === 0 ? '市级' : '区级';
    return [
      n + 1,
      title,
      level,
      `测试${n}`,
      `第${n % 300}社区`,
      '1',
      '区妇联、区文明办',
      2010 + (n % 10),
      `2019.${1 + (n % 12)}.8`,
    ];
  });
  const heads = ['序号', '荣誉称号', '级别', '姓名', '所在单位', '数量', '颁奖单位', '年度', '获奖时间'];
  return [heads, ...lines].map((line) => line.join(',')).join('\r\n');
}

/** Uploads a sheet of so many lines and waits for its job; memory is looked at every tenth of a second. */
export async function importLedger(
  site: Site,
  { administrator }: Pick<Seeded, 'administrator'>,
  rows: number,
): Promise<{
  readonly count: number;
  readonly requestMs: number;
  readonly seconds: number;
  readonly megabytes: number;
}> {
  const { session } = administrator;
  const page = await session.open('/ledger/district/2019');
  await site.rest();
  let most = site.memory().megabytes;
  const watch = setInterval(() => {
    most = Math.max(most, site.memory().megabytes);
  }, 100);
  try {
    const began = performance.now();
    await session.press(
      page,
      '/ledger/district/import',
      {},
      { sheet: { name: 'ledger.csv', text: sheetOf(rows) } },
    );
    const requestMs = performance.now() - began;
    await until(
      `import of ${rows} lines`,
      async () => {
        const { items } = await session.api<{ items: readonly { state: string; done: number }[] }>(
          'GET',
          '/api/jobs?org=district',
        );
        return items.some(({ state, done }) => state === 'done' && done === rows);
      },
      10,
    );
    return { count: rows, requestMs, seconds: (performance.now() - began) / 1_000, megabytes: most };
  } finally {
    clearInterval(watch);
  }
}

/** Holders of one title, named before any programme: each takes part in its re-check. */
const holder = (n: number) => ({
  荣誉代码: 'JGWMG',
  荣誉名称: '巾帼文明岗',
  级别: '区级',
  类别: '岗位',
  获奖对象: `第${n}岗`,
  授予单位: '区妇联',
  年份: 2010 + (n % 10),
  授予日期: `${2010 + (n % 10)}-03-08`,
});

const jobsOver = (session: Client, kind: string) => async () => {
  const { items } = await session.api<{ items: readonly { kind: string; state: string }[] }>(
    'GET',
    '/api/jobs?org=district',
  );
  const mine = items.filter((job) => job.kind === kind);
  return mine.length > 0 && mine.every(({ state }) => state === 'done');
};

/** Begins a re-check of so many holders and waits until each has its task. */
export async function beginRecheck(
  site: Site,
  seeded: Seeded,
  holders: number,
): Promise<{ readonly count: number; readonly seconds: number; readonly megabytes: number }> {
  const { session } = seeded.administrator;
  const rows = Array.from({ length: holders }, (_, n) => holder(n));
  await session.api('POST', '/api/organisations/district/ledger/import', { rows });
  await until(`ledger of ${holders} holders`, jobsOver(session, 'import-ledger'));
  const document = presetIn(site.folder, 'jgwmg');
  const made = await session.api<{ programme: { version: number } }>('POST', '/api/programmes', {
    ...{ org: 'district', id: 'recheck', document },
  });
  await session.api('POST', '/api/programmes/recheck/publish', { version: made.programme.version });
  await site.rest();
  const began = performance.now();
  const { id } = await session.api<{ id: string }>('POST', '/api/organisations/district/rechecks', {
    programme: 'recheck',
  });
  await until(`re-check of ${holders} begun`, jobsOver(session, 'start-recheck'), 10);
  const seconds = (performance.now() - began) / 1_000;
  const { counts } = await session.api<{ counts: { open: number } }>('GET', `/api/rechecks/${id}`);
  return { count: counts.open, seconds, megabytes: site.memory().megabytes };
}
