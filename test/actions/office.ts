/** A district with a small programme and its round on a real database; candidacies are planted where a test wants them. */

import { actorOf } from '#actions/actor.ts';
import { inviteMember } from '#actions/people/people.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { begin } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { emptyHead } from '#domain/empty-head.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { Problem } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import { getCandidacy, getRound } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { enterOp } from '#store/tally.ts';
import { type LetterTest, openLetterTest } from './letter/letter-deps.ts';

/** A contest of one level: review, opinions, panel of three, shortlist, notice, decision, publication. */
export const contest = {
  code: 'TEST',
  edition: '2022',
  title: { zh: '巾帼创新大赛', en: 'Innovation contest' },
  category: 'individual',
  kind: 'contest',
  channels: [{ id: 'organisation', title: { zh: '组织推荐' } }],
  form: {
    nameField: 'name',
    publicFields: ['name', 'post'],
    fields: [
      { id: 'name', label: { zh: '姓名' }, type: 'text', required: true, max: 30 },
      { id: 'post', label: { zh: '单位及职务' }, type: 'text', max: 60 },
      { id: 'idNumber', label: { zh: '证件号码' }, type: 'idDocument', personal: true },
    ],
  },
  identity: { by: 'document', field: 'idNumber' },
  stages: [
    {
      level: 'district',
      honour: true,
      recommend: false,
      steps: [
        { kind: 'review' },
        { kind: 'opinions' },
        {
          kind: 'panel',
          min: 3,
          odd: true,
          criteria: [
            { id: 'idea', title: '创意', max: 60 },
            { id: 'use', title: '实效', max: 40 },
          ],
        },
        { kind: 'shortlist' },
        { kind: 'notice' },
        { kind: 'decision' },
        { kind: 'publish' },
      ],
    },
  ],
};

export interface Office {
  readonly test: LetterTest;
  readonly deps: Deps;
  readonly round: string;
  /** Administrators of the district and of the city above it. */
  readonly admin: Actor;
  readonly above: Actor;
  /** Sets the clock to an instant that is not before now. */
  at(instant: string): void;
  member(email: string, role: Role, org?: string, department?: string): Promise<Member>;
  plant(id: string, state: Candidacy['state'], patch?: Partial<Candidacy>): Promise<void>;
  candidacy(id: string): Promise<Candidacy>;
  /** Puts the round at a phase of its steps. */
  move(patch: Partial<Round>): Promise<void>;
}

export const session = (member: Member): Actor => actorOf(member, 'session');

export async function openOffice(start = '2022-02-25T01:00:00.000Z'): Promise<Office> {
  const test = await openLetterTest(start);
  const { deps } = test;
  const member: Office['member'] = async (email, role, org = 'east', department) =>
    (
      await inviteMember(deps, systemActor, {
        email,
        name: email.split('@')[0]!,
        grants: [{ org, role, ...(department !== undefined && { department }) }],
      })
    ).member;
  const admin = session(await member('desk@example.cn', 'administrator'));
  const above = session(await member('city@example.cn', 'administrator', 'city'));
  const made = await createProgramme(deps, admin, { org: 'east', document: contest });
  await publishProgramme(deps, admin, { id: made.programme.id, version: 1 });
  const { id: round } = await setUpRound(deps, admin, {
    programme: made.programme.id,
    org: 'east',
    settings: { opensAt: start, closesAt: '2022-12-31T09:30:00.000Z' },
  });
  return {
    test,
    deps,
    round,
    admin,
    above,
    at: (instant) => test.pass((Date.parse(instant) - deps.clock()) / 1000),
    member,
    async plant(id, state, patch = {}) {
      const write = begin(deps, systemActor);
      const nomination: Nomination = {
        id,
        programme: made.programme.id,
        programmeRevision: 1,
        code: 'TEST',
        edition: '2022',
        category: 'individual',
        name: `nominee ${id}`,
        channel: 'organisation',
        org: 'lane',
        owner: 'clerk',
        revision: 1,
        submittedAt: write.now,
        identities: [],
        seats: [round],
        version: 0,
        head: emptyHead,
      };
      write.create('nomination', nomination, 'nomination.submit');
      const candidacy: Candidacy = {
        nomination: id,
        round,
        programme: made.programme.id,
        programmeRevision: 1,
        owner: 'clerk',
        org: 'east',
        stage: 0,
        level: 'district',
        revision: 1,
        name: nomination.name,
        actedBelow: [],
        from: 'lane',
        channel: 'organisation',
        state,
        asked: [],
        receivedAt: write.now,
        facts: {},
        openObjections: 0,
        version: 0,
        head: emptyHead,
        ...patch,
      };
      write.create('candidacy', candidacy, 'candidacy.admit');
      const open = { name: nomination.name, post: '某厂工程师' };
      write.op(enterOp(round, id, state), {
        put: rows.revision({
          nomination: id,
          n: 1,
          open,
          sealed: '',
          attachments: [],
          at: write.now,
          by: 'clerk',
        }),
      });
      await write.commit();
    },
    candidacy: (id) => getCandidacy(deps.table, round, id),
    async move(patch) {
      const write = begin(deps, systemActor);
      write.save('round', await getRound(deps.table, round), patch, 'round.change');
      await write.commit();
    },
  };
}

/** The Problem that some work ends with. Defects pass through. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it went through');
}
