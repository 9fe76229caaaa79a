/** Uploaded tables: any program's workbook or text, within bounds. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readSheets } from '#papers/sheet-file.ts';
import { workbook } from '../workbook.ts';
import { codeOf } from '../world.ts';

const rowsOf = async (bytes: Uint8Array) => (await readSheets(bytes))[0]!.rows;
const rowsIn = async (file: File) => rowsOf(new Uint8Array(await file.arrayBuffer()));

describe('a workbook', () => {
  it('gives texts, numbers and days, and says which cells have nothing to take', async () => {
    const file = workbook({
      表: {
        rows: [
          ['文字', 12, '<c s="1"><v>29221</v></c>', '<c t="b"><v>1</v></c>'],
          [
            '<c t="e"><v>#N/A</v></c>',
            '<c><f>A1</f></c>',
            '<c t="str"><f>A1</f><v>算出的</v></c>',
            '_x000B_二',
          ],
        ],
      },
    });
    expect(await rowsIn(file)).toEqual([
      ['文字', 12, '1980-01-01', true],
      [{ unread: '#N/A' }, { unread: expect.stringContaining('公式') }, '算出的', '\n二'],
    ]);
  });
  it('a value that is merged over rows stands in each of them', async () => {
    const file = workbook({ 表: { rows: [['甲', '文艺社区'], ['乙'], ['丙']], merged: ['B1:B3'] } });
    expect(await rowsIn(file)).toEqual([
      ['甲', '文艺社区'],
      ['乙', '文艺社区'],
      ['丙', '文艺社区'],
    ]);
  });
  it('that unpacks to too much, or has too many rows, is refused before it fills the memory', async () => {
    const sheet = Buffer.alloc(80 * 1_048_576, 0x20);
    const bomb = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': sheet });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await codeOf(readSheets(bomb))).toBe('archive-too-large');
    const far = workbook({ 表: { rows: [['a']] } });
    const files = { ...(await import('fflate')).unzipSync(new Uint8Array(await far.arrayBuffer())) };
    files['xl/worksheets/sheet1.xml'] = strToU8(
      '<worksheet><sheetData><row r="1000000"><c r="A1000000"><v>1</v></c></row></sheetData></worksheet>',
    );
    expect(await codeOf(readSheets(zipSync(files)))).toBe('sheet-too-large');
  });
  it('that is none is refused in words', async () => {
    expect(await codeOf(readSheets(strToU8('PK no archive')))).toBe('sheet-unreadable');
    expect(await codeOf(readSheets(zipSync({ 'a.txt': strToU8('x') })))).toBe('sheet-unreadable');
    expect(await codeOf(readSheets(Uint8Array.of(1, 0, 2)))).toBe('sheet-unreadable');
  });
});

describe('a text', () => {
  const gbk = Uint8Array.of(0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6); // 编号,名称
  const utf16 = (text: string, big: boolean) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return Uint8Array.from(big ? bytes.swap16() : bytes);
  };
  it.each([
    ['gb18030', gbk],
    ['UTF-8', strToU8('编号,名称')],
    ['UTF-8 with its mark', strToU8('\ufeff编号,名称')],
    ['UTF-16', utf16('编号\t名称', false)],
    ['UTF-16, big end first', utf16('编号\t名称', true)],
    ['semicolons', strToU8('编号;名称')],
    ['full-width commas alone', strToU8('编号，名称')],
  ])('is read: %s', async (_, bytes) => {
    expect(await rowsOf(bytes)).toEqual([['编号', '名称']]);
  });
  it('only its own separator splits, and a quoted line break is one line', async () => {
    expect(await rowsOf(strToU8('编号,名称\n1,"社区妇联\n（筹备，试点）"\n2,乙，丙\n'))).toEqual([
      ['编号', '名称'],
      ['1', '社区妇联\n（筹备，试点）'],
      ['2', '乙，丙'],
    ]);
  });
});
