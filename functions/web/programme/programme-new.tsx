/** The forms that make a programme: from a preset for a year, or from YAML pasted or sent as a file. */
import type { Organisation } from '#domain/people/people-records.ts';
import { text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { keptText, type Typed } from '#web/frame/form.tsx';
import { Box, Details, Tabs } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { presetNames, presetTitle } from './presets.ts';
import { YamlFaults } from './yaml-faults.tsx';

const presetForm = (action: string, year: string): FormSpec => ({
  form: 'new',
  action,
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
      {own.length > 1 && (
        <Tabs
          label={say('单位', 'Organisations')}
          tabs={own.map((each) => ({
            href: `/programmes/new?org=${each.id}`,
            title: each.name,
            current: each.id === org.id,
          }))}
        />
      )}
      <YamlFaults lang={lang} content={yaml} faults={typed?.problem?.faults ?? []} />
      <Box title={say('从预设新建', 'From a preset')}>
        <PostForm c={c} of={presetForm(action, year)} typed={typed} />
      </Box>
      <Box title={say('从 YAML 新建', 'From YAML')}>
        <Details title={say('粘贴或上传 YAML 文件', 'Paste or send a YAML file')} open={yaml !== ''}>
          <PostForm c={c} of={yamlForm(action)} typed={typed} />
        </Details>
      </Box>
    </>
  );
};
