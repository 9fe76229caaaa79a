/** What was measured: a JSON line for each measurement, then medians as a table, and the aims with what came of them. */

type Numbers = Readonly<Record<string, unknown>>;
export type SiteName = 'this' | 'against';

export interface Report {
  add(site: SiteName, what: string, clients: number, numbers: object): void;
  /** Prints the table, and the aims. */
  finish(): void;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Milliseconds at the middle and at the slow end. */
export function measured(times: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: sorted[sorted.length >> 1]!, p95: sorted[Math.floor(sorted.length * 0.95)]! };
}

/** Three digits are what such measurements are worth. */
const rounded = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(3)) : value;

interface Aim {
  readonly what: string;
  /** What is measured: of this checkout, or as a multiple of the other one. */
  readonly flow: string;
  readonly clients: number;
  readonly number: string;
  readonly times?: number;
  readonly most?: number;
}
/** Aims of one machine with 16 clients, against 0.1.0. */
const aims: readonly Aim[] = [
  { what: 'submit: accepted', flow: 'submit', clients: 16, number: 'accepted', times: 2 },
  { what: 'submit: sustained', flow: 'submit', clients: 16, number: 'sustained', times: 3.5 },
  { what: 'submit: CPU ms', flow: 'submit', clients: 16, number: 'cpuMs', most: 1.1 },
  { what: 'web submission: sustained', flow: 'web-submission', clients: 16, number: 'sustained', times: 2.5 },
  { what: 'web submission: CPU ms', flow: 'web-submission', clients: 16, number: 'cpuMs', most: 4.5 },
  { what: 'web submission: requests', flow: 'web-submission', clients: 16, number: 'requests', most: 5 },
  { what: 'review: sustained', flow: 'review', clients: 16, number: 'sustained', times: 3 },
  { what: 'review: CPU ms', flow: 'review', clients: 16, number: 'cpuMs', most: 2.8 },
  { what: '1,000 rows: per second', flow: 'all-rows', clients: 16, number: 'accepted', times: 4 },
  { what: '1,000 rows: requests', flow: 'all-rows', clients: 16, number: 'requests', most: 4 },
  { what: 'slowest page at 1,000: p50 ms', flow: 'pages', clients: 1, number: 'p50', most: 2 },
  { what: 'slowest page at 100,000: p50 ms', flow: 'pages-100000', clients: 1, number: 'p50', most: 2 },
  { what: 'memory idle: MB', flow: 'memory-idle', clients: 0, number: 'megabytes', most: 115 },
  { what: 'memory under load: MB', flow: '*', clients: 16, number: 'megabytes', most: 250 },
  { what: 'cold import against a bare handler', flow: 'cold-import', clients: 0, number: 'ratio', most: 1.3 },
];

/** Prints a line at a time. */
export function reporting(say: (line: string) => void): Report {
  const rows: { site: SiteName; what: string; clients: number; numbers: Numbers }[] = [];
  const valuesOf = (site: SiteName, what: string, clients: number, number: string): readonly number[] =>
    rows
      .filter((row) => row.site === site && (what === '*' || row.what === what) && row.clients === clients)
      .map(({ numbers }) => numbers[number])
      .filter((value) => typeof value === 'number');
  // Rounds are measured again and again, so their middle counts; of pages and of memory under load the worst does.
  const standingOf = (site: SiteName, { flow, clients, number }: Aim): number | undefined => {
    const values = valuesOf(site, flow, clients, number);
    if (values.length === 0) return undefined;
    return flow === '*' || flow.startsWith('pages') ? Math.max(...values) : median(values);
  };
  const table = () => {
    for (const what of new Set(rows.map((row) => row.what))) {
      const own = rows.filter((row) => row.what === what);
      const names = Object.entries(own[0]!.numbers)
        .filter(([name, value]) => typeof value === 'number' && name !== 'count')
        .map(([name]) => name);
      const cells = (title: string, values: readonly string[]) =>
        say(`${title.padEnd(40)}${values.map((value) => value.padStart(13)).join('')}`);
      cells(`\n${what}`, names);
      const labelOf = ({ clients, numbers }: (typeof own)[number]) =>
        String(numbers.page ?? (clients > 0 ? `${clients} client${clients > 1 ? 's' : ''}` : ''));
      for (const label of new Set(own.map(labelOf))) {
        const same = own.filter((row) => labelOf(row) === label);
        const mediansOf = (site: SiteName) => {
          const numbers = same.filter((row) => row.site === site).map((row) => row.numbers);
          return names.map((name) => median(numbers.map((each) => Number(each[name]))));
        };
        const [here, there] = [mediansOf('this'), mediansOf('against')];
        const shown = (values: readonly number[]) => values.map((value) => String(rounded(value)));
        cells(`  ${label}`, shown(here));
        if (!same.some((row) => row.site === 'against')) continue;
        cells('    against', shown(there));
        cells(
          '    ratio',
          here.map((value, n) => (there[n] === 0 ? '' : `${(value / there[n]!).toFixed(2)} ×`)),
        );
      }
    }
  };
  const judge = (aim: Aim): string | undefined => {
    const here = standingOf('this', aim);
    if (here === undefined) return undefined;
    if (aim.most !== undefined)
      return `${rounded(here)}, at most ${aim.most}: ${here <= aim.most ? 'met' : 'NOT MET'}`;
    const there = standingOf('against', aim);
    if (there === undefined || aim.times === undefined) return undefined;
    const times = here / there;
    return `${times.toFixed(2)} ×, at least ${aim.times} ×: ${times >= aim.times ? 'met' : 'NOT MET'}`;
  };
  return {
    add(site, what, clients, numbers) {
      rows.push({ site, what, clients, numbers: numbers as Numbers });
      const shown = Object.fromEntries(
        Object.entries(numbers).map(([name, value]) => [name, rounded(value)]),
      );
      say(JSON.stringify({ bench: what, site, ...(clients > 0 && { clients }), ...shown }));
    },
    finish() {
      table();
      say('\naims at 16 clients, against 0.1.0');
      for (const aim of aims) {
        const verdict = judge(aim);
        if (verdict !== undefined) say(`${aim.what.padEnd(40)} ${verdict}`);
      }
    },
  };
}
