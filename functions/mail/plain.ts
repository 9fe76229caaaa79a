/** The text part of a letter: walks the same sheet as the HTML part. */
import type { Sheet, SheetTable } from './sheet.ts';

const listed = ({ rows, more }: SheetTable): string =>
  [
    ...rows.map((row, i) => `${i + 1}. ${row.filter((cell) => cell !== '').join(' · ')}`),
    ...(more === undefined ? [] : [more]),
  ].join('\n');

/** Writes a sheet as plain text, paragraphs apart by an empty line. */
export function plainText(sheet: Sheet): string {
  const colon = sheet.language === 'zh' ? '：' : ': ';
  const blocks = [
    sheet.banner,
    sheet.greeting,
    ...sheet.lead,
    sheet.facts.map(([label, value]) => `${label}${colon}${value}`).join('\n'),
    sheet.table && listed(sheet.table),
    sheet.action && `${sheet.action.label}${colon}\n${sheet.action.url}`,
    ...sheet.notes,
    `--\n${sheet.footer.join('\n')}`,
  ];
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}
