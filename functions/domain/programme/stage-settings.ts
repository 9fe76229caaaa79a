/** Stage settings 层级设置, inside the programme's bounds (docs/rules/deadlines.md#changing-a-round). */
import * as z from 'zod';
import { shanghaiDate } from '#domain/instant.ts';
import { noticeSettingsSchema } from '#domain/notice/notice.ts';
import { objectionSettingsSchema } from '#domain/objection/objection.ts';
import { type Fault, refuseIf, type Text, text } from '#domain/problem.ts';
import { type GroupRule, quotaRuleSchema } from '#domain/selection/quota.ts';
import { faultAt, faultsFromZod } from './faults.ts';
import { refuseRepeats, unknownReference } from './form-checks.ts';
import { legalBasisSchema, type Programme, programmeKinds, type Stage } from './programme.ts';
import { stageFaults } from './programme-checks.ts';
import { boundsFaults } from './settings-bounds.ts';
import { stepPhases, stepSchema } from './step.ts';

/** Any offset is accepted and kept as UTC with milliseconds, so that stored instants compare as text. */
const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((written) => new Date(written).toISOString());

/** What a certificate's wording may hold in braces; filled in when it is printed. */
const certificateWords = ['name', 'title', 'edition', 'level', 'organisation', 'number', 'date'] as const;

export const stageSettingsSchema = z.strictObject({
  kind: z.enum(programmeKinds).optional(),
  legalBasis: legalBasisSchema.optional(),
  coHosts: z.array(z.string().min(1)).optional(),
  /** The window: first and last instant of nomination or of admission from below, both in time. */
  opensAt: instantSchema,
  closesAt: instantSchema,
  /** Last day of a phase, by the phase's id (docs/rules/steps.md#phases). */
  phaseEnds: z.record(z.string(), z.iso.date()).default({}),
  /** How many may be honoured or recommended here in all tranches; absent: not limited. */
  places: z.number().int().nonnegative().optional(),
  /** Places given to organisations below, for sending here. */
  shares: z
    .array(z.strictObject({ organisation: z.string().min(1), places: z.number().int().nonnegative() }))
    .default([]),
  notice: noticeSettingsSchema.optional(),
  objection: objectionSettingsSchema.optional(),
  quota: quotaRuleSchema.optional(),
  awards: z.array(z.string().min(1)).optional(),
  /** Who may nominate directly into this stage: channel ids. */
  direct: z.array(z.string()).optional(),
  steps: z.array(stepSchema).min(1).optional(),
  ceremony: z.iso.date().optional(),
  /** Shown in notices and letters: where to ask, and where to object. */
  contact: z
    .strictObject({
      office: z.string().min(1).max(60),
      phone: z.string().min(3).max(40),
      email: z.email(),
      hours: z.string().min(1).max(60),
      address: z.string().min(1).max(100),
    })
    .partial()
    .default({}),
  /** Wording of the certificate, with words in braces such as {name}; and the bodies that sign, in order. */
  certificate: z
    .strictObject({
      wording: z.string().min(1).max(300).optional(),
      bodies: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
});
export type StageSettings = z.infer<typeof stageSettingsSchema>;

/** Nested rules may be given in part; what is left out is the programme's. Anything that is no group is left to the schema. */
function filledFrom(stage: Stage, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const filled: Record<string, unknown> = { ...input };
  for (const key of ['notice', 'objection', 'quota'] as const) {
    const own = filled[key];
    if (typeof own === 'object' && own !== null && !Array.isArray(own))
      filled[key] = { ...stage[key], ...own };
  }
  return filled;
}

/** The stage of a programme by its index. @throws RangeError for an index outside, which is a defect of the caller. */
function stageAt(programme: Programme, index: number): Stage {
  const stage = programme.stages[index];
  if (stage === undefined) throw new RangeError(`no stage ${index}`);
  return stage;
}

function wordingFaults(settings: StageSettings, refuse: (key: string, code: string, words: Text) => void) {
  const known: readonly string[] = certificateWords;
  for (const [, word = ''] of settings.certificate.wording?.matchAll(/\{([^{}]*)\}/gu) ?? [])
    if (!known.includes(word))
      refuse(
        'certificate.wording',
        'unknown-word',
        unknownReference(text('代入词', 'word in braces'), word, known),
      );
}

function dateFaults(
  settings: StageSettings,
  stage: Stage,
  refuse: (key: string, code: string, words: Text) => void,
) {
  const { opensAt, closesAt, phaseEnds, ceremony } = settings;
  if (closesAt <= opensAt)
    refuse('closesAt', 'window-order', text('截止时间必须晚于开始时间', 'must be later than the opening'));
  const phases = stepPhases(stage).map((phase) => phase.id);
  for (const id of Object.keys(phaseEnds))
    if (!phases.includes(id))
      refuse(
        `phaseEnds.${id}`,
        'unknown-phase',
        text(
          `没有编号为“${id}”的阶段。现有：${phases.join('、')}`,
          `there is no phase "${id}". There are: ${phases.join(', ')}`,
        ),
      );
  let last = { name: text('申报截止日', 'the closing of the window'), date: shanghaiDate(closesAt) };
  for (const id of phases) {
    const date = phaseEnds[id];
    if (date === undefined) continue;
    if (date < last.date)
      refuse(
        `phaseEnds.${id}`,
        'phase-order',
        text(`不能早于${last.name.zh}（${last.date}）`, `must not be before ${last.name.en} (${last.date})`),
      );
    last = { name: text(`阶段“${id}”的截止日`, `the end of the phase "${id}"`), date };
  }
  if (ceremony !== undefined && ceremony < last.date)
    refuse(
      'ceremony',
      'ceremony-early',
      text(
        `表彰日期不能早于${last.name.zh}（${last.date}）`,
        `must not be before ${last.name.en} (${last.date})`,
      ),
    );
}

/** Groups of the programme stay; a group of the same title is replaced, others are added. */
const mergedGroups = (base: readonly GroupRule[], own: readonly GroupRule[]): GroupRule[] => [
  ...base.map((group) => own.find((one) => one.title === group.title) ?? group),
  ...own.filter((one) => !base.some((group) => group.title === one.title)),
];

/**
 * The stage as a round runs it: the programme's stage with the settings laid over it. What the settings leave out is
 * the programme's; quota groups of the programme can be tightened or added to, not dropped.
 */
export function resolveStage(programme: Programme, stageIndex: number, settings: StageSettings): Stage {
  const stage = stageAt(programme, stageIndex);
  return {
    ...stage,
    kind: settings.kind ?? stage.kind ?? programme.kind,
    coHosts: settings.coHosts ?? (stage.coHosts.length > 0 ? stage.coHosts : programme.coHosts),
    notice: settings.notice ?? stage.notice,
    objection: settings.objection ?? stage.objection,
    quota:
      settings.quota === undefined
        ? stage.quota
        : { ...settings.quota, groups: mergedGroups(stage.quota.groups, settings.quota.groups) },
    awards: settings.awards ?? stage.awards,
    steps: settings.steps ?? stage.steps,
    ...(settings.direct === undefined ? {} : { direct: settings.direct }),
  };
}

/**
 * Reads the settings of a round at `stageIndex` and checks them against the programme: only what it lets a level
 * change, nothing looser than its own rules, dates in order, and the effective stage as strict as any stage.
 * `notice`, `objection` and `quota` may be given in part.
 * @throws Problem `invalid` with all faults at once; fields are keys of the settings.
 */
export function parseStageSettings(programme: Programme, stageIndex: number, input: unknown): StageSettings {
  const stage = stageAt(programme, stageIndex);
  const filled = filledFrom(stage, input);
  const parsed = stageSettingsSchema.safeParse(filled);
  if (!parsed.success) {
    refuseIf(faultsFromZod(parsed.error, filled, stageSettingsSchema));
    throw parsed.error;
  }
  const settings = parsed.data;
  const effective = resolveStage(programme, stageIndex, settings);
  const faults: Fault[] = [];
  const refuse = (key: string, code: string, words: Text) =>
    faults.push(faultAt(key.split('.'), settings, code, words));
  for (const found of boundsFaults(programme, stage, settings)) refuse(found.key, found.code, found.words);
  dateFaults(settings, effective, refuse);
  wordingFaults(settings, refuse);
  refuseRepeats(
    settings.shares.map((share) => share.organisation),
    ['shares'],
    (path, code, words) => refuse(path.join('.'), code, words),
  );
  // The stage itself was checked with the programme, so a fault here comes from the settings: name their key.
  for (const one of stageFaults(programme, effective, stageIndex))
    faults.push({ ...one, field: one.field.split('.').slice(2).join('.') });
  refuseIf(faults);
  return settings;
}
