/** What a run of the plan left behind, without what differs by nature (random ids, instants), and how two of them compare. */
import { verifyAll } from '#actions/trust/verification.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import { type Attached, attach } from '#local/commands/attach.ts';
import { examine } from '#local/commands/doctor.ts';
import type { Execution } from '#local/engine/executions.ts';
import { plain } from '#store/rows.ts';
import type { Item, Row } from '#store/table.ts';

const recordIn = <R>(row: Item): R => plain(row as Row<R>);

type Lines = Readonly<Record<string, string>>;

export interface Outcome {
  /** Each is a map from what something is called to what it is, in words. */
  readonly honours: Lines;
  readonly candidacies: Lines;
  readonly counters: Lines;
  readonly letters: Lines;
  readonly executions: Lines;
  /** Chain → its events in order. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
  /** Faults of audit:verify and of the doctor: none in a sound run. */
  readonly faults: readonly string[];
  readonly rows: number;
  readonly events: number;
}

async function allRows(home: Attached): Promise<readonly Item[]> {
  const rows: Item[] = [];
  for await (const row of home.database.rows('main')) rows.push(row);
  return rows;
}

/** Members of event details that are random: a digest with a random salt, and ids of objections. */
const randomDetails = new Set(['ballot']);

/** JSON with the members in order: the engine gives those of a row in any. */
const json = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Reads a stopped home whole. */
export async function outcomeOf(data: string): Promise<Outcome> {
  const home = await attach(data);
  try {
    const rows = await allRows(home);
    const under = (pk: string, sk: string) =>
      rows.filter((row) => row.pk.startsWith(pk) && row.sk.startsWith(sk));
    const named = (prefix: string, sk: string, name: (row: Item) => string, value: (row: Item) => unknown) =>
      Object.fromEntries(under(prefix, sk).map((row) => [name(row), json(value(row))]));
    const renamed = new Map(
      under('OBJ#', 'META').map((row) => {
        const { id, nomination } = recordIn<ObjectionRecord>(row);
        return [id, `objection:${nomination}`] as const;
      }),
    );
    const rename = (words: string): string => {
      for (const [id, name] of renamed) words = words.replaceAll(id, name);
      return words;
    };

    const chains: Record<string, string[]> = {};
    let events = 0;
    for (const row of under('CHAIN#', '').toSorted((a, b) => (a.sk < b.sk ? -1 : 1))) {
      const { aggregate, action, actor, details } = recordIn<AuditEvent>(row);
      const kept = Object.entries(details).filter(([name]) => !randomDetails.has(name));
      chains[aggregate] ??= [];
      chains[aggregate].push(rename(json([action, actor, Object.fromEntries(kept)])));
      events++;
    }

    const letters: Record<string, string> = {};
    for (const row of under('LET#', 'META')) {
      const { key, template, to, sentAt, failed, attempts } = recordIn<Letter>(row);
      const name = rename(key);
      if (letters[name] !== undefined) letters[`${name} twice`] = key;
      letters[name] = rename(
        json([template, to, sentAt === undefined ? 'unsent' : 'sent', failed, attempts]),
      );
    }

    const audit = await verifyAll(home);
    const ill = await examine(home, { full: true });
    return {
      honours: {
        ...named(
          'LIST#',
          'POS#',
          ({ pk, sk }) => `${pk} ${sk}`,
          (row) => {
            const { number, name, nomination, status, level, shown } = recordIn<HonourRecord>(row);
            return [number, name, nomination, status, level, shown];
          },
        ),
        ...named(
          'LIST#',
          'META',
          ({ pk }) => pk,
          (row) => {
            const { title, block, granted, entries, publishedAt } = recordIn<HonourList>(row);
            return [title, block, granted, entries, publishedAt !== undefined];
          },
        ),
        ...named(
          'CERT#',
          'CERT',
          ({ pk }) => pk,
          ({ list, position }) => [list, position],
        ),
        ...named(
          'IDENT#',
          'HON#',
          ({ pk, sk }) => `${pk} ${sk}`,
          ({ number, status }) => [number, status],
        ),
      },
      candidacies: {
        ...named(
          'RND#',
          'CAND#',
          ({ pk, sk }) => `${pk} ${sk}`,
          (row) => {
            const c = recordIn<Candidacy>(row);
            const { state, outcome, place, tranche, honour, upward, openObjections, score, version, step } =
              c;
            return [
              state,
              outcome?.reason,
              place,
              tranche,
              honour,
              upward?.state,
              openObjections,
              score,
              version,
              step,
            ];
          },
        ),
        ...named(
          'NOM#',
          'META',
          ({ pk }) => pk,
          ({ revision, seats, version, name }) => [revision, seats, version, name],
        ),
        ...named(
          'NOM#',
          'ACT#',
          ({ pk, sk }) => `${pk} ${sk}`,
          ({ outcome }) => outcome,
        ),
        ...named(
          'NOM#',
          'REV#',
          ({ pk, sk }) => `${pk} ${sk}`,
          ({ attachments }) => (attachments as object[]).length,
        ),
        ...named(
          'SCORE#',
          '',
          ({ pk, sk }) => `${pk} ${sk}`,
          ({ scores }) => scores,
        ),
        ...named(
          'WORK#',
          '',
          ({ pk, sk }) => rename(`${pk} ${sk}`),
          ({ attempt }) => attempt,
        ),
      },
      counters: {
        ...named(
          'RND#',
          'TALLY#',
          ({ pk, sk }) => `${pk} ${sk}`,
          (row) => {
            const { pk: _, sk: __, ...counts } = row;
            return Object.entries(counts)
              .filter(([, value]) => value !== 0)
              .toSorted();
          },
        ),
        ...named(
          'RND#',
          'ALLOT#',
          ({ pk, sk }) => `${pk} ${sk}`,
          ({ places, used }) => [places, used],
        ),
        ...named(
          'SERIES#',
          '',
          ({ pk }) => pk,
          ({ last }) => last,
        ),
        ...named(
          'RND#',
          'META',
          ({ pk }) => pk,
          ({ status, phase, progress, tranches }) => [status, phase, progress, tranches],
        ),
        ...named(
          'RND#',
          'TRANCHE#',
          ({ pk, sk }) => `${pk} ${sk}`,
          ({ state, phase, entries, recommended }) => [state, phase, entries, recommended],
        ),
      },
      letters,
      executions: named(
        'EXEC#',
        'EXEC',
        ({ pk }) => pk,
        (row) => {
          const { status, state, error } = row as Execution;
          return [status, status === 'parked' ? state : undefined, error];
        },
      ),
      chains,
      faults: [
        ...audit.faults.map((fault) => fault.text.en),
        ...ill.filter((each) => each.level === 'fault').map((each) => `${each.area}: ${each.text.en}`),
      ],
      rows: rows.length,
      events,
    };
  } finally {
    await home.close();
  }
}

/** An event that says who looked, and changes nothing. */
const isReading = (event: string): boolean => event.startsWith('["objection.open"');

/** How the outcome of a disturbed run differs from the undisturbed one, and how many chains have their events in another order. */
export function compare(
  calm: Outcome,
  disturbed: Outcome,
): { readonly differences: readonly string[]; readonly reordered: readonly string[] } {
  const differences: string[] = [];
  for (const part of ['honours', 'candidacies', 'counters', 'letters', 'executions'] as const) {
    const [a, b] = [calm[part], disturbed[part]];
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (a[name] !== b[name])
        differences.push(`${part} ${name}: ${a[name] ?? 'nothing'} ≠ ${b[name] ?? 'nothing'}`);
  }
  const reordered: string[] = [];
  for (const name of new Set([...Object.keys(calm.chains), ...Object.keys(disturbed.chains)])) {
    const [a, b] = [calm.chains[name] ?? [], disturbed.chains[name] ?? []];
    if (json(a) === json(b)) continue;
    const left = [...b];
    const lacking = a.filter((event) => {
      const found = left.indexOf(event);
      if (found >= 0) left.splice(found, 1);
      return found < 0;
    });
    for (const event of lacking) differences.push(`chain ${name} lacks ${event}`);
    // A reading is recorded each time: whoever lost the answer has read, and reads again.
    for (const event of left)
      if (!(isReading(event) && a.includes(event))) differences.push(`chain ${name} has too much ${event}`);
    if (lacking.length + left.length === 0) reordered.push(name);
  }
  for (const fault of calm.faults) differences.push(`undisturbed: ${fault}`);
  for (const fault of disturbed.faults) differences.push(`disturbed: ${fault}`);
  return { differences, reordered };
}
