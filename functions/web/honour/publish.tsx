/** Publishing the list of a tranche: title, document number, date and the awarding bodies in their printed order. */
import type { ownListsOf } from '#actions/honour/own-lists.ts';
import { publication } from '#actions/honour/publication-input.ts';
import { batchSaid } from '#domain/honour/batch.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { text } from '#domain/problem.ts';
import { basisNeeds, roundWarnings } from '#domain/programme/programme-warnings.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx } from '#web/frame/context.ts';
import { batchName } from '#web/frame/names.ts';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { Warnings } from '#web/programme/warnings.tsx';
import type { SeenTranche } from '#web/round/tranche-parts.tsx';

/** A list that is being made, and then the way to it. */
const Published = (props: { readonly seen: SeenTranche; readonly list: string }) => {
  const { lang, say, tranche } = props.seen;
  const at = shownAt(tranche.publishedAt);
  return (
    <Box title={w(lang).steps.publish} id="publish">
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
    </Box>
  );
};

/** Where lists are counted: what this one will be, if nobody publishes another before. */
export interface BatchSeen {
  readonly next: number;
  /** Nothing was published here yet: earlier batches may be told. */
  readonly isFirst: boolean;
}

const formOf = (
  { tranche, here, programme, org, round, stage }: SeenTranche,
  now: string,
  batch: BatchSeen | undefined,
): FormSpec => {
  const { bodies } = round.settings.certificate;
  const said = batch === undefined || batch.isFirst ? '' : batchSaid(batch.next).zh;
  return {
    form: 'publish',
    action: `${here}/publish`,
    hidden: {
      version: String(tranche.version),
      ...(batch !== undefined && !batch.isFirst && { batch: String(batch.next) }),
    },
    note: text(
      `发布后冻结名单顺序，${tranche.entries.length} 名依次编号；编号不再重用。${said === '' ? '' : `本名单编为${said}。`}`,
      `The order is then fixed and ${tranche.entries.length} numbers are taken; they are never used again.${said === '' ? '' : ` It is the ${batchSaid(batch!.next).en}.`}`,
    ),
    button: text('发布', 'Publish'),
    groups: [
      [
        ask(publication, 'title', {
          max: 80,
          now: `${programme.edition.slice(0, 4)}年${w('zh').levels[round.level]}级${said}${t('zh', programme.title)}名单`,
        }),
        ...(batch?.isFirst === true
          ? [
              ask(publication, 'earlierBatches', {
                type: 'integer',
                required: true,
                atLeast: 0,
                help: text(
                  '本单位在使用本系统之前已发布过几批；没有的填 0，本名单即为首批',
                  'How many batches there were before this system; 0 for none, then this is the first',
                ),
              }),
            ]
          : []),
        ask(publication, 'documentNumber', {
          max: 40,
          help: text('如 芙妇〔2027〕3号', 'Of the decision that grants the honours'),
        }),
        ask(publication, 'date', { type: 'date', now: shanghaiDate(now) }),
        ask(publication, 'bodies', {
          type: 'paragraph',
          help: text('每行一个，按落款顺序', 'One a line, in their printed order'),
          now: (bodies.length > 0 ? bodies : [org.name, ...stage.coHosts]).join('\n'),
        }),
        ...(basisNeeds(programme, stage, round.settings).length === 0
          ? []
          : [ask(publication, 'exemption', { type: 'paragraph', required: true })]),
      ],
    ],
  };
};

/** What is published beside the one list, before it is. */
const OwnLists = (props: {
  readonly seen: SeenTranche;
  readonly lists: Awaited<ReturnType<typeof ownListsOf>>;
}) => {
  const { say } = props.seen;
  if (props.lists.length === 0) return null;
  return (
    <>
      <p>
        {say(
          '同时发布的专项名单，编号相同，不重复计数：',
          'Published with it, under the same numbers and counted once:',
        )}
      </p>
      <ul>
        {props.lists.map(({ title, count, instead }) => (
          <li>
            {say(`${title}：${count} 个`, `${title}: ${count}`)}
            {instead && say('（不在总名单上）', ' (not on the one list)')}
          </li>
        ))}
      </ul>
    </>
  );
};

/** The form until the list is published, then the way to it. */
export const PublishBox = (props: {
  readonly seen: SeenTranche;
  readonly c: Ctx;
  readonly typed: Typed | undefined;
  readonly now: string;
  readonly batch: BatchSeen | undefined;
  readonly lists: Awaited<ReturnType<typeof ownListsOf>>;
}) => {
  const { seen, c, typed, now, batch, lists } = props;
  if (seen.tranche.list !== undefined) return <Published seen={seen} list={seen.tranche.list} />;
  if (!seen.can('honour.publish')) return null;
  const { programme, round, stage } = seen;
  const today = shanghaiDate(now);
  const warnings = roundWarnings(programme, round.stage, stage, round.settings, { today });
  return (
    <Box title={batchName(seen.lang, stage, 'publish')} id="publish">
      <Warnings lang={seen.lang} warnings={warnings} />
      <OwnLists seen={seen} lists={lists} />
      <PostForm c={c} of={formOf(seen, now, batch)} typed={typed} />
    </Box>
  );
};
