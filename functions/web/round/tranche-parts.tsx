/** Parts of a tranche page: its nominees, and the chunked work that is under way. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { gradeTitles, titlesSaid } from '#domain/programme/grade.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import type { StepKind } from '#domain/step-kinds.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import type { NameOf } from '#web/frame/names.ts';
import { Tag } from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import type { SeenRound } from './seen-round.tsx';

export interface SeenTranche extends SeenRound {
  readonly tranche: Tranche;
  readonly here: string;
  /** The step at which the tranche stands; undefined at a per-candidacy phase or after the last. */
  readonly step: StepKind | undefined;
}

/** The part of the address that says which page of the entries is shown, so that a form comes back to it. */
export const pageQuery = (c: Ctx): string => {
  const from = c.req.query('from');
  return from === undefined ? '' : `?from=${encodeURIComponent(from)}`;
};

/** Chunked work under way, with how far it is. */
export function workOf(
  seen: SeenTranche,
  now: string,
): { readonly label: string; readonly value: number } | undefined {
  const { tranche, step, say } = seen;
  const { notice, decision } = tranche;
  if (step === 'notice' && notice !== undefined && notice.postedAt === undefined)
    return { label: say('正在生成公示', 'Writing the notice'), value: tranche.cursor };
  if (
    step === 'notice' &&
    notice?.postedAt !== undefined &&
    notice.endedAt === undefined &&
    notice.suspended === undefined &&
    now >= notice.decisionFrom
  )
    return {
      label: say('公示期满，正在逐个办理', 'The notice is over, going through them'),
      value: tranche.cursor,
    };
  if (step === 'decision' && decision !== undefined)
    return { label: say('正在落实审定结果', 'Applying the decision'), value: tranche.cursor };
  if (step === 'publish' && tranche.list !== undefined)
    return { label: say('正在编号授予', 'Granting and numbering'), value: tranche.cursor };
  if (step === 'recommend' && tranche.recommended !== undefined)
    return {
      label:
        tranche.checkedAt === undefined
          ? say('正在逐个核对上报对象', 'Looking at each who was chosen')
          : say('正在上报', 'Sending up'),
      value: tranche.cursor,
    };
  return undefined;
}

export const Entries = (props: {
  readonly seen: SeenTranche;
  readonly items: readonly Candidacy[];
  readonly from: number;
  readonly orgName: NameOf;
}) => {
  const { seen, items, orgName } = props;
  const { lang, say } = seen;
  return (
    <DataTable
      lang={lang}
      caption={say(
        `本批 ${seen.tranche.entries.length} 名`,
        `${seen.tranche.entries.length} in this tranche`,
      )}
      captionShown
      rows={items.map((each, i) => ({ each, n: props.from + i + 1 }))}
      columns={[
        { title: say('序号', 'No.'), numeric: true, cell: ({ n }) => n },
        {
          title: say('对象', 'Nominee'),
          header: true,
          cell: ({ each }) => <a href={candidacyPath(seen, each.nomination)}>{each.name}</a>,
        },
        { title: say('来自', 'From'), cell: ({ each }) => orgName(each.from) },
        {
          title: say('状态', 'State'),
          cell: ({ each }) => <Tag tone={candidacyTones[each.state]}>{w(lang).states[each.state]}</Tag>,
        },
        ...(seen.stage.grades.length > 0 && seen.can('candidacy.judged')
          ? [
              {
                title: say('等次', 'Grade'),
                cell: ({ each }: { each: Candidacy }) =>
                  t(lang, titlesSaid(gradeTitles(seen.stage.grades, each.grades))) || '—',
              },
            ]
          : []),
        { title: say('证书编号', 'Certificate'), cell: ({ each }) => each.honour?.number ?? '—' },
        {
          title: say('上报', 'Sent up'),
          cell: ({ each }) =>
            each.upward === undefined
              ? '—'
              : `${w(lang).upward[each.upward.state]}${each.upward.reason === undefined ? '' : `：${each.upward.reason}`}`,
        },
      ]}
      empty={<p>{say('本批已没有对象。', 'Nobody is left in this tranche.')}</p>}
    />
  );
};
