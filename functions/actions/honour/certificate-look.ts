/** How the certificates of a round look: the sheet, the federation's own background and seal, and where each part stands. */
import * as z from 'zod';
import { changePicture, keepPicture, type SentPicture } from '#actions/files/pictures.ts';
import { logoPicture } from '#actions/logo-picture.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import type { StoredCertificateLook } from '#domain/honour/certificate-look-record.ts';
import {
  type CertificateLies,
  type CertificatePart,
  type CertificatePlaces,
  certificateLies,
  certificateParts,
  certificatePartWords,
} from '#domain/honour/certificate-placing.ts';
import { type OfRecord, readOfRecord, version } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, missing, refuseIf, text } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import { type CertificateLook, certificatePlaces, sheetOf } from '#papers/certificate-look.ts';
import { getRound } from '#store/reads.ts';

const said = (part: CertificatePart, zh: string, en: string) =>
  text(`${certificatePartWords[part].zh}：${zh}`, `${certificatePartWords[part].en}: ${en}`);
const fromLeft = (part: CertificatePart) =>
  labelled(z.number().min(0).max(297), said(part, '距左边（毫米）', 'millimetres from the left'), {
    units: ['毫米'],
  });
const fromTop = (part: CertificatePart) =>
  labelled(z.number().min(0).max(297), said(part, '距上边（毫米）', 'millimetres from the top'), {
    units: ['毫米'],
  });
const points = (part: CertificatePart) =>
  labelled(z.number().min(5).max(120), said(part, '字号（磅）', 'size in points'), { units: ['磅'] });
const { emblem: emblemPlace } = certificatePlaces.wide;

/** Places are millimetres of A4 as it lies, whatever the sheet; emblem, title and signature by their middle, the others by their left. */
export const certificateLook = z.strictObject({
  paper: labelled(z.enum(['A4', 'A3']), text('纸张', 'Paper')),
  lies: labelled(z.enum(certificateLies).default('wide'), text('方向', 'Orientation')),
  titleX: fromLeft('title'),
  titleY: fromTop('title'),
  titleSize: points('title'),
  nameX: fromLeft('name'),
  nameY: fromTop('name'),
  nameSize: points('name'),
  textX: fromLeft('text'),
  textY: fromTop('text'),
  textSize: points('text'),
  codeX: fromLeft('code'),
  codeY: fromTop('code'),
  codeSize: points('code'),
  signX: fromLeft('sign'),
  signY: fromTop('sign'),
  signSize: points('sign'),
  /** Prints the organisation's seal or logo, where it has uploaded one. */
  emblem: labelled(z.boolean().default(false), text('印上本单位的徽标或印章图片', 'Print the seal or logo')),
  emblemX: fromLeft('emblem').default(emblemPlace.x),
  emblemY: fromTop('emblem').default(emblemPlace.y),
  emblemSize: labelled(
    z.number().min(5).max(300).default(emblemPlace.size),
    said('emblem', '高度（磅）', 'height in points'),
    { units: ['磅'] },
  ),
  /** Takes the picture away. */
  plain: labelled(z.boolean().default(false), text('不用底图', 'Without a picture')),
  version,
});

/** Small enough for one request to a Lambda (6 MB, in base64). */
export const backgroundRule: AttachmentRule = {
  id: 'background',
  label: {
    zh: '证书底图（JPG 或 PNG）',
    en: 'Background of the certificate (JPG or PNG)',
  },
  min: 0,
  max: 1,
  types: ['jpg', 'png'],
  maxMegabytes: 4,
};

/** How a round's certificates look, with all their places. */
export interface StoredLook extends Omit<StoredCertificateLook, 'places' | 'lies'> {
  readonly lies: CertificateLies;
  readonly places: CertificatePlaces;
}

/** As was set, else as they look by themselves. */
export function lookIn({ look }: Pick<Round, 'look'>): StoredLook {
  const lies = look?.lies ?? 'wide';
  const at = (part: CertificatePart) => look?.places[part] ?? certificatePlaces[lies][part];
  const places = {
    ...{ emblem: at('emblem'), title: at('title'), name: at('name') },
    ...{ text: at('text'), code: at('code'), sign: at('sign') },
  };
  return { paper: 'A4', ...look, lies, places };
}

const isSame = (a: CertificatePlaces, b: CertificatePlaces): boolean =>
  certificateParts.every((part) => a[part].x === b[part].x && a[part].y === b[part].y);

/** The places that a form says. A sheet that was turned and whose parts nobody moved has those of its new side. */
function placesOf(sent: z.output<typeof certificateLook>): CertificatePlaces {
  const places = {
    emblem: { x: sent.emblemX, y: sent.emblemY, size: sent.emblemSize },
    title: { x: sent.titleX, y: sent.titleY, size: sent.titleSize },
    name: { x: sent.nameX, y: sent.nameY, size: sent.nameSize },
    text: { x: sent.textX, y: sent.textY, size: sent.textSize },
    code: { x: sent.codeX, y: sent.codeY, size: sent.codeSize },
    sign: { x: sent.signX, y: sent.signY, size: sent.signSize },
  };
  const other = certificateLies.find((lies) => lies !== sent.lies && isSame(places, certificatePlaces[lies]));
  return other === undefined ? places : certificatePlaces[sent.lies];
}

/** What a form makes of a round's look. @throws Problem invalid for a part whose place is off the sheet. */
export function lookFrom({ look }: Pick<Round, 'look'>, sent: z.output<typeof certificateLook>): StoredLook {
  const { width, height } = sheetOf(sent.lies);
  const places = placesOf(sent);
  refuseIf(
    certificateParts.flatMap((part) => {
      const off = text(
        `须在纸张之内（宽${width}、高${height}毫米）`,
        `must lie on the sheet, ${width} by ${height} mm`,
      );
      const { x, y } = places[part];
      return [
        ...(x > width ? [fault(`${part}X`, 'off-sheet', off.zh, off.en)] : []),
        ...(y > height ? [fault(`${part}Y`, 'off-sheet', off.zh, off.en)] : []),
      ];
    }),
  );
  const { paper, lies, emblem, plain } = sent;
  const background = plain ? undefined : look?.background;
  return { paper, lies, places, ...(emblem && { emblem }), ...(background !== undefined && { background }) };
}

/** The same as a form has them. */
export const fieldsOfPlaces = (places: CertificatePlaces): Readonly<Record<string, number>> =>
  Object.fromEntries(
    certificateParts.flatMap((part) => {
      const { x, y, size } = places[part];
      return [
        [`${part}X`, x],
        [`${part}Y`, y],
        [`${part}Size`, size],
      ];
    }),
  );

/** What certificates of a round are drawn with. */
export async function lookOf(
  deps: Pick<Deps, 'files' | 'table'>,
  round: Pick<Round, 'look' | 'org'> | undefined,
): Promise<CertificateLook> {
  const { paper, lies, places, background, emblem } = lookIn(round ?? {});
  const bytes = background && (await deps.files.get(background.file));
  const logo = emblem === true && round !== undefined ? await logoPicture(deps, round.org) : undefined;
  return {
    ...{ paper, lies, places },
    ...(background !== undefined && bytes !== undefined && { background: { ...background, bytes } }),
    ...(logo !== undefined && { emblem: logo }),
  };
}

/**
 * Changes how the certificates of a round look, with a new picture where one was sent.
 * @throws Problem forbidden; missing; conflict for another version; invalid for places off the sheet, or a file that is no picture.
 */
export async function changeCertificateLook(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof certificateLook>,
  picture?: SentPicture,
): Promise<Round> {
  const there = await getRound(deps.table, sent.id);
  demand(actor, 'round.configure', { orgPath: there.orgPath, state: there.status });
  const input = readOfRecord(certificateLook, sent);
  if (there.version !== input.version) throw staleRound(there);
  lookFrom(there, input);
  return saveLook(deps, actor, sent.id, picture, (round) => {
    if (round.version !== input.version) throw staleRound(round);
    return lookFrom(round, input);
  });
}

/**
 * Gives the certificates of a round another picture; paper and places stay.
 * @throws Problem forbidden; missing; `invalid` for what is no picture, `toolarge`, `limited`.
 */
export async function changeBackground(
  deps: Deps,
  actor: Actor,
  id: string,
  picture: SentPicture,
): Promise<Round> {
  const { orgPath, status } = await getRound(deps.table, id);
  demand(actor, 'round.configure', { orgPath, state: status });
  return saveLook(deps, actor, id, picture, lookIn);
}

/** The picture behind the certificates of a round. @throws Problem forbidden; missing `no-background`. */
export async function readBackground(deps: Deps, actor: Actor, id: string) {
  const round = await getRound(deps.table, id);
  demand(actor, 'round.read', { orgPath: round.orgPath, state: round.status });
  const { background } = await lookOf(deps, round);
  if (background === undefined)
    throw missing(
      'no-background',
      '这一轮的证书没有底图。',
      'The certificates of this round have no picture.',
    );
  return background;
}

/** Saves what `next` makes of the look, with the picture that was sent; the one before goes. */
async function saveLook(
  deps: Deps,
  actor: Actor,
  id: string,
  picture: SentPicture | undefined,
  next: (round: Round) => StoredLook,
): Promise<Round> {
  const made =
    picture && (await keepPicture(deps, actor, `round#${id}#certificate`, backgroundRule, picture));
  return again(async () => {
    const round = await getRound(deps.table, id);
    const look = { ...next(round), ...(made !== undefined && { background: made.picture }) };
    const before = round.look?.background;
    const write = begin(deps, actor);
    const after = write.save('round', round, { look }, 'round.look', { paper: look.paper });
    if (before?.file !== look.background?.file) write.op(...changePicture(deps, before, made));
    await finish(deps, write);
    return after;
  });
}
