import { expect, test } from 'vitest';
import { checkAnswers } from '#domain/nomination/answers.ts';
import { formFromBody } from '#domain/nomination/form-body.ts';
import { FormField } from '#web/frame/fields.tsx';
import { pressedRow } from '#web/frame/groups.ts';
import { w } from '#web/frame/words.ts';
import { demoAnswers, demoFaults, demoForm } from './demo.tsx';
import { deskHtml, formHtml, problemHtml, readHtml } from './demo-html.tsx';

const pages = [
  formHtml('zh', true),
  formHtml('en', false),
  deskHtml('zh'),
  deskHtml('en'),
  readHtml('zh'),
  problemHtml('en'),
];
/** Tags of a page as name and attributes, as far as a page of ours needs it. */
const tagsOf = (html: string) =>
  [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(([, name, rest]) => ({
    name: name!,
    attributes: Object.fromEntries(
      [...rest!.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key!, value ?? '']),
    ) as Readonly<Record<string, string | undefined>>,
  }));

test('pages hold nothing that the Content-Security-Policy would block', () => {
  for (const html of pages) {
    const tags = tagsOf(html);
    expect(
      tags.filter(({ attributes }) => Object.keys(attributes).some((key) => /^(style|on\w+)$/.test(key))),
    ).toEqual([]);
    expect(tags.filter(({ name }) => name === 'style')).toEqual([]);
    expect(html.match(/<script[^>]*>[^<]+<\/script>/)).toBeNull();
  }
});

test('ids are unique, and everything that refers to an id finds it', () => {
  for (const html of pages) {
    const tags = tagsOf(html);
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const referred = tags.flatMap(({ attributes }) => [
      ...(attributes.for === undefined ? [] : [attributes.for]),
      ...(attributes['aria-describedby']?.split(' ') ?? []),
      ...(attributes['aria-labelledby']?.split(' ') ?? []),
      ...(attributes.href?.startsWith('#') ? [attributes.href.slice(1)] : []),
    ]);
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
  }
});

test('every input has a label: one that names it, or one around it', () => {
  const html = formHtml('zh', true);
  const inputs = tagsOf(html).filter(
    ({ name, attributes }) => ['input', 'select', 'textarea'].includes(name) && attributes.type !== 'hidden',
  );
  const unlabelled = inputs.filter(({ attributes }) => {
    const around = new RegExp(`<label class="option"><input[^>]* id="${attributes.id}"`);
    return !html.includes(`for="${attributes.id}"`) && !around.test(html);
  });
  expect(inputs.length).toBeGreaterThan(30);
  expect(unlabelled).toEqual([]);
});

test('a page with faults says so in its title, lists them first, and each input with a fault is marked and described', () => {
  const html = formHtml('zh', true);
  expect(html).toContain('<title>错误：填写申报表 - 红榜</title>');
  expect(html).toContain('有 5 处需要修改');
  expect(html.indexOf('error-summary')).toBeLessThan(html.indexOf('<h1>'));
  for (const { field, text } of demoFaults) {
    expect(html).toContain(`<a href="#f-${field.replaceAll('.', '-')}">${text.zh}</a>`);
    expect(html).toContain(`id="f-${field.replaceAll('.', '-')}-error"`);
  }
  expect(html).toMatch(
    /<input id="f-phone" name="phone"[^>]*aria-describedby="f-phone-error" aria-invalid="true"/,
  );
  expect(formHtml('en', false)).toContain('<title>填写申报表 - Hongbang</title>');
});

test('every type of field shows its value, so that posting the page unchanged gives the same answers', () => {
  const html = formHtml('zh', false);
  const body: Record<string, string[]> = {};
  const add = (name: string, value: string) => {
    body[name] = [...(body[name] ?? []), value];
  };
  const plain = (value: string) => value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  for (const { name, attributes } of tagsOf(html)) {
    if (name !== 'input' || attributes.name === undefined || attributes.type === 'file') continue;
    const ticks = attributes.type === 'radio' || attributes.type === 'checkbox';
    if (!ticks || attributes.checked !== undefined) add(attributes.name, plain(attributes.value ?? ''));
  }
  for (const [, name, inside] of html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs))
    add(name!, inside!.match(/<option value="([^"]*)" selected/)?.[1] ?? '');
  for (const [, name, inside] of html.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)<\/textarea>/gs))
    add(name!, inside!);
  const checks = { idDocument: () => undefined, creditCode: () => undefined, today: '2027-01-04' };
  const { answers } = checkAnswers(demoForm, formFromBody(demoForm, body), 'draft', checks);
  expect(answers).toEqual({ ...demoAnswers, birth: '1988-03-05' });
});

test('characters are counted as the forms count them: code points without line breaks', () => {
  expect(formHtml('zh', false)).toContain('已写 39 字，最多 500 字');
  expect(formHtml('zh', false)).not.toContain('maxlength');
});

test('a press on 添加 or 删除 of a table is told from other presses and changes only that row', () => {
  const body = {
    name: ['李'],
    'members.0.name': ['a'],
    'members.1.name': ['b'],
    'members.10.name': ['c'],
  };
  expect(pressedRow(demoForm, body)).toBeUndefined();
  expect(pressedRow(demoForm, { ...body, _addRow: ['deeds'] })).toBeUndefined();
  expect(pressedRow(demoForm, { ...body, _addRow: ['members'] })).toEqual({ body, blank: { members: 1 } });
  const removed = pressedRow(demoForm, { ...body, _removeRow: ['members.1'] });
  expect(removed?.body).toEqual({ name: ['李'], 'members.0.name': ['a'], 'members.10.name': ['c'] });
});

test('Enter in a field saves and never adds or removes a row: the first button of the form is an unnamed one', () => {
  const form = formHtml('zh', false).split('<form method="post" action="/nominations/n1"')[1]!;
  const first = tagsOf(form).find(({ name }) => name === 'button');
  expect(first?.attributes.name).toBeUndefined();
});

test('answers to read hide personal data unless they are revealed', () => {
  for (const secret of ['430101198803050028', '13800138000', 'li@example.com']) {
    expect(readHtml('zh')).not.toContain(secret);
    expect(readHtml('zh', true)).toContain(secret);
  }
  expect(readHtml('zh')).toContain('138****8000');
});

test('a board says its quotas in words and numbers, and a chart has a table', () => {
  const html = deskHtml('zh');
  expect(html).toMatch(/县处级干部<\/span><strong class="tag tag-bad">超出/);
  expect(html).toMatch(/基层一线<\/span><strong class="tag tag-warn">不足/);
  expect(html).toContain('<th scope="row">望月湖街道</th><td>12</td>');
});

test('the words are complete in both languages, and functions fill them', () => {
  expect(Object.values(w('en').states).every((word) => /^[A-Z]/.test(word))).toBe(true);
  expect(Object.keys(w('en'))).toEqual(Object.keys(w('zh')));
  expect(w('zh').form.count(3, 500)).toBe('已写 3 字，最多 500 字');
});

test('what users wrote is escaped in values and in texts', () => {
  const value = '"><script>alert(1)</script>';
  for (const type of ['text', 'paragraph'] as const) {
    const html = String(FormField({ lang: 'zh', field: { id: 'a', label: { zh: value }, type }, value }));
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
  }
});
