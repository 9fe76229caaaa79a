/** An old ledger brought in by its page: how long the upload is checked and the job runs, and the most memory that the server took. */
import { until } from './load.ts';
import type { Seeded } from './seed.ts';
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
  readonly checkedMs: number;
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
    const checkedMs = performance.now() - began;
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
    return { count: rows, checkedMs, seconds: (performance.now() - began) / 1_000, megabytes: most };
  } finally {
    clearInterval(watch);
  }
}
