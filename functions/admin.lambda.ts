/** The operator's commands, guarded by IAM alone: only who may invoke this function may give them. */
import * as z from 'zod';
import { resetByAddress } from '#actions/people/factor.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { stuckExecutions } from '#actions/running/operator.ts';
import { lastSweeps } from '#actions/running/sweep.ts';
import { startClock } from '#aws/clock.ts';
import { redriveDeadLetters } from '#aws/dead-letters.ts';
import { type Home, openHome } from '#aws/home.ts';
import { once } from '#aws/once.ts';
import { redrive, redriveAll } from '#aws/redrive.ts';
import { readSettings, type Settings } from '#aws/settings.ts';
import { openWorkflows } from '#aws/workflows.ts';
import { conflict, invalid, Problem } from '#domain/problem.ts';
import { keys as rowKeys } from '#store/keys.ts';
import { rewrapRecordKeys } from '#store/sealing.ts';

const open = once(async () => {
  const settings = readSettings('admin', process.env);
  const machines = { nomination: settings.NOMINATION_MACHINE_ARN, round: settings.ROUND_MACHINE_ARN };
  const workflows = openWorkflows(machines, 'work');
  // Signals and letters stay as rows: the sweeps send them within a minute.
  const home = await openHome(settings, { workflows, handOver: () => async () => {} });
  return { settings, machines, home };
});

/** Stands where an execution's name would: what failed in the background. No execution is called so. */
const deadLetters = 'dead-letters';
/** Likewise: every execution that stopped. */
const everything = 'all';
const commandSchema = z.union([
  z.strictObject({ signIn: z.literal(true), now: z.iso.datetime({ offset: true }).optional() }),
  z.strictObject({ doctor: z.literal(true) }),
  z.strictObject({ redrive: z.string().min(1).max(80) }),
  z.strictObject({ rotate: z.literal(true) }),
  z.strictObject({ resetFactor: z.string().min(3).max(120) }),
  z.strictObject({ rewrap: z.union([z.literal(true), z.string().min(1)]) }),
]);

const unknown = (): Problem =>
  invalid(
    'command-unknown',
    '没有这个命令。可用：{"signIn":true}、{"doctor":true}、{"redrive":"执行名称"}、{"redrive":"all"}、{"redrive":"dead-letters"}、{"rotate":true}、{"rewrap":true}、{"resetFactor":"邮箱"}。',
    'There is no such command. Known: {"signIn":true}, {"doctor":true}, {"redrive":"name of the execution"}, {"redrive":"all"}, {"redrive":"dead-letters"}, {"rotate":true}, {"rewrap":true}, {"resetFactor":"address"}.',
  );

/** Lets a rehearsal begin in the past, before its first link is made. */
async function beginAt(home: Home, now: string): Promise<void> {
  const fresh = home.deps.site.rehearsal && (await home.root()) === undefined;
  if (!fresh || !(await startClock(home.deps.table, now)))
    throw conflict(
      'clock-set',
      '只有尚未使用的演练环境才能指定起始时间；之后请在演练时钟页面向前调。',
      'Only a rehearsal that nobody has used can begin at a chosen time; later, move its clock forward on its page.',
    );
  await home.deps.table.update(rowKeys.home(), { set: { createdAt: new Date(now).toISOString() } });
  await home.clock.refresh(0);
}

async function signIn(home: Home, settings: Settings<'admin'>, now: string | undefined) {
  if (now !== undefined) await beginAt(home, now);
  const { org, signIn: path } = await firstSteps(home, { email: settings.OPERATOR_EMAIL });
  home.log.log('operator-sign-in', { org });
  return { url: `${settings.SITE_URL}${path}`, org };
}

async function doctor(home: Home) {
  const { deps } = home;
  const [row, stuck, sweeps] = await Promise.all([
    deps.table.get(rowKeys.home(), { consistent: true }),
    stuckExecutions(deps),
    lastSweeps(deps),
  ]);
  return {
    rehearsal: deps.site.rehearsal,
    createdAt: row?.createdAt,
    now: new Date(deps.clock()).toISOString(),
    keyVersions: deps.keys.versions('link'),
    sweeps,
    stuck: stuck.items,
    moreStuck: stuck.cursor !== undefined,
  };
}

/** Real milliseconds after which the rest is left to the next call. */
const rewrapMilliseconds = 20_000;

/** Wraps record keys anew under the present master key, for as long as there is time; call again with the cursor. */
async function rewrap(home: Home, from: string | undefined) {
  const end = performance.now() + rewrapMilliseconds;
  let rewrapped = 0;
  let cursor = from;
  do {
    const chunk = await rewrapRecordKeys(home.deps, cursor);
    rewrapped += chunk.rewrapped;
    cursor = chunk.cursor;
  } while (cursor !== undefined && performance.now() < end);
  return { rewrapped, ...(cursor !== undefined && { cursor }) };
}

/** The second factor of somebody who lost it, where no administrator can take it away. */
async function resetLost(home: Home, email: string) {
  const { id } = await resetByAddress(home.deps, email);
  home.log.log('operator-factor-reset', { member: id });
  return { reset: id };
}

/** A refusal is an answer: the operator reads what to do, and no alarm rings. */
export async function handler(event: unknown): Promise<unknown> {
  try {
    const asked = commandSchema.safeParse(event);
    if (!asked.success) throw unknown();
    const { data } = asked;
    const { home, settings, machines } = await open();
    return await home.invocation<unknown>(() => {
      if ('signIn' in data) return signIn(home, settings, data.now);
      if ('doctor' in data) return doctor(home);
      if ('redrive' in data && data.redrive === deadLetters) {
        const { MAIL_FUNCTION: mail, TASKS_FUNCTION: tasks } = settings;
        const queues = [settings.MAIL_DEAD_LETTERS_URL, settings.EVENT_DEAD_LETTERS_URL];
        return redriveDeadLetters({ queues, mail, tasks }, home.log.log);
      }
      if ('redrive' in data && data.redrive === everything) return redriveAll(home.deps, machines);
      if ('redrive' in data) return redrive(home.deps, machines, data.redrive);
      if ('resetFactor' in data) return resetLost(home, data.resetFactor);
      if ('rotate' in data) return home.keys.rotate();
      return rewrap(home, data.rewrap === true ? undefined : data.rewrap);
    });
  } catch (error) {
    if (error instanceof Problem) return { error: error.code, zh: error.text.zh, en: error.text.en };
    throw error;
  }
}
