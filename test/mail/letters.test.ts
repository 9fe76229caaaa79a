import { describe, expect, it } from 'vitest';
import {
  carriesSecret,
  type LetterInput,
  type LetterTasks,
  listsTasks,
  renderLetter,
  type TemplateName,
  templates,
} from '#mail/letters.tsx';

const names = Object.keys(templates) as TemplateName[];
const site = { url: 'https://hongbang.example.cn', name: { zh: '红榜', en: 'Hongbang' }, rehearsal: false };
const link = 'https://hongbang.example.cn/w/abc.def';

const tasks = (count: number, atLeast = false): LetterTasks => ({
  items: Array.from({ length: Math.min(20, count) }, (_, i) => ({
    name: `家庭${i + 1}`,
    title: { zh: '资格审查', en: 'Eligibility review' },
    due: '2021-03-05T09:30:00.000Z',
  })),
  count,
  atLeast,
});

const params = {
  name: '李家',
  programmeZh: '芙蓉区最美家庭',
  programmeEn: 'Model families of Furong',
  stepZh: '资格审查',
  stepEn: 'eligibility review',
  titleZh: '最美家庭',
  titleEn: 'Model family',
  state: 'honoured',
  receipt: 'YY-2021-0007',
  start: '2021-04-06',
  end: '2021-04-12',
  whatZh: '申报截止时间',
  whatEn: 'the close of nominations',
  from: '2021-03-05T09:30:00.000Z',
  to: '2021-03-10T09:30:00.000Z',
  code: '123456',
  expiresAt: '2021-03-01T02:15:00.000Z',
};

const input = (change: Partial<LetterInput> = {}): LetterInput => ({
  template: 'worklist',
  language: 'zh',
  params,
  now: '2021-03-01T02:00:00.000Z',
  site,
  link,
  tasks: tasks(3),
  ...change,
});

describe('every letter', () => {
  for (const template of names)
    for (const language of ['zh', 'en'] as const)
      it(`${template} (${language}) has a subject, a text and an HTML part that say the same`, () => {
        const { subject, text, html } = renderLetter(input({ template, language }));
        expect(subject.trim()).not.toBe('');
        expect(subject + text + html).not.toMatch(/undefined|\[object|NaN/);
        expect(text).toContain(link);
        expect(html).toContain(`href="${link}"`);
        // Each line of the text stands in the HTML too.
        const shown = html
          .replace(/<[^>]+>/g, '\n')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'");
        for (const line of text.split('\n').filter((each) => each !== '' && each !== '--'))
          for (const piece of line.split(/^\d+\. | · |：|: |:$/).filter((each) => each !== ''))
            expect(shown).toContain(piece.trim());
        if (language === 'en') expect(subject + text).not.toMatch(/您|请/);
      });

  it('loads nothing from elsewhere', () => {
    for (const template of names) {
      const { html } = renderLetter(input({ template }));
      expect(html).not.toMatch(/<(img|script|link|iframe|style)\b|url\(|src=/i);
    }
  });

  it('is marked in a rehearsal, in subject and in both parts', () => {
    for (const template of names)
      for (const language of ['zh', 'en'] as const) {
        const { subject, text, html } = renderLetter(
          input({ template, language, site: { ...site, rehearsal: true } }),
        );
        expect([subject, text, html].map((part) => part.includes('演练'))).toEqual([true, true, true]);
        expect(renderLetter(input({ template, language })).subject).not.toContain('演练');
      }
  });

  it('tells why she got it', () => {
    for (const template of names) {
      expect(renderLetter(input({ template })).text).toContain('您收到此邮件，是因为');
      expect(renderLetter(input({ template, language: 'en' })).text).toContain('You get this mail because');
    }
  });

  it('goes without any parameter, for the words have others to stand in', () => {
    for (const template of names) {
      const { subject, text } = renderLetter(input({ template, params: {}, language: 'en' }));
      expect(subject + text).not.toMatch(/undefined|NaN/);
    }
  });

  it('shows names as text, never as markup, and keeps the subject on one line', () => {
    const name = '<b>李</b>\r\nBcc: x@example.cn';
    const { subject, html } = renderLetter(input({ template: 'returned', params: { name } }));
    expect(html).not.toContain('<b>');
    expect(subject).toBe('【退回修改】“<b>李</b> Bcc: x@example.cn”的申报需要修改');
  });

  it('leaves notes of reviewers out', () => {
    for (const template of ['returned', 'returnedFromAbove', 'out'] as const)
      expect(
        renderLetter(input({ template, params: { ...params, note: '身份证号有误' } })).text,
      ).not.toContain('身份证号有误');
  });
});

describe('a worklist letter', () => {
  it('lists the tasks with their dates, and says that opening changes nothing', () => {
    const { subject, text } = renderLetter(input());
    expect(subject).toBe('【待办】芙蓉区最美家庭：资格审查 3 项，请于2021年3月5日（星期五）17:30前办理');
    expect(text).toContain('1. 家庭1 · 资格审查 · 2021年3月5日（星期五）17:30');
    expect(text).toContain('打开链接不会改变任何内容');
    expect(text).not.toContain('另有');
  });

  it('lists twenty at most and counts the rest', () => {
    const { text, html } = renderLetter(input({ tasks: tasks(23) }));
    expect(text).toContain('20. 家庭20');
    expect(text).not.toContain('21. ');
    expect(text).toContain('另有 3 项');
    expect(html).toContain('另有 3 项');
    expect(renderLetter(input({ language: 'en', tasks: tasks(200, true) })).text).toContain(
      'more than 180 others',
    );
  });

  it('names in English when she reads English', () => {
    expect(renderLetter(input({ language: 'en', tasks: tasks(1) })).subject).toBe(
      'To do: eligibility review, 1 task by 5 March 2021 (Friday), 17:30 (Model families of Furong)',
    );
  });
});

describe('other letters', () => {
  it('a reminder says how many of those listed are late', () => {
    const late = renderLetter(input({ template: 'reminder', now: '2021-03-05T09:30:00.000Z' })).text;
    expect(late).toContain('3 项已过办理期限');
    expect(renderLetter(input({ template: 'reminder' })).text).not.toContain('已过办理期限');
  });

  it('the subject of a result does not tell it', () => {
    const { subject, text } = renderLetter(input({ template: 'out' }));
    expect(subject).toBe('“李家”的申报已有结果');
    expect(text).toContain('未能通过');
  });

  it('the code of a sign-in is in the letter and not in its subject', () => {
    const { subject, text, html } = renderLetter(input({ template: 'signin' }));
    expect(subject).not.toContain('123456');
    expect(text).toContain('验证码：123456');
    expect(html).toContain('<strong>123456</strong>');
    expect(text).toContain('2021年3月1日（星期一）10:15');
  });

  it('only those that ask for work list tasks, and only two carry secrets', () => {
    expect(names.filter(listsTasks)).toEqual(['worklist', 'reminder']);
    expect(names.filter(carriesSecret)).toEqual(['signin', 'nominateConfirm']);
  });
});
