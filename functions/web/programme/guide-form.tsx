/** The questions of a preset as one form of the set-up: title, legal basis, departments, dates counted back, places, contact. */

import { instantOf } from '#actions/write.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type Level, levelWords } from '#domain/level.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, refuseIf, text } from '#domain/problem.ts';
import { type Festival, festivals, proposedDates } from '#domain/programme/festival-dates.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { hasRound } from '#domain/round/round.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { Tick } from '#web/frame/fields.tsx';
import { Asked, keptTick } from '#web/frame/form.tsx';
import { Tabs } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type InLang, type Lang, sayIn, t } from '#web/frame/words.ts';
import { basisFields, SettingsFields, suggestedWindow } from '#web/round/settings-form.tsx';
import { type Guided, GuidePage, stepHref } from './guide.tsx';

/** What the presets are, loaded here since their texts are bigger than all other pages of the setup. */
export const readPresets = async () => {
  const { presetNames, presetData, presetYaml, isPreset } = await import('./presets.ts');
  const { presetToProgramme } = await import('#domain/programme/preset.ts');
  const of = (name: string, edition: string) => presetToProgramme(presetData(name), { edition });
  return { presetNames, of, presetYaml, isPreset };
};

export const stageOf = ({ stages }: Programme, org: Organisation): number =>
  stages.findIndex((stage) => stage.level === org.level && hasRound(stage));

const festivalWords = {
  '03-08': text('按 3 月 8 日倒推', 'Back from 8 March'),
  '05-15': text('按 5 月 15 日倒推', 'Back from 15 May'),
} as const;

/** A preset for an organisation, and the dates that are proposed for it. */
export async function planOf(web: Web, c: Ctx, { org }: Guided, preset: string) {
  const { isPreset, of, presetYaml } = await readPresets();
  const now = instantOf(web.deps);
  const today = shanghaiDate(now);
  if (!isPreset(preset)) refuseIf([fault('', 'preset-unknown', '没有这个模板', 'There is no such preset')]);
  const draft = of(preset, today.slice(0, 4));
  const index = stageOf(draft, org);
  const stage = draft.stages[index];
  if (stage === undefined) throw refusedLevel();
  const wanted = festivals.find((each) => each === c.req.query('by'));
  const festival: Festival = wanted ?? (draft.category === 'family' ? '05-15' : '03-08');
  const proposed = proposedDates(stage, festival, { today, instant: now }, await web.deps.calendar());
  const { dates } = proposed;
  const settings = { ...(dates ?? suggestedWindow(now)), contact: org.contact };
  return { draft, index, stage, festival, proposed, settings, yaml: presetYaml(preset), now };
}
const refusedLevel = () => {
  refuseIf([
    fault('', 'no-such-stage', '这个模板在本级没有需要组织的评选', 'This preset has no round at this level'),
  ]);
  return new RangeError('a stage is there');
};

type Plan = Awaited<ReturnType<typeof planOf>>;

/** From which festival the dates are counted back, and whether they could be. */
const Dates = (props: { readonly lang: Lang; readonly here: string; readonly plan: Plan }) => {
  const { lang, here, plan } = props;
  const { festival, proposed } = plan;
  const say = sayIn(lang);
  return (
    <>
      <Tabs
        label={say('日期', 'Dates')}
        tabs={festivals.map((each) => ({
          href: `${here}&by=${each}`,
          title: t(lang, festivalWords[each]),
          current: each === festival,
        }))}
      />
      <p class="muted">
        {proposed.dates === undefined
          ? say(
              `${proposed.year} 年放假安排尚未载入，不能按工作日倒推，日期请自行核对；`,
              `The schedule of ${proposed.year} is not loaded, so no dates are counted back; check them yourself. `,
            )
          : say(
              `日期按工作日从 ${proposed.dates.ceremony} 倒推，都可以改。`,
              `Counted back from ${proposed.dates.ceremony} by working days; all may be changed.`,
            )}
        {proposed.dates === undefined && <a href="/calendar">{say('载入放假安排', 'Load it')}</a>}
      </p>
    </>
  );
};

/** What the programme itself is called, rests on, and asks. */
const Questions = (
  props: InLang & { readonly form: string; readonly typed: Typed | undefined; readonly plan: Plan },
) => {
  const { plan, ...shared } = props;
  const { draft, proposed } = plan;
  const say = sayIn(shared.lang);
  return (
    <fieldset class="group">
      <legend class="group-title">{say('名称和依据', 'Title and legal basis')}</legend>
      <Asked
        {...shared}
        field={{ id: 'title', type: 'text', required: true, label: text('名称', 'Title') }}
        now={draft.title.zh}
      />
      <Asked
        {...shared}
        field={{ id: 'edition', type: 'text', required: true, label: text('届次', 'Edition') }}
        now={String(proposed.year)}
      />
      {basisFields.slice(0, 3).map((field) => (
        <Asked {...shared} field={field} now={undefined} />
      ))}
      {draft.departments.map((row, n) => (
        <Asked
          {...shared}
          field={{
            id: `departments.${n}`,
            type: 'text',
            label:
              row.class === 'all'
                ? text('征求意见的部门', 'Departments asked')
                : text(`征求意见的部门（${row.class}）`, `Departments asked (${row.class})`),
            help: text('用顿号分开', 'Separated by commas'),
          }}
          now={row.departments.join('、')}
        />
      ))}
    </fieldset>
  );
};

/** The levels of a preset below this one, any of which may be left out: a district that runs without streets. */
export const belowOf = ({ draft, index }: Pick<Plan, 'draft' | 'index'>): readonly Level[] =>
  draft.stages.slice(0, index).map(({ level }) => level);

const LeftOut = (
  props: InLang & { readonly form: string; readonly typed: Typed | undefined; readonly plan: Plan },
) => {
  const { lang, form, typed, plan } = props;
  const say = sayIn(lang);
  const below = belowOf(plan);
  if (below.length === 0) return null;
  return (
    <fieldset class="group">
      <legend class="group-title">{say('不设的层级', 'Levels left out')}</legend>
      <p class="hint">
        {say(
          '模板中的下列层级不参加的，请勾选：例如区直接受理、不经街道。',
          'Tick the levels of the preset that take no part, as where a district takes nominations without its streets.',
        )}
      </p>
      {below.map((level) => (
        <Tick
          lang={lang}
          path={`without.${level}`}
          name="without"
          value={level}
          words={t(lang, levelWords[level])}
          checked={keptTick(typed, form, 'without', level)}
          faults={[]}
        />
      ))}
    </fieldset>
  );
};

/** The page of a preset. */
export async function openView(web: Web, c: Ctx, of: Guided, preset: string, typed?: Typed) {
  const { lang, say } = c.get('frame');
  const { org } = of;
  const plan = await planOf(web, c, of, preset);
  const { draft, stage, festival, settings } = plan;
  const here = `${stepHref('open', org.id)}&preset=${preset}`;
  const shared = { lang, form: 'open', typed };
  return (
    <GuidePage
      c={c}
      at="open"
      of={of}
      typed={typed}
      title={t(lang, draft.title)}
      lead={say(
        '核对后一次开放；时间到了自动开始收申报。带建议值的项目可以直接用。',
        'Check and open it in one press; it takes nominations from its time on. What is filled in may stay.',
      )}
    >
      <Dates {...{ lang, here, plan }} />
      <PostForm
        c={c}
        typed={typed}
        of={{
          form: 'open',
          action: `${here}&by=${festival}`,
          button: text('发布并开放申报', 'Publish and open'),
          note: text(
            '发布后届次和层级固定；日期和名额开放后仍可更改。',
            'Edition and levels are then fixed; dates and places may still change.',
          ),
        }}
      >
        <Questions {...shared} plan={plan} />
        <LeftOut {...shared} plan={plan} />
        <SettingsFields
          {...shared}
          programme={draft}
          stage={stage}
          settings={settings}
          whole
          only={['contact.office', 'contact.phone']}
        />
      </PostForm>
    </GuidePage>
  );
}
