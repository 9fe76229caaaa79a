/** `/stamped`: scans of stamped pages come back, many at once, each matched by its code; what has none yet is kept until it is typed. */

import {
  confirmScanSlot,
  keepScan,
  keptScans,
  matchScan,
  openScanSlot,
  stampedRule,
} from '#actions/files/stamped-pages.ts';
import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import { assetPaths } from '#web/frame/assets.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { FileField } from '#web/frame/file-fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { many, one, postedOf } from '#web/frame/posted.ts';
import { kindStatus } from '#web/frame/problems.tsx';
import { faultsOf, storeFile, waysOf } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import { listCrumb } from '#web/nomination/edit-page.tsx';
import { slotMade, slotTaken } from './slot-answers.ts';

const words = {
  title: text('上传盖章页', 'Stamped pages'),
  lead: text(
    '选择一份或多份扫描件。文件名中有编码的自动对上；其余的请输入或用扫码枪扫描页面下方的编码。',
    'Choose one or more scans. A file with the code in its name is matched by itself; for the others type or scan the code at the foot of the page.',
  ),
  kept: text('已保存、等编码的扫描件', 'Kept, waiting for their code'),
  code: (name: string) => text(`「${name}」的编码`, `Code of "${name}"`),
  codeHelp: text('11 位，如 ABCD-EFGH-JKL', '11 signs such as ABCD-EFGH-JKL'),
  send: text('上传', 'Upload'),
  matched: text('已对上', 'Matched'),
  revision: (n: number) => text(`第 ${n} 稿`, `revision ${n}`),
} as const;

interface Kept {
  readonly file: Attachment;
  readonly code: string;
}
interface Matched {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly revision: number;
}
interface Shown {
  readonly kept?: readonly Kept[];
  readonly matched?: readonly Matched[];
  readonly faults?: readonly Fault[];
}

function StampedPage(props: { c: Ctx; deps: Deps } & Shown) {
  const { c, deps, kept = [], matched = [], faults = [] } = props;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const direct = waysOf(deps, stampedRule, { slots: '/stamped/uploads', keep: '_kept' });
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      lead={t(lang, words.lead)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
      faults={faults.length > 0 ? faults : undefined}
    >
      {matched.length > 0 && (
        <Box title={t(lang, words.matched)} tone="tinted">
          <ul>
            {matched.map((one) => (
              <li>
                {one.file} → <a href={`/nominations/${one.id}`}>{one.name}</a>（
                {t(lang, words.revision(one.revision))}）
              </li>
            ))}
          </ul>
        </Box>
      )}
      <form method="post" action="/stamped" enctype="multipart/form-data">
        <HiddenCsrf csrf={csrf} />
        {kept.length > 0 && (
          <fieldset class="group">
            <legend class="group-title">{t(lang, words.kept)}</legend>
            {kept.map(({ file, code }) => (
              <>
                <input type="hidden" name="_kept" value={file.id} />
                <FormField
                  lang={lang}
                  field={{
                    id: 'code',
                    type: 'text',
                    max: 30,
                    label: words.code(file.name),
                    help: words.codeHelp,
                  }}
                  name={`code.${file.id}`}
                  value={code}
                  faults={faults}
                />
              </>
            ))}
          </fieldset>
        )}
        {direct && <script type="module" src={assetPaths.upload}></script>}
        <FileField lang={lang} rule={stampedRule} uploaded={[]} faults={faults} direct={direct} />
        <Actions>
          <Button>{t(lang, words.send)}</Button>
        </Actions>
      </form>
    </Page>
  );
}

/** Keeps what came, matches what can be matched, and gives back what still waits for its code. */
async function take({ deps }: Web, c: Ctx): Promise<Required<Shown>> {
  const actor = signedIn(c);
  const { body, files, faults: unreadable } = await postedOf(c);
  const faults = [...unreadable];
  const kept: Kept[] = [];
  const matched: Matched[] = [];
  const before = await keptScans(deps, actor, many(body, '_kept').slice(0, 100));
  const waiting: Kept[] = before.map((file) => ({ file, code: one(body, `code.${file.id}`) }));
  const sent = files['attachments.stamped'] ?? [];
  if (sent.length > stampedRule.max)
    faults.push(
      fault(
        'attachments.stamped',
        'too-many-files',
        `一次最多 ${stampedRule.max} 份，其余的请再传一次`,
        `At most ${stampedRule.max} at once; send the others afterwards`,
      ),
    );
  for (const file of sent.slice(0, stampedRule.max)) {
    const store = async (bytes: Uint8Array) => {
      waiting.push(await keepScan(deps, actor, bytes, { name: file.name }));
    };
    faults.push(...(await storeFile(file, 'attachments.stamped', store)));
  }
  if (waiting.length + sent.length === 0)
    faults.push(
      fault('attachments.stamped', 'required', '请选择盖章页的扫描件', 'Choose the scans of stamped pages'),
    );
  for (const each of waiting) {
    const field = `code.${each.file.id}`;
    const match = async () => {
      const { page, name } = await matchScan(deps, actor, { file: each.file.id, code: each.code });
      matched.push({ id: page.nomination, name, file: each.file.name, revision: page.revision });
    };
    const wrong = await faultsOf(match, field);
    if (wrong.length > 0) kept.push(each);
    faults.push(...wrong.map((said) => ({ ...said, field })));
  }
  return { faults, kept, matched };
}

/** The page and its form. */
export const stampedPages = mounting((app, web) => {
  app.get('/stamped', (c) => {
    signedIn(c);
    return c.html(<StampedPage c={c} deps={web.deps} />);
  });
  app.post('/stamped', async (c) => {
    const shown = await take(web, c);
    return c.html(
      <StampedPage c={c} deps={web.deps} {...shown} />,
      shown.faults.length > 0 ? kindStatus.invalid : 200,
    );
  });
  // Where scans go straight to the bucket: what upload.js asks for.
  app.post('/stamped/uploads', (c) => slotMade(c, (sent) => openScanSlot(web.deps, signedIn(c), sent)));
  app.post('/stamped/uploads/:slot/confirm', (c) =>
    slotTaken(c, (slot, sent) => confirmScanSlot(web.deps, signedIn(c), slot, sent)),
  );
});
