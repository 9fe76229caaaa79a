import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Inquiry, inquiryPaper } from '#papers/inquiry-paper.ts';
import { paperDocx } from '#papers/paper-docx.ts';
import { paperPdf } from '#papers/paper-pdf.ts';
import { readDocx, readPdf } from '../paper-reading.ts';

const letter: Inquiry = {
  title: '2021年三八红旗手',
  step: '征求意见',
  orgName: '芙蓉区妇女联合会',
  department: '公安',
  due: '2021-05-06T09:30:00.000Z',
  stamped: true,
  parts: [
    {
      questions: [{ id: 'record', label: '有无犯罪记录', options: ['有', '无'], required: true }],
      nominees: ['罗步芳', '周雅兰'].map((name) => ({
        nomination: name,
        name,
        shown: [{ label: '单位', value: '示例社区卫生服务中心' }],
        questions: [],
      })),
    },
  ],
  date: '2021-04-20',
  rehearsal: false,
};

it('征求意见函 has its letter on one page and the reply form with a line for each on the next, as Word file and PDF', async () => {
  const paper = inquiryPaper(letter);
  const pdf = await paperPdf(paper);
  if (process.env.LOOK !== undefined) writeFileSync(`${process.env.LOOK}/letter.pdf`, pdf);
  const { pages, size } = await readPdf(pdf);
  expect([size, pages.length]).toEqual([[210, 297], 2]);
  expect(pages[0]).toContain('请于2021年5月6日（星期四）17:30前填写回函并加盖公章函复');
  expect(pages[0]).toContain('逾期未答复的，我单位将催办，不视为同意。');
  const { tables, paragraphs } = readDocx(await paperDocx(paper));
  expect(paragraphs).toContain('征求意见回函');
  expect(tables[0]).toEqual([
    ['序号', '对象', '基本情况', '有无犯罪记录', '意见', '理由'],
    ['1', '罗步芳', '单位：示例社区卫生服务中心', '□有□无', '□同意□不同意□无意见□需核实', ''],
    ['2', '周雅兰', '单位：示例社区卫生服务中心', '□有□无', '□同意□不同意□无意见□需核实', ''],
  ]);
});
