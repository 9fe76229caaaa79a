/** A deployment on AWS, put together for one function: tables, keys, clock and log, and the ports that this function has. */
import type { Deps } from '#deps';
import type { Calendar } from '#domain/calendar.ts';
import type { FactorRule } from '#domain/people/factor.ts';
import { conflict, Problem, text } from '#domain/problem.ts';
import { sdkClient } from '#store/client.ts';
import { openTable } from '#store/dynamo.ts';
import { rowAbsent } from '#store/guard.ts';
import { ulid } from '#store/id.ts';
import { keys as rowKeys } from '#store/keys.ts';
import { forgetReads, withMemory } from '#store/memory.ts';
import { isConflict, type Table } from '#store/table.ts';
import { type DeploymentClock, openClock } from './clock.ts';
import { counted } from './counting.ts';
import type { AwsKeys } from './keys.ts';
import { type Log, openLog } from './log.ts';
import type { BaseSettings } from './settings.ts';

/** The ports that not every function has. */
export type OwnPorts = Pick<Deps, 'workflows' | 'files' | 'papers' | 'mailer' | 'sms' | 'scanner'>;

export interface Home {
  readonly deps: Deps;
  readonly keys: AwsKeys;
  readonly clock: DeploymentClock;
  readonly log: Log;
  /** Id of the root organisation; undefined before the first sign-in link was made. */
  root(): Promise<string | undefined>;
  /** Does the work of one invocation: keys and clock are fresh before it, measures are written after it. */
  invocation<T>(work: () => Promise<T>): Promise<T>;
}

/** A moved clock is seen by other functions within this. */
const clockMilliseconds = 1_000;
const calendarMilliseconds = 10_000;

/** What a deployment is, is fixed by the first invocation, for ever. @throws Problem conflict `home-kind`. */
async function markHome(table: Table, rehearsal: boolean, now: number): Promise<void> {
  let row = await table.get(rowKeys.home(), { consistent: true });
  if (row === undefined)
    try {
      row = { ...rowKeys.home(), rehearsal, createdAt: new Date(now).toISOString() };
      await table.put(row, rowAbsent);
    } catch (error) {
      if (!isConflict(error)) throw error;
      row = await table.get(rowKeys.home(), { consistent: true });
    }
  if (row === undefined || row.rehearsal === rehearsal) return;
  const [is, asked] = row.rehearsal
    ? [text('演练', 'a rehearsal'), text('正式', 'real')]
    : [text('正式', 'real'), text('演练', 'a rehearsal')];
  throw conflict(
    'home-kind',
    `数据表 ${table.name} 是${is.zh}数据，不能按${asked.zh}方式部署。请改回部署设置 rehearsal，或另用一个部署名。`,
    `The table ${table.name} is ${is.en} and cannot be deployed as ${asked.en}. Set the context rehearsal back, or use another deployment.`,
  );
}

/** Loaded when working days are first counted: with it come the programme's schemas. */
const calendarOf = async (table: Table): Promise<Calendar> =>
  (await import('#store/reads.ts')).readCalendar(table);

const absent = (port: string) => async (): Promise<never> => {
  throw new Error(`this function has no ${port}`);
};
const noPorts: OwnPorts = {
  workflows: { start: absent('workflows'), succeed: absent('workflows'), fail: absent('workflows') },
  files: { put: absent('files'), get: absent('files'), remove: absent('files') },
  papers: { make: absent('papers'), bytes: absent('papers') },
  mailer: { kind: 'ses', send: absent('mailer') },
};

/**
 * Opens a deployment for one function, once per cold start. `handOver` is made from the dependencies that it is part of.
 * @throws Problem conflict `home-kind`; unavailable when keys or database cannot be reached.
 */
export async function openHome(
  settings: BaseSettings & {
    readonly ALLOW_MAIL?: readonly string[] | undefined;
    readonly SMS_SIGNATURE?: string | undefined;
    readonly SECOND_FACTOR?: FactorRule | undefined;
  },
  ports: Partial<OwnPorts> & { readonly handOver: (deps: () => Deps) => Deps['handOver'] },
): Promise<Home> {
  const { REHEARSAL: rehearsal } = settings;
  const log = openLog(settings.HONGBANG_STAGE);
  const client = sdkClient();
  const table = withMemory(counted(openTable(client, settings.MAIN_TABLE), log));
  const { openKeys } = await import('./keys.ts');
  const [keys, clock] = await Promise.all([openKeys(settings), openClock(table, rehearsal)]);
  await markHome(table, rehearsal, clock.now());
  let calendarKept: { readonly at: number; readonly calendar: Promise<Calendar> } | undefined;
  const { handOver, ...own } = ports;
  const deps: Deps = {
    ...noPorts,
    ...own,
    table,
    keysTable: openTable(client, settings.KEYS_TABLE),
    clock: clock.now,
    keys,
    site: {
      url: settings.SITE_URL,
      name: { zh: '红榜', en: 'Hongbang' },
      rehearsal,
      late: true,
      ...(settings.SMS_SIGNATURE !== undefined && { smsSignature: settings.SMS_SIGNATURE }),
      ...(settings.ALLOW_MAIL !== undefined && { allowMail: settings.ALLOW_MAIL }),
      ...(settings.SECOND_FACTOR !== undefined && { secondFactor: settings.SECOND_FACTOR }),
    },
    calendar: () => {
      if (calendarKept === undefined || Date.now() - calendarKept.at > calendarMilliseconds)
        calendarKept = { at: Date.now(), calendar: calendarOf(table) };
      return calendarKept.calendar;
    },
    id: (prefix) => `${prefix}${ulid(clock.now())}`,
    handOver: handOver(() => deps),
    // Lambda freezes after the answer, so it is waited for; its failure is not the answer's.
    background: async (work) => {
      try {
        await forgetReads(work);
      } catch (error) {
        log.log('background-failed', { error: codeOf(error) });
      }
    },
    log: log.log,
  };
  return {
    deps,
    keys,
    clock,
    log,
    root: async () => (await table.get(rowKeys.installation(), { consistent: true }))?.org,
    async invocation(work) {
      try {
        const fresh = keys.refresh().catch((error: unknown) => {
          // The keys at hand are still good; the next invocation tries again.
          log.log('keys-not-refreshed', { error: codeOf(error) });
        });
        await Promise.all([fresh, clock.refresh(clockMilliseconds)]);
        return await work();
      } finally {
        log.flush();
      }
    },
  };
}

/** A code for the log: messages may quote names and addresses. */
export const codeOf = (error: unknown): string =>
  error instanceof Problem ? error.code : error instanceof Error ? error.name : 'unknown';
