/** Charts are numbers in, picture out: nothing leaves its room, nothing is lost, and every number stands in words too. */
import { describe, expect, it } from 'vitest';
import { bandsOf, Columns, columnHeights } from '#web/chart/columns.tsx';
import { Sankey, sankeyLayout } from '#web/chart/sankey.tsx';
import { StackedBars, stackedLayout, stackedWidth } from '#web/chart/stacked-bars.tsx';

const html = (markup: unknown): string => String(markup);
const many = Array.from({ length: 2_000 }, (_, n) => ({
  label: `单位${n}`,
  part: n % 7,
  whole: 7 + (n % 5),
  mark: 9,
}));
const numbersIn = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(` ${name}="([^"]+)"`, 'g'))].map(([, value]) => Number(value));

describe('bars of two parts', () => {
  it('stay in their room, none or one or two thousand', () => {
    for (const rows of [[], [{ label: '一', part: 1, whole: 1 }], many]) {
      const { bars, height } = stackedLayout(rows);
      expect([bars.length, height]).toEqual([rows.length, Math.max(1, rows.length) * 28]);
      expect(bars.every(({ partWidth, restWidth }) => partWidth >= 0 && partWidth + restWidth <= 380)).toBe(
        true,
      );
    }
  });

  it('draw nothing for zero, and never a part beyond its whole', () => {
    const { bars } = stackedLayout([
      { label: '零', part: 0, whole: 0 },
      { label: '多', part: 9, whole: 4 },
    ]);
    expect(bars.map(({ partWidth, restWidth }) => [partWidth, restWidth])).toEqual([
      [0, 0],
      [380, 0],
    ]);
  });

  it('say their numbers in title, description and table, and tell parts apart without colour', () => {
    const svg = html(
      <StackedBars
        lang="zh"
        id="units"
        title="各单位申报"
        rows={[{ label: '定王台街道', part: 2, whole: 3, mark: 4 }]}
        words={{ item: '单位', part: '在评', whole: '收到', mark: '名额' }}
      />,
    );
    expect(svg).toMatch(/role="img" aria-labelledby="units-title units-desc"/);
    expect(svg).toContain('<desc id="units-desc">1 项：收到共 3，其中在评 2。</desc>');
    expect(svg).toMatch(/<th scope="row">定王台街道<\/th><td>2<\/td><td>3<\/td><td>4<\/td>/);
    expect(svg).toContain('fill="url(#units-hatch)"');
    expect(svg).not.toMatch(/style=|fill="#|stroke="#/);
    expect(numbersIn(svg, 'x').every((x) => x >= 0 && x <= stackedWidth)).toBe(true);
  });
});

describe('columns of bands', () => {
  it('hold everybody once, in at most twelve bands of one width', () => {
    const counts = new Map(Array.from({ length: 2_000 }, (_, n) => [n % 101, Math.ceil(2_000 / 101)]));
    const bands = bandsOf(counts);
    expect(bands.length).toBeLessThanOrEqual(12);
    expect(bands.reduce((sum, { count }) => sum + count, 0)).toBe(
      [...counts.values()].reduce((a, b) => a + b, 0),
    );
    expect(new Set(bands.map(({ from, to }) => to - from)).size).toBe(1);
    expect(Math.max(...columnHeights(bands))).toBe(160);
  });

  it('are none without numbers, one for one, and cope with a wide range', () => {
    expect([bandsOf(new Map()), bandsOf(new Map([[5, 0]]))]).toEqual([[], []]);
    expect(bandsOf(new Map([[88, 1]]))).toEqual([{ from: 88, to: 89, count: 1 }]);
    expect(
      bandsOf(
        new Map([
          [0, 1],
          [100_000, 1],
        ]),
      ).length,
    ).toBeLessThanOrEqual(12);
    expect(columnHeights([{ from: 0, to: 1, count: 0 }])).toEqual([0]);
    const words = { band: '分数', count: '人数' };
    expect(html(<Columns lang="zh" id="s" title="得分" bands={[]} words={words} />)).toContain('还没有数据');
    expect(
      html(<Columns lang="zh" id="s" title="得分" bands={bandsOf(new Map([[88, 3]]))} words={words} />),
    ).toContain('共 3，最多的是 88，有 3。');
  });
});

describe('the way from level to level', () => {
  const nodes = [
    { id: 'in', label: '收到', column: 0 },
    { id: 'out', label: '未通过', column: 1 },
    { id: 'list', label: '入选', column: 1 },
    { id: 'up', label: '上报', column: 2 },
  ];
  const flows = [
    { from: 'in', to: 'out', count: 8 },
    { from: 'in', to: 'list', count: 12 },
    { from: 'list', to: 'up', count: 6 },
  ];

  it('keeps what flows: a node is as high as its bands, which never overlap', () => {
    const layout = sankeyLayout(nodes, flows);
    expect(layout.nodes.map(({ id, count, height }) => [id, count, height])).toEqual([
      ['in', 20, 240],
      ['out', 8, 96],
      ['list', 12, 144],
      ['up', 6, 72],
    ]);
    expect(layout.flows.map(({ fromY, thickness }) => [fromY, thickness])).toEqual([
      [0, 96],
      [96, 144],
      [126, 72],
    ]);
    expect(layout.nodes.every(({ y, height }) => y + height <= layout.height)).toBe(true);
  });

  it('leaves out what is zero and shows one beside two thousand', () => {
    const layout = sankeyLayout(nodes, [
      { from: 'in', to: 'out', count: 2_000 },
      { from: 'in', to: 'list', count: 1 },
      { from: 'list', to: 'up', count: 0 },
    ]);
    expect(layout.nodes.map(({ id }) => id)).toEqual(['in', 'out', 'list']);
    expect(layout.flows.every(({ thickness }) => thickness >= 2)).toBe(true);
    expect(sankeyLayout(nodes, []).flows).toEqual([]);
  });

  it('says every band in words', () => {
    const svg = html(<Sankey lang="zh" id="way" title="逐级推荐" nodes={nodes} flows={flows} />);
    expect(svg).toContain('<desc id="way-desc">收到到未通过 8，收到到入选 12，入选到上报 6。</desc>');
    expect(svg).toMatch(/<th scope="row">入选<\/th><td>上报<\/td><td>6<\/td>/);
    expect(html(<Sankey lang="en" id="way" title="x" nodes={nodes} flows={[]} />)).toContain(
      'No numbers yet.',
    );
  });
});
