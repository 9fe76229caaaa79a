/** 长沙市芙蓉区 for the journeys, built over HTTP: its tree, the people of a federation, its 14 submitters, programmes from presets. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { instantAt } from '#domain/instant.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { streetId, streets } from '#local/demo/furong.ts';
import { done, type Journey, type Person } from './client.ts';

const contact = {
  office: '家庭儿童工作部',
  phone: '0731-84683000',
  email: 'family@example.org',
  hours: '工作日 8:30–12:00，14:00–17:30',
  address: '人民东路189号',
};

/** 湖南省 → 长沙市 → 芙蓉区 → 13 streets and the science park. */
export async function plantFurong(journey: Journey): Promise<void> {
  const plant = journey.organisation;
  await plant({ id: 'hunan', name: '湖南省妇女联合会', level: 'province', region: '430000', contact });
  await plant({
    id: 'changsha',
    name: '长沙市妇女联合会',
    level: 'city',
    parent: 'hunan',
    region: '430100',
    contact,
  });
  await plant({
    id: 'furong',
    name: '芙蓉区妇女联合会',
    level: 'district',
    parent: 'changsha',
    region: '430102',
    contact,
  });
  for (const [i, name] of streets.entries())
    await plant({
      id: streetId(i),
      name: `${name}妇联`,
      level: 'street',
      parent: 'furong',
      region: '430102',
      order: i + 1,
    });
}

/** One clerk for each of the first `count` submitters. */
export async function plantClerks(journey: Journey, count: number = streets.length): Promise<Person[]> {
  const clerks: Person[] = [];
  for (const [i, name] of streets.slice(0, count).entries())
    clerks.push(await journey.person(streetId(i), 'clerk', `${name}填报员`));
  return clerks;
}

export interface Federation {
  readonly org: string;
  readonly administrator: Person;
  readonly reviewers: readonly Person[];
  /** Contact of each department. */
  readonly departments: readonly Person[];
  readonly panel: readonly Person[];
  /** Whoever may have a task here, apart from the panel. */
  readonly everybody: readonly Person[];
}

/** People of a federation; `word` begins their names, such as 区. */
export async function plantFederation(
  journey: Journey,
  org: string,
  word: string,
  {
    reviewers = 1,
    departments = [],
    panel = 5,
  }: { readonly reviewers?: number; readonly departments?: readonly string[]; readonly panel?: number } = {},
): Promise<Federation> {
  const many = async (count: number, role: 'reviewer' | 'panellist', title: string) => {
    const found: Person[] = [];
    for (let n = 1; n <= count; n++) found.push(await journey.person(org, role, `${word}${title}${n}`));
    return found;
  };
  const administrator = await journey.person(org, 'administrator', `${word}妇联管理员`);
  const reviewing = await many(reviewers, 'reviewer', '审核员');
  const asked: Person[] = [];
  for (const department of departments)
    asked.push(await journey.person(org, 'department', `${word}${department}联络员`, department));
  return {
    org,
    administrator,
    reviewers: reviewing,
    departments: asked,
    panel: await many(panel, 'panellist', '评委'),
    everybody: [...reviewing, ...asked],
  };
}

/** A preset of workflows/programmes/ for an edition. */
export const preset = (file: string, edition: string): Programme =>
  presetToProgramme(
    parse(readFileSync(new URL(`../../workflows/programmes/${file}.yaml`, import.meta.url), 'utf8')),
    { edition },
  );

/** Makes a programme from its document and publishes it. */
export async function publish(
  administrator: Person,
  org: string,
  id: string,
  document: Programme,
): Promise<void> {
  const { programme } = await done(administrator.post('/api/programmes', { org, id, document }));
  await done(administrator.post(`/api/programmes/${id}/publish`, { version: programme.version }));
}

/** Sets a round up; dates are local, such as `2021-04-01 09:00`. Gives its id. */
export async function openRound(
  administrator: Person,
  programme: string,
  org: string,
  {
    opens,
    closes,
    ...settings
  }: { readonly opens: string; readonly closes: string } & Record<string, unknown>,
): Promise<string> {
  const [from = '', fromTime = '09:00'] = opens.split(' ');
  const [until = '', untilTime = '17:30'] = closes.split(' ');
  const round = await done(
    administrator.post('/api/rounds', {
      programme,
      org,
      settings: {
        opensAt: instantAt(from, fromTime),
        closesAt: instantAt(until, untilTime),
        ...settings,
      },
    }),
  );
  return round.id;
}
