/** How the certificates of a round look: the sheet, the federation's own background, and where each part stands. */
import * as z from 'zod';
import { changePicture, keepPicture, type SentPicture } from '#actions/files/pictures.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import type { StoredCertificateLook } from '#domain/honour/certificate-look-record.ts';
import { type OfRecord, readOfRecord, version } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { missing, text } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import {
  type CertificateLook,
  type CertificatePart,
  type CertificatePlace,
  certificateParts,
  certificatePlaces,
} from '#papers/certificate-look.ts';
import { getRound } from '#store/reads.ts';

const fromLeft = (zh: string, en: string) =>
  labelled(z.number().min(0).max(297), text(`${zh}：距左边（毫米）`, `${en}: millimetres from the left`), {
    units: ['毫米'],
  });
const fromTop = (zh: string, en: string) =>
  labelled(z.number().min(0).max(210), text(`${zh}：距上边（毫米）`, `${en}: millimetres from the top`), {
    units: ['毫米'],
  });
const points = (zh: string, en: string) =>
  labelled(z.number().min(5).max(120), text(`${zh}：字号（磅）`, `${en}: size in points`), { units: ['磅'] });

/** Places are millimetres of A4 on its side, whatever the sheet; title, code and signature by their middle or corner as the page shows. */
export const certificateLook = z.strictObject({
  paper: labelled(z.enum(['A4', 'A3']), text('纸张', 'Paper')),
  titleX: fromLeft('标题', 'Title'),
  titleY: fromTop('标题', 'Title'),
  titleSize: points('标题', 'Title'),
  nameX: fromLeft('姓名', 'Name'),
  nameY: fromTop('姓名', 'Name'),
  nameSize: points('姓名', 'Name'),
  textX: fromLeft('正文', 'Text'),
  textY: fromTop('正文', 'Text'),
  textSize: points('正文', 'Text'),
  codeX: fromLeft('二维码', 'Code'),
  codeY: fromTop('二维码', 'Code'),
  codeSize: points('二维码', 'Code'),
  signX: fromLeft('落款', 'Signature'),
  signY: fromTop('落款', 'Signature'),
  signSize: points('落款', 'Signature'),
  /** Takes the picture away. */
  plain: labelled(z.boolean().default(false), text('不用底图', 'Without a picture')),
  version,
});

/** Small enough for one request to a Lambda (6 MB, in base64). */
export const backgroundRule: AttachmentRule = {
  id: 'background',
  label: {
    zh: '证书底图（横向，JPG 或 PNG）',
    en: 'Background of the certificate (on its side, JPG or PNG)',
  },
  min: 0,
  max: 1,
  types: ['jpg', 'png'],
  maxMegabytes: 4,
};

type Places = Readonly<Record<CertificatePart, CertificatePlace>>;

/** Where the parts stand in a round: as was set, else where they stand by themselves. */
export function placesIn(look: Pick<StoredCertificateLook, 'places'> | undefined): Places {
  const at = (part: CertificatePart): CertificatePlace => look?.places[part] ?? certificatePlaces[part];
  return { title: at('title'), name: at('name'), text: at('text'), code: at('code'), sign: at('sign') };
}

/** The places that a form says. */
export const placesOf = (sent: z.output<typeof certificateLook>): Places => ({
  title: { x: sent.titleX, y: sent.titleY, size: sent.titleSize },
  name: { x: sent.nameX, y: sent.nameY, size: sent.nameSize },
  text: { x: sent.textX, y: sent.textY, size: sent.textSize },
  code: { x: sent.codeX, y: sent.codeY, size: sent.codeSize },
  sign: { x: sent.signX, y: sent.signY, size: sent.signSize },
});

/** The same as a form has them. */
export const fieldsOfPlaces = (places: Places): Readonly<Record<string, number>> =>
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
export async function lookOf(deps: Pick<Deps, 'files'>, round: Round | undefined): Promise<CertificateLook> {
  const look = round?.look;
  const picture = look?.background;
  const bytes = picture && (await deps.files.get(picture.file));
  return {
    paper: look?.paper ?? 'A4',
    places: placesIn(look),
    ...(picture !== undefined && bytes !== undefined && { background: { ...picture, bytes } }),
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
  return saveLook(deps, actor, sent.id, picture, (round) => {
    if (round.version !== input.version) throw staleRound(round);
    return { paper: input.paper, places: placesOf(input), plain: input.plain };
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
  return saveLook(deps, actor, id, picture, ({ look }) => ({
    ...{ paper: look?.paper ?? 'A4', places: placesIn(look), plain: false },
  }));
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
  next: (round: Round) => Pick<StoredCertificateLook, 'paper'> & {
    readonly places: Places;
    readonly plain: boolean;
  },
): Promise<Round> {
  const made =
    picture && (await keepPicture(deps, actor, `round#${id}#certificate`, backgroundRule, picture));
  return again(async () => {
    const round = await getRound(deps.table, id);
    const { paper, places, plain } = next(round);
    const before = round.look?.background;
    const background = made?.picture ?? (plain ? undefined : before);
    const write = begin(deps, actor);
    const look = { paper, places, ...(background !== undefined && { background }) };
    const after = write.save('round', round, { look }, 'round.look', { paper });
    if (before?.file !== background?.file) write.op(...changePicture(deps, before, made));
    await finish(deps, write);
    return after;
  });
}
