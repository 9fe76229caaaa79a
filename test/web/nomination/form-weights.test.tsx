import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Form } from '#domain/programme/form.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { AttachmentFields } from '#web/frame/file-fields.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { preset } from '../../journey/driver.ts';

const names = readdirSync(new URL('../../../workflows/programmes/', import.meta.url)).map((file) =>
  file.replace('.yaml', ''),
);
const formOf = (name: string): Form => presetToProgramme(preset(name, '2027'), { edition: '2027' }).form;

/** What somebody must fill in of a form: one row of each table that is needed, its statements and files, two consents. */
function neededOf({ fields, attachments, declarations, nameField }: Form): number {
  const needed = fields.filter(
    ({ when, required, id }) => when === undefined && (required || id === nameField),
  );
  const own = needed.map(({ type, columns = [] }) =>
    type === 'table' ? columns.filter((column) => column.required || column.type === 'idDocument').length : 1,
  );
  const files = attachments.filter(({ min, when }) => min > 0 && when === undefined);
  return own.reduce((sum, n) => sum + n, 0) + files.length + declarations.length + 2;
}

test('no preset asks more than twenty-five things of everybody', () => {
  expect(names.map((name) => [name, neededOf(formOf(name))] as const).filter(([, n]) => n > 25)).toEqual([]);
});

test('the form of every preset is a page of less than 40 KB, the frame around it counted as 6', () => {
  const bytes = names.map((name) => {
    const form = formOf(name);
    const html = `${<FormFields form={form} answers={{}} lang="zh" />}${<AttachmentFields form={form} attachments={[]} lang="zh" />}`;
    return [name, Buffer.byteLength(html)] as const;
  });
  expect(bytes.filter(([, size]) => size > 34 * 1_024)).toEqual([]);
});
