/** Grades in the editor: the blanks of each, and the groups of the list that have other places. */
import { memberOf } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import { type Blank, blank } from './editor-blanks.ts';
import { fieldsOf } from './editor-choices.ts';
import { said } from './editor-form.ts';
import { type Part, type PartList, plain } from './editor-part.ts';

/** A group whose grade has another number of places. */
const gradeGroupBlanks: readonly Blank[] = [
  blank('group', 'line', '类别', 'Group', {
    required: true,
    help: text('名单分类那一项的选项', 'An option of the choice by which the list is grouped'),
  }),
  blank('places', 'whole', '名额', 'Places', {
    required: true,
    help: text('0 为不评', '0 for none'),
  }),
];
const gradeBlanks: readonly Blank[] = [
  blank('title.zh', 'line', '等次名称', 'Title', { required: true }),
  blank('places', 'places', '名额', 'Places', { required: true }),
  blank('atLeast', 'number', '达到多少分（含）', 'From this score on'),
  blank(
    'perGroup',
    'tick',
    '按名单的类别各评（名额是每个类别的）',
    'In each group of the list, with places for each',
  ),
  blank('beside', 'tick', '在排名之外另设（如人气奖）', 'Given beside the ranking'),
  blank('by', 'choice', '按哪个数字', 'By which number', {
    seldom: true,
    options: fieldsOf('integer', 'number'),
  }),
  blank('title.en', 'line', '英文', 'In English', { seldom: true }),
];

/** The grades of a level. */
export const gradeList: PartList = {
  at: 'grades',
  title: text('等次', 'Grades'),
  add: text('添加等次', 'Add a grade'),
  start: () => ({ places: 1, beside: false }),
  said: (entry) => said(memberOf(entry, 'title')),
};
export const gradeParts: readonly (readonly [pattern: RegExp, part: Part])[] = [
  [
    /\.grades\.\d+$/,
    {
      ...plain(text('等次', 'Grade'), gradeBlanks),
      lists: (value) =>
        memberOf(value, 'perGroup') === true
          ? [
              {
                at: 'groupPlaces',
                title: text('名额不同的类别', 'Groups with other places'),
                add: text('添加类别', 'Add a group'),
                start: () => ({ places: 1 }),
                said: (entry) => {
                  const [group, places] = [memberOf(entry, 'group'), memberOf(entry, 'places')].map(String);
                  return text(`${group}：${places} 个`, `${group}: ${places}`);
                },
              },
            ]
          : [],
    },
  ],
  [/\.groupPlaces\.\d+$/, plain(text('类别的名额', 'Places of a group'), gradeGroupBlanks)],
];
