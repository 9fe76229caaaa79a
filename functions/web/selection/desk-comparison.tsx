/** `/rounds/:id/compare?who=…&who=…`: two nominees of a round side by side, for who chooses among them. */

import { takesPhotographs } from '#domain/files/photograph-rule.ts';
import { refuseIf } from '#domain/problem.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { type Compared, Comparison, pairIn } from '#web/nomination/comparison.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';

/** Where the two that were ticked are compared. @throws Problem `invalid` where there are not two. */
export function comparisonPath({ path }: Pick<SeenRound, 'path'>, ticked: readonly string[]): string {
  const pair = pairIn(ticked);
  if ('code' in pair) refuseIf([pair]);
  return `${path}/compare?${new URLSearchParams(ticked.map((id) => ['who', id]))}`;
}

async function view(web: Web, c: Ctx) {
  const seen = await seenRound(web, c, 'candidacy.list');
  const pair = pairIn(c.req.queries('who') ?? []);
  if ('code' in pair) return c.redirect(`${seen.path}/shortlist`, 303);
  const compared = pair.map(async (id): Promise<Compared> => {
    const { nomination, programme, answers, revisions, fileHref } = await recordView(
      web.deps,
      seen.actor,
      id,
    );
    const pictures = programme.form.attachments.filter(takesPhotographs).map((rule) => rule.id);
    return {
      ...{ id, answers, fileHref, name: nomination.name, form: programme.form },
      href: candidacyPath(seen, id),
      photographs: (revisions.at(-1)?.attachments ?? []).filter(({ rule }) => pictures.includes(rule)),
    };
  });
  return c.html(
    <RoundPage
      {...framed(c, undefined)}
      seen={seen}
      title={seen.say('并排比较', 'Side by side')}
      crumbs={[{ href: `${seen.path}/shortlist`, title: seen.say('拟定名单', 'Shortlist') }]}
    >
      <Comparison lang={seen.lang} pair={await Promise.all(compared)} />
    </RoundPage>,
  );
}

/** Mounted at '/'. */
export const comparisonPages = mounting((pages, web) => {
  pages.get('/rounds/:id/compare', (c) => view(web, c));
});
