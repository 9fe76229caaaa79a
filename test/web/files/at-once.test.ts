/** In the cloud a request holds 6 MB: a form whose files together may be more has slots for them, whatever form it is. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sheetRule } from '#actions/files/sheet-uploads.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { Files } from '#ports';
import { sheetSlots } from '#web/frame/file-fields.tsx';
import { atOnceMegabytes, waysOf } from '#web/frame/uploads.ts';

const sources = globSync('functions/**/*.{ts,tsx}').map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));
/** Every rule of files that a form is defined with. */
async function rulesFound(): Promise<readonly AttachmentRule[]> {
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/export const (\w+): AttachmentRule = /g)].map(([, name]) => ({ path, name: name! })),
  );
  return Promise.all(
    found.map(async ({ path, name }) => (await import(join(process.cwd(), path)))[name] as AttachmentRule),
  );
}
const cloud = { files: { direct: {} } as Files };
const oneMachine = { files: {} as Files };
const at = { slots: '/here/uploads', keep: '_kept' };

describe('the files of a form', () => {
  it('fit one request to a Lambda in base64, with the fields of the form', () => {
    expect((atOnceMegabytes * 1_048_576 * 4) / 3 + 100_000).toBeLessThan(6 * 1_048_576);
  });

  it('have slots where their sum is more than that, and a form that forgot them is not shown', async () => {
    const rules = await rulesFound();
    expect(rules.map(({ id }) => id).toSorted()).toEqual([
      'background',
      'minutes',
      'photos',
      'reply',
      'sheet',
      'stamped',
    ]);
    for (const rule of rules.filter(({ id }) => id !== sheetRule.id)) {
      const fits = rule.max * rule.maxMegabytes <= atOnceMegabytes;
      if (fits) expect(waysOf(cloud, rule, undefined), rule.id).toBeUndefined();
      else expect(() => waysOf(cloud, rule, undefined), rule.id).toThrow('need slots');
      expect(waysOf(oneMachine, rule, undefined), rule.id).toBeUndefined();
      // Without script one goes with the form: that one fits.
      expect(rule.maxMegabytes, rule.id).toBeLessThanOrEqual(atOnceMegabytes);
    }
    expect(rules.filter((rule) => waysOf(cloud, rule, at) !== undefined).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['photos', 'stamped']),
    );
  });

  it('that are tables have slots too: every input for one says that it takes a table, and its page reads it by either way', () => {
    expect(() => waysOf(cloud, sheetRule, undefined)).toThrow('need slots');
    expect(sheetSlots.maxMegabytes).toBe(sheetRule.maxMegabytes);
    const taking = sources.filter(({ text }) => /accept(:|=)\s*['"{][^'"]*\.xlsx/.test(text));
    expect(taking.map(({ path }) => path).toSorted()).toEqual([
      'functions/web/honour/ledger-forms.tsx',
      'functions/web/nomination/import.tsx',
      'functions/web/package/package-forms.ts',
      'functions/web/people/organisation-import.tsx',
      'functions/web/programme/guide-people.tsx',
    ]);
    for (const { path, text } of taking) expect([path, /sheet: true/.test(text)]).toEqual([path, true]);
    const reading = sources.filter(({ text }) => /import \{ sheetOf \}/.test(text));
    expect(reading.length).toBe(taking.length);
  });

  it('are chosen in the one field that knows the ways, or are a single file', () => {
    const inputs = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/<input\b[^>]*?type="file"[\s\S]*?\/>/g)].map(([input]) => ({
        path,
        several: /\bmultiple\b/.test(input),
      })),
    );
    expect(inputs.length).toBe(3);
    expect(inputs.filter(({ several }) => several).map(({ path }) => path)).toEqual([
      'functions/web/frame/file-fields.tsx',
    ]);
    // And that field is told its ways wherever it stands on a form that is sent.
    const untold = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/<(FileField|AttachmentFields)\b[\s\S]*?\/>/g)]
        .filter(([use]) => !/\bdirect=|\{\.\.\.rest\}/.test(use))
        .map(() => path),
    );
    expect(untold.toSorted()).toEqual([
      // Pictures of a form, which nobody sends.
      'functions/web/programme/editor-preview.tsx',
      'functions/web/programme/programme-view.tsx',
    ]);
  });
});
