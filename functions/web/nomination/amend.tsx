/** 退回修改: the same form with the newest answers, the reviewer's note above it, and what was changed marked. */

import { amendFiles } from '#actions/files/unused-files.ts';
import { amend } from '#actions/nomination/amend.ts';
import { demandAmender } from '#actions/nomination/nomination-access.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { StoredFile } from '#domain/files/file-record.ts';
import { type FormBody, formFromBody } from '#domain/nomination/form-body.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import { fault, text } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keys } from '#store/keys.ts';
import { find, getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { attempt, bodyOf, type Refused, textIn, textsIn } from '#web/frame/body.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { AttachmentFields } from '#web/frame/file-fields.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { pressedRow } from '#web/frame/groups.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { addFiles, refusalOf } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import { changedFields } from './changes.ts';
import { listCrumb } from './edit-page.tsx';

const words = {
  title: text('修改后重新提交', 'Amend and send again'),
  note: text('退回意见', 'Why it was returned'),
  changed: text('已修改的项目', 'Changed so far'),
  nothing: text('还没有修改。', 'Nothing is changed yet.'),
  what: text('修改说明', 'What you changed'),
  whatHelp: text('告诉审核人改了什么，选填', 'Tells the reviewer what to look at; optional'),
  check: text('核对修改', 'See what changed'),
  send: text('重新提交', 'Send again'),
  unchanged: text(
    '还没有修改任何内容，请按退回意见修改后再提交',
    'Nothing was changed; amend it as the note asks, then send it',
  ),
} as const;

interface OpenedNomination {
  readonly nomination: Nomination;
  readonly seat: Candidacy;
  readonly programme: Programme;
  readonly before: Answers;
  /** Those of the form now in force, and what was uploaded for its amendment since. */
  readonly attachments: readonly Attachment[];
  readonly uploaded: readonly Attachment[];
  /** Files go from the browser to the bucket. */
  readonly direct: boolean;
}

async function openedOf(deps: Deps, c: Ctx): Promise<OpenedNomination> {
  const nomination = await getNomination(deps.table, c.req.param('id') ?? '');
  const seat = await demandAmender(deps, signedIn(c), nomination);
  const [programme, revision] = await Promise.all([
    programmeRevision(deps.table, nomination.programme, nomination.programmeRevision),
    getRevision(deps.table, nomination.id, nomination.revision),
  ]);
  const [{ answers }, uploaded] = await Promise.all([
    openAnswers(deps, revision),
    amendFiles(deps, nomination.id, revision.at),
  ]);
  const { attachments } = revision;
  return {
    nomination,
    seat,
    programme,
    before: answers,
    attachments,
    uploaded: uploaded.filter((file) => !attachments.some(({ id }) => id === file.id)),
    direct: deps.files.direct !== undefined,
  };
}

interface Typed {
  readonly answers: Answers;
  readonly note: string;
  readonly version: string;
  readonly files: readonly Attachment[];
  readonly blank?: Readonly<Record<string, number>>;
}

const AmendPage = (props: {
  c: Ctx;
  opened: OpenedNomination;
  typed?: Typed | undefined;
  refused?: Refused | undefined;
}) => {
  const { c, opened, typed, refused } = props;
  const { nomination, programme, seat } = opened;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const changed = typed === undefined ? [] : changedFields(programme.form, opened.before, typed.answers);
  const files = typed?.files ?? [...opened.attachments, ...opened.uploaded];
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, programme.title)} · ${nomination.name}`}
      current="nominations"
      crumbs={[listCrumb(lang), { href: `/nominations/${nomination.id}`, title: nomination.name }]}
      faults={refused?.faults}
      flash={
        refused?.problem.kind === 'conflict'
          ? { kind: 'warning', title: t(lang, refused.problem.text) }
          : undefined
      }
    >
      {seat.note !== undefined && (
        <Panel title={t(lang, words.note)} tone="tinted">
          <p class="prose">{seat.note}</p>
        </Panel>
      )}
      {typed !== undefined && (
        <Panel title={t(lang, words.changed)}>
          {changed.length === 0 ? (
            <p class="muted">{t(lang, words.nothing)}</p>
          ) : (
            <ul>
              {changed.map((field) => (
                <li>
                  <a href={`#f-${field.id}`}>{t(lang, field.label)}</a>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
      <form
        method="post"
        enctype="multipart/form-data"
        action={`/nominations/${nomination.id}/edit/attachments`}
        data-guard
        novalidate
      >
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="_version" value={typed?.version ?? String(nomination.version)} />
        {files.map((file) => (
          <input type="hidden" name="_files" value={file.id} />
        ))}
        {opened.uploaded.map((file) => (
          <input type="hidden" name="_seen" value={file.id} />
        ))}
        <FormFields
          form={programme.form}
          answers={typed?.answers ?? opened.before}
          faults={refused?.faults}
          lang={lang}
          blank={typed?.blank}
        />
        <AttachmentFields
          lang={lang}
          form={programme.form}
          attachments={files}
          faults={refused?.faults}
          direct={
            opened.direct
              ? { slots: `/nominations/${nomination.id}/uploads`, saves: false, keep: '_files' }
              : undefined
          }
        />
        <FormField
          lang={lang}
          field={{ id: 'note', type: 'paragraph', max: 500, label: words.what, help: words.whatHelp }}
          value={typed?.note}
          faults={refused?.faults}
        />
        <Actions>
          <Button name="_go" value="send">
            {t(lang, words.send)}
          </Button>
          <Button tone="secondary" name="_go" value="check" draft>
            {t(lang, words.check)}
          </Button>
        </Actions>
      </form>
    </Page>
  );
};

/**
 * The files that the page says it has, as stored; others are left out and the action refuses what is missing. With them
 * those that came from another window since the page was made.
 */
async function filesOf(deps: Deps, opened: OpenedNomination, body: FormBody): Promise<Attachment[]> {
  const removed = textIn(body, '_removeFile');
  const ids = [...new Set(textsIn(body, '_files'))].filter((id) => id !== removed).slice(0, 100);
  const found = await Promise.all(ids.map((id) => find<StoredFile>(deps.table, keys.file(id))));
  const named = found.flatMap((file) => (file?.record === opened.nomination.id ? [file] : []));
  const known = new Set([...textsIn(body, '_seen'), ...named.map((file) => file.id), removed]);
  return [...named, ...opened.uploaded.filter((file) => !known.has(file.id))];
}

/** Shows and takes the amended form, at the addresses of a draft's form. */
export function amendPages(deps: Deps) {
  return {
    async show(c: Ctx): Promise<Response> {
      return c.html(<AmendPage c={c} opened={await openedOf(deps, c)} />);
    },
    async save(c: Ctx): Promise<Response> {
      const actor = signedIn(c);
      const opened = await openedOf(deps, c);
      const { form } = opened.programme;
      const body = await bodyOf(c);
      const row = pressedRow(form, body);
      const files = await filesOf(deps, opened, body);
      const wrong = await addFiles(deps, actor, opened.nomination.id, form.attachments, body, (file) =>
        files.push(file),
      );
      const typed: Typed = {
        answers: formFromBody(form, row?.body ?? body),
        note: textIn(body, 'note'),
        version: textIn(body, '_version'),
        files,
        ...(row !== undefined && { blank: row.blank }),
      };
      const again = (refused: Refused, more: Partial<Typed> = {}) =>
        c.html(
          <AmendPage c={c} opened={opened} typed={{ ...typed, ...more }} refused={refused} />,
          refused.status,
        );
      if (wrong.length > 0) return again(refusalOf(wrong));
      if (row !== undefined || textIn(body, '_go') !== 'send')
        return c.html(<AmendPage c={c} opened={opened} typed={typed} />);
      const sameFiles =
        JSON.stringify(files.map((file) => file.id)) ===
        JSON.stringify(opened.attachments.map((file) => file.id));
      if (sameFiles && changedFields(form, opened.before, typed.answers).length === 0)
        return again(refusalOf([fault('', 'unchanged', words.unchanged.zh, words.unchanged.en)]));
      const sent = await attempt(() =>
        amend(deps, actor, {
          nomination: opened.nomination.id,
          answers: typed.answers,
          attachments: files,
          version: Number(typed.version),
          note: typed.note,
        }),
      );
      if ('done' in sent) return c.redirect(`/nominations/${opened.nomination.id}?done=amended`, 303);
      const stale = sent.refused.problem.code === 'nomination-changed';
      return again(sent.refused, stale ? { version: String(opened.nomination.version) } : {});
    },
  };
}
