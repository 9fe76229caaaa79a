/** Routes of what is changed of a round: its changes with their reasons, and units that may hand in late. */
import * as z from 'zod';
import { changesOf } from '#actions/kept-change.ts';
import { allowLateEntry } from '#actions/round/late-entries.ts';
import { lateEntry } from '#actions/round/round-input.ts';
import { demand } from '#domain/people/policy.ts';
import { bilingual } from '#domain/record.ts';
import { changeKinds, changeWords, roundChangeRecord } from '#domain/round/round-change.ts';
import { lateEntryRecord } from '#domain/round/round-record.ts';
import { getRound } from '#store/reads.ts';
import { routesOf } from '#web/api/route.ts';
import { named, page } from '#web/api/schemas.ts';
import { memberNames, organisationNames } from '#web/frame/names.ts';

const ofRounds = routesOf('rounds');

const allowed = named('LateEntry', lateEntryRecord().extend({ orgName: z.string() }));
const change = named(
  'RoundChange',
  roundChangeRecord().extend({
    byName: z.string(),
    /** What was done, and each value as "申报截止：… → …". */
    what: bilingual(),
    words: z.array(bilingual()),
  }),
);

export const changeRoutes = [
  ofRounds.post({
    path: '/api/rounds/{round}/late-entries',
    id: 'allowLateEntry',
    needs: 'admin',
    summary: {
      zh: '准予一个单位补报：截止时间、最多份数、原因',
      en: 'Let one unit hand in after the window: until when, how many, why',
    },
    body: lateEntry,
    example: {
      organisation: '430102001',
      until: '2021-04-12T17:30:00+08:00',
      places: 2,
      reason: '系统故障，未能按时提交',
      version: 6,
    },
    answer: z.object({ items: z.array(allowed) }),
    handle: async (deps, actor, { params, body }) => {
      const { late = [] } = await allowLateEntry(deps, actor, params.round, body);
      const units = late.map(({ org }) => org);
      const nameOf = await organisationNames(deps.table, units);
      return { items: late.map((each) => ({ ...each, orgName: nameOf(each.org) })) };
    },
  }),
  ofRounds.get({
    path: '/api/rounds/{round}/changes',
    id: 'listRoundChanges',
    needs: 'read',
    summary: {
      zh: '本轮设置的更改：何人、何时、原因、前后',
      en: 'Changes of a round: who, when, why, from what to what',
    },
    answer: page(change),
    handle: async (deps, actor, { params }) => {
      const { orgPath } = await getRound(deps.table, params.round);
      demand(actor, 'round.read', { orgPath });
      const changes = await changesOf(deps, params.round);
      const people = changes.map(({ by }) => by);
      const nameOf = await memberNames(deps.table, people, 'zh');
      const items = changes.map((each) => ({
        ...each,
        byName: nameOf(each.by),
        what: changeKinds[each.kind],
        words: changeWords(each),
      }));
      return { items, cursor: undefined };
    },
  }),
];
