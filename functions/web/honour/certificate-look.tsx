/** `/rounds/:id/certificate`: paper, background and places of a round's certificates, with a preview before they are saved. */

import {
  certificateLook,
  changeCertificateLook,
  fieldsOfPlaces,
  placesIn,
  placesOf,
  readBackground,
} from '#actions/honour/certificate-look.ts';
import { readInput } from '#domain/input.ts';
import { demand } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import type { Round } from '#domain/round/round-record.ts';
import { type CertificatePart, certificateParts } from '#papers/certificate-look.ts';
import { getRound } from '#store/reads.ts';
import { PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';

const words = {
  title: text('证书样式', 'Look of the certificates'),
  lead: text(
    '位置以 A4 横放的毫米计；选 A3 时同比放大。先按“预览”，满意后再保存。',
    'Places are millimetres of A4 on its side; A3 is the same, larger. Press preview first, then save.',
  ),
  saved: text('证书样式已保存', 'The look is saved'),
  preview: text('预览', 'Preview'),
  save: text('保存', 'Save'),
  now: text('预览（示意）', 'Preview (a sketch)'),
  papers: text('材料与导出', 'Papers'),
  background: text(
    '证书底图（横向，JPG 或 PNG，4 MB 以内）',
    'Background (on its side, JPG or PNG, up to 4 MB)',
  ),
  help: text(
    '有底图时不再画边框和“荣誉证书”标题；A4 为 297×210 毫米，300 dpi 即 3508×2480 像素。',
    'With a picture neither frame nor title is drawn; A4 is 297 by 210 mm, 3508 by 2480 pixels at 300 dpi.',
  ),
  has: text('已有底图', 'A picture is there'),
} as const;

const sample: Readonly<Record<CertificatePart, readonly string[]>> = {
  title: ['荣誉证书'],
  name: ['李秀英：'],
  text: ['　　荣获“三八红旗手”荣誉称号，特发此证。'],
  code: ['编号'],
  sign: ['芙蓉区妇女联合会', '2027年3月5日'],
};
/** Points in millimetres. */
const point = 25.4 / 72;

/** The sheet in millimetres, each part where it would stand. */
const Sketch = ({
  places,
  title,
  background,
}: {
  readonly places: ReturnType<typeof placesIn>;
  readonly title: string;
  /** Where the federation's own picture is had. */
  readonly background: string | undefined;
}) => (
  <svg class="certificate-sketch" viewBox="0 0 297 210" role="img" aria-label={title}>
    <rect x="0" y="0" width="297" height="210" fill="#ffffff" stroke="#a61b1b" stroke-width="1.5" />
    {background !== undefined && (
      <image href={background} width="297" height="210" preserveAspectRatio="xMidYMid slice" />
    )}
    {certificateParts.flatMap((part) => {
      // As the paper: a picture brings its own title.
      if (part === 'title' && background !== undefined) return [];
      const { x, y, size } = places[part];
      const isMiddle = part === 'title' || part === 'sign';
      return [
        ...(part === 'code' ? [<rect x={x} y={y} width="26" height="26" fill="#d9d9d9" />] : []),
        ...sample[part].map((line, n) => (
          <text
            x={part === 'code' ? x + 28 : x}
            y={
              y +
              (part === 'code'
                ? 12
                : part === 'sign'
                  ? 20 - size * point * 1.6 * (1 - n)
                  : n * size * point * 1.6)
            }
            font-size={size * point}
            fill="#1a1a1a"
            text-anchor={isMiddle ? 'middle' : 'start'}
          >
            {line}
          </text>
        )),
      ];
    })}
  </svg>
);

const formOf = (round: Round, path: string): FormSpec => {
  const now = fieldsOfPlaces(placesIn(round.look));
  const at = (field: Parameters<typeof ask<typeof certificateLook>>[1]) =>
    ask(certificateLook, field, { type: 'number', now: now[field] });
  return {
    form: 'look',
    action: path,
    hidden: { version: String(round.version) },
    button: words.save,
    groups: [
      [
        ask(certificateLook, 'paper', {
          now: round.look?.paper ?? 'A4',
          options: ['A4', 'A3'].map((value) => ({ value, label: text(value, value) })),
        }),
        ...(round.look?.background === undefined
          ? []
          : [ask(certificateLook, 'plain', { as: 'tick' as const })]),
      ],
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
  draft?: ReturnType<typeof placesIn>,
): Promise<ReturnType<typeof Page>> {
  const actor = signedIn(c);
  const round = await getRound(deps.table, c.req.param('id') ?? '');
  demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
  const frame = framed(c, typed, { saved: words.saved });
  const { lang } = frame;
  const path = `/rounds/${encodeURIComponent(round.id)}/certificate`;
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
        <Sketch
          places={draft ?? placesIn(round.look)}
          title={t(lang, words.now)}
          background={
            round.look?.background && `${path}/background?${round.look.background.file.slice(0, 8)}`
          }
        />
        {round.look?.background !== undefined && <p class="muted">{t(lang, words.has)}</p>}
      </Box>
      <PostForm c={c} of={formOf(round, path)} typed={typed}>
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
      work: async (sent, { body }) =>
        c.html(await page(web, c, { form: 'look', body }, placesOf(readInput(certificateLook, sent)))),
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
