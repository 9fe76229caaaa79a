/** `/programmes`: those of an organisation and of the levels above it; a new one from a preset or YAML; one to read, publish, archive. */

import { programmeCopying, programmeDraft, programmeStart } from '#actions/programme/programme-input.ts';
import {
  archiveProgramme,
  createProgramme,
  listProgrammes,
  publishProgramme,
} from '#actions/programme/programmes.ts';
import { instantOf } from '#actions/write.ts';
import type { Input } from '#domain/input.ts';
import { ofVersion } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { demand, may } from '#domain/people/policy.ts';
import { fault, invalid } from '#domain/problem.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { programmeWarnings } from '#domain/programme/programme-warnings.ts';
import { editionSaid } from '#domain/programme/said-parts.ts';
import { isInLine, stageOf } from '#domain/round/round.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed, one } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { organisationNames } from '#web/frame/names.ts';
import { Actions, Box, Button, OrganisationTabs, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import type { Posted } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { editorPath } from './editor-page.tsx';
import { type Can, programmeForms, programmePath } from './programme-forms.ts';
import { ProgrammeView } from './programme-view.tsx';
import { administered, chosenOrganisation } from './setup-scope.tsx';
import { Warnings } from './warnings.tsx';

const tones = { draft: 'warn', published: 'good', archived: 'neutral' } as const;

async function listView(web: Web, c: Ctx) {
  const { org, own, actor } = await chosenOrganisation(web, c, 'round.read');
  const { lang, say } = c.get('frame');
  const pages = await Promise.all(org.path.map((id) => listProgrammes(web.deps, id)));
  const rows = pages
    .flatMap((page) => page.items)
    .filter((each) => each.owner === org.id || each.status === 'published');
  const nameOf = await organisationNames(
    web.deps.table,
    rows.map((each) => each.owner),
  );
  return (
    <Page
      {...framed(c, undefined)}
      title={w(lang).nav.programmes}
      caption={org.name}
      current="programmes"
      width="wide"
      lead={say(
        '本单位设立的，以及上级设立、本级可以组织的评选活动。',
        'Those of this organisation, and those of the levels above that it may run a round of.',
      )}
    >
      <OrganisationTabs lang={lang} path="/programmes" own={own} org={org} />
      <Box>
        <DataTable
          lang={lang}
          caption={w(lang).nav.programmes}
          rows={rows}
          columns={[
            {
              title: say('名称', 'Title'),
              cell: (each) => <a href={programmePath(each.id)}>{t(lang, editionSaid(each.document))}</a>,
            },
            { title: say('设立单位', 'Owner'), cell: (each) => nameOf(each.owner) },
            { title: say('对象', 'Category'), cell: (each) => w(lang).categories[each.document.category] },
            { title: say('性质', 'Kind'), cell: (each) => w(lang).kinds[each.document.kind] },
            {
              title: say('状态', 'Status'),
              cell: (each) => <Tag tone={tones[each.status]}>{w(lang).programmes[each.status]}</Tag>,
            },
          ]}
          empty={<p>{say('还没有评选活动。', 'There is none yet.')}</p>}
        />
      </Box>
      {may(actor, 'programme.create', { orgPath: org.path }) && (
        <Actions>
          <Button href={`/setup?org=${org.id}`}>
            {say('按步骤设置并开放', 'Set up and open, step by step')}
          </Button>
          <Button href={`/programmes/new?org=${org.id}`} tone="secondary">
            {say('新建评选活动', 'Make a programme')}
          </Button>
        </Actions>
      )}
    </Page>
  );
}

async function newView(web: Web, c: Ctx, typed?: Typed) {
  const { org, own } = await chosenOrganisation(web, c, 'programme.create');
  const { lang, say } = c.get('frame');
  const { NewProgramme } = await import('./programme-new.tsx');
  return (
    <Page
      {...framed(c, typed)}
      faults={typed?.form === 'start' ? (typed.problem?.faults ?? []) : []}
      title={say('新建评选活动', 'Make a programme')}
      caption={org.name}
      current="programmes"
      crumbs={[{ href: '/programmes', title: w(lang).nav.programmes }]}
    >
      <NewProgramme
        c={c}
        org={org}
        own={own}
        typed={typed}
        year={shanghaiDate(instantOf(web.deps)).slice(0, 4)}
      />
    </Page>
  );
}

const done = {
  created: {
    zh: '评选活动已新建，状态为草稿。请核对后发布。',
    en: 'The programme is a draft now; check and publish it.',
  },
  revised: { zh: '已保存为新版本。', en: 'Saved as a new revision.' },
  published: { zh: '评选活动已发布，各级可以设置本级评选。', en: 'Published; rounds may be set up.' },
  archived: { zh: '评选活动已归档。', en: 'Archived.' },
  copied: {
    zh: '已复制为下一届，状态为草稿。请核对届次、名称和依据后发布。',
    en: 'Copied as the next edition, a draft. Check edition, title and legal basis, then publish it.',
  },
};

async function oneView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const record: ProgrammeRecord = await getProgramme(web.deps.table, c.req.param('id') ?? '');
  const owner = await getOrganisation(web.deps.table, record.owner);
  demand(actor, 'programme.read', { orgPath: owner.path, state: record.status });
  const { document: programme } = record;
  const warnings = programmeWarnings(programme, { today: shanghaiDate(instantOf(web.deps)) });
  const can: Can = (action) => may(actor, action, { orgPath: owner.path, state: record.status });
  const own = await administered(web, actor);
  const canRun =
    record.status === 'published' &&
    own.some((org) => isInLine(org, owner) && stageOf(programme.stages, org) >= 0);
  const here = programmePath(record.id);
  return (
    <Page
      {...framed(c, typed, done)}
      title={t(lang, editionSaid(programme))}
      caption={owner.name}
      current="programmes"
      width="wide"
      crumbs={[{ href: '/programmes', title: w(lang).nav.programmes }]}
    >
      <Box
        title={say('状态', 'Status')}
        aside={<Tag tone={tones[record.status]}>{w(lang).programmes[record.status]}</Tag>}
      >
        <p>
          {say(
            `第 ${record.revision} 版。已开始的轮次按其开始时的版本办理。`,
            `Revision ${record.revision}. Rounds that have opened keep the revision that they opened with.`,
          )}
        </p>
        <Warnings lang={lang} warnings={warnings} />
        <div class="actions">
          {canRun && <Button href={`${here}/rounds/new`}>{say('设置本级评选', 'Set up a round')}</Button>}
          {can('programme.edit') && (
            <Button href={`${here}/edit`} tone="secondary">
              {say('修改', 'Edit')}
            </Button>
          )}
          {programmeForms(record, warnings.length, can).map((each) => (
            <PostForm c={c} of={each} typed={typed} />
          ))}
          <a href={`/audit/${encodeURIComponent(`programme:${record.id}`)}`}>{say('操作记录', 'History')}</a>
        </div>
      </Box>
      <ProgrammeView lang={lang} programme={programme} />
    </Page>
  );
}

/**
 * A document from the form: a preset with its edition, pasted text, or a file; and what text it came from, to be shown
 * again. Presets and the reader of YAML are loaded here, since they are bigger than all other pages of the setup.
 */
async function documentIn({ body, files }: Posted): Promise<Made> {
  if (one(body, 'from') === 'preset') {
    const { isPreset, presetData, presetYaml } = await import('./presets.ts');
    const preset = one(body, 'preset');
    if (!isPreset(preset))
      throw invalid('preset-unknown', '请选择一个预设。', 'Choose a preset.', [
        fault('preset', 'required', '请选择一个预设', 'Choose a preset'),
      ]);
    const { edited } = await import('#actions/programme/programme-edits.ts');
    const edition = one(body, 'edition');
    const yaml = edited(presetYaml(preset), [{ do: 'set', at: 'edition', value: edition }]);
    const document = { ...presetToProgramme(presetData(preset), { edition }) };
    return { document, yaml, from: { preset } };
  }
  const file = files.file?.at(-1);
  const content = file !== undefined && file.size > 0 ? await file.text() : one(body, 'yaml');
  const { programmeFromYaml } = await import('#actions/programme/programme-text.ts');
  return { document: programmeFromYaml(content), yaml: content };
}
interface Made {
  readonly document: Input<typeof programmeDraft>['document'];
  readonly yaml: string;
  readonly from?: ProgrammeRecord['from'];
}

/** Lists, new ones, and one programme. Its editing and its rounds are pages of their own. */
export const programmePages = mounting((pages, web) => {
  const { deps } = web;
  pages.get('/programmes', async (c) => c.html(await listView(web, c)));
  pages.get('/programmes/new', async (c) => c.html(await newView(web, c)));
  pages.post('/programmes/new', (c) =>
    take(c, {
      form: 'new',
      input: programmeDraft.pick({ id: true }),
      work: async (sent, posted) => {
        const { actor, org } = await chosenOrganisation(web, c, 'programme.create');
        const { document, ...made } = await documentIn(posted);
        const { programme } = await createProgramme(deps, actor, { ...sent, org: org.id, document }, made);
        return doneAt(programmePath(programme.id), 'created');
      },
      show: (typed) => newView(web, c, typed),
    }),
  );
  pages.post('/programmes/start', (c) =>
    take(c, {
      form: 'start',
      input: programmeStart.omit({ org: true }),
      work: async (sent) => {
        const { actor, org } = await chosenOrganisation(web, c, 'programme.create');
        const { startProgramme } = await import('#actions/programme/programme-edits.ts');
        const { programme } = await startProgramme(deps, actor, { ...sent, org: org.id });
        return editorPath(programme.id);
      },
      show: (typed) => newView(web, c, typed),
    }),
  );
  pages.post('/programmes/:id/copy', (c) =>
    take(c, {
      form: 'copy',
      input: programmeCopying,
      work: async (sent) => {
        const { copyProgramme } = await import('#actions/programme/programme-edits.ts');
        const id = c.req.param('id') ?? '';
        const { programme } = await copyProgramme(deps, signedIn(c), { ...sent, id });
        return doneAt(programmePath(programme.id), 'copied');
      },
      show: (typed) => oneView(web, c, typed),
    }),
  );
  // `/programmes/open` belongs to the units' pages.
  pages.get('/programmes/:id', async (c, next) =>
    c.req.param('id') === 'open' ? next() : c.html(await oneView(web, c)),
  );
  for (const [name, work, confirmation] of [
    ['publish', publishProgramme, 'published'],
    ['archive', archiveProgramme, 'archived'],
  ] as const)
    pages.post(`/programmes/:id/${name}`, (c) =>
      take(c, {
        form: name,
        input: ofVersion,
        work: async (sent) => {
          const id = c.req.param('id') ?? '';
          await work(deps, signedIn(c), { ...sent, id });
          return doneAt(programmePath(id), confirmation);
        },
        show: (typed) => oneView(web, c, typed),
      }),
    );
});
