/** What may be done to a programme as a whole, as forms on its page. */
import { text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import type { FormSpec } from '#web/frame/post-form.tsx';

export const programmePath = (id: string): string => `/programmes/${encodeURIComponent(id)}`;

/** What may be done to a programme as a whole: published once, archived later. */
export function programmeForms(record: ProgrammeRecord, warnings: number, can: Can): readonly FormSpec[] {
  const act = (form: string) => ({
    form,
    action: `${programmePath(record.id)}/${form}`,
    hidden: { version: String(record.version) },
  });
  return [
    ...(record.status === 'draft' && can('programme.publish')
      ? [
          {
            ...act('publish'),
            folded: text('发布', 'Publish'),
            note:
              warnings > 0
                ? text(
                    `有 ${warnings} 项提醒。提醒不禁止发布，确认已经核对？`,
                    `There are ${warnings} warnings. They forbid nothing; have you checked them?`,
                  )
                : text(
                    '发布后荣誉代码、届次、对象、查重规则和层级固定。',
                    'Code, edition, category, identity rule and levels are then fixed.',
                  ),
          },
        ]
      : []),
    ...(can('programme.create')
      ? [
          {
            form: 'copy',
            action: `${programmePath(record.id)}/copy`,
            button: text('复制为下一届', 'Copy as the next edition'),
            tone: 'secondary' as const,
          },
        ]
      : []),
    ...(record.status === 'published' && can('programme.edit')
      ? [
          {
            ...act('archive'),
            tone: 'danger' as const,
            folded: text('归档', 'Archive'),
            note: text(
              '归档后不再开始新的轮次，已授予的荣誉保留。',
              'No new round begins; what was granted stays.',
            ),
          },
        ]
      : []),
  ];
}
export type Can = (action: 'programme.create' | 'programme.edit' | 'programme.publish') => boolean;
