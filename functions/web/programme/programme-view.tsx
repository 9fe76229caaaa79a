/** A programme to read: stages drawn, rules in words, the form as the unit will see it. */
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { RecheckRule } from '#domain/programme/recheck-rule.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { usualName, usualNames } from '#domain/programme/usual-names.ts';
import { bandsSaid } from '#domain/recheck/judging.ts';
import { StepProgress } from '#web/frame/boards.tsx';
import { AttachmentFields } from '#web/frame/file-fields.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { stepName } from '#web/frame/names.ts';
import { Box, Details, SummaryList, type SummaryRow, Tag } from '#web/frame/parts.tsx';
import { type InLang, type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { vacancyWords } from './editor-words.ts';
import { groupWords, ruleWords } from './rule-words.ts';

/** The rules of a level in words: its notice, its quota, its own conditions, and what it hands over. */
function ruleRows(lang: Lang, programme: Programme, stage: Stage): readonly SummaryRow[] {
  const say = sayIn(lang);
  const { notice } = stage;
  const kinds = stage.steps.map((step) => step.kind);
  return [
    ...(kinds.includes('notice')
      ? [
          {
            label: say('公示', 'Notice'),
            value: say(
              `${notice.days} 个${notice.mode === 'working' ? '工作日' : '自然日'}，${notice.countPostingDay ? '含' : '不含'}发布当日`,
              `${notice.days} ${notice.mode === 'working' ? 'working' : 'calendar'} days, posting day ${notice.countPostingDay ? 'counted' : 'not counted'}`,
            ),
          },
        ]
      : []),
    ...(kinds.includes('shortlist')
      ? [{ label: say('名额规则', 'Quota'), value: <Quota {...{ lang, programme, stage }} /> }]
      : []),
    ...(stage.eligibility.length === 0
      ? []
      : [
          {
            label: say('本级另有条件', 'Conditions of this level'),
            value: (
              <ul>
                {stage.eligibility.map((rule) => (
                  <li>{t(lang, ruleWords(programme.form, rule))}</li>
                ))}
              </ul>
            ),
          },
        ]),
    ...(stage.awards.length === 0
      ? []
      : [{ label: say('授予物', 'Handed over'), value: t(lang, usualNames(stage.awards)) }]),
    ...(stage.termYears === undefined
      ? []
      : [{ label: say('届期', 'Term'), value: say(`${stage.termYears} 年`, `${stage.termYears} years`) }]),
    ...(stage.recheck === undefined
      ? []
      : [{ label: say('复查', 'Re-check'), value: recheckSaid(lang, stage.recheck) }]),
  ];
}

/** A re-check in one line: how often, the bands, what overrides them, how long to put right. */
function recheckSaid(lang: Lang, rule: RecheckRule): string {
  const say = sayIn(lang);
  const { everyYears, everyMonths, vetoes, rectifyDays } = rule;
  const often =
    everyYears === undefined
      ? say(`每 ${everyMonths} 个月`, `every ${everyMonths} months`)
      : say(`每 ${everyYears} 年`, `every ${everyYears} years`);
  return [
    often,
    t(lang, bandsSaid(rule)),
    ...(vetoes.length === 0
      ? []
      : [say(`一票否决：${usualNames(vetoes).zh}`, `vetoes: ${usualNames(vetoes).en}`)]),
    say(`整改 ${rectifyDays} 天`, `${rectifyDays} days to put right`),
  ].join(say('；', '; '));
}

interface OfStage {
  readonly lang: Lang;
  readonly programme: Programme;
  readonly stage: Stage;
}

const Quota = ({ lang, programme, stage: { quota } }: OfStage) => {
  const say = sayIn(lang);
  return (
    <ul>
      <li>
        {quota.mode === 'equal'
          ? say('等额', 'As many as there are places')
          : say(`差额 1:${quota.ratio ?? 1}`, `More than places, by ${quota.ratio ?? 1}`)}
        {quota.reserves > 0 && say(`；备选 ${quota.reserves} 个`, `; ${quota.reserves} in reserve`)}
      </li>
      {quota.groups.map((group) => (
        <li>{t(lang, groupWords(programme.form, group))}</li>
      ))}
    </ul>
  );
};

const StageView = ({ lang, programme, stage, n }: OfStage & { readonly n: number }) => {
  const say = sayIn(lang);
  return (
    <Box
      title={`${n}. ${stage.title === undefined ? w(lang).levels[stage.level] : t(lang, usualName(stage.title))}`}
      aside={
        <span class="actions">
          {stage.honour && <Tag tone="gold">{say('本级授予荣誉', 'Grants an honour')}</Tag>}
          {stage.recommend && <Tag tone="info">{say('推荐上报', 'Recommends up')}</Tag>}
          {stage.external && <Tag>{say('系统外办理', 'Outside this system')}</Tag>}
        </span>
      }
    >
      {stage.steps.length > 0 && (
        <StepProgress
          lang={lang}
          label={say('环节', 'Steps')}
          steps={stepPhases(stage).flatMap((phase) =>
            phase.steps.map((step) => ({ title: stepName(lang, step), state: 'todo' as const })),
          )}
        />
      )}
      <SummaryList
        rows={[
          { label: say('性质', 'Kind'), value: w(lang).kinds[stage.kind ?? programme.kind] },
          ...(stage.coHosts.length === 0
            ? []
            : [{ label: say('联合主办', 'Co-hosts'), value: t(lang, usualNames(stage.coHosts)) }]),
          ...ruleRows(lang, programme, stage),
        ]}
      />
    </Box>
  );
};

const identityWords = (lang: Lang, { identity, form }: Programme): string => {
  const say = sayIn(lang);
  const label = (id: string) => t(lang, form.fields.find((field) => field.id === id)?.label ?? { zh: id });
  switch (identity.by) {
    case 'document':
      return say(`按「${label(identity.field)}」查重`, `By ${label(identity.field)}`);
    case 'members':
      return say(
        `按「${label(identity.table)}」中每名成年成员查重`,
        `By each adult in ${label(identity.table)}`,
      );
    case 'creditCode':
      return say(`按「${label(identity.field)}」查重`, `By ${label(identity.field)}`);
    case 'own':
      return say(`按「${label(identity.field)}」查重`, `By ${label(identity.field)}`);
  }
};

/** What holds for all levels, in short. */
function summaryRows(lang: Lang, programme: Programme): readonly SummaryRow[] {
  const say = sayIn(lang);
  const list = lang === 'zh' ? '、' : ', ';
  const { legalBasis } = programme;
  return [
    {
      label: say('荣誉代码和届次', 'Code and edition'),
      value: `${programme.code} ${programme.edition}`,
    },
    { label: say('对象', 'Category'), value: w(lang).categories[programme.category] },
    { label: say('性质', 'Kind'), value: w(lang).kinds[programme.kind] },
    {
      label: say('申报渠道', 'Channels'),
      value: programme.channels
        .map(
          (each) => `${t(lang, each.title)}${each.consent ? say('（须本人同意）', ' (with consent)') : ''}`,
        )
        .join(list),
    },
    {
      label: say('依据', 'Legal basis'),
      value:
        legalBasis === undefined
          ? say('未记录', 'Not recorded')
          : `${legalBasis.document}（${legalBasis.approvedBy}，${legalBasis.date}）`,
    },
    { label: say('查重', 'Identity'), value: identityWords(lang, programme) },
    {
      label: say('公示内容', 'Shown in notices'),
      value: programme.form.publicFields
        .map((id) => t(lang, programme.form.fields.find((field) => field.id === id)?.label ?? { zh: id }))
        .join(list),
    },
    {
      label: say('名额空缺', 'Vacancies'),
      value: t(lang, vacancyWords[programme.vacancy]),
    },
    {
      label: say('保存年限', 'Kept for'),
      value: say(`${programme.retention.years} 年`, `${programme.retention.years} years`),
    },
  ];
}

/** The whole programme; the form stands disabled in a fold, since it is only to look at. */
export const ProgrammeView = ({ lang, programme }: InLang & { readonly programme: Programme }) => {
  const say = sayIn(lang);
  return (
    <>
      <Box title={say('概要', 'In short')}>
        <SummaryList rows={summaryRows(lang, programme)} />
      </Box>
      <Box title={say('申报条件', 'Conditions')}>
        <ul>
          {programme.eligibility.map((rule) => (
            <li>{t(lang, ruleWords(programme.form, rule))}</li>
          ))}
        </ul>
      </Box>
      {programme.departments.length > 0 && (
        <Box title={say('征求意见的部门', 'Departments asked')}>
          <SummaryList
            rows={programme.departments.map((row) => ({
              label: row.class === 'all' ? say('所有对象', 'Everybody') : row.class,
              value: t(lang, usualNames(row.departments)),
            }))}
          />
        </Box>
      )}
      {programme.stages.map((stage, i) => (
        <StageView lang={lang} programme={programme} stage={stage} n={i + 1} />
      ))}
      <Box title={say('申报表预览', 'The form as the unit sees it')}>
        <Details title={say('展开申报表', 'Open the form')}>
          <fieldset disabled>
            <legend class="visually-hidden">{say('申报表预览', 'Preview of the form')}</legend>
            <FormFields form={programme.form} answers={{}} lang={lang} />
            <AttachmentFields lang={lang} form={programme.form} attachments={[]} />
          </fieldset>
        </Details>
      </Box>
    </>
  );
};
