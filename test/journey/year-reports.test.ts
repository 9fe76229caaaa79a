/** Five districts bring their old ledgers as they keep them, and the report of the year says what theirs said (docs/rules/honours.md#year-report). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gbk, utf16 } from '../encoded.ts';
import { workbook } from '../workbook.ts';
import { done, type Journey, openJourney, type Person, plainText } from './client.ts';

type Line = readonly (string | number)[];
/** Lines as a sheet with a separator. */
const lined = (lines: readonly Line[], separator = ',') =>
  lines.map((line) => line.join(separator)).join('\r\n');
const file = (bytes: Uint8Array<ArrayBuffer> | string, name: string) => new File([bytes], name);

const furongFamilies = [
  '罗步芳',
  '李秋云',
  '陈国强',
  '刘志明',
  '张玉兰',
  '周文斌',
  '王桂英',
  '黄建国',
  '吴晓梅',
  '赵永红',
  '孙丽华',
  '胡光辉',
].map((name) => `${name}家庭`);

interface YearOfDistrict {
  readonly org: string;
  readonly name: string;
  readonly region: string;
  readonly year: number;
  readonly sheet: () => File;
  readonly totals: object;
  readonly said: readonly string[];
  /** Words that would be another row's. */
  readonly unsaid?: readonly string[];
}

const longhua: readonly Line[] = [
  ['龙华区妇联2021年度荣誉统计表'],
  ['序号', '奖项名称', '层级', '类型', '获奖单位/个人', '数量', '颁奖单位', '年度', '备注'],
  [
    1,
    '各级三八红旗手（集体）、巾帼文明岗（标兵）',
    '各级',
    '个人、集体、岗',
    '',
    '136个',
    '各级妇联',
    '2021年',
    '未分列',
  ],
  [2, '全国巾帼建功先进集体', '国家级', '集体', '深圳市龙华区人民医院妇科', 1, '全国妇联', '2021年', ''],
  [3, '广东省三八红旗工作室', '省', '工作室', '赵卉洲工作室、满晓螺工作室', 2, '广东省妇联', '2021年', ''],
  [4, '全国维护妇女儿童权益先进集体', '全国', '集体', '龙华区妇幼保健院', 1, '全国妇联', '2021年', ''],
  [5, '全国最美家庭', '全国', '家庭', '莫荣家庭', 1, '全国妇联', '2021年', ''],
  [6, '龙华好母亲', '区级', '个人', '', '10名', '龙华区妇联', '2021年', ''],
  [7, '平安家庭', '区级', '家庭', '', '20户', '龙华区妇联', '2021年', ''],
  [8, '绿色家庭', '区级', '家庭', '', '20户', '龙华区妇联', '2021年', ''],
  [9, '百位达人', '区级', '个人', '', '约100名', '龙华区妇联', '2021年', ''],
  [10, '“妇儿之家”特色项目', '区级', '项目', '', 30, '龙华区妇联', '2021年', ''],
  [11, '十大儿童友好城区建设优秀案例', '区级', '案例', '', 10, '龙华区妇联', '2021年', ''],
  [12, '儿童友好实践基地', '市区两级', '基地', '', 18, '市妇儿工委、区妇儿工委', '2021年', ''],
];

const futian: readonly Line[] = [
  ['荣誉称号', '级别', '类别', '获得者', '数量', '授予单位', '年份', '批次'],
  ['巾帼文明岗', '全国', '岗位', '', 1, '全国妇联', 2019, ''],
  ['巾帼建功标兵', '全国', '个人', '', '1名', '全国妇联', 2019, ''],
  ['巾帼文明岗', '省级', '岗位', '', 1, '广东省妇联', 2019, ''],
  ['三八红旗手', '市级', '个人', '', '5名', '深圳市妇联', 2019, ''],
  ['三八红旗集体', '市级', '集体', '', 2, '深圳市妇联', 2019, ''],
  ['三八红旗手', '省级', '个人', '', 1, '广东省妇联', 2019, ''],
  ['最美家庭', '全国', '家庭', '姚晓英家庭', 1, '全国妇联', 2019, ''],
  ['百户最美家庭', '省', '家庭', '叶松生家庭', 1, '广东省妇联、中共广东省委宣传部、省文明办', 2019, ''],
  ['儿童友好示范社区', '省级', '社区', '莲花一村社区', 1, '广东省妇儿工委', 2019, '第八批'],
  ['示范婚调室', '市级', '站点', '福保街道益田社区', 1, '深圳市妇联', 2019, ''],
  ['母婴室示范点', '市级', '站点', '区妇幼保健院', 1, '深圳市妇联', 2019, ''],
  ['Remi奖', '国际', '作品', '《第一名》', 1, '休斯敦国际电影节', 2019, ''],
];

const furong: readonly Line[] = [
  ['荣誉名称', '级别', '对象类别', '姓名', '人数', '表彰单位', '表彰时间', '奖次', '情况'],
  ['2021年芙蓉区三八红旗手', '区级', '个人', '何蓉蓉', '8名', '芙蓉区妇联', '2021年3月5日', '', ''],
  [
    '2021年芙蓉区三八红旗集体',
    '区级',
    '集体',
    '朝阳街道曙光社区居民委员会',
    1,
    '芙蓉区妇联',
    '2021.3.5',
    '',
    '',
  ],
  [
    '2021年芙蓉区最美家庭',
    '区级',
    '家庭',
    furongFamilies.join('、'),
    '12户',
    '芙蓉区妇联',
    '2021/5/15',
    '',
    '获评',
  ],
  [
    '2021年度长沙市最美家庭',
    '市级',
    '家庭',
    furongFamilies.slice(0, 6).join('、'),
    '6户',
    '长沙市妇联',
    '20210515',
    '',
    '获评',
  ],
  [
    '绿色家庭、五好家庭',
    '市级',
    '家庭',
    '李娜家庭',
    '4户',
    '长沙市妇联',
    '二〇二一年八月',
    '',
    '已推选至市妇联',
  ],
  ['全国三八红旗手', '全国', '个人', '周佳霖、刘朝辉', 2, '全国妇联', '2021年12月', '', ''],
  ['全国维护妇女儿童权益先进个人', '全国', '个人', '杨陶如', 1, '全国妇联', '2021', '', ''],
  [
    '2021年芙蓉区示范“妇女儿童之家”',
    '区级',
    '站点',
    '湘湖管理局湘湖社区',
    '5个',
    '芙蓉区妇联',
    '2021年9月',
    '',
    '',
  ],
  ['示范“妇女儿童之家”', '市级', '站点', '', '4个', '长沙市妇联', '2021-11-03', '', '申报验收中'],
  ['“巾帼暖人心”一类地区创新维权项目奖', '省级', '项目', '守护花开', 1, '湖南省妇联', '2021', '', ''],
  ['“巾帼暖人心”维权创新项目', '省级', '项目', '', 3, '湖南省妇联', '2021', '', '送市妇联初审'],
  ['“讲述身边的妈妈禁毒活动”视频大赛', '不详', '集体', '东岸街道', 1, '主办单位', '2021', '最佳人气奖', ''],
  ['“潇湘巾帼心向党”朗读比赛', '区级', '集体', '芙蓉区火星小学', 1, '芙蓉区妇联', '2021', '一等奖', ''],
  [
    '“潇湘巾帼心向党”朗读比赛',
    '区级',
    '集体',
    '隆平水稻博物馆、火星街道',
    2,
    '芙蓉区妇联',
    '2021',
    '二等奖',
    '',
  ],
  [
    '“潇湘巾帼心向党”朗读比赛',
    '区级',
    '集体',
    '韭菜园街道省湘绣博物馆、朝阳街道、东湖街道',
    3,
    '芙蓉区妇联',
    '2021',
    '三等奖',
    '',
  ],
  ['“潇湘巾帼心向党”朗读比赛', '市级', '集体', '区教育局', 1, '长沙市妇联', '2021', '二等奖', ''],
];

const longgang: readonly Line[] = [
  ['龙岗区妇联荣誉台账', '', '', '', '', '', ''],
  ['项目名称', '级别', '类别', '数量', '授予单位', '年度', '情况'],
  ['龙岗区“最美家庭”', '区级', '家庭', '108户', '龙岗区妇联', 2022, ''],
  ['深圳市“最美家庭”', '市级', '家庭', '22户', '深圳市妇联', '', ''],
  ['龙岗区首批家教家风实践基地', '区级', '基地', 4, '龙岗区妇联', '', ''],
  ['深圳市第二批家教家风实践基地', '市级', '基地', 1, '深圳市妇联', '', ''],
  ['儿童友好基地', '市级', '基地', 49, '深圳市妇儿工委', '', '累计'],
  ['母婴室示范点', '市级', '站点', 19, '深圳市妇联', '', '累计'],
];

const nanhu: readonly Line[] = [
  ['称号', '级别', '类别', '获奖单位', '数量', '授予单位', '年份'],
  ['全国三八红旗集体', '全国', '集体', '区综合行政执法队南湖景区女子中队', 1, '全国妇联', 2021],
  ['全国维护妇女儿童权益先进集体', '全国', '集体', '区委政法委', 1, '全国妇联', 2021],
  ['巾帼十行百星', '区级', '个人', '', '100名', '南湖区妇联', 2021],
  ['文明家庭', '区级', '家庭', '', '10户', '南湖区妇联', 2021],
  ['最美家庭', '区级', '家庭', '', '100户', '南湖区妇联', 2021],
  ['绿色生态家庭', '区级', '家庭', '', '100户', '南湖区妇联', 2021],
  ['快递物流行业最美家庭', '区级', '家庭', '', '9户', '南湖区妇联', 2021],
  ['最美家庭', '省级', '家庭', '', '2户', '浙江省妇联', 2021],
  ['绿色家庭暨节能降碳家庭', '省级', '家庭', '', '1户', '浙江省妇联', 2021],
  ['文明家庭', '市级', '家庭', '', '1户', '嘉兴市妇联', 2021],
  ['情系国防最美家庭', '市级', '家庭', '', '2户', '嘉兴市妇联', 2021],
  ['绿色生态家庭', '市级', '家庭', '', '12户', '嘉兴市妇联', 2021],
  ['优美庭院示范户', '区级', '庭院', '', '806户', '南湖区妇联', 2021],
  ['美丽阳台', '区级', '庭院', '', '288户', '南湖区妇联', 2021],
  ['优美庭院示范点', '区级', '示范点', '', 1, '南湖区妇联', 2021],
  ['示范型儿童之家', '区级', '站点', '', 15, '南湖区妇联', 2021],
  ['示范型儿童之家', '市级', '站点', '', 3, '嘉兴市妇联', 2021],
  ['睦邻节优秀奖项', '区级', '项目', '', 11, '南湖区妇联', 2021],
  ['少儿“画”说反诈作品大赛优秀作品奖', '区级', '个人', '', '60名', '南湖区妇联', 2021],
  ['妇女创业小额贷款贴息', '区级', '个人', '', '9名', '南湖区妇联', 2021],
];

const districts: readonly YearOfDistrict[] = [
  {
    ...{ org: 'longhua', name: '深圳市龙华区妇联', region: '440309', year: 2021 },
    sheet: () => file(gbk(lined(longhua)), '荣誉.csv'),
    totals: {
      total: 136 + 1 + 2 + 1 + 1 + 10 + 20 + 20 + 100 + 30 + 10 + 18,
      unlevelled: [
        { said: '各级', count: 136 },
        { said: '市区两级', count: 18 },
      ],
    },
    said: [
      '各级三八红旗手（集体）、巾帼文明岗（标兵）136个',
      '未按单一级别列出的各级136项、市区两级18项',
      '全国巾帼建功先进集体1个',
      '广东省三八红旗工作室2个',
      '区级龙华好母亲10名',
      '区级百位达人约100名',
      '共有各级荣誉349项（含约数）',
      '市区两级儿童友好实践基地18个',
    ],
  },
  {
    ...{ org: 'futian', name: '深圳市福田区妇联', region: '440304', year: 2019 },
    sheet: () => workbook({ 台账: { rows: futian }, 说明: { rows: [['请按格式填写']] } }),
    totals: { total: 17, families: 2, unnamed: { families: 0, people: 7 }, people: 7 },
    said: [
      '岗位、个人、集体等11个，家庭2户，基地（站点）3个，项目1项',
      '其中全国3项、省级4项、市级9项；未按单一级别列出的国际1项',
      '叶松生家庭被广东省妇联、中共广东省委宣传部、省文明办授予2019年省级百户最美家庭荣誉称号',
      '省级百户最美家庭1户',
    ],
    unsaid: ['最美家庭：'],
  },
  {
    ...{ org: 'furong', name: '长沙市芙蓉区妇联', region: '430102', year: 2021 },
    sheet: () => file(utf16(lined(furong, '\t')), '芙蓉.txt'),
    totals: {
      byLevel: [
        { level: 'nation', count: 3 },
        { level: 'province', count: 1 },
        { level: 'city', count: 7, prizes: 1 },
        { level: 'district', count: 32, prizes: 6 },
      ],
      families: 12,
      unlevelled: [{ said: '不详', count: 1 }],
      aside: [
        { why: 'sent', count: 3, level: 'province', title: '“巾帼暖人心”维权创新项目' },
        { why: 'sent', count: 4, level: 'city', title: '绿色家庭、五好家庭' },
        { why: 'sent', count: 4, level: 'city', title: '示范“妇女儿童之家”' },
      ],
    },
    said: [
      '区级32项（称号26项、竞赛奖项6项）',
      '市级7项（称号6项、竞赛奖项1项）',
      '最美家庭：区级12户，其中6户获评市级',
      '市级绿色家庭、五好家庭4户',
      '家庭12户',
      '一等奖1个、二等奖2个、三等奖3个',
      '推荐上报、结果未明而不计入的：',
    ],
  },
  {
    ...{ org: 'longgang', name: '深圳市龙岗区妇联', region: '440307', year: 2022 },
    sheet: () => workbook({ 台账: { rows: longgang, merged: ['A1:G1', 'F3:F8'] } }),
    totals: {
      total: 135,
      familyTitles: [
        { level: 'city', count: 22 },
        { level: 'district', count: 108 },
      ],
      unnamed: { families: 130, people: 0 },
    },
    said: [
      '龙岗区“最美家庭”108户',
      '家庭荣誉区级108户，区级以上22户（市级22户）',
      '最美家庭：区级108户，市级22户。',
      '家庭130户次（130户次未列名，无法核对是否为同一家庭）',
      '龙岗区首批家教家风实践基地4个',
      '历年累计、不计入本年的：市级儿童友好基地49个，市级母婴室示范点19个',
    ],
    unsaid: ['其中22户'],
  },
  {
    ...{ org: 'nanhu', name: '嘉兴市南湖区妇联', region: '330402', year: 2021 },
    sheet: () => file(`﻿${lined(nanhu, ';')}`, '南湖.csv'),
    totals: {
      familyTitles: [
        { level: 'province', count: 3 },
        { level: 'city', count: 15 },
        { level: 'district', count: 219 },
      ],
      aside: [{ why: 'support', count: 9 }],
    },
    said: [
      '家庭荣誉区级219户，区级以上18户（省级3户、市级15户）',
      '区级绿色生态家庭100户',
      '区级快递物流行业最美家庭9户',
      '优美庭院示范户806户',
      '竞赛奖项60项',
      '不属于荣誉、不计入的：区级妇女创业小额贷款贴息9名',
      '文明家庭：区级10户，市级1户',
    ],
    unsaid: ['其中1户获评'],
  },
];

let journey: Journey;
const administrators = new Map<string, Person>();
beforeAll(async () => {
  journey = await openJourney('2023-01-06 09:00');
  for (const { org, name, region } of districts) {
    await journey.organisation({ id: org, name, level: 'district', region });
    administrators.set(org, await journey.person(org, 'administrator', `${name}管理员`));
  }
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test.each(districts.map((each) => [each.name, each] as const))(
  '%s: the old ledger comes in, and paragraph and totals are those of its report',
  async (_name, { org, year, sheet, totals, said, unsaid = [] }) => {
    const administrator = administrators.get(org)!;
    const form = new FormData();
    form.set('sheet', sheet());
    const begun = await administrator.call('POST', `/ledger/${org}/import`, form);
    expect([begun.status, begun.location]).toEqual([303, expect.stringMatching(`^/ledger/${org}/imports/`)]);
    const result = plainText((await administrator.get(begun.location)).body);
    expect(result).toContain('表内重复 0 行，有误 0 行');
    const report = await done(administrator.get(`/api/organisations/${org}/report/${year}`));
    expect(report.totals).toMatchObject(totals);
    for (const words of said) expect(report.paragraph).toContain(words);
    for (const words of unsaid) expect(report.paragraph).not.toContain(words);
    const page = plainText((await administrator.get(`/reports/${org}/${year}`)).body);
    expect(page).toContain(report.paragraph);
  },
);
