/** Characters that the fonts of papers lack come from what the operator puts into the folder `fonts` of the data. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attach } from '#local/commands/attach.ts';
import { examine } from '#local/commands/doctor.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { openFonts } from '#papers/fonts.ts';
import { officialPaper } from '#papers/official-paper.ts';
import { paperPdf } from '#papers/paper-pdf.ts';
import { readPdf } from '../paper-reading.ts';

/** Two characters of HanaMinB (GlyphWiki Project; Hanazono Font License: use, change and pass on without limit). */
const rareFont = 'test/fixtures/hanamin-rare.ttf';

let data: string;
let home: Home;
const logged: unknown[] = [];
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'hongbang-fonts-'));
  const fonts = join(data, 'fonts');
  mkdirSync(join(fonts, 'folder.ttf'), { recursive: true });
  copyFileSync(rareFont, join(fonts, 'HanaMinB.ttf'));
  writeFileSync(join(fonts, 'broken.otf'), '<html>404</html>');
  writeFileSync(join(fonts, 'LICENSE.txt'), 'SIL OFL 1.1');
  symlinkSync(join(fonts, 'gone.ttf'), join(fonts, 'away.ttf'));
  home = await openHome({
    ...{ data, rehearsal: true, url: 'http://127.0.0.1:1', mailer: outboxMailer },
    log: (code, fields) => logged.push([code, fields]),
  });
});
afterAll(async () => {
  await home.close();
  rmSync(data, { recursive: true, force: true });
});

const paper = officialPaper('名单\n\n1．张𪚥\n2．李𠮷\n3．王𪚦\n\n芙蓉区妇女联合会\n2026年3月5日');

test('a rare character is shown by the operator’s font, and only what that lacks as well is named', async () => {
  const text = async (own: readonly string[]) =>
    (await readPdf(await paperPdf(paper, await openFonts(own)))).pages.join('').replaceAll(' ', '');
  const without = await text([]);
  expect(without).toContain('1．张〓2．李𠮷3．王〓');
  expect(without).toContain('〓（U+2A6A5）、〓（U+2A6A6）');
  const shown = await text(home.deps.ownFonts?.() ?? []);
  expect(shown).toContain('1．张𪚥2．李𠮷3．王〓');
  expect(shown).toContain('〓处的字〓（U+2A6A6）字库中没有');
});

test('a file that is no font is named at the start and by the doctor, with what each font adds', async () => {
  expect(logged).toContainEqual(['font-unreadable', { file: 'broken.otf' }]);
  const attached = await attach(data);
  const found = (await examine(attached)).filter(({ area }) => area === 'fonts');
  await attached.close();
  expect(found.map(({ level, text: { zh } }) => [level, zh])).toEqual([
    ['note', '材料缺字时使用 HanaMinB.ttf（2 字，其中扩展 B 区 2 字）'],
    ['fault', expect.stringContaining('字体文件 broken.otf 不是单个 TrueType 或 OpenType 字体')],
  ]);
});
