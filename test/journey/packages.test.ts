/** 报送包: two programmes of a province go to the nation in one archive, and its results come back by a sheet. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageChunk } from '#actions/package/archive-chunk.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Job } from '#domain/running/job-record.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { readDocx } from '../paper-reading.ts';
import { readBy } from '../reading.ts';
import {
  done,
  type Journey,
  judge,
  nominate,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
  tasksOf,
} from './client.ts';
import { drawn } from './drawn.ts';
import { filledForm } from './filled-form.ts';
import { openRound, plantFurong, preset, publish } from './furong.ts';

let journey: Journey;
let administrator: Person;
let clerk: Person;
let staff: Person[];
let panel: Person[];
const programmes = ['wqgr', 'wqjt'].map((name) => ({ id: `${name}-2021`, programme: preset(name, '2021') }));
const roundOf = ({ id, programme }: { readonly id: string; readonly programme: Programme }) =>
  `${id}.${programme.stages.findIndex(({ level }) => level === 'province')}.hunan`;
const people = new Map<string, { id: string; name: string; document: string }[]>();
let pack: string;
/** What the archive holds. */
let files: Record<string, Uint8Array>;

const word = (bytes: Uint8Array | undefined): string => readDocx(bytes!).paragraphs.join('');
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
const sheetOf = async (bytes: Uint8Array) => JSON.stringify(await readSheets(bytes));

beforeAll(async () => {
  journey = await openJourney('2021-06-01 08:00');
  await plantFurong(journey);
  await journey.organisation({
    id: 'u1',
    name: '省示例单位妇委会',
    level: 'unit',
    parent: 'hunan',
    region: '430000',
  });
  administrator = await journey.person('hunan', 'administrator', '省妇联管理员');
  clerk = await journey.person('u1', 'clerk', '填报员');
  const departments = [
    ...new Set(
      programmes.flatMap(({ programme }) => programme.departments.flatMap((row) => row.departments)),
    ),
  ].map((name) => ({ org: 'hunan', role: 'department' as const, department: name.replace('+', '') }));
  staff = [
    await journey.person('hunan', 'reviewer', '省审核员'),
    await journey.personOf('省联络员', departments),
  ];
  panel = [];
  for (let n = 1; n <= 5; n++) panel.push(await journey.person('hunan', 'panellist', `省评委${n}`));
});
afterAll(() => journey.close());

test('the province selects in both programmes and recommends to the nation, which is outside', async () => {
  for (const run of programmes) {
    await publish(administrator, 'hunan', run.id, run.programme);
    await openRound(administrator, run.id, 'hunan', {
      ...{ opens: '2021-06-01 09:00', closes: '2021-06-10 17:30', places: 2 },
    });
  }
  await journey.clock('2021-06-01', '09:30');
  for (const [n, run] of programmes.entries()) {
    const sent: { id: string; name: string; document: string }[] = [];
    for (const i of [0, 1]) {
      const answers = filledForm(run.programme, n * 2 + i, 'province');
      const id = await nominate(clerk, {
        ...{ programme: run.id, org: 'u1', answers, channel: run.programme.channels[0]!.id },
        pictures: run.programme.form.attachments.flatMap(({ id: rule, min, types }) =>
          Array.from({ length: min }, () => ({ rule, type: types.includes('jpg') ? 'jpg' : 'pdf' }) as const),
        ),
      });
      const name = String(answers[run.programme.form.nameField]);
      sent.push({ id, name, document: String(answers.idDocument ?? answers.phone) });
    }
    people.set(run.id, sent);
    const at = `/api/rounds/${roundOf(run)}/candidacies`;
    for (let asked = 1; asked > 0; ) {
      asked = 0;
      for (const person of staff)
        for (const { kind, nomination, step, departments = [] } of await tasksOf(person, roundOf(run))) {
          asked++;
          if (kind === 'opinions')
            for (const department of departments)
              await done(
                person.post(`${at}/${nomination}/opinion`, {
                  step,
                  department,
                  outcome: 'agree',
                  reason: '',
                }),
              );
          else
            await done(
              person.post(`${at}/${nomination}/review`, { step, outcome: 'approve', reason: '材料齐全' }),
            );
        }
    }
  }
  await journey.clock('2021-06-10', '18:00');
  for (const run of programmes) {
    const ids = people.get(run.id)!.map(({ id }) => id);
    const stage = run.programme.stages.find(({ level }) => level === 'province')!;
    const jury = stage.steps.find((step) => step.kind === 'panel');
    const criteria = jury?.kind === 'panel' ? jury.criteria : [];
    await judge(administrator, panel, roundOf(run), ids, (_, i) =>
      Object.fromEntries(criteria.map(({ id, max }) => [id, String(Math.floor(max * (0.9 - i / 10)))])),
    );
    await shortlist(administrator, roundOf(run), ids);
  }
  await journey.clock('2021-06-15');
  for (const run of programmes)
    await done(onTranche(administrator, roundOf(run), 'notice', { start: '2021-06-15' }));
  await journey.clock('2021-06-28');
  for (const run of programmes) {
    const decision = { body: '党组会', date: '2021-06-28', minutes: '湘妇纪〔2021〕6号' };
    await done(onTranche(administrator, roundOf(run), 'decision', decision));
  }
  const [early] = programmes;
  const parts = [{ round: roundOf(early!), tranche: 1 }];
  const made = await administrator.post('/api/organisations/hunan/packages', {
    title: '早',
    to: '全国妇联',
    parts,
  });
  expect(made.status).toBe(422);
  expect(made.body.faults.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
    ['parts.0', 'package-not-sent'],
  ]);
  await journey.clock('2021-06-29');
  for (const run of programmes) {
    const nominations = people.get(run.id)!.map(({ id }) => id);
    await done(onTranche(administrator, roundOf(run), 'recommendations', { nominations }));
  }
});

test('one package holds both, with a letter from the record that can be changed', async () => {
  const page = await done(administrator.get('/packages?org=hunan'));
  const ticks = programmes.map((run) => `${roundOf(run)}#1`);
  for (const tick of ticks) expect(page).toContain(`value="${tick}"`);
  // Looked for by year or title, in all rounds.
  const found = await done(administrator.get(`/packages?org=hunan&q=${encodeURIComponent('先进集体')}`));
  expect(ticks.map((tick) => found.includes(`value="${tick}"`))).toEqual([false, true]);
  const nothing = plainText(await done(administrator.get('/packages?org=hunan&q=2019')));
  expect(nothing).toContain('这里没有可以报送的内容');
  const { items } = await done(
    administrator.get(`/api/organisations/hunan/packages/parts?q=${encodeURIComponent('先进集体')}`),
  );
  expect(items).toEqual([
    {
      round: roundOf(programmes[1]!),
      tranche: 1,
      title: '2021年维护妇女儿童权益先进集体',
      unit: '个',
      count: 2,
    },
  ]);
  const none = await administrator.press('/packages?org=hunan', { title: '2021年推荐材料', to: '全国妇联' });
  expect(none.status).toBe(422);
  const made = await administrator.press('/packages?org=hunan', {
    ...{ title: '２０２１年推荐材料', to: '全国妇联', parts: ticks },
  });
  expect([made.status, made.location]).toEqual([303, expect.stringMatching(/^\/packages\/pkg/)]);
  pack = made.location.replace('/packages/', '');
  const { letter, version, outside, level } = await done(administrator.get(`/api/packages/${pack}`));
  expect([outside, level]).toEqual([true, 'nation']);
  expect(letter).toContain('2021年维护妇女儿童权益先进个人2名、2021年维护妇女儿童权益先进集体2个');
  const changed = letter.replace('请予审核', '请予审核为盼');
  await done(administrator.put(`/api/packages/${pack}/letter`, { letter: changed, version }));
  expect(await refusal(administrator.put(`/api/packages/${pack}/letter`, { letter: '旧', version }))).toBe(
    '409 package-stale',
  );
  // Who nominates sees no package of the level above.
  expect(await refusal(clerk.get(`/api/packages/${pack}`))).toBe('404 package-unknown');
});

test('the archive holds letter, lists, report, notice, decision, forms, opinions and what was attached, personal data masked in what is written', async () => {
  expect(await refusal(administrator.get(`/api/packages/${pack}/archive`))).toBe('409 package-not-ready');
  await done(administrator.post(`/api/packages/${pack}/archive`));
  await journey.clock('2021-06-29', '09:10');
  await journey.clock('2021-06-29', '09:20');
  const { archive } = await done(administrator.get(`/api/packages/${pack}`));
  expect(archive.readyAt).toBeDefined();
  expect([archive.left, archive.filesLeft]).toEqual([0, 0]);
  const { state, done: count } = await done(administrator.get(`/api/jobs/${archive.job}`));
  expect([state, count]).toEqual(['done', 4]);
  await drawn(administrator, `/packages/${pack}`, 'packages');
  const bytes = await done(administrator.get(`/packages/${pack}/archive.zip`));
  files = unzipSync(bytes);
  expect(await done(administrator.get(`/api/packages/${pack}/archive`))).toEqual(bytes);
  const folders = ['01 2021年维护妇女儿童权益先进个人', '02 2021年维护妇女儿童权益先进集体'];
  const [first, second] = programmes.map(({ id }) => people.get(id)!);
  const attached = (n: number) =>
    programmes[n]!.programme.form.attachments.flatMap(({ label, types, min }) =>
      Array.from({ length: min }, () => `${label.zh}.${types.includes('jpg') ? 'jpg' : 'pdf'}`),
    ).map((file, i) => `0${i + 1} ${file}`);
  expect(attached(0)).not.toEqual([]);
  expect(Object.keys(files).toSorted()).toEqual(
    [
      ...['报送函.docx', '目录.txt'],
      ...folders.flatMap((folder, n) => [
        ...['汇总表.xlsx', '推荐工作报告.docx', '公示.docx', '审定.docx', '结果回填表.csv'].map(
          (file) => `${folder}/${file}`,
        ),
        ...[first, second][n]!.flatMap(({ name }, i) => [
          `${folder}/申报表/000${i + 1} ${name}.docx`,
          `${folder}/意见/000${i + 1} ${name}.txt`,
          ...attached(n).map((file) => `${folder}/附件/000${i + 1} ${name}/${file}`),
        ]),
      ]),
    ].toSorted(),
  );
  expect(word(files['报送函.docx'])).toContain('请予审核为盼');
  const scan = files[`${folders[0]}/附件/0001 ${first![0]!.name}/${attached(0)[0]}`]!;
  expect([scan.length > 100, text(files['目录.txt']).includes('附件已不存在')]).toEqual([true, false]);
  const report = word(files[`${folders[0]}/推荐工作报告.docx`]);
  expect(report).toContain('共收到申报2名');
  expect(report).toContain('会议纪要：湘妇纪〔2021〕6号');
  const { name, document } = first![0]!;
  const form = word(files[`${folders[0]}/申报表/0001 ${name}.docx`]);
  expect(form).toMatch(/编号：\S+-2021-\d{4}　/);
  expect(form).toContain(`姓名${name}`);
  // What was said stands in its box, without who said it.
  expect(form).toContain('通过。材料齐全签字：');
  expect(form).not.toContain(document);
  const opinions = text(files[`${folders[0]}/意见/0001 ${name}.txt`]);
  expect(opinions).toContain('资格审查：通过，材料齐全');
  expect(opinions).toContain('征求意见：同意');
  const list = await sheetOf(files[`${folders[0]}/汇总表.xlsx`]!);
  expect(list).toContain(name);
  expect(list).not.toContain(document);
});

test('the archive is made name by name: no chunk reads more for a long list than for a short one', async () => {
  const { deps } = journey.home;
  const found = (await find(deps.table, keys.package(pack)))!;
  const { job, until } = found.archive!;
  const again = { job, until, part: 0, done: 0, pieces: [], left: 0, filesLeft: 0 };
  await deps.table.put({ ...keys.package('again'), ...found, id: 'again', archive: again });
  const asked = { id: job, params: { package: 'again' } } as unknown as Job;
  const reads: number[] = [];
  for (let more = true; more; ) {
    const { rows } = await readBy(deps, async () => {
      const { cursor } = await packageChunk(deps, asked, { rows: 1, spent: () => true });
      more = cursor !== undefined;
    });
    reads.push(rows);
  }
  // Five papers and two nominees a part; of a paper with two names each is a chunk of its own.
  expect(reads.length).toBeGreaterThan(2 * 7 + 1);
  expect(Math.max(...reads)).toBeLessThan(60);
  const { archive } = (await find(deps.table, keys.package('again')))!;
  const pieces = await Promise.all(archive!.pieces.map(({ file }) => deps.files.get(file)));
  const made = unzipSync(Buffer.concat(pieces.filter((each) => each !== undefined)));
  expect(Object.keys(made).toSorted()).toEqual(Object.keys(files).toSorted());
  const sheet = '01 2021年维护妇女儿童权益先进个人/结果回填表.csv';
  expect(text(made[sheet])).toBe(text(files[sheet]));
  const list = '02 2021年维护妇女儿童权益先进集体/汇总表.xlsx';
  expect(await sheetOf(made[list]!)).toBe(await sheetOf(files[list]!));
  await deps.table.remove(keys.package('again'));
});

test('an archive whose files are gone, as after a move of the home, is asked to be made again', async () => {
  const { deps } = journey.home;
  const { archive } = (await find(deps.table, keys.package(pack)))!;
  const first = archive!.pieces[0]!.file;
  const bytes = await deps.files.get(first);
  await deps.files.remove(first);
  expect(await refusal(administrator.get(`/packages/${pack}/archive.zip`))).toMatch(/^409 /);
  expect(await refusal(administrator.get(`/api/packages/${pack}/archive`))).toBe('409 package-not-ready');
  await deps.files.put(first, bytes!, 'application/zip');
});

test('the list in full has a right of its own and leaves an event', async () => {
  const program = await administrator.program('admin');
  expect(await refusal(program.get(`/api/packages/${pack}/parts/1/full`))).toBe('403 session-needed');
  const { document } = people.get('wqgr-2021')![0]!;
  const full = await done(administrator.get(`/api/packages/${pack}/parts/1/full`));
  expect(await sheetOf(full)).toContain(document);
  const pressed = await administrator.press(`/packages/${pack}/parts/1/full`);
  expect(await sheetOf(pressed.body)).toContain(document);
  const { items } = await done(administrator.get(`/api/audit/package:${pack}`));
  expect(items.map(({ action }: { action: string }) => action)).toEqual([
    ...['package.create', 'package.letter', 'package.archive', 'package.reveal', 'package.reveal'],
  ]);
});

test('results come back by a sheet: each row is told, and a misspelt name is named with who was meant', async () => {
  const [[one, two], [three, four]] = [people.get('wqgr-2021')!, people.get('wqjt-2021')!] as [
    { id: string; name: string }[],
    { id: string; name: string }[],
  ];
  await journey.clock('2021-07-20');
  const misspelt = `${two!.name.slice(0, -1)}某`;
  const csv = [
    '全国表彰结果,,,,',
    '编号,姓名或名称,是否表彰,授予日期,证书号,奖项,批次',
    `, ${one!.name} ,表 彰,2021年７月1日,W-0001,一等奖,第二批`,
    `,${misspelt},表彰,2021-07-01,W-0002`,
    `${three!.id},${three!.name},获奖,2021/7/1,W-0003`,
    `${four!.id},${four!.name},未表彰,,`,
    `,${one!.name},表彰,2021-07-01,W-0009`,
    `,张三丰,也许,,`,
    `,${two!.name},表彰,2021-07-01,W-0002,,下一批`,
  ].join('\r\n');
  const form = new FormData();
  form.set('file', new File([csv], '结果.csv', { type: 'text/csv' }));
  form.set('source', '妇字〔2021〕30号');
  form.set('bodies', '全国妇联、人力资源社会保障部');
  const { id } = await done(administrator.call('POST', `/api/packages/${pack}/results`, form));
  await journey.clock('2021-07-20', '09:10');
  await journey.clock('2021-07-20', '09:20');
  const { rows } = await done(administrator.get(`/api/packages/${pack}/results/${id}`));
  expect(
    rows.map(({ line, outcome, faults }: { line: number; outcome: string; faults: { code: string }[] }) => [
      line,
      outcome,
      faults.map(({ code }) => code).join(),
    ]),
  ).toEqual([
    [3, 'recorded', ''],
    [4, 'refused', 'result-name-unknown'],
    [5, 'recorded', ''],
    [6, 'recorded', ''],
    [7, 'refused', 'result-twice'],
    [8, 'refused', 'result-unknown'],
    [9, 'refused', 'result-batch'],
  ]);
  const page = plainText(await done(administrator.get(`/packages/${pack}/results/${id}`)));
  expect(page).toContain('7 行：已登记 3，未登记 4，待登记 0');
  expect(page).toContain(`报送包中没有“${misspelt}”，是否为“${two!.name}”？`);
  const { items } = await done(administrator.get('/api/organisations/hunan/ledger/2021'));
  expect(
    items
      .map(({ code, level, names, number }: Record<string, unknown>) =>
        [code, level, names, number].flat().join(' '),
      )
      .toSorted(),
  ).toEqual([`WQGR nation ${one!.name} W-0001`, `WQJT nation ${three!.name} W-0003`].toSorted());
  const graded = { grades: ['一等奖'], batch: 2, bodies: ['全国妇联', '人力资源社会保障部'] };
  expect(items.find(({ number }: { number: string }) => number === 'W-0001')).toMatchObject(graded);
  // The unit on the way has it in its own ledger, with the same grade and batch.
  const below = await done(administrator.get('/api/organisations/u1/ledger/2021'));
  expect(below.items.find(({ number }: { number: string }) => number === 'W-0001')).toMatchObject(graded);
  expect(items.map(({ bodies }: { bodies: string[] }) => bodies)).toEqual(
    Array.from({ length: 2 }, () => ['全国妇联', '人力资源社会保障部']),
  );
});

test('the mended sheet may be sent whole: what stands is not recorded twice', async () => {
  const [one, two] = people.get('wqgr-2021')!;
  const csv = `姓名,结果,日期,证书编号,等次,批次\n${one!.name},表彰,2021-07-01,W-0001,一等奖,2\n${two!.name},表彰,2021-07-01,W-0002,,\n`;
  const form = new FormData();
  form.set('file', new File([csv], '结果.csv', { type: 'text/csv' }));
  form.set('source', '妇字〔2021〕30号');
  form.set('bodies', '全国妇联、人力资源社会保障部');
  const sent = await administrator.call('POST', `/packages/${pack}/results`, form);
  expect([sent.status, sent.location]).toEqual([303, expect.stringMatching(/\/results\/run/)]);
  await journey.clock('2021-07-20', '10:10');
  await journey.clock('2021-07-20', '10:20');
  const { items: runs } = await done(administrator.get(`/api/packages/${pack}/results`));
  expect(runs[0].rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['same', 'recorded']);
  const { items } = await done(administrator.get('/api/organisations/hunan/ledger/2021'));
  expect(items).toHaveLength(3);
  expect(journey.logged).toEqual([]);
});
