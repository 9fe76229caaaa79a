/** The forms that make a programme: from a preset for a year, or from YAML pasted or sent as a file. */
import type { Organisation } from '#domain/people/people-records.ts';
import { Asked, keptText, sayIn, type Typed } from '#web/frame/form.tsx';
import type { Frame } from '#web/frame/layout.tsx';
import { Actions, Button, Details, HiddenCsrf, Panel, Tabs } from '#web/frame/parts.tsx';
import { presetNames, presetTitle } from './presets.ts';
import { YamlFaults } from './yaml-faults.tsx';

/** Both forms; the faults of a refused one stand beside it by path and line. */
export const NewProgramme = (props: {
  readonly frame: Frame;
  readonly org: Organisation;
  readonly own: readonly Organisation[];
  readonly typed: Typed | undefined;
  readonly year: string;
}) => {
  const { frame, org, typed } = props;
  const { lang, csrf } = frame;
  const say = sayIn(lang);
  const yaml = keptText(typed, 'new', 'yaml', '');
  const action = `/programmes/new?org=${org.id}`;
  return (
    <>
      {props.own.length > 1 && (
        <Tabs
          label={say('单位', 'Organisations')}
          tabs={props.own.map((each) => ({
            href: `/programmes/new?org=${each.id}`,
            title: each.name,
            current: each.id === org.id,
          }))}
        />
      )}
      <YamlFaults lang={lang} content={yaml} faults={typed?.problem?.faults ?? []} />
      <Panel title={say('从预设新建', 'From a preset')}>
        <form method="post" action={action}>
          <HiddenCsrf csrf={csrf} />
          <input type="hidden" name="from" value="preset" />
          <Asked
            lang={lang}
            form="new"
            typed={typed}
            field={{
              id: 'preset',
              type: 'choice',
              required: true,
              label: { zh: '预设', en: 'Preset' },
              options: presetNames.map((name) => ({ value: name, label: presetTitle(name) })),
            }}
          />
          <Asked
            lang={lang}
            form="new"
            typed={typed}
            field={{
              id: 'edition',
              type: 'text',
              required: true,
              label: { zh: '届次', en: 'Edition' },
              help: {
                zh: '年份，如 2027；一年两次写成 2027-2',
                en: 'A year such as 2027, or 2027-2 for the second of a year',
              },
            }}
            now={props.year}
          />
          <Actions>
            <Button>{say('新建草稿', 'Make a draft')}</Button>
          </Actions>
        </form>
      </Panel>
      <Panel title={say('从 YAML 新建', 'From YAML')}>
        <Details title={say('粘贴或上传 YAML 文件', 'Paste or send a YAML file')} open={yaml !== ''}>
          <form method="post" action={action} enctype="multipart/form-data">
            <HiddenCsrf csrf={csrf} />
            <input type="hidden" name="from" value="yaml" />
            <Asked
              lang={lang}
              form="new"
              typed={typed}
              field={{
                id: 'id',
                type: 'text',
                label: { zh: '编号', en: 'Id' },
                help: {
                  zh: '可不填；由代码、届次和单位组成',
                  en: 'May be left out: code, edition and organisation make it',
                },
              }}
            />
            <div class="field field-file">
              <label class="label" for="f-file">
                {say('文件', 'File')}
              </label>
              <input type="file" id="f-file" name="file" accept=".yaml,.yml" />
            </div>
            <div class="field field-paragraph">
              <label class="label" for="f-yaml">
                {say('或在此粘贴', 'Or paste it here')}
              </label>
              <textarea id="f-yaml" name="yaml" rows={16} spellcheck={false}>{`\n${yaml}`}</textarea>
            </div>
            <Actions>
              <Button>{say('检查并新建草稿', 'Check and make a draft')}</Button>
            </Actions>
          </form>
        </Details>
      </Panel>
    </>
  );
};
