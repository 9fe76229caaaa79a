/** What the acts on honours share: the fields of a ruling, the box that must be ticked, and who may act. */
import { readList } from '#actions/honour/honour-roll.ts';
import type { Deps } from '#deps';
import { demand } from '#domain/people/policy.ts';
import { type Fault, Problem, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { sayIn } from '#web/frame/common.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import type { Lang } from '#web/frame/words.ts';

type Typed = Readonly<Record<string, string>>;

/** What a revocation or annulment rests on; the page repeats it in words before the press that counts. */
export const RulingFields = (props: {
  readonly lang: Lang;
  readonly typed: Typed;
  readonly faults: readonly Fault[];
}) => {
  const { lang, typed, faults } = props;
  const one = { lang, faults };
  return (
    <>
      <FormField
        {...one}
        value={typed.grounds}
        field={{ id: 'grounds', type: 'paragraph', required: true, max: 500, label: text('事由', 'Grounds') }}
      />
      <FormField
        {...one}
        value={typed.decisionNumber}
        field={{
          id: 'decisionNumber',
          type: 'text',
          required: true,
          label: text('决定文号', 'Number of the decision'),
        }}
      />
      <FormField
        {...one}
        value={typed.body}
        field={{
          id: 'body',
          type: 'text',
          required: true,
          label: text('作出决定的机构', 'Body that decided'),
        }}
      />
      <FormField
        {...one}
        value={typed.date}
        field={{ id: 'date', type: 'date', required: true, label: text('决定日期', 'Date of the decision') }}
      />
    </>
  );
};

/** The box that must be ticked: these acts cannot be undone. */
export const Sure = ({ lang, zh, en }: { readonly lang: Lang; readonly zh: string; readonly en: string }) => (
  <label class="option">
    <input type="checkbox" name="sure" value="yes" required />
    <span>{sayIn(lang)(zh, en)}</span>
  </label>
);

/** Refuses a form whose box was not ticked. @throws Problem `invalid`. */
export function demandSure(typed: Typed): void {
  if (typed.sure === 'yes') return;
  const words = text('请勾选确认后再提交', 'Tick the box to confirm');
  throw new Problem('invalid', 'not-sure', words, [{ field: '', code: 'not-sure', text: words }]);
}

/** A published list for one of its administrators. @throws Problem forbidden; missing. */
export async function managed(c: Ctx, deps: Deps, id: string) {
  const actor = signedIn(c);
  const found = await readList(deps, id);
  const org = await getOrganisation(deps.table, found.list.org);
  demand(actor, 'honour.correct', { orgPath: org.path });
  return { actor, org, ...found };
}
