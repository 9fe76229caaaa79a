/** Publishing the list of a tranche: title, document number, date and the awarding bodies in their printed order. */
import { shanghaiDate } from '#domain/instant.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { Asked, type Typed } from '#web/frame/form.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import type { SeenTranche } from '#web/round/tranche-parts.tsx';

/** A list that is being made, and then the way to it. */
const Published = (props: { readonly seen: SeenTranche; readonly list: string }) => {
  const { lang, say, tranche } = props.seen;
  const at = shownAt(tranche.publishedAt);
  return (
    <Panel title={w(lang).steps.publish} id="publish">
      <p>
        {at === '' ? (
          say(
            '名单正在生成，全部授予后公开。',
            'The list is being made and shows when the last honour is in.',
          )
        ) : (
          <>
            {say(`已于 ${at} 公开：`, `Published at ${at}: `)}
            <a href={`/honours/${encodeURIComponent(props.list)}`}>{say('打开表彰名单', 'Open the list')}</a>
          </>
        )}
      </p>
    </Panel>
  );
};

/** The form until the list is published, then the way to it. */
export const PublishPanel = (props: {
  readonly seen: SeenTranche;
  readonly csrf: string;
  readonly typed: Typed | undefined;
  readonly now: string;
}) => {
  const { seen, csrf, typed, now } = props;
  const { lang, say, tranche, here, programme, org, round, stage } = seen;
  if (tranche.list !== undefined) return <Published seen={seen} list={tranche.list} />;
  if (!seen.can('honour.publish')) return null;
  const bodies =
    round.settings.certificate.bodies.length > 0
      ? round.settings.certificate.bodies
      : [org.name, ...stage.coHosts];
  const shared = { lang, form: 'publish', typed };
  return (
    <Panel title={say('发布表彰名单', 'Publish the list')} id="publish">
      <form method="post" action={`${here}/publish`}>
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="version" value={String(tranche.version)} />
        <Asked
          {...shared}
          field={{
            id: 'title',
            type: 'text',
            required: true,
            max: 80,
            label: { zh: '名单标题', en: 'Title of the list' },
          }}
          now={`${programme.edition}年${w('zh').levels[round.level]}级${t('zh', programme.title)}名单`}
        />
        <Asked
          {...shared}
          field={{
            id: 'documentNumber',
            type: 'text',
            required: true,
            max: 40,
            label: { zh: '表彰决定文号', en: 'Document number' },
            help: { zh: '如 芙妇〔2027〕3号', en: 'Of the decision that grants the honours' },
          }}
        />
        <Asked
          {...shared}
          field={{ id: 'date', type: 'date', required: true, label: { zh: '表彰日期', en: 'Date' } }}
          now={shanghaiDate(now)}
        />
        <Asked
          {...shared}
          field={{
            id: 'bodies',
            type: 'paragraph',
            required: true,
            label: { zh: '授予单位', en: 'Awarding bodies' },
            help: { zh: '每行一个，按落款顺序', en: 'One a line, in their printed order' },
          }}
          now={bodies.join('\n')}
        />
        <p>
          {say(
            `发布后冻结名单顺序，${tranche.entries.length} 名依次编号；编号不再重用。`,
            `The order is then fixed and ${tranche.entries.length} numbers are taken; they are never used again.`,
          )}
        </p>
        <Actions>
          <Button>{w(lang).buttons.publish}</Button>
        </Actions>
      </form>
    </Panel>
  );
};
