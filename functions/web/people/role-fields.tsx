/** The roles of a member in a form, read back from it; and the organisation that the form is about. */

import { isOneOf } from '#domain/members.ts';
import type { Grant, Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { roles } from '#domain/people/roles.ts';
import { getOrganisation } from '#store/people.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { FieldErrors, fieldId } from '#web/frame/errors.tsx';
import { Asked, type Body, linesOf, many, one, Tick, type Typed } from '#web/frame/form.tsx';
import { type Lang, sayIn, w } from '#web/frame/words.ts';

/** Roles ticked in a form; each department named makes a role of its own. */
export function grantsIn(body: Body): Omit<Grant, 'org'>[] {
  const ticked = many(body, 'role').filter((role) => isOneOf(roles, role));
  const departments = linesOf(one(body, 'departments').replace(/[、，,;；]/g, '\n'));
  return ticked.flatMap((role): Omit<Grant, 'org'>[] => {
    if (role !== 'department' || departments.length === 0) return [{ role }];
    return departments.map((department) => ({ role, department }));
  });
}

export const RoleFields = (props: {
  readonly lang: Lang;
  readonly form: string;
  readonly typed: Typed | undefined;
  readonly now: readonly Pick<Grant, 'role' | 'department'>[];
}) => {
  const { lang, form, typed, now } = props;
  const say = sayIn(lang);
  const mine = typed?.form === form ? typed : undefined;
  const held: readonly string[] =
    mine === undefined ? now.map((grant) => grant.role) : many(mine.body, 'role');
  const own = (mine?.problem?.faults ?? []).filter((each) => each.field.startsWith('grants'));
  return (
    <>
      <fieldset class={`field${own.length > 0 ? ' field-bad' : ''}`} id={fieldId('grants')} tabindex={-1}>
        <legend class="label">{say('角色', 'Roles')}</legend>
        {own.length > 0 && <FieldErrors lang={lang} id={fieldId('grants')} faults={own} />}
        <div class="options">
          {roles.map((role) => (
            <Tick name="role" value={role} checked={held.includes(role)}>
              {w(lang).roles[role]}
            </Tick>
          ))}
        </div>
      </fieldset>
      <Asked
        lang={lang}
        form={form}
        typed={typed}
        field={{
          id: 'departments',
          type: 'text',
          label: { zh: '征求意见部门名称', en: 'Departments' },
          help: {
            zh: '选了“征求意见部门”时填写，如 公安；联合审查的单位也在这里填写，名称与联合主办单位一致；多个用顿号分开',
            en: 'With the role of a department, e.g. 公安, or of a co-host that takes part, by its name; several separated by commas',
          },
        }}
        now={now.flatMap((grant) => grant.department ?? []).join('、')}
      />
    </>
  );
};

export async function ofOrganisation(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const org = await getOrganisation(web.deps.table, c.req.param('org') ?? '');
  demand(actor, 'member.edit', { orgPath: org.path }, 'organisation');
  return { actor, org, here: `/organisations/${org.id}/members` };
}
export const crumbs = (org: Organisation) => [{ href: `/organisations/${org.id}`, title: org.name }];
