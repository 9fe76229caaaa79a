/** The tables of docs/scale.md, made from the model; a test compares them with the page. */
import { type Counted, counted } from './counted.ts';
import { idleMonth, idleTotal } from './idle.ts';
import {
  candidaciesByLevel,
  costOfThousand,
  type Load,
  lastHour,
  quotas,
  storageOfThousand,
  totalOf,
  transitionsOfCandidacy,
  transitionsOfRound,
} from './model.ts';
import { readOn, sources } from './prices.ts';

const number = (n: number): string =>
  n >= 100
    ? Math.round(n).toLocaleString('en')
    : n >= 1
      ? String(Math.round(n * 10) / 10)
      : n === 0
        ? '0'
        : n.toPrecision(2);
const money = (n: number): string => (n < 0.0005 ? '< 0.001' : n.toFixed(3));
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const words: readonly (readonly [keyof Counted, string])[] = [
  ['nominationTransitions', "transitions of the candidacy's machine"],
  ['roundTransitions', "its share of the round's transitions (rounds of 18 and 6)"],
  ['requests', 'HTTP requests'],
  ['responseBytes', 'bytes answered'],
  ['taskCalls', 'task calls of the machines'],
  ['databaseRequests', 'DynamoDB requests'],
  ['writeUnits', 'WRU, transactions twice, indexes included'],
  ['readUnits', 'RRU'],
  ['storedBytes', 'bytes stored, indexes included'],
  ['wraps', 'record keys wrapped'],
  ['unwraps', 'record keys unwrapped'],
  ['puts', 'attachments stored'],
  ['gets', 'attachments read by the server'],
];
const exact = (n: number): string => n.toLocaleString('en', { maximumFractionDigits: 2 });

const countedTable = (): string =>
  table(
    ['counted, mean of one nomination', 'submission', 'first level', 'further level'],
    words.map(([name, said]) => [
      said,
      exact(counted.submission[name]),
      exact(counted.first[name]),
      exact(counted.further[name]),
    ]),
  );

function costTable(): string {
  const { levels, all } = costOfThousand();
  const rows = all.map(([service, amount, unit, cost], i) => [
    service,
    `${number(amount)} ${unit}`,
    ...levels.map((lines) => money(lines[i]![3])),
    money(cost),
  ]);
  const totals = levels.map((lines) => money(totalOf(lines)));
  return table(
    [
      'USD',
      'amount',
      ...candidaciesByLevel.map((count, i) => `level ${i + 1}: ${count.toLocaleString('en')}`),
      'all',
    ],
    [...rows, ['**sum**', '', ...totals, `**${money(totalOf(all))}**`]],
  );
}

function storageLine(): string {
  const it = storageOfThousand();
  return table(
    ['beside it', 'amount', 'USD'],
    [
      ['rows kept for a year', `${number(it.rowsGigabytes)} GB`, money(it.rowsYear)],
      ['photographs kept for a year', `${number(it.filesGigabytes)} GB`, money(it.filesYear)],
      [
        'photographs looked at, three times each a level',
        `${number(it.viewedGigabytes)} GB`,
        money(it.viewedCost),
      ],
    ],
  );
}

const idleTable = (): string =>
  table(
    ['idle, a month', 'amount', 'USD'],
    [
      ...idleMonth().map(([what, amount, unit, cost]) => [what, `${number(amount)} ${unit}`, money(cost)]),
      ['**sum**', '', `**${money(idleTotal())}**`],
    ],
  );

const transitionTable = (): string =>
  table(
    ['transitions', 'number'],
    [
      ['a candidacy, review and opinions', number(transitionsOfCandidacy)],
      ['a round of 25', number(transitionsOfRound(25))],
      ['a round of 50', number(transitionsOfRound(50))],
      ['a round of 1,000', number(transitionsOfRound(1_000))],
      [
        'a candidacy with its share of a round of 50',
        number(transitionsOfCandidacy + transitionsOfRound(50) / 50),
      ],
    ],
  );

const years = [1_000, 100_000, 1_000_000] as const;
const loads: readonly (readonly [string, (load: Load) => number, string, number])[] = [
  ['submissions a second', (l) => l.perSecond, '', Number.POSITIVE_INFINITY],
  ['HTTP requests a second', (l) => l.requests, '10,000', 10_000],
  ['transitions a second, us-east-1', (l) => l.transitions, '5,000', quotas.transitions['us-east-1']],
  ['transitions a second, elsewhere', (l) => l.transitions, '800', quotas.transitions.elsewhere],
  ['executions started a second, us-east-1', (l) => l.starts, '300', quotas.starts['us-east-1']],
  ['executions started a second, elsewhere', (l) => l.starts, '150', quotas.starts.elsewhere],
  ['executions open at once, at worst', (l) => l.openExecutions, '1,000,000', quotas.openExecutions],
  ['Lambda, at once', (l) => l.concurrency, '1,000', quotas.concurrency],
  ['letters a second (SES)', (l) => l.letters, '14', quotas.sesPerSecond],
  ['WRU a second, the table', (l) => l.writes, '4,000 new, then twice the last peak', quotas.newTableWrites],
  ['WRU a second, a due partition', (l) => l.duePartition, '1,000', quotas.partitionWrites],
  ['WRU a second, the largest round', (l) => l.roundPartition, '1,000', quotas.partitionWrites],
];

const quotaTable = (): string =>
  table(
    [
      'in the fullest minute of the last hour',
      'default quota',
      ...years.map((year) => `${year.toLocaleString('en')} a year`),
    ],
    loads.map(([said, of, shown, limit]) => [
      said,
      shown,
      ...years.map((year) => {
        const value = of(lastHour(year));
        return value >= limit ? `**${number(value)}** binds` : number(value);
      }),
    ]),
  );

const priceTable = (): string =>
  table(
    ['service', `USD, us-east-1, as known on ${readOn}`, 'source'],
    sources.map((row) => [...row]),
  );

/** Every table by its name in the page. */
export const scaleTables = (): readonly (readonly [name: string, table: string])[] => [
  ['counted', countedTable()],
  ['transitions', transitionTable()],
  ['prices', priceTable()],
  ['cost', costTable()],
  ['storage', storageLine()],
  ['idle', idleTable()],
  ['quotas', quotaTable()],
];
