/** What a panel reads of a nominee: the form with personal data masked, photographs and visits; no other file, nobody's words. */
import type { Deps } from '#deps';
import { takesPhotographs } from '#domain/files/photograph-rule.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { RecordView } from '#web/nomination/record-page.tsx';
import { viewOf } from '#web/nomination/record-view.ts';

/** The record as its panel reads it; `here` is the address of the ballot, below which files are opened. */
export async function judgedRecord(deps: Deps, nomination: Nomination, here: string): Promise<RecordView> {
  const whole = await viewOf(deps, nomination, {
    ...{ reader: 'nominator', reveal: false },
    fileHref: (file) => `${here}/files/${file}`,
  });
  const pictures = whole.programme.form.attachments.filter(takesPhotographs).map(({ id }) => id);
  return {
    ...whole,
    acts: whole.acts.filter(({ kind }) => kind === 'visit'),
    revisions: whole.revisions.map((each) => ({
      ...each,
      attachments: each.attachments.filter(({ rule }) => pictures.includes(rule)),
    })),
  };
}
