/** `/nominations/<id>/edit`: the form of a draft, saved as one types, with files; without script every press saves. */
import { Hono } from 'hono';
import { discardDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { chooseView, likesSections } from '#actions/people/form-view.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { paperScans } from '#domain/nomination/paper.ts';
import type { Actor } from '#domain/people/people.ts';
import { refuseIf } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import { savedAnswer } from '#web/frame/autosave.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { fieldId } from '#web/frame/errors.tsx';
import { pressedRow } from '#web/frame/groups.ts';
import { type Body, one, type Posted, postedOf } from '#web/frame/posted.ts';
import { press, type Typed } from '#web/frame/take.ts';
import { addFiles } from '#web/frame/uploads.ts';
import { amendPages } from './amend.tsx';
import { versionFor } from './draft-stamp.ts';
import { EditPage } from './edit-page.tsx';
import { draftAt, type OpenedDraft } from './opened-draft.ts';
import { SectionList } from './section-list.tsx';
import { answersIn, hasSections, type Section, sectionNamed, sectionsOf, sectionWith } from './sections.ts';
import { wantingIn } from './wanting.ts';

/** What a posted form asks to be saved. */
async function draftInput(deps: Deps, actor: Actor, opened: OpenedDraft, { body, faults }: Posted) {
  refuseIf(faults);
  const { id, programme, org, channel, attachments } = opened.draft;
  const removed = one(body, '_removeFile');
  return {
    id,
    programme,
    org,
    channel,
    answers: answersTyped(deps, opened, body),
    version: await versionFor(deps, actor, id, one(body, '_version')),
    ...('consentEmail' in body && { consentEmail: one(body, 'consentEmail') }),
    paper: {
      receivedOn: one(body, 'paper.receivedOn'),
      consentOn: one(body, 'paper.consentOn'),
    },
    ...(removed !== '' && { attachments: attachments.filter((file) => file.id !== removed) }),
  };
}

/** The section that a posted form, or an address, is of; undefined for the whole form. */
const sectionNow = (deps: Deps, { programme, answers }: OpenedDraft, n: string): Section | undefined =>
  sectionNamed(programme.form, answers, shanghaiDate(instantOf(deps)), n);
const sectionIn = (deps: Deps, opened: OpenedDraft, body: Body): Section | undefined =>
  sectionNow(deps, opened, one(body, '_section'));

const answersTyped = (deps: Deps, opened: OpenedDraft, body: Body): Answers =>
  answersIn(opened.programme.form, sectionIn(deps, opened, body), body, opened.answers);

/** Where a press on a button of the form leads once everything is saved. */
function wayOn(opened: OpenedDraft, body: Body): string {
  const base = `/nominations/${opened.draft.id}`;
  const [section, go] = [one(body, '_section'), one(body, '_go')];
  const row = pressedRow(opened.programme.form, body);
  if (row !== undefined) {
    const added = Object.keys(row.blank)[0];
    const table = added ?? one(body, '_removeRow').split('.')[0]!;
    const query = new URLSearchParams({
      ...(section !== '' && { section }),
      ...(added !== undefined && { row: added }),
    });
    return `${base}/edit${query.size === 0 ? '' : `?${query}`}#${fieldId(table)}`;
  }
  const [, rule] = /^upload:(.+)$/.exec(go) ?? [];
  if (rule !== undefined) return `${base}/uploads/new?rule=${encodeURIComponent(rule)}`;
  if (go === 'next') return `${base}/edit?section=${Number(section) + 1}`;
  if (go === 'preview') return `${base}/preview`;
  if (['list', 'sections', 'whole'].includes(go)) return `${base}/edit`;
  return `${base}/edit?${section === '' ? '' : `section=${section}&`}saved=1`;
}

/** The form, one section of it, or the list of its sections: as the address says, else as she likes it. */
async function draftView(deps: Deps, c: Ctx, opened: OpenedDraft) {
  const { form } = opened.programme;
  const now = instantOf(deps);
  const n = c.req.query('section');
  const section = n === undefined ? undefined : sectionNow(deps, opened, n);
  const isWhole = section === undefined && (opened.start !== undefined || !hasSections(form));
  if (section === undefined && !isWhole && (await likesSections(deps, signedIn(c)))) {
    const sections = sectionsOf(form, opened.answers, shanghaiDate(now));
    const at = c.req.query('at');
    const wanted = at === undefined ? undefined : sectionWith(sections, at);
    if (wanted !== undefined) return <EditPage {...{ c, opened, now }} section={wanted} />;
    return <SectionList {...{ c, opened, now, sections }} missing={wantingIn(deps, opened).missing} />;
  }
  const row = c.req.query('row');
  const blank = form.fields.some(({ id, type }) => id === row && type === 'table') ? { [row!]: 1 } : {};
  const saved = c.req.query('saved') !== undefined;
  return <EditPage {...{ c, opened, now, blank, section, saved }} />;
}

/** The pages of drafts being written; amending a returned nomination goes by the same addresses. */
export function editPages(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  const amending = amendPages(deps);
  const there = (c: Ctx) => draftAt(deps, c);

  app.get('/nominations/:id/edit', async (c) => {
    const opened = await there(c);
    return opened === undefined ? amending.show(c) : c.html(await draftView(deps, c, opened));
  });
  app.get('/nominations/:id/edit/attachments', (c) => c.redirect(`/nominations/${c.req.param('id')}/edit`));

  app.post('/nominations/:id/edit/attachments', async (c) => {
    const actor = signedIn(c);
    const opened = await there(c);
    if (opened === undefined) return amending.save(c);
    const { programme, draft } = opened;
    const posted = await postedOf(c);
    const { body } = posted;
    const work = async () => {
      const saved = await saveDraft(deps, actor, await draftInput(deps, actor, opened, posted));
      const rules = [...programme.form.attachments, ...paperScans];
      const added = await addFiles(deps, actor, draft.id, rules, posted.files);
      refuseIf([...saved.faults, ...added]);
      const go = one(body, '_go');
      if (go === 'sections' || go === 'whole') await chooseView(deps, actor, go);
      return wayOn(opened, body);
    };
    const show = async (typed: Typed) => {
      if (typed.problem?.code === 'already-submitted') return c.redirect(`/nominations/${draft.id}`, 303);
      // The next press saves over what is there now: she has seen what changed.
      const fresh = (await there(c)) ?? opened;
      return (
        <EditPage
          c={c}
          opened={fresh}
          now={instantOf(deps)}
          answers={answersTyped(deps, opened, body)}
          section={sectionIn(deps, fresh, body)}
          typed={typed}
        />
      );
    };
    return press(c, 'draft', body, { work, show });
  });

  app.post('/nominations/:id/edit/view', async (c) => {
    await chooseView(deps, signedIn(c), 'whole');
    return c.redirect(`/nominations/${c.req.param('id')}/edit`, 303);
  });

  // Autosave: problems go to the error handler, which answers in JSON.
  app.post('/nominations/:id/draft', async (c) => {
    const actor = signedIn(c);
    const opened = await there(c);
    if (opened === undefined) return amending.autosave(c);
    const saved = await saveDraft(deps, actor, await draftInput(deps, actor, opened, await postedOf(c)));
    return c.json({
      ...savedAnswer(c, saved),
      version: (await there(c))?.stamp ?? String(saved.version),
    });
  });

  app.post('/nominations/:id/discard', async (c) => {
    await discardDraft(deps, signedIn(c), c.req.param('id'));
    return c.redirect('/nominations?discarded=1', 303);
  });
  return app;
}
