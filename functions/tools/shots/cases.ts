/** What stands beside the gallery's rounds: an objection, a package, a re-check of older titles, imports, a panellist's kept marks. */
import { importLedger } from '#actions/honour/ledger-import.ts';
import { prepareImport } from '#actions/nomination/import-job.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { makePackage } from '#actions/package/packages.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { startRecheck } from '#actions/recheck/starting.ts';
import { commitToPanel } from '#actions/selection/panel-ballots.ts';
import { keepMarks } from '#actions/selection/panel-marks.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import { by } from '#local/demo/answering.ts';
import { type People, streetId } from '#local/demo/furong.ts';
import type { Home } from '#local/home.ts';
import { getTranche } from '#store/reads.ts';
import { presetData } from '#web/programme/presets.ts';
import { family } from '../../../test/furong.ts';

/** Somebody of the public objects to a nominee of the round's first notice. */
export async function object(home: Home, round: string): Promise<void> {
  const { notice, entries } = await getTranche(home.deps.table, round, 1);
  await raiseObjection(home.deps, undefined, {
    ...{ notice: notice!.id, nomination: entries[1]!, channel: 'web', by: 'person' },
    ...{ name: '黎知秋', contact: '13900009999' },
    body: '该家庭 2021 年与邻居因楼道堆物发生纠纷，社区曾两次上门调解，请核实事迹中“邻里互助”的部分。',
  });
  await home.settled();
}

/** What the district sent up in an earlier year goes to the city as one package. */
export async function pack(home: Home, people: People, round: string): Promise<string> {
  const { id } = await makePackage(home.deps, by(people.district.administrator), {
    ...{ org: 'furong', title: '2021年度芙蓉区推荐材料', to: '长沙市妇女联合会' },
    parts: [{ round, tranche: 1 }],
  });
  return id;
}

const olderTitles = ['定王台社区党群服务中心服务岗', '芙蓉区人民医院护理岗', '火星街道政务大厅窗口岗'];

/** Titles of 2019 from a sheet, one line of it wrong, and their re-check; gives the import's address. */
export async function lookAgain(home: Home, people: People): Promise<string> {
  const { deps } = home;
  const administrator = by(people.district.administrator);
  const line = (name: string) => ({
    ...{ 荣誉代码: 'JGWMG', 荣誉名称: '巾帼文明岗', 级别: '区级', 类别: '岗位', 获奖对象: name },
    ...{ 授予单位: '芙蓉区妇联', 年份: 2019, 授予日期: '2019-03-08', 文号: '芙妇〔2019〕3号' },
  });
  const rows = [...olderTitles.map(line), { ...line('东湖街道社区工作岗'), 级别: '镇上' }];
  const { id } = await importLedger(deps, administrator, 'furong', { rows });
  await home.settled();
  const document = presetToProgramme(presetData('jgwmg'), { edition: '2022' });
  const made = await createProgramme(deps, administrator, { org: 'furong', id: 'jgwmg-2022', document });
  await publishProgramme(deps, administrator, { id: 'jgwmg-2022', version: made.programme.version });
  await startRecheck(deps, administrator, { org: 'furong', programme: 'jgwmg-2022' });
  await home.settled();
  return `/ledger/furong/imports/${id}`;
}

/** A street's sheet with two good families and a wrong one waits for a word; another was taken. Gives both addresses. */
export async function importSheets(
  home: Home,
  people: People,
  programme: string,
): Promise<readonly string[]> {
  const line = (n: number, more: object = {}) => {
    const { familyName, representative, community, address, phone, brief } = family(n);
    return {
      ...{ 家庭称谓: familyName, 家庭代表姓名: representative, 所在社区: community, 家庭住址: address },
      ...{ 联系电话: phone, 在本区居住年数: 8, 家庭简介: brief, ...more },
    };
  };
  const ids: string[] = [];
  for (const rows of [
    [line(301), line(302), line(303, { 在本区居住年数: '很久' })],
    [line(304), line(305)],
  ]) {
    const clerk = by(people.clerks[0]!);
    ids.push((await prepareImport(home.deps, clerk, { programme, org: streetId(0), rows })).id);
    await home.settled();
  }
  return ids.map((id) => `/import/${id}`);
}

/** A panellist commits herself and keeps marks for some of her nominees, without confirming them. */
export async function keepSome(
  home: Home,
  people: People,
  round: string,
  nominations: readonly string[],
): Promise<void> {
  const panellist = by(people.district.panel[3]!);
  await commitToPanel(home.deps, panellist, round, commitmentVersion);
  for (const [n, nomination] of nominations.entries())
    await keepMarks(home.deps, panellist, {
      ...{ round, nomination },
      scores: { deeds: 44 - n, ethos: 27, public: 17 },
    });
}
