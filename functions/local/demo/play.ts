import { addAttachment } from '#actions/files/attachments.ts';
import { publishList } from '#actions/honour/publishing.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { recommend } from '#actions/recommendation/recommendations.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { confirmShortlist } from '#actions/selection/confirming.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { invitePanel } from '#actions/selection/panel.ts';
import { commitToPanel, scoreNomination } from '#actions/selection/panel-ballots.ts';
import { closePanel } from '#actions/selection/panel-closing.ts';
import { editShortlist } from '#actions/selection/shortlists.ts';
import { instantAt } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { roundId } from '#domain/round/round.ts';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import type { Home } from '#local/home.ts';
import { candidaciesOf, getList, getRound, getTranche } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import { presetData } from '#web/programme/presets.ts';
import { answerAll, by } from './answering.ts';
import { families } from './families.ts';
import { type People, plantFurong, streetId } from './furong.ts';
import { atHome, wholeFamily } from './photographs.ts';

/** What the demo says while it plays: a sentence and the page to open. */
export type Narrator = (zh: string, page?: string) => void;

const programmeId = 'zmjt-2021-furong';

export interface Stage {
  readonly home: Home;
  readonly say: Narrator;
  readonly people: People;
}

/** What one round comes to, and when. */
interface Plan {
  readonly places: number;
  readonly noticeFrom: string;
  readonly decidedOn: string;
  readonly publishedOn: string;
  readonly title: string;
  readonly document: string;
  readonly bodies: readonly string[];
}

/** The panel scores everybody who waits and is closed; `until` lets only the first panellists score, and leaves it open. */
export async function judge(
  { home, say }: Stage,
  team: People['district'],
  round: string,
  { until }: { readonly until?: number } = {},
): Promise<void> {
  const { deps } = home;
  const administrator = by(team.administrator);
  await invitePanel(
    deps,
    administrator,
    round,
    team.panel.map((member) => member.id),
  );
  const nominees = (await candidaciesOf(deps.table, round, undefined, 100)).items.filter(
    (each) => each.state === 'waiting',
  );
  const criteria =
    round.includes('furong') && round.includes('.2.')
      ? { deeds: 50, ethos: 30, public: 20 }
      : { overall: 100 };
  for (const [p, panellist] of team.panel.slice(0, until).entries()) {
    await commitToPanel(deps, by(panellist), round, commitmentVersion);
    for (const [i, nominee] of nominees.entries()) {
      const share = 95 - ((i * 3 + p) % 30);
      const scores = Object.fromEntries(
        Object.entries(criteria).map(([id, most]) => [id, String(Math.floor((most * share) / 100))]),
      );
      await scoreNomination(deps, by(panellist), {
        round,
        nomination: nominee.nomination,
        scores,
        version: 0,
      });
    }
  }
  if (until !== undefined) return;
  await closePanel(deps, administrator, round);
  await home.settled();
  say(`五位评委完成评分，${nominees.length} 户入围评审。`, `/rounds/${round}/shortlist`);
}

/** Those with the best scores stand on the shortlist. */
export async function shortlist({ home }: Stage, team: People['district'], round: string, places: number) {
  const { deps } = home;
  const administrator = by(team.administrator);
  const scored = (await candidaciesOf(deps.table, round, undefined, 100)).items.filter(
    (each) => each.state === 'waiting',
  );
  const ranked = scored.toSorted(
    (a, b) =>
      Number(b.score?.mean ?? 0) - Number(a.score?.mean ?? 0) || a.nomination.localeCompare(b.nomination),
  );
  const isFirst = (each: { readonly name: string }) => Number(each.name === '罗步芳家庭');
  const chosen = ranked
    .toSorted((a, b) => isFirst(b) - isFirst(a))
    .slice(0, places)
    .map((each) => each.nomination);
  await editShortlist(deps, administrator, round, { chosen, reserves: [], version: 0 });
  await confirmShortlist(deps, administrator, round, {
    version: (await findShortlist(deps.table, round))!.version,
    leaveVacant: false,
  });
  await home.settled();
}

/** Panel, shortlist, notice, decision and list of one round; `places` are chosen by score. */
export async function select(
  stage: Stage,
  team: People['district'],
  round: string,
  plan: Plan,
): Promise<string> {
  const { home, say } = stage;
  const { deps } = home;
  const administrator = by(team.administrator);
  await judge(stage, team, round);
  await shortlist(stage, team, round, plan.places);
  await home.advanceClock!(instantAt(plan.noticeFrom, '09:00'));
  const tranche = await getTranche(deps.table, round, 1);
  const notice = await postNotice(deps, administrator, round, {
    tranche: 1,
    start: plan.noticeFrom,
    version: tranche.version,
  });
  await home.settled();
  say(`拟推选名单 ${plan.places} 户开始公示：${notice.start} 至 ${notice.end}。`, `/notices/${notice.id}`);
  await home.advanceClock!(instantAt(plan.decidedOn, '09:30'));
  await recordDecision(deps, administrator, round, {
    tranche: 1,
    body: '主席办公会',
    date: plan.decidedOn,
    minutes: '芙妇会纪〔2021〕5号',
    refused: [],
    version: (await getTranche(deps.table, round, 1)).version,
  });
  await home.settled();
  await home.advanceClock!(instantAt(plan.publishedOn, '10:00'));
  await publishList(deps, administrator, round, {
    tranche: 1,
    title: plan.title,
    documentNumber: plan.document,
    date: plan.publishedOn,
    bodies: plan.bodies,
    version: (await getTranche(deps.table, round, 1)).version,
  });
  await home.settled();
  const list = (await getTranche(deps.table, round, 1)).list!;
  say(`表彰名单已发布，共 ${(await getList(deps.table, list)).granted} 户。`, `/honours/${list}`);
  return list;
}

/** The programme from its preset, and the rounds of district and city. */
async function setUp({ home, say, people }: Stage): Promise<void> {
  const { deps } = home;
  const document = presetToProgramme(presetData('zmjt'), { edition: '2021' });
  const administrator = by(people.district.administrator);
  const { programme } = await createProgramme(deps, administrator, {
    org: 'furong',
    id: programmeId,
    document,
  });
  await publishProgramme(deps, administrator, { id: programmeId, version: programme.version });
  say('评选活动“2021 年最美家庭”由预设生成并发布。', `/programmes/${programmeId}`);
  await setUpRound(deps, administrator, {
    programme: programmeId,
    org: 'furong',
    settings: {
      opensAt: instantAt('2021-04-01', '09:00'),
      closesAt: instantAt('2021-04-20', '17:30'),
      places: 12,
      ceremony: '2021-05-15',
    },
  });
  await setUpRound(deps, by(people.city.administrator), {
    programme: programmeId,
    org: 'changsha',
    settings: {
      opensAt: instantAt('2021-05-16', '00:00'),
      closesAt: instantAt('2021-05-31', '17:30'),
      places: 6,
      shares: [{ organisation: 'furong', places: 6 }],
    },
  });
  await home.settled();
}

/** Twenty families, nominated by the clerks of their streets. */
async function nominate({ home, say, people }: Stage): Promise<void> {
  const { deps } = home;
  for (const [i, family] of families.entries()) {
    const clerk = by(people.clerks[family.street]!);
    const input = {
      programme: programmeId,
      org: streetId(family.street),
      channel: 'organisation' as const,
      answers: family.answers,
    };
    const draft = await saveDraft(deps, clerk, input);
    const photos = [
      await addAttachment(deps, clerk, draft.id, 'photos', wholeFamily, '全家福.jpg'),
      await addAttachment(deps, clerk, draft.id, 'photos', atHome, '生活照.jpg'),
    ].map((added) => added.attachment);
    await submit(deps, clerk, {
      ...input,
      id: draft.id,
      attachments: photos,
      consentText: consentVersion,
      sensitive: true,
      // One family in two likes to be found on the roll.
      roll: i % 2 === 0,
    });
    if (i === 0) say('罗步芳家庭由街道填报员提交，后面还有 19 户。', '/nominations');
  }
}

/** Plays the cycle; a second start finds it played and leaves it as it is. */
export async function playDemo(home: Home, root: string, say: Narrator): Promise<People> {
  const { deps } = home;
  const district = roundId(programmeId, 2, 'furong');
  const city = roundId(programmeId, 3, 'changsha');
  const people = await plantFurong(deps, root);
  const stage: Stage = { home, say, people };
  say('芙蓉区 13 个街道和 1 个科技园已建好，各有一名填报员。', '/organisations');
  await setUp(stage);
  await nominate(stage);
  await home.settled();
  say('20 户申报全部受理，审核员和征求意见部门收到一封待办邮件。', '/outbox');

  await home.advanceClock!(instantAt('2021-04-21', '09:00'));
  await answerAll(stage.home, people.district, district);
  await home.settled();
  say('资格审查、公安和文明办意见全部办结。', `/rounds/${district}`);

  await select(stage, people.district, district, {
    places: 12,
    noticeFrom: '2021-05-06',
    decidedOn: '2021-05-12',
    publishedOn: '2021-05-15',
    title: '关于公布2021年芙蓉区“最美家庭”名单的决定',
    document: '芙妇〔2021〕12号',
    bodies: ['长沙市芙蓉区妇女联合会', '中共芙蓉区委宣传部', '芙蓉区文明办'],
  });
  await home.advanceClock!(instantAt('2021-05-17', '09:00'));
  const tranche = await getTranche(deps.table, district, 1);
  await recommend(deps, by(people.district.administrator), district, {
    tranche: 1,
    nominations: tranche.entries.slice(0, 6),
    version: tranche.version,
  });
  await home.settled();
  say('12 户中的 6 户推荐至长沙市，汇总表自动生成。', `/rounds/${district}/papers/summary.xlsx`);

  await answerAll(stage.home, people.city, city);
  await home.advanceClock!(instantAt('2021-06-01', '09:00'));
  await answerAll(stage.home, people.city, city);
  const cityList = await select(stage, people.city, city, {
    places: 6,
    noticeFrom: '2021-06-07',
    decidedOn: '2021-06-15',
    publishedOn: '2021-06-18',
    title: '关于公布2021年度长沙市“最美家庭”名单的决定',
    document: '长妇〔2021〕20号',
    bodies: ['长沙市妇女联合会'],
  });
  const round = await getRound(deps.table, district);
  say(`区级12户，其中6户获评市级。（${round.title}）`, `/honours/${cityList}`);
  say('证书可在线查验：', '/certificates/T-430102-ZMJT-2021-0001');
  return people;
}
