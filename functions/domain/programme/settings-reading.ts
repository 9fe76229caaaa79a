/** Reads the settings of a stage as an organisation gave them, and checks them against its programme. */
import { faultAt, faultsFromZod } from '#domain/faults.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { placeFaults } from '#domain/named-places.ts';
import { type Fault, refuseIf, type Text, text } from '#domain/problem.ts';
import { certificatePlaces } from './certificate-places.ts';
import { refuseRepeats } from './form-checks.ts';
import { groupLimits } from './group-limits.ts';
import { bodiesFaults } from './joint-hosts.ts';
import type { Programme, Stage } from './programme.ts';
import { stageFaults } from './programme-checks.ts';
import { resolveStage, stageAt } from './resolved-stage.ts';
import { fieldWords, phaseWords } from './said-parts.ts';
import { boundsFaults } from './settings-bounds.ts';
import type { GroupRule } from './stage-rules.ts';
import { type StageSettings, stageSettingsSchema } from './stage-settings.ts';
import { stepPhases } from './step.ts';

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

function wordingFaults(settings: StageSettings, refuse: (key: string, code: string, words: Text) => void) {
  const [field, label] = ['certificate.wording', text('证书文字', 'Wording')];
  const wrong = placeFaults(certificatePlaces, settings.certificate.wording ?? '', {
    field,
    label,
    strict: true,
  });
  for (const { code, text: words } of wrong) refuse(field, code, words);
}

function dateFaults(
  settings: StageSettings,
  stage: Stage,
  refuse: (key: string, code: string, words: Text) => void,
) {
  const { opensAt, closesAt, phaseEnds, ceremony } = settings;
  if (closesAt <= opensAt)
    refuse('closesAt', 'window-order', text('截止时间必须晚于开始时间', 'must be later than the opening'));
  const all = stepPhases(stage);
  const phases = all.map((phase) => phase.id);
  for (const id of Object.keys(phaseEnds))
    if (!phases.includes(id))
      refuse(
        `phaseEnds.${id}`,
        'unknown-phase',
        text(
          `没有编号为“${id}”的阶段。现有：${all.map((phase) => `${phase.id}（${phaseWords(phase).zh}）`).join('、')}`,
          `there is no phase "${id}". There are: ${all.map((phase) => `${phase.id} (${phaseWords(phase).en})`).join(', ')}`,
        ),
      );
  let last = { name: text('申报截止日', 'the closing of the window'), date: shanghaiDate(closesAt) };
  for (const phase of all) {
    const { id } = phase;
    const date = phaseEnds[id];
    if (date === undefined) continue;
    if (date < last.date)
      refuse(
        `phaseEnds.${id}`,
        'phase-order',
        text(`不能早于${last.name.zh}（${last.date}）`, `must not be before ${last.name.en} (${last.date})`),
      );
    const { zh, en } = phaseWords(phase);
    last = { name: text(`阶段“${zh}”的截止日`, `the end of the phase "${en}"`), date };
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

/** Floors of groups over one choice, none of them counted twice, that need more places than there are. */
function floorSums(
  groups: readonly GroupRule[],
  places: number,
  form: Programme['form'],
  refuse: (key: string, code: string, words: Text) => void,
): void {
  for (const [field, all] of Map.groupBy(groups, (group) => group.field)) {
    const values = all.flatMap((group) => group.values);
    // One floor alone is said by its group.
    if (all.length < 2 || new Set(values).size !== values.length) continue;
    const sum = all.reduce((total, group) => total + (groupLimits(group, places, places).atLeast ?? 0), 0);
    const { zh, en } = fieldWords(form, field);
    if (sum > places)
      refuse(
        'places',
        'floors-above-places',
        text(
          `“${zh}”各组下限合计 ${sum} 个，多于名额 ${places} 个，无法满足`,
          `the floors over "${en}" need ${sum} places and there are ${places}`,
        ),
      );
  }
}

/** Limits that could not be counted, or never be kept, with the places of the round. */
function quotaFaults(
  { form }: Programme,
  { mode, groups }: Stage['quota'],
  { places }: StageSettings,
  refuse: (key: string, code: string, words: Text) => void,
) {
  const byPlaces = groups.filter(
    ({ base, atMost, atLeast }) => base === 'places' && (atMost ?? atLeast) !== undefined,
  );
  if (places === undefined) {
    const [first] = byPlaces;
    if (first !== undefined || mode === 'differential')
      refuse(
        'places',
        'places-needed',
        text(
          `请填写名额：${first === undefined ? '差额' : `“${first.title}”的比例`}按名额计算`,
          `give the places: ${first === undefined ? 'how many more candidates there are' : `the ratio of "${first.title}"`} is taken of them`,
        ),
      );
    return;
  }
  const single = new Set([
    'channel',
    ...form.fields.flatMap(({ id, type }) => (type === 'choice' ? [id] : [])),
  ]);
  floorSums(
    groups.filter(({ field }) => single.has(field)),
    places,
    form,
    refuse,
  );
  for (const group of groups) {
    const { atMost, atLeast = 0 } = groupLimits(group, places, places);
    const most = Math.min(atMost ?? places, places);
    if (atLeast > most)
      refuse(
        'places',
        'floor-above-cap',
        text(
          `名额 ${places} 个时，“${group.title}”至少 ${atLeast} 个而最多 ${most} 个，无法满足`,
          `with ${places} places "${group.title}" needs at least ${atLeast} and at most ${most}, which cannot be kept`,
        ),
      );
  }
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
  quotaFaults(programme, effective.quota, settings, refuse);
  refuseRepeats(
    settings.shares.map((share) => share.organisation),
    ['shares'],
    (path, code, words) => refuse(path.join('.'), code, words),
  );
  // The stage itself was checked with the programme, so a fault here comes from the settings: name their key.
  for (const one of stageFaults(programme, effective, stageIndex))
    faults.push({ ...one, field: one.field.split('.').slice(2).join('.') });
  const printed = settings.certificate.bodies;
  if (printed.length > 0) faults.push(...bodiesFaults(effective, printed, 'certificate.bodies'));
  refuseIf(faults);
  return settings;
}
