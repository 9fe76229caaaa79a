/** Parts that the pages of tasks share: confirmation, what was recorded, choices without a preselected one. */
import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Fault, type Text, text } from '#domain/problem.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { backName } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from '#web/frame/errors.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, HiddenCsrf, SummaryList, type SummaryRow } from '#web/frame/parts.tsx';
import { type InLang, type Lang, t } from '#web/frame/words.ts';
import { frameAt, type Reader, taskHref } from './worklist-reader.ts';

const words = {
  confirmTitle: text('请核对后确认', 'Check and confirm'),
  confirmLead: text(
    '还没有提交。确认后即生效，不能自行更改。',
    'Nothing is recorded yet. Once you confirm, it stands and you cannot change it.',
  ),
  confirmChangeable: text(
    '还没有提交。确认后即保存，评审结束前可以修改。',
    'Nothing is recorded yet. You can change it until the panel is closed.',
  ),
  confirm: text('确认提交', 'Confirm'),
  back: text('返回修改', 'Back'),
  next: text('办理下一项', 'Next task'),
  list: text('待办清单', 'Worklist'),
  jump: text('跳到您的意见', 'Go to your conclusion'),
  noMore: text('这里没有其他待办了。', 'Nothing else waits here.'),
} as const;

const listHref = (who: Reader): string => who.base;
export const workCrumb = (lang: Lang, who: Reader) => ({ href: listHref(who), title: t(lang, words.list) });

/** What is read before the form, which may be long: the way to the form below stays within reach of the thumb. */
export const Reading = (
  props: PropsWithChildren<{ readonly lang: Lang; readonly form?: boolean | undefined }>,
) => (
  <div class="reading">
    {props.children}
    {props.form !== false && (
      <p class="reading-on">
        <a class="button button-secondary" href="#conclusion">
          ↓ {t(props.lang, words.jump)}
        </a>
      </p>
    )}
  </div>
);

/** Radios for a conclusion: none is chosen beforehand, so that no scanner's press decides anything. */
export const Choice = (props: {
  readonly lang: Lang;
  readonly name: string;
  readonly label: Text;
  readonly options: readonly { readonly value: string; readonly label: Text }[];
  readonly picked?: string | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly labelHidden?: boolean | undefined;
  readonly required?: boolean | undefined;
}) => {
  const { lang, name, picked } = props;
  const own = faultsAt(props.faults ?? [], name);
  const id = fieldId(name);
  const required = props.required !== false;
  return (
    <fieldset
      class={`field${own.length > 0 ? ' field-bad' : ''}`}
      aria-describedby={own.length > 0 ? `${id}-error` : undefined}
    >
      <legend class={props.labelHidden === true ? 'visually-hidden' : 'label'}>
        {t(lang, props.label)}
        {required && <RequiredMark />}
      </legend>
      {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
      <div class="options options-inline">
        {props.options.map((option, index) => (
          <label class="option">
            <input
              type="radio"
              id={index === 0 ? id : `${id}-${index}`}
              name={name}
              value={option.value}
              checked={picked === option.value}
              required={required}
            />
            <span>{t(lang, option.label)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** Repeats a conclusion and wants a second press. */
export const ConfirmPage = (props: {
  readonly c: Ctx;
  readonly who: Reader;
  readonly caption: string;
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly rows?: readonly SummaryRow[];
  readonly changeable?: boolean;
  readonly children?: Child;
}) => {
  const frame = frameAt(props.c, props.who);
  const { lang, csrf } = frame;
  return (
    <Page
      {...frame}
      title={t(lang, words.confirmTitle)}
      caption={props.caption}
      lead={t(lang, props.changeable === true ? words.confirmChangeable : words.confirmLead)}
      current="tasks"
      crumbs={[workCrumb(lang, props.who)]}
    >
      {props.rows !== undefined && (
        <Box>
          <SummaryList rows={props.rows} />
        </Box>
      )}
      {props.children}
      <form method="post" action={props.action}>
        <HiddenCsrf csrf={csrf} />
        {Object.entries(props.fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Actions>
          <Button>{t(lang, words.confirm)}</Button>
          <Button tone="secondary" name={backName} value="1">
            {t(lang, words.back)}
          </Button>
        </Actions>
      </form>
    </Page>
  );
};

/** Where to go on after a task: the next one, or the list. */
export const GoOn = (props: InLang & { readonly who: Reader; readonly next: Todo | undefined }) => (
  <>
    {props.next === undefined && <p class="muted">{t(props.lang, words.noMore)}</p>}
    <Actions>
      {props.next !== undefined && (
        <Button href={taskHref(props.who, props.next)}>
          {t(props.lang, words.next)}：{props.next.name}
        </Button>
      )}
      <Button tone="secondary" href={listHref(props.who)}>
        {t(props.lang, words.list)}
      </Button>
    </Actions>
  </>
);
