/** What the actions on people and their access take, from pages, API and commands. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { line, needed, version, words } from '#domain/input.ts';
import { tokenScopes } from '#domain/people/access-records.ts';
import { mobileOf, smsKinds } from '#domain/people/mobile.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import { roles } from '#domain/people/roles.ts';
import { text } from '#domain/problem.ts';
import { telephone } from '#domain/typed-code.ts';
import { normaliseEmail } from '#store/people.ts';

const role = z.strictObject({
  role: labelled(z.enum(roles), text('角色', 'Role')),
  department: labelled(needed(30).optional(), text('部门名称', 'Department')),
});
const mostGrants = 60;

const email = labelled(
  z.string().transform(normaliseEmail).pipe(z.email().max(120)),
  text('电子邮箱', 'E-mail'),
  { missing: text('请填写有效的电子邮箱', 'give a valid e-mail address') },
);

/** As people write a mobile: +86, blanks, hyphens, full width. */
const phone = labelled(
  z
    .string()
    .transform((written) => mobileOf(written) ?? written)
    .pipe(z.string().regex(/^1[3-9]\d{9}$/))
    .optional(),
  text('手机', 'Mobile'),
);

export const invitation = z.strictObject({
  email,
  phone,
  name: labelled(line(40), text('姓名', 'Name'), {
    missing: text('请填写姓名（不超过 40 字）', 'give a name of at most 40 characters'),
  }),
  grants: labelled(
    z
      .array(role.extend({ org: organisationSchema.shape.id }))
      .min(1)
      .max(mostGrants),
    text('单位和角色', 'Organisations and roles'),
  ),
  language: z.enum(['zh', 'en']).default('zh'),
});

/** Where a member gets her letters from now on. */
export const addressChange = z.strictObject({ email, version });

/** Her mobile and what she is told there; a number that is left out stays. */
export const telephoneChange = z.strictObject({
  phone,
  sms: labelled(z.array(z.enum(smsKinds)).max(2).default([]), text('短信内容', 'Short messages about')),
  forget: labelled(z.boolean().default(false), text('删除已登记的手机号', 'Delete the number')),
  version,
});

/** The roles of a member in one organisation; none takes her out of it. */
export const rolesHere = z.strictObject({
  grants: labelled(z.array(role).max(mostGrants), text('角色', 'Roles')),
  version,
});

/** What an authenticator app shows, or at signing in a recovery code. */
export const factorCode = z.strictObject({
  code: labelled(needed(30), text('验证码', 'Code'), {
    missing: text('请填写验证码', 'type the code'),
  }),
});

export const tokenRequest = z.strictObject({
  name: labelled(needed(40), text('用途', 'What it is for'), {
    missing: text('请填写令牌用途（不超过 40 字）', 'say what the token is for, in at most 40 characters'),
  }),
  scopes: labelled(z.array(z.enum(tokenScopes)).min(1).max(3), text('权限', 'Rights')),
  days: labelled(z.int().min(1).max(365), text('有效天数', 'Days it lives'), {
    missing: text('有效期为 1 至 365 天', 'a token lives 1 to 365 days'),
    units: ['天'],
  }),
});

/** The defaults of the whole schema would overwrite what an edit leaves out; id, level and place in the tree are fixed. */
export const organisationEdit = organisationSchema
  .omit({ id: true, level: true, parent: true, order: true, contact: true })
  .partial()
  .extend({
    order: organisationSchema.shape.order.unwrap().optional(),
    contact: organisationSchema.shape.contact.unwrap().optional(),
    version,
  });

/** The federation that runs a round, and those below it by name. */
export const federationInput = organisationSchema.pick({ name: true, level: true, region: true }).extend({
  parent: organisationSchema.shape.id,
  office: labelled(line(60).optional(), text('联系部门', 'Office')),
  phone: labelled(telephone().optional(), text('联系电话', 'Telephone')),
  below: labelled(words(20_000).default(''), text('下级单位', 'Organisations below')),
});

/** People of an organisation and of those below it, one a line. */
export const memberList = z.strictObject({
  people: labelled(needed(20_000), text('人员', 'People'), {
    missing: text('请写出人员，每行一人', 'Name the people, one a line'),
  }),
});
