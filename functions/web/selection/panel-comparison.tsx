/** `/tasks/<round>/<step>/compare?who=…&who=…`: two nominees before a panel side by side, as the panel may read them. */
import { panelNominee } from '#actions/selection/panel-reading.ts';
import type { Deps } from '#deps';
import { text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { stepName } from '#web/frame/names.ts';
import type { Markup } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { type Compared, Comparison, pairIn } from '#web/nomination/comparison.tsx';
import { frameAt, type Reader, stepHref } from '#web/review/worklist-reader.ts';
import { judgedRecord } from './judged-record.ts';

const title = text('并排比较', 'Side by side');

/** The pair; back to the board where not two are chosen. */
export async function comparisonPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: { readonly round: string; readonly step: string },
): Promise<Markup | Response> {
  const frame = frameAt(c, who);
  const { lang } = frame;
  const here = stepHref(who, ref);
  const pair = pairIn(c.req.queries('who') ?? []);
  if ('code' in pair) return c.redirect(`${here}?done=two`, 303);
  const read = await Promise.all(pair.map((id) => panelNominee(deps, who.actor, ref.round, id)));
  const compared = read.map(async ({ sitting, nomination, name, form, answers }): Promise<Compared> => {
    const href = `${here}/${nomination.id}`;
    if (sitting.step.blind !== undefined)
      return { id: nomination.id, name, href, form, answers, photographs: [], fileHref: undefined };
    const { revisions, fileHref } = await judgedRecord(deps, nomination, href);
    const photographs = revisions.at(-1)?.attachments ?? [];
    return { id: nomination.id, name, href, form, answers, photographs, fileHref };
  });
  const { sitting } = read[0]!;
  return (
    <Page
      {...frame}
      title={t(lang, title)}
      caption={t(lang, sitting.programme)}
      current="tasks"
      width="wide"
      crumbs={[{ href: here, title: stepName(lang, sitting.step) }]}
    >
      <Comparison lang={lang} pair={await Promise.all(compared)} />
    </Page>
  );
}
