/** Pages that show every part, for the tests of this folder. */

import { fault } from '#domain/problem.ts';
import { type Form, formSchema } from '#domain/programme/form.ts';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { AutosaveStatus } from '#web/frame/autosave.tsx';
import { DataTable, QuotaBoard, StepProgress, Timeline } from '#web/frame/boards.tsx';
import { Bars, Progress } from '#web/frame/charts.tsx';
import { AttachmentFields } from '#web/frame/file-fields.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { type Frame, Page } from '#web/frame/layout.tsx';
import {
  Actions,
  Box,
  Button,
  ConfirmButton,
  CopyButton,
  Details,
  Empty,
  HiddenCsrf,
  Idem,
  Pager,
  SummaryList,
  Tabs,
  Tag,
} from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { type Lang, w } from '#web/frame/words.ts';

export const frameIn = (lang: Lang): Frame => ({
  lang,
  actor: {
    id: 'm1',
    name: '周敏',
    grants: [
      { org: 'yl', role: 'clerk' },
      { org: 'yl', role: 'administrator' },
    ],
    via: 'session',
  },
  site: { name: { zh: '红榜', en: 'Hongbang' }, rehearsal: true },
  csrf: 'token-of-this-browser',
  path: '/nominations/n1?step=2',
  today: '2027-02-26',
});

const zh = (label: string) => ({ zh: label });
const option = (value: string) => ({ value, label: zh(value) });

/** One field of every type. */
export const demoForm: Form = formSchema.parse({
  nameField: 'name',
  publicFields: ['name'],
  fields: [
    {
      id: 'name',
      label: { zh: '姓名', en: 'Name' },
      type: 'text',
      required: true,
      max: 20,
      group: '基本信息',
    },
    {
      id: 'idCard',
      label: zh('身份证件号码'),
      type: 'idDocument',
      required: true,
      personal: true,
      group: '基本信息',
    },
    { id: 'birth', label: zh('出生日期'), type: 'date', required: true, group: '基本信息' },
    { id: 'joined', label: zh('参加工作时间'), type: 'month', group: '基本信息' },
    { id: 'phone', label: zh('手机号码'), type: 'phone', personal: true, required: true, group: '基本信息' },
    { id: 'mail', label: zh('电子邮箱'), type: 'email', personal: true, group: '基本信息' },
    {
      id: 'party',
      label: zh('政治面貌'),
      type: 'choice',
      options: ['中共党员', '共青团员', '民主党派', '群众'].map(option),
      required: true,
      group: '基本信息',
    },
    {
      id: 'nation',
      label: zh('民族'),
      type: 'choice',
      options: ['汉族', '土家族', '苗族', '侗族', '瑶族', '白族', '回族', '维吾尔族'].map(option),
      group: '基本信息',
    },
    {
      id: 'unit',
      label: zh('工作单位及职务'),
      type: 'text',
      max: 40,
      required: true,
      group: '单位情况',
      help: zh('写全称，与公章一致'),
    },
    { id: 'credit', label: zh('单位统一社会信用代码'), type: 'creditCode', group: '单位情况' },
    { id: 'staff', label: zh('女职工人数'), type: 'integer', atLeast: 1, group: '单位情况' },
    {
      id: 'share',
      label: zh('女职工占比（%）'),
      type: 'number',
      atLeast: 60,
      atMost: 100,
      group: '单位情况',
    },
    { id: 'founded', label: zh('单位成立年份'), type: 'year', group: '单位情况' },
    { id: 'retired', label: zh('是否已退休'), type: 'boolean', required: true, group: '单位情况' },
    {
      id: 'fields',
      label: zh('主要工作领域'),
      type: 'choices',
      options: ['教育', '科技', '医疗', '农业', '基层治理'].map(option),
      group: '单位情况',
    },
    {
      id: 'deeds',
      label: zh('主要事迹'),
      type: 'paragraph',
      max: 500,
      required: true,
      group: '事迹',
      help: zh('用第三人称，写近五年的实绩'),
    },
    {
      id: 'members',
      label: zh('家庭成员'),
      type: 'table',
      maxRows: 4,
      required: true,
      group: '家庭',
      columns: [
        { id: 'name', label: zh('姓名'), type: 'text', required: true },
        {
          id: 'relation',
          label: zh('关系'),
          type: 'choice',
          options: ['本人', '配偶', '子女', '父母'].map(option),
          required: true,
        },
        { id: 'born', label: zh('出生日期'), type: 'date' },
        { id: 'idDocument', label: zh('身份证件号码'), type: 'idDocument', personal: true },
      ],
    },
  ],
  attachments: [
    { id: 'photo', label: zh('近期免冠照片'), types: ['jpg', 'png'], min: 1, maxMegabytes: 5 },
    { id: 'proof', label: zh('获奖证书'), types: ['pdf', 'jpg'], max: 3 },
  ],
  declarations: [
    { id: 'true', text: zh('所填内容真实，无违法违纪和其他负面情形。') },
    { id: 'consent', text: zh('已取得本人对个人信息处理的单独同意。') },
  ],
});

export const demoAnswers = {
  name: '李秀英',
  idCard: '430101198803050028',
  birth: '1988年3月5日',
  joined: '2010-07',
  phone: '13800138000',
  mail: 'li@example.com',
  party: '中共党员',
  nation: '土家族',
  unit: '长沙市岳麓区望月湖街道社区卫生服务中心 护士长',
  credit: '12430100444877123X',
  staff: 38,
  share: 62.5,
  founded: 2003,
  retired: false,
  fields: ['医疗', '基层治理'],
  deeds: '扎根社区十七年，组建“巾帼健康小队”，\n为辖区 1200 余名老人建立健康档案。',
  members: [
    { name: '李秀英', relation: '本人', born: '1988-03-05', idDocument: '430101198803050028' },
    { name: '陈建国', relation: '配偶', born: '1986-11-20', idDocument: '4301011986' },
  ],
  declarations: ['true'],
};

export const demoFaults = [
  fault('phone', 'malformed', '「手机号码」：请填写 11 位手机号', '"Phone": write 11 digits'),
  fault('party', 'required', '「政治面貌」未填写，请选择', '"Party" is empty; choose one'),
  fault(
    'members.1.idDocument',
    'malformed',
    '「身份证件号码」：应为 18 位，现有 10 位',
    '"ID" has 10 characters, not 18',
  ),
  fault(
    'attachments.photo',
    'too-few-files',
    '「近期免冠照片」至少 1 个文件，请补充上传',
    '"Photo" needs one file',
  ),
  fault('declarations.consent', 'declaration', '请阅读并勾选承诺', 'Read and tick the statement'),
];

const attachments = [
  {
    id: 'a1',
    rule: 'proof',
    name: '2024年长沙市三八红旗手证书.pdf',
    type: 'application/pdf',
    bytes: 1_830_000,
    sha256: '',
  },
];

/** The nomination form with everything filled in and some things wrong. */
export const FormPage = ({ lang, bad }: { readonly lang: Lang; readonly bad: boolean }) => (
  <Page
    {...frameIn(lang)}
    title="填写申报表"
    caption="2027 年度岳麓区三八红旗手"
    current="nominations"
    crumbs={[
      { href: '/', title: '首页' },
      { href: '/nominations', title: '申报' },
    ]}
    faults={bad ? demoFaults : []}
  >
    <form
      method="post"
      action="/nominations/n1"
      enctype="multipart/form-data"
      data-autosave="/nominations/n1/draft"
    >
      <HiddenCsrf csrf="token-of-this-browser" />
      <Idem idem="once-1" />
      <FormFields form={demoForm} answers={demoAnswers} faults={bad ? demoFaults : []} lang={lang} />
      <AttachmentFields
        lang={lang}
        form={demoForm}
        attachments={attachments}
        faults={bad ? demoFaults : []}
        uploadUrl="/nominations/n1/files"
        hrefOf={(file) => `/files/${file.id}`}
      />
      <Actions>
        <Button name="_submit" value="yes">
          {w(lang).buttons.submit}
        </Button>
        <Button tone="secondary" draft>
          {w(lang).buttons.saveDraft}
        </Button>
        <AutosaveStatus lang={lang} time="14:03" />
      </Actions>
    </form>
  </Page>
);

const rows = [
  { name: '李秀英', unit: '望月湖街道社区卫生服务中心', state: 'notice', score: '93.42' },
  { name: '王芳', unit: '岳麓区实验小学', state: 'held', score: '91.05' },
  { name: '“湘江绣娘”巾帼工坊', unit: '坪塘街道妇联', state: 'returned', score: '' },
  { name: '赵敏', unit: '湖南湘江新区税务局', state: 'approved', score: '90.77' },
] as const;

/** A round's desk with boards, tables, charts and a confirmation. */
export const DeskPage = ({ lang }: { readonly lang: Lang }) => {
  const words = w(lang);
  return (
    <Page
      {...frameIn(lang)}
      width="wide"
      title="评选工作台"
      caption="2027 年度岳麓区三八红旗手 · 区级"
      lead="公示进行中，3 月 5 日 17:30 截止；审定最早可在 3 月 6 日记录。"
      current="rounds"
      flash={{ kind: 'success', title: '公示已发布', body: '已向 12 个推荐单位发出通知。' }}
    >
      <Box>
        <StepProgress
          lang={lang}
          steps={[
            { title: words.steps.review, state: 'done', note: '2月8日' },
            { title: words.steps.opinions, state: 'done', note: '2月15日' },
            { title: words.steps.panel, state: 'done', note: '2月20日' },
            { title: words.steps.shortlist, state: 'done', note: '2月24日' },
            { title: words.steps.notice, state: 'current', note: '至 3月5日', href: '/notices/1' },
            { title: words.steps.decision, state: 'held', note: '最早 3月6日' },
            { title: words.steps.publish, state: 'todo' },
          ]}
        />
      </Box>
      <Tabs
        label={words.parts.contents}
        tabs={[
          { href: '?tab=all', title: '全部人选', count: 48, current: true },
          { href: '?tab=held', title: '异议', count: 1 },
          { href: '?tab=intake', title: '下级报送', count: 7 },
        ]}
      />
      <Box
        title="人选"
        aside={
          <Button small tone="secondary" href="/export">
            导出汇总表
          </Button>
        }
      >
        <DataTable
          lang={lang}
          caption="第一批人选"
          rows={rows}
          columns={[
            { title: '姓名或名称', cell: (row) => <a href="/n">{row.name}</a> },
            { title: '推荐单位', cell: (row) => row.unit },
            {
              title: '状态',
              cell: (row) => <Tag tone={candidacyTones[row.state]}>{words.states[row.state]}</Tag>,
            },
            { title: '平均分', numeric: true, cell: (row) => row.score || '—' },
          ]}
        />
        <Pager lang={lang} previous="?before=a" next="?after=b" note={words.parts.total(48)} />
      </Box>
      <Box title={words.parts.quota}>
        <QuotaBoard
          lang={lang}
          lines={[
            { label: '总名额', used: 18, atMost: 20, ok: true },
            { label: '基层一线', used: 9, atLeast: 12, atMost: 20, ok: false, rule: '不少于总名额的 60%' },
            { label: '县处级干部', used: 5, atMost: 4, ok: false, rule: '不超过总名额的 20%' },
          ]}
        />
      </Box>
      <Box title="进展">
        <Progress lang={lang} label="征求意见已回复" value={37} max={48} />
        <Bars
          lang={lang}
          title="各街道推荐数"
          data={[
            { label: '望月湖街道', value: 12 },
            { label: '橘子洲街道', value: 9 },
            { label: '坪塘街道', value: 4 },
            { label: '莲花镇', value: 0 },
          ]}
        />
      </Box>
      <Box title="操作记录">
        <Timeline
          events={[
            {
              at: '2月26日 09:00',
              dateTime: '2027-02-26T01:00:00Z',
              title: '公示发布',
              by: '周敏',
              tone: 'info',
            },
            {
              at: '2月24日 16:20',
              title: '确认拟推荐名单',
              by: '周敏',
              body: '18 名，备选 3 名',
              tone: 'good',
            },
            { at: '2月15日 11:02', title: '公安部门提出异议', by: '区公安分局', tone: 'bad' },
          ]}
        />
      </Box>
      <Box title="证书" tone="tinted">
        <SummaryList
          rows={[
            {
              label: '证书编号',
              value: (
                <>
                  SBQS-430104-2027-0018 <CopyButton lang={lang} text="SBQS-430104-2027-0018" />
                </>
              ),
            },
            {
              label: '颁授单位',
              value: '长沙市岳麓区妇女联合会',
              action: { href: '/edit', text: words.buttons.edit },
            },
          ]}
        />
        <Details title="编号规则">荣誉代码、行政区划代码、年份、四位序号。</Details>
      </Box>
      <Empty lang={lang} title="还没有收到异议">
        公示期内收到的异议会列在这里。
      </Empty>
      <Actions>
        <Button>提交审定</Button>
        <Button tone="secondary">{words.buttons.preview}</Button>
        <ConfirmButton
          lang={lang}
          action="/rounds/r1/notice/take-down"
          csrf="token-of-this-browser"
          idem="once-2"
          label="撤下公示"
          question="撤下后需要重新公示，时间重新计算。确定撤下吗？"
          confirm="确定撤下"
          tone="danger"
          fields={{ round: 'r1' }}
        />
      </Actions>
    </Page>
  );
};

/** A nomination to read. */
export const ReadPage = ({ lang, reveal }: { readonly lang: Lang; readonly reveal: boolean }) => (
  <Page {...frameIn(lang)} title="李秀英" caption="2027 年度岳麓区三八红旗手" current="nominations">
    <Box>
      <AnswersView form={demoForm} answers={demoAnswers} lang={lang} reveal={reveal} />
    </Box>
  </Page>
);
