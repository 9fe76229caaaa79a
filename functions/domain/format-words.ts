/** What types, patterns and formats of our schemas want, in words. */
import { type Text, text } from './problem.ts';

export const typeWords: Readonly<Record<string, Text>> = {
  string: text('文字', 'text'),
  number: text('数字', 'a number'),
  int: text('整数', 'a whole number'),
  boolean: text('是或否（true / false）', 'true or false'),
  array: text('列表', 'a list'),
  object: text('一组设置', 'a group of settings'),
  record: text('一组设置', 'a group of settings'),
  null: text('空值', 'nothing'),
};
/** What a pattern of our schemas wants, by its source. */
export const patternWords: Readonly<Record<string, Text>> = {
  '/^1[3-9]\\d{9}$/': text('11 位手机号，如 13812345678', 'a mobile of 11 digits, such as 13812345678'),
  '/^[a-z0-9]{1,16}$/': text('1 至 16 位小写字母或数字', '1 to 16 small letters or digits'),
  '/^\\d{6}$/': text('6 位数字，如 430102', 'six digits such as 430102'),
  '/^[A-Z]{2,8}$/': text('2 至 8 个大写字母，如 SBQS', '2 to 8 capital letters such as SBQS'),
  '/^\\d{4}(-\\d{1,2})?$/': text(
    '四位年份，可加批次，如 2027 或 2027-2',
    'a year, with a batch if needed, such as 2027 or 2027-2',
  ),
  '/^(\\d{1,2}(\\.\\d+)?|100(\\.0+)?)%$/': text(
    '不超过 100% 的百分数，如 60% 或 62.5%',
    'a percentage of 100% at most, such as 60% or 62.5%',
  ),
  '/^[a-z][a-zA-Z0-9]*$/': text(
    '小写字母开头的字母和数字，如 workUnit',
    'letters and digits starting with a small letter, such as workUnit',
  ),
  '/^[a-z][a-z0-9-]*$/': text(
    '小写字母开头的小写字母、数字和连字符，如 review-2',
    'small letters, digits and hyphens, such as review-2',
  ),
  '/^([01]\\d|2[0-3]):[0-5]\\d$/': text('24 小时制时刻，如 17:30', 'a time of day such as 17:30'),
};
export const formatWords: Readonly<Record<string, Text>> = {
  date: text('日期，如 2027-03-05', 'a date such as 2027-03-05'),
  datetime: text('日期和时刻，如 2027-01-04T01:00:00Z', 'a date and time such as 2027-01-04T01:00:00Z'),
  email: text('电子邮箱地址', 'an e-mail address'),
};
