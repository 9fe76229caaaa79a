/** An organisation as it is entered: apart from people.ts, which every request needs. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { line } from '#domain/input.ts';
import { levelSchema } from '#domain/level-schema.ts';
import { personal } from '#domain/personal-place.ts';
import { text } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';
import { coded, email, telephone } from '#domain/typed-code.ts';

export const organisationSchema = z.strictObject({
  id: labelled(coded(/^[a-z0-9]{1,16}$/), text('编号', 'Id')),
  name: labelled(line(60), text('名称', 'Name')),
  level: labelled(levelSchema, text('层级', 'Level')),
  /** The organisation above; absent for a root. */
  parent: labelled(z.string().optional(), text('上级编号', 'Id of the one above')),
  /** Official order number among its siblings: decides ties (docs/rules/quotas.md#shares). */
  order: labelled(z.number().int().nonnegative().default(0), text('排序号', 'Order number')),
  /** GB/T 2260 code of six digits, printed in certificate numbers. */
  region: labelled(coded(/^\d{6}$/), text('区划代码', 'Region code')),
  /** System branch (高校, 国资委) instead of territory. */
  branch: labelled(z.string().optional(), text('所属系统', 'Branch')),
  contact: z
    .strictObject({
      office: personal('other', 'office', labelled(z.string(), text('联系部门', 'Office'))),
      phone: personal('contact', 'office', labelled(telephone(), text('联系电话', 'Telephone'))),
      email: personal('contact', 'office', labelled(email(), text('电子邮箱', 'E-mail'))),
      address: labelled(z.string(), text('地址', 'Address')),
      hours: labelled(z.string(), text('办公时间', 'Office hours')),
    })
    .partial()
    .default({}),
});
export type OrganisationInput = Deep<z.infer<typeof organisationSchema>>;
