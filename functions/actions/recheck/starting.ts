/** Begins a re-check 复查: of one list, or of all titles of an honour that are due (docs/rules/recheck.md#taking-part). */
import { givenGrades } from '#actions/honour/publishing.ts';
import { queueJob } from '#actions/job.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { addDays, shanghaiDate } from '#domain/instant.ts';
import { levelWords } from '#domain/level.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, refuseIf } from '#domain/problem.ts';
import type { Stage } from '#domain/programme/programme.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import type { RecheckRule } from '#domain/programme/recheck-rule.ts';
import type { Recheck } from '#domain/recheck/recheck-record.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, membersOf } from '#store/people.ts';
import { find, getList, getProgramme } from '#store/reads.ts';
import { recheckStart } from './recheck-input.ts';

const noneYet: Recheck['counts'] = {
  ...{ open: 0, kept: 0, raised: 0, lowered: 0 },
  ...{ rectifying: 0, proposed: 0, revoked: 0, over: 0 },
};

type RecheckStage = Stage & { readonly recheck: RecheckRule };

/** The stage whose titles an organisation may look at again. @throws Problem `invalid`. */
function stageFor(programme: ProgrammeRecord, organisation: Organisation): RecheckStage {
  const stage = programme.document.stages.find(
    (one): one is RecheckStage => one.level === organisation.level && one.recheck !== undefined,
  );
  if (stage !== undefined && programme.status !== 'draft') return stage;
  const level = levelWords[organisation.level];
  refuseIf([
    fault(
      'programme',
      'recheck-none',
      `“${programme.document.title.zh}”在${level.zh}没有复查规则，或尚未发布`,
      `"${programme.document.title.zh}" has no re-check at the level ${level.en}, or is not published`,
    ),
  ]);
  throw new RangeError('unreachable');
}

/** Reviewers as asked, each with a role here; by default everybody who reviews, or who administers. */
async function reviewersOf(
  deps: Deps,
  org: string,
  asked: readonly string[] | undefined,
): Promise<readonly string[]> {
  const [reviewers, administrators] = await Promise.all([
    membersOf(deps.table, org, 'reviewer'),
    membersOf(deps.table, org, 'administrator'),
  ]);
  const able = new Set([...reviewers, ...administrators].map(({ id }) => id));
  refuseIf(
    (asked ?? [])
      .filter((id) => !able.has(id))
      .map((id) =>
        fault(
          'reviewers',
          'reviewer-unknown',
          `“${id}”不是本单位的审核员或管理员`,
          `"${id}" is no reviewer or administrator of this organisation`,
        ),
      ),
  );
  const chosen = asked ?? (reviewers.length > 0 ? reviewers : administrators).map(({ id }) => id);
  return [...new Set(chosen)];
}

/** Refuses a list that is not the organisation's, or another honour's, or over. */
async function checkList(
  deps: Deps,
  { list: id, code, org }: { readonly list: string; readonly code: string; readonly org: string },
): Promise<void> {
  const list = await find(deps.table, keys.list(id));
  const found = list === undefined ? undefined : await getList(deps.table, id);
  const isOurs = found?.publishedAt !== undefined && found.org === org && found.code === code;
  refuseIf(
    isOurs && found.annulled === undefined
      ? []
      : [
          isOurs
            ? fault(
                'list',
                'list-annulled',
                '这份名单已作废，不再复查',
                'This list was annulled and is not looked at',
              )
            : fault(
                'list',
                'list-unknown',
                '本单位没有这份已发布的同项荣誉名单',
                'This organisation has no such published list of the honour',
              ),
        ],
  );
}

/**
 * Begins a re-check. Its titles get their tasks in a job; one for an organisation, honour and level at a time.
 * @throws Problem `invalid` with faults; conflict `recheck-open`; forbidden.
 */
export async function startRecheck(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: Input<typeof recheckStart> & { readonly org: string },
): Promise<Recheck> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'recheck.run', { orgPath: organisation.path }, 'organisation');
  const input = readInput(recheckStart, sent);
  const programme = await getProgramme(deps.table, input.programme);
  const { recheck: rule, level, termYears, grades } = stageFor(programme, organisation);
  const { code, title } = programme.document;
  if (input.list !== undefined) await checkList(deps, { list: input.list, code, org });
  const today = shanghaiDate(instantOf(deps));
  const dueOn = input.dueOn ?? addDays(today, rule.days);
  if (dueOn < today)
    refuseIf([
      fault(
        'dueOn',
        'recheck-past',
        `截止日不能早于今天（${today}）`,
        `The last day cannot be before today (${today})`,
      ),
    ]);
  const reviewers = await reviewersOf(deps, org, input.reviewers);
  if (reviewers.length === 0)
    refuseIf([
      fault(
        'reviewers',
        'reviewer-none',
        '本单位没有可以复查的人员',
        'This organisation has nobody to review',
      ),
    ]);
  const open = keys.recheckOpen(org, code, level);
  if ((await find(deps.table, open)) !== undefined)
    throw conflict(
      'recheck-open',
      `“${title.zh}”已有一次复查正在进行，请先结束。`,
      `A re-check of "${title.zh}" is under way; close it first.`,
    );
  const id = deps.id('rck');
  const write = begin(deps, actor);
  const made = write.create(
    'recheck',
    {
      ...{ id, org, programme: programme.id, title: title.zh, code, level, rule, dueOn, reviewers },
      ...(input.list !== undefined && { list: input.list }),
      ...(termYears !== undefined && rule.renews && { termYears }),
      ...(grades.length > 0 && { grades: givenGrades(grades.filter(({ beside }) => !beside)) }),
      asOf: input.asOf ?? today,
      status: 'starting',
      counts: noneYet,
      left: { ended: 0, early: 0, unnamed: 0 },
      by: actor.id,
      at: write.now,
      version: 0,
      head: { seq: 0, hash: '' },
    },
    'recheck.start',
    { code, level, reviewers: reviewers.length },
  );
  write.op({ put: { ...open, recheck: id }, when: rowAbsent });
  queueJob(write, actor, 'start-recheck', { org, id: `start-${id}`, params: { recheck: id } });
  await finish(deps, write);
  return made;
}
