/** The form of stage settings 层级设置: dates, places, contacts, notice, basis; and its body read back as settings. */

import { instantAt, shanghaiDate } from '#domain/instant.ts';
import { hasMembers } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { certificatePlaces } from '#domain/programme/certificate-places.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { StageSettings } from '#domain/programme/stage-settings.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { FieldSpec } from '#web/frame/fields.tsx';
import { Asked, type Body, linesOf, one, type Typed, whole } from '#web/frame/form.tsx';
import { phaseName } from '#web/frame/names.ts';
import { many } from '#web/frame/posted.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { directChoices, directHelp, directNow, directRead } from '#web/programme/direct-channels.ts';
import { instantOfText } from './typed-instant.ts';

const field = (
  id: string,
  type: FieldSpec['type'],
  zh: string,
  en: string,
  more: Partial<FieldSpec> = {},
): FieldSpec => ({ id, type, label: { zh, en }, ...more });
const help = (zh: string, en: string) => ({ help: text(zh, en) });

const timeHelp = help('北京时间，写成 2027-01-10 09:00 的样子', 'In Shanghai, written like 2027-01-10 09:00');
const linesHelp = help('每行一个', 'One a line');

interface Group {
  readonly title: Text;
  readonly fields: readonly FieldSpec[];
}

const dateFields = (stage: Stage, isWhole: boolean): readonly FieldSpec[] => [
  ...(isWhole ? [field('opensAt', 'text', '申报开始', 'Window opens', { required: true, ...timeHelp })] : []),
  field('closesAt', 'text', '申报截止', 'Window closes', { required: true, ...timeHelp }),
  ...datedPhases(stage).map((phase) =>
    field(
      `phaseEnds.${phase.id}`,
      'date',
      `${phaseName('zh', phase)}截止日`,
      `Last day of ${phaseName('en', phase)}`,
    ),
  ),
  field(
    'places',
    'integer',
    '名额',
    'Places',
    help('各批次合计；留空为不限', 'Over all tranches; empty for any number'),
  ),
  field('ceremony', 'date', '表彰日期', 'Ceremony'),
];
const noticeFields: readonly FieldSpec[] = [
  field('notice.days', 'integer', '公示天数', 'Length in days', { required: true }),
  field('notice.mode', 'choice', '天数的算法', 'Counted in', {
    required: true,
    options: [
      { value: 'working', label: { zh: '工作日', en: 'working days' } },
      { value: 'calendar', label: { zh: '自然日', en: 'calendar days' } },
    ],
  }),
  field('notice.countPostingDay', 'boolean', '发布当日计入', 'The posting day counts', { required: true }),
  field('notice.closesAt', 'text', '最后一天的截止时刻', 'Closing time on the last day', {
    required: true,
    ...help('如 17:30', 'e.g. 17:30'),
  }),
];
const contactFields: readonly FieldSpec[] = [
  field('contact.office', 'text', '联系部门', 'Office', { max: 60 }),
  field('contact.phone', 'text', '联系电话', 'Telephone', { max: 40 }),
  field('contact.email', 'email', '电子邮箱', 'E-mail'),
  field('contact.hours', 'text', '办公时间', 'Office hours', {
    max: 60,
    ...help('如 工作日 9:00–12:00，14:00–17:30', 'e.g. working days 9:00–17:30'),
  }),
  field('contact.address', 'text', '地址', 'Address', { max: 100 }),
];
export const basisFields: readonly FieldSpec[] = [
  field('legalBasis.document', 'text', '依据文件', 'Document', help('文号或文件名', 'Its number or title')),
  field('legalBasis.approvedBy', 'text', '批准机关', 'Approved by'),
  field('legalBasis.date', 'date', '批准日期', 'Date'),
  field('legalBasis.approvedName', 'text', '批准的项目名称', 'Approved name'),
  field('legalBasis.cycleYears', 'integer', '周期（年）', 'Cycle in years'),
  field('legalBasis.quotaCap', 'integer', '批准的名额上限', 'Approved number of places'),
  field('legalBasis.exemption', 'text', '例外情况说明', 'Exemption'),
];

const directField = (programme: Programme): FieldSpec =>
  field('direct', 'choices', '谁可以向本级直接申报', 'Who may nominate directly here', {
    help: directHelp,
    options: directChoices(programme),
  });
const coHostFields = [field('coHosts', 'paragraph', '联合主办单位', 'Co-hosts', linesHelp)];
const certificateFields: readonly FieldSpec[] = [
  field('certificate.wording', 'paragraph', '证书文字', 'Wording', {
    max: 300,
    places: certificatePlaces,
  }),
  field(
    'certificate.bodies',
    'paragraph',
    '落款单位',
    'Signing bodies',
    help('每行一个，按顺序', 'One a line, in order'),
  ),
];

/** Values of the settings by the names of the form. */
function valuesOf(
  settings: Partial<StageSettings> | undefined,
  stage: Stage,
): Readonly<Record<string, unknown>> {
  const notice = settings?.notice ?? stage.notice;
  const basis = settings?.legalBasis;
  return {
    opensAt: settings?.opensAt === undefined ? '' : shownAt(settings.opensAt),
    closesAt: settings?.closesAt === undefined ? '' : shownAt(settings.closesAt),
    places: settings?.places,
    ceremony: settings?.ceremony,
    coHosts: (settings?.coHosts ?? stage.coHosts).join('\n'),
    direct: directNow(settings?.direct ?? stage.direct),
    'notice.days': notice.days,
    'notice.mode': notice.mode,
    'notice.countPostingDay': String(notice.countPostingDay),
    'notice.closesAt': notice.closesAt,
    'certificate.wording': settings?.certificate?.wording,
    'certificate.bodies': settings?.certificate?.bodies?.join('\n') ?? '',
    ...Object.fromEntries(
      Object.entries(settings?.phaseEnds ?? {}).map(([id, date]) => [`phaseEnds.${id}`, date]),
    ),
    ...Object.fromEntries(
      Object.entries(settings?.contact ?? {}).map(([id, text]) => [`contact.${id}`, text]),
    ),
    ...Object.fromEntries(Object.entries(basis ?? {}).map(([id, value]) => [`legalBasis.${id}`, value])),
  };
}

/** Phases with a last day of their own: those of candidacies, and the panel. */
const datedPhases = (stage: Stage) =>
  stepPhases(stage).filter((phase) => phase.kind === 'candidacies' || phase.steps[0].kind === 'panel');

/** What may be set, in groups: all of it before the window, else only what may still change; the rest is the programme's. */
function groupsOf(programme: Programme, stage: Stage, isWhole: boolean): readonly Group[] {
  const may = (key: Programme['levelMayChange'][number]) => isWhole && programme.levelMayChange.includes(key);
  const groups: readonly Group[] = [
    { title: text('时间与名额', 'Dates and places'), fields: dateFields(stage, isWhole) },
    { title: text('直接申报', 'Direct nomination'), fields: may('direct') ? [directField(programme)] : [] },
    { title: text('公示', 'Notice'), fields: may('notice') ? noticeFields : [] },
    {
      title: text('联系方式（公示和信函中显示）', 'Contact, shown in notices and letters'),
      fields: contactFields,
    },
    {
      title: text('依据与联合主办', 'Legal basis and co-hosts'),
      fields: [...(may('legalBasis') ? basisFields : []), ...(may('coHosts') ? coHostFields : [])],
    },
    { title: text('证书', 'Certificate'), fields: certificateFields },
  ];
  return groups.filter(({ fields }) => fields.length > 0);
}

/** Where a round is set up and opened in one press, no opening means now. */
const atOnce = (field: FieldSpec): FieldSpec => ({
  ...field,
  required: false,
  ...help(
    '北京时间，写成 2027-01-10 09:00 的样子；留空为立即开放',
    'In Shanghai, written like 2027-01-10 09:00; empty opens it now',
  ),
});

/** The fields of the settings. `whole` shows all of them; else only those that may change once the window is open. */
export const SettingsFields = (props: {
  readonly lang: Lang;
  readonly form: string;
  readonly typed: Typed | undefined;
  readonly programme: Programme;
  readonly stage: Stage;
  readonly settings?: Partial<StageSettings> | undefined;
  readonly whole: boolean;
  /** Only these fields are asked, those of the dates all; the rest may be set later. */
  readonly only?: readonly string[] | undefined;
}) => {
  const { lang, form, typed, stage, programme, only } = props;
  const now = valuesOf(props.settings, stage);
  const groups = groupsOf(programme, stage, props.whole)
    .map(({ title, fields }, n) => ({
      title,
      fields: fields
        .filter(({ id }) => only === undefined || n === 0 || only.includes(id))
        .map((each) => (only !== undefined && each.id === 'opensAt' ? atOnce(each) : each)),
    }))
    .filter(({ fields }) => fields.length > 0);
  return groups.map(({ title, fields }) => (
    <fieldset class="group">
      <legend class="group-title">{t(lang, title)}</legend>
      {fields.some(({ id }) => id === 'direct') && <input type="hidden" name="direct.asked" value="yes" />}
      {fields.map((spec) => (
        <Asked lang={lang} form={form} typed={typed} field={spec} name={spec.id} now={now[spec.id]} />
      ))}
    </fieldset>
  ));
};

/** What stands below a prefix; `numbers` are counts with the units that may stand after them. */
const group = (
  body: Body,
  prefix: string,
  numbers: Readonly<Record<string, readonly string[]>> = {},
): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(body)
      .filter((name) => name.startsWith(prefix) && one(body, name) !== '')
      .map((name) => {
        const key = name.slice(prefix.length);
        const written = one(body, name);
        const number = numbers[key] === undefined ? Number.NaN : whole(written, numbers[key]);
        return [key, Number.isNaN(number) ? written : number];
      }),
  );

/** The settings as written in a posted form; what is left empty is left out. Shape and bounds are checked by the domain. */
export function settingsOf(body: Body): Record<string, unknown> {
  const settings: Record<string, unknown> = {
    opensAt: instantOfText(one(body, 'opensAt')),
    closesAt: instantOfText(one(body, 'closesAt')),
    phaseEnds: group(body, 'phaseEnds.'),
    contact: group(body, 'contact.'),
    certificate: { ...group(body, 'certificate.'), bodies: linesOf(one(body, 'certificate.bodies')) },
  };
  const places = one(body, 'places');
  if (places !== '') settings.places = Number.isNaN(whole(places)) ? places : whole(places);
  if (one(body, 'ceremony') !== '') settings.ceremony = one(body, 'ceremony');
  const direct = body['direct.asked'] === undefined ? undefined : directRead(many(body, 'direct'));
  if (direct !== undefined) settings.direct = direct;
  if (body.coHosts !== undefined) settings.coHosts = linesOf(one(body, 'coHosts'));
  const basis = group(body, 'legalBasis.', { cycleYears: ['年'], quotaCap: ['名', '个'] });
  if (Object.keys(basis).length > 0) settings.legalBasis = basis;
  if (body['notice.days'] !== undefined) {
    const notice = group(body, 'notice.', { days: ['个工作日', '工作日', '天', '日'] });
    settings.notice = { ...notice, countPostingDay: notice.countPostingDay === 'true' };
  }
  return settings;
}

/** The same as a change of a round: what was emptied is removed, and what the form did not ask stays as it is. */
export function patchOf(body: Body, before: StageSettings): Record<string, unknown> {
  const patch = settingsOf(body);
  if (body.opensAt === undefined) delete patch.opensAt;
  for (const key of ['places', 'ceremony', 'legalBasis', 'direct'] as const) {
    const isAsked =
      key === 'legalBasis'
        ? body['legalBasis.document'] !== undefined
        : body[key === 'direct' ? 'direct.asked' : key] !== undefined;
    if (isAsked && patch[key] === undefined && before[key] !== undefined) patch[key] = null;
  }
  const cleared = (key: 'phaseEnds' | 'contact' | 'certificate') => {
    const gone = Object.keys(before[key]).filter(
      (name) => body[`${key}.${name}`] !== undefined && one(body, `${key}.${name}`) === '',
    );
    const now = patch[key];
    patch[key] = {
      ...(hasMembers(now) && now),
      ...Object.fromEntries(gone.filter((name) => name !== 'bodies').map((name) => [name, null])),
    };
  };
  cleared('phaseEnds');
  cleared('contact');
  cleared('certificate');
  // Unchanged parts are left out, so that a rule against changing them does not refuse the rest.
  const { coHosts } = patch;
  if (before.coHosts === undefined && Array.isArray(coHosts) && coHosts.length === 0) delete patch.coHosts;
  return patch;
}

/** The first and last day that a window of some weeks from today would have, for a new form. */
export const suggestedWindow = (now: string): { readonly opensAt: string; readonly closesAt: string } => {
  const day = (days: number) => shanghaiDate(new Date(Date.parse(now) + days * 86_400_000).toISOString());
  return { opensAt: instantAt(day(1), '09:00'), closesAt: instantAt(day(22), '17:30') };
};
