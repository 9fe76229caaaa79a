/** `/rounds/:id/certificate`: paper, background and places of a round's certificates, drawn as they will be printed; parts are dragged, moved by keys and buttons, or placed by numbers. */

import { raw } from 'hono/html';
import {
  certificateLook,
  changeCertificateLook,
  fieldsOfPlaces,
  lookIn,
  readBackground,
} from '#actions/honour/certificate-look.ts';
import {
  type CertificatePreview,
  certificateNow,
  previewCertificate,
} from '#actions/honour/certificate-preview.ts';
import {
  type CertificateLies,
  certificateParts,
  certificatePartWords,
} from '#domain/honour/certificate-placing.ts';
import { demand } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import type { Round } from '#domain/round/round-record.ts';
import { getOrganisation } from '#store/people.ts';
import { getRound } from '#store/reads.ts';
import { assetPaths } from '#web/frame/assets.ts';
import { PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  title: text('证书样式', 'Look of the certificates'),
  lead: text(
    '位置以 A4 的毫米计，选 A3 时同比放大。按“预览”看修改后的样子，满意后再保存。',
    'Places are millimetres of A4; A3 is the same, larger. Press preview to see a change, then save.',
  ),
  saved: text('证书样式已保存', 'The look is saved'),
  preview: text('预览', 'Preview'),
  save: text('保存', 'Save'),
  now: text('预览', 'Preview'),
  sample: text(
    '姓名和编号为示例；其余按本轮的文字和单位。',
    'Name and number are samples; all else is as the round says.',
  ),
  papers: text('材料与导出', 'Papers'),
  background: text('证书底图（JPG 或 PNG，4 MB 以内）', 'Background (JPG or PNG, up to 4 MB)'),
  help: text(
    '有底图时不再画边框和“荣誉证书”标题；A4 横放为 297×210 毫米，300 dpi 即 3508×2480 像素。',
    'With a picture neither frame nor title is drawn; A4 on its side is 297 by 210 mm, 3508 by 2480 pixels at 300 dpi.',
  ),
  move: text('移动', 'Move'),
  keys: text('方向键移动', 'arrow keys move it'),
  outside: text('超出纸张', 'reaches beyond the sheet'),
  overlaps: text('重叠：', 'overlaps: '),
  comma: text('，', ', '),
  dragged: text(
    '可拖动各部分，或选中后按方向键（按住 Shift 每次 0.1 毫米）。',
    'Drag a part, or choose it and press the arrow keys (with Shift a tenth of a millimetre).',
  ),
} as const;

const liesWords = {
  wide: text('横放', 'On its side'),
  upright: text('竖放', 'Upright'),
} as const satisfies Readonly<Record<CertificateLies, unknown>>;

const ways = [
  ['ArrowLeft', '←', text('向左', 'Left')],
  ['ArrowUp', '↑', text('向上', 'Up')],
  ['ArrowDown', '↓', text('向下', 'Down')],
  ['ArrowRight', '→', text('向右', 'Right')],
] as const;

/** The certificate as it will be printed, the choice of a part with its buttons where script runs, and what lies wrong. */
const Sheet = ({ lang, of }: { readonly lang: Lang; readonly of: CertificatePreview }) => {
  const { width, height, faults, look } = of;
  const isUpright = look.lies === 'upright';
  const size = look.paper === 'A3' ? '420×297' : '297×210';
  const sides = isUpright ? size.split('×').toReversed().join('×') : size;
  const label = `${look.paper} ${t(lang, liesWords[look.lies])}${t(lang, text(`（${sides} 毫米）`, ` (${sides} mm)`))}`;
  const shown = certificateParts.filter((part) => of.svg.includes(`data-part="${part}"`));
  return (
    <div
      data-certificate
      data-keys={t(lang, words.keys)}
      data-outside={t(lang, words.outside)}
      data-overlaps={t(lang, words.overlaps)}
      data-comma={t(lang, words.comma)}
    >
      <svg
        class={`certificate-sheet${isUpright ? ' certificate-upright' : ''}`}
        viewBox={`0 0 ${width} ${height}`}
        data-unit={width / (isUpright ? 210 : 297)}
        data-wide={isUpright ? 210 : 297}
        data-high={isUpright ? 297 : 210}
        role="img"
        aria-label={label}
      >
        {raw(`<rect width="${width}" height="${height}" fill="#ffffff"/>${of.svg}`)}
      </svg>
      <p class="hint">
        {label} · {t(lang, words.sample)}
      </p>
      <div data-moves hidden>
        <p class="hint">{t(lang, words.dragged)}</p>
        <div class="certificate-moves">
          <select aria-label={t(lang, words.move)}>
            {shown.map((part) => (
              <option value={part}>{t(lang, certificatePartWords[part])}</option>
            ))}
          </select>
          {ways.map(([way, sign, word]) => (
            <button
              type="button"
              class="button button-secondary button-small"
              data-way={way}
              aria-label={t(lang, word)}
            >
              {sign}
            </button>
          ))}
          <output aria-live="polite" />
        </div>
      </div>
      {faults.length > 0 && (
        <ul class="certificate-faults">
          {faults.map((fault) => (
            <li>{t(lang, fault)}</li>
          ))}
        </ul>
      )}
      <script type="module" src={assetPaths.certificate}></script>
    </div>
  );
};

const formOf = (round: Round, path: string, hasLogo: boolean): FormSpec => {
  const look = lookIn(round);
  const now = fieldsOfPlaces(look.places);
  const at = (field: Parameters<typeof ask<typeof certificateLook>>[1]) =>
    ask(certificateLook, field, { type: 'number', now: now[field] });
  return {
    form: 'look',
    action: path,
    hidden: { version: String(round.version) },
    button: words.save,
    beside: true,
    groups: [
      [
        ask(certificateLook, 'paper', {
          now: look.paper,
          options: ['A4', 'A3'].map((value) => ({ value, label: text(value, value) })),
        }),
        ask(certificateLook, 'lies', { now: look.lies, options: optionsOf(liesWords), required: true }),
        ...(look.background === undefined ? [] : [ask(certificateLook, 'plain', { as: 'tick' as const })]),
      ],
      ...(hasLogo
        ? [
            [
              ask(certificateLook, 'emblem', { as: 'tick' as const, now: look.emblem === true }),
              ...[at('emblemX'), at('emblemY'), at('emblemSize')],
            ],
          ]
        : []),
      [at('titleX'), at('titleY'), at('titleSize')],
      [at('nameX'), at('nameY'), at('nameSize')],
      [at('textX'), at('textY'), at('textSize')],
      [at('codeX'), at('codeY'), at('codeSize')],
      [at('signX'), at('signY'), at('signSize')],
    ],
    file: { name: 'background', label: words.background, accept: '.jpg,.jpeg,.png' },
    note: words.help,
  };
};

async function page(
  { deps }: Web,
  c: Ctx,
  typed?: Typed,
  preview?: CertificatePreview,
): Promise<ReturnType<typeof Page>> {
  const actor = signedIn(c);
  const round = await getRound(deps.table, c.req.param('id') ?? '');
  demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
  const frame = framed(c, typed, { saved: words.saved });
  const { lang } = frame;
  const path = `/rounds/${encodeURIComponent(round.id)}/certificate`;
  const { logo } = await getOrganisation(deps.table, round.org);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={t(lang, titled(round))}
      current="rounds"
      crumbs={[{ href: `/rounds/${encodeURIComponent(round.id)}/papers`, title: t(lang, words.papers) }]}
      lead={t(lang, words.lead)}
    >
      <PublicStyle />
      <Box title={t(lang, words.now)}>
        <Sheet lang={lang} of={preview ?? (await certificateNow(deps, actor, round.id))} />
      </Box>
      <PostForm c={c} of={formOf(round, path, logo !== undefined)} typed={typed}>
        <Actions>
          <Button tone="secondary" formaction={`${path}/preview`}>
            {t(lang, words.preview)}
          </Button>
        </Actions>
      </PostForm>
    </Page>
  );
}

/** Mounted at '/'. */
export const certificateLookPages = mounting((app, web) => {
  const path = '/rounds/:id/certificate';
  const about = (c: Ctx) => ({
    ...{ form: 'look', input: certificateLook },
    faultAt: (field: string) => field.replace(/^attachments\./, ''),
    show: (typed: Typed) => page(web, c, typed),
  });
  app.get(path, async (c) => c.html(await page(web, c)));
  app.get(`${path}/background`, async (c) => {
    const { bytes, type } = await readBackground(web.deps, signedIn(c), c.req.param('id'));
    return c.body(Uint8Array.from(bytes), 200, {
      'content-type': type,
      'cache-control': 'private, max-age=600',
    });
  });
  app.get(`${path}/preview`, (c) =>
    c.redirect(`/rounds/${encodeURIComponent(c.req.param('id'))}/certificate`, 303),
  );
  app.post(`${path}/preview`, (c) =>
    take(c, {
      ...about(c),
      work: async (sent, { body }) => {
        const id = c.req.param('id');
        const preview = await previewCertificate(web.deps, signedIn(c), { ...sent, id });
        // Parts that moved with a turned sheet stand in the form where they are drawn.
        const places = Object.entries(fieldsOfPlaces(preview.look.places)).map(([name, at]) => [
          name,
          [String(at)],
        ]);
        return c.html(
          await page(web, c, { form: 'look', body: { ...body, ...Object.fromEntries(places) } }, preview),
        );
      },
    }),
  );
  app.post(path, (c) =>
    take(c, {
      ...about(c),
      work: async (sent, { files }) => {
        const [file] = files.background ?? [];
        const picture = file && { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name };
        const id = c.req.param('id');
        await changeCertificateLook(web.deps, signedIn(c), { ...sent, id }, picture);
        return doneAt(`/rounds/${encodeURIComponent(id)}/certificate`, 'saved');
      },
    }),
  );
});
