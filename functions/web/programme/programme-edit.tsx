/** `/programmes/:id/edit/yaml`: the programme as YAML, checked whole on saving, faults by line; `/rounds/new` sets a round up. */

import * as z from 'zod';
import { setUpRound } from '#actions/round/rounds.ts';
import { instantOf } from '#actions/write.ts';
import { ofVersion } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { forbidden, text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { roundWarnings } from '#domain/programme/programme-warnings.ts';
import { editionSaid } from '#domain/programme/said-parts.ts';
import { isInLine, stageOf } from '#domain/round/round.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed, keptText } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Details, HiddenCsrf, Tabs } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { sayIn, t, w } from '#web/frame/words.ts';
import { SettingsFields, settingsOf } from '#web/round/settings-form.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { editorPath, Sections } from './editor-page.tsx';
import { editable } from './editor-views.tsx';
import { programmePath } from './programme-forms.ts';
import { roundStart } from './round-start.ts';
import { administered } from './setup-scope.tsx';
import { Warnings } from './warnings.tsx';

const crumbsOf = (c: Ctx, record: ProgrammeRecord) => {
  const { lang } = c.get('frame');
  return [
    { href: '/programmes', title: w(lang).nav.programmes },
    { href: programmePath(record.id), title: t(lang, editionSaid(record.document)) },
  ];
};

async function editView(web: Web, c: Ctx, typed?: Typed) {
  const { lang, csrf, say } = c.get('frame');
  const record = await editable(web, c);
  const [{ yamlOfRecord }, { YamlFaults }] = await Promise.all([
    import('#actions/programme/programme-edits.ts'),
    import('./yaml-faults.tsx'),
  ]);
  const now = await yamlOfRecord(web.deps, record);
  const content = keptText(typed, 'edit', 'yaml', now);
  const isStale = typed?.problem?.code === 'programme-changed';
  return (
    <Page
      {...framed(c, typed)}
      faults={[]}
      title={say('修改评选活动（YAML）', 'Edit the programme as YAML')}
      current="programmes"
      width="wide"
      crumbs={crumbsOf(c, record)}
    >
      <Sections lang={lang} id={record.id} page="yaml" />
      <ChangedBox lang={lang} history={await changedSince(web.deps.table, `programme:${record.id}`, typed)} />
      {isStale && (
        <Details title={say('现在的最新内容', 'As it stands now')}>
          <pre class="prose">{now}</pre>
        </Details>
      )}
      <YamlFaults lang={lang} content={content} faults={typed?.problem?.faults ?? []} />
      <form method="post" action={editorPath(record.id, 'yaml')} data-guard>
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="version" value={String(record.version)} />
        <Box>
          <div class="field field-paragraph">
            <label class="label" for="f-yaml">
              YAML
            </label>
            <p id="f-yaml-hint" class="hint">
              {record.status === 'published'
                ? say(
                    '已发布：荣誉代码、届次、对象、查重规则和层级不能再改；新版本用于以后开始的轮次。',
                    'Published: code, edition, category, identity and levels are fixed; the new revision is for rounds that open later.',
                  )
                : say(
                    '保存时整体检查；有问题时按行列出，内容不会丢失。',
                    'Checked whole on saving; faults are listed by line, and nothing typed is lost.',
                  )}
            </p>
            <textarea
              id="f-yaml"
              name="yaml"
              rows={32}
              spellcheck={false}
              aria-describedby="f-yaml-hint"
            >{`\n${content}`}</textarea>
          </div>
          <Actions>
            <Button>{say('检查并保存', 'Check and save')}</Button>
            <a href={programmePath(record.id)}>{w(lang).buttons.cancel}</a>
          </Actions>
        </Box>
      </form>
    </Page>
  );
}

/** Those of the reader's organisations that may run a round of a programme: at the level of a stage that selects. */
async function runners(web: Web, c: Ctx, record: ProgrammeRecord): Promise<readonly Organisation[]> {
  const owner = await getOrganisation(web.deps.table, record.owner);
  const own = await administered(web, signedIn(c));
  return own.filter((org) => isInLine(org, owner) && stageOf(record.document.stages, org) >= 0);
}

async function roundPlan(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const record = await getProgramme(web.deps.table, c.req.param('id') ?? '');
  const { path } = await getOrganisation(web.deps.table, record.owner);
  demand(actor, 'programme.read', { orgPath: path, state: record.status });
  const able = await runners(web, c, record);
  const org = able.find((each) => each.id === c.req.query('org')) ?? able[0];
  if (org === undefined)
    throw forbidden(
      'no-stage-here',
      '您管理的单位在这个评选活动中没有需要组织的层级。',
      'None of your organisations runs a stage of this programme.',
    );
  demand(signedIn(c), 'round.configure', { orgPath: org.path }, 'organisation');
  const index = stageOf(record.document.stages, org);
  return { record, able, org, index, stage: record.document.stages[index]! };
}

async function newRoundView(web: Web, c: Ctx, typed?: Typed) {
  const { record, able, org, index, stage } = await roundPlan(web, c);
  const { lang } = c.get('frame');
  const today = shanghaiDate(instantOf(web.deps));
  const start = await roundStart(web, record, org);
  const warnings = roundWarnings(record.document, index, stage, {}, { today });
  const say = sayIn(lang);
  const form = {
    form: 'setup',
    action: `${programmePath(record.id)}/rounds/new?org=${org.id}`,
    button: text('设置并到时开始', 'Set it up'),
    cancel: programmePath(record.id),
  };
  return (
    <Page
      {...framed(c, typed)}
      title={say('设置本级评选', 'Set up a round')}
      caption={`${t(lang, editionSaid(record.document))} · ${org.name}`}
      current="programmes"
      crumbs={crumbsOf(c, record)}
      lead={say(
        '只能在评选活动允许的范围内设置。申报开始时，规则和申报表的版本随之固定。',
        'Within the bounds of the programme. Rules and form are fixed by version when the window opens.',
      )}
    >
      {able.length > 1 && (
        <Tabs
          label={say('单位', 'Organisations')}
          tabs={able.map((each) => ({
            href: `${programmePath(record.id)}/rounds/new?org=${each.id}`,
            title: each.name,
            current: each.id === org.id,
          }))}
        />
      )}
      <Warnings lang={lang} warnings={warnings} />
      {start.note !== undefined && <p>{t(lang, start.note)}</p>}
      <PostForm c={c} of={form} typed={typed}>
        <SettingsFields
          lang={lang}
          form="setup"
          typed={typed}
          programme={record.document}
          stage={stage}
          settings={start.settings}
          whole
        />
      </PostForm>
    </Page>
  );
}

/** Editing a programme, and setting up a round of it. */
export const programmeEditPages = mounting((pages, web) => {
  const { deps } = web;
  pages.get('/programmes/:id/edit/yaml', async (c) => c.html(await editView(web, c)));
  pages.post('/programmes/:id/edit/yaml', (c) =>
    take(c, {
      form: 'edit',
      input: ofVersion,
      work: async (sent, { body }) => {
        const id = c.req.param('id') ?? '';
        const { reviseFromYaml } = await import('#actions/programme/programme-edits.ts');
        const yaml = body.yaml?.at(-1) ?? '';
        await reviseFromYaml(deps, signedIn(c), { id, version: sent.version ?? -1, yaml });
        return doneAt(programmePath(id), 'revised');
      },
      show: (typed) => editView(web, c, typed),
    }),
  );
  pages.get('/programmes/:id/rounds/new', async (c) => c.html(await newRoundView(web, c)));
  pages.post('/programmes/:id/rounds/new', (c) =>
    take(c, {
      form: 'setup',
      input: z.object(),
      work: async (_, { body }) => {
        const { record, org, index: stage } = await roundPlan(web, c);
        const plan = { programme: record.id, org: org.id, stage, settings: settingsOf(body) };
        const round = await setUpRound(deps, signedIn(c), plan);
        return doneAt(`/rounds/${encodeURIComponent(round.id)}`, 'setup');
      },
      show: (typed) => newRoundView(web, c, typed),
    }),
  );
});
