/** `/nominations/<id>/uploads/…`: files straight to the bucket (docs/architecture.md#files-and-papers). */

import { typeNames } from '#actions/files/attachment-content.ts';
import { type Added, uploadTarget } from '#actions/files/attachments.ts';
import { confirmUpload, openUpload, readUpload } from '#actions/files/direct-uploads.ts';
import { slotConfirmation, slotRequest } from '#actions/files/files-input.ts';
import type { OpenSlot } from '#actions/files/slots.ts';
import { findDraft } from '#actions/nomination/draft-record.ts';
import type { Deps } from '#deps';
import { inputFromTexts } from '#domain/input.ts';
import { Problem, refuseIf, type Text, text } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { fieldId } from '#web/frame/errors.tsx';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { answerPage, type Markup, press, type Typed } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { listCrumb } from '#web/nomination/edit-page.tsx';
import { slotAnswer, takenAnswer } from './slot-answers.ts';

const words = {
  title: text('上传文件', 'Upload a file'),
  next: text('下一步', 'Next'),
  choose: text('选择文件', 'Choose the file'),
  chooseLead: text(
    '文件直接传到存储服务，传完后回到本站确认。超过大小或类型不符的文件，存储服务不接收；这时请返回上一页重选。',
    'The file goes straight to the store, which leads you back to confirm it. A file that is too large or of another type is refused there; go back and choose another.',
  ),
  send: text('上传', 'Upload'),
  check: text('确认文件', 'Confirm the file'),
  checkLead: text(
    '文件已传到，确认后才计入申报。系统会检查文件内容。',
    'The file has arrived. It counts once you confirm it; its content is checked then.',
  ),
  name: text('文件名称', 'Name of the file'),
  nameHelp: text('审核人看到的名称，不写扩展名也可以', 'What the reviewer sees; the ending may be left out'),
  again: text('重新上传', 'Upload again'),
  back: text('返回', 'Back'),
  done: text('文件已收到', 'The file is taken'),
  doneLead: text(
    '请关闭本窗口，回到修改页面，按“核对修改”即可看到这个文件。',
    'Close this window, go back to your amendment and press "See what changed": the file is there.',
  ),
} as const;

const wantsJson = (c: Ctx): boolean => (c.req.header('accept') ?? '').startsWith('application/json');
const baseOf = (c: Ctx): string => `/nominations/${c.req.param('id') ?? ''}`;
const ruleWay = (c: Ctx, rule: string): string => `${baseOf(c)}/uploads/new?rule=${encodeURIComponent(rule)}`;

/** What stands on each of the pages. */
function partsOf(c: Ctx, rule: AttachmentRule, title: Text, lead: Text) {
  const frame = c.get('frame');
  const limits = w(frame.lang).form.files(rule.types, rule.maxMegabytes, rule.max);
  return {
    ...frame,
    title: t(frame.lang, title),
    caption: `${t(frame.lang, rule.label)} · ${limits}`,
    lead: t(frame.lang, lead),
    current: 'nominations' as const,
    crumbs: [listCrumb(frame.lang)],
  };
}

/** First press: for which kind of file the slot is. */
function newPage(c: Ctx, rule: AttachmentRule, typed?: Typed) {
  const { flash, faults } = framed(c, typed);
  const types = rule.types.map((type) => ({ value: type, label: { zh: typeNames[type] ?? type } }));
  const only = rule.types.length === 1 ? rule.types[0]! : undefined;
  const of: FormSpec = {
    form: 'upload',
    action: `${baseOf(c)}/uploads`,
    hidden: { rule: rule.id, ...(only !== undefined && { type: only }) },
    groups:
      only === undefined
        ? [[ask(slotRequest, 'type', { type: 'choice', required: true, options: types })]]
        : [],
    button: words.next,
    cancel: `${baseOf(c)}/edit`,
  };
  return (
    <Page {...partsOf(c, rule, words.title, words.chooseLead)} flash={flash} faults={faults}>
      <PostForm c={c} of={of} typed={typed} />
    </Page>
  );
}

/** Second press: the bucket's own form. It holds nothing of ours but the fields that the bucket wants. */
function sendPage(c: Ctx, { rule, slot, form }: OpenSlot) {
  const { lang } = c.get('frame');
  const id = fieldId('file');
  return (
    <Page {...partsOf(c, rule, words.title, words.chooseLead)}>
      <form method="post" enctype="multipart/form-data" action={form.url}>
        {Object.entries(form.fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <div class="field">
          <label class="label" for={id}>
            {t(lang, words.choose)}
          </label>
          <input
            type="file"
            id={id}
            name="file"
            required
            accept={slot.type === 'jpg' ? '.jpg,.jpeg' : `.${slot.type}`}
          />
        </div>
        <Actions>
          <Button>{t(lang, words.send)}</Button>
          <Button href={`${baseOf(c)}/edit`} tone="quiet">
            {t(lang, words.back)}
          </Button>
        </Actions>
      </form>
    </Page>
  );
}

/** Third press: a GET from the bucket changes nothing, so she confirms. */
function confirmPage(c: Ctx, { rule, slot }: OpenSlot, typed?: Typed) {
  const { flash, faults, lang } = framed(c, typed);
  const of: FormSpec = {
    form: 'confirm',
    action: `${baseOf(c)}/uploads/${slot.id}/confirm`,
    groups: [
      [
        ask(slotConfirmation, 'name', {
          label: words.name,
          help: words.nameHelp,
          now: slot.name ?? t(lang, rule.label),
        }),
      ],
    ],
  };
  return (
    <Page {...partsOf(c, rule, words.check, words.checkLead)} flash={flash} faults={faults}>
      <PostForm c={c} of={of} typed={typed} />
      <p>
        <a href={ruleWay(c, rule.id)}>{t(lang, words.again)}</a>
      </p>
    </Page>
  );
}

const recordOf = (c: Ctx): string => c.req.param('id') ?? '';
const slotOf = (c: Ctx): string => c.req.param('slot') ?? '';
const readSlot = (deps: Deps, c: Ctx): Promise<OpenSlot> => {
  const back = `${deps.site.url}${baseOf(c)}/uploads/${slotOf(c)}/confirm`;
  return readUpload(deps, signedIn(c), recordOf(c), slotOf(c), back);
};
const ended = async (deps: Deps, c: Ctx): Promise<Response> =>
  (await findDraft(deps.table, recordOf(c))) === undefined
    ? c.redirect(`${baseOf(c)}/uploads/done`, 303)
    : c.redirect(`${baseOf(c)}/edit?saved=1`, 303);
/** Shows a page of a slot; one that was confirmed already leads on. */
async function shown(deps: Deps, c: Ctx, page: (open: OpenSlot) => Markup): Promise<Markup | Response> {
  try {
    return page(await readSlot(deps, c));
  } catch (error) {
    if (error instanceof Problem && error.code === 'upload-confirmed') return ended(deps, c);
    throw error;
  }
}

async function takeSlot(deps: Deps, c: Ctx): Promise<Response> {
  const actor = signedIn(c);
  const { body, faults } = await postedOf(c);
  const rule = one(body, 'rule');
  const work = () => {
    refuseIf(faults);
    const sent = inputFromTexts(slotRequest, (field) => body[field]);
    return openUpload(deps, actor, recordOf(c), sent);
  };
  if (wantsJson(c)) {
    return slotAnswer(c, await work());
  }
  return press(c, 'upload', body, {
    work: async () => `${baseOf(c)}/uploads/${(await work()).slot.id}`,
    faultAt: () => 'type',
    show: async (typed) => newPage(c, (await uploadTarget(deps, actor, recordOf(c), rule)).rule, typed),
  });
}

async function takeConfirmation(deps: Deps, c: Ctx): Promise<Response> {
  const { body, faults } = await postedOf(c);
  const work = (): Promise<Added> => {
    refuseIf(faults);
    const sent = inputFromTexts(slotConfirmation, (field) => body[field]);
    return confirmUpload(deps, signedIn(c), recordOf(c), slotOf(c), sent);
  };
  if (wantsJson(c)) {
    return takenAnswer(c, (await work()).attachment);
  }
  return press(c, 'confirm', body, {
    work: async () => {
      await work();
      return ended(deps, c);
    },
    show: (typed) => shown(deps, c, (open) => confirmPage(c, open, typed)),
  });
}

/** Mounted with the pages of files; where files go through the server each address leads back to the form. */
export const directPages = mounting((app, { deps }) => {
  app.get('/nominations/:id/uploads', (c) => c.redirect(`${baseOf(c)}/edit`));
  app.get('/nominations/:id/uploads/new', async (c) => {
    if (deps.files.direct === undefined) return c.redirect(`${baseOf(c)}/edit`);
    const { rule } = await uploadTarget(deps, signedIn(c), recordOf(c), c.req.query('rule') ?? '');
    return c.html(newPage(c, rule));
  });
  app.get('/nominations/:id/uploads/done', (c) => {
    signedIn(c);
    const frame = c.get('frame');
    return c.html(
      <Page
        {...frame}
        title={t(frame.lang, words.done)}
        lead={t(frame.lang, words.doneLead)}
        current="nominations"
        crumbs={[listCrumb(frame.lang)]}
      />,
    );
  });
  app.post('/nominations/:id/uploads', (c) => takeSlot(deps, c));
  app.get('/nominations/:id/uploads/:slot', async (c) =>
    answerPage(c, await shown(deps, c, (open) => sendPage(c, open))),
  );
  app.get('/nominations/:id/uploads/:slot/confirm', async (c) =>
    answerPage(c, await shown(deps, c, (open) => confirmPage(c, open))),
  );
  app.post('/nominations/:id/uploads/:slot/confirm', (c) => takeConfirmation(deps, c));
});
