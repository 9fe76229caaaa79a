/** Eligibility and quota rules in words, for the page of a programme. */

import { levelWords } from '#domain/level.ts';
import { entryUnder } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Rule } from '#domain/programme/eligibility.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { GroupRule } from '#domain/programme/stage-rules.ts';
import { describeBounds } from '#domain/threshold.ts';

type Form = Programme['form'];

/** Label of a field, of a declaration, or of the channel; the id itself when the form has no such field. */
function labelIn(form: Form, id: string): Text {
  if (id === 'channel') return text('申报渠道', 'channel');
  const field = form.fields.find((each) => each.id === id);
  if (field !== undefined) return text(field.label.zh, field.label.en ?? field.label.zh);
  const statement = form.declarations.find((each) => each.id === id);
  return statement === undefined
    ? text(id, id)
    : text(statement.text.zh, statement.text.en ?? statement.text.zh);
}

/** Labels of option values of a field. */
function valuesIn(form: Form, id: string, values: readonly string[]): Text {
  const options = form.fields.find((each) => each.id === id)?.options ?? [];
  const labels = values.map(
    (value) => options.find((option) => option.value === value)?.label ?? { zh: value },
  );
  return text(labels.map((each) => each.zh).join('、'), labels.map((each) => each.en ?? each.zh).join(', '));
}

const atLevel = (level: string): Text => {
  if (level === 'lower') return text('下一级', 'the level below');
  if (level === 'lowerOrHigher') return text('下一级或更高级', 'the level below or higher');
  if (level === 'same') return text('同级', 'the same level');
  return entryUnder(levelWords, level) ?? text(level, level);
};
const joined = (parts: readonly Text[], zh: string, en: string): Text =>
  text(parts.map((part) => part.zh).join(zh), parts.map((part) => part.en).join(en));

function plainWords(form: Form, rule: Rule): Text {
  switch (rule.kind) {
    case 'oneOf':
    case 'noneOf': {
      const [label, values] = [labelIn(form, rule.field), valuesIn(form, rule.field, rule.values)];
      return rule.kind === 'oneOf'
        ? text(`「${label.zh}」须为：${values.zh}`, `${label.en} must be: ${values.en}`)
        : text(`「${label.zh}」不得为：${values.zh}`, `${label.en} must not be: ${values.en}`);
    }
    case 'age': {
      const bounds = describeBounds({ min: rule.min, max: rule.max }, text('周岁', ''));
      return text(`年龄${bounds.zh}`, `age ${bounds.en}`);
    }
    case 'number': {
      const bounds = describeBounds(rule);
      const label = labelIn(form, rule.field);
      return text(`「${label.zh}」${bounds.zh}`, `${label.en} ${bounds.en}`);
    }
    case 'ratio': {
      const bounds = describeBounds(rule);
      const [part, all] = [labelIn(form, rule.part), labelIn(form, rule.whole)];
      return text(`「${part.zh}」占「${all.zh}」${bounds.zh}`, `${part.en} of ${all.en}: ${bounds.en}`);
    }
    case 'rank':
      return rule.below === undefined
        ? text(`职级不高于${rule.max ?? ''}（含）`, `rank at most ${rule.max ?? ''}`)
        : text(`职级低于${rule.below}（不含）`, `rank below ${rule.below}`);
    case 'years': {
      const label = labelIn(form, rule.field);
      return text(
        `「${label.zh}」至申报开始满 ${rule.min} 年`,
        `${label.en}: at least ${rule.min} years ago`,
      );
    }
    case 'declared': {
      const label = labelIn(form, rule.field);
      return text(`须填写或承诺：${label.zh}`, `must be stated: ${label.en}`);
    }
    case 'priorHonour': {
      const where = joined(rule.levels.map(atLevel), '、', ', ');
      return text(`须曾获${where.zh}荣誉`, `needs an honour of ${where.en}`);
    }
    case 'noRepeat': {
      const where = atLevel(rule.atOrAbove);
      const free =
        rule.cooldownYears === undefined
          ? text('', '')
          : text(`（${rule.cooldownYears} 年内）`, ` within ${rule.cooldownYears} years`);
      return text(
        `不重复授予：未获${where.zh}或更高级荣誉${free.zh}`,
        `not granted twice at ${where.en} or higher${free.en}`,
      );
    }
    case 'any':
      return joined(
        rule.of.map((each) => ruleWords(form, each)),
        '，或',
        ', or ',
      );
    case 'when': {
      const [label, values] = [labelIn(form, rule.field), valuesIn(form, rule.field, rule.values)];
      const then = joined(
        rule.rules.map((each) => ruleWords(form, each)),
        '；',
        '; ',
      );
      return text(
        `「${label.zh}」为 ${values.zh} 的：${then.zh}`,
        `when ${label.en} is ${values.en}: ${then.en}`,
      );
    }
  }
}

/** A rule in words: what it demands, and the programme's own reason where it gives one. */
export function ruleWords(form: Form, rule: Rule): Text {
  const plain = plainWords(form, rule);
  if (rule.reason === undefined) return plain;
  const { zh, en = zh } = rule.reason;
  return zh === plain.zh ? plain : text(`${zh}（${plain.zh}）`, `${en} (${plain.en})`);
}

/** A group of the quota in words, e.g. 处级及以上：最多 20%（以名额为基数）. */
export function groupWords(form: Form, group: GroupRule): Text {
  const base =
    group.base === 'places'
      ? text('以名额为基数', 'of the places')
      : text('以入选人数为基数', 'of those chosen');
  const parts: Text[] = [];
  if (group.atMost !== undefined) parts.push(text(`最多 ${group.atMost}`, `at most ${group.atMost}`));
  if (group.atMostCount !== undefined)
    parts.push(text(`最多 ${group.atMostCount} 个`, `at most ${group.atMostCount}`));
  if (group.atLeast !== undefined) parts.push(text(`至少 ${group.atLeast}`, `at least ${group.atLeast}`));
  if (group.atLeastCount !== undefined)
    parts.push(text(`至少 ${group.atLeastCount} 个`, `at least ${group.atLeastCount}`));
  const [limits, label, values] = [
    joined(parts, '、', ', '),
    labelIn(form, group.field),
    valuesIn(form, group.field, group.values),
  ];
  return text(
    `${group.title}：${limits.zh}（${base.zh}；${label.zh}为 ${values.zh}）`,
    `${group.title}: ${limits.en} (${base.en}; ${label.en} is ${values.en})`,
  );
}
