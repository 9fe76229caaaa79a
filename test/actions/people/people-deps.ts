/** What the actions on people need, on a real database in a temporary folder, with a clock that tests move. */

import { createOrganisation } from '#actions/people/organisations.ts';
import type { Deps } from '#deps';
import { systemActor } from '#domain/people/people.ts';
import { openKeys } from '#local/keys.ts';
import { type Embedded, openEmbedded } from '../../local/database/embedded.ts';

export type PeopleTestDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'site' | 'id' | 'keysTable'>;

export interface PeopleTest {
  readonly deps: PeopleTestDeps;
  readonly embedded: Embedded;
  readonly keys: ReturnType<typeof openKeys>;
  /** Sets the clock to an instant. */
  setClock(at: string): void;
  /** Moves the clock on. */
  pass(seconds: number): void;
}

export async function openPeopleTest(start = '2027-03-01T02:00:00.000Z'): Promise<PeopleTest> {
  const embedded = await openEmbedded();
  const keys = openKeys(embedded.data, { create: true });
  let now = Date.parse(start);
  let count = 0;
  return {
    embedded,
    keys,
    deps: {
      table: embedded.main,
      keysTable: embedded.keys,
      clock: () => now,
      keys,
      site: { url: 'http://localhost', name: { zh: '红榜', en: 'Hongbang' }, rehearsal: false },
      id: (prefix) => `${prefix}${String(++count).padStart(6, '0')}`,
    },
    setClock(at) {
      now = Date.parse(at);
    },
    pass(seconds) {
      now += seconds * 1000;
    },
  };
}

/** A city, two districts and a street under the first, made by the system. */
export async function plantTree(deps: PeopleTestDeps): Promise<void> {
  const rows = [
    { id: 'city', name: '市妇联', level: 'city', region: '440100' },
    { id: 'east', name: '东区妇联', level: 'district', parent: 'city', order: 2, region: '440101' },
    { id: 'west', name: '西区妇联', level: 'district', parent: 'city', order: 1, region: '440102' },
    { id: 'lane', name: '东街妇联', level: 'street', parent: 'east', region: '440101' },
  ];
  for (const row of rows) await createOrganisation(deps, systemActor, row);
}

/** Code of the Problem that some work ends with; undefined when it ends well. Defects pass through. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}
