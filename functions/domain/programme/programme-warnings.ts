/** The legality gate, and short notices: warned of, not forbidden (docs/rules/kinds.md#legal-basis). */
import { countCharacters } from '#domain/characters.ts';
import { type Level, levelRank, levelWords } from '#domain/level.ts';
import { type Fault, fault } from '#domain/problem.ts';
import { gradePlaces } from './grade-warnings.ts';
import type { Programme, Stage } from './programme.ts';
import { minimumNoticeDays } from './stage-rules.ts';
import type { StageSettings } from './stage-settings.ts';
import { capSums, shareSums, vacancyWarnings } from './vacancy-warnings.ts';

type LegalBasis = NonNullable<Programme['legalBasis']>;

/** First day of 创建示范活动管理办法（试行） (docs/rules/kinds.md#naming). */
const namingRuleSince = '2022-04-20';
/** Caps for commendation items below the province (docs/rules/kinds.md#caps). */
const capBelowProvince = { individual: 150, other: 50 };

/** The day an edition is judged by: today, but for an old edition entered later the last day of its year. */
const dayOf = (edition: string, today: string): string => {
  const last = `${edition.slice(0, 4)}-12-31`;
  return last < today ? last : today;
};
const isAtMost = (level: Level, limit: Level): boolean => levelRank(level) <= levelRank(limit);

function basisWarnings(
  programme: Programme,
  stage: Stage,
  i: number,
  basis: LegalBasis | undefined,
  day: string,
) {
  const kind = stage.kind ?? programme.kind;
  const { zh, en } = levelWords[stage.level];
  const at = (key: string) => `stages.${i}.${key}`;
  const lead = `第 ${i + 1} 层级（${zh}）`;
  const leadEn = `Stage ${i + 1} (${en})`;
  const warnings: Fault[] = [];
  const isExempt = basis?.exemption !== undefined;
  if (kind === 'naming' && isAtMost(stage.level, 'city') && day >= namingRuleSince && !isExempt)
    warnings.push(
      fault(
        at('kind'),
        'naming-restricted',
        `${lead}：自 2022-04-20 起，市县两级群团组织和街道不得举办命名（创建示范）活动。请改用其他性质，或在依据中记录例外（exemption）`,
        `${leadEn}: since 2022-04-20 mass organisations of cities and counties, and streets, may not run evaluate-and-name activities. Use another kind, or record the exemption in the legal basis`,
      ),
    );
  if (kind === 'commendation' && isAtMost(stage.level, 'district') && !isExempt)
    warnings.push(
      fault(
        at('kind'),
        'commendation-restricted',
        `${lead}：区县级及以下部门一般不得自行设立表彰项目。请核对批准文件，或在依据中记录例外（exemption）`,
        `${leadEn}: departments at district level and below may in general not set up commendations. Check the approval, or record the exemption in the legal basis`,
      ),
    );
  if (basis === undefined)
    warnings.push(
      fault(
        at('legalBasis'),
        'basis-missing',
        `${lead}：授予荣誉但没有记录依据（文号、批准机关、日期）`,
        `${leadEn}: grants an honour without a recorded legal basis (document, approving body, date)`,
      ),
    );
  const cap = programme.category === 'individual' ? capBelowProvince.individual : capBelowProvince.other;
  if (kind === 'commendation' && isAtMost(stage.level, 'city') && (basis?.quotaCap ?? 0) > cap)
    warnings.push(
      fault(
        at('legalBasis'),
        'cap-high',
        `${lead}：省级以下表彰项目名额一般不超过 ${cap}，现为 ${basis?.quotaCap}`,
        `${leadEn}: a commendation below the province usually has at most ${cap} places, here ${basis?.quotaCap}`,
      ),
    );
  if (kind === 'commendation' && isAtMost(stage.level, 'district') && (basis?.cycleYears ?? 5) < 5)
    warnings.push(
      fault(
        at('legalBasis'),
        'cycle-short',
        `${lead}：区县级同一表彰项目一般每 5 年一次，现为 ${basis?.cycleYears} 年`,
        `${leadEn}: a district repeats a commendation about every 5 years, here every ${basis?.cycleYears}`,
      ),
    );
  return warnings;
}

function nameWarnings(basis: LegalBasis | undefined, field: string, title: string): Fault[] {
  const name = basis?.approvedName;
  if (name === undefined) return [];
  const warnings: Fault[] = [];
  const length = countCharacters(name);
  if (length > 25)
    warnings.push(
      fault(
        `${field}.approvedName`,
        'approved-name-long',
        `批准的项目名称应不超过 25 个字，现为 ${length} 个字`,
        `The approved name should have at most 25 characters; it has ${length}`,
      ),
    );
  if (!name.includes(title) && !title.includes(name))
    warnings.push(
      fault(
        `${field}.approvedName`,
        'approved-name-differs',
        `活动名称“${title}”与批准的项目名称“${name}”不一致；更改名称须重新报批`,
        `The title "${title}" differs from the approved name "${name}"; a changed name needs a fresh approval`,
      ),
    );
  return warnings;
}

/** Too few days by any calendar; `noticeWarnings` looks closer (docs/rules/notice.md#length). */
function lengthWarnings(stage: Stage, i: number): Fault[] {
  if (!stage.steps.some((step) => step.kind === 'notice')) return [];
  const { days, mode } = stage.notice;
  const working = minimumNoticeDays(stage.level);
  // Five working days reach over one weekend.
  const least = mode === 'working' ? working : working + 2 * Math.floor(working / 5);
  if (days >= least) return [];
  const { zh, en } = levelWords[stage.level];
  const unit = mode === 'working' ? ['个工作日', 'working days'] : ['天', 'calendar days'];
  return [
    fault(
      `stages.${i}.notice.days`,
      'notice-short',
      `第 ${i + 1} 层级（${zh}）：公示 ${days} ${unit[0]}，少于通常的 ${least} ${unit[0]}`,
      `Stage ${i + 1} (${en}): a notice of ${days} ${unit[1]} is shorter than the usual ${least}`,
    ),
  ];
}

/**
 * Warnings about one effective stage; `basis` is the legal basis in force there, `today` a date in Shanghai.
 * Nothing here forbids: the administrator reads them and may record an exemption.
 */
function warningsOf(
  programme: Programme,
  stage: Stage,
  i: number,
  basis: LegalBasis | undefined,
  today: string,
): Fault[] {
  return [
    ...(stage.honour && !stage.external
      ? basisWarnings(programme, stage, i, basis, dayOf(programme.edition, today))
      : []),
    ...lengthWarnings(stage, i),
    ...vacancyWarnings(programme, stage, i),
  ];
}

/** Warnings about a programme, each with field, code and bilingual words; empty when nothing is doubtful. */
export function programmeWarnings(programme: Programme, { today }: { readonly today: string }): Fault[] {
  const { legalBasis, stages } = programme;
  const warnings = [
    ...nameWarnings(legalBasis, 'legalBasis', programme.title.zh),
    ...stages.flatMap((stage, i) => warningsOf(programme, stage, i, legalBasis, today)),
  ];
  const isNational = stages.some((stage) => stage.level === 'nation');
  // No 全国, 中国, 国家 in a name without approval (docs/rules/kinds.md#national-words).
  if (/全国|中国|国家/u.test(programme.title.zh) && !(isNational && legalBasis !== undefined))
    warnings.push(
      fault(
        'title',
        'national-word',
        '活动名称含“全国”“中国”“国家”等字样，须有批准依据',
        'The title holds 全国, 中国 or 国家, which needs an approval',
      ),
    );
  stages.forEach((stage, i) => {
    if (i < stages.length - 1 && !stage.recommend)
      warnings.push(
        fault(
          `stages.${i}.recommend`,
          'dead-end',
          `第 ${i + 1} 层级（${levelWords[stage.level].zh}）不向上推荐，上面的层级收不到它的申报`,
          `Stage ${i + 1} (${levelWords[stage.level].en}) does not recommend, so the stages above get nothing from it`,
        ),
      );
  });
  for (const { path, field } of creditCodes(programme.form.fields))
    warnings.push(
      fault(
        path,
        'certificate-unnamed',
        `「${field.label.zh}」没有指定登记证书附件（certificate）：2016 年前登记、校验位不合的真实代码将无法申报`,
        `"${field.label.en ?? field.label.zh}" names no attachment with the certificate (certificate): a real code registered before 2016 whose check digit is odd cannot be handed in`,
      ),
    );
  return warnings;
}

/** Credit codes that name no certificate, columns of tables too (docs/rules/identity.md#odd-check-digit). */
const creditCodes = (fields: Programme['form']['fields']) =>
  fields.flatMap((field) =>
    [
      { path: `form.fields.${field.id}`, field },
      ...(field.columns ?? []).map((column) => ({
        path: `form.fields.${field.id}.columns.${column.id}`,
        field: column,
      })),
    ].filter(({ field: one }) => one.type === 'creditCode' && one.certificate === undefined),
  );

/** Kinds that need an approval by statute (docs/rules/kinds.md#legal-basis). */
const approved: readonly Programme['kind'][] = ['commendation', 'naming'];

/**
 * What must stand on record before a level's honours are published: the basis where the kind needs an approval, and a
 * fresh one for a changed name. A recorded exemption answers each; empty where nothing is lacking.
 */
export function basisNeeds(
  programme: Programme,
  stage: Stage,
  settings: Pick<StageSettings, 'legalBasis'>,
): readonly Fault[] {
  const basis = settings.legalBasis ?? programme.legalBasis;
  const isApproved = approved.includes(stage.kind ?? programme.kind);
  if (!stage.honour || !isApproved || basis?.exemption !== undefined) return [];
  if (basis === undefined)
    return [
      fault(
        'exemption',
        'basis-needed',
        '表彰、命名须有依据：请在本级设置中登记依据（文号、批准机关、日期），或在此写明例外情况',
        'A commendation or naming needs a legal basis: record it in the settings (document, approving body, date), or say here why there is an exemption',
      ),
    ];
  return nameWarnings(basis, 'legalBasis', programme.title.zh)
    .filter(({ code }) => code === 'approved-name-differs')
    .map((each) => ({ ...each, field: 'exemption' }));
}

/** The same warnings for one round: `stage` as its settings make it, with the level's own legal basis and places. */
export function roundWarnings(
  programme: Programme,
  index: number,
  stage: Stage,
  settings: Pick<StageSettings, 'legalBasis' | 'places'> & Partial<Pick<StageSettings, 'shares'>>,
  { today }: { readonly today: string },
): Fault[] {
  const basis = settings.legalBasis ?? programme.legalBasis;
  const warnings = [
    ...warningsOf(programme, stage, index, basis, today),
    ...nameWarnings(settings.legalBasis, 'legalBasis', programme.title.zh),
  ];
  if (basis?.quotaCap !== undefined && (settings.places ?? 0) > basis.quotaCap)
    warnings.push(
      fault(
        'places',
        'over-cap',
        `名额 ${settings.places} 超过批准的 ${basis.quotaCap}`,
        `${settings.places} places are more than the ${basis.quotaCap} approved`,
      ),
    );
  return [
    ...warnings,
    ...gradePlaces(programme, stage, settings.places),
    ...capSums(stage, settings.places),
    ...shareSums(stage, settings.places, settings.shares),
  ];
}
