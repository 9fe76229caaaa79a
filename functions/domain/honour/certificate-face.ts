/** What stands on a certificate, in words: on the page that is printed and in the PDF (docs/rules/numbers.md#check). */
import { levelWords } from '#domain/level.ts';
import { placesFilled } from '#domain/named-places.ts';
import type { certificatePlaces } from '#domain/programme/certificate-places.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { batchSaid } from './batch.ts';
import { groupIn } from './honour.ts';
import type { HonourList, HonourRecord } from './honour-records.ts';
import { certificateSaid } from './kind-sentences.ts';

export interface CertificateFace {
  readonly name: string;
  /** What is said of her, a paragraph each. */
  readonly paragraphs: readonly string[];
  readonly number: string;
  readonly documentNumber: string;
  readonly bodies: readonly string[];
  readonly date: string;
}

export interface CertificateOf {
  readonly honour: Pick<
    HonourRecord,
    | 'name'
    | 'title'
    | 'edition'
    | 'level'
    | 'number'
    | 'date'
    | 'bodies'
    | 'shown'
    | 'grades'
    | 'batch'
    | 'listedBy'
  >;
  readonly list: Pick<HonourList, 'documentNumber'>;
  readonly orgName: string;
  /** The round's own wording and signing bodies. */
  readonly settings:
    | { readonly wording?: string | undefined; readonly bodies: readonly string[] }
    | undefined;
  readonly kind: Parameters<typeof certificateSaid>[0];
}

/** A wording with its words filled in. */
function filled(wording: string, honour: CertificateOf['honour'], organisation: string): string {
  const values: Readonly<Record<string, string>> & Record<keyof typeof certificatePlaces, string> = {
    name: honour.name,
    title: honour.title,
    edition: honour.edition,
    level: levelWords[honour.level].zh,
    organisation,
    number: honour.number,
    date: shownDate(honour.date).zh,
    grade: titlesSaid(honour.grades?.map(({ title }) => title)).zh,
    group: groupIn(honour) ?? '',
    batch: honour.batch === undefined ? '' : batchSaid(honour.batch).zh,
  };
  return placesFilled(wording, (place) => values[place]);
}

/** The words of one certificate. A wording that names neither grade nor batch is not left without them. */
export function certificateFace({ honour, list, orgName, settings, kind }: CertificateOf): CertificateFace {
  const wording = settings?.wording ?? certificateSaid(kind, honour);
  const more = [
    ...(honour.grades !== undefined && !wording.includes('{grade}') ? ['等次：{grade}'] : []),
    ...(honour.batch !== undefined && !wording.includes('{batch}') ? ['批次：{batch}'] : []),
  ];
  return {
    name: honour.name,
    paragraphs: [wording, ...more].map((each) => filled(each, honour, orgName)),
    number: honour.number,
    documentNumber: list.documentNumber,
    bodies: settings !== undefined && settings.bodies.length > 0 ? settings.bodies : honour.bodies,
    date: shownDate(honour.date).zh,
  };
}
