/** After the demo's cycle: five selections of the next edition, each stopped in another phase, so that every desk has work to look at. */
import { addAttachment } from '#actions/files/attachments.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { instantAt } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import type { Home } from '#local/home.ts';
import { getTranche } from '#store/reads.ts';
import { presetData } from '#web/programme/presets.ts';
import { answerAll, by } from './answering.ts';
import { furtherFamily } from './families.ts';
import { type People, streetId } from './furong.ts';
import { atHome, wholeFamily } from './photographs.ts';
import { judge, type Narrator, shortlist } from './play.ts';

/** The phases in their order, and the theme of the selection that stops there. */
const themes = {
  open: ['书香家庭', 'Reading families'],
  review: ['孝老家庭', 'Families who care for the old'],
  panel: ['绿色家庭', 'Green families'],
  shortlist: ['清廉家庭', 'Families of integrity'],
  notice: ['教子家庭', 'Families who raise children well'],
} as const;
type Phase = keyof typeof themes;
const phases: readonly Phase[] = ['open', 'review', 'panel', 'shortlist', 'notice'];

const programmeOf = (phase: Phase): string => `zmjt-2022-${phase}`;
const nominees = 6;

/** Gives the ids in their order. */
async function nominate(home: Home, people: People, phase: Phase): Promise<readonly string[]> {
  const { deps } = home;
  const ids: string[] = [];
  for (let i = 0; i < nominees; i++) {
    // The first street's clerk keeps two: one to hand in, one that stays a draft where the round is open.
    const street = i < 2 ? 0 : i;
    const clerk = by(people.clerks[street]!);
    const input = {
      programme: programmeOf(phase),
      org: streetId(street),
      channel: 'organisation' as const,
      // Each selection has families of its own: one stands in one round only.
      answers: furtherFamily(phases.indexOf(phase) * nominees + i, street),
    };
    const draft = await saveDraft(deps, clerk, input);
    const photos = [];
    for (const [name, picture] of [
      ['全家福.jpg', wholeFamily],
      ['生活照.jpg', atHome],
    ] as const)
      photos.push((await addAttachment(deps, clerk, draft.id, 'photos', picture, name)).attachment);
    ids.push(draft.id);
    if (phase === 'open' && i === 0) continue;
    await submit(deps, clerk, {
      ...input,
      id: draft.id,
      attachments: photos,
      consentText: consentVersion,
      sensitive: true,
    });
  }
  await home.settled();
  return ids;
}

async function setUp(home: Home, people: People, phase: Phase): Promise<string> {
  const { deps } = home;
  const administrator = by(people.district.administrator);
  const id = programmeOf(phase);
  const preset = presetToProgramme(presetData('zmjt'), { edition: '2022' });
  const [zh, en] = themes[phase];
  const document = { ...preset, title: { zh: `最美家庭（${zh}）`, en: `Most beautiful families: ${en}` } };
  const { programme } = await createProgramme(deps, administrator, { org: 'furong', id, document });
  await publishProgramme(deps, administrator, { id, version: programme.version });
  const round = await setUpRound(deps, administrator, {
    programme: id,
    org: 'furong',
    settings: {
      opensAt: instantAt('2022-03-01', '09:00'),
      closesAt: instantAt(phase === 'open' ? '2022-05-31' : '2022-03-20', '17:30'),
      places: 4,
    },
  });
  await home.settled();
  return round.id;
}

/** Takes a round whose nominations closed to the phase where it stops. */
async function lead(home: Home, people: People, phase: Phase, round: string): Promise<void> {
  const stage = { home, say: () => {}, people };
  if (phase === 'open' || phase === 'review') return;
  await answerAll(home, people.district, round);
  await home.settled();
  if (phase === 'panel') return judge(stage, people.district, round, { until: 3 });
  await judge(stage, people.district, round);
  if (phase === 'notice') await shortlist(stage, people.district, round, 4);
}

export interface Played {
  readonly round: string;
  /** In the order in which they were nominated; the first of the open one is a draft. */
  readonly nominations: readonly string[];
}

/** Plays on from the demo's end to April 2022; gives what stands in each phase. */
export async function playPhases(
  home: Home,
  people: People,
  say: Narrator,
): Promise<(phase: Phase) => Played> {
  await home.advanceClock!(instantAt('2022-03-02', '09:00'));
  const played = new Map<Phase, Played>();
  for (const phase of phases) {
    const round = await setUp(home, people, phase);
    played.set(phase, { round, nominations: await nominate(home, people, phase) });
  }
  await home.advanceClock!(instantAt('2022-03-21', '09:00'));
  for (const [phase, { round }] of played) await lead(home, people, phase, round);
  await home.advanceClock!(instantAt('2022-04-06', '09:00'));
  const of = (phase: Phase): Played => played.get(phase)!;
  const { version } = await getTranche(home.deps.table, of('notice').round, 1);
  const notice = await postNotice(home.deps, by(people.district.administrator), of('notice').round, {
    ...{ tranche: 1, start: '2022-04-06', version },
  });
  await home.settled();
  say('2022 年的五项评选停在不同环节。正在申报，街道有一份草稿：', `/rounds/${of('open').round}`);
  say('正在资格审查：', `/rounds/${of('review').round}`);
  say('评委正在评分，五位中三位已评完：', `/rounds/${of('panel').round}/panel`);
  say('评分结束，拟推选名单待确定：', `/rounds/${of('shortlist').round}/shortlist`);
  say(`正在公示至 ${notice.end}，可以提出异议：`, `/notices/${notice.id}`);
  return of;
}
