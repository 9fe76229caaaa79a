/** Bulk mail in two steps: counts are shown before it goes, and what was shown is what is sent. */

import type * as z from 'zod';
import { startJob } from '#actions/job.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { keysOf, oneOf } from '#domain/members.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, invalid, refuseIf, type Text, text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Job } from '#domain/running/job-record.ts';
import { renderLetter, templateTitle } from '#mail/letters.tsx';
import { canonicalJson } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { find, getRound, programmeRevision } from '#store/reads.ts';
import {
  type Audience,
  type BulkMail,
  type BulkTemplate,
  bulkTemplates,
  countLetters,
} from './bulk-letters.ts';
import { bulkMail, countedMail } from './letter-input.ts';
import { wordsOfRound } from './letter-words.ts';

/** A bulk mail that waits for its confirmation; the page posts it back as it is. */
export interface BulkPlan extends BulkMail {
  /** Id of the job to be: confirming twice starts one. */
  readonly id: string;
  readonly letters: number;
  /** True when the round is too large to be counted to its end. */
  readonly atLeast: boolean;
}

const longestParam = 200;

/** Gives what the template takes. Throws Problem invalid when the audience or a parameter does not fit it. */
function checked(
  audience: Audience,
  template: string,
  params: Readonly<Record<string, string>>,
): BulkTemplate {
  const name = oneOf(keysOf(bulkTemplates), template);
  if (name === undefined)
    throw invalid('bulk-template', '此类信函不能群发。', 'This kind of letter cannot be sent in bulk.', [
      fault('template', 'bulk-template', '请选择可以群发的信函', 'choose a letter that can go in bulk'),
    ]);

  const rule: { readonly audiences: readonly string[]; readonly params: readonly string[] } =
    bulkTemplates[name];
  const faults = rule.audiences.includes(audience.kind)
    ? []
    : [fault('audience', 'bulk-audience', '此信函不能发给这些人', 'this letter is not for these people')];
  for (const [key, value] of Object.entries(params)) {
    if (!rule.params.includes(key))
      faults.push(fault(`params.${key}`, 'bulk-param', '此信函没有这一项', 'the letter has no such item'));
    else if ([...value].length > longestParam)
      faults.push(
        fault(
          `params.${key}`,
          'bulk-param-long',
          `请填写文字，不超过 ${longestParam} 字`,
          `write a text of at most ${longestParam} characters`,
        ),
      );
  }
  refuseIf(faults);
  return name;
}

async function demandRound(deps: Deps, actor: Actor, id: string): Promise<Round> {
  const round = await getRound(deps.table, id);
  demand(actor, 'letters.send', { orgPath: round.orgPath });
  return round;
}

/**
 * Counts the letters of a bulk mail and shows what it would say; sends nothing.
 * @throws Problem invalid with faults; missing for an unknown round; forbidden.
 */
export async function prepareBulk(
  deps: Deps,
  actor: Actor,
  roundId: string,
  sent: Input<typeof bulkMail>,
): Promise<{
  readonly plan: BulkPlan;
  readonly title: Text;
  readonly subject: Text;
  /** The words of one letter; each has its reader's own tasks and link. */
  readonly preview: Text;
}> {
  const round = await demandRound(deps, actor, roundId);
  const { audience, template, params } = readInput(bulkMail, sent);
  const name = checked(audience, template, params);
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const words = { programmeZh: programme.title.zh, programmeEn: programme.title.en ?? programme.title.zh };
  const wording = await wordsOfRound(deps, round.org, name);
  const written = (language: 'zh' | 'en') =>
    renderLetter({
      template: name,
      language,
      params: { ...words, ...params },
      wording,
      now: instantOf(deps),
      site: deps.site,
    });
  const count = await countLetters(deps, { round: roundId, audience });
  return {
    plan: { id: deps.id('job'), round: roundId, audience, template: name, params, ...count },
    title: templateTitle(name),
    subject: text(written('zh').subject, written('en').subject),
    preview: text(written('zh').text, written('en').text),
  };
}

/** Refuses another mail under the id of one that was confirmed. */
function demandSameMail(
  { params: stands }: Job,
  sent: Pick<z.output<typeof countedMail>, 'template' | 'audience' | 'params'>,
): void {
  const template = oneOf(keysOf(bulkTemplates), String(stands.template));
  demandSame(
    countedMail,
    {
      template: {
        stands: String(stands.template),
        sent: sent.template,
        ...(template !== undefined && { said: templateTitle(template) }),
      },
      audience: { stands: canonicalJson(stands.audience), sent: canonicalJson(sent.audience) },
      params: { stands: canonicalJson(stands.params), sent: canonicalJson(sent.params) },
    },
    {
      code: 'bulk-otherwise',
      lead: text(
        '这一批信函已经确认发送。要另发一批，请重新统计。',
        'This mail was confirmed already. For another one, count anew.',
      ),
    },
  );
}

/**
 * Sends what was shown, as a job. Counts again: when there are more than were shown, nothing goes and the new number is
 * told; fewer (somebody answered meanwhile) is no matter.
 * Confirming twice starts one job; under its id with another text or audience it is refused.
 * @throws Problem conflict `bulk-changed`, `bulk-otherwise`; invalid; forbidden.
 */
export async function confirmBulk(
  deps: Deps,
  actor: Actor,
  roundId: string,
  sent: Input<typeof countedMail>,
): Promise<Job> {
  const round = await demandRound(deps, actor, roundId);
  const plan = readInput(countedMail, sent);
  const template = checked(plan.audience, plan.template, plan.params);
  if (!/^job[-_]?\w+$/i.test(plan.id))
    refuseIf([fault('id', 'bulk-id', '请重新统计后再发送', 'count again before sending')]);
  const there = await find<Job>(deps.table, keys.job(plan.id));
  if (there?.kind === 'bulk-mail' && there.params.round === roundId) {
    demandSameMail(there, plan);
    return there;
  }
  const { letters } = await countLetters(deps, { round: roundId, audience: plan.audience });
  if (letters > plan.letters)
    throw conflict(
      'bulk-changed',
      `收件情况已变化：统计时 ${plan.letters} 封，现为 ${letters} 封。请重新确认。`,
      `The recipients have changed: ${plan.letters} letters when counted, ${letters} now. Confirm again.`,
    );
  const { audience, params } = plan;
  const mail: BulkMail = { round: roundId, audience, template, params };
  return startJob(deps, actor, 'bulk-mail', {
    org: round.org,
    params: { ...mail },
    total: letters,
    id: plan.id,
  });
}
