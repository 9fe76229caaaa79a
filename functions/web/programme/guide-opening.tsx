/** `/setup/open`: a preset is chosen, then its questions are answered on one page, and one press publishes it and opens the round. */

import * as z from 'zod';
import { administerFederation } from '#actions/people/federation.ts';
import { awaitedRounds } from '#actions/programme/open-programmes.ts';
import { publishAtOnce } from '#actions/programme/opening.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { instantOf } from '#actions/write.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Level } from '#domain/level.ts';
import { keysOf } from '#domain/members.ts';
import { may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { ProgrammeEdit } from '#domain/programme/programme-edit.ts';
import { categoryWords } from '#domain/programme/programme-kinds.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { parseStageSettings } from '#domain/programme/settings-reading.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { type Body, doneAt, linesOf, many, one } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { settingsOf } from '#web/round/settings-form.tsx';
import { AwaitedRounds } from './awaited.tsx';
import { type Guided, GuidePage, guided, stepHref } from './guide.tsx';
import { belowOf, openView, planOf, readPresets, stageOf } from './guide-form.tsx';

/** Only the organisation's own administrators open its rounds; one above may make herself one of them. */
function ownersOnly(c: Ctx, of: Guided) {
  const { say } = c.get('frame');
  const { org } = of;
  const mayJoin = may(signedIn(c), 'member.invite', { orgPath: org.path });
  return (
    <GuidePage
      c={c}
      at="open"
      of={of}
      typed={undefined}
      title={say('由谁开放', 'Who opens it')}
      lead={say(
        `${org.name}的评选只能由它自己的管理员设置和开放。`,
        `Only administrators of ${org.name} itself set up and open its rounds.`,
      )}
    >
      {mayJoin && (
        <PostForm
          c={c}
          typed={undefined}
          of={{
            form: 'administrator',
            action: stepHref('open', org.id).replace('/open?', '/administrator?'),
            button: text('由我担任管理员', 'Make me one of them'),
          }}
        />
      )}
    </GuidePage>
  );
}

const kinds = keysOf(categoryWords);

/** The presets that have a round at this level, by what they honour. */
async function presetsView(web: Web, c: Ctx, of: Guided, year: string) {
  const { lang, say } = c.get('frame');
  const { org } = of;
  const { presetNames, of: presetOf } = await readPresets();
  const awaited = await awaitedRounds(web.deps, org.id);
  const fit = presetNames
    .map((name) => ({ name, programme: presetOf(name, year) }))
    .filter(({ programme }) => stageOf(programme, org) !== -1);
  return (
    <GuidePage
      c={c}
      at="open"
      of={of}
      typed={undefined}
      title={say('选择评选活动', 'Choose a programme')}
      lead={say(
        '模板已写好申报表、条件和环节，下一页可以改名称、部门、依据和日期，以后也可以逐项修改。',
        'A preset has form, rules and steps. Title, departments, legal basis and dates come next; all else can be changed later.',
      )}
    >
      {awaited.length > 0 && <AwaitedRounds lang={lang} now={instantOf(web.deps)} awaited={awaited} />}
      {[...Map.groupBy(fit, ({ programme }) => programme.category)]
        .toSorted(([a], [b]) => kinds.indexOf(a) - kinds.indexOf(b))
        .map(([category, all]) => (
          <Box title={w(lang).categories[category]}>
            <ul>
              {all.map(({ name, programme }) => (
                <li>
                  <a href={`${stepHref('open', org.id)}&preset=${name}`}>{t(lang, programme.title)}</a>{' '}
                  <span class="muted">{w(lang).kinds[programme.kind]}</span>
                </li>
              ))}
            </ul>
          </Box>
        ))}
      <p>
        <a href={`/programmes/new?org=${org.id}`}>
          {say('不用模板，从头新建或粘贴 YAML', 'Without a preset: from nothing, or from YAML')}
        </a>
      </p>
    </GuidePage>
  );
}

/** Levels that take no part, from the last on, so that the places of the others stay. */
const leftOut = (body: Body, draft: Programme, below: readonly Level[]): readonly ProgrammeEdit[] => {
  const without = many(body, 'without');
  return draft.stages
    .flatMap(({ level }, n) => (below.includes(level) && without.includes(level) ? [n] : []))
    .toReversed()
    .map((n) => ({ do: 'remove' as const, at: `stages.${n}` }));
};

/** What the form says otherwise than the preset, as edits of its text. */
function editsOf(body: Body, draft: Programme): readonly ProgrammeEdit[] {
  const basis = ['document', 'approvedBy', 'date'].flatMap((key) => {
    const value = one(body, `legalBasis.${key}`);
    return value === '' ? [] : [{ do: 'set' as const, at: `legalBasis.${key}`, value }];
  });
  const title = one(body, 'title');
  const departments = draft.departments.map((row, n) => ({
    row,
    named: linesOf(one(body, `departments.${n}`).replace(/[、，,;；]/g, '\n')),
    at: `departments.${n}`,
  }));
  return [
    { do: 'set', at: 'edition', value: one(body, 'edition') },
    ...(title === draft.title.zh ? [] : [{ do: 'set' as const, at: 'title', value: { zh: title } }]),
    ...basis,
    ...departments
      .filter(({ row, named }) => named.length > 0 && named.join() !== row.departments.join())
      .map(({ at, named }) => ({ do: 'set' as const, at: `${at}.departments`, value: named })),
    // From the last on, so that the places of the others stay.
    ...departments
      .filter(({ named }) => named.length === 0)
      .toReversed()
      .map(({ at }) => ({ do: 'remove' as const, at })),
  ];
}

/** Publishes the programme and sets its round up; gives where its desk is. Everything is checked before anything is written. */
async function openRound(web: Web, c: Ctx, of: Guided, preset: string, body: Body): Promise<string> {
  const { deps } = web;
  const actor = signedIn(c);
  const plan = await planOf(web, c, of, preset);
  const { draft, yaml, now } = plan;
  const [{ edited }, { programmeFromYaml }] = await Promise.all([
    import('#actions/programme/programme-edits.ts'),
    import('#actions/programme/programme-text.ts'),
  ]);
  const text = edited(yaml, [...editsOf(body, draft), ...leftOut(body, draft, belowOf(plan))]);
  const document = parseProgramme(programmeFromYaml(text));
  const index = stageOf(document, of.org);
  const { legalBasis: _, ...settings } = settingsOf(body);
  if (one(body, 'opensAt') === '') settings.opensAt = now;
  parseStageSettings(document, index, settings);
  const org = of.org.id;
  const programme = await publishAtOnce(deps, actor, { org, document, yaml: text, preset });
  const round = await setUpRound(deps, actor, { programme: programme.id, org, stage: index, settings });
  return doneAt(`/rounds/${encodeURIComponent(round.id)}`, 'setup');
}

/** Faults of the document and of the settings stand at the fields of this page. */
const faultAt = (field: string): string =>
  field === 'title.zh' ? 'title' : field.replace(/^(departments\.\d+)\..*$/, '$1');

/** The last step of the set-up. */
export const guideOpeningPages = mounting((pages, web) => {
  const { deps } = web;
  const presetAsked = (c: Ctx) => c.req.query('preset') ?? '';
  pages.get('/setup/open', async (c) => {
    const of = await guided(web, c);
    if (of.started.isNew) return c.redirect(stepHref('organisation', of.org.id));
    if (!may(signedIn(c), 'round.configure', { orgPath: of.org.path })) return c.html(ownersOnly(c, of));
    const preset = presetAsked(c);
    const year = shanghaiDate(instantOf(deps)).slice(0, 4);
    return c.html(preset === '' ? await presetsView(web, c, of, year) : await openView(web, c, of, preset));
  });
  pages.post('/setup/open', async (c) => {
    const of = await guided(web, c);
    const preset = presetAsked(c);
    return take(c, {
      form: 'open',
      input: z.object(),
      faultAt,
      work: (_, { body }) => openRound(web, c, of, preset, body),
      show: (typed) => openView(web, c, of, preset, typed),
    });
  });
  pages.post('/setup/administrator', async (c) => {
    const { org } = await guided(web, c);
    await administerFederation(deps, signedIn(c), org.id);
    return c.redirect(doneAt(stepHref('open', org.id), 'administrator'), 303);
  });
});
