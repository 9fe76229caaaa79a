/** A programme before it is published: the form as a unit sees it, what a reviewer reads, the public's notice, the letters; and what it changes against what it was made from. */

import { instantOf } from '#actions/write.ts';
import { publicEntry } from '#domain/notice/public-entry.ts';
import { text } from '#domain/problem.ts';
import type { FieldTypeName } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { editionTitle, type Programme } from '#domain/programme/programme.ts';
import { changeSaid, programmeChanges } from '#domain/programme/programme-changes.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { stepTitle } from '#domain/programme/said-parts.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';
import { renderLetter } from '#mail/letters.tsx';
import { programmeRevision } from '#store/reads.ts';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { AttachmentFields } from '#web/frame/file-fields.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Tabs } from '#web/frame/parts.tsx';
import { type Lang, type Say, t, w } from '#web/frame/words.ts';
import { editorPath, Sections } from './editor-page.tsx';
import { editable, frameOf } from './editor-views.tsx';
import { ruleWords } from './rule-words.ts';

/** An answer of each type that nobody takes for a real one. */
const samples: Readonly<Record<FieldTypeName, unknown>> = {
  text: '示例',
  paragraph: '（示例）这里是申报单位填写的内容。',
  integer: 3,
  number: 3,
  date: '1988-03-05',
  month: '1988-03',
  year: 2020,
  boolean: true,
  choice: undefined,
  choices: undefined,
  phone: '13800000000',
  email: 'shili@example.org',
  idDocument: '430102198803050021',
  creditCode: '91430100000000000X',
  table: undefined,
};
const sampleOf = ({ type, options = [] }: Pick<Field, 'type' | 'options'>): unknown =>
  type === 'choice'
    ? options[0]?.value
    : type === 'choices'
      ? options.slice(0, 1).map(({ value }) => value)
      : samples[type];
const sampleAnswers = ({ fields, declarations, nameField }: Form): Answers => ({
  ...Object.fromEntries(
    fields.map((field) => [
      field.id,
      field.type === 'table'
        ? [Object.fromEntries((field.columns ?? []).map((column) => [column.id, sampleOf(column)]))]
        : field.id === nameField
          ? '示例对象'
          : sampleOf(field),
    ]),
  ),
  declarations: declarations.map(({ id }) => id),
});

interface Shown {
  readonly lang: Lang;
  readonly say: Say;
  readonly programme: Programme;
}
const AsUnit = ({ lang, say, programme }: Shown) => (
  <Box title={say('申报单位看到的申报表', 'The form as the unit sees it')}>
    <fieldset disabled>
      <legend class="visually-hidden">{say('申报表', 'The form')}</legend>
      <FormFields form={programme.form} answers={{}} lang={lang} />
      <AttachmentFields lang={lang} form={programme.form} attachments={[]} />
    </fieldset>
  </Box>
);
const AsReviewer = ({ lang, say, programme }: Shown) => (
  <>
    <Box title={say('审核人看到的材料（个人信息隐藏）', 'What a reviewer reads, personal data masked')}>
      <AnswersView form={programme.form} answers={sampleAnswers(programme.form)} lang={lang} />
    </Box>
    <Box title={say('系统逐条核对的条件', 'Rules that the system checks')}>
      <ul>
        {programme.eligibility.map((rule) => (
          <li>{t(lang, ruleWords(programme.form, rule))}</li>
        ))}
      </ul>
    </Box>
  </>
);
const AsPublic = ({ lang, say, programme }: Shown) => (
  <Box title={say('公示中的一行', 'A line of the notice')}>
    <DataTable
      lang={lang}
      caption={editionTitle(programme)}
      captionShown
      rows={[publicEntry(programme.form, sampleAnswers(programme.form))]}
      columns={publicEntry(programme.form, sampleAnswers(programme.form)).map((item, i) => ({
        title: t(lang, item.label),
        header: i === 0,
        cell: (row: ReturnType<typeof publicEntry>) => row[i]?.value,
      }))}
    />
    <p class="muted">
      {say(
        '其他内容一律不公示；要增减，请在各字段的“谁能看到”中设置。',
        'Nothing else is ever shown; who sees a field is set with it.',
      )}
    </p>
  </Box>
);

/** The letter that asks for each kind of step, as it would be sent today. */
const Letters = ({
  lang,
  say,
  programme,
  now,
  site,
}: Shown & { readonly now: string; readonly site: Parameters<typeof renderLetter>[0]['site'] }) => (
  <>
    {programme.stages.flatMap((stage) =>
      stage.steps
        .filter(({ kind }) => isNomineeStep(kind))
        .map((step) => {
          const { zh, en } = stepTitle(step);
          const letter = renderLetter({
            template: 'worklist',
            language: lang,
            now,
            site,
            link: `${site.url}/w/…`,
            params: {
              stepZh: zh,
              stepEn: en,
              programmeZh: editionTitle(programme),
              programmeEn: editionTitle(programme),
            },
            tasks: {
              items: [{ name: '示例对象', title: text(zh, en), due: now }],
              count: 1,
              atLeast: false,
            },
          });
          return (
            <Box title={`${w(lang).levels[stage.level]}：${letter.subject}`}>
              <pre class="prose">{letter.text}</pre>
            </Box>
          );
        }),
    )}
    <p class="muted">
      {say('落款、日期和链接以发送时为准。', 'Signature, dates and links are those of the sending.')}
    </p>
  </>
);

const views = ['unit', 'reviewer', 'public', 'letters'] as const;
const viewWords = {
  unit: text('申报单位', 'Unit'),
  reviewer: text('审核人', 'Reviewer'),
  public: text('公众', 'Public'),
  letters: text('信函', 'Letters'),
};

async function previewView(web: Web, c: Ctx) {
  const record = await editable(web, c);
  const { lang, say } = c.get('frame');
  const view = views.find((each) => each === c.req.query('as')) ?? 'unit';
  const { history: _, ...frame } = await frameOf(web, c, record, undefined);
  const shown = { lang, say, programme: record.document };
  return (
    <Page {...frame} title={say('预览', 'Preview')}>
      <Sections lang={lang} id={record.id} page="preview" />
      <Tabs
        label={say('以谁的身份看', 'Seen by')}
        tabs={views.map((each) => ({
          href: editorPath(record.id, 'preview', { as: each }),
          title: t(lang, viewWords[each]),
          current: each === view,
        }))}
      />
      {view === 'unit' && <AsUnit {...shown} />}
      {view === 'reviewer' && <AsReviewer {...shown} />}
      {view === 'public' && <AsPublic {...shown} />}
      {view === 'letters' && <Letters {...shown} now={instantOf(web.deps)} site={web.deps.site} />}
    </Page>
  );
}

/** What a programme was made from, in its own edition; undefined where it was made from nothing, or what it was is gone. */
async function originOf(
  web: Web,
  { from, document }: ProgrammeRecord,
): Promise<{ readonly programme: Programme; readonly name: string } | undefined> {
  if (from === undefined) return undefined;
  if ('programme' in from)
    return {
      programme: await programmeRevision(web.deps.table, from.programme, from.revision),
      name: from.programme,
    };
  const { isPreset, presetData, presetTitle } = await import('./presets.ts');
  if (!isPreset(from.preset)) return undefined;
  return {
    programme: presetToProgramme(presetData(from.preset), { edition: document.edition }),
    name: presetTitle(from.preset).zh,
  };
}

async function changesView(web: Web, c: Ctx) {
  const record = await editable(web, c);
  const { lang, say } = c.get('frame');
  const { history: _, ...frame } = await frameOf(web, c, record, undefined);
  const origin = await originOf(web, record);
  const changes = origin === undefined ? [] : programmeChanges(origin.programme, record.document);
  return (
    <Page
      {...frame}
      title={say('与模板的差异', 'Changes against what it was made from')}
      lead={
        origin === undefined
          ? say(
              '这个活动是从头新建的，没有可以对照的模板。',
              'This programme was made from nothing; there is nothing to compare it with.',
            )
          : say(
              `与“${origin.name}”对照，共 ${changes.length} 处不同。`,
              `Against ${origin.name}: ${changes.length} differences.`,
            )
      }
    >
      <Sections lang={lang} id={record.id} page="changes" />
      {origin !== undefined && (
        <Box>
          {changes.length === 0 ? (
            <p>{say('没有不同。', 'None.')}</p>
          ) : (
            <ul>
              {changes.map((change) => (
                <li>{t(lang, changeSaid(change))}</li>
              ))}
            </ul>
          )}
        </Box>
      )}
    </Page>
  );
}

/** The views of a programme in its editor that change nothing. */
export const editorPreviewPages = mounting((pages, web) => {
  pages.get('/programmes/:id/edit/preview', async (c) => c.html(await previewView(web, c)));
  pages.get('/programmes/:id/edit/changes', async (c) => c.html(await changesView(web, c)));
});
