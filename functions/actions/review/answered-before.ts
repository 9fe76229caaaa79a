/** A decision or opinion sent again: the same is one; another one is refused, told what stands (docs/architecture.md#one-write-then-a-wake-up). */
import type * as z from 'zod';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Text, text } from '#domain/problem.ts';
import { demandSame, type SentAgain } from '#domain/repeated.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { appraisalSaid } from '#domain/review/appraisal.ts';
import { doubtSaid } from '#domain/review/doubt.ts';
import { keys } from '#store/keys.ts';
import { answeredOpinion, decidedReview } from './review-input.ts';

/** What she answered in a step of this candidacy, in its present attempt. */
export function answerKept(
  deps: Deps,
  actor: Actor,
  { nomination, stage, step: now }: Candidacy,
  { step, department }: { readonly step: string; readonly department?: string },
): Promise<(ActRecord & { readonly erased?: boolean }) | undefined> {
  const who = department === undefined ? actor.id : `${actor.id}#${department}`;
  return deps.table.get(keys.review(nomination, stage, step, now?.attempt ?? 1, who), { consistent: true });
}

const refusal = {
  code: 'already-decided',
  lead: text(
    '您已经提交过意见，不能更改；如需更正，请联系本级管理员。',
    'You have decided already; ask your administrator for a correction.',
  ),
};
const joined = (texts: readonly Text[]): Text =>
  text(texts.map(({ zh }) => zh).join('；'), texts.map(({ en }) => en).join('; '));
const listed = (stands: readonly string[], sent: readonly string[], said: readonly Text[]): SentAgain => ({
  stands: stands.toSorted(),
  sent: sent.toSorted(),
  ...(said.length > 0 && { said: joined(said) }),
});

/** Compares a review or visit with the one kept. @throws Problem conflict `already-decided`. */
export function demandSameDecision(kept: ActRecord, input: z.output<typeof decidedReview>): void {
  const { checklist, doubts = [], files = [], appraisal } = kept;
  const isVisit = kept.kind === 'visit';
  demandSame(
    decidedReview,
    {
      reason: { stands: kept.reason, sent: input.reason },
      ...(appraisal !== undefined && {
        appraisal: {
          stands: appraisalSaid(appraisal).zh,
          sent: input.appraisal === undefined ? '' : appraisalSaid(input.appraisal).zh,
          said: appraisalSaid(appraisal),
        },
      }),
      ...(isVisit
        ? {
            checklist: listed(
              (checklist ?? []).map(({ item, ok }) => `${item} ${ok}`),
              input.checklist.map(({ item, ok }) => `${item} ${ok}`),
              (checklist ?? []).map(({ item, ok }) =>
                ok ? text(`${item}：符合`, `${item}: met`) : text(`${item}：不符合`, `${item}: not met`),
              ),
            ),
            photos: listed(
              files.map(({ id }) => id),
              input.photos,
              files.map(({ name }) => text(name, name)),
            ),
          }
        : {
            doubts: listed(
              doubts.map(({ id, is }) => `${id} ${is}`),
              input.doubts.map(({ id, is }) => `${id} ${is}`),
              doubts.map(({ id, is }) => doubtSaid(id, is)),
            ),
          }),
    },
    refusal,
  );
}

/** Compares a department's opinion with the one kept. @throws Problem conflict `already-decided`. */
export function demandSameOpinion(kept: ActRecord, input: z.output<typeof answeredOpinion>): void {
  const reply = kept.files?.[0];
  const answers = (kept.answers ?? []).map(({ answer }) => answer);
  demandSame(
    answeredOpinion,
    {
      reason: { stands: kept.reason, sent: input.reason },
      answers: listed(
        answers,
        Object.values(input.answers).filter((each) => each !== ''),
        answers.map((each) => text(each, each)),
      ),
      reply: {
        stands: reply?.id,
        sent: input.reply,
        ...(reply !== undefined && { said: text(reply.name, reply.name) }),
      },
    },
    refusal,
  );
}
