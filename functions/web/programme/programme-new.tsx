/** The forms that make a programme: from nothing, from a preset for a year, or from YAML pasted or sent as a file. */
import { programmeStart } from '#actions/programme/programme-input.ts';
import { levels, levelWords } from '#domain/level.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { text } from '#domain/problem.ts';
import { categoryWords, programmeKindWords } from '#domain/programme/programme-kinds.ts';
import type { Ctx } from '#web/frame/context.ts';
import { keptText, type Typed } from '#web/frame/form.tsx';
import { Box, Details, OrganisationTabs } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { presetNames, presetTitle } from './presets.ts';
import { YamlFaults } from './yaml-faults.tsx';

const presetForm = (action: string, year: string): FormSpec => ({
  form: 'new',
  action,
  // Both ask the edition: its inputs have names of their own.
  scoped: true,
  hidden: { from: 'preset' },
  groups: [
    [
      {
        id: 'preset',
        type: 'choice',
        required: true,
        label: text('预设', 'Preset'),
        options: presetNames.map((name) => ({ value: name, label: presetTitle(name) })),
      },
      {
        id: 'edition',
        type: 'text',
        required: true,
        label: text('届次', 'Edition'),
        help: text(
          '年份，如 2027；一年两次写成 2027-2',
          'A year such as 2027, or 2027-2 for the second of a year',
        ),
        now: year,
      },
    ],
  ],
  button: text('新建草稿', 'Make a draft'),
});

const startForm = (org: string, year: string): FormSpec => ({
  form: 'start',
  action: `/programmes/start?org=${org}`,
  groups: [
    [
      ask(programmeStart, 'title'),
      ask(programmeStart, 'code', {
        help: text(
          '2 至 8 个大写字母，印在编号里，如 ZMFDZ',
          '2 to 8 capital letters, printed in numbers, e.g. ZMFDZ',
        ),
      }),
      ask(programmeStart, 'edition', { now: year, help: text('年份，如 2027', 'A year such as 2027') }),
      ask(programmeStart, 'category', { options: optionsOf(categoryWords), as: 'list' }),
      ask(programmeStart, 'kind', { options: optionsOf(programmeKindWords), as: 'list' }),
      ask(programmeStart, 'levels', {
        options: optionsOf(levelWords, levels),
        help: text('材料由下到上逐级报送', 'Nominations rise from the lowest to the highest'),
      }),
      ask(programmeStart, 'honours', {
        options: optionsOf(levelWords, levels),
        help: text('不勾选则只有最高层级授予', 'The highest alone where nothing is ticked'),
      }),
    ],
  ],
  button: text('新建草稿', 'Make a draft'),
});

const yamlForm = (action: string): FormSpec => ({
  form: 'new',
  action,
  hidden: { from: 'yaml' },
  groups: [
    [
      {
        id: 'id',
        type: 'text',
        label: text('编号', 'Id'),
        help: text(
          '可不填；由代码、届次和单位组成',
          'May be left out: code, edition and organisation make it',
        ),
      },
      { id: 'yaml', type: 'paragraph', label: text('在此粘贴', 'Paste it here') },
    ],
  ],
  file: { name: 'file', label: text('或选择文件', 'Or choose a file'), accept: '.yaml,.yml' },
  button: text('检查并新建草稿', 'Check and make a draft'),
});

/** Both forms; the faults of a refused one stand beside it by path and line. */
export const NewProgramme = (props: {
  readonly c: Ctx;
  readonly org: Organisation;
  readonly own: readonly Organisation[];
  readonly typed: Typed | undefined;
  readonly year: string;
}) => {
  const { c, org, own, typed, year } = props;
  const { lang, say } = c.get('frame');
  const yaml = keptText(typed, 'new', 'yaml', '');
  const action = `/programmes/new?org=${org.id}`;
  return (
    <>
      <OrganisationTabs lang={lang} path="/programmes/new" own={own} org={org} />
      <YamlFaults
        lang={lang}
        content={yaml}
        faults={typed?.form === 'new' ? (typed.problem?.faults ?? []) : []}
      />
      <Box title={say('从预设新建', 'From a preset')}>
        <PostForm c={c} of={presetForm(action, year)} typed={typed} />
      </Box>
      <Box title={say('从头新建', 'From nothing')}>
        <p class="muted">
          {say(
            '先得到一份可以直接发布的草稿，再逐项修改申报表、条件和环节，不用写 YAML。',
            'Makes a sound draft at once; form, rules and steps are then changed one by one, without YAML.',
          )}
        </p>
        <Details
          title={say('填写名称、对象和层级', 'Say title, category and levels')}
          open={typed?.form === 'start'}
        >
          <PostForm c={c} of={startForm(org.id, year)} typed={typed} />
        </Details>
      </Box>
      <Box title={say('从 YAML 新建', 'From YAML')}>
        <Details title={say('粘贴或上传 YAML 文件', 'Paste or send a YAML file')} open={yaml !== ''}>
          <PostForm c={c} of={yamlForm(action)} typed={typed} />
        </Details>
      </Box>
    </>
  );
};
