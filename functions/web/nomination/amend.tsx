/** 退回修改: the form with the newest answers, whole or a section a page, saved as one types, then sent again. */
import { amend } from '#actions/nomination/amend.ts';
import { findAmending, saveAmending } from '#actions/nomination/amending.ts';
import { amendableSeat } from '#actions/nomination/nomination-access.ts';
import { chooseView, likesSections } from '#actions/people/form-view.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { formOfRecord } from '#domain/nomination/paper.ts';
import { conflict, refuseIf, text } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination } from '#store/reads.ts';
import { savedAnswer } from '#web/frame/autosave.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { pressedRow } from '#web/frame/groups.ts';
import { type Body, many, one, postedOf } from '#web/frame/posted.ts';
import { press, type Typed } from '#web/frame/take.ts';
import { addFiles } from '#web/frame/uploads.ts';
import { type Amended, AmendList, AmendPage, amendForm } from './amend-page.tsx';
import { changedFields } from './changes.ts';
import { type OpenedNomination, openedOf } from './opened-nomination.ts';
import { answersIn, hasSections, type Section, sectionNamed, sectionsOf, sectionWith } from './sections.ts';

const unchanged = text(
  '还没有修改任何内容，请按退回意见修改后再提交',
  'Nothing was changed; amend it as the note asks, then send it',
);

/** What is amended: the nomination, and what was saved of its amendment. */
async function amendingOf(deps: Deps, c: Ctx) {
  const opened = await openedOf(deps, c);
  const kept = await findAmending(deps, opened.nomination);
  const gone = new Set(kept?.without);
  const files = [...opened.attachments, ...opened.uploaded].filter(({ id }) => !gone.has(id));
  const today = shanghaiDate(instantOf(deps));
  return { opened, kept, today, amended: { answers: kept?.answers ?? opened.before, files } };
}
type AmendingNow = Awaited<ReturnType<typeof amendingOf>>;

/** The section that a posted form is of; undefined for the whole form. */
const sectionIn = ({ opened, amended, today }: AmendingNow, body: Body): Section | undefined =>
  sectionNamed(opened.programme.form, amended.answers, today, one(body, '_section'));

/** A form that asks for files says which it has; others are left as they were. */
const asksFiles = (body: Body): boolean => '_beside' in body;

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

/** Those of the nomination's files that a form has no more. */
function withoutIn({ opened }: AmendingNow, files: readonly Attachment[]): readonly string[] {
  const stays = new Set(files.map(({ id }) => id));
  return [...opened.attachments, ...opened.uploaded].flatMap(({ id }) => (stays.has(id) ? [] : [id]));
}

/** Saves what was typed of an amendment; a section leaves what the others hold. */
async function keep(deps: Deps, c: Ctx, now: AmendingNow, body: Body, files: readonly Attachment[]) {
  const { opened, kept, amended } = now;
  const { form } = opened.programme;
  return saveAmending(deps, signedIn(c), {
    id: opened.nomination.id,
    answers: answersIn(form, sectionIn(now, body), body, amended.answers),
    note: 'note' in body ? one(body, 'note') : (kept?.note ?? ''),
    without: [...(asksFiles(body) ? withoutIn(now, files) : (kept?.without ?? []))],
    version: Number(one(body, '_version')),
  });
}

const editPath = ({ nomination }: OpenedNomination, section?: number): string =>
  `/nominations/${nomination.id}/edit${section === undefined ? '' : `?section=${section}`}`;

async function sendAmended(deps: Deps, c: Ctx, now: AmendingNow, body: Body, amended: Amended) {
  const { opened } = now;
  const ids = (of: readonly Attachment[]) => JSON.stringify(of.map((file) => file.id));
  const isSame =
    ids(amended.files) === ids(opened.attachments) &&
    changedFields(opened.programme.form, opened.before, amended.answers).length === 0;
  refuseIf(isSame ? [{ field: '', code: 'unchanged', text: unchanged }] : []);
  await amend(deps, signedIn(c), {
    id: opened.nomination.id,
    answers: amended.answers,
    attachments: amended.files,
    note: one(body, 'note'),
    version: Number(one(body, '_version')),
    certified: one(body, 'certified') === 'true',
  });
  return `/nominations/${opened.nomination.id}?done=amended`;
}

/** The form, a section of it, or the list of its sections: as the address says, else as she likes it. */
async function amendView(deps: Deps, c: Ctx) {
  const now = await amendingOf(deps, c);
  const { opened, kept, amended, today } = now;
  const { form } = opened.programme;
  const shown = { c, opened, amended, kept, today };
  const section = sectionNamed(form, amended.answers, today, c.req.query('section') ?? '');
  if (section === undefined && hasSections(form) && (await likesSections(deps, signedIn(c)))) {
    const sections = sectionsOf(form, amended.answers, today);
    const at = c.req.query('at');
    const wanted = at === undefined ? undefined : sectionWith(sections, at);
    if (wanted === undefined) return <AmendList {...shown} sections={sections} />;
    return <AmendPage {...shown} section={wanted} isSeen={false} />;
  }
  return <AmendPage {...shown} section={section} isSeen={kept !== undefined} />;
}

/** Takes a press on the form: everything is saved, then it leads on, or is sent. */
async function saveView(deps: Deps, c: Ctx): Promise<Response> {
  const now = await amendingOf(deps, c);
  const { opened, kept, today } = now;
  const { nomination, programme } = opened;
  const posted = await postedOf(c);
  const { body } = posted;
  const go = one(body, '_go');
  const section = sectionIn(now, body);
  const row = pressedRow(programme.form, body);
  const files =
    section === undefined || asksFiles(body) ? await filesOf(deps, opened, body) : [...now.amended.files];
  const amended: Amended = {
    answers: answersIn(programme.form, section, body, now.amended.answers),
    files,
    ...(row !== undefined && { blank: row.blank }),
  };
  // What is refused as a whole is shown as a whole: a fault may stand in any section.
  const show = (typed: Typed, at: Section | undefined = go === 'send' ? undefined : section) => (
    <AmendPage {...{ c, opened, amended, kept, today, typed }} section={at} isSeen />
  );
  const work = async () => {
    const { attachments: rules } = formOfRecord(programme.form, nomination);
    const wrong = await addFiles(deps, signedIn(c), nomination.id, rules, posted.files, (file) =>
      files.push(file),
    );
    refuseIf([...posted.faults, ...wrong]);
    if (go === 'send') return sendAmended(deps, c, now, body, amended);
    refuseIf((await keep(deps, c, now, body, files)).faults);
    if (go === 'sections' || go === 'whole') await chooseView(deps, signedIn(c), go);
    if (go === 'next') return editPath(opened, section!.n + 1);
    if (['list', 'sections', 'whole'].includes(go)) return editPath(opened);
    return c.html(show({ form: amendForm, body }));
  };
  return press(c, amendForm, body, { work, show });
}

/** Shows and takes the amended form, at the addresses of a draft's form. */
export function amendPages(deps: Deps) {
  return {
    show: async (c: Ctx): Promise<Response> => c.html(await amendView(deps, c)),
    save: (c: Ctx) => saveView(deps, c),
    /** Saves what is typed; problems go to the error handler, which answers in JSON. */
    async autosave(c: Ctx): Promise<Response> {
      const id = c.req.param('id') ?? '';
      const nomination = await findNomination(deps.table, id);
      if (nomination === undefined || (await amendableSeat(deps, nomination)) === undefined)
        throw conflict(
          'already-submitted',
          '这份草稿已经提交或删除，改动没有保存。',
          'This draft was submitted or deleted; the change was not saved.',
        );
      const now = await amendingOf(deps, c);
      const { body, faults } = await postedOf(c);
      refuseIf(faults);
      const files = asksFiles(body) ? await filesOf(deps, now.opened, body) : now.amended.files;
      return c.json(savedAnswer(c, await keep(deps, c, now, body, files)));
    },
  };
}
