/** 退回修改: the same form with the newest answers, the reviewer's note above it, and what was changed marked. */

import { amend } from '#actions/nomination/amend.ts';
import { findAmending, saveAmending } from '#actions/nomination/amending.ts';
import { amendableSeat } from '#actions/nomination/nomination-access.ts';
import { amendment } from '#actions/nomination/nomination-input.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import { shanghaiTime } from '#domain/instant.ts';
import { formFromBody } from '#domain/nomination/form-body.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { isCertifiable } from '#domain/nomination/odd-codes.ts';
import { formOfRecord } from '#domain/nomination/paper.ts';
import { conflict, type Fault, refuseIf, text } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination, programmeRevision } from '#store/reads.ts';
import { AutosaveStatus, savedAnswer } from '#web/frame/autosave.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { AttachmentFields, type Direct } from '#web/frame/file-fields.tsx';
import { Asked, framed } from '#web/frame/form.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { pressedRow } from '#web/frame/groups.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask } from '#web/frame/post-form.tsx';
import { type Body, many, one, postedOf } from '#web/frame/posted.ts';
import { press, type Typed } from '#web/frame/take.ts';
import { addFiles } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import { Certifying } from './agreement.tsx';
import { changedFields } from './changes.ts';
import { listCrumb } from './edit-page.tsx';
import { type OpenedNomination, openedOf } from './opened-nomination.ts';

const words = {
  title: text('修改后重新提交', 'Amend and send again'),
  note: text('退回意见', 'Why it was returned'),
  changed: text('已修改的项目', 'Changed so far'),
  nothing: text('还没有修改。', 'Nothing is changed yet.'),
  whatHelp: text('告诉审核人改了什么，选填', 'Tells the reviewer what to look at; optional'),
  check: text('核对修改', 'See what changed'),
  send: text('重新提交', 'Send again'),
  unchanged: text(
    '还没有修改任何内容，请按退回意见修改后再提交',
    'Nothing was changed; amend it as the note asks, then send it',
  ),
} as const;

/** The amended form as it was typed, and the files that it has by now. */
interface Amended {
  readonly answers: Answers;
  readonly files: readonly Attachment[];
  readonly blank?: Readonly<Record<string, number>>;
}

const form = 'amend';
const formPath = (id: string) => `/nominations/${id}/edit/attachments`;

const AmendForm = (props: {
  readonly c: Ctx;
  readonly opened: OpenedNomination;
  readonly amended: Amended | undefined;
  readonly savedAt: string | undefined;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}) => {
  const { opened, amended, typed, faults } = props;
  const { nomination, programme } = opened;
  const { lang, csrf } = props.c.get('frame');
  const files = amended?.files ?? [...opened.attachments, ...opened.uploaded];
  const answers = amended?.answers ?? opened.before;
  // Who was told what changed meanwhile saves over it with the next press.
  const isTold = typed?.problem?.code === 'nomination-changed';
  const version = isTold ? undefined : typed?.body._version?.at(-1);
  const uploads: Direct = {
    slots: `/nominations/${nomination.id}/uploads`,
    without: 'beside',
    keep: '_files',
  };
  return (
    <form
      method="post"
      enctype="multipart/form-data"
      action={formPath(nomination.id)}
      data-autosave={`/nominations/${nomination.id}/draft`}
      novalidate
    >
      <HiddenCsrf csrf={csrf} />
      <input type="hidden" name="_version" value={version ?? String(nomination.version)} />
      {files.map((file) => (
        <input type="hidden" name="_files" value={file.id} />
      ))}
      {opened.uploaded.map((file) => (
        <input type="hidden" name="_seen" value={file.id} />
      ))}
      <FormFields
        form={programme.form}
        answers={answers}
        faults={faults}
        lang={lang}
        blank={amended?.blank}
      />
      <AttachmentFields
        lang={lang}
        form={formOfRecord(programme.form, nomination)}
        attachments={files}
        faults={faults}
        direct={opened.direct ? uploads : undefined}
        hrefOf={(file) => `/nominations/${nomination.id}/files/${file.id}`}
      />
      <Asked
        lang={lang}
        form={form}
        typed={typed}
        field={ask(amendment, 'note', { type: 'paragraph', help: words.whatHelp })}
      />
      {isCertifiable(programme.form, answers) && <Certifying {...{ lang, form, faults, typed }} />}
      <AutosaveStatus
        lang={lang}
        time={props.savedAt === undefined ? undefined : shanghaiTime(props.savedAt)}
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
  );
};

const AmendPage = (props: {
  readonly c: Ctx;
  readonly opened: OpenedNomination;
  readonly amended?: Amended | undefined;
  /** When what is shown was saved by itself. */
  readonly savedAt?: string | undefined;
  readonly typed?: Typed | undefined;
}) => {
  const { c, opened, amended, typed } = props;
  const { nomination, programme, seat } = opened;
  const frame = framed(c, typed);
  const { lang } = frame;
  const changed = amended === undefined ? [] : changedFields(programme.form, opened.before, amended.answers);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, programme.title)} · ${nomination.name}`}
      current="nominations"
      crumbs={[listCrumb(lang), { href: `/nominations/${nomination.id}`, title: nomination.name }]}
    >
      {seat.note !== undefined && (
        <Box title={t(lang, words.note)} tone="tinted">
          <p class="prose">{seat.note}</p>
        </Box>
      )}
      {amended !== undefined && (
        <Box title={t(lang, words.changed)}>
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
        </Box>
      )}
      <AmendForm {...{ c, opened, amended, typed }} savedAt={props.savedAt} faults={frame.faults} />
    </Page>
  );
};

/**
 * The files that the page says it has, as stored; others are left out and the action refuses what is missing. With them
 * those that came from another window since the page was made.
 */
async function filesOf(deps: Deps, opened: OpenedNomination, body: Body): Promise<Attachment[]> {
  const removed = one(body, '_removeFile');
  const ids = [...new Set(many(body, '_files'))].filter((id) => id !== removed).slice(0, 100);
  const found = await Promise.all(ids.map((id) => find<StoredFile>(deps.table, keys.file(id))));
  const named = found.flatMap((file) => (file?.record === opened.nomination.id ? [file] : []));
  const known = new Set([...many(body, '_seen'), ...named.map((file) => file.id), removed]);
  return [...named, ...opened.uploaded.filter((file) => !known.has(file.id))];
}

/** What was said of the amendment, and the version that it was begun on. */
const saidIn = (body: Body) => ({ note: one(body, 'note'), version: Number(one(body, '_version')) });

/** Shows and takes the amended form, at the addresses of a draft's form. */
export function amendPages(deps: Deps) {
  return {
    async show(c: Ctx): Promise<Response> {
      const opened = await openedOf(deps, c);
      const kept = await findAmending(deps, opened.nomination);
      if (kept === undefined) return c.html(<AmendPage c={c} opened={opened} />);
      const body = { note: [kept.note], _version: [String(kept.version)] };
      const amended = { answers: kept.answers, files: [...opened.attachments, ...opened.uploaded] };
      const shown = { opened, amended, savedAt: kept.savedAt, typed: { form, body } };
      return c.html(<AmendPage c={c} {...shown} />);
    },
    /** Saves what is typed; problems go to the error handler, which answers in JSON. */
    async autosave(c: Ctx): Promise<Response> {
      const actor = signedIn(c);
      const nomination = await findNomination(deps.table, c.req.param('id') ?? '');
      if (nomination === undefined || (await amendableSeat(deps, nomination)) === undefined)
        throw conflict(
          'already-submitted',
          '这份草稿已经提交或删除，改动没有保存。',
          'This draft was submitted or deleted; the change was not saved.',
        );
      const { body, faults } = await postedOf(c);
      refuseIf(faults);
      const programme = await programmeRevision(
        deps.table,
        nomination.programme,
        nomination.programmeRevision,
      );
      const saved = await saveAmending(deps, actor, {
        id: nomination.id,
        answers: formFromBody(programme.form, body),
        ...saidIn(body),
      });
      return c.json(savedAnswer(c, saved));
    },
    async save(c: Ctx): Promise<Response> {
      const actor = signedIn(c);
      const opened = await openedOf(deps, c);
      const { nomination, programme, before } = opened;
      const posted = await postedOf(c);
      const { body } = posted;
      const row = pressedRow(programme.form, body);
      const files = await filesOf(deps, opened, body);
      const amended: Amended = {
        answers: formFromBody(programme.form, row?.body ?? body),
        files,
        ...(row !== undefined && { blank: row.blank }),
      };
      const show = (typed: Typed) => <AmendPage c={c} opened={opened} amended={amended} typed={typed} />;
      const work = async () => {
        const keep = (file: Attachment) => files.push(file);
        const wrong = await addFiles(
          deps,
          actor,
          nomination.id,
          formOfRecord(programme.form, nomination).attachments,
          posted.files,
          keep,
        );
        refuseIf([...posted.faults, ...wrong]);
        if (row !== undefined || one(body, '_go') !== 'send') return c.html(show({ form, body }));
        const ids = (of: readonly Attachment[]) => JSON.stringify(of.map((file) => file.id));
        const isSame =
          ids(files) === ids(opened.attachments) &&
          changedFields(programme.form, before, amended.answers).length === 0;
        refuseIf(isSame ? [{ field: '', code: 'unchanged', text: words.unchanged }] : []);
        await amend(deps, actor, {
          id: nomination.id,
          answers: amended.answers,
          attachments: files,
          ...saidIn(body),
          certified: one(body, 'certified') === 'true',
        });
        return `/nominations/${nomination.id}?done=amended`;
      };
      return press(c, form, body, { work, show });
    },
  };
}
