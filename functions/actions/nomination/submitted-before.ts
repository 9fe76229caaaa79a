/** A nomination sent again under its id: the same is one submission, anything else is refused with nothing lost (docs/rules/forms.md#sent-again). */
import type { Deps } from '#deps';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { formOnPaper } from '#domain/nomination/paper.ts';
import { checkSubmitted } from '#domain/nomination/submitted-form.ts';
import { type Fault, fault, Problem, text } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { getRevision, programmeRevision } from '#store/reads.ts';
import { formChecks } from './nominee-facts.ts';
import { openAnswers } from './revision.ts';
import type { Submission } from './submission.ts';

/** Beside each field that stands otherwise; never what stands, which may be personal. */
function differing(form: Form, stands: Answers, sent: Answers): readonly Fault[] {
  const said = ({ id, label: { zh, en = zh } }: Form['fields'][number]) =>
    fault(id, 'stands', `「${zh}」与已提交的不同`, `"${en}" differs from what was submitted`);
  return form.fields
    .filter(({ id }) => JSON.stringify(stands[id] ?? null) !== JSON.stringify(sent[id] ?? null))
    .map(said);
}

/**
 * Does nothing when what is sent is what was submitted under this id. Throws Problem `conflict` `submitted-otherwise`
 * where programme, organisation, channel, answers or files differ.
 */
export async function demandSameSubmission(
  deps: Deps,
  known: Nomination,
  submission: Submission,
): Promise<void> {
  const { form } = await programmeRevision(deps.table, known.programme, known.programmeRevision);
  const first = await getRevision(deps.table, known.id, 1);
  const { answers: stands, erased } = await openAnswers(deps, first);
  const { answers: sent } = checkSubmitted(formOnPaper(form, submission.paper), submission, formChecks(deps));
  const files = (all: readonly { readonly id: string }[]) =>
    all
      .map(({ id }) => id)
      .toSorted()
      .join();
  const faults = erased ? [] : differing(form, stands, sent);
  const isElsewhere = (['programme', 'org', 'channel'] as const).some(
    (key) => known[key] !== submission[key],
  );
  if (faults.length === 0 && !isElsewhere && files(first.attachments) === files(submission.attachments))
    return;
  throw new Problem(
    'conflict',
    'submitted-otherwise',
    text(
      '这份申报已经提交，这次的内容与已提交的不同，没有保存。要改动请在“我的申报”中打开它，退回后修改或撤回重报；要申报另一个对象请换一个编号。',
      'This nomination was submitted already; what you sent now differs and was not saved. Open it under "My nominations" to amend or withdraw it, or use another id for another nominee.',
    ),
    faults,
  );
}
