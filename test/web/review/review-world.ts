/** A district's 最美家庭 with its machines running, whose reviews want so many approvals. */
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { preset } from '../../domain/programme/presets.ts';
import { district } from '../../furong.ts';
import { type Browser, type DeskWorld, openDesk } from '../round/desk-world.ts';

export interface ReviewWorld {
  readonly world: DeskWorld;
  readonly admin: Browser;
  readonly programme: string;
  readonly round: string;
}

/** The window is open from the start, until 10 April 17:30. */
export async function openReviews(needed: number): Promise<ReviewWorld> {
  const world = await openDesk('2021-03-20T09:00:00+08:00');
  const { deps } = world.home;
  const admin = await world.browser('administrator', district);
  const document = presetToProgramme(preset('zmjt'), { edition: '2021' });
  const stage = document.stages.find((each) => each.level === 'district')!;
  const own = stage.steps.filter(({ kind }) => kind !== 'recommend');
  const steps = own.map((step) => (step.kind === 'review' ? { ...step, needed } : step));
  const { programme } = await createProgramme(deps, admin.actor, {
    org: district,
    document: { ...document, stages: [{ ...stage, steps, recommend: false, lowerHonourRequired: false }] },
  });
  await publishProgramme(deps, admin.actor, { id: programme.id, version: programme.version });
  const settings = { opensAt: '2021-03-01T00:00:00+08:00', closesAt: '2021-04-10T17:30:00+08:00' };
  const { id: round } = await setUpRound(deps, admin.actor, {
    programme: programme.id,
    org: district,
    settings,
  });
  await world.home.settled();
  return { world, admin, programme: programme.id, round };
}
