/** `/nominations/<id>/edit`: the form of a draft, saved as one types, with files; without script every press saves. */
import { Hono } from 'hono';
import { discardDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { formFromBody } from '#domain/nomination/form-body.ts';
import { paperScans } from '#domain/nomination/paper.ts';
import { refuseIf } from '#domain/problem.ts';
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

/** What a posted form asks to be saved. */
async function draftInput(deps: Deps, opened: OpenedDraft, { body, faults }: Posted) {
  refuseIf(faults);
  const { id, programme, org, channel, attachments } = opened.draft;
  const removed = one(body, '_removeFile');
  return {
    id,
    programme,
    org,
    channel,
    answers: answersIn(opened, body),
    version: await versionFor(deps, id, one(body, '_version')),
    ...('consentEmail' in body && { consentEmail: one(body, 'consentEmail') }),
    paper: {
      receivedOn: one(body, 'paper.receivedOn'),
      consentOn: one(body, 'paper.consentOn'),
    },
    ...(removed !== '' && { attachments: attachments.filter((file) => file.id !== removed) }),
  };
}
const answersIn = ({ programme: { form } }: OpenedDraft, body: Body) =>
  formFromBody(form, pressedRow(form, body)?.body ?? body);

/** Where a press on a button of the form leads once everything is saved. */
function wayOn(opened: OpenedDraft, body: Body): string {
  const base = `/nominations/${opened.draft.id}`;
  const row = pressedRow(opened.programme.form, body);
  if (row !== undefined) {
    const added = Object.keys(row.blank)[0];
    const table = added ?? one(body, '_removeRow').split('.')[0]!;
    return `${base}/edit${added === undefined ? '' : `?row=${added}`}#${fieldId(table)}`;
  }
  const [, rule] = /^upload:(.+)$/.exec(one(body, '_go')) ?? [];
  if (rule !== undefined) return `${base}/uploads/new?rule=${encodeURIComponent(rule)}`;
  return one(body, '_go') === 'preview' ? `${base}/preview` : `${base}/edit?saved=1`;
}

/** The pages of drafts being written; amending a returned nomination goes by the same addresses. */
export function editPages(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  const amending = amendPages(deps);
  const there = (c: Ctx) => draftAt(deps, c);

  app.get('/nominations/:id/edit', async (c) => {
    const opened = await there(c);
    if (opened === undefined) return amending.show(c);
    const row = c.req.query('row');
    const blank = opened.programme.form.fields.some((field) => field.id === row && field.type === 'table')
      ? { [row!]: 1 }
      : {};
    return c.html(
      <EditPage
        c={c}
        opened={opened}
        now={instantOf(deps)}
        blank={blank}
        saved={c.req.query('saved') !== undefined}
      />,
    );
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
      const saved = await saveDraft(deps, actor, await draftInput(deps, opened, posted));
      const rules = [...programme.form.attachments, ...paperScans];
      const added = await addFiles(deps, actor, draft.id, rules, posted.files);
      refuseIf([...saved.faults, ...added]);
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
          answers={answersIn(opened, body)}
          typed={typed}
        />
      );
    };
    return press(c, 'draft', body, { work, show });
  });

  // Autosave: problems go to the error handler, which answers in JSON.
  app.post('/nominations/:id/draft', async (c) => {
    const actor = signedIn(c);
    const opened = await there(c);
    if (opened === undefined) return amending.autosave(c);
    const saved = await saveDraft(deps, actor, await draftInput(deps, opened, await postedOf(c)));
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
