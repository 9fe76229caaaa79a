/** `/nominations/<id>/form.docx` and `.pdf`: 推荐审批表 from the record, to be printed and sealed at every level. */

import { nominationForm } from '#actions/nomination/form-paper.ts';
import { text } from '#domain/problem.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { sendPaper } from '#web/frame/send.ts';
import { type InLang, t } from '#web/frame/words.ts';
import type { RecordView } from './record-page.tsx';

const words = {
  docx: text('推荐审批表（Word）', 'Recommendation form (Word)'),
  pdf: text('推荐审批表（PDF）', 'Recommendation form (PDF)'),
  fullDocx: text('含完整个人信息（Word）', 'With personal data in full (Word)'),
  fullPdf: text('含完整个人信息（PDF）', 'With personal data in full (PDF)'),
  masked: text(
    '下载的表隐去了部分个人信息；下载完整的表会留下查看记录。',
    'Personal data are masked in it; a form in full leaves a record that you saw them.',
  ),
} as const;

const formats = ['docx', 'pdf'] as const;

/** The form to download; in full by a press, where its reader sees it masked. */
export const FormDownloads = (
  props: InLang & { readonly view: RecordView; readonly csrf: string | undefined },
) => {
  const { lang, view, csrf } = props;
  const base = `/nominations/${view.nomination.id}/form`;
  const asksPress = csrf !== undefined && !view.reveal && !view.erased && view.signedIn === true;
  return (
    <>
      <Actions>
        {formats.map((format) => (
          <Button href={`${base}.${format}`} tone="secondary">
            {t(lang, words[format])}
          </Button>
        ))}
      </Actions>
      {asksPress && (
        <form method="post" action={`${base}.docx`}>
          <HiddenCsrf csrf={csrf} />
          <p class="muted">{t(lang, words.masked)}</p>
          <Actions>
            <Button tone="secondary" small>
              {t(lang, words.fullDocx)}
            </Button>
            <Button tone="secondary" small formaction={`${base}.pdf`}>
              {t(lang, words.fullPdf)}
            </Button>
          </Actions>
        </form>
      )}
    </>
  );
};

/** Mounted at '/'. */
export const formPaperPages = mounting((app, { deps }) => {
  const send = async (c: Ctx, format: (typeof formats)[number], pressed: boolean) =>
    sendPaper(c, await nominationForm(deps, signedIn(c), c.req.param('id') ?? '', { format, pressed }));
  for (const format of formats) {
    app.get(`/nominations/:id/form.${format}`, (c) => send(c, format, false));
    app.post(`/nominations/:id/form.${format}`, (c) => send(c, format, true));
  }
});
