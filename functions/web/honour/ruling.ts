/** What the acts on honours share: the form of a ruling with the box that must be ticked, and who may act. */
import * as z from 'zod';
import { honourRuling } from '#actions/honour/honour-input.ts';
import { readList } from '#actions/honour/honour-roll.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import { faultsIn } from '#domain/input.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, refuseIf, type Text, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { type Ask, ask } from '#web/frame/post-form.tsx';

/** A ruling as its page sends it: these acts cannot be undone, so a box must be ticked. */
export const ruledForm = honourRuling.extend({
  sure: labelled(z.boolean().optional(), text('我确认', 'I confirm')),
});

/** The fields of a ruling; `sure` says what is confirmed. */
export const rulingFields = (sure: Text): readonly Ask[] => [
  ask(ruledForm, 'grounds', { type: 'paragraph' }),
  ask(ruledForm, 'decisionNumber'),
  ask(ruledForm, 'body'),
  ask(ruledForm, 'date', { type: 'date' }),
  ask(ruledForm, 'sure', { as: 'tick', label: sure }),
];

/** The ruling that was sent, with its box ticked. @throws Problem `invalid`. */
export function demandSure({ sure, ...ruling }: z.input<typeof ruledForm>): z.input<typeof honourRuling> {
  refuseIf([
    ...faultsIn(honourRuling, ruling),
    ...(sure === true ? [] : [fault('sure', 'not-sure', '请勾选确认后再提交', 'Tick the box to confirm')]),
  ]);
  return ruling;
}

/** A published list for one of its administrators. @throws Problem forbidden; missing. */
export async function managed(c: Ctx, deps: Deps, id: string) {
  const actor = signedIn(c);
  const found = await readList(deps, id);
  const org = await getOrganisation(deps.table, found.list.org);
  demand(actor, 'honour.correct', { orgPath: org.path });
  return { actor, org, ...found };
}
