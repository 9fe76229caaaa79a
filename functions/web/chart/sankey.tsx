/** The way from level to level: how many came in, where they are or left, and how many went up, as bands between columns. */
import { type Lang, sayIn } from '#web/frame/words.ts';
import { ChartFigure, shortened } from './figure.tsx';

export interface FlowNode {
  readonly id: string;
  readonly label: string;
  /** From 0, left to right. */
  readonly column: number;
}
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface PlacedNode extends FlowNode {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}
export interface PlacedFlow extends Flow {
  /** Top edges at both ends, and the thickness. */
  readonly fromY: number;
  readonly toY: number;
  readonly thickness: number;
}

const width = 680;
const nodeWidth = 14;
const gap = 30;
const room = 240;
/** What is there is seen, however few beside many. */
const thinnest = 2;

/**
 * Places nodes in their columns and bands between them. The fullest column fills the room; a node is as high as what
 * flows through it; flows of zero and nodes that nothing touches are left out.
 */
export function sankeyLayout(
  nodes: readonly FlowNode[],
  flows: readonly Flow[],
): { readonly height: number; readonly nodes: readonly PlacedNode[]; readonly flows: readonly PlacedFlow[] } {
  const drawn = flows.filter(({ count }) => count > 0);
  const into = (id: string) => drawn.filter(({ to }) => to === id).reduce((sum, { count }) => sum + count, 0);
  const out = (id: string) =>
    drawn.filter(({ from }) => from === id).reduce((sum, { count }) => sum + count, 0);
  const there = nodes
    .map((node) => ({ ...node, count: Math.max(into(node.id), out(node.id)) }))
    .filter(({ count }) => count > 0);
  const columns = Map.groupBy(there, ({ column }) => column);
  const fullest = Math.max(
    1,
    ...[...columns.values()].map((all) => all.reduce((sum, { count }) => sum + count, 0)),
  );
  const scale = room / fullest;
  const last = Math.max(1, ...columns.keys());
  const placed: PlacedNode[] = [];
  let height = 0;
  for (const [column, members] of columns) {
    let y = 0;
    for (const node of members) {
      const tall = Math.max(thinnest, node.count * scale);
      placed.push({ ...node, x: (column / last) * (width - nodeWidth), y, height: tall });
      y += tall + gap;
    }
    height = Math.max(height, y);
  }
  const used = new Map<string, { from: number; to: number }>();
  const bands = drawn.flatMap((flow): readonly PlacedFlow[] => {
    const [a, b] = [placed.find(({ id }) => id === flow.from), placed.find(({ id }) => id === flow.to)];
    if (a === undefined || b === undefined) return [];
    const left = used.get(a.id) ?? { from: 0, to: 0 };
    const right = used.get(b.id) ?? { from: 0, to: 0 };
    const thickness = Math.max(thinnest, flow.count * scale);
    const band = { ...flow, fromY: a.y + left.from, toY: b.y + right.to, thickness };
    used.set(a.id, { ...left, from: left.from + thickness });
    used.set(b.id, { ...(used.get(b.id) ?? right), to: right.to + thickness });
    return [band];
  });
  return { height: Math.max(1, height), nodes: placed, flows: bands };
}

/** One band as a closed path of two curves. */
function bandPath(flow: PlacedFlow, fromX: number, toX: number): string {
  const { fromY, toY, thickness } = flow;
  const half = (fromX + toX) / 2;
  return [
    `M${fromX} ${fromY}`,
    `C${half} ${fromY} ${half} ${toY} ${toX} ${toY}`,
    `V${toY + thickness}`,
    `C${half} ${toY + thickness} ${half} ${fromY + thickness} ${fromX} ${fromY + thickness}`,
    'Z',
  ].join('');
}

/** Every node bears its name and number, so that nothing is told by colour alone. */
export const Sankey = (props: {
  readonly lang: Lang;
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly Flow[];
}) => {
  const { lang, id, title, flows } = props;
  const say = sayIn(lang);
  const layout = sankeyLayout(props.nodes, flows);
  const at = new Map(layout.nodes.map((node) => [node.id, node]));
  const nameOf = (node: string) => at.get(node)?.label ?? node;
  const desc = layout.flows
    .map(({ from, to, count }) =>
      say(`${nameOf(from)}到${nameOf(to)} ${count}`, `${nameOf(from)} to ${nameOf(to)} ${count}`),
    )
    .join(say('，', ', '));
  const last = Math.max(0, ...layout.nodes.map(({ x }) => x));
  return (
    <ChartFigure
      {...{ lang, id, title, width }}
      desc={desc === '' ? say('还没有数据。', 'No numbers yet.') : `${desc}${say('。', '.')}`}
      height={layout.height + 18}
      table={{
        head: [say('从', 'From'), say('到', 'To'), say('数量', 'How many')],
        rows: layout.flows.map(({ from, to, count }) => [nameOf(from), nameOf(to), count]),
      }}
    >
      <g transform="translate(0 18)">
        {layout.flows.map((flow) => (
          <path class="chart-flow" d={bandPath(flow, at.get(flow.from)!.x + nodeWidth, at.get(flow.to)!.x)} />
        ))}
        {layout.nodes.map((node) => {
          const isLast = node.x === last && last > 0;
          return (
            <>
              <rect class="series-0" x={node.x} y={node.y} width={nodeWidth} height={node.height} />
              <text
                class="chart-label"
                x={isLast ? node.x + nodeWidth : node.x}
                y={node.y - 5}
                text-anchor={isLast ? 'end' : 'start'}
              >
                {shortened(node.label, 12)} {node.count}
              </text>
            </>
          );
        })}
      </g>
    </ChartFigure>
  );
};
