/** Parts of the page of one objection: what is sealed, and what its handler can do. */
import type { ObjectionEntry } from '#actions/objection/objection-reading.ts';
import type { SealedObjection } from '#actions/objection/objection-secrets.ts';
import { objectionStatusWords } from '#domain/objection/objection-status.ts';
import { Act } from '#web/frame/act.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { Asked, sayIn, type Typed } from '#web/frame/form.tsx';
import { SummaryList } from '#web/frame/parts.tsx';

export const casePath = (id: string): string => `/objections/${encodeURIComponent(id)}`;

export const Secret = ({
  c,
  secret,
  finding,
}: {
  readonly c: Ctx;
  readonly secret: SealedObjection | undefined;
  readonly finding: string | undefined;
}) => {
  const { lang } = c.get('frame');
  const say = sayIn(lang);
  if (secret === undefined)
    return <p>{say('异议内容已按规定删除。', 'Its content was erased as the rules demand.')}</p>;
  const { objector, content } = secret;
  const kinds = {
    person: say('个人', 'A person'),
    unit: say('单位', 'A unit'),
    anonymous: say('匿名', 'Anonymous'),
  };
  return (
    <SummaryList
      rows={[
        { label: say('异议人', 'Objector'), value: kinds[objector.kind] },
        ...(objector.kind === 'anonymous'
          ? []
          : [
              { label: say('姓名或名称', 'Name'), value: objector.name || '—' },
              { label: say('联系方式', 'Contact'), value: objector.contact || '—' },
            ]),
        { label: say('内容', 'Content'), value: <span class="prose">{content}</span> },
        ...(finding === undefined
          ? []
          : [{ label: say('核查情况', 'Finding'), value: <span class="prose">{finding}</span> }]),
      ]}
    />
  );
};

export const Acts = (props: {
  readonly c: Ctx;
  readonly entry: ObjectionEntry;
  readonly typed: Typed | undefined;
  readonly colleagues: readonly { id: string; name: string }[];
}) => {
  const { c, entry, typed } = props;
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const here = casePath(entry.id);
  const shared = { lang, csrf, typed, fields: { version: String(entry.version) } };
  return (
    <div class="actions">
      {entry.status === 'logged' && (
        <Act
          {...shared}
          form="accept"
          action={`${here}/accept`}
          label={say('改为受理', 'Accept after all')}
          question={say(
            '仅当有明确线索、且不是逾期提出时可以受理；受理后对象暂缓。',
            'Only with clear leads and in time; the nominee is then held.',
          )}
        />
      )}
      <Act
        {...shared}
        form="appoint"
        action={`${here}/appoint`}
        label={say('指定承办人', 'Appoint the handler')}
        question={say('指定后，只有承办人可以看到异议人身份。', 'From then on only she sees who objected.')}
      >
        <Asked
          lang={lang}
          form="appoint"
          typed={typed}
          field={{
            id: 'member',
            type: 'choice',
            required: true,
            label: { zh: '承办人', en: 'Handler' },
            options: props.colleagues.map((each) => ({ value: each.id, label: { zh: each.name } })),
          }}
          now={entry.handler}
        />
      </Act>
      {entry.status === 'accepted' && entry.extensions < entry.settings.extensions && (
        <Act
          {...shared}
          form="extend"
          action={`${here}/extend`}
          label={say('延长核查', 'Extend')}
          question={say(
            `延长 ${entry.settings.investigationDays} 个工作日。`,
            `By ${entry.settings.investigationDays} working days.`,
          )}
        />
      )}
      {entry.status === 'accepted' && entry.nomination !== undefined && (
        <Act
          {...shared}
          form="correction"
          action={`${here}/correction`}
          label={say('要求更正材料', 'Ask for a correction')}
          question={say(
            '申报单位可以修改申报表；公示过的内容有变的，须以“更正后维持”结案并重新公示。',
            'The nominator may amend the form; where what was shown changes, settle as corrected and post a new notice.',
          )}
        >
          <Asked
            lang={lang}
            form="correction"
            typed={typed}
            field={{
              id: 'note',
              type: 'paragraph',
              required: true,
              max: 500,
              label: { zh: '需要更正的内容', en: 'What is to be put right' },
              help: {
                zh: '申报单位会看到，请勿透露异议人',
                en: 'The nominator reads it: no hint at who objected',
              },
            }}
          />
        </Act>
      )}
      {entry.status === 'accepted' && (
        <Act
          {...shared}
          form="settle"
          action={`${here}/settle`}
          label={say('作出结论', 'Settle')}
          question={say('结论作出后不能更改。', 'It cannot be changed afterwards.')}
        >
          <Asked
            lang={lang}
            form="settle"
            typed={typed}
            field={{
              id: 'outcome',
              type: 'choice',
              required: true,
              label: { zh: '结论', en: 'Conclusion' },
              options: (['upheld', 'dismissed', 'corrected'] as const).map((value) => ({
                value,
                label: objectionStatusWords[value],
              })),
            }}
          />
          <Asked
            lang={lang}
            form="settle"
            typed={typed}
            field={{
              id: 'finding',
              type: 'paragraph',
              required: true,
              label: { zh: '核查情况和依据', en: 'What was found and on what grounds' },
              help: { zh: '加密保存', en: 'Stored encrypted' },
            }}
          />
          <Asked
            lang={lang}
            form="settle"
            typed={typed}
            field={{
              id: 'publicFactsChanged',
              type: 'boolean',
              label: {
                zh: '更正涉及公示过的内容，须重新公示',
                en: 'The correction touches what the notice showed: a new notice is needed',
              },
            }}
            now="false"
          />
        </Act>
      )}
    </div>
  );
};
