/** `/organisations/:org/logo`: the seal or logo of an organisation is uploaded or taken away; `/logos/:org` shows it. */

import * as z from 'zod';
import { changeLogo, logoRule, readLogo } from '#actions/people/organisation-logo.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, invalid, missing, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { publisherOf } from '#web/frame/publisher.ts';
import { cachePublicly } from '#web/frame/security.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';

const words = {
  title: text('徽标或印章', 'Seal or logo'),
  lead: text(
    '显示在本单位公示、名单和证书查验页面的页首，并印在公示、决定、函件的首页；证书上是否印由轮次的证书样式决定。',
    'It stands in the head of the notices, lists and certificate checks of this organisation, and over the first page of its notices, decisions and letters; whether certificates bear it is set by round.',
  ),
  now: text('现在的图片', 'The picture now'),
  none: text('还没有上传。', 'None was uploaded.'),
  upload: text('上传', 'Upload'),
  help: text('1 MB 以内；建议正方形、透明底。', 'Up to 1 MB; best square and transparent.'),
  remove: text('不再显示', 'Show none'),
  saved: text('已保存', 'Saved'),
} as const;

const uploadForm = (path: string): FormSpec => ({
  form: 'logo',
  action: path,
  button: words.upload,
  note: words.help,
  groups: [],
  file: { name: 'logo', label: logoRule.label, accept: '.jpg,.jpeg,.png', required: true },
});
const removeForm = (path: string): FormSpec => ({
  form: 'remove',
  action: `${path}/remove`,
  button: words.remove,
  tone: 'secondary',
  groups: [],
});

/** @throws Problem `invalid` beside the field when nothing was chosen. */
function needed<T>(sent: T | undefined): T {
  if (sent === undefined)
    throw invalid('file-needed', '请选择要上传的图片。', 'Choose a picture to upload.', [
      fault('attachments.logo', 'file-needed', '请选择要上传的图片', 'Choose a picture to upload'),
    ]);
  return sent;
}

const nothing = z.strictObject({});
/** Lives until the address changes, which it does with the picture. */
const yearSeconds = 31_536_000;

async function page({ deps }: Web, c: Ctx, typed?: Typed) {
  const org = await getOrganisation(deps.table, c.req.param('org') ?? '');
  demand(signedIn(c), 'organisation.edit', { orgPath: org.path });
  const frame = framed(c, typed, { saved: words.saved });
  const { lang } = frame;
  const path = `/organisations/${org.id}/logo`;
  const { logo } = await publisherOf(deps, org.id);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={org.name}
      lead={t(lang, words.lead)}
      current="organisations"
      crumbs={[{ href: `/organisations/${org.id}`, title: org.name }]}
    >
      <Box title={t(lang, words.now)}>
        {logo === undefined ? (
          <p class="muted">{t(lang, words.none)}</p>
        ) : (
          <>
            <img src={logo} alt={org.name} height="96" />
            <PostForm c={c} of={removeForm(path)} typed={typed} />
          </>
        )}
      </Box>
      <PostForm c={c} of={uploadForm(path)} typed={typed} />
    </Page>
  );
}

/** Mounted at '/'. */
export const organisationLogoPages = mounting((pages, web) => {
  const path = '/organisations/:org/logo';
  const change = (c: Ctx, form: string) =>
    take(c, {
      form,
      input: nothing,
      faultAt: (field: string) => field.replace(/^attachments\./, ''),
      work: async (_, { files }) => {
        const [file] = files.logo ?? [];
        const org = c.req.param('org') ?? '';
        const sent = file && { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name };
        await changeLogo(web.deps, signedIn(c), org, form === 'remove' ? undefined : needed(sent));
        return doneAt(`/organisations/${org}/logo`, 'saved');
      },
      show: (typed) => page(web, c, typed),
    });
  pages.get(path, async (c) => c.html(await page(web, c)));
  pages.post(path, (c) => change(c, 'logo'));
  pages.get(`${path}/remove`, (c) => c.redirect(`/organisations/${c.req.param('org')}/logo`));
  pages.post(`${path}/remove`, (c) => change(c, 'remove'));
});

/** The pictures themselves, for everybody. Mounted at '/'. */
export const logoFiles = mounting((files, { deps }) => {
  files.get('/logos/:org', async (c) => {
    const logo = await readLogo(deps, c.req.param('org'));
    if (logo === undefined) throw missing('no-logo', '没有图片。', 'There is no picture.');
    cachePublicly(c, yearSeconds);
    return c.body(Uint8Array.from(logo.bytes), 200, { 'content-type': logo.type });
  });
});
