/** A programme from nothing: a sound document that can be published at once, made of a title, levels and what is honoured. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { line } from '#domain/input.ts';
import { type Level, levelRank, levels } from '#domain/level.ts';
import { text } from '#domain/problem.ts';
import type { StepKind } from '#domain/step-kinds.ts';
import { coded, codedInCapitals } from '#domain/typed-code.ts';
import { type Category, categories, programmeKinds } from './programme-kinds.ts';

export const startSchema = z.strictObject({
  title: labelled(line(40), text('活动名称', 'Title'), {
    missing: text('请写明活动名称', 'Give the title'),
  }),
  code: labelled(codedInCapitals(/^[A-Z]{2,8}$/), text('荣誉代码', 'Honour code'), {
    missing: text('请写荣誉代码，如 ZMFDZ', 'Give the honour code, such as ZMFDZ'),
  }),
  edition: labelled(coded(/^\d{4}(-\d{1,2})?$/), text('届次', 'Edition')),
  category: labelled(z.enum(categories), text('对象', 'Category')),
  kind: labelled(z.enum(programmeKinds), text('性质', 'Kind')),
  levels: labelled(z.array(z.enum(levels)).min(1), text('层级', 'Levels'), {
    missing: text('请至少勾选一个层级', 'Tick at least one level'),
  }),
  /** Those that grant their own title; none: the highest. */
  honours: labelled(z.array(z.enum(levels)).default([]), text('授予荣誉的层级', 'Levels that grant it')),
});
export type Start = z.output<typeof startSchema>;

/** The usual order of the steps, which the invariants allow for every kind. */
const usualOrder: readonly StepKind[] = [
  'review',
  'opinions',
  'visit',
  'panel',
  'shortlist',
  'notice',
  'decision',
  'publish',
  'recommend',
];
/** Where a step of a kind usually stands among others: before the first that usually comes later. */
export function usualPlace(steps: readonly { readonly kind: StepKind }[], kind: StepKind): number {
  const place = steps.findIndex((step) => usualOrder.indexOf(step.kind) > usualOrder.indexOf(kind));
  return place < 0 ? steps.length : place;
}
interface Flags {
  readonly honour: boolean;
  readonly recommend: boolean;
  readonly external?: boolean | undefined;
}

/** The steps that a stage cannot do without by what it does; below the district a recommendation is a review alone. */
function neededFor(level: Level, { honour, recommend }: Flags): readonly StepKind[] {
  if (honour)
    return [
      'review',
      'shortlist',
      'notice',
      'decision',
      'publish',
      ...(recommend ? (['recommend'] as const) : []),
    ];
  if (levelRank(level) < levelRank('district')) return ['review'];
  return ['review', 'shortlist', 'notice', 'decision', ...(recommend ? (['recommend'] as const) : [])];
}

/**
 * The steps of a stage after what it does has changed: what it then needs is put at its usual place, what it may no longer
 * have is left out, everything else stays as it is.
 */
export function stepsFor<S extends { readonly kind: StepKind }>(
  level: Level,
  steps: readonly S[],
  flags: Flags,
): readonly (S | { readonly kind: StepKind })[] {
  if (flags.external === true) return [];
  const kept: (S | { readonly kind: StepKind })[] = steps.filter(
    ({ kind }) => (kind !== 'publish' || flags.honour) && (kind !== 'recommend' || flags.recommend),
  );
  const isBatch = kept.some(({ kind }) => usualOrder.indexOf(kind) >= usualOrder.indexOf('panel'));
  const needed = neededFor(level, flags);
  for (const kind of isBatch && flags.recommend && !needed.includes('recommend')
    ? [...needed, 'recommend' as const]
    : needed) {
    if (kept.some((step) => step.kind === kind)) continue;
    kept.splice(usualPlace(kept, kind), 0, { kind });
  }
  return kept;
}

/** A stage as it begins: with the steps that it needs. */
export const startingStage = (level: Level, flags: Flags) => ({
  level,
  honour: flags.honour,
  recommend: flags.recommend,
  steps: stepsFor(level, [], flags),
});

const words = (zh: string, en: string) => ({ zh, en });
const text30 = { type: 'text', required: true, max: 60 } as const;
const phone = {
  id: 'phone',
  label: words('联系电话', 'Phone'),
  type: 'phone',
  required: true,
  personal: true,
} as const;
const brief = {
  id: 'brief',
  label: words('主要事迹', 'Main deeds'),
  group: '事迹',
  type: 'paragraph',
  required: true,
  max: 500,
} as const;
const option = (zh: string, en: string) => ({ value: zh, label: words(zh, en) });

const person = () => ({
  form: {
    nameField: 'name',
    publicFields: ['name', 'workUnit'],
    fields: [
      { id: 'name', label: words('姓名', 'Name'), group: '基本情况', ...text30 },
      {
        id: 'gender',
        label: words('性别', 'Gender'),
        group: '基本情况',
        type: 'choice',
        required: true,
        options: [option('女', 'Female'), option('男', 'Male')],
      },
      {
        id: 'birthDate',
        label: words('出生日期', 'Date of birth'),
        group: '基本情况',
        type: 'date',
        required: true,
        personal: true,
      },
      {
        id: 'idNumber',
        label: words('证件号码', 'ID number'),
        group: '基本情况',
        type: 'idDocument',
        required: true,
        personal: true,
        sensitive: true,
        tells: { birthDate: 'birthDate', gender: 'gender' },
      },
      { id: 'workUnit', label: words('工作单位及职务', 'Work unit and post'), group: '基本情况', ...text30 },
      { ...phone, group: '基本情况' },
      brief,
    ],
  },
  identity: { by: 'document', field: 'idNumber' },
});

const family = () => ({
  form: {
    nameField: 'familyName',
    publicFields: ['familyName', 'community'],
    fields: [
      { id: 'familyName', label: words('家庭称谓', 'Name of the family'), group: '家庭情况', ...text30 },
      {
        id: 'community',
        label: words('所在社区（村）', 'Community or village'),
        group: '家庭情况',
        ...text30,
      },
      { ...phone, group: '家庭情况' },
      {
        id: 'members',
        label: words('家庭成员', 'Members of the family'),
        group: '家庭成员',
        type: 'table',
        required: true,
        maxRows: 12,
        columns: [
          { id: 'relation', label: words('称谓', 'Relation'), type: 'text', required: true, max: 10 },
          { id: 'name', label: words('姓名', 'Name'), type: 'text', required: true, max: 30, personal: true },
          {
            id: 'birthDate',
            label: words('出生日期', 'Date of birth'),
            type: 'date',
            required: true,
            personal: true,
          },
          {
            id: 'idNumber',
            label: words('证件号码', 'ID number'),
            type: 'idDocument',
            personal: true,
            sensitive: true,
            tells: { birthDate: 'birthDate' },
          },
        ],
      },
      brief,
    ],
  },
  identity: { by: 'members', table: 'members', column: 'idNumber' },
});

const body = (post: boolean) => ({
  form: {
    nameField: 'name',
    publicFields: ['name'],
    fields: [
      { id: 'name', label: words('名称', 'Name'), group: '基本情况', ...text30 },
      {
        id: 'creditCode',
        label: words('统一社会信用代码', 'Credit code'),
        group: '基本情况',
        type: 'creditCode',
        required: true,
      },
      { id: 'leader', label: words('负责人', 'Head'), group: '基本情况', ...text30 },
      { ...phone, group: '基本情况' },
      brief,
    ],
  },
  identity: { by: 'creditCode', field: 'creditCode', ...(post && { postField: 'name' }) },
});
const work = () => {
  const { form } = body(false);
  return {
    form: { ...form, fields: form.fields.filter(({ id }) => id !== 'creditCode') },
    identity: { by: 'own', field: 'name' },
  };
};

const formOf: Readonly<Record<Category, () => { readonly form: object; readonly identity: object }>> = {
  individual: person,
  family,
  collective: () => body(false),
  post: () => body(true),
  studio: () => body(true),
  site: () => body(true),
  project: work,
};

/** The document of a new programme, for `parseProgramme`. */
export function startingProgramme(start: Start) {
  const rising = levels.filter((level) => start.levels.includes(level));
  const top = rising.at(-1);
  const grants = (level: Level): boolean =>
    start.kind === 'recommendation'
      ? start.honours.includes(level)
      : start.honours.length === 0
        ? level === top
        : start.honours.includes(level);
  const { form, identity } = formOf[start.category]();
  return {
    code: start.code,
    edition: start.edition,
    title: { zh: start.title },
    category: start.category,
    kind: start.kind,
    channels: [{ id: 'organisation', title: words('组织推荐', 'Recommended by an organisation') }],
    form: {
      ...form,
      declarations: [
        {
          id: 'truthful',
          text: words(
            '以上内容真实准确，并同意公示。',
            'All that is stated is true, and may be shown in a notice.',
          ),
        },
      ],
    },
    eligibility: [{ kind: 'declared', field: 'truthful' }],
    stages: rising.map((level) => startingStage(level, { honour: grants(level), recommend: level !== top })),
    identity,
  };
}
