/** Routes of tasks 待办: the caller's own, handed on or given up. */
import * as z from 'zod';
import { peopleAsked } from '#actions/review/people-asked.ts';
import { taskGivenUp, taskPassedOn } from '#actions/review/review-input.ts';
import { declareReviewConflict, decline, delegate } from '#actions/review/tasks-admin.ts';
import { only } from '#domain/record.ts';
import { todoRecord } from '#domain/review/todo-record.ts';
import { keys } from '#store/keys.ts';
import { worklistOf } from '#store/reads.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, id, limit, named, page, words } from '#web/api/schemas.ts';

const ofTasks = routesOf('tasks');

const task = named(
  'Task',
  todoRecord()
    .pick(only('kind round org nomination name step attempt departments due createdAt'))
    .extend({ title: words }),
);
const checked = named(
  'PeopleToCheck',
  z.object({
    nomination: z.string(),
    name: z.string(),
    department: z.string(),
    erased: z.boolean(),
    columns: z.array(z.object({ zh: z.string(), en: z.string().optional() })),
    people: z.array(z.array(z.string())),
  }),
);
const one = '/api/tasks/{round}/{step}/{nomination}' as const;
const passedOn = z.object({ member: z.string() });

export const taskRoutes = [
  ofTasks.get({
    path: '/api/tasks',
    id: 'listTasks',
    needs: 'read',
    summary: { zh: '我的待办', en: 'My tasks' },
    query: z.strictObject({ round: id.optional(), step: id.optional(), cursor, limit }),
    answer: page(task),
    handle: (deps, actor, { query: { round, step, cursor: from, limit: most } }) => {
      const prefix =
        round === undefined ? undefined : step === undefined ? `${round}#` : keys.worklistPrefix(round, step);
      return worklistOf(deps.table, actor.id, prefix, from, most);
    },
  }),
  ofTasks.get({
    path: '/api/tasks/{round}/{step}/people',
    id: 'listPeopleToCheck',
    needs: 'read',
    summary: {
      zh: '征求意见时要核查的人员，号码脱敏',
      en: 'Who is to be checked by the caller’s department, numbers masked',
    },
    query: z.strictObject({ cursor }),
    answer: page(checked),
    handle: (deps, actor, { params, query }) => peopleAsked(deps, actor, { ...params, ...query }),
  }),
  ofTasks.post({
    path: '/api/tasks/{round}/{step}/people/open',
    id: 'openPeopleToCheck',
    needs: 'session',
    summary: {
      zh: '显示要核查人员的完整号码，先留下操作记录',
      en: 'The same with numbers in full, recorded in each history first',
    },
    body: z.strictObject({ cursor }),
    example: {},
    answer: page(checked),
    handle: (deps, actor, { params, body }) => peopleAsked(deps, actor, { ...params, ...body }, true),
  }),
  ofTasks.post({
    path: `${one}/delegate`,
    id: 'delegateTask',
    needs: 'write',
    summary: { zh: '转交待办（人员编号或邮箱）', en: 'Pass a task on, by member id or address' },
    body: taskPassedOn,
    example: { to: 'wang@example.cn' },
    answer: z.object({ asked: z.array(z.string()) }),
    handle: async (deps, actor, { params, body }) => {
      const { asked } = await delegate(deps, actor, { ...params, ...body });
      return { asked: asked.map(({ member }) => member) };
    },
  }),
  ofTasks.post({
    path: `${one}/decline`,
    id: 'declineTask',
    needs: 'write',
    summary: { zh: '谢绝待办', en: 'Decline a task' },
    body: taskGivenUp,
    example: { reason: '在外学习' },
    answer: passedOn,
    handle: async (deps, actor, { params, body }) => ({
      member: await decline(deps, actor, { ...params, ...body }),
    }),
  }),
  ofTasks.post({
    path: `${one}/conflict`,
    id: 'declareTaskConflict',
    needs: 'write',
    summary: { zh: '申报回避', en: 'Give a task up for a conflict of interest' },
    body: taskGivenUp,
    example: { reason: '与申报人有亲属关系' },
    answer: passedOn,
    handle: async (deps, actor, { params, body }) => ({
      member: await declareReviewConflict(deps, actor, { ...params, ...body }),
    }),
  }),
];
