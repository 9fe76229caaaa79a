/** What the benchmark runs on: a district, its people, and 最美家庭 with an open window and no attachments required. */
import { parse } from 'yaml';
import { actorOf } from '#actions/actor.ts';
import { createOrganisation } from '#actions/people/organisations.ts';
import { inviteMember } from '#actions/people/people.ts';
import { createToken } from '#actions/people/tokens.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { type Member, type Role, systemActor } from '#domain/people/people.ts';
import type { Answers } from '#domain/programme/form.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { roundId } from '#domain/round/round.ts';
import { families, madeUpId } from '#local/demo/families.ts';
import type { Home } from '#local/home.ts';
import zmjt from '../../../workflows/programmes/zmjt.yaml?raw' with { type: 'text' };

export interface Seeded {
  readonly programme: string;
  readonly round: string;
  readonly street: string;
  readonly clerk: Member;
  readonly reviewer: Member;
  readonly administrator: Member;
  readonly tokens: { readonly clerk: string; readonly reviewer: string; readonly administrator: string };
}

/** A story of 1,600 characters, as long as forms of this kind are. */
const story = '一家三代同堂，孝老爱亲，邻里互助，坚持垃圾分类，带动楼栋居民参与社区志愿服务。'
  .repeat(50)
  .slice(0, 1_600);

/** The n-th nomination's answers: names and ID numbers of their own, so that each is unique. */
export function benchAnswers(n: number): Answers {
  const day = new Date(Date.UTC(1950, 0, 1 + (n % 15_000))).toISOString().slice(0, 10);
  const serial = Math.floor(n / 15_000);
  const base = families[n % families.length]!.answers;
  return {
    ...base,
    familyName: `测试${n}家庭`,
    representative: `测试${n}`,
    deeds: story,
    members: [
      {
        relation: '本人',
        name: `测试${n}`,
        birthDate: day,
        idNumber: madeUpId(day, serial),
        work: '社区居民',
      },
    ],
  };
}

/** Plants the organisations and people, opens the round, and makes a token for each. */
export async function seedBench(home: Home, root: string): Promise<Seeded> {
  const { deps } = home;
  const invite = async (org: string, local: string, role: Role, department?: string) =>
    (
      await inviteMember(deps, systemActor, {
        email: `${local}@example.org`,
        name: local,
        grants: [{ org, role, ...(department !== undefined && { department }) }],
      })
    ).member;
  await createOrganisation(deps, systemActor, {
    id: 'city',
    name: '长沙市妇联',
    level: 'city',
    parent: root,
    region: '430100',
    order: 1,
  });
  await createOrganisation(deps, systemActor, {
    id: 'district',
    name: '芙蓉区妇联',
    level: 'district',
    parent: 'city',
    region: '430102',
    order: 1,
  });
  await createOrganisation(deps, systemActor, {
    id: 'street',
    name: '朝阳街道妇联',
    level: 'street',
    parent: 'district',
    region: '430102',
    order: 1,
  });
  const clerk = await invite('street', 'clerk', 'clerk');
  const reviewer = await invite('district', 'reviewer', 'reviewer');
  await invite('district', 'police', 'department', '公安');
  await invite('district', 'civility', 'department', '文明办');
  const administrator = await invite('district', 'administrator', 'administrator');
  const preset = presetToProgramme(parse(zmjt), { edition: '2026' });
  const document = {
    ...preset,
    form: {
      ...preset.form,
      attachments: [],
      fields: preset.form.fields.map((field) => (field.id === 'deeds' ? { ...field, max: 2_000 } : field)),
    },
  };
  const by = actorOf(administrator, 'session');
  const { programme } = await createProgramme(deps, by, { org: 'district', id: 'bench', document });
  await publishProgramme(deps, by, { id: 'bench', version: programme.version });
  const now = deps.clock();
  await setUpRound(deps, by, {
    programme: 'bench',
    org: 'district',
    settings: {
      opensAt: new Date(now - 60_000).toISOString(),
      closesAt: new Date(now + 30 * 86_400_000).toISOString(),
      places: 1_000,
    },
  });
  await home.settled();
  const token = async (member: Member, scopes: readonly ('read' | 'write' | 'admin')[]) =>
    (await createToken(deps, actorOf(member, 'session'), { name: 'bench', scopes: [...scopes], days: 1 }))
      .token;
  return {
    programme: 'bench',
    round: roundId('bench', 2, 'district'),
    street: 'street',
    clerk,
    reviewer,
    administrator,
    tokens: {
      clerk: await token(clerk, ['write']),
      reviewer: await token(reviewer, ['write']),
      administrator: await token(administrator, ['admin']),
    },
  };
}
